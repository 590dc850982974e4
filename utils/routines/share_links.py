"""Share links of routines and programs: create, list, update and end them."""

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from auth.user import User
from services.progression.places import Program
from services.sharing import links
from services.sharing.content import PROGRAM
from services.sharing.links import Link
from utils import data_loader, notices, set_schemes, styling
from utils.addresses import shared_address
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.styling import Display, plain

PLACE: Final = "link"
MADE: Final = "link_made"
ENDS: Final = {0: "Never", 30: "After 30 days", 90: "After 90 days"}


def forget() -> None:
    """Forget the address of a new link, which is shown only once."""
    st.session_state.pop(MADE, None)


def share_program(user: User, program: Program) -> None:
    """Open the dialog that shares a program."""
    forget()
    _share_program(user, program)


@st.dialog("Share this program")
def _share_program(user: User, program: Program) -> None:
    draw_links(user, PROGRAM, program.program_id)


def draw_links(user: User, kind: str, source_id: int) -> None:
    """Offer a link to a routine or program, and list its links."""
    st.markdown("**Link** – whoever has it sees a copy of this as it is now: exercises, sets, rests, rules and notes.")
    new_link = st.session_state.get(MADE)
    if new_link and new_link[:2] == (kind, source_id):
        st.code(shared_address(new_link[2]), language=None, wrap_lines=True)
        st.caption("Copy it now: it is kept nowhere, and not shown again.")
    else:
        _draw_form(user, kind, source_id)
    notices.draw_problem(PLACE)
    for link in links_of(user):
        if (link.kind, link.source_id) == (kind, source_id):
            _draw_link(user, link, about_link(link, display_of(user)))


def links_of(user: User) -> list[Link]:
    """List the lifter's links that have not expired."""
    now = datetime.now(UTC)
    every = data_loader.oltp(user, links.links_of)
    return [link for link in every if link.expires_at is None or link.expires_at > now]


def draw_all_links(user: User) -> None:
    """List all links of the lifter, also those whose routine or program has been deleted."""
    every = links_of(user)
    if not every or not st.toggle(f"Links you have given out ({len(every)})", key="links"):
        return
    st.caption("Each shows a copy. Ending one ends it for everybody who has it.")
    for link in every:
        _draw_link(user, link, f"{plain(link.name)}  \n:small[:gray[{about_link(link, display_of(user))}]]")


def _draw_form(user: User, kind: str, source_id: int) -> None:
    key = f"{kind}_{source_id}"
    with_weights = st.toggle("With my weights", key=f"link_weights_{key}")
    st.caption("Off, your loads and training maxes stay with you. Your name, e-mail and log are never shown.")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.selectbox("Ends", list(ENDS), format_func=ENDS.__getitem__, key=f"link_ends_{key}", width=180)
        st.button(
            "Make a link",
            icon=":material/link:",
            key=f"make_link_{key}",
            on_click=_make,
            args=(user, kind, source_id, with_weights, days or None),
        )


def _make(user: User, kind: str, source_id: int, with_weights: bool, days: int | None) -> None:
    if st.session_state.get(MADE, ())[:2] == (kind, source_id):
        return  # a double tap makes one link
    make = links.make
    token = notices.attempt(lambda: for_lifter(user, make, kind, source_id, with_weights, days or None), "", PLACE)
    if token:
        st.session_state[MADE] = (kind, source_id, token)


def _draw_link(user: User, link: Link, text: str) -> None:
    key = f"link_{link.link_id}"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=key):
        st.markdown(text, width="content")
        with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
            st.button("Show it as it is now", key=f"renew_{link.link_id}", on_click=_update, args=(user, link))
            st.button("End", key=f"end_link_{link.link_id}", on_click=_revoke, args=(user, link))


def _update(user: User, link: Link) -> None:
    change = links.update
    notices.attempt(lambda: for_lifter(user, change, link.link_id), "The link shows it as it is now", PLACE)


def _revoke(user: User, link: Link) -> None:
    forget()
    notices.attempt(lambda: for_lifter(user, links.revoke, link.link_id), "The link has ended", PLACE)


def about_link(link: Link, display: Display) -> str:
    """Say when a link was made and when it ends, as Markdown."""

    def day(instant: datetime) -> str:
        return styling.long_day(styling.local(instant, display).date(), display)

    is_newer = link.updated_at != link.created_at
    return set_schemes.in_line(
        [
            f"Made on {day(link.created_at)}",
            f"shows it as on {day(link.updated_at)}" if is_newer else "",
            "with weights" if link.with_weights else "",
            f"ends on {day(link.expires_at)}" if link.expires_at else "",
        ]
    )
