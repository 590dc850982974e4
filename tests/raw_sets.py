"""A lifter's sets straight from the log, with everything that Explore divides by: plain loops, no star schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import mean, stdev
from typing import Any

from sqlalchemy import Engine, select

from database.db_connector import reading
from database.oltp_tables import SET_TYPES, body_measurements, exercise_muscles, exercises, sets, workouts
from services.catalogue import catalogue_rows
from services.feature_eng import e1rm, effective_load, is_hard_set, set_tonnage
from services.muscles import GROUP_ID, GROUPS, MUSCLE_ID
from services.units import in_unit

HOLDS = ("duration", "distance", "carry")


@dataclass(frozen=True)
class Done:
    """One set as the log has it."""

    workout_id: int
    day: date
    hour: int
    routine_id: int
    seconds: float
    exercise_id: int
    equipment: str
    pattern: str
    load_type: str
    muscles: Mapping[str, float]
    set_type: str
    reps: int | None
    weight_kg: float | None
    load_kg: float | None
    rest_s: int | None
    is_hard: bool
    tonnage_kg: float | None
    e1rm_kg: float | None
    intensity: float | None = None

    @property
    def is_working(self) -> bool:
        return self.set_type != "warmup"

    @property
    def counts(self) -> bool:
        return self.is_working and (self.reps or 0) >= 1


def done_sets(engine: Engine, lifter: int) -> list[Done]:
    """Every set of a lifter who trains by the catalogue, in UTC, with Epley's formula."""
    same = (workouts.c.user_id == sets.c.user_id) & (workouts.c.workout_id == sets.c.workout_id)
    times = (workouts.c.performed_on, workouts.c.started_at, workouts.c.ended_at, workouts.c.routine_id)
    picked = select(sets, *times).join(workouts, same).where(sets.c.user_id == lifter)
    weighed = select(body_measurements.c.measured_on, body_measurements.c.value).where(
        body_measurements.c.user_id == lifter
    )
    with reading(engine) as connection:
        rows = [dict(row) for row in connection.execute(picked).mappings()]
        body = sorted((day, float(value)) for day, value in connection.execute(weighed))
    return _with_intensity([_done(row, body) for row in rows])


def _done(row: Mapping[str, Any], body: Sequence[tuple[date, float]]) -> Done:
    lift = catalogue_rows()[exercises][(0, row["exercise_id"])]
    kind, kg = lift["load_type"], in_unit(None if row["weight"] is None else float(row["weight"]), row["unit"], "kg")
    of_day = [value for day, value in body if day <= row["performed_on"]]
    added, assist = (0, kg) if kind == "assisted" else (kg, 0)
    load = effective_load(of_day[-1] if of_day else None, lift["bodyweight_fraction"], added, assist)
    counts = row["set_type"] != "warmup" and (row["reps"] or 0) >= 1
    possible = (row["reps"] or 0) + (row["rir"] or 0)
    held = kind in HOLDS and bool(row["seconds"] or row["distance_m"] or row["reps"])
    began: datetime = row["started_at"]
    lifted = set_tonnage(load, row["reps"], lift["implements"], lift["per_side"], row["reps_other"])
    return Done(
        workout_id=row["workout_id"],
        day=row["performed_on"],
        hour=began.hour,
        routine_id=row["routine_id"] or 0,
        seconds=(row["ended_at"] - began).total_seconds(),
        exercise_id=row["exercise_id"],
        equipment=lift["equipment"],
        pattern=lift["pattern"],
        load_type=kind,
        muscles=_muscles(row["exercise_id"]),
        set_type=row["set_type"],
        reps=row["reps"],
        weight_kg=kg,
        load_kg=load,
        rest_s=row["rest_s"],
        is_hard=is_hard_set(row["set_type"], row["reps"], row["rir"], None, held),
        tonnage_kg=0.0 if kind in HOLDS else lifted if counts else 0.0,
        e1rm_kg=e1rm("epley", load, row["reps"], row["rir"]) if counts and possible <= 12 else None,
    )


def _muscles(exercise_id: int) -> dict[str, float]:
    rows = catalogue_rows()[exercise_muscles].values()
    return {row["muscle"]: row["credit"] for row in rows if row["exercise_id"] == exercise_id}


def _with_intensity(done: Sequence[Done]) -> list[Done]:
    best: dict[tuple[int, date], float] = {}
    for one in done:
        if one.e1rm_kg is not None:
            key = (one.exercise_id, one.day)
            best[key] = max(best.get(key, 0.0), one.e1rm_kg)
    return [
        replace(one, intensity=one.load_kg / best[key])
        if (key := (one.exercise_id, one.day)) in best and one.load_kg is not None
        else one
        for one in done
    ]


def keys_of(one: Done, dimension: str, count: str) -> Iterator[tuple[Any, float]]:
    """The groups that a set is in by a dimension, each with its share of the set."""
    if dimension in ("muscle", "group"):
        yield from _shares(one, dimension, count)
    else:
        yield KEYS[dimension](one), 1.0


