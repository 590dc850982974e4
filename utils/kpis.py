"""Figures of one exercise that depend on what the lifter picked: frames in, frozen dataclasses out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from services.analysis.progress import Dated, strength, strength_line, trend
from services.calendar_math import week_start
from utils.filters import Filter, Period
from utils.frames import LiftFacts
from utils.shapes import Bar, Bars, Line, Point, Progress, Record, RepMax, Summary

CELEBRATED: Final = ("weight", "reps")
MOST_WEEKS: Final = 104  # more bars than that are months
DAWN: Final = date(1970, 1, 1)


def progress(facts: LiftFacts, chosen: Filter, first_weekday: int) -> Progress:
    """Everything the Lifts page says about one exercise."""
    today, shown, dated = chosen.period.last, within(facts.days, chosen.period), estimates(facts.days)
    name = {chosen.lift.exercise_id: chosen.lift.name}
    return Progress(
        chosen=chosen,
        strength_kg=strength(dated, today),
        trend=trend(dated, today, last_estimate_record(facts.records)),
        points=tuple(points(shown)),
        best=_of(chosen.period, strength_line(dated)),
        earlier=_earlier(dated, chosen),
        records=records(within(facts.records, chosen.period), name),
        rep_maxes=rep_maxes(facts.loads, chosen.lift.load_type == "assisted"),
        bars=bars(shown, chosen.period, first_weekday),
        now=summary(shown, chosen.period),
        before=summary(within(facts.days, chosen.comparison), chosen.comparison) if chosen.comparison else None,
    )


def estimates(days: pd.DataFrame) -> Dated:
    """The best e1RM of each day that has one."""
    known = days[days.best_e1rm_kg.notna()]
    return list(zip(known.performed_on.dt.date, known.best_e1rm_kg.tolist(), strict=True))


def points(days: pd.DataFrame) -> Iterator[Point]:
    """The best e1RM of each day that has one, with its set."""
    for row in rows(days[days.best_e1rm_kg.notna()]):
        reps = known(row.best_reps)
        yield Point(
            row.performed_on.date(),
            row.best_e1rm_kg,
            known(row.best_weight_kg),
            None if reps is None else int(reps),
            known(row.best_rir),
        )


def records(frame: pd.DataFrame, names: Mapping[int, str]) -> tuple[Record, ...]:
    """The records worth celebrating, oldest first; help on an assisted exercise counts as a positive load."""
    chosen = frame[frame.record_type.isin(CELEBRATED)]
    return tuple(_record(row, names.get(row.exercise_id, "")) for row in rows(chosen))


def _record(row: Any, name: str) -> Record:
    return Record(
        name=name,
        day=row.performed_on.date(),
        kind=row.record_type,
        reps=int(row.rep_count),
        load_kg=abs(row.load_kg),
        old=abs(row.old_value),
        new=abs(row.new_value),
        workout_id=row.workout_id,
    )


def last_estimate_record(frame: pd.DataFrame) -> date | None:
    """The day of the last e1RM record."""
    days = frame.performed_on[frame.record_type == "e1rm"]
    return days.max().date() if len(days) else None


def rep_maxes(loads: pd.DataFrame, is_assisted: bool) -> tuple[RepMax, ...]:
    """The best load at each count of reps, fewest reps first."""
    best_first = loads.sort_values(["reps", "weight_kg"], ascending=[True, is_assisted]).drop_duplicates("reps")
    return tuple(RepMax(int(row.reps), row.weight_kg, row.performed_on.date()) for row in rows(best_first))


def bars(shown: pd.DataFrame, period: Period, first_weekday: int) -> Bars:
    """Hard sets and tonnage by the lifter's weeks, or by months; those without the exercise are absent."""
    weekly = _is_weekly(shown, period)
    begin: Callable[[date], date] = (lambda day: week_start(day, first_weekday)) if weekly else _month_start
    sums = shown.groupby(shown.performed_on.dt.date.map(begin))[["hard_sets", "tonnage_kg"]].sum()
    each = tuple(Bar(start, hard_sets, tonnage) for start, hard_sets, tonnage in sums.itertuples())
    return Bars("week" if weekly else "month", each)


def _is_weekly(shown: pd.DataFrame, period: Period) -> bool:
    first = period.first or min(shown.performed_on.dt.date, default=period.last)
    return (period.last - first).days <= MOST_WEEKS * 7


def _month_start(day: date) -> date:
    return day.replace(day=1)


def summary(shown: pd.DataFrame, period: Period) -> Summary:
    """A period in figures."""
    return Summary(
        period,
        int(shown.workouts.sum()),
        float(shown.hard_sets.sum()),
        known(shown.tonnage_kg.sum(min_count=1)),
        known(shown.best_e1rm_kg.max()),
    )


def within(days: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of a period."""
    first, last = pd.Timestamp(period.first or DAWN), pd.Timestamp(period.last)
    return days[days.performed_on.between(first, last)]


def rows(frame: pd.DataFrame) -> Iterable[Any]:
    """The rows of a frame, with its columns as attributes."""
    return frame.itertuples(index=False, name="Row")


def known(value: float) -> float | None:
    """A number of a frame; None where there is none."""
    return None if pd.isna(value) else float(value)


def _of(period: Period, line: Dated) -> Line:
    return tuple((day, value) for day, value in line if (period.first or DAWN) <= day <= period.last)


def _earlier(dated: Dated, chosen: Filter) -> Line:
    """The line of the comparison, moved onto the days of the period."""
    if not (chosen.comparison and chosen.comparison.first and chosen.period.first):
        return ()
    shift = chosen.period.first - chosen.comparison.first
    return tuple((day + shift, value) for day, value in _of(chosen.comparison, strength_line(dated)))
