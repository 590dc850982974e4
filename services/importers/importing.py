"""What the import page does in the configured database: matches, the import with its statistics, the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from database import gsheet_connector
from database.data_validation import Problem
from database.db_connector import engine, reading
from services.errors import TonnageError
from services.etl_oltp_to_olap import refresh
from services.importers import pipeline
from services.importers.figures import Figures
from services.importers.matching import Match, load_library
from services.importers.pipeline import Preview, Undone, preview, preview_sheet
from services.importers.restoring import MOST_DOCUMENT, Restored, is_document, restore

__all__ = [
    "MOST_MB", "NEW", "Imported", "Match", "Preview", "Problem", "Restored", "Undone",
    "exercises_for", "import_for", "is_document", "matches_for", "preview", "preview_sheet", "refreshed", "restore_for",
    "takes_sheets", "undo_for",
]  # fmt: skip

MOST_MB: Final = MOST_DOCUMENT // 1_000_000  # of Tonnage's own export; others are refused once they are here
# What an import does, and where on the way from 0 to 1 each step ends.
COMPARING: Final = "Comparing with what is here"
WRITING: Final = "Writing sets"
COUNTING: Final = "Counting again"
DERIVING: Final = "Saved. Working out the statistics"
WRITTEN: Final = 0.5
RECOUNTED: Final = 0.6
Say = Callable[[float, str], None]
NEW: Final = "A new exercise of my own"


@dataclass(frozen=True)
class Imported:
    """What an import did, the figures counted again from the database, and what is amiss with the statistics."""

    outcome: pipeline.Outcome
    recounted: Figures
    statistics: str | None


def takes_sheets() -> bool:
    """Whether this server can read Google Sheets."""
    return gsheet_connector.is_configured()


def matches_for(user_id: int, import_preview: Preview) -> list[Match]:
    """What each exercise name of a file would become."""
    return pipeline.guesses(engine(), user_id, import_preview)


def exercises_for(user_id: int) -> dict[str, int]:
    """The exercises that a name may be corrected to, by the name that the lifter knows them by."""
    with reading(engine()) as connection:
        names = load_library(connection, user_id).names
    return {name: exercise_id for exercise_id, name in sorted(names.items(), key=lambda item: item[1].casefold())}


def import_for(user_id: int, import_preview: Preview, corrections: Mapping[str, int | None], say: Say) -> Imported:
    """Import a previewed file and derive the statistics; the errors of run_import.

    `say` hears what is done and how far all of it is, from 0 to 1.
    """
    say(0.0, COMPARING)
    outcome = pipeline.run_import(
        engine(), user_id, import_preview, corrections, lambda share: say(WRITTEN * share, WRITING)
    )
    say(WRITTEN, COUNTING)
    recounted = pipeline.recount(engine(), user_id, import_preview)
    say(RECOUNTED, DERIVING)
    return Imported(outcome, recounted, refreshed(engine(), user_id))


def restore_for(user_id: int, data: bytes) -> Restored:
    """Take Tonnage's own export in and derive the statistics; the errors of restore."""
    done = restore(engine(), user_id, data)
    refreshed(engine(), user_id)
    return done


def undo_for(user_id: int, batch_id: int) -> Undone:
    """Take an import back; NoSuchImport if there is none."""
    undone = pipeline.undo_import(engine(), user_id, batch_id)
    refreshed(engine(), user_id)
    return undone


def refreshed(bind: Engine, user_id: int) -> str | None:
    """Derive the statistics of a committed write; a sentence if they have to follow later, before the next read."""
    try:
        refresh(bind, user_id)
    except (TonnageError, SQLAlchemyError) as error:
        return f"Saved. Statistics will follow. ({type(error).__name__})"
    return None
