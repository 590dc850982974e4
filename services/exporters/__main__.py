"""The shell door of the export: python -m services.exporters --user NAME --format json --out DIR."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import InterfaceError, OperationalError

from database.db_connector import engine, reading
from database.keys import folded
from database.migrate import SchemaError, prepare
from database.oltp_tables import users
from database.settings import SettingsError
from services.errors import TonnageError
from services.exporters.exporting import FORMATS, write

DONE, REFUSED, USAGE, NO_DATABASE = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Export one lifter; 0 done, 1 not written, 2 usage, 3 no database."""
    asked = _parser().parse_args(arguments)
    try:
        bind = engine()
        prepare(bind)
        user_id = _user_id(bind, asked.user)
        if user_id is None:
            return _fail(USAGE, f"There is no lifter named {asked.user}.")
        written = write(bind, user_id, asked.format, asked.out)
    except OSError as error:
        return _fail(REFUSED, f"The folder {asked.out} cannot be written: {error.strerror}.")
    except (SchemaError, SettingsError) as error:
        return _fail(NO_DATABASE, str(error))
    except (OperationalError, InterfaceError) as error:
        return _fail(NO_DATABASE, f"The database does not answer: {error.orig}.")
    except TonnageError as error:
        return _fail(REFUSED, str(error))
    sys.stdout.writelines(f"{path}\n" for path in written)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.exporters", description="Export all that a lifter owns.")
    parser.add_argument("--user", metavar="NAME", required=True, help="whose training it is, by username")
    parser.add_argument("--format", choices=FORMATS, required=True, help="zip holds all the others")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder, made if it is not there")
    return parser


def _user_id(bind: Engine, name: str) -> int | None:
    with reading(bind) as connection:
        found: int | None = connection.scalar(select(users.c.user_id).where(users.c.username_key == folded(name)))
    return found


def _fail(status: int, sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
