"""Records after an edit: judged again from the edited day on, and only as far as the edit can reach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from database.olap_tables import fact_bests, fact_exercise_days, fact_records, fact_sets
from database.olap_tables import metadata as olap
from database.prepared import Prepared, Rows, as_date
from services.analysis.records import RULES, Bests, absorb
from services.etl.fold_records import Kinds, counted, fold_records, visits
from services.etl.shapes import Columns
from services.etl.star import insert_columns, read_columns

DAYS, BESTS = fact_exercise_days.c, fact_bests.c
ON: Any = bindparam("day")


def _mine(columns: Any) -> tuple[Any, Any]:
    return columns.user_id == bindparam("user_id"), columns.exercise_id == bindparam("exercise_id")


LAST_DAY = Prepared(select(DAYS.performed_on).where(*_mine(DAYS)).order_by(DAYS.performed_on.desc()).limit(1))
BESTS_BEFORE = Prepared(
    select(
        *(BESTS.load_kg, BESTS.reps, BESTS.seconds, BESTS.distance_m),
        *(BESTS.e1rm_kg, BESTS.set_volume_kg, BESTS.workout_volume_kg),
    )
    .where(*_mine(BESTS), BESTS.performed_on < ON)
    .order_by(BESTS.performed_on)
)
JUDGED = (fact_records, fact_bests)
DELETE_ON = [Prepared(delete(table).where(*_mine(table.c), table.c.performed_on == ON)) for table in JUDGED]
DELETE_FROM = [Prepared(delete(table).where(*_mine(table.c), table.c.performed_on >= ON)) for table in JUDGED]


class Before(NamedTuple):
    """What stood before an edit: the bests up to the first edited day, the edited sets, and whether more follow."""

    user_id: int
    exercise_id: int
    load_type: str
    days: Sequence[date]
    bests: Bests
    sets: Columns
    has_later: bool


def read_before(connection: Connection, user_id: int, exercise_id: int, load_type: str, days: Sequence[date]) -> Before:
    """Read what the records of an exercise were judged by, before its edited days are written anew."""
    mine = {"user_id": user_id, "exercise_id": exercise_id}
    last = LAST_DAY.scalar(connection, **mine)
    # Only an edit in the past has to know what stood on the edited day: it tells whether later days can change.
    has_later = last is not None and as_date(last) > days[0]
    old = _sets_of(connection, mine, days) if has_later else {}
    bests = _bests(BESTS_BEFORE.rows(connection, **mine, day=days[0]), load_type)
    return Before(user_id, exercise_id, load_type, days, bests, old, has_later)


def _sets_of(connection: Connection, mine: Mapping[str, int], days: Sequence[date]) -> Columns:
    key = (fact_sets.c.user_id == mine["user_id"], fact_sets.c.exercise_id == mine["exercise_id"])
    return read_columns(connection, fact_sets, [*key, fact_sets.c.performed_on.in_(days)])


def _bests(rows: Rows, load_type: str) -> Bests:
    """The bests after the last of these rows; the rows of one day come in any order."""
    bests, rule = Bests(), RULES[load_type]
    for load, reps, seconds, metres, *largest in rows:
        if load is not None:
            amount = {"reps": reps, "seconds": seconds, "distance_m": metres}[rule.column]
            bests.remember(load, float(amount or 0))
            if rule.weighs:
                bests.weight = load if bests.weight is None else max(bests.weight, load)
        if rule.paces and metres and seconds:
            bests.remember_time(metres, seconds)
        bests.rise(*largest)
    return bests


def refresh_records(connection: Connection, before: Before, new: Columns) -> None:
    """Write the records of an exercise from its first edited day on; `new` are the edited days' sets as folded."""
    mine = {"user_id": before.user_id, "exercise_id": before.exercise_id}
    first, kinds = before.days[0], {before.exercise_id: before.load_type}
    if _reaches_on(before, new, kinds):
        key = (fact_sets.c.user_id == before.user_id, fact_sets.c.exercise_id == before.exercise_id)
        new = read_columns(connection, fact_sets, [*key, fact_sets.c.performed_on >= first])
        _delete(connection, DELETE_FROM, mine, [first])
    else:
        _delete(connection, DELETE_ON, mine, before.days)
    for name, columns in fold_records(new, kinds, {before.exercise_id: before.bests.copy()}).items():
        insert_columns(connection, olap.tables[name], columns)


def _delete(
    connection: Connection, statements: Iterable[Prepared], mine: Mapping[str, int], days: Sequence[date]
) -> None:
    for statement in statements:
        statement.run_each(connection, ({**mine, "day": day} for day in days))


def _reaches_on(before: Before, new: Columns, kinds: Kinds) -> bool:
    """Whether later days may be judged differently: not if one day was edited and left the same bests behind."""
    if not before.has_later:
        return False
    return len(before.days) > 1 or _after(before, before.sets, kinds) != _after(before, new, kinds)


def _after(before: Before, sets: Columns, kinds: Kinds) -> Bests:
    bests = before.bests.copy()
    for _, visit in visits(counted(sets, kinds), kinds):
        absorb(bests, visit.session)
    return bests
