"""Workouts that look wrong: written twice, never finished, longer than a day allows, on one day in two time zones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from statistics import median
from typing import Any, Final

from services.quality.shapes import Finding, Fix, Step

Row = Mapping[str, Any]

STALE: Final = timedelta(hours=12)  # a workout that began longer ago is not going on
TOO_LONG_S: Final = 5 * 3600
USUAL_S: Final = 3600
LEAST_SETS: Final = 2  # two workouts of one equal set may well be two


def doubled(workouts: Sequence[Row], sets: Iterable[Row]) -> Iterator[Finding]:
    """Workouts of one day with the very same sets as another of it; the one to go is that which came in later.

    `sets` in their order, with workout_id, exercise_id, set_type, weight, unit, reps, seconds and distance_m.
    """
    done: dict[int, list[tuple[Any, ...]]] = {}
    for performed in sets:
        done.setdefault(performed["workout_id"], []).append(_same(performed))
    named = {row["workout_id"]: row for row in workouts}
    workout_ids = [number for number in sorted(named) if len(done.get(number, ())) >= LEAST_SETS]
    alike = sorted(workout_ids, key=lambda number: (named[number]["performed_on"], repr(done[number]), number))
    for first, later in pairwise(alike):
        if named[first]["performed_on"] == named[later]["performed_on"] and done[first] == done[later]:
            yield _doubled(named[first], named[later], len(done[later]))


def _same(performed: Row) -> tuple[Any, ...]:
    names = ("exercise_id", "set_type", "weight", "unit", "reps", "rir", "seconds", "distance_m")
    return tuple(performed[name] for name in names)


def _doubled(first: Row, later: Row, sets: int) -> Finding:
    number = later["workout_id"]
    about = {"title": later["title"], "other": first["title"], "sets": sets}
    fix = Fix("delete_workout", "", (Step("delete_workout", number),), (Step("restore_workout", number),))
    return Finding("doubled", f"doubled:{number}", later["performed_on"], about, (fix,))


def unfinished(rows: Iterable[Row], now: datetime, usual_s: float) -> Iterator[Finding]:
    """Workouts that began more than twelve hours ago and have no end; `last_at` is the time of their last set."""
    for row in rows:
        start = row["started_at"]
        if start is None or start > now - STALE:
            continue
        number, about = row["workout_id"], {"title": row["title"], "sets": row["sets"]}
        deleted = Fix("delete_workout", "", (Step("delete_workout", number),), (Step("restore_workout", number),))
        fixes = (_ended(row, usual_s, "finish_workout", None), deleted) if row["sets"] else (deleted,)
        yield Finding("unfinished", f"unfinished:{number}", row["performed_on"], about, fixes)


def too_long(rows: Iterable[Row], usual_s: float) -> Iterator[Finding]:
    """Workouts of more than five hours: nobody pressed Finish until much later."""
    for row in rows:
        start, end = row["started_at"], row["ended_at"]
        seconds = (end - start).total_seconds() if start and end else 0
        if seconds <= TOO_LONG_S:
            continue
        about = {"title": row["title"], "seconds": seconds}
        fixed = _ended(row, usual_s, "amend_workout", end)
        yield Finding("too_long", f"long:{row['workout_id']}", row["performed_on"], about, (fixed,))


def _ended(row: Row, usual_s: float, kind: str, old: datetime | None) -> Fix:
    """The end with the last set, or after the usual time where no set says when it was done."""
    start, last, number = row["started_at"], row["last_at"], row["workout_id"]
    is_sound = last is not None and timedelta() < last - start <= timedelta(seconds=TOO_LONG_S)
    end = last if is_sound else start + timedelta(seconds=usual_s)
    steps = (Step(kind, number, None, {"ended_at": _iso(end)}),)
    back = (Step("amend_workout", number, None, {"ended_at": _iso(old) if old else None}),)
    return Fix("finish", str(round((end - start).total_seconds())), steps, back)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def usual_seconds(durations: Iterable[float | None]) -> float:
    """The median of the durations that can be right; an hour without any."""
    known_s = [seconds for seconds in durations if seconds is not None and 0 < seconds <= TOO_LONG_S]
    return median(known_s) if known_s else USUAL_S


def zones_topic(day: date) -> str:
    """What a day in two time zones is dismissed by."""
    return f"zones:{day}"


def two_zones(rows: Iterable[Row]) -> Iterator[Finding]:
    """Days with workouts in two time zones or more; each of them may have been the right one for all.

    `rows` by day, with workout_id, performed_on and zone.
    """
    for day, some in groupby(rows, key=lambda row: row["performed_on"]):
        of_day = list(some)
        zones = sorted({row["zone"] for row in of_day})
        if len(zones) > 1:
            about = {"zones": zones, "workouts": len(of_day)}
            yield Finding("two_zones", zones_topic(day), day, about, tuple(_moved(of_day, zone) for zone in zones))


def _moved(rows: Sequence[Row], zone: str) -> Fix:
    others = [row for row in rows if row["zone"] != zone]
    steps = tuple(Step("amend_workout", row["workout_id"], None, {"zone": zone}) for row in others)
    back = tuple(Step("amend_workout", row["workout_id"], None, {"zone": row["zone"]}) for row in others)
    return Fix("zone", zone, steps, back)
