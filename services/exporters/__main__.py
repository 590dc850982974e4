"""The shell command of the export: python -m services.exporters --user NAME --format json --out DIR."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from sqlalchemy import Engine, select
from sqlalchemy.exc import InterfaceError, OperationalError

from database.db_connector import engine, reading
from database.keys import folded
from database.migrate import SchemaError, prepare
from database.oltp_tables import users
from database.settings import SettingsError
from database.shell import DONE, NO_DATABASE, REFUSED, USAGE, run, say
from services.errors import TonnageError
from services.exporters.exporting import write


def main(arguments: Sequence[str] | None = None) -> int:
    """Export one lifter; 0 done, 1 not written, 2 usage, 3 no database."""
    return run(export, "services.exporters", arguments)


def export(
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose training it is, by username.")],
    form: Annotated[
        Literal["strong", "hevy", "json", "parquet", "zip"], typer.Option("--format", help="zip holds all the others.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder, made if it is not there.")],
) -> int:
    """Export all that a lifter owns."""
    try:
        bind = engine()
        prepare(bind)
        user_id = _user_id(bind, user)
        if user_id is None:
            return say(USAGE, f"There is no lifter named {user}.")
        sys.stdout.writelines(f"{path}\n" for path in write(bind, user_id, form, out))
    except OSError as error:
        return say(REFUSED, f"The folder {out} cannot be written: {error.strerror}.")
    except (SchemaError, SettingsError) as error:
        return say(NO_DATABASE, str(error))
    except (OperationalError, InterfaceError) as error:
        return say(NO_DATABASE, f"The database does not answer: {error.orig}.")
    except TonnageError as error:
        return say(REFUSED, str(error))
    return DONE


def _user_id(bind: Engine, name: str) -> int | None:
    with reading(bind) as connection:
        user_id: int | None = connection.scalar(select(users.c.user_id).where(users.c.username_key == folded(name)))
    return user_id


if __name__ == "__main__":
    sys.exit(main())
