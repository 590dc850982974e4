"""Look through a whole log for what seems wrong, without what the lifter said is right; and put it right."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, Engine, and_, func, or_, select

from database import reads
from database.db_connector import reading
from database.ids import new_id
from database.olap_tables import dim_exercises, fact_exercise_days, fact_sets, fact_workouts
from database.oltp_tables import sets, workouts
from services.errors import InvalidValue
from services.exercises import editing as exercises
from services.exercises.lists import known_exercises
from services.lifter.dismissals import dismissed
from services.quality.odd_sets import MOST_REPS, MOST_SECONDS, Day, finding, impossible, odd_days
from services.quality.same_exercises import same_exercises
from services.quality.shapes import KINDS, Finding, Fix, Step
from services.quality.workouts import doubled, too_long, two_zones, unfinished, usual_seconds
from services.workouts.board import save

Row = Mapping[str, Any]
MOST: Final = 200  # workouts that are compared set by set, rows that are listed


def findings(engine: Engine, user_id: int) -> tuple[Finding, ...]:
    """Everything that looks wrong in a lifter's log and facts, by kind, the latest first; statements do not grow."""
    settled = dismissed(engine, user_id)
    with reading(engine) as connection:
        every = [
            *_odd_sets(connection, user_id),
            *map(impossible, _impossible(connection, user_id)),
            *_of_workouts(connection, user_id),
            *two_zones(_zones(connection, user_id)),
        ]
    every += same_exercises(known_exercises(engine, user_id).values())
    kept = [finding for finding in every if finding.topic not in settled]
    return tuple(
        sorted(kept, key=lambda finding: (KINDS.index(finding.kind), -(finding.day.toordinal() if finding.day else 0)))
    )


def put_right(engine: Engine, user_id: int, fix: Fix) -> None:
    """Carry a fix out; what cannot be done any more is refused by the service with its reason."""
    _carry_out(engine, user_id, fix.steps, partial(exercises.merge_exercises, engine, user_id, *(fix.merge or ())), fix)


def take_back(engine: Engine, user_id: int, fix: Fix) -> None:
    """Undo a fix."""
    away = fix.merge[0] if fix.merge else 0
    _carry_out(engine, user_id, fix.back, partial(exercises.unmerge_exercise, engine, user_id, away), fix)


def _carry_out(engine: Engine, user_id: int, steps: Sequence[Step], merge: Callable[[], None], fix: Fix) -> None:
    if fix.merge:
        merge()
        return
    refused = save(engine, user_id, [_operation(step) for step in steps])
    for reason in refused.values():
        raise InvalidValue(reason)


def _operation(step: Step) -> dict[str, Any]:
    made: dict[str, Any] = {"op_id": str(new_id()), "kind": step.kind, "workout_id": str(step.workout_id)}
    made |= {"set_id": str(step.set_id)} if step.set_id else {}
    return made | ({"fields": dict(step.fields)} if step.fields else {})


def _odd_sets(connection: Connection, user_id: int) -> Iterator[Finding]:
    d = fact_exercise_days.c
    best = func.coalesce(d.best_e1rm_kg, d.top_weight_kg)
    days = select(d.exercise_id, d.performed_on, best).where(d.user_id == user_id, best > 0)
    ordered = days.order_by(d.exercise_id, d.performed_on)
    odd = odd_days(Day(number, day, value) for number, day, value in connection.execute(ordered))
    rows = _heaviest(connection, user_id, [(odd_set.day.exercise_id, odd_set.day.performed_on) for odd_set in odd])
    for odd_set in odd:
        row = rows.get((odd_set.day.exercise_id, odd_set.day.performed_on))
        if row and row["weight"]:
            yield finding(odd_set, row, row["name"])


def _impossible(connection: Connection, user_id: int) -> Sequence[Row]:
    """Sets of more reps than anybody does, or of a hold of hours."""
    f, lift = fact_sets.c, dim_exercises.c
    named = and_(lift.user_id == f.user_id, lift.exercise_id == f.exercise_id)
    truth = and_(sets.c.user_id == f.user_id, sets.c.set_id == f.set_id)
    too_long = and_(f.seconds > MOST_SECONDS, lift.load_type != "distance")
    entered = [sets.c[name] for name in ("set_id", "workout_id", "weight", "unit", "reps", "seconds")]
    picked = select(f.performed_on, lift.name, *entered)
    joined = fact_sets.join(sets, truth).join(dim_exercises, named)
    mine = picked.select_from(joined).where(f.user_id == user_id, or_(f.reps > MOST_REPS, too_long))
    return reads.rows_of(connection, mine.order_by(f.performed_on.desc()).limit(MOST))