def _shares(one: Done, dimension: str, count: str) -> Iterator[tuple[int, float]]:
    groups = {name: (name,) for name in MUSCLE_ID} if dimension == "muscle" else GROUPS
    ids = MUSCLE_ID if dimension == "muscle" else GROUP_ID
    for name, muscles in groups.items():
        credit = max((one.muscles.get(muscle, 0.0) for muscle in muscles), default=0.0)
        share = {"direct": float(credit == 1), "fractional": credit, "total": float(credit > 0)}[count]
        if share:
            yield ids[name], share


def zone(value: float | None, bounds: Sequence[float]) -> int:
    """The place of the highest bound that a value reaches; -1 for none."""
    return sum(value >= bound for bound in bounds) - 1 if value is not None else -1


KEYS: dict[str, Any] = {
    "week": lambda one: one.day - timedelta(days=one.day.weekday()),
    "month": lambda one: one.day.replace(day=1),
    "year": lambda one: one.day.year,
    "weekday": lambda one: one.day.isoweekday(),
    "program_week": lambda one: 0,
    "hour": lambda one: one.hour,
    "routine": lambda one: one.routine_id,
    "exercise": lambda one: one.exercise_id,
    "pattern": lambda one: one.pattern,
    "equipment": lambda one: one.equipment,
    "rep_zone": lambda one: zone(one.reps, (1, 4, 7, 10, 13)),
    "intensity_zone": lambda one: zone(one.intensity, (0.0, 0.7, 0.8, 0.9)),
    "set_type": lambda one: SET_TYPES.index(one.set_type),
}


def _inol(one: Done) -> float | None:
    if not one.counts or one.intensity is None:
        return None
    return (one.reps or 0) / (100 - min(one.intensity * 100, 99))


# What one set adds to a measure, before any share of a muscle.
ADDS: dict[str, Any] = {
    "hard_sets": lambda one: float(one.is_hard),
    "sets": lambda one: float(one.is_working),
    "reps": lambda one: float(one.reps) if one.counts else 0.0,
    "tonnage": lambda one: one.tonnage_kg if one.is_working else None,
    "inol": _inol,
    "relative_volume": lambda one: one.reps * one.intensity * 100 if one.counts and one.intensity is not None else None,
}
HIGHEST: dict[str, Any] = {
    "e1rm": lambda one: one.e1rm_kg,
    "top_weight": lambda one: one.weight_kg if one.counts and one.load_type != "assisted" else None,
}
MEANS: dict[str, Any] = {
    "intensity": lambda one: one.intensity if one.counts else None,
    "rest": lambda one: one.rest_s if one.is_working else None,
}


def figures(done: Sequence[Done], measure: str, dimensions: Sequence[str], count: str) -> dict[tuple[Any, ...], float]:
    """A measure by dimensions, by looking at every set; what is nothing or not known is left out."""
    cells: dict[tuple[Any, ...], list[tuple[Done, float]]] = {}
    for one in done:
        for keys, share in _combined(one, dimensions, count):
            cells.setdefault(keys, []).append((one, share))
    told = {keys: _figure(measure, of_cell) for keys, of_cell in cells.items()}
    return {keys: value for keys, value in told.items() if value}


def _combined(one: Done, dimensions: Sequence[str], count: str) -> Iterator[tuple[tuple[Any, ...], float]]:
    if not dimensions:
        yield (), 1.0
        return
    for key, share in keys_of(one, dimensions[0], count):
        for rest, other in _combined(one, dimensions[1:], count):
            yield (key, *rest), share * other


def _figure(measure: str, of_cell: Sequence[tuple[Done, float]]) -> float | None:
    if measure == "workouts":
        return float(len({one.workout_id for one, _ in of_cell}))
    if measure == "minutes":
        return sum({one.workout_id: one.seconds for one, _ in of_cell}.values())
    table = next(table for table in (ADDS, HIGHEST, MEANS) if measure in table)
    known = [(value, share) for one, share in of_cell if (value := table[measure](one)) is not None]
    if not known:
        return None
    if measure in ADDS:
        return sum(value * share for value, share in known)
    values = [value for value, _ in known]
    return max(values) if measure in HIGHEST else mean(values)


def loads(done: Sequence[Done], measure: str, first: date, last: date) -> dict[tuple[Any, ...], float]:
    """Monotony, strain or the load ratio of each Monday week, from hard sets a day."""
    start = min(one.day for one in done)
    told: dict[tuple[Any, ...], float] = {}
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        end = min(monday + timedelta(days=6), last)
        daily = [
            float(sum(one.is_hard for one in done if one.day == start + timedelta(days=n)))
            for n in range((end - start).days + 1)
        ]
        value = _load(measure, daily)
        if value:
            told[(monday,)] = value
        monday += timedelta(weeks=1)
    return told


def _load(measure: str, daily: list[float]) -> float | None:
    if measure == "load_ratio":
        month = mean(daily[-28:]) if len(daily) >= 28 else 0
        return mean(daily[-7:]) / month if month else None
    spread = stdev(daily[-7:]) if len(daily) >= 7 else 0
    same = mean(daily[-7:]) / spread if spread else None
    return same if same is None or measure == "monotony" else sum(daily[-7:]) * same
