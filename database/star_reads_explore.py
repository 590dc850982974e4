"""Named statements behind Explore: any amount by any two dimensions, for one lifter; sums, counts and maxima only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, case, distinct, func, literal, null, select
from sqlalchemy.sql import ColumnElement, FromClause

from database.olap_tables import (
    bridge_exercise_muscles,
    dim_dates,
    dim_exercises,
    dim_muscles,
    dim_set_types,
    fact_exercise_days,
    fact_sets,
    fact_workouts,
)
from database.oltp_tables import program_days, programs, routines

SETS, DAYS, WORKOUTS = "fact_sets", "fact_exercise_days", "fact_workouts"
FACTS: Final[Mapping[str, Table]] = {SETS: fact_sets, DAYS: fact_exercise_days, WORKOUTS: fact_workouts}
UNKNOWN: Final = -1  # where a number that a dimension needs was not logged

Column = ColumnElement[Any]


@dataclass(frozen=True)
class Question:
    """What is asked: amounts of one fact by up to two dimensions, over days that are both included.

    `exercise_ids` limits facts of exercises to these; a muscle's set counts from `least_credit` on, and is told by
    credit if it is to be divided. Lower bounds of zones ascend; intensity is a share of one.
    """

    fact: str
    amount: str
    by: tuple[str, ...]
    first: date
    last: date
    exercise_ids: tuple[int, ...] = ()
    least_credit: float = 0.5
    by_credit: bool = True
    rep_zones: tuple[int, ...] = ()
    intensity_zones: tuple[float, ...] = ()


class Slice(NamedTuple):
    """One combination of the dimensions: the sum or maximum, over how many known values, and the muscle's credit."""

    keys: tuple[Any, ...]
    credit: float
    amount: float | None
    known: int


class Program(NamedTuple):
    """A program that was begun, and how many weeks it has; 0 where it does not say."""

    program_id: int
    name: str
    starts_on: date
    weeks: int


def slices(connection: Connection, user_id: int, asked: Question) -> tuple[Slice, ...]:
    """The answer: a row for each combination that occurs; one row without keys where no dimension is asked for."""
    found = connection.execute(_statement(user_id, asked)).all()
    many = len(asked.by)
    return tuple(
        Slice(tuple(row[:many]), float(row[many]), _number(row[many + 1]), int(row[many + 2])) for row in found
    )


def first_day(connection: Connection, user_id: int) -> date | None:
    """The day of the lifter's first workout."""
    w = fact_workouts.c
    found: date | None = connection.scalar(select(func.min(w.performed_on)).where(w.user_id == user_id))
    return found


def routine_names(connection: Connection, user_id: int) -> dict[int, str]:
    """The lifter's routines by id."""
    r = routines.c
    return {row[0]: row[1] for row in connection.execute(select(r.routine_id, r.name).where(r.user_id == user_id))}


def begun_programs(connection: Connection, user_id: int) -> tuple[Program, ...]:
    """The lifter's programs that have a first day, the earliest first."""
    p, d = programs.c, program_days.c
    same = and_(d.user_id == p.user_id, d.program_id == p.program_id)
    weeks = func.coalesce(func.max(d.week), 0)
    picked = select(p.program_id, p.name, p.starts_on, weeks).select_from(programs.outerjoin(program_days, same))
    mine = picked.where(p.user_id == user_id, p.starts_on.is_not(None)).group_by(p.program_id, p.name, p.starts_on)
    return tuple(Program(*row) for row in connection.execute(mine.order_by(p.starts_on, p.program_id)))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _statement(user_id: int, asked: Question) -> Select[Any]:
    fact = FACTS[asked.fact]
    dimensions = [DIMENSIONS[name] for name in asked.by]
    keys = [one.key(fact, asked).label(f"key_{place}") for place, one in enumerate(dimensions)]
    groups = [column for one in dimensions for column in one.groups(fact, asked)]
    by_credit = asked.by_credit and any(one.level for one in dimensions)
    credit: Column = bridge_exercise_muscles.c.credit if by_credit else literal(1)
    amount, known = AMOUNTS[asked.amount](fact)
    picked = select(*keys, credit.label("credit"), amount.label("amount"), known.label("known"))
    joined = picked.select_from(_joined(fact, asked, dimensions)).where(*_where(fact, user_id, asked))
    return joined.group_by(*groups, *([credit] if by_credit else []))