def _heaviest(connection: Connection, user_id: int, days: Sequence[tuple[int, Any]]) -> dict[tuple[int, Any], Row]:
    """The set of each of these days that gave its best, as it was entered."""
    if not days:
        return {}
    f, lift = fact_sets.c, dim_exercises.c
    truth = and_(sets.c.user_id == f.user_id, sets.c.set_id == f.set_id)
    named = and_(lift.user_id == f.user_id, lift.exercise_id == f.exercise_id)
    value = func.coalesce(f.e1rm_kg, f.weight_kg).label("value")
    entered = [sets.c[name] for name in ("set_id", "workout_id", "weight", "unit", "reps")]
    picked = select(f.exercise_id, f.performed_on, value, lift.name, *entered)
    joined = fact_sets.join(sets, truth).join(dim_exercises, named)
    numbers, dates = {number for number, _ in days}, {day for _, day in days}
    mine = (f.user_id == user_id, f.exercise_id.in_(numbers), f.performed_on.in_(dates), value > 0)
    rows = reads.rows_of(connection, picked.select_from(joined).where(*mine).order_by(value))
    return {(row["exercise_id"], row["performed_on"]): row for row in rows}


def _of_workouts(connection: Connection, user_id: int) -> Iterable[Finding]:
    f = fact_workouts.c
    columns = (f.performed_on, f.workout_id, f.duration_s, f.sets, f.reps, f.exercises)
    facts = connection.execute(select(*columns).where(f.user_id == user_id)).all()
    usual_s, now = usual_seconds(row.duration_s for row in facts), datetime.now(UTC)
    open_ones = [row["workout_id"] for row in reads.unfinished_workouts(connection, user_id)][:MOST]
    long_ones = [row.workout_id for row in facts if (row.duration_s or 0) > 5 * 3600][:MOST]
    twins = _twins(facts)
    rows = _workout_rows(connection, user_id, {*open_ones, *long_ones, *twins})
    return chain(
        doubled([rows[workout_id] for workout_id in twins if workout_id in rows], _sets_of(connection, user_id, twins)),
        unfinished([rows[workout_id] for workout_id in open_ones if workout_id in rows], now, usual_s),
        too_long([rows[workout_id] for workout_id in long_ones if workout_id in rows], usual_s),
    )


def _twins(facts: Sequence[Any]) -> list[int]:
    """The workouts of a day that agree in their counts with another of it."""
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for row in facts:
        grouped.setdefault((row.performed_on, row.sets, row.reps, row.exercises), []).append(row.workout_id)
    return [number for some in grouped.values() if len(some) > 1 for number in some][:MOST]


def _workout_rows(connection: Connection, user_id: int, numbers: Iterable[int]) -> dict[int, Row]:
    """Workouts with how many sets they have and when the last was done."""
    w, s = workouts.c, sets.c
    same = and_(s.user_id == w.user_id, s.workout_id == w.workout_id)
    columns = (w.workout_id, w.performed_on, w.started_at, w.ended_at, w.title)
    counted = (func.count(s.set_id).label("sets"), func.max(s.performed_at).label("last_at"))
    mine = (w.user_id == user_id, w.workout_id.in_(list(numbers)))
    picked = select(*columns, *counted).select_from(workouts.outerjoin(sets, same)).where(*mine).group_by(*columns)
    return {row["workout_id"]: row for row in reads.rows_of(connection, picked)}


def _sets_of(connection: Connection, user_id: int, numbers: Sequence[int]) -> Sequence[Row]:
    mine = (sets.c.user_id == user_id, sets.c.workout_id.in_(numbers))
    return reads.rows_of(connection, select(sets).where(*mine).order_by(sets.c.position, sets.c.set_id))


def _zones(connection: Connection, user_id: int) -> Sequence[Row]:
    """The workouts of the days that have two time zones."""
    w = workouts.c
    days = select(w.performed_on).where(w.user_id == user_id).group_by(w.performed_on)
    torn = days.having(func.count(func.distinct(w.zone)) > 1).order_by(w.performed_on.desc()).limit(MOST)
    torn_days = list(connection.scalars(torn))
    mine = (w.user_id == user_id, w.performed_on.in_(torn_days))
    return reads.rows_of(connection, select(w.workout_id, w.performed_on, w.zone).where(*mine).order_by(w.performed_on))
