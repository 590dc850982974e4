"""Links to a routine or program: made with or without weights, listed, brought up to date, ended."""

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
    """Forget the address that was just made: it is shown once."""
    st.session_state.pop(MADE, None)


def share_program(user: User, one: Program) -> None:
    """Open what gives a program away."""
    forget()
    _share_program(user, one)


@st.dialog("Share this program")
def _share_program(user: User, one: Program) -> None:
    show(user, PROGRAM, one.program_id)


def show(user: User, kind: str, source_id: int) -> None:
    """Offer a link to one routine or program, and list those that there are."""
    st.markdown("**Link** – whoever has it sees a copy of this as it is now: exercises, sets, rests, rules and notes.")
    made = st.session_state.get(MADE)
    if made and made[:2] == (kind, source_id):
        st.code(shared_address(made[2]), language=None, wrap_lines=True)
        st.caption("Copy it now: it is kept nowhere, and not shown again.")
    else:
        _form(user, kind, source_id)
    notices.draw_problem(PLACE)
    for one in links_of(user):
        if (one.kind, one.source_id) == (kind, source_id):
            _line(user, one, about_link(one, display_of(user)))


def links_of(user: User) -> list[Link]:
    """The lifter's links that are open now."""
    now = datetime.now(UTC)
    found = data_loader.oltp(user, links.links_of)
    return [one for one in found if one.expires_at is None or one.expires_at > now]


def show_all(user: User) -> None:
    """Every link of the lifter's, also to what was deleted since."""
    every = links_of(user)
    if not every or not st.toggle(f"Links you have given out ({len(every)})", key="links"):
        return
    st.caption("Each shows a copy. Ending one ends it for everybody who has it.")
    for one in every:
        _line(user, one, f"{plain(one.name)}  \n:small[:gray[{about_link(one, display_of(user))}]]")


def _form(user: User, kind: str, source_id: int) -> None:
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
        return  # two taps make one link
    make = links.make
    token = notices.attempt(lambda: for_lifter(user, make, kind, source_id, with_weights, days or None), "", PLACE)
    if token:
        st.session_state[MADE] = (kind, source_id, token)


def _line(user: User, one: Link, told: str) -> None:
    key = f"link_{one.link_id}"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=key):
        st.markdown(told, width="content")
        with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
            st.button("Show it as it is now", key=f"renew_{one.link_id}", on_click=_update, args=(user, one))
            st.button("End", key=f"end_link_{one.link_id}", on_click=_revoke, args=(user, one))


def _update(user: User, one: Link) -> None:
    change = links.update
    notices.attempt(lambda: for_lifter(user, change, one.link_id), "The link shows it as it is now", PLACE)


def _revoke(user: User, one: Link) -> None:
    forget()
    notices.attempt(lambda: for_lifter(user, links.revoke, one.link_id), "The link has ended", PLACE)


def about_link(one: Link, display: Display) -> str:
    """When a link was made and ends: "Made on Mon 5 Jan · with weights · ends on Wed 4 Feb", as Markdown."""

    def day(instant: datetime) -> str:
        return styling.long_day(styling.local(instant, display).date(), display)

    is_newer = one.updated_at != one.created_at
    return set_schemes.in_line(
        [
            f"Made on {day(one.created_at)}",
            f"shows it as on {day(one.updated_at)}" if is_newer else "",
            "with weights" if one.with_weights else "",
            f"ends on {day(one.expires_at)}" if one.expires_at else "",
        ]
    )
