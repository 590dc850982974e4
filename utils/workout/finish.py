"""Summary of a finished workout."""

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
    """Reopen a finished workout."""
    number = board.workout["workout_id"]
    tell(number, save(user, [operation("amend_workout", number, ended_at=None)]))


def discard(user: User, board: Board) -> None:
    """Delete a workout; pages Workout and History can restore it."""
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


def draw_summary(user: User, board: Board) -> None:
    """Draw the results of a finished workout and what can be done next."""
    display = display_of(user)
    st.subheader(title_of(board.workout), anchor=False)
    st.caption(_when(board, display))
    show_problem(board.workout["workout_id"])
    try:
        result = data_loader.oltp(user, summary.summary, board.workout["workout_id"])
    except TonnageError:
        st.info(LATE, icon=":material/check_circle:")
    else:
        _draw_result(result, display)
        if result.now:
            explain.button("summary", title_of(board.workout), partial(_evidence, user, board, result.now))
    _draw_next_time(user, board)
    learn.draw_question(user, board)
    with st.container(horizontal=True):
        if st.button("Done", type="primary", width="stretch", key="summary_done"):
            close()
            st.switch_page(TODAY)
        st.button("Reopen", on_click=reopen, args=(user, board), key="summary_reopen")
        if st.button("Edit", icon=":material/edit:", key="summary_edit"):
            st.switch_page(HISTORY, query_params={"workout": str(board.workout["workout_id"])})
        if not board.rows:
            st.button("Discard", on_click=discard, args=(user, board), key="summary_discard")


def _draw_next_time(user: User, board: Board) -> None:
    """Draw what the workout's progressions decided for the next workout."""
    judged = data_loader.oltp(user, next_workout.judged_by, board.workout["workout_id"])
    if judged:
        lines = [f"{judgement.name}: {localised(judgement.sentence or '', display_of(user))}" for judgement in judged]
        st.markdown("**Next time**")
        st.markdown("  \n".join(map(plain, lines)))


def _evidence(user: User, board: Board, now: Totals) -> list[explain.Evidence]:
    read, number = evidence.load_workout_sets, board.workout["workout_id"]
    sets, credits = data_loader.facts(user, read, number, now.performed_on).facts
    return evidence.of_workout(now, sets, credits, display_of(user))


def _draw_result(result: Summary, display: Display) -> None:
    if result.now is None:
        st.write("No set was logged.")
        return
    with st.container(horizontal=True, gap="medium"):
        for name, value in _cells(result.now, display):
            st.metric(name, value, width="content")
    for record in (record for record in result.records if record.is_celebrated):
        st.success(record_line(record, display), icon=":material/military_tech:")
    quiet = [record_line(record, display) for record in result.records if not record.is_celebrated]
    if quiet:
        st.caption("Also a best: " + "; ".join(quiet))
    if result.before:
        st.markdown(comparison(result.now, result.before, display))
    for line in result.lines:
        st.markdown(exercise_line(line, display))
    if result.muscles:
        st.caption("Hard sets: " + muscles_line(result.muscles, display))


def _cells(now: Totals, display: Display) -> Iterator[tuple[str, str]]:
    yield "Time", duration(now.duration_s)
    yield "Work sets", count(now.sets, display)
    yield "Hard sets", count(now.hard_sets, display)


def record_line(record: Record, display: Display) -> str:
    """Write a record: "Bench Press: heaviest yet, 85 kg (before 82.5 kg)"."""
    name = f"**{plain(record.exercise)}**"
    if record.kind == "reps":
        at = f" at {weight(record.load_kg, display)}" if record.load_kg else ""
        return f"{name}: most reps{at}, {count(record.new, display)} (before {count(record.old, display)})"
    if record.kind in ("time", "distance", "pace"):
        at = record_words.place(record.kind, record.load_kg, record.distance_m, display)
        new, old = (record_words.value(record.kind, number, display) for number in (record.new, record.old))
        return f"{name}: {' '.join(filter(None, (record_words.in_sentence(record.kind), at)))}, {new} (before {old})"
    write = {"weight": weight, "e1rm": e1rm}.get(record.kind, tonnage)
    words = {"weight": "heaviest yet", "e1rm": "e1RM", "set_volume": "volume of a set"}
    kind = words.get(record.kind, "volume of a workout")
    return f"{name}: {kind}, {write(record.new, display)} (before {write(record.old, display)})"


def muscles_line(muscles: Sequence[tuple[str, float]], display: Display) -> str:
    """List hard sets by muscle, the most first: "chest 6 · triceps 3"."""
    return " · ".join(f"{name.replace('_', ' ')} {hard_sets(sets, display)}" for name, sets in muscles[:MOST_MUSCLES])


def comparison(now: Totals, before: Totals, display: Display) -> str:
    """Compare the workout with the last workout of the same routine or title, in a sentence."""
    more = now.hard_sets - before.hard_sets
    parts = [f"{signed(more, display)} hard set{'s' * (abs(more) != 1)}" if more else "as many hard sets"]
    if now.tonnage_kg and before.tonnage_kg:
        parts.append(f"{tonnage(now.tonnage_kg, display)} lifted, then {tonnage(before.tonnage_kg, display)}")
    if now.duration_s and before.duration_s:
        parts.append(f"{duration(now.duration_s)}, then {duration(before.duration_s)}")
    return f"Against {short_day(before.performed_on, display)}: " + " · ".join(parts)


def exercise_line(line: Line, display: Display) -> str:
    """Write the top set of an exercise beside the top set of last time."""
    last = f" :gray[last time {_set_words(line.last_weight_kg, line.last_reps, display)}]" if line.last_on else ""
    return f"{plain(line.exercise)}: **{_set_words(line.weight_kg, line.reps, display)}**{last}"


def _set_words(kg: float | None, reps: int | None, display: Display) -> str:
    parts = [weight(kg, display)] if kg else []
    return " × ".join([*parts, plural(reps, "rep", display) if reps and not parts else str(reps)]) if reps else "done"
