"""Goals of a lifter: at most one per exercise, a load for a number of reps, with an optional due date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Engine, select

from database import reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import UNITS, goals
from services.errors import InvalidValue, NoSuchExercise
from services.feature_eng import ANALYTIC_REP_CAP
from services.fields import Field, checked, load, one_of, weight_fault, whole
from services.units import in_unit

FIELDS: Final[Mapping[str, Field]] = {
    "weight": Field(load, "weight of the goal", needed=True),
    "unit": Field(one_of(UNITS), "unit", needed=True),
    "reps": Field(whole(ANALYTIC_REP_CAP, 1), "number of reps", needed=True),
}
LATEST: Final = timedelta(days=3653)


@dataclass(frozen=True)
class Goal:
    """A goal: a load as entered, in kg or lb, for `reps` reps, with an optional due date."""

    goal_id: int
    exercise_id: int
    weight: Decimal
    unit: str
    reps: int
    due_on: date | None

    @property
    def weight_kg(self) -> float:
        """The load in kg."""
        return in_unit(float(self.weight), self.unit, "kg") or 0.0


def all_goals(engine: Engine, user_id: int) -> Mapping[int, Goal]:
    """Return the lifter's goals by exercise."""
    g = goals.c
    picked = select(g.goal_id, g.exercise_id, g.weight, g.unit, g.reps, g.due_on).where(g.user_id == user_id)
    with reading(engine) as connection:
        return {row.exercise_id: Goal(*row) for row in connection.execute(picked)}


def set_goal(
    engine: Engine, user_id: int, exercise_id: int, fields: Mapping[str, Any], due_on: date | None = None
) -> None:
    """Set the goal of an exercise, replacing any before: weight, unit and reps (1 to 12).

    Raises InvalidValue for an invalid weight or a past day, NoSuchExercise for an exercise the lifter cannot see.
    """
    now = datetime.now(UTC)
    values = checked(fields, FIELDS, now)
    fault = _fault(values, due_on, now)
    if fault:
        raise InvalidValue(fault)
    row = {"user_id": user_id, "goal_id": new_id(), "exercise_id": exercise_id, "due_on": due_on, "created_at": now}
    with writes.as_lifter(engine, user_id) as connection:
        if reads.exercise(connection, user_id, exercise_id) is None:
            raise NoSuchExercise
        writes.delete_rows(connection, goals, user_id, {"exercise_id": exercise_id})
        writes.insert_row(connection, goals, row | values)


def drop_goal(engine: Engine, user_id: int, exercise_id: int) -> None:
    """Delete the goal of an exercise, if it has one."""
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, goals, user_id, {"exercise_id": exercise_id})


def _fault(values: Mapping[str, Any], due_on: date | None, now: datetime) -> str | None:
    missing = [field.label for name, field in FIELDS.items() if values.get(name) is None]
    if missing:
        return f"A goal needs its {', '.join(missing)}."
    if not values["weight"]:
        return "A goal needs a weight above 0."
    if due_on and not now.date() - timedelta(days=1) <= due_on <= now.date() + LATEST:
        return "The day of a goal lies between today and ten years ahead."
    return weight_fault(values)
