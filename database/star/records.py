"""Named statements about records: current bests, broken records, and lifts for a meet total."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from database.olap_tables import (
    dim_exercises,
    dim_record_types,
    dim_set_types,
    fact_bests,
    fact_exercise_days,
    fact_records,
    fact_sets,
)
from database.oltp_tables import sets
from database.rows import NamedRows, ask
from database.star.lifts import ENTERED, IDS, MOST_REPS, SINCE, USER, Question

LAST: Final[Any] = bindparam("last")
DAYS: Final[Any] = bindparam("days", expanding=True)
KINDS: Final[Any] = bindparam("kinds", expanding=True)
MANY: Final[Any] = bindparam("many")


def lifts(connection: Connection, user_id: int) -> NamedRows:
    """Read every exercise that a lifter has performed with its family, the latest first."""
    return _LIFTS.ask(connection, user_id)


def bests_until(connection: Connection, user_id: int, exercise_ids: Collection[int], last: date) -> NamedRows:
    """Read what raised a best of these exercises up to a day, oldest first; each row has the largest values so far."""
    return ask(connection, _BESTS, user_id=user_id, ids=list(exercise_ids), last=last)


def loads_until(connection: Connection, user_id: int, exercise_ids: Collection[int], last: date) -> NamedRows:
    """Read each load with each count of reps up to 12 until a day, and the first day of the pair."""
    return ask(connection, _LOADS, user_id=user_id, ids=list(exercise_ids), last=last)


def latest_records(connection: Connection, user_id: int, kinds: Collection[str], last: date, many: int) -> NamedRows:
    """Read the latest `many` records of these kinds up to a day in all exercises, the latest first."""
    return ask(connection, _ALL_RECORDS, user_id=user_id, kinds=list(kinds), last=last, many=many)


def latest_records_of(
    connection: Connection, user_id: int, exercise_ids: Collection[int], kinds: Collection[str], last: date, many: int
) -> NamedRows:
    """Read the latest `many` records of these kinds up to a day in some exercises, the latest first."""
    parameters = {"ids": list(exercise_ids), "kinds": list(kinds), "last": last, "many": many}
    return ask(connection, _RECORDS_OF, user_id=user_id, **parameters)


def sets_on(connection: Connection, user_id: int, exercise_ids: Collection[int], days: Sequence[date]) -> NamedRows:
    """Read every set of these exercises on these days, in the order performed."""
    return ask(connection, _SETS_ON, user_id=user_id, ids=list(exercise_ids), days=list(days))


def best_estimates(connection: Connection, user_id: int, first: date, last: date) -> NamedRows:
    """Read the best e1RM of each exercise in a span of days as `best_kg`, and the first day that had it."""
    return ask(connection, _BEST_ESTIMATES, user_id=user_id, since=first, last=last)


def best_loads(connection: Connection, user_id: int, first: date, last: date) -> NamedRows:
    """Read the heaviest load of each exercise in a span of days as `best_kg`, and the first day that had it."""
    return ask(connection, _BEST_LOADS, user_id=user_id, since=first, last=last)


def _lifts() -> Select[Any]:
    day, lift = fact_exercise_days, dim_exercises
    of_lift = and_(day.c.user_id == USER, day.c.exercise_id == lift.c.exercise_id)
    newest = select(day.c.performed_on).where(of_lift).order_by(day.c.performed_on.desc()).limit(1)
    last = newest.scalar_subquery().label("last_on")
    columns = (lift.c.exercise_id, lift.c.name, lift.c.load_type, lift.c.family_id, last)
    return select(*columns).where(lift.c.user_id == USER).order_by(last.desc(), lift.c.name)


def _bests() -> Select[Any]:
    fact = fact_bests.c
    amounts = (fact.load_kg, fact.reps, fact.seconds, fact.distance_m)
    largest = (fact.e1rm_kg, fact.set_volume_kg, fact.workout_volume_kg)
    picked = select(fact.exercise_id, fact.performed_on, *amounts, *largest)
    mine = (fact.user_id == USER, fact.exercise_id.in_(IDS), fact.performed_on <= LAST)
    return picked.where(*mine).order_by(fact.performed_on, fact.set_id)


def _loads() -> Select[Any]:
    fact, kinds = fact_sets.c, dim_set_types
    warmup = select(kinds.c.set_type_id).where(kinds.c.set_type == "warmup").scalar_subquery()
    counted = (fact.reps.between(1, MOST_REPS), fact.set_type_id != warmup, fact.weight_kg > 0)
    mine = (fact.user_id == USER, fact.exercise_id.in_(IDS), fact.performed_on <= LAST)
    first = func.min(fact.performed_on).label("performed_on")
    return select(fact.reps, fact.weight_kg, first).where(*mine, *counted).group_by(fact.reps, fact.weight_kg)


def _records(*where: Any) -> Select[Any]:
    fact, kinds, lift = fact_records, dim_record_types, dim_exercises
    named = and_(lift.c.user_id == USER, lift.c.exercise_id == fact.c.exercise_id)
    of_kind = and_(kinds.c.record_type_id == fact.c.record_type_id, kinds.c.record_type.in_(KINDS))
    names = "exercise_id performed_on workout_id rep_count load_kg seconds distance_m old_value new_value"
    columns = [fact.c[name] for name in names.split()]
    picked = select(*columns, kinds.c.record_type, lift.c.name, lift.c.load_type)
    joined = picked.select_from(fact.join(kinds, of_kind).join(lift, named))
    order = (fact.c.performed_on.desc(), fact.c.workout_id.desc(), lift.c.name, kinds.c.record_type_id)
    return joined.where(fact.c.user_id == USER, fact.c.performed_on <= LAST, *where).order_by(*order).limit(MANY)


def _sets_on() -> Select[Any]:
    done, lift = fact_sets, dim_exercises
    truth = and_(sets.c.user_id == done.c.user_id, sets.c.set_id == done.c.set_id)
    named = and_(lift.c.user_id == done.c.user_id, lift.c.exercise_id == done.c.exercise_id)
    facts = [done.c[name] for name in ("performed_on", "workout_id", "is_hard", "tonnage_kg", "e1rm_kg")]
    entered = [sets.c[name] for name in ENTERED.split()]
    picked = select(*facts, lift.c.name, *entered).select_from(done.join(sets, truth).join(lift, named))
    mine = (done.c.user_id == USER, done.c.exercise_id.in_(IDS), done.c.performed_on.in_(DAYS))
    return picked.where(*mine).order_by(done.c.performed_on, done.c.workout_rank, done.c.position, done.c.set_id)


def _best(column: str) -> Select[Any]:
    day, lift = fact_exercise_days, dim_exercises
    within = (day.c.user_id == USER, day.c.performed_on >= SINCE, day.c.performed_on <= LAST)
    best = func.max(day.c[column]).label("best_kg")
    top = select(day.c.exercise_id, best).where(*within, day.c[column] > 0).group_by(day.c.exercise_id).subquery()
    reached = and_(day.c.exercise_id == top.c.exercise_id, day.c[column] == top.c.best_kg)
    named = and_(lift.c.user_id == USER, lift.c.exercise_id == day.c.exercise_id)
    columns = (day.c.exercise_id, lift.c.name, lift.c.load_type, lift.c.family_id, top.c.best_kg)
    first = func.min(day.c.performed_on).label("performed_on")
    joined = select(*columns, first).select_from(day.join(top, reached).join(lift, named))
    return joined.where(*within).group_by(*columns).order_by(top.c.best_kg.desc(), lift.c.name)


_LIFTS = Question(_lifts())
_BESTS = _bests()
_LOADS = _loads()
_ALL_RECORDS = _records()
_RECORDS_OF = _records(fact_records.c.exercise_id.in_(IDS))
_SETS_ON = _sets_on()
_BEST_ESTIMATES = _best("best_e1rm_kg")
_BEST_LOADS = _best("top_weight_kg")
