"""Prepare the configured database for the app, or explain in a sentence why that failed."""

import logging

from sqlalchemy import Engine, text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from database.db_connector import engine, reading
from database.migrate import SchemaError, prepare
from database.settings import SettingsError
from services.catalogue import load_catalogue
from services.errors import TonnageError
from services.etl.dimensions import load_dimensions
from services.log.workout_log import purge

UNPREPARED = "The database could not be prepared. Nothing that was saved is lost. The server's log says why."

log = logging.getLogger(__name__)


class NotReady(TonnageError):
    """The database cannot be reached. Nothing that was saved is lost. Try again in a minute."""


def load_shared_rows(bind: Engine) -> None:
    """Load the catalogue and the dimensions that all lifters share; the tables must be there."""
    load_dimensions(bind)
    load_catalogue(bind)


def make_ready() -> None:
    """Create or migrate the tables and load the catalogue; NotReady."""
    try:
        prepare(engine())
        load_shared_rows(engine())
    except (SettingsError, SchemaError) as error:
        raise NotReady(str(error)) from error
    except (OperationalError, InterfaceError) as error:
        log.exception("The database does not answer")
        raise NotReady from error
    except SQLAlchemyError as error:
        log.exception("The database could not be prepared")
        raise NotReady(UNPREPARED) from error


def tidy() -> None:
    """Purge what can no longer be undone or resent; if the database does not answer, a later call does it."""
    try:
        purge(engine())
    except (SettingsError, SQLAlchemyError):
        log.exception("The database could not be tidied")


def answers() -> bool:
    """Whether the database answers."""
    try:
        with reading(engine()) as connection:
            return bool(connection.scalar(text("SELECT 1")) == 1)
    except (SettingsError, SQLAlchemyError):
        return False
