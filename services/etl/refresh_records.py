"""Records after an edit: judged again from the edited day on, and only as far as the edit can reach."""

import copy
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select

from database.olap_tables import fact_exercise_days, fact_records, fact_sets
from database.prepared import Prepared, as_date
from services.analysis.records import Bests, absorb
from services.etl.fold_records import counted, fold_records, visits
from services.etl.shapes import WARMUP_ID, Columns
from services.etl.star import insert_columns, read_columns

SETS, DAYS, RECORDS = fact_sets.c, fact_exercise_days.c, fact_records.c
ON: Any = bindparam("day")


def _mine(columns: Any) -> tuple[Any, Any]:
    return columns.user_id == bindparam("user_id"), columns.exercise_id == bindparam("exercise_id")


LAST_DAY = Prepared(select(func.max(DAYS.performed_on)).where(*_mine(DAYS)))
LOADS_BEFORE = Prepared(
    select(SETS.weight_kg, func.max(SETS.reps))
    .where(*_mine(SETS), SETS.performed_on < ON, SETS.set_type_id != WARMUP_ID, SETS.reps >= 1)
    .group_by(SETS.weight_kg)
)
LARGEST_BEFORE = Prepared(
    select(func.max(DAYS.best_e1rm_kg), func.max(DAYS.best_set_volume_kg), func.max(DAYS.best_workout_volume_kg)).where(
        *_mine(DAYS), DAYS.performed_on < ON
    )
)
DELETE_ON = Prepared(delete(fact_records).where(*_mine(RECORDS), RECORDS.performed_on == ON))
DELETE_FROM = Prepared(delete(fact_records).where(*_mine(RECORDS), RECORDS.performed_on >= ON))


class Before(NamedTuple):
    """What stood before an edit: the bests up to the first edited day, the edited sets, and whether more follow."""

    user_id: int
    exercise_id: int
    days: Sequence[date]
    bests: Bests
    sets: Columns
    has_later: bool


def read_before(connection: Connection, user_id: int, exercise_id: int, days: Sequence[date], sign: float) -> Before:
    """Read what the records of an exercise were judged by, before its edited days are written anew."""
    mine = {"user_id": user_id, "exercise_id": exercise_id}
    last = LAST_DAY.scalar(connection, **mine)
    # Only an edit in the past has to know what stood on the edited day: it tells whether later days can change.
    has_later = last is not None and as_date(last) > days[0]
    old = _sets_of(connection, mine, days) if has_later else {}
    return Before(user_id, exercise_id, days, _bests_before(connection, mine, days[0], sign), old, has_later)


def _sets_of(connection: Connection, mine: Mapping[str, int], days: Sequence[date]) -> Columns:
    key = (fact_sets.c.user_id == mine["user_id"], fact_sets.c.exercise_id == mine["exercise_id"])
    return read_columns(connection, fact_sets, [*key, fact_sets.c.performed_on.in_(days)])


def _bests_before(connection: Connection, mine: Mapping[str, int], day: date, sign: float) -> Bests:
    loads = LOADS_BEFORE.rows(connection, **mine, day=day)
    (largest,) = LARGEST_BEFORE.rows(connection, **mine, day=day)
    bests = Bests(None, *largest)
    for weight, reps in loads:
        load = (weight or 0.0) * sign + 0.0
        bests.weight = load if bests.weight is None else max(bests.weight, load)
        bests.remember(load, reps)
    return bests


def refresh_records(connection: Connection, before: Before, new: Columns, signs: Mapping[int, float]) -> None:
    """Write the records of an exercise from its first edited day on; `new` are the edited days' sets as folded."""
    mine = {"user_id": before.user_id, "exercise_id": before.exercise_id}
    first = before.days[0]
    if _reaches_on(before, new, signs):
        key = (fact_sets.c.user_id == before.user_id, fact_sets.c.exercise_id == before.exercise_id)
        new = read_columns(connection, fact_sets, [*key, fact_sets.c.performed_on >= first])
        DELETE_FROM.run(connection, **mine, day=first)
    else:
        DELETE_ON.run_each(connection, ({**mine, "day": day} for day in before.days))
    records = fold_records(new, signs, {before.exercise_id: copy.deepcopy(before.bests)})
    insert_columns(connection, fact_records, records)


def _reaches_on(before: Before, new: Columns, signs: Mapping[int, float]) -> bool:
    """Whether later days may be judged differently: not if one day was edited and left the same bests behind."""
    if not before.has_later:
        return False
    return len(before.days) > 1 or _after(before, before.sets, signs) != _after(before, new, signs)


def _after(before: Before, sets: Columns, signs: Mapping[int, float]) -> Bests:
    bests = copy.deepcopy(before.bests)
    for _, visit in visits(counted(sets, signs)):
        absorb(bests, visit.session)
    return bests
