"""Records out of folded sets: the order of workouts, their maxima, and which set did it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from services.analysis.records import (
    E1RM,
    REPS,
    SET_VOLUME,
    WEIGHT,
    Bests,
    Broken,
    Session,
    absorb,
    judge,
    raises,
)
from services.etl.shapes import WARMUP_ID, Column, Columns, known_or_zero, starts_of_groups, take

# The column of fact_sets whose largest value made the record; a workout's volume is made by no single set.
MADE_BY = {WEIGHT: "record_load", E1RM: "e1rm_kg", SET_VOLUME: "tonnage_kg"}


class Visit(NamedTuple):
    """One exercise in one workout: which rows of the counted sets, and their session."""

    first: int
    end: int
    session: Session


class Judged(NamedTuple):
    """What one visit brought: records, the sets that nothing before had matched, and the bests after it."""

    visit: Visit
    broken: list[Broken]
    unmatched: list[tuple[float, float]]
    largest: tuple[float | None, float | None, float | None]


def fold_records(
    fact_sets: Columns, signs: Mapping[int, float], bests: Mapping[int, Bests] | None = None
) -> dict[str, Columns]:
    """The records broken by sets, and the sets worth remembering; `bests` by exercise is what stood before them.

    The given bests are carried on in place.
    """
    sets = counted(fact_sets, signs)
    judged = list(_judged(sets, dict(bests or {})))
    return {"fact_records": _records(judged, sets), "fact_bests": _bests(judged, sets)}


def counted(fact_sets: Columns, signs: Mapping[int, float]) -> Columns:
    """The sets that can hold a record, by exercise and workout, with the load that records compare (0 for none)."""
    sets = take(fact_sets, (fact_sets["set_type_id"] != WARMUP_ID) & (fact_sets["reps"] >= 1))
    sets = take(sets, np.lexsort((sets["position"], sets["workout_rank"], sets["performed_on"], sets["exercise_id"])))
    unique, inverse = np.unique(sets["exercise_id"], return_inverse=True)
    sign = np.array([signs.get(int(e), 1.0) for e in unique])[inverse] if len(unique) else np.empty(0)
    return sets | {"record_load": known_or_zero(sets["weight_kg"]) * sign + 0.0}


def visits(sets: Columns) -> Iterator[tuple[int, Visit]]:
    """Each workout of each exercise, oldest first, with its exercise."""
    starts = starts_of_groups(sets["exercise_id"], sets["performed_on"], sets["workout_rank"])
    if not len(starts):
        return
    ends = np.append(starts[1:], len(sets["set_id"])).tolist()
    load, reps = sets["record_load"].tolist(), sets["reps"].tolist()
    maxima = zip(*(_maxima(sets[name], starts) for name in ("record_load", "e1rm_kg", "tonnage_kg")), strict=True)
    volumes = _known_sums(sets["tonnage_kg"], starts)
    exercises = sets["exercise_id"][starts].tolist()
    for exercise, first, end, (weight, e1rm, volume), total in zip(
        exercises, starts.tolist(), ends, maxima, volumes, strict=True
    ):
        pairs = list(dict.fromkeys(zip(load[first:end], reps[first:end], strict=True)))
        yield exercise, Visit(first, end, Session(weight, e1rm, volume, total, pairs))


def _maxima(values: Column, starts: Column) -> list[float | None]:
    return _optional(np.fmax.reduceat(values, starts))


def _known_sums(values: Column, starts: Column) -> list[float | None]:
    known = ~np.isnan(values)
    total = np.add.reduceat(np.where(known, values, 0.0), starts)
    return _optional(np.where(np.logical_or.reduceat(known, starts), total, np.nan))


def _optional(values: Column) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _judged(sets: Columns, bests: dict[int, Bests]) -> Iterator[Judged]:
    """The visits that changed anything."""
    for exercise_id, visit in visits(sets):
        best = bests.setdefault(exercise_id, Bests())
        if raises(best, visit.session):
            broken, unmatched = judge(best, visit.session), absorb(best, visit.session)
            yield Judged(visit, broken, unmatched, best.largest)


def _row_of(sets: Columns, visit: Visit, broken: Broken) -> int:
    """The row of the set that made the record; -1 if the whole workout did."""
    rows = slice(visit.first, visit.end)
    if broken.record_type == REPS:
        return _row_with(sets, visit, broken.load or 0.0, broken.new)
    if broken.record_type not in MADE_BY:
        return -1
    return visit.first + int(np.argmax(sets[MADE_BY[broken.record_type]][rows] == broken.new))


def _bests(judged: Iterable[Judged], sets: Columns) -> Columns:
    """What stood higher after each visit that raised it, beside each of its sets that nothing before had matched."""
    rows = [row for one in judged for row in _rows_of_bests(one, sets)]
    made_by, *values = zip(*rows, strict=True) if rows else ((),) * 6
    place = np.array(made_by, dtype=np.int64)
    keys = ("user_id", "exercise_id", "performed_on", "set_id")
    columns = {name: sets[name][place] for name in keys}
    names = ("load_kg", "reps", "e1rm_kg", "set_volume_kg", "workout_volume_kg")
    columns |= {name: np.array(some, dtype=float) for name, some in zip(names, values, strict=True)}
    return take(columns, np.lexsort([columns[name] for name in reversed(keys)]))


def _rows_of_bests(one: Judged, sets: Columns) -> Iterator[tuple[int | float | None, ...]]:
    for load, reps in one.unmatched:
        yield _row_with(sets, one.visit, load, reps), load, reps, *one.largest
    if not one.unmatched:
        yield one.visit.first, None, None, *one.largest


def _row_with(sets: Columns, visit: Visit, load: float, reps: float) -> int:
    """The first row of a visit with this load and these reps."""
    rows = slice(visit.first, visit.end)
    return visit.first + int(np.argmax((sets["record_load"][rows] == load) & (sets["reps"][rows] == reps)))


def _records(judged: Iterable[Judged], sets: Columns) -> Columns:
    rows = [(one.visit.first, _row_of(sets, one.visit, broken), broken) for one in judged for broken in one.broken]
    visit = np.array([first for first, _, _ in rows], dtype=np.int64)
    made_by = np.array([row for _, row, _ in rows], dtype=np.int64)
    by_a_set = made_by >= 0
    columns = {name: sets[name][visit] for name in ("user_id", "exercise_id", "performed_on", "workout_id")}
    columns |= {
        "record_type_id": np.array([b.record_type for _, _, b in rows], dtype=np.int64),
        "rep_count": np.where(by_a_set, sets["reps"][made_by] if len(rows) else 0, np.nan),
        "load_kg": np.where(by_a_set, sets["record_load"][made_by] if len(rows) else 0, np.nan),
        "old_value": np.array([b.old for _, _, b in rows], dtype=float),
        "new_value": np.array([b.new for _, _, b in rows], dtype=float),
        "set_id": np.where(by_a_set, sets["set_id"][made_by] if len(rows) else 0, 0).astype(np.int64),
    }
    key = ("record_type_id", "workout_id", "performed_on", "exercise_id")
    return take(columns, np.lexsort([columns[name] for name in key]))
