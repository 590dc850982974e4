"""The shell command of the import: the same pipeline as the page, its figures as text or as JSON."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer
from sqlalchemy import Engine, select
from sqlalchemy.exc import InterfaceError, OperationalError

from database.data_validation import Problem
from database.db_connector import engine, reading
from database.keys import folded
from database.migrate import SchemaError, prepare
from database.oltp_tables import users
from database.settings import SettingsError
from database.shell import DONE, NO_DATABASE, REFUSED, USAGE, progress_bar, run, say
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

NOTHING: Final = {"added": 0, "updated": 0, "unchanged": 0}


class UsageError(TonnageError):
    """The command cannot be carried out as it was typed."""


@dataclass(frozen=True)
class Call:
    """The options of one call."""

    file: Path
    user: str
    unit: str | None
    time_zone: str | None
    dry_run: bool
    json: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Import one file; 0 done, 1 refused and nothing written, 2 usage, 3 no database."""
    return run(import_file, "services.importers", arguments)


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The export, as the other app wrote it.")],
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose workouts they are, by username.")],
    unit: Annotated[
        Literal["kg", "lb"] | None, typer.Option(help="The unit of the weights, where the file names none.")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option(metavar="Z", help="The zone of its clock, as Europe/Berlin; else the account's.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout and nothing else.")] = False,
) -> int:
    """Import another app's export."""
    call = Call(file, user, unit, time_zone, dry_run, json)
    try:
        data = _read(file)
        bind = _ready_engine()
        return _import(bind, call, data, _account(bind, user))
    except OSError as error:
        return say(USAGE, f"The file {file} cannot be read: {error.strerror}.")
    except (UsageError, UnknownTimeZone) as error:
        return say(USAGE, str(error))
    except (SchemaError, SettingsError) as error:
        return say(NO_DATABASE, str(error))
    except (OperationalError, InterfaceError) as error:
        return say(NO_DATABASE, f"The database does not answer: {error.orig}. Nothing was imported.")


def _read(path: Path) -> bytes:
    """What the file holds; of one that is too large only as much as tells so."""
    with path.open("rb") as file:
        begin = file.read(MOST_BYTES + 1)
        return begin + file.read(MOST_DOCUMENT - len(begin) + 1) if is_document(begin) else begin


def _ready_engine() -> Engine:
    bind = engine()
    prepare(bind)
    load_shared_rows(bind)
    return bind


def _run(bind: Engine, user_id: int, import_preview: Preview) -> Outcome:
    with progress_bar("{task.percentage:.0f}% of the new sets are written.") as tell:
        return run_import(bind, user_id, import_preview, tell=lambda share: tell(share, 1))


def _account(bind: Engine, name: str) -> Any:
    """The id and the time zone of a lifter; UsageError if there is none of that name."""
    statement = select(users.c.user_id, users.c.time_zone).where(
        users.c.username_key == folded(name), users.c.is_active
    )
    with reading(bind) as connection:
        account = connection.execute(statement).first()
    if account is None:
        raise UsageError(f"There is no lifter named {name}.")
    return account


def _restore(bind: Engine, call: Call, data: bytes, account: Any) -> int:
    """Tonnage's own export: every row that the account lacks, all or nothing."""
    try:
        counts = figures(read_document(data))
        done = Restored(0, 0) if call.dry_run else restore(bind, account.user_id, data)
    except (InvalidValue, NotARestorable) as error:
        return say(REFUSED, f"{error} Nothing was imported.")
    if not call.dry_run:
        sys.stderr.write(refreshed(bind, account.user_id) or "")
    nothing: dict[str, Any] = {"refused": [], "suspicious": []}
    report = {"rows": counts["sets"], "rest_rows": 0, "note_rows": 0, **counts, **nothing}
    written = {"dry_run": call.dry_run, "added": done.added, "updated": 0, "unchanged": done.unchanged}
    _tell(call, {"format": "tonnage", **report, **written})
    return DONE


def _import(bind: Engine, call: Call, data: bytes, account: Any) -> int:
    if is_document(data):
        return _restore(bind, call, data, account)
    zone = call.time_zone or account.time_zone
    import_preview = preview(data, call.file.name, unit=call.unit, zone=zone)
    if import_preview.unit_needed:
        raise UsageError("This file does not say whether its weights are kilograms or pounds: add --unit kg or lb.")
    if import_preview.problems:
        _report(call, import_preview, NOTHING)
        return say(REFUSED, "Nothing was imported.")
    outcome = (
        foresee(bind, account.user_id, import_preview) if call.dry_run else _run(bind, account.user_id, import_preview)
    )
    if outcome.batch_id is not None:
        sys.stderr.write("Saved. Working out the statistics …\n")
        sys.stderr.write(refreshed(bind, account.user_id) or "")
    _report(call, import_preview, {name: getattr(outcome, name) for name in NOTHING})
    _say_what_stays(outcome)
    return DONE


def _report(call: Call, import_preview: Preview, done: Mapping[str, int]) -> None:
    report = {
        "format": import_preview.format.key if import_preview.format else None,
        **import_preview.counts(),
        "refused": _listed(import_preview.problems),
        "suspicious": _listed(import_preview.suspicious),
        "dry_run": call.dry_run,
        **done,
    }
    _tell(call, report)


def _tell(call: Call, report: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n" if call.json else _as_text(report))


def _listed(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [problem._asdict() for problem in problems]


def _as_text(figures: Mapping[str, Any]) -> str:
    counts = [f"{name.replace('_', ' '):>14}  {value}\n" for name, value in figures.items() if not _is_list(value)]
    rows = [
        f"{name:>14}  {_place(problem['row'])}{problem['reason']}\n"
        for name in figures
        for problem in _rows(figures[name])
    ]
    return "".join(counts + rows)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _rows(value: Any) -> list[dict[str, Any]]:
    return value if _is_list(value) else []


def _place(row: int | None) -> str:
    return f"row {row}: " if row is not None else ""


def _say_what_stays(outcome: Outcome) -> None:
    kept = (("edited", outcome.kept), ("deleted", outcome.deleted))
    sys.stderr.writelines(f"{count} sets were {change} here and stay so.\n" for change, count in kept if count)


if __name__ == "__main__":
    sys.exit(main())
