"""List entered measurements, latest first, with a menu to edit or delete each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.body import weight
from utils import notices
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.styling import Display, long_day, plain

PAGE: Final = 10


@dataclass(frozen=True)
class Book:
    """One kind of measurement in the list: how to write, log again and edit an entry."""

    name: str
    told: Callable[[Any, Display], str]
    again: Callable[[User, Any], object]
    edit: Callable[[User, Any], None]


def show_entries(user: User, entries: Sequence[Any], book: Book) -> None:
    """List entries, which arrive oldest first, with a menu to edit or delete each."""
    st.subheader("Entries", anchor=False)
    count_key = f"{book.name}_shown"
    many = st.session_state.setdefault(count_key, PAGE)
    display = display_of(user)
    listed = [*reversed(entries)][:many]
    for entry in listed:
        day = long_day(entry.measured_on, display, today_of(user))
        _entry(user, entry, _words(book.told(entry, display), day, entry.note), book)
    if len(entries) > many:
        st.button("Show more", key=f"{book.name}_more", on_click=_more, args=(count_key,))


def _words(text: str, day: str, note: str | None) -> str:
    noted = f"  \n:gray[:small[{plain(note)}]]" if note else ""
    return f"**{text}** :gray[{plain(day)}]{noted}"


def _entry(user: User, row: Any, words: str, book: Book) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(words)
        chosen = st.menu_button(
            "",
            ["Edit", "Delete"],
            key=f"{book.name}_{row.measurement_id}",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(user, row, book),
        )
    if chosen == "Edit":
        book.edit(user, row)


def _on_menu(user: User, row: Any, book: Book) -> None:
    if st.session_state[f"{book.name}_{row.measurement_id}"] != "Delete":
        return
    if notices.attempt(lambda: for_lifter(user, weight.delete_measurement, row.measurement_id)):
        notices.offer_undo(f"{book.told(row, display_of(user))} is deleted", lambda: book.again(user, row))


def _more(count_key: str) -> None:
    st.session_state[count_key] += PAGE
