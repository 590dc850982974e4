"""End a workout and look at what it came to."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from auth.user import User
from services.errors import TonnageError
from services.programs import next_workout
from services.workouts import summary
from services.workouts.board import Board
from services.workouts.summary import Line, Record, Summary, Totals
from utils import data_loader, explain, record_words
from utils.filters import display_of
from utils.styling import (
    Display,
    count,
    duration,
    e1rm,
    hard_sets,
    localised,
    long_day,
    plain,
    plural,
    short_day,
    signed,
    tonnage,
    weight,
)
from utils.workout import evidence, learn
from utils.workout.operations import operation, save, show_problem, tell
from utils.workout.start import close, title_of

TODAY, HISTORY = "pages/analytics1_overview.py", "pages/history.py"
MOST_MUSCLES = 8
LATE = "Saved. Statistics will follow."


def reopen(user: User, board: Board) -> None:
    """Let a finished workout run again."""
    number = board.workout["workout_id"]
    tell(number, save(user, [operation("amend_workout", number, ended_at=None)]))


def discard(user: User, board: Board) -> None:
    """Delete a workout; the start page and the history restore it."""
    number = board.workout["workout_id"]
    problem = save(user, [operation("delete_workout", number)])
    tell(number, problem)
    if not problem:
        close()


def _when(board: Board, display: Display) -> str:
    day = long_day(board.workout["performed_on"], display)
    if board.workout["ended_by_rule"]:
        return f"{day} · closed by itself half an hour after the last set"
    return f"Finished · {day}"


def show_summary(user: User, board: Board) -> None:
    """Show what a finished workout came to."""
    display = display_of(user)
    st.subheader(title_of(board.workout), anchor=False)
    st.caption(_when(board, display))
    show_problem(board.workout["workout_id"])
    try:
        found = data_loader.oltp(user, summary.summary, board.workout["workout_id"])
    except TonnageError:
        st.info(LATE, icon=":material/check_circle:")
    else:
        _show(found, display)
        if found.now:
            explain.button("summary", title_of(board.workout), partial(_evidence, user, board, found.now))
    _show_next(user, board)
    learn.show(user, board)
    with st.container(horizontal=True):
        if st.button("Done", type="primary", width="stretch", key="summary_done"):
            close()
            st.switch_page(TODAY)
        st.button("Reopen", on_click=reopen, args=(user, board), key="summary_reopen")
        if st.button("Edit", icon=":material/edit:", key="summary_edit"):
            st.switch_page(HISTORY, query_params={"workout": str(board.workout["workout_id"])})
        if not board.rows:
            st.button("Discard", on_click=discard, args=(user, board), key="summary_discard")


def _show_next(user: User, board: Board) -> None:
    """What the workout decided about the next one, where progressions judge it."""
    judged = data_loader.oltp(user, next_workout.judged_by, board.workout["workout_id"])
    if judged:
        told = [f"{one.name}: {localised(one.sentence or '', display_of(user))}" for one in judged]
        st.markdown("**Next time**")
        st.markdown("  \n".join(map(plain, told)))


def _evidence(user: User, board: Board, now: Totals) -> list[explain.Evidence]:
    read, number = evidence.load_workout_sets, board.workout["workout_id"]
    sets, credits = data_loader.facts(user, read, number, now.performed_on).facts
    return evidence.of_workout(now, sets, credits, display_of(user))


def _show(found: Summary, display: Display) -> None:
    if found.now is None:
        st.write("No set was logged.")
        return
    with st.container(horizontal=True, gap="medium"):
        for name, value in _cells(found.now, display):
            st.metric(name, value, width="content")
    for record in (one for one in found.records if one.is_celebrated):
        st.success(told_record(record, display), icon=":material/military_tech:")
    quiet = [told_record(one, display) for one in found.records if not one.is_celebrated]
    if quiet:
        st.caption("Also a best: " + "; ".join(quiet))
    if found.before:
        st.markdown(compared(found.now, found.before, display))
    for line in found.lines:
        st.markdown(told_line(line, display))
    if found.muscles:
        st.caption("Hard sets: " + told_muscles(found.muscles, display))


def _cells(now: Totals, display: Display) -> Iterator[tuple[str, str]]:
    yield "Time", duration(now.duration_s)
    yield "Work sets", count(now.sets, display)
    yield "Hard sets", count(now.hard_sets, display)


def told_record(record: Record, display: Display) -> str:
    """A record in words: "Bench Press: heaviest yet, 85 kg (before 82.5 kg)"."""
    name = f"**{plain(record.exercise)}**"
    if record.kind == "reps":
        at = f" at {weight(record.load_kg, display)}" if record.load_kg else ""
        return f"{name}: most reps{at}, {count(record.new, display)} (before {count(record.old, display)})"
    if record.kind in ("time", "distance", "pace"):
        at = record_words.place(record.kind, record.load_kg, record.distance_m, display)
        new, old = (record_words.value(record.kind, number, display) for number in (record.new, record.old))
        return f"{name}: {' '.join(filter(None, (record_words.in_sentence(record.kind), at)))}, {new} (before {old})"
    told = {"weight": weight, "e1rm": e1rm}.get(record.kind, tonnage)
    words = {"weight": "heaviest yet", "e1rm": "e1RM", "set_volume": "volume of a set"}
    what = words.get(record.kind, "volume of a workout")
    return f"{name}: {what}, {told(record.new, display)} (before {told(record.old, display)})"


def told_muscles(muscles: Sequence[tuple[str, float]], display: Display) -> str:
    """Hard sets by muscle, the most first: "chest 6 · triceps 3"."""
    return " · ".join(f"{name.replace('_', ' ')} {hard_sets(sets, display)}" for name, sets in muscles[:MOST_MUSCLES])


def compared(now: Totals, before: Totals, display: Display) -> str:
    """How the workout compares with the last one of its kind, in a sentence."""
    more = now.hard_sets - before.hard_sets
    parts = [f"{signed(more, display)} hard set{'s' * (abs(more) != 1)}" if more else "as many hard sets"]
    if now.tonnage_kg and before.tonnage_kg:
        parts.append(f"{tonnage(now.tonnage_kg, display)} lifted, then {tonnage(before.tonnage_kg, display)}")
    if now.duration_s and before.duration_s:
        parts.append(f"{duration(now.duration_s)}, then {duration(before.duration_s)}")
    return f"Against {short_day(before.performed_on, display)}: " + " · ".join(parts)


def told_line(line: Line, display: Display) -> str:
    """The top set of an exercise beside last time's."""
    last = f" :gray[last time {_top(line.last_weight_kg, line.last_reps, display)}]" if line.last_on else ""
    return f"{plain(line.exercise)}: **{_top(line.weight_kg, line.reps, display)}**{last}"


def _top(kg: float | None, reps: int | None, display: Display) -> str:
    shown = [weight(kg, display)] if kg else []
    return " × ".join([*shown, plural(reps, "rep", display) if reps and not shown else str(reps)]) if reps else "done"
