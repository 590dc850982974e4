"""One entered value in a list: what it was and when, with the menu to change or delete it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from utils.styling import plain


def entry(words: str, key: str, on_menu: Callable[..., None], args: tuple[Any, ...], edit: Callable[[], None]) -> None:
    """Show an entry's words, which are Markdown; `on_menu(*args)` hears every choice, `edit` follows that of Edit."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(words)
        chosen = st.menu_button(
            "",
            ["Edit", "Delete"],
            key=key,
            icon=":material/more_vert:",
            type="tertiary",
            on_click=on_menu,
            args=args,
        )
    if chosen == "Edit":
        edit()


def entry_words(told: str, day: str, note: str | None) -> str:
    """A value, its day and its note as Markdown."""
    noted = f"  \n:gray[:small[{plain(note)}]]" if note else ""
    return f"**{told}** :gray[{plain(day)}]{noted}"
