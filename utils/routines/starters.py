"""Gallery of starter plans: the list, and each plan with its days."""

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


def plan_in_address() -> str | None:
    """Return the plan in the address, ALL_PLANS for the list, or None."""
    return st.query_params.get(PLAN)


def draw_plans(user: User, asked_for: str) -> None:
    """Draw the plan with this slug, or the list of all plans."""
    plan = next((starter for starter in starters.starters() if starter.slug == asked_for), None)
    if plan:
        _draw_plan(user, plan)
    else:
        _draw_list(user)


def _draw_list(user: User) -> None:
    st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
    st.title("Starter plans", anchor=False)
    st.caption("Copy one, then change what you like: the copy is yours.")
    for starter in starters.starters():
        with st.container(border=True, gap="xxsmall"):
            st.subheader(plain(starter.name), anchor=False)
            st.markdown(plain(starter.description))
            st.caption(_days(starter, display_of(user)))
            st.button("See the days", key=f"see_{starter.slug}", on_click=look_at, args=(starter.slug,))


def _days(starter: Starter, display: Display) -> str:
    times = [estimated_seconds(routine) for routine in starter.routines]
    ends = dict.fromkeys(duration(seconds) for seconds in (min(times), max(times)))
    days = plural(len(starter.routines), "day", display)
    names = ", ".join(routine.name for routine in starter.routines)
    return set_schemes.in_line([f"{days}: {names}", f"about {' to '.join(ends)} each"])


def _draw_plan(user: User, starter: Starter) -> None:
    st.button(
        "Starter plans",
        icon=":material/arrow_back:",
        type="tertiary",
        key="back",
        on_click=look_at,
        args=(ALL_PLANS,),
    )
    st.title(plain(starter.name), anchor=False)
    st.markdown(plain(starter.description))
    st.button(
        "Copy to my routines",
        icon=":material/content_copy:",
        type="primary",
        key="copy",
        on_click=_copy,
        args=(user, starter),
    )
    names = data_loader.oltp(user, lists.exercises)
    for routine in starter.routines:
        _draw_day(user, routine, names)


def _draw_day(user: User, routine: Routine, exercises: Mapping[int, Any]) -> None:
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


def _copy(user: User, starter: Starter) -> None:
    routine_ids = notices.attempt(lambda: for_lifter(user, routines.copy_starter, starter.slug))
    if routine_ids:
        st.query_params.clear()
        notices.offer_undo(f"{starter.name} is in your routines", lambda: _delete_all(user, routine_ids))


def _delete_all(user: User, routine_ids: list[int]) -> None:
    for routine_id in routine_ids:
        for_lifter(user, routines.delete_routine, routine_id)
