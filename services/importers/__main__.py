"""The shell door of the import: the same pipeline as the page, its figures as text or as JSON."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import InterfaceError, OperationalError

from database.data_validation import Problem
from database.db_connector import engine, reading
from database.keys import folded
from database.migrate import SchemaError, prepare
from database.oltp_tables import UNITS, users
from database.settings import SettingsError
from services.errors import InvalidValue, TonnageError, UnknownTimeZone
from services.importers.importing import refreshed
from services.importers.pipeline import Outcome, Preview, foresee, preview, run_import
from services.importers.restoring import (
    MOST_DOCUMENT,
    NotARestorable,
    Restored,
    figures,
    is_document,
    read_document,
    restore,
)
from services.importers.tables.reading import MOST_BYTES
from services.startup import load_shared_rows

DONE, REFUSED, USAGE, NO_DATABASE = range(4)
NOTHING: Final = {"added": 0, "updated": 0, "unchanged": 0}


class UsageError(TonnageError):
    """The command cannot be carried out as it was typed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Import one file; 0 done, 1 refused and nothing written, 2 usage, 3 no database."""
    asked = _parser().parse_args(arguments)
    try:
        data = _read(asked.file)
        bind = _ready_engine()
        return _import(bind, asked, data, _account(bind, asked.user))
    except OSError as error:
        return _fail(USAGE, f"The file {asked.file} cannot be read: {error.strerror}.")
    except (UsageError, UnknownTimeZone) as error:
        return _fail(USAGE, str(error))
    except (SchemaError, SettingsError) as error:
        return _fail(NO_DATABASE, str(error))
    except (OperationalError, InterfaceError) as error:
        return _fail(NO_DATABASE, f"The database does not answer: {error.orig}. Nothing was imported.")


def _read(path: Path) -> bytes:
    """What the file holds; of one that is too large only as much as tells so."""
    with path.open("rb") as file:
        begin = file.read(MOST_BYTES + 1)
        return begin + file.read(MOST_DOCUMENT - len(begin) + 1) if is_document(begin) else begin


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.importers", description="Import another app's export.")
    parser.add_argument("file", metavar="FILE", type=Path, help="the export, as the other app wrote it")
    parser.add_argument("--user", metavar="NAME", required=True, help="whose workouts they are, by username")
    parser.add_argument("--unit", choices=UNITS, help="the unit of the weights, where the file names none")
    parser.add_argument("--time-zone", metavar="Z", help="the zone of its clock, as Europe/Berlin; else the account's")
    parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and write nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    return parser


def _ready_engine() -> Engine:
    bind = engine()
    prepare(bind)
    load_shared_rows(bind)
    return bind


def _run(bind: Engine, user_id: int, shown: Preview) -> Outcome:
    return run_import(bind, user_id, shown, tell=lambda share: _say(f"{share:.0%} of the new sets are written.\n"))


def _say(words: str) -> None:
    sys.stderr.write(words)


def _account(bind: Engine, name: str) -> Any:
    """The id and the time zone of a lifter; UsageError if there is none of that name."""
    wanted = select(users.c.user_id, users.c.time_zone).where(users.c.username_key == folded(name), users.c.is_active)
    with reading(bind) as connection:
        found = connection.execute(wanted).first()
    if found is None:
        raise UsageError(f"There is no lifter named {name}.")
    return found


def _restore(bind: Engine, asked: argparse.Namespace, data: bytes, account: Any) -> int:
    """Tonnage's own export: every row that the account lacks, all or nothing."""
    try:
        found = figures(read_document(data))
        done = Restored(0, 0) if asked.dry_run else restore(bind, account.user_id, data)
    except (InvalidValue, NotARestorable) as error:
        return _fail(REFUSED, f"{error} Nothing was imported.")
    if not asked.dry_run:
        sys.stderr.write(refreshed(bind, account.user_id) or "")
    nothing: dict[str, Any] = {"refused": [], "suspicious": []}
    told = {"rows": found["sets"], "rest_rows": 0, "note_rows": 0, **found, **nothing}
    written = {"dry_run": asked.dry_run, "added": done.added, "updated": 0, "unchanged": done.unchanged}
    _tell(asked, {"format": "tonnage", **told, **written})
    return DONE


def _import(bind: Engine, asked: argparse.Namespace, data: bytes, account: Any) -> int:
    if is_document(data):
        return _restore(bind, asked, data, account)
    zone = asked.time_zone or account.time_zone
    shown = preview(data, asked.file.name, unit=asked.unit, zone=zone)
    if shown.unit_needed:
        raise UsageError("This file does not say whether its weights are kilograms or pounds: add --unit kg or lb.")
    if shown.problems:
        _report(asked, shown, NOTHING)
        return _fail(REFUSED, "Nothing was imported.")
    outcome = foresee(bind, account.user_id, shown) if asked.dry_run else _run(bind, account.user_id, shown)
    if outcome.batch_id is not None:
        sys.stderr.write("Saved. Working out the statistics …\n")
        sys.stderr.write(refreshed(bind, account.user_id) or "")
    _report(asked, shown, {name: getattr(outcome, name) for name in NOTHING})
    _say_what_stays(outcome)
    return DONE


def _report(asked: argparse.Namespace, shown: Preview, done: Mapping[str, int]) -> None:
    told = {
        "format": shown.format.key if shown.format else None,
        **shown.counts(),
        "refused": _listed(shown.problems),
        "suspicious": _listed(shown.suspicious),
        "dry_run": asked.dry_run,
        **done,
    }
    _tell(asked, told)


def _tell(asked: argparse.Namespace, told: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if asked.json else _as_text(told))


def _listed(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [problem._asdict() for problem in problems]


def _as_text(figures: Mapping[str, Any]) -> str:
    counts = [f"{name.replace('_', ' '):>14}  {value}\n" for name, value in figures.items() if not _is_list(value)]
    rows = [f"{name:>14}  {_place(one['row'])}{one['reason']}\n" for name in figures for one in _rows(figures[name])]
    return "".join(counts + rows)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _rows(value: Any) -> list[dict[str, Any]]:
    return value if _is_list(value) else []


def _place(row: int | None) -> str:
    return f"row {row}: " if row is not None else ""


def _say_what_stays(outcome: Outcome) -> None:
    kept = (("edited", outcome.kept), ("deleted", outcome.deleted))
    sys.stderr.writelines(f"{count} sets were {what} here and stay so.\n" for what, count in kept if count)


def _fail(status: int, sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
