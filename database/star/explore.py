"""Named statements of Explore: a measure by up to two dimensions, for one lifter; sums, counts and maxima only."""

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
UNKNOWN: Final = -1  # the number that the dimension needs was not logged

Column = ColumnElement[Any]
Rows = Literal["all", "known", "adding"]
Days = tuple[date, date]


@dataclass(frozen=True)
class Question:
    """A question to Explore: a measure of one fact by up to two dimensions, from `first` to `last` inclusive.

    `exercise_ids` limits the exercises. A set counts for a muscle from `least_credit` on; `by_credit` separates the
    sets by credit. The lower bounds of zones ascend; intensity is a fraction. `only` limits dimensions to some keys,
    `spans` limits the days, and `rows` can leave out rows without a value or with a value of 0.
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
        """Return the table of the fact."""
        return FACTS[self.fact]

    @property
    def measured(self) -> Amount:
        """Return the measure."""
        return AMOUNTS[self.amount]

    @property
    def credit(self) -> Column:
        """Return the muscle credit to group sets by; 1 where credits are not separated."""
        return bridge_exercise_muscles.c.credit if self.by_credit and self._has_muscles else literal(1)

    @property
    def credits(self) -> list[Column]:
        """Return the credit as a list of columns to group by; empty where credits are not separated."""
        return [self.credit] if self.by_credit and self._has_muscles else []

    @property
    def dimensions(self) -> tuple["Dimension", ...]:
        """Return all dimensions that group or limit the facts."""
        return tuple(DIMENSIONS[name] for name in dict.fromkeys((*self.by, *(name for name, _ in self.only))))

    @property
    def _has_muscles(self) -> bool:
        return any(dimension.level for dimension in self.dimensions)


class Slice(NamedTuple):
    """A combination of the dimensions: its sum or maximum, the number of known values, and the muscle's credit."""

    keys: tuple[Any, ...]
    credit: float
    amount: float | None
    known: int


class Program(NamedTuple):
    """A program that was begun, with its number of weeks; 0 if it states none."""

    program_id: int
    name: str
    starts_on: date
    weeks: int


def slices(connection: Connection, user_id: int, question: Question) -> tuple[Slice, ...]:
    """Answer a question: a row for each combination that occurs, or a single row without dimensions."""
    rows = connection.execute(_statement(user_id, question)).all()
    many = len(question.by)
    return tuple(Slice(tuple(row[:many]), float(row[many]), _number(row[many + 1]), int(row[many + 2])) for row in rows)


def first_day(connection: Connection, user_id: int) -> date | None:
    """Return the day of the lifter's first workout."""
    w = fact_workouts.c
    day: date | None = connection.scalar(select(func.min(w.performed_on)).where(w.user_id == user_id))
    return day


def routine_names(connection: Connection, user_id: int) -> dict[int, str]:
    """Return the names of the lifter's routines by id."""
    r = routines.c
    return {row[0]: row[1] for row in connection.execute(select(r.routine_id, r.name).where(r.user_id == user_id))}


def begun_programs(connection: Connection, user_id: int) -> tuple[Program, ...]:
    """Read the lifter's programs that have a first day, the earliest first."""
    p, d = programs.c, program_days.c
    same = and_(d.user_id == p.user_id, d.program_id == p.program_id)
    weeks = func.coalesce(func.max(d.week), 0)
    picked = select(p.program_id, p.name, p.starts_on, weeks).select_from(programs.outerjoin(program_days, same))
    mine = picked.where(p.user_id == user_id, p.starts_on.is_not(None)).group_by(p.program_id, p.name, p.starts_on)
    return tuple(Program(*row) for row in connection.execute(mine.order_by(p.starts_on, p.program_id)))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _statement(user_id: int, question: Question) -> Select[Any]:
    fact = question.fact_table
    dimensions = [DIMENSIONS[name] for name in question.by]
    keys = [dimension.key(fact, question).label(f"key_{place}") for place, dimension in enumerate(dimensions)]
    groups = [column for dimension in dimensions for column in dimension.groups(fact, question)]
    amount, known = question.measured.of(fact)
    picked = select(*keys, question.credit.label("credit"), amount.label("amount"), known.label("known"))
    return picked.select_from(joined(question)).where(*limits(user_id, question)).group_by(*groups, *question.credits)


def limits(user_id: int, question: Question) -> list[ColumnElement[bool]]:
    """Return the conditions of a question; they name the exercises, which MariaDB needs to find days by the key."""
    fact = question.fact_table
    conditions = [fact.c.user_id == user_id, fact.c.performed_on.between(question.first, question.last)]
    if fact is not fact_workouts:
        conditions.append(fact.c.exercise_id.in_(question.exercise_ids))
    conditions += [_among(DIMENSIONS[name].column(fact, question), keys) for name, keys in question.only]
    if question.spans is not None:
        conditions.append(or_(false(), *(fact.c.performed_on.between(*span) for span in question.spans)))
    if question.rows != "all":
        value = question.measured.value(fact)
        conditions.append(value != 0 if question.rows == "adding" else value.is_not(None))
    return conditions


