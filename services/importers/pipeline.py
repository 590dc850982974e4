"""The one way from a file to workouts: preview, match, compare, write; all or nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Engine, select

from database import writes
from database.db_connector import reading
from database.oltp_tables import sets
from services.errors import TonnageError
from services.importers.choices import Choices, choose
from services.importers.figures import Figures, figures_of
from services.importers.matching import Match, load_library
from services.importers.plan import Plan, Row, Source, plan_import, set_key, workout_key
from services.importers.preview import Preview, SheetUnavailable, preview, preview_sheet
from services.importers.undo import Undone, undo_import
from services.importers.writing import Progress, remember_names, silent, stored_of, write_plan

__all__ = [
    "ImportRefused", "Outcome", "Preview", "SheetUnavailable", "Undone", "UnitNeeded",
    "foresee", "guesses", "preview", "preview_sheet", "recount", "run_import", "undo_import",
]  # fmt: skip

Corrections = Mapping[str, int | None]


class ImportRefused(TonnageError):
    """The file cannot be imported as it is; nothing was written."""


class UnitNeeded(ImportRefused):
    """The file does not say whether its weights are kilograms or pounds: say which."""


@dataclass(frozen=True)
class Outcome:
    """What an import did (or would do) to sets; `kept` were edited and `deleted` were deleted here, and stay so."""

    added: int
    updated: int
    unchanged: int
    kept: int
    deleted: int
    new_exercises: int
    batch_id: int | None
    figures: Figures


def guesses(bind: Engine, user_id: int, import_preview: Preview, corrections: Corrections | None = None) -> list[Match]:
    """What each exercise name of a file would become, in the order of the file."""
    with reading(bind) as connection:
        return choose(load_library(connection, user_id), import_preview.frame, corrections or {}).matches


def foresee(bind: Engine, user_id: int, import_preview: Preview, corrections: Corrections | None = None) -> Outcome:
    """What the import would do; writes nothing. The same errors as run_import."""
    _require_importable(import_preview)
    with reading(bind) as connection:
        chosen, plan = _plan(connection, user_id, import_preview, corrections or {})
    return _outcome(import_preview, plan, len(_used(chosen, plan)), None)


def run_import(
    bind: Engine, user_id: int, import_preview: Preview, corrections: Corrections | None = None, tell: Progress = silent
) -> Outcome:
    """Write a previewed file in one transaction; the statistics follow by a refresh.

    `corrections` say for a name which exercise it is, or None for a new one; they are remembered. ImportRefused (with
    the first reason), UnitNeeded, NoSuchLifter or NoSuchExercise if it cannot be; nothing is written then. `tell` hears
    how far it is, from 0 to 1.
    """
    _require_importable(import_preview)
    with writes.as_lifter(bind, user_id) as connection:
        chosen, plan = _plan(connection, user_id, import_preview, corrections or {})
        made = _used(chosen, plan)
        remember_names(connection, user_id, _to_remember(chosen, made))
        if plan.is_empty:
            return _outcome(import_preview, plan, 0, None)
        batch_id = write_plan(connection, user_id, _batch(import_preview), plan, made, tell)
        writes.mark_user(connection, user_id)
    return _outcome(import_preview, plan, len(made), batch_id)


def recount(bind: Engine, user_id: int, import_preview: Preview) -> Figures:
    """The figures of a file counted again from the database."""
    below_0 = import_preview.frame["weight"].map(lambda weight: bool(weight) and weight < 0)
    signs = dict(zip(_set_keys(import_preview), below_0.map({True: -1, False: 1}), strict=True))
    table = sets.c
    statement = select(table.workout_id, table.exercise_name, table.reps, table.weight, table.source_key)
    with reading(bind) as connection:
        stored_rows = connection.execute(statement.where(table.user_id == user_id, table.source_key.is_not(None)))
        rows = [row for row in stored_rows if row.source_key in signs]
    reps = pd.Series([row.reps for row in rows], dtype=float)
    weights = pd.Series([row.weight and row.weight * signs[row.source_key] for row in rows], dtype=object)
    return figures_of([row.workout_id for row in rows], [row.exercise_name for row in rows], reps, weights)


def _require_importable(import_preview: Preview) -> None:
    if import_preview.problems:
        first = import_preview.problems[0]
        raise ImportRefused(first.reason if first.row is None else f"Row {first.row}: {first.reason}")
    if import_preview.unit_needed:
        raise UnitNeeded


def _plan(
    connection: Connection, user_id: int, import_preview: Preview, corrections: Corrections
) -> tuple[Choices, Plan]:
    source = Source(_app(import_preview), import_preview.zone)
    chosen = choose(load_library(connection, user_id), import_preview.frame, corrections)
    stored = stored_of(connection, user_id, frozenset(_workout_keys(import_preview).values()))
    return chosen, plan_import(import_preview.frame, source, stored, chosen.exercise_of, chosen.corrected)


def _app(import_preview: Preview) -> str:
    return import_preview.format.key if import_preview.format else ""


def _workout_keys(import_preview: Preview) -> dict[int, str]:
    firsts = import_preview.frame.drop_duplicates("workout")
    columns = zip(firsts["workout"], firsts["start"], firsts["title"], strict=True)
    return {number: workout_key(_app(import_preview), start, title) for number, start, title in columns}


def _set_keys(import_preview: Preview) -> Iterator[str]:
    keys = _workout_keys(import_preview)
    columns = zip(*(import_preview.frame[name] for name in ("workout", "exercise", "occurrence")), strict=True)
    return (set_key(keys[workout], exercise, occurrence) for workout, exercise, occurrence in columns)


def _used(chosen: Choices, plan: Plan) -> list[Row]:
    """The new exercises that some set really takes."""
    moved = {change.after.get("exercise_id") for change in plan.set_changes}
    taken = {row["exercise_id"] for row in plan.new_sets} | moved
    return [row for exercise_id, row in chosen.new.items() if exercise_id in taken]


def _to_remember(chosen: Choices, made: Collection[Row]) -> dict[str, int]:
    """The learned names of exercises that exist after the import."""
    unused = chosen.new.keys() - {row["exercise_id"] for row in made}
    return {name: chosen.ids[name] for name in chosen.learned if chosen.ids[name] not in unused}


def _batch(import_preview: Preview) -> dict[str, object]:
    figures = import_preview.counts()
    return {
        "format": _app(import_preview),
        "file_name": import_preview.file_name,
        "file_hash": import_preview.file_hash,
        "figures": figures,
    }


def _outcome(import_preview: Preview, plan: Plan, new_exercises: int, batch_id: int | None) -> Outcome:
    return Outcome(
        added=len(plan.new_sets),
        updated=len(plan.set_changes),
        unchanged=plan.unchanged,
        kept=plan.kept,
        deleted=plan.deleted,
        new_exercises=new_exercises,
        batch_id=batch_id,
        figures=import_preview.figures,
    )