def _where(fact: Table, user_id: int, asked: Question) -> list[ColumnElement[bool]]:
    """The lifter's rows of the span; exercises are named, since MariaDB finds days through the key only then."""
    span = [fact.c.user_id == user_id, fact.c.performed_on.between(asked.first, asked.last)]
    return span if fact is fact_workouts else [*span, fact.c.exercise_id.in_(asked.exercise_ids)]


def _joined(fact: Table, asked: Question, dimensions: Sequence["Dimension"]) -> FromClause:
    wanted = {name for one in dimensions for name in one.joins} | AMOUNT_JOINS.get(asked.amount, set())
    found: FromClause = fact
    for name in JOINS:
        if name in wanted and not (name == "workout" and fact is fact_workouts):
            table, on = JOINS[name]
            found = found.join(table, on(fact))
    for level in filter(None, (one.level for one in dimensions)):
        found = _with_muscles(found, fact, level, asked.least_credit)
    return found


def _with_muscles(found: FromClause, fact: Table, level: str, least_credit: float) -> FromClause:
    """Every set once per muscle that it trains; levels are never mixed."""
    bridge, muscle = bridge_exercise_muscles, dim_muscles
    trained = and_(
        bridge.c.user_id == fact.c.user_id,
        bridge.c.exercise_id == fact.c.exercise_id,
        bridge.c.credit >= least_credit,
    )
    return found.join(bridge, trained).join(
        muscle, and_(muscle.c.muscle_id == bridge.c.muscle_id, muscle.c.level == level)
    )


def _same(fact: Table, other: Table, *names: str) -> ColumnElement[bool]:
    return and_(*(fact.c[name] == other.c[name] for name in names))


JOINS: Final[Mapping[str, tuple[Table, Callable[[Table], ColumnElement[bool]]]]] = {
    "date": (dim_dates, lambda fact: _same(fact, dim_dates, "performed_on")),
    "exercise": (dim_exercises, lambda fact: _same(fact, dim_exercises, "user_id", "exercise_id")),
    "workout": (fact_workouts, lambda fact: _same(fact, fact_workouts, "user_id", "performed_on", "workout_id")),
}


@dataclass(frozen=True)
class Dimension:
    """How facts are grouped: the column that names a group, more columns that make it, what has to be joined."""

    column: Callable[[Table, Question], Column]
    joins: frozenset[str] = frozenset()
    level: str | None = None
    made_of: tuple[str, ...] = ()

    def key(self, fact: Table, asked: Question) -> Column:
        """The column of the answer: for a month its first day with training."""
        return func.min(fact.c.performed_on) if self.made_of else self.column(fact, asked)

    def groups(self, fact: Table, asked: Question) -> list[Column]:
        """The columns to group by."""
        return [dim_dates.c[name] for name in self.made_of] or [self.column(fact, asked)]


def _day(fact: Table, _: Question) -> Column:
    return fact.c.performed_on


def _of(table: Table | None, name: str) -> Callable[[Table, Question], Column]:
    return lambda fact, _: (fact if table is None else table).c[name]


def _hour(fact: Table, _: Question) -> Column:
    return func.coalesce(fact.c.started_hour, UNKNOWN)


def _routine(fact: Table, _: Question) -> Column:
    return func.coalesce(fact_workouts.c.routine_id, 0)


def _rep_zone(_: Table, asked: Question) -> Column:
    return _zone(fact_sets.c.reps, asked.rep_zones)


def _intensity_zone(_: Table, asked: Question) -> Column:
    return _zone(fact_sets.c.intensity, asked.intensity_zones)


