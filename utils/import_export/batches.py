"""List every import and repair with its figures and an undo button."""

import streamlit as st

from auth.user import User
from services.importers.batches import Batch, batches
from utils import data_loader
from utils.filters import display_of, today_of
from utils.import_export import done
from utils.import_export.words import batch_words
from utils.styling import local, plain, short_day


def draw_batches(user: User) -> None:
    """List imports and repairs, the latest first."""
    all_batches = data_loader.oltp(user, batches)
    if not all_batches:
        return
    st.subheader("Imports and repairs so far", anchor=False)
    for item in all_batches:
        _line(user, item)


def _line(user: User, batch: Batch) -> None:
    display, today = display_of(user), today_of(user)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        day = short_day(local(batch.created_at, display).date(), display, today)
        details = "  \n".join(plain(words) for words in (batch.file_name, batch_words(batch, display)) if words)
        st.markdown(f"**{plain(f'{batch.app}, {day}')}**  \n:gray[:small[{details}]]")
        if batch.undone_at:
            back = short_day(local(batch.undone_at, display).date(), display, today)
            st.markdown(f":gray[:small[taken back {plain(back)}]]", width="content")
        else:
            st.button(
                "Undo",
                key=f"undo_{batch.batch_id}",
                wrap=False,
                help="Take it back as a whole",
                on_click=done.take_back,
                args=(user, batch.batch_id),
            )
