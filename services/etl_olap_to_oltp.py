"""Write back from the facts of finished workouts to next targets, training maxes and counters.

Every progression is replayed from the state that it was set to. So running twice changes nothing, and an edited past
workout counts as it is now.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer
from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from database import progression_reads, writes
from database.db_connector import engine, reading, writing
from database.migrate import prepare
from database.oltp_tables import etl_state, users
from database.shell import DONE, REFUSED, USAGE, no_database, run, say
from services.errors import TonnageError
from services.etl.refresh import refresh
from services.etl_oltp_to_olap import lifters
from services.progression import editing as progressions
from services.progression.replay import derive

log = logging.getLogger(__name__)


RUNNING: Final = timedelta(hours=12)  # a workout that is open for longer was forgotten
LATE: Final = "Saved. Next targets will follow."


def write_back(bind: Engine, user_id: int, always: bool = False) -> bool:
    """Update a lifter's targets from the facts; return whether something changed.

    Reads and computes before it locks, and writes only differences. If the lifter has logged meanwhile, it leaves the
    update to the next call. While a workout is running it does nothing. `always` updates even then, and whatever the
    versions say, as is needed after a change of phases or plates.
    """
    with reading(bind) as connection:
        versions = progression_reads.versions_of_targets(connection, user_id)
        if not versions.progressions or not (always or (versions.is_late and not _is_training(versions.open_since))):
            return False
        version = _data_version(connection, user_id)
        rows = derive(connection, user_id)
    if not rows and not versions.is_late:
        return False
    with writing(bind) as connection:
        if _locked_version(connection, user_id) != version:
            return False
        if rows:
            writes.touch(connection, user_id)
            progressions.put_states(connection, user_id, rows)
        state = update(etl_state).where(etl_state.c.user_id == user_id)
        connection.execute(state.values(targets_version=versions.facts))
    return bool(rows)


def _is_training(open_since: datetime | None) -> bool:
    return open_since is not None and datetime.now(UTC) - open_since.replace(tzinfo=UTC) < RUNNING


def up_to_date(bind: Engine, user_id: int) -> bool:
    """Try to derive facts and targets; False if that fails, so that callers can go on without them."""
    try:
        with reading(bind) as connection:
            versions = progression_reads.versions_of_targets(connection, user_id)
        if versions.progressions:
            refresh(bind, user_id)
            write_back(bind, user_id, always=True)
    except (TonnageError, SQLAlchemyError):
        log.exception("The targets of lifter %s could not be derived", user_id)
        return False
    return True


def is_late(connection: Connection, user_id: int) -> bool:
    """Whether the targets are older than the newest facts."""
    return progression_reads.versions_of_targets(connection, user_id).is_late


def _data_version(connection: Connection, user_id: int) -> int | None:
    version: int | None = connection.scalar(select(users.c.data_version).where(users.c.user_id == user_id))
    return version


def _locked_version(connection: Connection, user_id: int) -> int | None:
    """Return the lifter's data version and lock the row, so that other changes wait."""
    picked = select(users.c.data_version).where(users.c.user_id == user_id).with_for_update()
    version: int | None = connection.scalar(picked)
    return version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shell command: 0 done, 1 not all could be derived, 2 usage, 3 no database."""
    return run(update_targets, "services.etl_olap_to_oltp", arguments)


def update_targets(
    user: Annotated[str | None, typer.Option(metavar="NAME", help="One lifter only, by username.")] = None,
) -> int:
    """Derive next targets and training maxes, for one lifter or for all."""
    bind = engine()
    try:
        prepare(bind)
        chosen = lifters(bind, name=user)
    except OperationalError as error:
        return no_database(bind, error)
    if user and not chosen:
        return say(USAGE, f"There is no lifter named {user}.")
    failed = [user_id for user_id in chosen if not up_to_date(bind, user_id)]
    return REFUSED if failed else DONE


if __name__ == "__main__":
    raise SystemExit(main())
