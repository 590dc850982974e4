"""Named statements behind Explore: any amount by any two dimensions, for one lifter; sums, counts and maxima only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, case, false, func, literal, or_, select
from sqlalchemy.sql import ColumnElement, FromClause

from database.olap_tables import (
    bridge_exercise_muscles,
    dim_dates,
    dim_exercises,
    dim_muscles,
    fact_exercise_days,
    fact_sets,
    fact_workouts,
)
from database.oltp_tables import program_days, programs, routines
from database.star.amounts import AMOUNTS, Amount

SETS, DAYS, WORKOUTS = "fact_sets", "fact_exercise_days", "fact_workouts"
FACTS: Final[Mapping[str, Table]] = {SETS: fact_sets, DAYS: fact_exercise_days, WORKOUTS: fact_workouts}
UNKNOWN: Final = -1  # where a number that a dimension needs was not logged

Column = ColumnElement[Any]
Rows = Literal["all", "known", "adding"]
Days = tuple[date, date]


@dataclass(frozen=True)
class Question:
    """What is asked: amounts of one fact by up to two dimensions, over days that are both included.

    `exercise_ids` limits facts of exercises to these; a muscle's set counts from `least_credit` on, and is told by
    credit if it is to be divided. Lower bounds of zones ascend; intensity is a share of one. `only` limits dimensions
    to some of their keys, `spans` the days to some of them, and `rows` says whether rows without a value, or with a
    value of 0, are left out.
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
    only: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    spans: tuple[Days, ...] | None = None
    rows: Rows = "all"

    @property
    def fact_table(self) -> Table:
        """The fact that is asked."""
        return FACTS[self.fact]

    @property
    def measured(self) -> Amount:
        """What is measured."""
        return AMOUNTS[self.amount]

    @property
    def credit(self) -> Column:
        """The credit by which a muscle's sets are told apart; 1 where they are not."""
        return bridge_exercise_muscles.c.credit if self.by_credit and self._has_muscles else literal(1)

    @property
    def credits(self) -> list[Column]:
        """The same as columns to group by."""
        return [self.credit] if self.by_credit and self._has_muscles else []

    @property
    def dimensions(self) -> tuple["Dimension", ...]:
        """Everything that facts have to be joined with to be grouped and limited."""
        return tuple(DIMENSIONS[name] for name in dict.fromkeys((*self.by, *(name for name, _ in self.only))))

    @property
    def _has_muscles(self) -> bool:
        return any(one.level for one in self.dimensions)


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
    fact = asked.fact_table
    dimensions = [DIMENSIONS[name] for name in asked.by]
    keys = [one.key(fact, asked).label(f"key_{place}") for place, one in enumerate(dimensions)]
    groups = [column for one in dimensions for column in one.groups(fact, asked)]
    amount, known = asked.measured.of(fact)
    picked = select(*keys, asked.credit.label("credit"), amount.label("amount"), known.label("known"))
    return picked.select_from(joined(asked)).where(*limits(user_id, asked)).group_by(*groups, *asked.credits)


def limits(user_id: int, asked: Question) -> list[ColumnElement[bool]]:
    """The lifter's rows that are asked for; exercises are named, since MariaDB finds days through the key only then."""
    fact = asked.fact_table
    found = [fact.c.user_id == user_id, fact.c.performed_on.between(asked.first, asked.last)]
    if fact is not fact_workouts:
        found.append(fact.c.exercise_id.in_(asked.exercise_ids))
    found += [_among(DIMENSIONS[name].column(fact, asked), keys) for name, keys in asked.only]
    if asked.spans is not None:
        found.append(or_(false(), *(fact.c.performed_on.between(*span) for span in asked.spans)))
    if asked.rows != "all":
        value = asked.measured.value(fact)
        found.append(value != 0 if asked.rows == "adding" else value.is_not(None))
    return found


def _among(column: Column, keys: tuple[Any, ...]) -> ColumnElement[bool]:
    """Whether it is one of these, of which one may be that nothing is known."""
    known = column.in_([key for key in keys if key is not None])
    return or_(known, column.is_(None)) if None in keys else known


def joined(asked: Question, *more: str) -> FromClause:
    """The fact with what its dimensions and its amount need, and more of JOINS."""
    fact, dimensions = asked.fact_table, asked.dimensions
    wanted = {name for one in dimensions for name in one.joins} | asked.measured.joins | set(more)
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
