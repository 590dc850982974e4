"""The versions of a routine in a dialog: what changed with each, what it was, and one of them brought back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.routines import history
from services.routines.editing import Routine
from services.routines.versions import Kept
from services.workouts import lists
from utils import data_loader, notices, set_schemes
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.routines import changes
from utils.styling import Display, clock, local, long_day, plain, plural

LOOKED_AT: Final = "routine_version_looked_at"
PLACE: Final = "versions"
STEP: Final = 10
MOST_TOLD: Final = 6


def open_versions(user: User, one: Routine) -> None:
    """Open the dialog, at the list."""
    st.session_state.pop(LOOKED_AT, None)
    st.dialog(f"Versions of {plain(one.name)}")(_versions)(user, one.routine_id)


def _versions(user: User, routine_id: int) -> None:
    kept = data_loader.oltp(user, history.history, routine_id)
    names = data_loader.oltp(user, lists.exercises)
    looked_at = next((one for one in kept if one.routine.version == st.session_state.get(LOOKED_AT)), None)
    if looked_at:
        _look(user, kept[0], looked_at, names)
    else:
        _list(user, kept, names)


def _list(user: User, kept: Sequence[Kept], names: Mapping[int, Any]) -> None:
    display, today = display_of(user), today_of(user)
    told = told_versions(kept, names, display)
    if len(told) == 1:
        st.markdown("This is the only version so far. Each change of the plan makes a new one, and the old ones stay.")
    shown = int(st.session_state.setdefault(f"{PLACE}_shown", STEP))
    for place, (one, lines) in enumerate(told[:shown]):
        is_now = place == 0
        with st.container(border=True, gap="xxsmall", key=f"version_{one.routine.version}"):
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
            ):
                st.markdown(f"**{'Now' if is_now else saved(one, display, today)}**")
                if not is_now:
                    version = one.routine.version
                    st.button("Look at it", key=f"look_{version}", type="tertiary", on_click=_look_at, args=(version,))
            st.caption("  \n".join(plain(text) for text in lines))
    if len(told) > shown:
        st.button("Older versions", key="older_versions", type="tertiary", on_click=_more, args=(shown,))


def told_versions(kept: Sequence[Kept], names: Mapping[int, Any], display: Display) -> list[tuple[Kept, list[str]]]:
    """Each version that changed the plan with what it changed, the latest first: that one is the plan as it stands."""
    found = []
    for one, before in pairwise(kept):
        lines = changes.changes(before.routine, one.routine, names, display)
        more = len(lines) - MOST_TOLD
        rest = [f"and {plural(more, 'more change', display)}"] if more > 0 else []
        if lines:
            found.append((one, [*lines[:MOST_TOLD], *rest]))
    return [*found, *((one, [_first(one, display)]) for one in kept[-1:])]


def _first(one: Kept, display: Display) -> str:
    count = plural(len(one.routine.exercises), "exercise", display) if one.routine.exercises else "nothing in it yet"
    return f"Begun with {count}" if one.routine.version == 1 else f"The oldest version that is kept, {count}"


def saved(one: Kept, display: Display, today: date) -> str:
    """When a version was saved: "Mon 5 Jan, 18:30"."""
    if one.saved_at is None:
        return "Before versions were kept"
    return f"{long_day(local(one.saved_at, display).date(), display, today)}, {clock(one.saved_at, display)}"


def _look(user: User, now: Kept, one: Kept, names: Mapping[int, Any]) -> None:
    display = display_of(user)
    st.button("All versions", icon=":material/arrow_back:", type="tertiary", key="all_versions", on_click=_look_at)
    st.markdown(f"**{plain(one.routine.name)}** as it was {saved(one, display, today_of(user))}")
    show_plan(one.routine, names, display)
    lines = changes.changes(one.routine, now.routine, names, display)
    st.caption("Changed since:  \n" + "  \n".join(plain(text) for text in lines) if lines else "The same plan as now.")
    if st.button("Bring it back", type="primary", width="stretch", key="bring_back", disabled=not lines):
        _bring_back(user, one)
    notices.draw_problem(PLACE)


def show_plan(one: Routine, names: Mapping[int, Any], display: Display) -> None:
    """The exercises of a routine in lines."""
    for part in one.exercises:
        block = set_schemes.block_of(names.get(part.exercise_id, {}), display.unit)
        name = changes.name_of(part.exercise_id, names)
        others = "".join(f" or {changes.name_of(other, names)}" for other in part.alternatives)
        scheme = set_schemes.scheme(part, block, display, set_schemes.mates_of(one, part))
        st.markdown(f"**{plain(name + others)}**  \n:small[{scheme}]")
    if not one.exercises:
        st.markdown("It had no exercises.")


def _bring_back(user: User, one: Kept) -> None:
    number, version = one.routine.routine_id, one.routine.version
    before = notices.attempt(lambda: for_lifter(user, history.bring_back, number, version), "It is back", PLACE)
    if before:
        notices.offer_undo("The older version is back", _undo(user, before))
        st.rerun()


def _undo(user: User, before: Routine) -> Callable[[], Any]:
    return lambda: for_lifter(user, history.bring_back, before.routine_id, before.version)


def _look_at(version: int | None = None) -> None:
    st.session_state[LOOKED_AT] = version


def _more(shown: int) -> None:
    st.session_state[f"{PLACE}_shown"] = shown + STEP


def offer_as_it_was(user: User, workout: Mapping[str, Any]) -> None:
    """Offer the routine as it was when a workout was started from it, if that is known."""
    if not workout["routine_id"] or not workout["routine_version"]:
        return
    started = data_loader.oltp(user, history.started_from, workout["workout_id"])
    if started is None:
        return
    if st.button("The routine as it was", icon=":material/history:", type="tertiary", key="as_it_was"):
        st.dialog(f"{plain(started.version.routine.name)} as it was")(_as_it_was)(user, started)


def _as_it_was(user: User, started: history.Started) -> None:
    display, names = display_of(user), data_loader.oltp(user, lists.exercises)
    st.caption(f"What this workout was started from. Saved: {plain(saved(started.version, display, today_of(user)))}")
    show_plan(started.version.routine, names, display)
    if started.now is None:
        st.caption("The routine has been deleted since.")
        return
    lines = changes.changes(started.version.routine, started.now, names, display)
    st.caption("Changed since:  \n" + "  \n".join(plain(text) for text in lines) if lines else "It is the same now.")
    st.page_link(
        "pages/routinetemplates.py",
        label="The routine as it is now",
        icon=":material/list_alt:",
        query_params={"edit": str(started.now.routine_id)},
    )
