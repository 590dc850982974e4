"""Give a routine away as text or JSON, and take one in that was pasted."""

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


def share(user: User, one: Routine) -> None:
    """Open what gives a routine away: a link, the text to copy, and the file."""
    share_links.forget()
    _share(user, one)


@st.dialog("Share this routine")
def _share(user: User, one: Routine) -> None:
    share_links.show(user, ROUTINE, one.routine_id)
    found = data_loader.oltp(user, sharing_text.shared, one.routine_id)
    st.markdown("**Text** – with the weights that stand in it; whoever uses Tonnage pastes it under Routines.")
    st.code(sharing_text.as_text(found), language=None, wrap_lines=True)
    name = re.sub(r"[^\w-]+", "-", one.name).strip("-") or "routine"
    document = sharing_text.as_json(found)
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
    """Take a routine in from its text or its JSON."""
    text = st.text_area("Text or JSON of a routine", key="pasted", height=220, placeholder=EXAMPLE, max_chars=LONGEST)
    st.caption(
        "Name behind a #, then one exercise per line, perhaps “or” another: its sets, and if you like its rest, its "
        "rule and a note. @8 is an RPE, @80% of the training max, @80%1rm of the e1RM."
    )
    file = st.file_uploader("Or a file that was exported", ["json", "txt"], max_upload_size=1, key="pasted_file")
    given = file.getvalue()[: 4 * LONGEST + 4].decode("utf-8-sig", "replace") if file else text
    if st.button("Add routine", type="primary", width="stretch", key="take_in"):
        made = notices.attempt(lambda: for_lifter(user, sharing_text.take_in, given), place=PLACE)
        if made:
            notices.offer_undo(f"{made.name} is in your routines", lambda: _take_back(user, made))
            st.rerun()
    notices.draw_problem(PLACE)


def _take_back(user: User, one: Routine) -> None:
    for_lifter(user, routines.delete_routine, one.routine_id)