def _among(column: Column, keys: tuple[Any, ...]) -> ColumnElement[bool]:
    """Match these keys; a key of None matches rows without a value."""
    is_key = column.in_([key for key in keys if key is not None])
    return or_(is_key, column.is_(None)) if None in keys else is_key


def joined(question: Question, *more: str) -> FromClause:
    """Join the fact with the tables of its dimensions and its measure, and with more of JOINS."""
    fact, dimensions = question.fact_table, question.dimensions
    names = {name for dimension in dimensions for name in dimension.joins} | question.measured.joins | set(more)
    source: FromClause = fact
    for name in JOINS:
        if name in names and not (name == "workout" and fact is fact_workouts):
            table, on = JOINS[name]
            source = source.join(table, on(fact))
    for level in filter(None, (dimension.level for dimension in dimensions)):
        source = _with_muscles(source, fact, level, question.least_credit)
    return source


def _with_muscles(source: FromClause, fact: Table, level: str, least_credit: float) -> FromClause:
    """Repeat every set for each muscle that it trains, on one level only."""
    bridge, muscle = bridge_exercise_muscles, dim_muscles
    trained = and_(
        bridge.c.user_id == fact.c.user_id,
        bridge.c.exercise_id == fact.c.exercise_id,
        bridge.c.credit >= least_credit,
    )
    return source.join(bridge, trained).join(
        muscle, and_(muscle.c.muscle_id == bridge.c.muscle_id, muscle.c.level == level)
    )


def _same(fact: Table, table: Table, *names: str) -> ColumnElement[bool]:
    return and_(*(fact.c[name] == table.c[name] for name in names))


JOINS: Final[Mapping[str, tuple[Table, Callable[[Table], ColumnElement[bool]]]]] = {
    "date": (dim_dates, lambda fact: _same(fact, dim_dates, "performed_on")),
    "exercise": (dim_exercises, lambda fact: _same(fact, dim_exercises, "user_id", "exercise_id")),
    "workout": (fact_workouts, lambda fact: _same(fact, fact_workouts, "user_id", "performed_on", "workout_id")),
}


@dataclass(frozen=True)
class Dimension:
    """How to group facts: the column that names a group, the columns that form it, and the joins it needs."""

    column: Callable[[Table, Question], Column]
    joins: frozenset[str] = frozenset()
    level: str | None = None
    made_of: tuple[str, ...] = ()

    def key(self, fact: Table, question: Question) -> Column:
        """Return the column of the result: a month is named by its first day with training."""
        return func.min(fact.c.performed_on) if self.made_of else self.column(fact, question)

    def groups(self, fact: Table, question: Question) -> list[Column]:
        """Return the columns to group by."""
        return [dim_dates.c[name] for name in self.made_of] or [self.column(fact, question)]


def _day(fact: Table, _: Question) -> Column:
    return fact.c.performed_on


def _column(table: Table | None, name: str) -> Callable[[Table, Question], Column]:
    return lambda fact, _: (fact if table is None else table).c[name]


def _hour(fact: Table, _: Question) -> Column:
    return func.coalesce(fact.c.started_hour, UNKNOWN)


def _routine(fact: Table, _: Question) -> Column:
    return func.coalesce(fact_workouts.c.routine_id, 0)


def _rep_zone(_: Table, question: Question) -> Column:
    return _zone(fact_sets.c.reps, question.rep_zones)


def _intensity_zone(_: Table, question: Question) -> Column:
    return _zone(fact_sets.c.intensity, question.intensity_zones)


def _zone(value: Column, bounds: Sequence[float]) -> Column:
    """Return the index of the highest bound that the value reaches."""
    return case(*((value >= bound, place) for place, bound in reversed(list(enumerate(bounds)))), else_=UNKNOWN)


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    "day": Dimension(_day),
    "month": Dimension(_day, frozenset({"date"}), made_of=("year", "month")),
    "year": Dimension(_column(dim_dates, "year"), frozenset({"date"})),
    "weekday": Dimension(_column(dim_dates, "weekday"), frozenset({"date"})),
    "hour": Dimension(_hour),
    "routine": Dimension(_routine, frozenset({"workout"})),
    "exercise": Dimension(_column(None, "exercise_id")),
    "muscle": Dimension(_column(bridge_exercise_muscles, "muscle_id"), level="muscle"),
    "group": Dimension(_column(bridge_exercise_muscles, "muscle_id"), level="group"),
    "pattern": Dimension(_column(dim_exercises, "pattern"), frozenset({"exercise"})),
    "equipment": Dimension(_column(dim_exercises, "equipment"), frozenset({"exercise"})),
    "rep_zone": Dimension(_rep_zone),
    "intensity_zone": Dimension(_intensity_zone),
    "set_type": Dimension(_column(fact_sets, "set_type_id")),
}
