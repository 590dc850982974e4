"""Rules for imported sets before they become rows, and a sentence for each row that breaks a rule."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from database.oltp_tables import SET_TYPES, UNITS

EARLIEST: Final = date(1970, 1, 1)
NAME_LENGTH: Final = 120  # the length of exercises.name
TITLE_LENGTH: Final = 200  # the length of workouts.title
NOTE_LENGTH: Final = 10_000
# Ten times the limits of the log: a slip from another app is imported and reported; it does not block the import.
MOST_REPS: Final = 10_000
MOST_KG: Final = 20_000
MOST_LB: Final = 50_000
MOST_SUPERSETS: Final = 32_000
MOST_SECONDS: Final = 7 * 86_400
FARTHEST: Final = 1_000_000  # in any unit: 1,000 km in metres
SHOWN: Final = 40

Series = pd.Series
Rule = Callable[[Series], Series]


class Problem(NamedTuple):
    """What is wrong in a row (the header is row 1); a row of None stands for the whole file."""

    row: int | None
    reason: str


def problems_of(frame: pd.DataFrame, today: date) -> list[Problem]:
    """List the rows of a normalised frame of sets that break a rule, one problem a row, in the order of the file."""
    try:
        sets_schema(today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _explained(frame, errors.failure_cases)
    return []


def sets_schema(today: date) -> pa.DataFrameSchema:
    """Return the limits of a set; the latest day is tomorrow, because some time zones are ahead."""
    latest = today + timedelta(days=1)
    numbers = {
        "reps": _between(0, MOST_REPS, f"reps must lie between 0 and {MOST_REPS:,}"),
        "seconds": _between(0, MOST_SECONDS, "seconds must lie between 0 and 604,800 (7 days)"),
        "distance": _between(0, FARTHEST, "distance must lie between 0 and 1,000,000"),
        "rpe": _between(0, 10, "RPE must lie between 0 and 10"),
        "superset": _between(0, MOST_SUPERSETS, f"superset must lie between 0 and {MOST_SUPERSETS:,}"),
    }
    columns = {name: pa.Column(float, [rule, *_whole(name)], nullable=True) for name, rule in numbers.items()}
    return pa.DataFrameSchema(
        {
            **columns,
            "performed_on": pa.Column(object, _dates(latest)),
            "exercise": pa.Column(object, _names()),
            "lift": pa.Column(object, _names()),
            "title": pa.Column(object, _text(TITLE_LENGTH, "workout title")),
            "notes": pa.Column(object, _text(NOTE_LENGTH, "note"), nullable=True),
            "workout_notes": pa.Column(object, _text(NOTE_LENGTH, "workout note"), nullable=True),
            "set_type": pa.Column(object, pa.Check.isin(SET_TYPES, error="set type is unknown")),
            "unit": pa.Column(object, pa.Check.isin(UNITS, error="weight unit is neither kg nor lb"), nullable=True),
        },
        checks=_weights(),
    )


def _check(rule: Rule, error: str) -> pa.Check:
    return pa.Check(rule, error=error)


def _between(least: float, most: float, error: str) -> pa.Check:
    return _check(lambda values: values.between(least, most), error)


def _whole(name: str) -> list[pa.Check]:
    counted = name in ("reps", "superset")
    return [_check(lambda values: values % 1 == 0, f"{name} must be a whole number")] if counted else []


def _dates(latest: date) -> pa.Check:
    return _check(
        lambda days: days.map(lambda day: EARLIEST <= day <= latest),
        f"date must lie between {EARLIEST} and {latest}",
    )


def _names() -> list[pa.Check]:
    def fits(name: str) -> bool:
        return max(len(name), len(unicodedata.normalize("NFKC", name).casefold())) <= NAME_LENGTH

    too_long = f"exercise name is longer than {NAME_LENGTH} characters"
    return [
        _check(lambda names: names.str.strip() != "", "exercise name is missing"),
        _check(lambda names: names.map(fits), too_long),
    ]


def _text(length: int, label: str) -> pa.Check:
    return _check(lambda texts: texts.str.len() <= length, f"{label} is longer than {length:,} characters")


def _weights() -> pa.Check:
    """Limit weights by their unit, by the higher limit while the unit is unknown; negative weights are assistance."""

    def holds(frame: pd.DataFrame) -> Series:
        weight = frame["weight"].map(float, na_action="ignore").astype(float)
        limit = frame["unit"].map({"kg": MOST_KG}).fillna(MOST_LB)
        return weight.isna() | (weight.abs() <= limit)

    return pa.Check(holds, error=f"weight must be at most {MOST_KG:,} kg or {MOST_LB:,} lb")


def _explained(frame: pd.DataFrame, cases: pd.DataFrame) -> list[Problem]:
    """Write a sentence for each row: the first rule that it breaks."""
    first = cases.dropna(subset="index").drop_duplicates("index").sort_values("index")
    broken = zip(first["index"], first["column"], first["check"], strict=True)
    return [_problem(frame.loc[place], str(column), str(rule)) for place, column, rule in broken]


def _problem(row: Series, column: str, rule: str) -> Problem:
    value = str(row["weight" if rule.startswith("weight must") else column])
    short = f"{value[:SHOWN]}…" if len(value) > SHOWN else value
    return Problem(int(row["row"]), f"The {rule}: “{short}”.")
