"""Evidence for the numbers of a finished workout: its sets, and what each exercise gave each muscle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from math import fsum
from typing import Any

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import lifts, muscles
from services.muscles import MUSCLE_ID
from services.workouts.summary import Totals
from utils import sentences, styling
from utils.explain import HARD_SET, Evidence, set_table, table
from utils.muscles import words
from utils.styling import Display, plain

NAMES = {number: name for name, number in MUSCLE_ID.items()}
TIME = "Time is the end minus the start."
WORK_SETS = "Work sets are all but warm-ups."
HALF = "½"


def load_workout_sets(connection: Connection, user_id: int, workout_id: int, day: date) -> tuple[NamedRows, NamedRows]:
    """Read the sets of a workout, and the credits of exercises by muscle."""
    done = [lift.exercise_id for lift in lifts.lifts(connection, user_id) if lift.last_on >= day]
    sets = lifts.sets_between(connection, user_id, done, day, day)
    credits = muscles.credits(connection, user_id)
    return [row for row in sets if row.workout_id == workout_id], credits


def of_workout(now: Totals, sets: NamedRows, credits: NamedRows, display: Display) -> list[Evidence]:
    """List the totals with every set, then each muscle with its exercises, the most sets first."""
    parts = [styling.duration(now.duration_s)] if now.duration_s is not None else []
    parts += [styling.plural(now.sets, "work set", display), sentences.hard_sets(now.hard_sets, display)]
    rule = f"{TIME} {WORK_SETS} {HARD_SET}"
    return [Evidence("Sets", ", ".join(parts), rule, set_table(sets, display)), *_muscles(sets, credits, display)]


def _muscles(sets: Sequence[Any], credits: Iterable[Any], display: Display) -> list[Evidence]:
    names = {row.exercise_id: row.name for row in sets}
    hard = {number: fsum(row.is_hard for row in sets if row.exercise_id == number) for number in names}
    parts_of: dict[int, list[tuple[int, float]]] = {}
    for row in credits:
        if row.muscle_id in NAMES and hard.get(row.exercise_id):
            parts_of.setdefault(row.muscle_id, []).append((row.exercise_id, row.credit))
    totals = [_muscle(muscle, parts, names, hard, display) for muscle, parts in parts_of.items()]
    ordered = [evidence for _, evidence in sorted(totals, key=lambda pair: (-pair[0], pair[1].name))]
    rules = [words.COUNTED["Fractional"], *[""] * len(ordered)]
    return [replace(evidence, rule=rule) for evidence, rule in zip(ordered, rules, strict=False)]


def _muscle(
    muscle: int,
    parts: Sequence[tuple[int, float]],
    names: Mapping[int, str],
    hard: Mapping[int, float],
    display: Display,
) -> tuple[float, Evidence]:
    write = partial(styling.hard_sets, display=display)
    cells = [
        {
            "Exercise": plain(names[number]),
            "Hard sets": write(hard[number]),
            "Each counts": HALF if credit * 2 == 1 else styling.number(credit, display),
            "Counted": write(hard[number] * credit),
        }
        for number, credit in parts
    ]
    total = fsum(hard[number] * credit for number, credit in parts)
    rows = table(cells, ("Hard sets", "Counted"), {"Counted": write(total)})
    return total, Evidence(styling.in_words(NAMES[muscle]), write(total), "", rows)
