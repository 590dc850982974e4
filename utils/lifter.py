"""The one place where a page calls a use case of services on behalf of the signed-in lifter."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from auth.user import User
from database.db_connector import Engine, engine

P = ParamSpec("P")
T = TypeVar("T")


def for_lifter(user: User, use_case: Callable[Concatenate[Engine, int, P], T], *given: P.args, **named: P.kwargs) -> T:
    """Call `use_case(engine, user_id, *given)` for this lifter; every change that a page makes passes here."""
    return use_case(engine(), user.user_id, *given, **named)
