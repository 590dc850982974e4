"""Suggest routines from workouts that repeat: of the same title and with mostly the same exercises."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import Any, Final

from sqlalchemy import Engine, select

from database import reads
from database.db_connector import reading
from database.oltp_tables import sets, workouts
from database.writes import as_lifter
from services.catalogue import fold_name
from services.routines import store
from services.routines.tree import MAX_EXERCISES, MAX_SETS, Routine, RoutineExercise, RoutineSet

Row = Mapping[str, Any]

FOLDER: Final = "From your history"
SOURCE: Final = "history"
FEWEST_TIMES: Final = 3
WITHIN: Final = timedelta(days=365)  # before the last workout: older habits are no plan for now
ALIKE: Final = 0.5  # the share of exercises, of all in either, that two visits have in common
USUAL: Final = 0.5  # the share of visits in which an exercise was done
MOST: Final = 8
NAME_LENGTH: Final = 100
MOST_REPS: Final = 1000


@dataclass(frozen=True)
class Visit:
    """A workout: its exercises in their order, each with its working sets."""

    performed_on: date
    title: str
    sets: Mapping[int, Sequence[Row]]


@dataclass(frozen=True)
class Habit:
    """A group of workouts that repeat: how often, when last, and the routine that describes them."""

    times: int
    last_on: date
    routine: Routine


def habits(engine: Engine, user_id: int) -> list[Habit]:
    """Find the routines in the last year's workouts, the most frequent first; without names already in use."""
    with reading(engine) as connection:
        rows = reads.rows_of(connection, _performed(user_id))
        names = {row["exercise_id"]: str(row["shown_name"]) for row in reads.exercises_of(connection, user_id)}
        there = {fold_name(habit.name) for habit in store.read_all(connection, user_id)}
    repeated = habits_of(visits_of(rows), names)
    return [habit for habit in repeated if fold_name(habit.routine.name) not in there][:MOST]


def make(engine: Engine, user_id: int, chosen: Iterable[Habit]) -> int:
    """Add the routines of these habits, all or none; return how many. Raises InvalidValue or NoSuchLifter."""
    with as_lifter(engine, user_id) as connection:
        return len([store.add(connection, user_id, habit.routine) for habit in chosen])


def visits_of(rows: Iterable[Row]) -> list[Visit]:
    """Build visits from rows of sets ordered by workout and position; keep those of their last year."""
    visits = [_visit(list(some)) for _, some in groupby(rows, key=lambda row: row["workout_id"])]
    last = max((visit.performed_on for visit in visits), default=date.min)
    return sorted(
        (visit for visit in visits if last - visit.performed_on <= WITHIN), key=lambda visit: visit.performed_on
    )


def habits_of(visits: Iterable[Visit], names: Mapping[int, str]) -> list[Habit]:
    """Find habits in visits, oldest first: of one title, with at least half of the exercises in common."""
    groups: dict[str, list[list[Visit]]] = defaultdict(list)
    for visit in visits:
        near = next((group for group in groups[fold_name(visit.title)] if _likeness(visit, group[-1]) >= ALIKE), None)
        if near is None:
            groups[fold_name(visit.title)].append([visit])
        else:
            near.append(visit)
    repeated = [group for some in groups.values() for group in some if len(group) >= FEWEST_TIMES]
    titles = Counter(fold_name(group[-1].title) for group in repeated)
    ordered = sorted(repeated, key=lambda group: (-len(group), group[-1].performed_on))
    return _distinct(_habit(group, names, titles[fold_name(group[-1].title)] > 1) for group in ordered)


def _performed(user_id: int) -> Any:
    columns = (sets.c.exercise_id, sets.c.set_type, sets.c.reps, sets.c.seconds, sets.c.distance_m)
    joined = select(sets.c.workout_id, workouts.c.performed_on, workouts.c.title, *columns).join(
        workouts, reads.same_key(sets, workouts, "workout_id")
    )
    return joined.where(sets.c.user_id == user_id).order_by(sets.c.workout_id, sets.c.position, sets.c.set_id)


def _visit(rows: Sequence[Row]) -> Visit:
    of_exercise: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["set_type"] != "warmup":
            of_exercise[row["exercise_id"]].append(row)
    return Visit(rows[0]["performed_on"], (rows[0]["title"] or "").strip(), of_exercise)


def _likeness(first: Visit, second: Visit) -> float:
    both = first.sets.keys() | second.sets.keys()
    return len(first.sets.keys() & second.sets.keys()) / len(both) if both else 0.0


def _habit(group: Sequence[Visit], names: Mapping[int, str], is_one_of_many: bool) -> Habit:
    counted = Counter(number for visit in group for number in visit.sets if number in names)
    usual = [number for number, times in counted.items() if times >= len(group) * USUAL]
    usual.sort(key=lambda number: _usual_place(group, number))
    exercises = tuple(_exercise(group, number) for number in usual[:MAX_EXERCISES])
    lifts = ", ".join(names[number] for number in usual[:2])
    title = group[-1].title
    name = (f"{title}: {lifts}" if is_one_of_many else title) if title else lifts
    routine = Routine(name[:NAME_LENGTH].strip(), exercises, folder=FOLDER, source=SOURCE)
    return Habit(len(group), group[-1].performed_on, routine)


def _distinct(habits: Iterable[Habit]) -> list[Habit]:
    """Drop habits without exercises, and all but the first of a name."""
    by_name: dict[str, Habit] = {}
    for habit in habits:
        if habit.routine.exercises:
            by_name.setdefault(fold_name(habit.routine.name), habit)
    return list(by_name.values())


def _usual_place(group: Iterable[Visit], number: int) -> float:
    return median(list(visit.sets).index(number) for visit in group if number in visit.sets)


def _exercise(group: Iterable[Visit], number: int) -> RoutineExercise:
    """Return an exercise with its usual number of sets and its usual range of reps."""
    done = [visit.sets[number] for visit in group if number in visit.sets]
    count = min(round(median(map(len, done))), MAX_SETS)
    return RoutineExercise(number, (_usual_set([row for rows in done for row in rows]),) * max(count, 1))


def _usual_set(rows: Sequence[Row]) -> RoutineSet:
    reps = sorted(row["reps"] for row in rows if row["reps"])
    if reps:
        low, high = (min(reps[len(reps) * quarter // 4], MOST_REPS) for quarter in (1, 3))
        return RoutineSet(reps_min=low, reps_max=high)
    metres, seconds = (_usual_value(rows, name) for name in ("distance_m", "seconds"))
    return RoutineSet(distance_m=metres) if metres else RoutineSet(seconds=seconds)


def _usual_value(rows: Iterable[Row], name: str) -> float | None:
    values = [row[name] for row in rows if row[name]]
    return float(round(median(values))) if values else None
