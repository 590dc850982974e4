"""Explain a figure of Explore: its rule, its rows with the total, and a CSV file of all rows."""

from collections.abc import Mapping, Sequence
from math import fsum
from statistics import mean, stdev
from typing import Any, Final

import pandas as pd

from database.star.explore import WORKOUTS
from utils import styling
from utils.explain import Evidence, estimate_rule, set_words, table
from utils.explore import words
from utils.explore.behind import Behind, is_by_workout
from utils.explore.figures import LOOKBACK, Explored, share_of
from utils.explore.measures import MEASURES, by_muscle
from utils.explore.tables import written
from utils.explore.view import View
from utils.filters import Period
from utils.set_texts import SET_TYPES
from utils.styling import Display, plain
from utils.tables import unbroken

TOGETHER: Final[Mapping[str, str]] = {
    "sum": "What is shown is the sum of these.",
    "distinct": "What is shown is how many there are.",
    "highest": "What is shown is the highest of these.",
    "mean": "What is shown is their mean, each set as much as any other.",
    "load": "Days without training count as 0.",
}
COUNTED_IN: Final[Mapping[str, str]] = {
    "hard_sets": "Counted in sets, however hard each was.",
    "sets": "Counted in sets.",
    "reps": "Counted in reps.",
    "tonnage": "Body weight counts where it is lifted, by its share of the day; a hold and a run have none.",
    "top_weight": "The load as entered, without body weight.",
    "intensity": "In percent of the e1RM; a set without reps has none.",
    "workouts": "Counted in workouts.",
    "minutes": "In hours and minutes, as started and finished.",
    "rest": "In minutes and seconds, as the timer kept it.",
    "inol": "A number without a unit.",
    "relative_volume": "A number without a unit.",
    "monotony": "A number without a unit, of seven days up to the end of the week.",
    "strain": "A number without a unit, of seven days up to the end of the week.",
    "load_ratio": "A number without a unit, of 28 days up to the end of the week; it predicts no injury.",
}
BY_ESTIMATE: Final = ("e1rm", "intensity", "inol", "relative_volume")
FORMULAS: Final[Mapping[str, str]] = {
    "monotony": "Mean ÷ deviation",
    "strain": "Sum × monotony",
    "load_ratio": "7 days ÷ 28 days",
}
WORKOUT: Final = "Workout"
HALF: Final = "½"
SUCH_SETS: Final = "Such sets"
DONE: Final = "What was done"
CSV_SETS: Final = ("Day", "Exercise", "Set type", "Weight", "Unit", "Reps", "RIR", "Seconds", "Metres")


def evidence(
    behind: Behind, view: View, title: str, formula: str, display: Display, *, is_again: bool = False
) -> Evidence:
    """Return a figure with its rule and rows; `is_again` leaves out the rule of the measure."""
    value = styling.MISSING if behind.total is None else MEASURES[view.measure].words(behind.total, display)
    sentences = [] if is_again else _rule(view, formula)
    rule = "\n".join([*sentences, *_of_these(behind, view, display)])
    return Evidence(title, value, rule, _rows(behind, view, value, display))


def _rule(view: View, formula: str) -> list[str]:
    """Return sentences on the measure, its unit and convention, and how rows combine."""
    measure = MEASURES[view.measure]
    sentences = [f"{measure.note} {COUNTED_IN.get(view.measure, '')}".strip()]
    if view.measure in BY_ESTIMATE:
        sentences.append(estimate_rule(formula))
    if by_muscle(view.dimensions):
        sentences.append(f"{words.counting(view)}.")
    return [*sentences, TOGETHER[measure.kind]]


def _of_these(behind: Behind, view: View, display: Display) -> list[str]:
    """Return sentences on the listed rows: the sums of a load, or how many rows are listed."""
    if behind.days:
        return [_sums_of_days(behind, view, display)]
    if behind.many <= len(behind.rows):
        return []
    which = "highest" if MEASURES[view.measure].kind == "highest" else "latest"
    listed, every = (styling.count(many, display) for many in (len(behind.rows), behind.many))
    name = "workouts" if is_by_workout(view) else "sets"
    return [f"Listed are the {which} {listed} of {every} {name}; what is shown counts all, the file holds all."]


def _sums_of_days(behind: Behind, view: View, display: Display) -> str:
    """Write the inputs of a load's formula."""
    loads = [load for _, load in behind.days]
    last = styling.hard_sets(fsum(loads[-LOOKBACK["monotony"] :]), display)
    if view.measure == "load_ratio":
        before = styling.hard_sets(fsum(loads), display)
        return f"{last} in the last 7 days, {before} in the last 28."
    spread = styling.number(stdev(loads), display, 2) if len(loads) > 1 else styling.MISSING
    middle = styling.number(mean(loads), display, 2) if loads else styling.MISSING
    return f"Sum {last}, mean {middle}, standard deviation {spread}."


