"""Call a use case of services for the signed-in lifter; every page does so here."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from auth.user import User
from database.db_connector import Engine, engine

P = ParamSpec("P")
T = TypeVar("T")


def for_lifter(user: User, use_case: Callable[Concatenate[Engine, int, P], T], *given: P.args, **named: P.kwargs) -> T:
    """Call `use_case(engine, user_id, *given)` for this lifter; pages make every change through this function."""
    return use_case(engine(), user.user_id, *given, **named)
