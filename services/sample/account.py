"""Create the sample account with a year of training, from the sign-in page or with `python -m` this module."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from database import writes
from database.db_connector import engine, reading, writing
from database.oltp_tables import routines, user_identities, users, workouts
from database.shell import DONE, no_database, run, say
from services.errors import TonnageError
from services.etl_oltp_to_olap import lifters, refresh
from services.sample.program import write_program
from services.sample.rows import ZONE, write_routines, write_year
from services.sample.training import Year, first_monday, training_year
from services.startup import load_shared_rows

NAMES: Final = ("sample", *(f"sample-{number}" for number in range(2, 10)))
STALE: Final = timedelta(days=30)
SETTINGS: Final = {
    "display_name": "Sample lifter",
    "unit": "kg",
    "week_start": 0,
    "time_zone": ZONE,
    "sex": "M",
    "shows_rir": True,
    "shows_set_type": True,
}


class NoNameLeft(TonnageError):
    """Every name that the sample account could have is taken by a lifter."""


class Found(NamedTuple):
    """A sample account, and the date of its last workout."""

    username: str
    user_id: int
    last_day: date | None


def ensure_sample(bind: Engine, today: date | None = None) -> str:
    """Create the sample account if it is missing, or add the missing weeks if it is stale; return its username.

    Nobody can sign in to it with a password. If a lifter has taken the name, the sample is called sample-2.
    """
    today = today or datetime.now(ZoneInfo(ZONE)).date()
    account = _find(bind)
    if account is None:
        return _create(bind, today)
    if account.last_day is None or today - account.last_day > STALE:
        _extend(bind, account, today)
    return account.username


def _find(bind: Engine) -> Found | None:
    """Find the sample account: it has one of NAMES, no password and no identity to sign in with."""
    last_day = select(func.max(workouts.c.performed_on)).where(workouts.c.user_id == users.c.user_id).scalar_subquery()
    signs_in = select(user_identities.c.user_id).where(user_identities.c.user_id == users.c.user_id).exists()
    nobody = (users.c.password_hash.is_(None), ~users.c.is_admin, ~signs_in)
    picked = select(users.c.username, users.c.user_id, last_day).where(users.c.username_key.in_(NAMES), *nobody)
    with reading(bind) as connection:
        row = connection.execute(picked.order_by(users.c.user_id)).first()
    return Found(*row) if row else None


def _create(bind: Engine, today: date) -> str:
    year = training_year(today)
    for username in NAMES:
        try:
            _write_account(bind, username, year, today)
        except IntegrityError:  # the name is taken: by a lifter, or by a second press of the button
            account = _find(bind)
            if account is not None:
                return account.username
        else:
            return username
    raise NoNameLeft


def _write_account(bind: Engine, username: str, year: Year, today: date) -> None:
    first = first_monday(today)
    with writing(bind) as connection:
        user_id = writes.create_user(connection, username, username, **SETTINGS)
        by_name = write_routines(connection, user_id, first)
        rules = write_program(connection, user_id, year, first, today, by_name)
        write_year(connection, user_id, year, by_name, rules)


def _extend(bind: Engine, account: Found, today: date) -> None:
    """Add the training of a year that ends today, from the day after the last workout."""
    last = account.last_day or date.min
    year = training_year(today)
    later = Year(
        [workout for workout in year.workouts if workout.day > last],
        [weighing for weighing in year.body_kg if weighing[0] > last],
        [phase for phase in year.phases if phase[1] > last],
    )
    with writes.as_lifter(bind, account.user_id) as connection:
        mine = select(routines.c.name, routines.c.routine_id).where(routines.c.user_id == account.user_id)
        by_name = {row.name: row.routine_id for row in connection.execute(mine)}
        write_year(connection, account.user_id, later, by_name)


def main() -> int:
    """Make the sample account in the configured database, with its statistics."""
    bind = engine()
    try:
        load_shared_rows(bind)
        username = ensure_sample(bind)
        refresh(bind, lifters(bind, name=username)[0])
    except OperationalError as error:
        return no_database(bind, error)
    return say(DONE, f"The sample account is ready: the sign-in page offers it as '{username}'.")


if __name__ == "__main__":
    raise SystemExit(run(main, "services.sample.account", None))
