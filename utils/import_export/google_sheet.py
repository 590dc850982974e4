"""Import a lifter's own Google Sheet, or write the whole log to it."""

from typing import Final

import streamlit as st

from auth.user import User
from services.errors import TonnageError
from services.importers import google_sheet, importing
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.styling import count, plain, plural

ADDRESS: Final = "sheet_address"
CHOSEN: Final = "import_sheet"  # session key from which the import reads the address of a sheet
WHAT: Final = (
    "Written are its worksheets Workouts, with every set, and Weeks, with their sums; others stay untouched. "
    "They are for your own eyes and for other accounts: imported here again, every set would stand twice."
)


def draw_google_sheet(user: User) -> None:
    """Offer import and export, if this server has a service account for Google Sheets."""
    if not importing.takes_sheets():
        return
    st.subheader("Google Sheets", anchor=False)
    try:
        _offer(user)
    except TonnageError as error:
        st.error(plain(str(error)))


def _offer(user: User) -> None:
    st.caption(
        f"Share your sheet with {plain(google_sheet.shared_with())}, as an editor if it is to be written. {WHAT}"
    )
    address = st.text_input(
        "Address of your sheet", key=ADDRESS, placeholder="https://docs.google.com/spreadsheets/d/…"
    )
    with st.container(horizontal=True):
        st.button("Import from sheet", icon=":material/upload:", on_click=_choose)
        is_clicked = st.button("Write to sheet", icon=":material/sync:")
    if is_clicked:
        with st.spinner("Working out the weeks, then writing what has changed"):
            done = for_lifter(user, google_sheet.export_to_sheet, address)
        _show(done, user)


def _choose() -> None:
    """Pass the address to the import, which reads the sheet like a file."""
    st.session_state[CHOSEN] = st.session_state[ADDRESS]


def _show(done: google_sheet.Synced, user: User) -> None:
    display = display_of(user)
    holds = f"{plural(done.sets, 'set', display)} and {plural(done.weeks, 'week', display)}"
    wrote = f"{count(done.changed, display)} of its rows were written" if done.changed else "nothing had changed"
    st.success(f"Your sheet holds {holds}: {wrote}.")
