"""Evidence for the numbers of plans: each rule with its rows and their totals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from services.analysis.adherence import Adherence
from services.etl.shapes import ExerciseInfo
from utils import styling
from utils.explain import Evidence, table
from utils.plan import words as plan_words
from utils.plan.figures import PlanBoard, PlanMuscle, begin_of
from utils.set_texts import kind_of
from utils.styling import MISSING, NO_BREAK, Display, plain
from utils.tables import set_row

COLUMNS = ("Planned", "Done", "Missed", "Excused", "Added")


def of_sets(board: PlanBoard, display: Display) -> list[Evidence]:
    """Return the evidence for the headline figures, by week and by exercise."""
    sums = board.in_all
    value = f"{plan_words.out_of(sums, display)}, {plan_words.share(sums, display)}"
    rule = f"{plan_words.RULE}\n{plan_words.counting(board.chosen)}"
    by_week = [
        {plan_words.EACH[board.each]: plain(plan_words.start_of(week.starts_on, board.each, display))}
        | _counts(week.sums, display)
        for week in reversed(board.weeks)
    ]
    by_exercise = [
        {"Exercise": plain(exercise.name), **_counts(exercise.sums, display)} for exercise in board.exercises
    ]
    total = _counts(sums, display)
    return [
        Evidence("Sets done of planned", value, rule, table(by_week, COLUMNS, total)),
        Evidence("By exercise", value, "The same sets.", table(by_exercise, COLUMNS, total)),
    ]


def _counts(sums: Adherence, display: Display) -> dict[str, str]:
    found = {"Planned": sums.planned, **plan_words.counts(sums)}
    return {name: _counted(value, display) for name, value in found.items()}


def _counted(value: float, display: Display) -> str:
    return styling.count(value, display) if value else MISSING


def exercises(board: PlanBoard, display: Display) -> pd.DataFrame:
    """List the exercises of a plan in a table, most missed first."""
    told = [
        {
            "Exercise": plain(exercise.name),
            "Done": _done_of(exercise.sums, display),
            "Load": plan_words.load_change(exercise.sums, display).replace(" ", NO_BREAK),
            "Reps": plan_words.reps(exercise.sums, display),
        }
        for exercise in board.exercises
    ]
    return table(told)


def _done_of(sums: Adherence, display: Display) -> str:
    """Format sets done of planned, and added sets: "27 of 30, +1"."""
    done = f"{styling.count(sums.done, display)} of {styling.count(sums.planned, display)}"
    return (done + (f", +{styling.count(sums.added, display)}" if sums.added else "")).replace(" ", NO_BREAK)


def of_loads(board: PlanBoard, display: Display) -> list[Evidence]:
    """Compare load and reps with the plan, and list the sets behind the comparison."""
    told = [
        {
            "Exercise": plain(exercise.name),
            "Sets": styling.count(exercise.sums.loaded_sets, display),
            "Target": styling.weight(exercise.sums.asked_kg / exercise.sums.loaded_sets, display),
            "Lifted": styling.weight(exercise.sums.lifted_kg / exercise.sums.loaded_sets, display),
            "Load": plan_words.load_change(exercise.sums, display),
        }
        for exercise in board.exercises
        if exercise.sums.loaded_sets
    ]
    return [Evidence("Load against its target", "", plan_words.LOADS, table(told, ("Sets",)))]


def of_points(board: PlanBoard, display: Display) -> list[Evidence]:
    """List the days of the chart of an exercise, latest first."""
    told = [
        {
            "Day": plain(styling.long_day(point.day, display)),
            "Target": styling.weight(point.target_kg, display),
            "Lifted": styling.weight(point.top_kg, display),
        }
        for point in reversed(board.loads)
    ]
    rule = "The heaviest target of each day, and the heaviest load that was lifted of the exercise in that workout."
    name = board.followed.name if board.followed else ""
    return [Evidence(name, "", rule, table(told, ("Target", "Lifted")))]


def of_muscles(board: PlanBoard, display: Display) -> list[Evidence]:
    """List each muscle with the exercises planned or done for it."""
    rules = [plan_words.MUSCLES, *[""] * len(board.muscles)]
    return [_of_muscle(muscle, board, rule, display) for muscle, rule in zip(board.muscles, rules, strict=False)]


def _of_muscle(plan_muscle: PlanMuscle, board: PlanBoard, rule: str, display: Display) -> Evidence:
    def told(planned: float, done: float) -> dict[str, str]:
        return {"Planned": styling.hard_sets(planned, display), "Done": styling.hard_sets(done, display)}

    rows = [{"Exercise": plain(share.name), **told(share.planned, share.done)} for share in plan_muscle.shares]
    shown = table(rows, ("Planned", "Done"), told(plan_muscle.planned, plan_muscle.done))
    return Evidence(plan_muscle.name.capitalize(), plan_words.muscle(plan_muscle, board, display), rule, shown)


def lines_between(lines: Iterable[Any], start: date, board: PlanBoard, first_weekday: int) -> list[Any]:
    """Return the sets behind a bar, with the bar's own filter."""
    chosen = board.chosen
    return [
        line
        for line in lines
        if begin_of(line.performed_on, board.each, first_weekday) == start
        and (chosen.with_warm_ups or not line.is_warmup)
        and (chosen.routine_ids is None or line.routine_id in chosen.routine_ids)
        and (chosen.exercise_id is None or line.exercise_id == chosen.exercise_id)
    ]