def _rows(behind: Behind, view: View, value: str, display: Display) -> pd.DataFrame:
    if behind.days:
        return _days(behind, view, value, display)
    if is_by_workout(view):
        return _workouts(behind, view, value, display)
    return _sets(behind, view, value, display)


def _days(behind: Behind, view: View, value: str, display: Display) -> pd.DataFrame:
    lines = [
        {"Day": plain(styling.long_day(day, display)), "Hard sets": styling.hard_sets(load, display)}
        for day, load in reversed(behind.days)
    ]
    return table(lines, ("Hard sets",), {"Day": FORMULAS[view.measure], "Hard sets": value})


def _workouts(behind: Behind, view: View, value: str, display: Display) -> pd.DataFrame:
    lines = [
        {
            "Day": plain(styling.long_day(row.performed_on, display)),
            WORKOUT: plain(row.title or WORKOUT),
            **_of_workout(row, display),
        }
        for row in behind.rows
    ]
    total = {"Time": value} if view.measure == "minutes" else {WORKOUT: value}
    return table(lines, ("Hard sets", SUCH_SETS), total)


def _of_workout(row: Any, display: Display) -> dict[str, str]:
    if hasattr(row, "many"):
        return {SUCH_SETS: styling.count(row.many, display)}
    return {"Hard sets": styling.hard_sets(row.hard_sets, display), "Time": styling.duration(row.duration_s)}


def _sets(behind: Behind, view: View, value: str, display: Display) -> pd.DataFrame:
    """Return one row per exercise and day for sums, and one row per set for other measures."""
    measure = MEASURES[view.measure]
    grouped: dict[Any, list[Any]] = {}
    for row in behind.rows:
        key = (row.performed_on, row.exercise_id) if measure.kind == "sum" else row.set_id
        grouped.setdefault(key, []).append(row)
    lines = [
        {
            "Exercise": f"{plain(some[0].name)}, {plain(styling.short_day(some[0].performed_on, display))}",
            measure.title: measure.words(fsum(_part(item, view) for item in some), display),
            DONE: ", ".join(set_words(item, display) for item in some) + _share(some[0].credit, view, display),
        }
        for some in grouped.values()
    ]
    listed = table(lines, (measure.title,), {measure.title: value, DONE: ""})
    return unbroken(listed, measure.title)


def _part(row: Any, view: View) -> float:
    """Return the value of a set for the figure, weighted by the muscle's share."""
    part: float = row.value * share_of(row.credit, view)
    return part


def _share(credit: float, view: View, display: Display) -> str:
    """Write a muscle's share of each set, if it is a part; a separate column would not fit on a phone."""
    share = share_of(credit, view)
    if share == 1:
        return ""
    return f" – {HALF if share * 2 == 1 else styling.number(share, display)} each"


def csv_of(behind: Behind, view: View, display: Display) -> bytes:
    """Write all rows as CSV: plain numbers, loads as entered, days as ISO dates."""
    if behind.days:
        return written(("Day", "Hard sets"), [(day.isoformat(), load) for day, load in behind.days])
    if is_by_workout(view):
        head, name = ("Seconds", "duration_s") if view.fact == WORKOUTS else (SUCH_SETS, "many")
        rows = [(str(row.performed_on), row.title or "", getattr(row, name)) for row in behind.rows]
        return written(("Day", WORKOUT, head), rows)
    measure = MEASURES[view.measure]
    unit = measure.unit(display)
    heads = (*CSV_SETS, measure.title + (f", {unit}" if unit else ""), "Each counts")
    return written(heads, [_csv_row(row, view, display) for row in behind.rows])


def _csv_row(row: Any, view: View, display: Display) -> list[Any]:
    numbers = (row.reps, row.rir, row.seconds, row.distance_m, MEASURES[view.measure].scaled(row.value, display))
    entered = (None if row.weight is None else _bare(float(row.weight)), row.unit)
    kind = SET_TYPES[row.set_type].short
    return [
        str(row.performed_on),
        row.name,
        kind,
        *entered,
        *map(_bare, numbers),
        _bare(share_of(row.credit, view)),
    ]


def _bare(number: float | None) -> float | int | None:
    """Return a whole number as an int, so that the file has no ".0"."""
    return int(number) if number is not None and number == int(number) else number


def named(explored: Explored, keys: Sequence[Sequence[Any]], period: Period, display: Display) -> str:
    """Write the title of a figure: "Week of 5 Jan – Squat (Barbell)"; for the whole, the measure and its days."""
    if not keys:
        return f"{MEASURES[explored.view.measure].title}, {words.days_of(period, display)}"
    parts = [
        ", ".join(words.label(name, key, explored.names, display) for key in some)
        for name, some in zip(explored.view.dimensions, keys, strict=True)
    ]
    return ("Week of " if explored.view.by == "week" else "") + " – ".join(parts)
