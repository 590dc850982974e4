"""What a link leads to: a preview for anybody, and for a lifter the way to have it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from database.ids import new_id
from database.tokens import hash_token
from services.errors import TonnageError
from services.routines import editing as routines
from services.saving import carried_out
from services.sharing import links, taking
from services.sharing.content import PROGRAM
from services.sharing.links import Opened
from services.sharing.taking import Missing
from services.workouts import lists
from utils import data_loader, notices
from utils.addresses import SHARED
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.programs import gallery
from utils.routines import list as routines_list
from utils.sharing.words import NOWHERE, Day, about, about_missing, about_weights, days_of
from utils.styling import Display, plain, plain_lines

PLACE: Final = "shared"
WAITS: Final = "It waits under Programs: resume it when you begin"
AT_THE_DOOR: Final = 6  # exercises that a visitor sees before the form


def asked() -> str | None:
    """The token that the address names."""
    return st.query_params.get(SHARED)


def at_the_door(guess: Mapping[str, Any]) -> None:
    """Show a visitor who is not signed in what the address leads to, if it is one of a link."""
    token = asked()
    if token is None:
        return
    found = _opened(token)
    if found is None:
        return
    display = Display(guess["unit"], guess["time_zone"], guess["week_start"], guess["locale"])
    days = days_of(found, display)
    with st.container(border=True, gap="xxsmall", key="shared_at_the_door"):
        st.caption("Shared with you")
        st.subheader(plain(found.name), anchor=False)
        st.caption(about(found, days, display))
        _some(days)
        st.markdown("Sign in or sign up, and it can be added to your routines.")


def show(user: User, token: str) -> None:
    """Show a lifter what a link leads to, and offer to add it."""
    st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
    found = _opened(token)
    if found is None:
        return
    display = display_of(user)
    days = days_of(found, display)
    st.title(plain(found.name), anchor=False)
    st.caption(f"Shared with you by a link. {about(found, days, display)}")
    st.markdown(about_weights(found))
    lacking = data_loader.oltp(user, _missing, token)
    instead = {one.name: _instead(user, one) for one in lacking}
    notices.draw_problem(PLACE)
    what = "Add to my programs" if found.kind == PROGRAM else "Add to my routines"
    given = (user, found, token, instead)
    st.button(what, icon=":material/add:", type="primary", key="take_shared", on_click=_take, args=given)
    for day in days:
        _day(day, found.kind == PROGRAM)


def _opened(token: str) -> Opened | None:
    """What the link leads to; where it leads nowhere, or the database is away, that is said."""
    try:
        found = carried_out(lambda: links.opened(engine(), token))
    except TonnageError:
        st.error("The database does not answer. Try again in a moment.")
        return None
    if found is None:
        st.info(NOWHERE)
    return found


def _missing(bind: Any, user_id: int, token: str) -> tuple[Missing, ...]:
    found = links.opened(bind, token)
    return taking.missing(bind, user_id, found) if found else ()


def _instead(user: User, one: Missing) -> int | None:
    names = data_loader.oltp(user, lists.exercises)
    own = [number for number, row in names.items() if row["merged_into"] is None and not row["is_archived"]]
    words = {number: names[number]["shown_name"] for number in own}
    choices: list[int | None] = [*own] if one.fields is None else [taking.CREATE, *own]
    st.caption(plain(about_missing(one)))
    return st.selectbox(
        plain(one.name),
        choices,
        None if one.fields is None else 0,
        format_func=lambda number: f"Make “{one.name}”" if number is None else words[number],
        placeholder="Choose one of your exercises",
        key=f"instead_{one.name}",
        label_visibility="collapsed",
    )


def _take(user: User, one: Opened, token: str, instead: Mapping[str, int | None]) -> None:
    key = f"take_{hash_token(token)[:16]}"
    number = st.session_state.setdefault(key, new_id())  # two taps add it once
    take, said = taking.take_in, WAITS if one.kind == PROGRAM else ""
    done = notices.attempt(lambda: for_lifter(user, take, one, number, today_of(user), instead), said, PLACE)
    if done is None:
        return
    st.session_state.pop(key, None)
    if one.kind == PROGRAM:
        gallery.back()
        return
    routines_list.open_routine(number)
    delete = routines.delete_routine
    notices.offer_undo(f"{one.name} is in your routines", lambda: _take_back(lambda: for_lifter(user, delete, number)))


def _take_back(delete: Any) -> None:
    delete()
    st.query_params.clear()


def _some(days: Sequence[Day]) -> None:
    """The first exercises, and how many there are beside."""
    lines = [line for day in days for line in day.lines]
    for line in lines[:AT_THE_DOOR]:
        st.markdown(f"**{plain(line.name)}**  \n:small[{line.scheme}]")
    if len(lines) > AT_THE_DOOR:
        st.caption(f"and {len(lines) - AT_THE_DOOR} more")


def _day(day: Day, with_name: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        if with_name:
            st.subheader(plain(day.name), anchor=False)
        if day.about:
            st.markdown(plain_lines(day.about))
        for line in day.lines:
            more = [f"  \n:small[:gray[{plain(told)}]]" for told in (line.goes_on, line.note) if told]
            st.markdown(f"**{plain(line.name)}**  \n:small[{line.scheme}]{''.join(more)}")