def _zone(value: Column, bounds: Sequence[float]) -> Column:
    """The place of the highest bound that is reached."""
    return case(*((value >= bound, place) for place, bound in reversed(list(enumerate(bounds)))), else_=UNKNOWN)


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    "day": Dimension(_day),
    "month": Dimension(_day, frozenset({"date"}), made_of=("year", "month")),
    "year": Dimension(_of(dim_dates, "year"), frozenset({"date"})),
    "weekday": Dimension(_of(dim_dates, "weekday"), frozenset({"date"})),
    "hour": Dimension(_hour),
    "routine": Dimension(_routine, frozenset({"workout"})),
    "exercise": Dimension(_of(None, "exercise_id")),
    "muscle": Dimension(_of(bridge_exercise_muscles, "muscle_id"), level="muscle"),
    "group": Dimension(_of(bridge_exercise_muscles, "muscle_id"), level="group"),
    "pattern": Dimension(_of(dim_exercises, "pattern"), frozenset({"exercise"})),
    "equipment": Dimension(_of(dim_exercises, "equipment"), frozenset({"exercise"})),
    "rep_zone": Dimension(_rep_zone),
    "intensity_zone": Dimension(_intensity_zone),
    "set_type": Dimension(_of(fact_sets, "set_type_id")),
}


Amount = Callable[[Table], tuple[Column, Column]]


def _warmup() -> Column:
    kinds = dim_set_types
    return select(kinds.c.set_type_id).where(kinds.c.set_type == "warmup").scalar_subquery()


def _is_working(fact: Table) -> ColumnElement[bool]:
    return fact.c.set_type_id != _warmup()


def _counts(fact: Table) -> ColumnElement[bool]:
    return and_(_is_working(fact), fact.c.reps >= 1)


def _of_sets(column: str, condition: Callable[[Table], ColumnElement[bool]]) -> Callable[[Table], Column]:
    return lambda fact: case((condition(fact), fact.c[column]), else_=null())


def _sum(column: str, in_sets: Callable[[Table], Column] | None = None) -> Amount:
    """The sum of a column that both facts have, or that has to be made from the sets."""

    def amount(fact: Table) -> tuple[Column, Column]:
        value = in_sets(fact) if in_sets and fact is fact_sets else fact.c[column]
        return func.sum(value), func.count(value)

    return amount


def _highest(column: str, in_sets: Callable[[Table], Column]) -> Amount:
    def amount(fact: Table) -> tuple[Column, Column]:
        value = in_sets(fact) if fact is fact_sets else fact.c[column]
        # Of assisted exercises the heaviest load is the most help.
        loaded = case((dim_exercises.c.load_type != "assisted", value), else_=null()) if "weight" in column else value
        return func.max(loaded), func.count(loaded)

    return amount


def _workouts(fact: Table) -> tuple[Column, Column]:
    counted = func.count(fact.c.workout_id if fact is fact_workouts else distinct(fact.c.workout_id))
    return counted, counted


AMOUNTS: Final[Mapping[str, Amount]] = {
    "hard_sets": _sum("hard_sets", lambda fact: fact.c.is_hard),
    "sets": _sum("sets", lambda fact: case((_is_working(fact), 1), else_=0)),
    "reps": _sum("reps", _of_sets("reps", _counts)),
    "tonnage": _sum("tonnage_kg", _of_sets("tonnage_kg", _is_working)),
    "e1rm": _highest("best_e1rm_kg", lambda fact: fact.c.e1rm_kg),
    "top_weight": _highest("top_weight_kg", _of_sets("weight_kg", _counts)),
    "intensity": _sum("intensity", _of_sets("intensity", _counts)),
    "rest": _sum("rest_s", _of_sets("rest_s", _is_working)),
    "inol": _sum("inol"),
    "relative_volume": _sum("relative_volume"),
    "workouts": _workouts,
    "seconds": _sum("duration_s"),
}
AMOUNT_JOINS: Final[Mapping[str, set[str]]] = {"top_weight": {"exercise"}}
