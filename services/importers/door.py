"""What the import page does in the configured database: matches, the import with its statistics, the way back."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from database.db_connector import engine, reading
from services.errors import TonnageError
from services.etl_oltp_to_olap import refresh
from services.importers import pipeline
from services.importers.figures import Figures
from services.importers.matching import Match, load_library


@dataclass(frozen=True)
class Imported:
    """What an import did, the figures counted again from the database, and what is amiss with the statistics."""

    outcome: pipeline.Outcome
    recounted: Figures
    statistics: str | None


def matches_for(user_id: int, shown: pipeline.Preview) -> list[Match]:
    """What each exercise name of a file would become."""
    return pipeline.guesses(engine(), user_id, shown)


def exercises_for(user_id: int) -> dict[str, int]:
    """The exercises that a name may be corrected to, by the name that the lifter knows them by."""
    with reading(engine()) as connection:
        names = load_library(connection, user_id).names
    return {name: exercise_id for exercise_id, name in sorted(names.items(), key=lambda item: item[1].casefold())}


def import_for(user_id: int, shown: pipeline.Preview, corrections: Mapping[str, int | None]) -> Imported:
    """Import a previewed file and derive the statistics; the errors of run_import."""
    outcome = pipeline.run_import(engine(), user_id, shown, corrections)
    return Imported(outcome, pipeline.recount(engine(), user_id, shown), refreshed(engine(), user_id))


def undo_for(user_id: int, batch_id: int) -> pipeline.Undone:
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
