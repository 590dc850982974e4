"""Statements on users and login_attempts."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import available_timezones

from sqlalchemy import Engine, Row, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from auth.connections import as_lifter, reading, writing
from auth.user import User
from database import olap_tables, oltp_tables, writes
from database.ids import new_id
from database.keys import folded
from database.oltp_tables import E1RM_FORMULAS, SCORES, SEXES, UNITS, login_attempts, users
from services.errors import TonnageError

NAME_LENGTH: Final = 64
NAME_MARKS: Final = frozenset("._-@+")
FACTS_DEPEND_ON: Final = frozenset({"e1rm_formula", "unit", "sex", "week_start"})  # dim_users holds the last three
WINDOW: Final = timedelta(days=1)  # how long a failed attempt counts
# The steps by which a tap can raise a weight: twice the smallest plate.
STEPS: Final[Mapping[str, tuple[Decimal, ...]]] = {
    "kg": tuple(map(Decimal, ("0.25", "0.5", "1", "1.25", "2", "2.5", "4", "5", "10"))),
    "lb": tuple(map(Decimal, ("0.5", "1", "1.25", "2", "2.5", "5", "10", "20"))),
}
WEEKLY_TARGETS: Final = range(1, 15)  # workouts a week, at most two a day
Account = Row[Any]


class NameTaken(TonnageError):
    """This name is taken. Choose another."""


class InvalidName(TonnageError):
    """A name has 1 to 64 letters and digits of any script, and . _ - @ + where you like."""


class UnknownAccount(TonnageError):
    """There is no account of this name."""


class InvalidSetting(TonnageError):
    """This setting cannot have this value."""


CHECKS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "display_name": lambda value: isinstance(value, str) and 0 < len(value.strip()) <= 100,
    "unit": lambda value: value in UNITS,
    "week_start": lambda value: value in range(7),
    "time_zone": lambda value: value in available_timezones(),
    "locale": lambda value: isinstance(value, str) and 0 < len(value) <= 16,
    "sex": lambda value: value is None or value in SEXES,
    "e1rm_formula": lambda value: value in E1RM_FORMULAS,
    "shown_score": lambda value: value in SCORES,
    "shows_rir": lambda value: isinstance(value, bool),
    "shows_set_type": lambda value: isinstance(value, bool),
    "step_kg": lambda value: value is None or value in STEPS["kg"],
    "step_lb": lambda value: value is None or value in STEPS["lb"],
    "compares_with_meets": lambda value: isinstance(value, bool),
    "is_left_handed": lambda value: isinstance(value, bool),
    "weekly_target": lambda value: value is None or (type(value) is int and value in WEEKLY_TARGETS),
}


def is_username(name: str) -> bool:
    """Whether a name can be a username: 1 to 64 letters, marks and digits of any script, and . _ - @ +."""
    key, spelled = folded(name), shown_username(name)
    fits = 0 < len(key) <= NAME_LENGTH and len(spelled) <= NAME_LENGTH
    return fits and all(_may_stand(character) for character in spelled)


def check_username(name: str) -> None:
    """Refuse a name that cannot be a username; InvalidName."""
    if not is_username(name):
        raise InvalidName


def shown_username(name: str) -> str:
    """Return the name to show: as typed, with each character in one spelling."""
    return unicodedata.normalize("NFKC", name).strip()


def find(bind: Engine, name: str) -> Account | None:
    """Return the active account of a name in any case; DatabaseAway if the database does not answer."""
    query = select(users).where(users.c.username_key == folded(name), users.c.is_active)
    with reading(bind) as connection:
        return connection.execute(query).first()


def find_user(bind: Engine, name: str) -> User:
    """Return the lifter of a name; UnknownAccount if there is none."""
    account = find(bind, name)
    if account is None:
        raise UnknownAccount
    return User.of(account._asdict())


def add(bind: Engine, name: str, password_hash: str | None, **settings: Any) -> int:
    """Create an account and return its id; NameTaken, InvalidSetting."""
    email = settings.pop("email", None)
    checked(settings)
    fields = {"email": email, "email_key": folded(email) if email else None, **settings}
    key = folded(name)
    try:
        with writing(bind) as connection:
            return writes.create_user(connection, shown_username(name), key, password_hash=password_hash, **fields)
    except IntegrityError as error:
        raise NameTaken("This name or this e-mail address is taken." if email else "") from error


def set_password_hash(bind: Engine, user_id: int, password_hash: str) -> None:
    """Store a new password; NoSuchLifter."""
    with writing(bind) as connection:
        writes.amend_user(connection, user_id, {"password_hash": password_hash})


def amend(bind: Engine, user_id: int, fields: Mapping[str, Any]) -> None:
    """Change settings of a lifter, and mark all facts as outdated if they depend on one of these settings.

    InvalidSetting, NoSuchLifter.
    """
    checked(fields)
    with as_lifter(bind, user_id) as connection:
        writes.amend_user(connection, user_id, fields)
        if FACTS_DEPEND_ON & fields.keys():
            writes.mark_user(connection, user_id)


def checked(fields: Mapping[str, Any]) -> None:
    """Refuse unknown settings and invalid values; InvalidSetting."""
    for name, value in fields.items():
        if name not in CHECKS or not CHECKS[name](value):
            raise InvalidSetting(f"{name.replace('_', ' ').capitalize()} cannot be {value!r}.")


def remove(bind: Engine, user_id: int) -> int:
    """Delete a lifter and all their rows, facts included; return the number of rows; NoSuchLifter."""
    owned = [table for table in _children_first() if "user_id" in table.c]
    with as_lifter(bind, user_id) as connection:
        return sum(connection.execute(delete(table).where(table.c.user_id == user_id)).rowcount for table in owned)


def count_attempts(bind: Engine, scope: str) -> tuple[int, datetime | None]:
    """Return how many attempts of this scope failed within a day, and when the last one did."""
    attempted = login_attempts.c.attempted_at
    query = select(func.count(), func.max(attempted)).where(_since(scope))
    with reading(bind) as connection:
        number, last = connection.execute(query).one()
        return number, last


def note_attempts(bind: Engine, scopes: Iterable[str]) -> int:
    """Store an attempt in each scope before it is tried, delete those over a day old, and return its id."""
    attempt_id, now, table = new_id(), datetime.now(UTC), login_attempts
    with writing(bind) as connection:
        for scope in scopes:
            connection.execute(delete(table).where(table.c.scope == scope, table.c.attempted_at < now - WINDOW))
            connection.execute(insert(table).values(scope=scope, attempt_id=attempt_id, attempted_at=now))
    return attempt_id


def forget_attempts(bind: Engine, scopes: Iterable[str], attempt_id: int | None = None) -> None:
    """Delete a single attempt, or all attempts, in these scopes."""
    table = login_attempts
    with writing(bind) as connection:
        for scope in scopes:
            only = [table.c.attempt_id == attempt_id] if attempt_id is not None else []
            connection.execute(delete(table).where(table.c.scope == scope, *only))


def _since(scope: str) -> Any:
    return (login_attempts.c.scope == scope) & (login_attempts.c.attempted_at > datetime.now(UTC) - WINDOW)


def _children_first() -> list[Any]:
    oltp = list(reversed(oltp_tables.metadata.sorted_tables))
    return [*olap_tables.metadata.sorted_tables, *oltp]


def _may_stand(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in NAME_MARKS
