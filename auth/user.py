"""The signed-in lifter, as pages see them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self


@dataclass(frozen=True)
class User:
    """An account with its settings, read on each run; week_start 0 is Monday, unit is kg or lb.

    A step is what a tap adds to a weight in that unit, None for the default. The weekly target is a number of
    workouts, None without a target.
    """

    user_id: int
    username: str
    display_name: str
    unit: str
    week_start: int
    time_zone: str
    locale: str
    sex: str | None
    e1rm_formula: str
    shown_score: str
    shows_rir: bool
    shows_set_type: bool
    is_admin: bool
    step_kg: Decimal | None = None
    step_lb: Decimal | None = None
    compares_with_meets: bool = False
    is_left_handed: bool = False
    weekly_target: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Create the user from a row of the users table."""
        return cls(**{name: row[name] for name in COLUMNS})


COLUMNS = tuple(field.name for field in fields(User))
