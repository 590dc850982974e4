"""Dialog with the versions of a routine: what each changed, how it was, and a button to bring it back."""

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
MOST_CHANGES: Final = 6


def open_versions(user: User, routine: Routine) -> None:
    """Open the dialog at the list of versions."""
    st.session_state.pop(LOOKED_AT, None)
    st.dialog(f"Versions of {plain(routine.name)}")(_draw_versions)(user, routine.routine_id)


def _draw_versions(user: User, routine_id: int) -> None:
    kept = data_loader.oltp(user, history.history, routine_id)
    names = data_loader.oltp(user, lists.exercises)
    looked_at = next((version for version in kept if version.routine.version == st.session_state.get(LOOKED_AT)), None)
    if looked_at:
        _draw_older(user, kept[0], looked_at, names)
    else:
        _draw_list(user, kept, names)


def _draw_list(user: User, kept: Sequence[Kept], names: Mapping[int, Any]) -> None:
    display, today = display_of(user), today_of(user)
    versions = described_versions(kept, names, display)
    if len(versions) == 1:
        st.markdown("This is the only version so far. Each change of the plan makes a new one, and the old ones stay.")
    most = int(st.session_state.setdefault(f"{PLACE}_shown", STEP))
    for place, (kept_version, lines) in enumerate(versions[:most]):
        is_now = place == 0
        with st.container(border=True, gap="xxsmall", key=f"version_{kept_version.routine.version}"):
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
            ):
                st.markdown(f"**{'Now' if is_now else saved(kept_version, display, today)}**")
                if not is_now:
                    version = kept_version.routine.version
                    st.button("Look at it", key=f"look_{version}", type="tertiary", on_click=_look_at, args=(version,))
            st.caption("  \n".join(plain(text) for text in lines))
    if len(versions) > most:
        st.button("Older versions", key="older_versions", type="tertiary", on_click=_more, args=(most,))


def described_versions(
    kept: Sequence[Kept], names: Mapping[int, Any], display: Display
) -> list[tuple[Kept, list[str]]]:
    """Pair each version that changed the plan with its changes, the latest first."""
    described = []
    for after, before in pairwise(kept):
        lines = changes.changes(before.routine, after.routine, names, display)
        more = len(lines) - MOST_CHANGES
        rest = [f"and {plural(more, 'more change', display)}"] if more > 0 else []
        if lines:
            described.append((after, [*lines[:MOST_CHANGES], *rest]))
    return [*described, *((after, [_oldest_words(after, display)]) for after in kept[-1:])]


def _oldest_words(oldest: Kept, display: Display) -> str:
    count = (
        plural(len(oldest.routine.exercises), "exercise", display) if oldest.routine.exercises else "nothing in it yet"
    )
    return f"Begun with {count}" if oldest.routine.version == 1 else f"The oldest version that is kept, {count}"


def saved(version: Kept, display: Display, today: date) -> str:
    """Say when a version was saved: "Mon 5 Jan, 18:30"."""
    if version.saved_at is None:
        return "Before versions were kept"
    return f"{long_day(local(version.saved_at, display).date(), display, today)}, {clock(version.saved_at, display)}"


def _draw_older(user: User, now: Kept, older: Kept, names: Mapping[int, Any]) -> None:
    display = display_of(user)
    st.button("All versions", icon=":material/arrow_back:", type="tertiary", key="all_versions", on_click=_look_at)
    st.markdown(f"**{plain(older.routine.name)}** as it was {saved(older, display, today_of(user))}")
    draw_plan(older.routine, names, display)
    lines = changes.changes(older.routine, now.routine, names, display)
    st.caption("Changed since:  \n" + "  \n".join(plain(text) for text in lines) if lines else "The same plan as now.")
    if st.button("Bring it back", type="primary", width="stretch", key="bring_back", disabled=not lines):
        _bring_back(user, older)
    notices.draw_problem(PLACE)


def draw_plan(routine: Routine, names: Mapping[int, Any], display: Display) -> None:
    """Draw the exercises of a routine, each in a line."""
    for part in routine.exercises:
        block = set_schemes.block_of(names.get(part.exercise_id, {}), display.unit)
        name = changes.name_of(part.exercise_id, names)
        others = "".join(f" or {changes.name_of(exercise_id, names)}" for exercise_id in part.alternatives)
        scheme = set_schemes.scheme(part, block, display, set_schemes.mates_of(routine, part))
        st.markdown(f"**{plain(name + others)}**  \n:small[{scheme}]")
    if not routine.exercises:
        st.markdown("It had no exercises.")


def _bring_back(user: User, older: Kept) -> None:
    number, version = older.routine.routine_id, older.routine.version
    before = notices.attempt(lambda: for_lifter(user, history.bring_back, number, version), "It is back", PLACE)
    if before:
        notices.offer_undo("The older version is back", _undo(user, before))
        st.rerun()


def _undo(user: User, before: Routine) -> Callable[[], Any]:
    return lambda: for_lifter(user, history.bring_back, before.routine_id, before.version)


def _look_at(version: int | None = None) -> None:
    st.session_state[LOOKED_AT] = version


def _more(most: int) -> None:
    st.session_state[f"{PLACE}_shown"] = most + STEP


def offer_as_it_was(user: User, workout: Mapping[str, Any]) -> None:
    """Offer to show the routine as it was when a workout was started from it, if that version is kept."""
    if not workout["routine_id"] or not workout["routine_version"]:
        return
    started = data_loader.oltp(user, history.started_from, workout["workout_id"])
    if started is None:
        return
    if st.button("The routine as it was", icon=":material/history:", type="tertiary", key="as_it_was"):
        st.dialog(f"{plain(started.version.routine.name)} as it was")(_draw_as_it_was)(user, started)


def _draw_as_it_was(user: User, started: history.Started) -> None:
    display, names = display_of(user), data_loader.oltp(user, lists.exercises)
    st.caption(f"What this workout was started from. Saved: {plain(saved(started.version, display, today_of(user)))}")
    draw_plan(started.version.routine, names, display)
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
