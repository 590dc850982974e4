"""Records out of folded sets: the order of workouts, their maxima, and which set did it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from services.analysis.records import (
    E1RM,
    PACE,
    RULES,
    SET_VOLUME,
    WEIGHT,
    WORKOUT_VOLUME,
    Bests,
    Broken,
    Rule,
    Session,
    absorb,
    judge,
    raises,
)
from services.etl.shapes import WARMUP_ID, Column, Columns, known_or_zero, starts_of_groups, take

# The column of fact_sets whose largest value made the record; a workout's volume is made by no single set.
MADE_BY = {WEIGHT: "record_load", E1RM: "e1rm_kg", SET_VOLUME: "tonnage_kg"}
Kinds = Mapping[int, str]
Pair = tuple[float, float]
LIFTED, PACED = ("record_load", "amount"), ("distance_m", "seconds")


class Visit(NamedTuple):
    """One exercise in one workout: which rows of the counted sets, and their session."""

    first: int
    end: int
    session: Session


class Judged(NamedTuple):
    """What one visit brought: records, the sets that nothing before had matched, and the bests after it."""

    visit: Visit
    broken: list[Broken]
    unmatched: list[Pair]
    faster: list[Pair]
    largest: tuple[float | None, float | None, float | None]


def fold_records(fact_sets: Columns, kinds: Kinds, bests: Mapping[int, Bests] | None = None) -> dict[str, Columns]:
    """The records broken by sets, and the sets worth remembering.

    `kinds` are load types by exercise; `bests` by exercise is what stood before them, and is carried on in place.
    """
    sets = counted(fact_sets, kinds)
    judged = list(_judged(sets, dict(bests or {}), kinds))
    return {"fact_records": _records(judged, sets), "fact_bests": _bests(judged, sets)}


def counted(fact_sets: Columns, kinds: Kinds) -> Columns:
    """The sets that can hold a record, by exercise and workout.

    `record_load` is the load that records compare (0 for none), `amount` the reps, seconds or metres they count.
    """
    sets = _judgeable(fact_sets, kinds)
    return take(sets, np.lexsort((sets["position"], sets["workout_rank"], sets["performed_on"], sets["exercise_id"])))


def _judgeable(fact_sets: Columns, kinds: Kinds) -> Columns:
    unique, inverse = np.unique(fact_sets["exercise_id"], return_inverse=True)
    rules = [_rule(kinds, int(e)) for e in unique]
    sign = np.array([rule.sign for rule in rules], dtype=float)[inverse]
    amount = np.zeros(len(inverse))
    for column in {rule.column for rule in rules}:
        of_this = np.array([rule.column == column for rule in rules])[inverse]
        amount = np.where(of_this, known_or_zero(fact_sets[column]), amount)
    carried = np.array([kinds.get(int(e)) == "carry" for e in unique], dtype=bool)[inverse]
    done = (amount > 0) | (carried & ((fact_sets["reps"] >= 1) | (fact_sets["seconds"] > 0)))
    load = known_or_zero(fact_sets["weight_kg"]) * sign + 0.0
    columns = fact_sets | {"record_load": load, "amount": amount}
    return take(columns, (fact_sets["set_type_id"] != WARMUP_ID) & done)


def _rule(kinds: Kinds, exercise_id: int) -> Rule:
    return RULES[kinds.get(exercise_id, "external")]


def visits(sets: Columns, kinds: Kinds) -> Iterator[tuple[int, Visit]]:
    """Each workout of each exercise, oldest first, with its exercise."""
    starts = starts_of_groups(sets["exercise_id"], sets["performed_on"], sets["workout_rank"])
    if not len(starts):
        return
    ends = np.append(starts[1:], len(sets["set_id"])).tolist()
    load, amount = sets["record_load"].tolist(), sets["amount"].tolist()
    maxima = zip(*(_maxima(sets[name], starts) for name in ("record_load", "e1rm_kg", "tonnage_kg")), strict=True)
    volumes = _known_sums(sets["tonnage_kg"], starts)
    exercises = sets["exercise_id"][starts].tolist()
    for exercise, first, end, (weight, e1rm, volume), total in zip(
        exercises, starts.tolist(), ends, maxima, volumes, strict=True
    ):
        rule = _rule(kinds, exercise)
        pairs = list(dict.fromkeys(zip(load[first:end], amount[first:end], strict=True)))
        heaviest, estimate = weight if rule.weighs else None, e1rm if rule.estimates else None
        times = _times(sets, first, end) if rule.paces else ()
        yield exercise, Visit(first, end, Session(heaviest, estimate, volume, total, pairs, rule.most, times))


def _times(sets: Columns, first: int, end: int) -> list[Pair]:
    metres, seconds = (sets[name][first:end].tolist() for name in ("distance_m", "seconds"))
    return [pair for pair in zip(metres, seconds, strict=True) if pair[0] > 0 and pair[1] > 0]


def _maxima(values: Column, starts: Column) -> list[float | None]:
    return _optional(np.fmax.reduceat(values, starts))


def _known_sums(values: Column, starts: Column) -> list[float | None]:
    is_known = ~np.isnan(values)
    total = np.add.reduceat(np.where(is_known, values, 0.0), starts)
    return _optional(np.where(np.logical_or.reduceat(is_known, starts), total, np.nan))


def _optional(values: Column) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _judged(sets: Columns, bests: dict[int, Bests], kinds: Kinds) -> Iterator[Judged]:
    """The visits that changed anything."""
    for exercise_id, visit in visits(sets, kinds):
        best = bests.setdefault(exercise_id, Bests())
        if raises(best, visit.session):
            broken, (unmatched, faster) = judge(best, visit.session), absorb(best, visit.session)
            yield Judged(visit, broken, unmatched, faster, best.largest)


def _row_of(sets: Columns, visit: Visit, broken: Broken) -> int:
    """The row of the set that made the record; -1 if the whole workout did."""
    rows = slice(visit.first, visit.end)
    if broken.record_type == WORKOUT_VOLUME:
        return -1
    if broken.record_type == PACE:
        return _row_with(sets, visit, PACED, (broken.load or 0.0, -broken.new))
    if broken.record_type in MADE_BY:
        return visit.first + int(np.argmax(sets[MADE_BY[broken.record_type]][rows] == broken.new))
    return _row_with(sets, visit, LIFTED, (broken.load or 0.0, broken.new))


def _bests(judged: Iterable[Judged], sets: Columns) -> Columns:
    """What stood higher after each visit that raised it, beside each of its sets that nothing before had matched."""
    rows = [row for judgement in judged for row in _rows_of_bests(judgement, sets)]
    made_by, is_set, *values = zip(*rows, strict=True) if rows else ((),) * 5
    place, is_known = np.array(made_by, dtype=np.int64), np.array(is_set, dtype=bool)
    keys = ("user_id", "exercise_id", "performed_on", "set_id")
    columns = {name: sets[name][place] for name in keys}
    own = {"load_kg": "record_load", "reps": "reps", "seconds": "seconds", "distance_m": "distance_m"}
    columns |= {name: np.where(is_known, sets[source][place], np.nan) for name, source in own.items()}
    names = ("e1rm_kg", "set_volume_kg", "workout_volume_kg")
    columns |= {name: np.array(some, dtype=float) for name, some in zip(names, values, strict=True)}
    return take(columns, np.lexsort([columns[name] for name in reversed(keys)]))


def _rows_of_bests(judgement: Judged, sets: Columns) -> Iterator[tuple[int | float | None, ...]]:
    made = {_row_with(sets, judgement.visit, LIFTED, pair) for pair in judgement.unmatched}
    made |= {_row_with(sets, judgement.visit, PACED, pair) for pair in judgement.faster}
    for row in sorted(made):
        yield row, True, *judgement.largest
    if not made:
        yield judgement.visit.first, False, *judgement.largest


def _row_with(sets: Columns, visit: Visit, columns: tuple[str, str], pair: Pair) -> int:
    """The first row of a visit with these two values."""
    rows = slice(visit.first, visit.end)
    is_first, is_second = (sets[name][rows] == value for name, value in zip(columns, pair, strict=True))
    return visit.first + int(np.argmax(is_first & is_second))


def _records(judged: Iterable[Judged], sets: Columns) -> Columns:
    rows = [
        (judgement.visit.first, _row_of(sets, judgement.visit, broken), broken)
        for judgement in judged
        for broken in judgement.broken
    ]
    visit = np.array([first for first, _, _ in rows], dtype=np.int64)
    made_by = np.array([row for _, row, _ in rows], dtype=np.int64)
    by_a_set = made_by >= 0
    columns = {name: sets[name][visit] for name in ("user_id", "exercise_id", "performed_on", "workout_id")}
    columns |= {
        "record_type_id": np.array([b.record_type for _, _, b in rows], dtype=np.int64),
        "rep_count": np.where(by_a_set, sets["reps"][made_by] if len(rows) else 0, np.nan),
        "load_kg": np.where(by_a_set, sets["record_load"][made_by] if len(rows) else 0, np.nan),
        "seconds": np.where(by_a_set, sets["seconds"][made_by] if len(rows) else 0, np.nan),
        "distance_m": np.where(by_a_set, sets["distance_m"][made_by] if len(rows) else 0, np.nan),
        "old_value": np.array([b.old for _, _, b in rows], dtype=float),
        "new_value": np.array([b.new for _, _, b in rows], dtype=float),
        "set_id": np.where(by_a_set, sets["set_id"][made_by] if len(rows) else 0, 0).astype(np.int64),
    }
    key = ("record_type_id", "workout_id", "performed_on", "exercise_id")
    return take(columns, np.lexsort([columns[name] for name in key]))
