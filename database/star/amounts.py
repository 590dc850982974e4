"""The measures of Explore in SQL: the value of a row, and how to aggregate rows; no formulas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, and_, case, distinct, func, null, select
from sqlalchemy.sql import ColumnElement

from database.olap_tables import dim_exercises, dim_set_types, fact_sets, fact_workouts

Column = ColumnElement[Any]
OfFact = Callable[[Table], Column]


@dataclass(frozen=True)
class Amount:
    """The value of a fact row (or null), how rows are aggregated and counted, and the joins this needs."""

    value: OfFact
    together: Callable[[Column], Column] = func.sum
    counted: Callable[[Column], Column] = func.count
    joins: frozenset[str] = frozenset()

    def of(self, fact: Table) -> tuple[Column, Column]:
        """Return the aggregated amount, and how many rows have a value."""
        return self.together(self.value(fact)), self.counted(self.value(fact))


def is_working(fact: Table) -> ColumnElement[bool]:
    """Whether a set is not a warm-up."""
    kinds = dim_set_types
    warmup = select(kinds.c.set_type_id).where(kinds.c.set_type == "warmup").scalar_subquery()
    return fact.c.set_type_id != warmup


def _counts(fact: Table) -> ColumnElement[bool]:
    return and_(is_working(fact), fact.c.reps >= 1)


def _of_sets(column: str, condition: Callable[[Table], ColumnElement[bool]]) -> OfFact:
    return lambda fact: case((condition(fact), fact.c[column]), else_=null())


def _either(column: str, in_sets: OfFact | None = None) -> OfFact:
    """Use the column of the smaller facts; `in_sets` computes it from sets where needed."""
    return lambda fact: in_sets(fact) if in_sets and fact is fact_sets else fact.c[column]


def _not_help(value: OfFact) -> OfFact:
    """Leave out assisted exercises, whose heaviest load is the most assistance."""
    return lambda fact: case((dim_exercises.c.load_type != "assisted", value(fact)), else_=null())


def _workout(fact: Table) -> Column:
    column: Column = fact.c.workout_id
    return column


def _once_each(workout: Column) -> Column:
    return func.count(workout) if workout is fact_workouts.c.workout_id else func.count(distinct(workout))


AMOUNTS: Final[Mapping[str, Amount]] = {
    "hard_sets": Amount(_either("hard_sets", lambda fact: fact.c.is_hard)),
    "sets": Amount(_either("sets", lambda fact: case((is_working(fact), 1), else_=0))),
    "reps": Amount(_either("reps", _of_sets("reps", _counts))),
    "tonnage": Amount(_either("tonnage_kg", _of_sets("tonnage_kg", is_working))),
    "e1rm": Amount(_either("best_e1rm_kg", lambda fact: fact.c.e1rm_kg), func.max),
    "top_weight": Amount(
        _not_help(_either("top_weight_kg", _of_sets("weight_kg", _counts))), func.max, joins=frozenset({"exercise"})
    ),
    "intensity": Amount(_of_sets("intensity", _counts)),
    "rest": Amount(_of_sets("rest_s", is_working)),
    "inol": Amount(_either("inol")),
    "relative_volume": Amount(_either("relative_volume")),
    "workouts": Amount(_workout, _once_each, _once_each),
    "seconds": Amount(_either("duration_s")),
}
