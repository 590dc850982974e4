"""Well-known plans to copy: the list of them, and each with its days written out."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from auth.user import User
from services.routines import editing as routines
from services.routines import starters
from services.routines.editing import Routine
from services.routines.starters import Starter
from services.routines.timing import estimated_seconds
from services.workouts import lists
from utils import data_loader, notices, set_schemes
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.routines.list import ALL_PLANS, PLAN, look_at
from utils.styling import Display, duration, plain, plural


def asked() -> str | None:
    """The plan that the address names, or all of them; None without one."""
    return st.query_params.get(PLAN)


def show(user: User, asked_for: str) -> None:
    """Show all plans, or one."""
    found = next((one for one in starters.starters() if one.slug == asked_for), None)
    if found:
        _show_plan(user, found)
    else:
        _show_all(user)


def _show_all(user: User) -> None:
    st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
    st.title("Starter plans", anchor=False)
    st.caption("Copy one, then change what you like: the copy is yours.")
    for one in starters.starters():
        with st.container(border=True, gap="xxsmall"):
            st.subheader(plain(one.name), anchor=False)
            st.markdown(plain(one.description))
            st.caption(_days(one, display_of(user)))
            st.button("See the days", key=f"see_{one.slug}", on_click=look_at, args=(one.slug,))


def _days(one: Starter, display: Display) -> str:
    times = [estimated_seconds(routine) for routine in one.routines]
    ends = dict.fromkeys(duration(seconds) for seconds in (min(times), max(times)))
    days = plural(len(one.routines), "day", display)
    names = ", ".join(routine.name for routine in one.routines)
    return set_schemes.in_line([f"{days}: {names}", f"about {' to '.join(ends)} each"])


def _show_plan(user: User, one: Starter) -> None:
    st.button(
        "Starter plans",
        icon=":material/arrow_back:",
        type="tertiary",
        key="back",
        on_click=look_at,
        args=(ALL_PLANS,),
    )
    st.title(plain(one.name), anchor=False)
    st.markdown(plain(one.description))
    st.button(
        "Copy to my routines",
        icon=":material/content_copy:",
        type="primary",
        key="copy",
        on_click=_copy,
        args=(user, one),
    )
    names = data_loader.oltp(user, lists.exercises)
    for routine in one.routines:
        _show_day(user, routine, names)


def _show_day(user: User, routine: Routine, exercises: Mapping[int, Any]) -> None:
    display = display_of(user)
    st.subheader(plain(routine.name), anchor=False)
    about = f"about {duration(estimated_seconds(routine))}"
    st.caption(f"{plural(routine.set_count, 'set', display)} · {about}")
    for part in routine.exercises:
        block = set_schemes.block_of(exercises.get(part.exercise_id, {}), user.unit)
        with st.container(gap=None):
            st.markdown(f"**{plain(block.name)}**  \n{set_schemes.scheme(part, block, display)}")
            if part.note:
                st.caption(plain(part.note))


def _copy(user: User, one: Starter) -> None:
    made = notices.attempt(lambda: for_lifter(user, routines.copy_starter, one.slug))
    if made:
        st.query_params.clear()
        notices.offer_undo(f"{one.name} is in your routines", lambda: _delete_all(user, made))


def _delete_all(user: User, routine_ids: list[int]) -> None:
    for routine_id in routine_ids:
        for_lifter(user, routines.delete_routine, routine_id)
