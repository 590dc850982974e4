"""Share a routine as a link, as text or as JSON, and add a routine from pasted text."""

import re

import streamlit as st

from auth.user import User
from services.routines import editing as routines
from services.routines.editing import Routine
from services.sharing import text as sharing_text
from services.sharing.content import ROUTINE
from utils import data_loader, notices
from utils.lifter import for_lifter
from utils.routines import share_links

PLACE = "paste"
LONGEST = 40_000
EXAMPLE = """# Push A
Bench Press (Barbell) or Push Up | warmup 1x8, 3x8-12@8 | rest 150 | double low 8 high 12 add 2.5
Squat (Barbell) | 3x5@80%1rm | note slow down
Plank | 3x30s"""


def share(user: User, routine: Routine) -> None:
    """Open the dialog that shares a routine: a link, text to copy, and a file."""
    share_links.forget()
    _share(user, routine)


@st.dialog("Share this routine")
def _share(user: User, routine: Routine) -> None:
    share_links.draw_links(user, ROUTINE, routine.routine_id)
    shared = data_loader.oltp(user, sharing_text.shared, routine.routine_id)
    st.markdown("**Text** – with the weights that stand in it; whoever uses Tonnage pastes it under Routines.")
    st.code(sharing_text.as_text(shared), language=None, wrap_lines=True)
    name = re.sub(r"[^\w-]+", "-", routine.name).strip("-") or "routine"
    document = sharing_text.as_json(shared)
    st.download_button(
        "Download as JSON",
        document,
        f"{name}.json",
        "application/json",
        key="share_json",
        width="stretch",
        on_click="ignore",
    )


@st.dialog("Paste a routine")
def paste(user: User) -> None:
    """Add a routine from pasted text or JSON."""
    text = st.text_area("Text or JSON of a routine", key="pasted", height=220, placeholder=EXAMPLE, max_chars=LONGEST)
    st.caption(
        "Name behind a #, then one exercise per line, perhaps “or” another: its sets, and if you like its rest, its "
        "rule and a note. @8 is an RPE, @80% of the training max, @80%1rm of the e1RM."
    )
    file = st.file_uploader("Or a file that was exported", ["json", "txt"], max_upload_size=1, key="pasted_file")
    pasted = file.getvalue()[: 4 * LONGEST + 4].decode("utf-8-sig", "replace") if file else text
    if st.button("Add routine", type="primary", width="stretch", key="take_in"):
        routine = notices.attempt(lambda: for_lifter(user, sharing_text.take_in, pasted), place=PLACE)
        if routine:
            notices.offer_undo(f"{routine.name} is in your routines", lambda: _take_back(user, routine))
            st.rerun()
    notices.draw_problem(PLACE)


def _take_back(user: User, routine: Routine) -> None:
    for_lifter(user, routines.delete_routine, routine.routine_id)
