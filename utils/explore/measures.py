"""Define the measures and dimensions of Explore as tables, and which combine and add up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from database.star.explore import DAYS, SETS, WORKOUTS
from services.units import in_unit
from utils import styling
from utils.styling import Display

Kind = Literal["sum", "distinct", "highest", "mean", "load"]
Scope = Literal["time", "workout", "exercise", "muscle", "set"]

DIVIDED: Final[tuple[Kind, ...]] = ("sum", "load")  # helping muscles get a share of these; workouts stay whole
NO_DIMENSION: Final = "none"
REP_ZONES: Final = (1, 4, 7, 10, 13)
INTENSITY_ZONES: Final = (0.0, 0.7, 0.8, 0.9)  # Prilepin's
COUNTS: Final[Mapping[str, str]] = {
    "fractional": "Fractional",
    "direct": "Direct",
    "total": "Total",
}
COUNTS_MEAN: Final[Mapping[str, str]] = {
    "fractional": "a main muscle gets the whole set, a helping one half of it",
    "direct": "only main muscles get the set",
    "total": "every muscle that helps gets the whole set",
}


@dataclass(frozen=True)
class Dimension:
    """A dimension to group by; `scope` says what its keys describe, `asks` names the grouping in SQL if it differs."""

    title: str
    scope: Scope
    is_ordered: bool = False
    asks: str = ""


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    "week": Dimension("Week", "time", True, "day"),
    "month": Dimension("Month", "time", True),
    "year": Dimension("Year", "time", True),
    "weekday": Dimension("Weekday", "time", True),
    "program_week": Dimension("Program week", "time", True, "day"),
    "hour": Dimension("Hour", "workout", True),
    "routine": Dimension("Routine", "workout"),
    "exercise": Dimension("Exercise", "exercise"),
    "group": Dimension("Muscle group", "muscle"),
    "muscle": Dimension("Muscle", "muscle"),
    "pattern": Dimension("Pattern", "exercise"),
    "equipment": Dimension("Equipment", "exercise"),
    "rep_zone": Dimension("Rep zone", "set", True),
    "intensity_zone": Dimension("Intensity zone", "set", True),
    "set_type": Dimension("Set type", "set", True),
}

EVERY: Final[frozenset[Scope]] = frozenset(("time", "workout", "exercise", "muscle", "set"))
OF_WORKOUTS: Final[frozenset[Scope]] = frozenset(("time", "workout"))
OF_EXERCISES: Final[frozenset[Scope]] = frozenset(("time", "exercise", "muscle"))

Words = Callable[[float | None, Display], str]
Scaled = Callable[[float, Display], float | None]


def _as_is(value: float, _: Display) -> float:
    return value


def _weight(value: float, display: Display) -> float | None:
    return in_unit(value, "kg", display.unit)


def _percent(value: float, _: Display) -> float:
    return value * 100


def _minutes(value: float, _: Display) -> float:
    return value / 60


def _number(places: int) -> Words:
    return lambda value, display: styling.number(value, display, places)


def _no_unit(_: Display) -> str:
    return ""


@dataclass(frozen=True)
class Measure:
    """A measure of training.

    `kind` says how parts combine: sums add up, and distinct workouts add up over time and keys of whole workouts.
    The highest values, means and loads never add up. `words` writes a value as text; `scaled` converts it to `unit`.
    """

    title: str
    kind: Kind
    scopes: frozenset[Scope]
    words: Words
    note: str
    amount: str
    of_one_exercise: bool = False
    scaled: Scaled = _as_is
    unit: Callable[[Display], str] = _no_unit


def _unit(display: Display) -> str:
    return display.unit


MEASURES: Final[Mapping[str, Measure]] = {
    "hard_sets": Measure(
        "Hard sets",
        "sum",
        EVERY,
        styling.hard_sets,
        "Sets without warm-ups, with at least one rep or a completed hold, and at most 4 reps in reserve where logged.",
        "hard_sets",
    ),
    "sets": Measure("Sets", "sum", EVERY, _number(1), "All sets but warm-ups.", "sets"),
    "reps": Measure(
        "Reps", "sum", EVERY, _number(1), "Reps as logged, per side where an exercise is; no warm-ups.", "reps"
    ),
    "tonnage": Measure(
        "Tonnage",
        "sum",
        EVERY,
        styling.tonnage,
        "Load × reps without warm-ups, both hands and sides; comparable only within one exercise.",
        "tonnage",
        scaled=_weight,
        unit=_unit,
    ),
    "e1rm": Measure(
        "Best e1RM",
        "highest",
        EVERY,
        styling.e1rm,
        "The highest estimated one-rep max, by the formula of your settings, of sets up to 12 reps.",
        "e1rm",
        of_one_exercise=True,
        scaled=_weight,
        unit=_unit,
    ),
    "top_weight": Measure(
        "Top weight",
        "highest",
        EVERY,
        styling.weight,
        "The heaviest load with at least one rep, no warm-ups; not for assisted exercises, whose load is help.",
        "top_weight",
        of_one_exercise=True,
        scaled=_weight,
        unit=_unit,
    ),
    "intensity": Measure(
        "Intensity",
        "mean",
        EVERY,
        styling.percent,
        "The load as a share of that day's best e1RM of the exercise: the mean of the sets without warm-ups.",
        "intensity",
        scaled=_percent,
        unit=lambda _: "%",
    ),
    "workouts": Measure(
        "Workouts",
        "distinct",
        EVERY,
        styling.count,
        "Workouts with at least one such set, each counted once.",
        "workouts",
    ),
    "minutes": Measure(
        "Time",
        "sum",
        OF_WORKOUTS,
        lambda value, _: styling.duration(value),
        "From start to end, of the workouts whose end is known.",
        "seconds",
        scaled=_minutes,
        unit=lambda _: "min",
    ),
    "rest": Measure(
        "Rest",
        "mean",
        EVERY,
        lambda value, _: styling.rest(value),
        "The mean rest before a set without warm-ups, where it was recorded.",
        "rest",
        unit=lambda _: "s",
    ),
    "inol": Measure(
        "INOL",
        "sum",
        EVERY,
        _number(2),
        "Reps ÷ (100 − percent of that day's best e1RM), 99 % at most, summed over sets (Hristov 2005).",
        "inol",
    ),
    "relative_volume": Measure(
        "Relative volume",
        "sum",
        EVERY,
        _number(0),
        "Reps × percent of that day's best e1RM, summed over sets: 5 reps at 80 % are 400.",
        "relative_volume",
    ),
    "monotony": Measure(
        "Monotony",
        "load",
        OF_EXERCISES,
        _number(2),
        "Mean ÷ standard deviation of the hard sets of 7 days, rest days as 0 (Foster 1998).",
        "hard_sets",
    ),
    "strain": Measure(
        "Strain",
        "load",
        OF_EXERCISES,
        _number(0),
        "The hard sets of 7 days × their monotony (Foster 1998).",
        "hard_sets",
    ),
    "load_ratio": Measure(
        "Load vs last 4 weeks",
        "load",
        OF_EXERCISES,
        _number(2),
        "Hard sets a day of the last 7 days ÷ those of the last 28: how this week compares, and no more than that.",
        "hard_sets",
    ),
}
WEEKLY: Final = "week"


def fits(measure: str, by: str, then: str) -> bool:
    """Return whether a measure can be grouped by two dimensions; `then` may be "none"."""
    return refusal(measure, by, then) is None


def refusal(measure: str, by: str, then: str) -> str | None:
    """Return the reason why a measure cannot be grouped by these dimensions; None if it can."""
    chosen, dimensions = MEASURES[measure], [DIMENSIONS[name] for name in (by, then) if name != NO_DIMENSION]
    if by == then:
        return f"{DIMENSIONS[by].title} is chosen twice."
    if [dimension.scope for dimension in dimensions].count("muscle") > 1:
        return "Muscles and muscle groups are the same sets twice: choose one of them."
    if chosen.kind == "load" and by != WEEKLY:
        return f"{chosen.title} looks at 7 days, so it is shown by week."
    if chosen.kind == "load" and any(dimension.scope == "time" for dimension in dimensions[1:]):
        return f"{chosen.title} looks at 7 days, so no other division of time goes with it."
    for dimension in dimensions:
        if dimension.scope not in chosen.scopes:
            return f"{chosen.title} cannot be divided by {dimension.title.lower()}."
    return None


def adds_up(measure: str, dimension: str) -> bool:
    """Return whether the parts of a measure by this dimension add up to the whole."""
    kind, scope = MEASURES[measure].kind, DIMENSIONS[dimension].scope
    return (kind == "sum" and scope != "muscle") or (kind == "distinct" and scope in OF_WORKOUTS)


def needs_exercise(measure: str, by: str, then: str, has_lift: bool) -> bool:
    """Return whether the view would compare different exercises: the best squat with the best curl."""
    return MEASURES[measure].of_one_exercise and not has_lift and "exercise" not in (by, then)


def fact_for(measure: str, dimensions: tuple[str, ...], has_lift: bool) -> str:
    """Return the smallest fact table that answers the view."""
    scopes = {DIMENSIONS[name].scope for name in dimensions}
    if measure in ("workouts", "minutes") and scopes <= OF_WORKOUTS and not has_lift:
        return WORKOUTS
    by_day = MEASURES[measure].amount in ("hard_sets", "sets", "reps", "tonnage", "e1rm", "top_weight")
    return DAYS if by_day and scopes <= OF_EXERCISES else SETS


def by_muscle(dimensions: tuple[str, ...]) -> bool:
    """Return whether sets are counted by muscle, so that the counting method matters."""
    return any(DIMENSIONS[name].scope == "muscle" for name in dimensions)
