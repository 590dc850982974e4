"""The statements on users and on login_attempts."""

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
FACTS_DEPEND_ON: Final = frozenset({"e1rm_formula", "unit", "sex", "week_start"})  # the last three by dim_users
WINDOW: Final = timedelta(days=1)  # how long a failed attempt counts
# What a tap may add to a weight, twice the smallest plate.
STEPS: Final[Mapping[str, tuple[Decimal, ...]]] = {
    "kg": tuple(map(Decimal, ("0.25", "0.5", "1", "1.25", "2", "2.5", "4", "5", "10"))),
    "lb": tuple(map(Decimal, ("0.5", "1", "1.25", "2", "2.5", "5", "10", "20"))),
}
WEEKLY_TARGETS: Final = range(1, 15)  # workouts; twice a day is the most that is meant by one
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
    """Whether a name can be an account's: 1 to 64 letters, marks and digits of any script, and . _ - @ +."""
    key, shown = folded(name), shown_username(name)
    fits = 0 < len(key) <= NAME_LENGTH and len(shown) <= NAME_LENGTH
    return fits and all(_may_stand(character) for character in shown)


def check_username(name: str) -> None:
    """Refuse what cannot be an account's name; InvalidName."""
    if not is_username(name):
        raise InvalidName


def shown_username(name: str) -> str:
    """The name as it is shown: as typed, in one spelling of each character."""
    return unicodedata.normalize("NFKC", name).strip()


def find(bind: Engine, name: str) -> Account | None:
    """The active account of a name, spelled in any case; DatabaseAway if the database does not answer."""
    query = select(users).where(users.c.username_key == folded(name), users.c.is_active)
    with reading(bind) as connection:
        return connection.execute(query).first()


def find_user(bind: Engine, name: str) -> User:
    """The lifter of a name; UnknownAccount if there is none."""
    found = find(bind, name)
    if found is None:
        raise UnknownAccount
    return User.of(found._asdict())


def add(bind: Engine, name: str, password_hash: str | None, **settings: Any) -> int:
    """Create an account and give its id; NameTaken, InvalidSetting."""
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
    """Keep a new password; NoSuchLifter."""
    with writing(bind) as connection:
        writes.amend_user(connection, user_id, {"password_hash": password_hash})


def amend(bind: Engine, user_id: int, fields: Mapping[str, Any]) -> None:
    """Change settings of a lifter, and have everything folded again where facts depend on one.

    InvalidSetting, NoSuchLifter.
    """
    checked(fields)
    with as_lifter(bind, user_id) as connection:
        writes.amend_user(connection, user_id, fields)
        if FACTS_DEPEND_ON & fields.keys():
            writes.mark_user(connection, user_id)


def checked(fields: Mapping[str, Any]) -> None:
    """Refuse a setting that does not exist or cannot have this value; InvalidSetting."""
    for name, value in fields.items():
        if name not in CHECKS or not CHECKS[name](value):
            raise InvalidSetting(f"{name.replace('_', ' ').capitalize()} cannot be {value!r}.")


def remove(bind: Engine, user_id: int) -> int:
    """Delete a lifter and every row of theirs, facts included; how many rows there were; NoSuchLifter."""
    owned = [table for table in _children_first() if "user_id" in table.c]
    with as_lifter(bind, user_id) as connection:
        return sum(connection.execute(delete(table).where(table.c.user_id == user_id)).rowcount for table in owned)


def count_attempts(bind: Engine, scope: str) -> tuple[int, datetime | None]:
    """How many attempts of this scope failed within a day, and when the last one did."""
    attempted = login_attempts.c.attempted_at
    query = select(func.count(), func.max(attempted)).where(_since(scope))
    with reading(bind) as connection:
        number, last = connection.execute(query).one()
        return number, last


def note_attempts(bind: Engine, scopes: Iterable[str]) -> int:
    """Write an attempt down before it is tried, in each scope, and forget those of more than a day ago; its id."""
    attempt_id, now, table = new_id(), datetime.now(UTC), login_attempts
    with writing(bind) as connection:
        for scope in scopes:
            connection.execute(delete(table).where(table.c.scope == scope, table.c.attempted_at < now - WINDOW))
            connection.execute(insert(table).values(scope=scope, attempt_id=attempt_id, attempted_at=now))
    return attempt_id


def forget_attempts(bind: Engine, scopes: Iterable[str], attempt_id: int | None = None) -> None:
    """Forget one attempt, or every attempt, in these scopes."""
    table = login_attempts
    with writing(bind) as connection:
        for scope in scopes:
            one = [table.c.attempt_id == attempt_id] if attempt_id is not None else []
            connection.execute(delete(table).where(table.c.scope == scope, *one))


def _since(scope: str) -> Any:
    return (login_attempts.c.scope == scope) & (login_attempts.c.attempted_at > datetime.now(UTC) - WINDOW)


def _children_first() -> list[Any]:
    oltp = list(reversed(oltp_tables.metadata.sorted_tables))
    return [*olap_tables.metadata.sorted_tables, *oltp]


def _may_stand(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in NAME_MARKS