def lines_table(lines: Sequence[Any], infos: Mapping[int, ExerciseInfo], display: Display) -> pd.DataFrame:
    """List planned beside done, a row per exercise of a workout; the last row counts the sets."""
    told = []
    for (day, _, number), some in groupby(
        lines, key=lambda line: (line.performed_on, line.workout_id, line.exercise_id)
    ):
        of_one = list(some)
        name = f"{_name(infos, number)}, {styling.short_day(day, display)}"
        told.append(
            {"Exercise": plain(name), "Planned": _asked(of_one, display), "Done": _done(of_one, infos, display)}
        )
    planned = [line for line in lines if line.planned_set_id]
    total = {
        "Planned": styling.plural(len(planned), "set", display),
        "Done": _totals(len([line for line in planned if line.is_done]), lines, display),
    }
    return table(told, (), total)


def _totals(done: int, lines: Sequence[Any], display: Display) -> str:
    added = sum(1 for line in lines if line.is_done and not line.planned_set_id)
    return f"{styling.count(done, display)} of them" + (f", {styling.count(added, display)} more" if added else "")


def _name(infos: Mapping[int, ExerciseInfo], number: int) -> str:
    return infos[number].name if number in infos else "Exercise"


def _asked(lines: Iterable[Any], display: Display) -> str:
    """Format the plan: "3×5 with 100 kg"; equal neighbours are joined."""
    words = [_asked_set(line, display) for line in lines if line.planned_set_id]
    told = (f"{len(list(same))}×{word}" for word, same in groupby(words))
    return plain(", ".join(told)) or "not planned"


def _asked_set(line: Any, display: Display) -> str:
    low, high = line.asked_reps_min or line.asked_reps_max, line.asked_reps_max
    reps = styling.count(low, display) + (
        f"{plan_words.DASH}{styling.count(high, display)}" if high and high != low else ""
    )
    amount = (
        styling.rest(line.asked_seconds) if line.asked_seconds else styling.distance(line.asked_distance_m, display)
    )
    load = f" with {_asked_load(line, display)}" if line.asked_weight is not None else ""
    kind = kind_of(line.asked_set_type)
    return f"{reps if low else amount}{load}" + (f" {kind.lower()}" if kind else "")


def _asked_load(line: Any, display: Display) -> str:
    return styling.load(line.asked_weight, line.asked_unit, display).replace(" ", NO_BREAK)


def _done(lines: Iterable[Any], infos: Mapping[int, ExerciseInfo], display: Display) -> str:
    """Format the sets done, joining neighbours of equal load; "–" marks an undone set, a swap shows its name."""
    told, last = [], 0
    for (other, load), some in groupby(lines, key=lambda line: (_other(line), _load(line, display))):
        name = f"{_name(infos, other)}: " if other and other != last else ""
        amounts = ", ".join(_amount(line, display) for line in some)
        told.append(name + (f"{load} × {amounts}" if load else amounts).replace(" ", NO_BREAK))
        last = other
    return plain("; ".join(told)).replace(f",{NO_BREAK}", ", ")


def _other(line: Any) -> int:
    return line.done_id if line.done_id and line.done_id != line.exercise_id else 0


def _load(line: Any, display: Display) -> str:
    return styling.load(line.weight, line.unit, display) if line.is_done and line.weight is not None else ""


def _amount(line: Any, display: Display) -> str:
    """Format the reps, time or distance of a set; "–" for an undone set."""
    if not line.is_done:
        return MISSING
    done = set_row(line, display)
    parts = (done[name] for name in ("Reps", "Time", "Distance"))
    return " × ".join(part for part in parts if part != MISSING)
