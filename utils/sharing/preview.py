"""Preview of a share link: for visitors without an account, and for lifters with a button to add it."""

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
FOR_VISITOR: Final = 6  # exercises that a visitor sees above the sign-in form


def token_in_address() -> str | None:
    """Return the token of a share link in the address."""
    return st.query_params.get(SHARED)


def draw_for_visitor(guess: Mapping[str, Any]) -> None:
    """Show the content of a share link to a visitor who is not signed in."""
    token = token_in_address()
    if token is None:
        return
    content = _opened(token)
    if content is None:
        return
    display = Display(guess["unit"], guess["time_zone"], guess["week_start"], guess["locale"])
    days = days_of(content, display)
    with st.container(border=True, gap="xxsmall", key="shared_at_the_door"):
        st.caption("Shared with you")
        st.subheader(plain(content.name), anchor=False)
        st.caption(about(content, days, display))
        _draw_first_exercises(days)
        st.markdown("Sign in or sign up, and it can be added to your routines.")


def draw_shared(user: User, token: str) -> None:
    """Show the content of a share link to a lifter, and offer to add it."""
    st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
    content = _opened(token)
    if content is None:
        return
    display = display_of(user)
    days = days_of(content, display)
    st.title(plain(content.name), anchor=False)
    st.caption(f"Shared with you by a link. {about(content, days, display)}")
    st.markdown(about_weights(content))
    lacking = data_loader.oltp(user, _missing, token)
    instead = {exercise.name: _ask_instead(user, exercise) for exercise in lacking}
    notices.draw_problem(PLACE)
    label = "Add to my programs" if content.kind == PROGRAM else "Add to my routines"
    args = (user, content, token, instead)
    st.button(label, icon=":material/add:", type="primary", key="take_shared", on_click=_take, args=args)
    for day in days:
        _draw_day(day, content.kind == PROGRAM)


def _opened(token: str) -> Opened | None:
    """Return the content of a link; None and a message if the link is invalid or the database is unreachable."""
    try:
        content = carried_out(lambda: links.opened(engine(), token))
    except TonnageError:
        st.error("The database does not answer. Try again in a moment.")
        return None
    if content is None:
        st.info(NOWHERE)
    return content


def _missing(bind: Any, user_id: int, token: str) -> tuple[Missing, ...]:
    content = links.opened(bind, token)
    return taking.missing(bind, user_id, content) if content else ()


def _ask_instead(user: User, lacking: Missing) -> int | None:
    names = data_loader.oltp(user, lists.exercises)
    own = [number for number, row in names.items() if row["merged_into"] is None and not row["is_archived"]]
    words = {number: names[number]["shown_name"] for number in own}
    choices: list[int | None] = [*own] if lacking.fields is None else [taking.CREATE, *own]
    st.caption(plain(about_missing(lacking)))
    return st.selectbox(
        plain(lacking.name),
        choices,
        None if lacking.fields is None else 0,
        format_func=lambda number: f"Make “{lacking.name}”" if number is None else words[number],
        placeholder="Choose one of your exercises",
        key=f"instead_{lacking.name}",
        label_visibility="collapsed",
    )


def _take(user: User, content: Opened, token: str, instead: Mapping[str, int | None]) -> None:
    key = f"take_{hash_token(token)[:16]}"
    number = st.session_state.setdefault(key, new_id())  # a double tap adds it once
    take, message = taking.take_in, WAITS if content.kind == PROGRAM else ""
    done = notices.attempt(lambda: for_lifter(user, take, content, number, today_of(user), instead), message, PLACE)
    if done is None:
        return
    st.session_state.pop(key, None)
    if content.kind == PROGRAM:
        gallery.back()
        return
    routines_list.open_routine(number)
    delete = routines.delete_routine
    notices.offer_undo(
        f"{content.name} is in your routines", lambda: _take_back(lambda: for_lifter(user, delete, number))
    )


def _take_back(delete: Any) -> None:
    delete()
    st.query_params.clear()


def _draw_first_exercises(days: Sequence[Day]) -> None:
    """Draw the first exercises and the number of the others."""
    lines = [line for day in days for line in day.lines]
    for line in lines[:FOR_VISITOR]:
        st.markdown(f"**{plain(line.name)}**  \n:small[{line.scheme}]")
    if len(lines) > FOR_VISITOR:
        st.caption(f"and {len(lines) - FOR_VISITOR} more")


def _draw_day(day: Day, with_name: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        if with_name:
            st.subheader(plain(day.name), anchor=False)
        if day.about:
            st.markdown(plain_lines(day.about))
        for line in day.lines:
            more = [f"  \n:small[:gray[{plain(text)}]]" for text in (line.goes_on, line.note) if text]
            st.markdown(f"**{plain(line.name)}**  \n:small[{line.scheme}]{''.join(more)}")
