"""Well-known plans that a lifter copies and edits, read from data/routines.csv."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import Engine

from database.oltp_tables import exercises
from database.writes import as_lifter
from services.catalogue import DATA, catalogue_rows
from services.errors import NoSuchStarter
from services.routines import store
from services.routines.tree import Routine, RoutineExercise, RoutineSet

FILE: Final = DATA / "routines.csv"

CsvRow = Mapping[str, str]


@dataclass(frozen=True)
class Starter:
    """A well-known plan: its routines are the days of its week."""

    slug: str
    name: str
    description: str
    routines: tuple[Routine, ...]


@cache
def starters() -> tuple[Starter, ...]:
    """Return all starters, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(_starter_from(list(group)) for _, group in groupby(rows, key=itemgetter("starter")))


def copy_starter(engine: Engine, user_id: int, starter_slug: str) -> list[int]:
    """Copy a starter's routines into a folder of that name; return their ids. Raises NoSuchStarter."""
    chosen = next((starter for starter in starters() if starter.slug == starter_slug), None)
    if chosen is None:
        raise NoSuchStarter
    with as_lifter(engine, user_id) as connection:
        return [store.add(connection, user_id, routine).routine_id for routine in chosen.routines]


def _starter_from(rows: Sequence[CsvRow]) -> Starter:
    first = rows[0]
    ordered = sorted(rows, key=lambda row: (float(row["routine_position"]), float(row["position"])))
    days = [list(group) for _, group in groupby(ordered, key=itemgetter("routine"))]
    return Starter(first["starter"], first["starter_name"], first["description"], tuple(map(_routine_from, days)))


def _routine_from(rows: Sequence[CsvRow]) -> Routine:
    blocks = [list(group) for _, group in groupby(rows, key=itemgetter("exercise_slug", "superset"))]
    name, folder = rows[0]["routine"], rows[0]["starter_name"]
    return Routine(name, tuple(map(_exercise_from, blocks)), folder=folder, source=rows[0]["starter"])


def _exercise_from(blocks: Sequence[CsvRow]) -> RoutineExercise:
    first = blocks[0]
    sets = tuple(routine_set for block in blocks for routine_set in _sets(block))
    exercise = RoutineExercise(_exercise_ids()[first["exercise_slug"]], sets)
    return replace(
        exercise,
        superset=_whole(first["superset"]),
        rest_s=_whole(first["rest_s"]),
        note=_joined(block["note"] for block in blocks),
    )


def _sets(block: CsvRow) -> Iterable[RoutineSet]:
    routine_set = RoutineSet(
        set_type=block["set_type"] or "working",
        reps_min=_whole(block["reps_min"]),
        reps_max=_whole(block["reps_max"]),
        rir=_number(block["rir"]),
        percent_tm=_number(block["percent_tm"]),
    )
    return [routine_set] * int(block["sets"])


def _joined(notes: Iterable[str]) -> str | None:
    return " ".join(dict.fromkeys(note.strip() for note in notes if note.strip())) or None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _number(text: str) -> float | None:
    return float(Decimal(text)) if text else None


@cache
def _exercise_ids() -> Mapping[str, int]:
    return {row["slug"]: row["exercise_id"] for row in catalogue_rows()[exercises].values()}
