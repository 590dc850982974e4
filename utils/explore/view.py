"""Read and write a view of Explore in the address; validate each parameter, for an address grants no access."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from database.ids import parse_id
from utils.explore.measures import (
    COUNTS,
    DIMENSIONS,
    MEASURES,
    NO_DIMENSION,
    WEEKLY,
    fact_for,
    fits,
    needs_exercise,
    refusal,
)
from utils.filters import ALL_TIME, NOTHING, PERIOD_BEFORE, YEAR_BEFORE, YEAR_DAYS, Period, period_named

PERIODS: Final = {"4w": "4 weeks", "3m": "3 months", "6m": "6 months", "1y": "1 year", "all": ALL_TIME}
DATES: Final = "dates"
PERIOD_TITLES: Final = PERIODS | {DATES: "Dates …"}
AGAINST: Final[Mapping[str, str]] = {"nothing": NOTHING, "before": PERIOD_BEFORE, "year": YEAR_BEFORE}
EARLIEST: Final = date(1970, 1, 1)
TYPED: Final = 40  # characters of an address that a message repeats


@dataclass(frozen=True)
class View:
    """A view: a measure by one or two dimensions over a period, optionally compared with another period."""

    measure: str = "hard_sets"
    by: str = "week"
    then: str = "pattern"
    period: str = "3m"
    against: str = "nothing"
    count: str = "fractional"
    lift: int | None = None
    first: date | None = None
    last: date | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of the view: one or two."""
        return (self.by,) if self.then == NO_DIMENSION else (self.by, self.then)

    @property
    def fact(self) -> str:
        """The smallest fact table that answers the view."""
        return fact_for(self.measure, self.dimensions, self.lift is not None)


Choices = Mapping[str, Mapping[str, object]]
CHOICES: Final[Choices] = {
    "measure": MEASURES,
    "by": DIMENSIONS,
    "then": {NO_DIMENSION: None, **DIMENSIONS},
    "period": PERIOD_TITLES,
    "against": AGAINST,
    "count": COUNTS,
}
NAMES: Final = {"first": "from", "last": "to"}  # in the address
DATE_FIELDS: Final = ("first", "last")


def view_of(
    address: Mapping[str, str], lifts: Collection[int], today: date, last_on: date | None = None
) -> tuple[View, tuple[str, ...]]:
    """Return the view in an address, and a sentence for each parameter that cannot be used.

    The default period becomes the whole history if the lifter's last day, `last_on`, is before it.
    """
    view, corrections = _usual(today, last_on), []
    for field, choices in CHOICES.items():
        text = address.get(field)
        if text is not None and text not in choices:
            corrections.append(f"The address asks for {field} “{_cut(text)}”, which there is not.")
        elif text is not None:
            changed: dict[str, Any] = {field: text}
            view = replace(view, **changed)
    for field in DATE_FIELDS if view.period == DATES else ():
        text = address.get(NAMES[field])
        day = _day(text) if text else None
        if text and day is None:
            corrections.append(f"The address names no date after “{NAMES[field]}”, such as 2026-01-31.")
        dated: dict[str, Any] = {field: day}
        view = replace(view, **dated)
    if "lift" in address:
        lift = parse_id(address["lift"])
        if lift not in lifts:
            corrections.append("The address names an exercise that is not in your log; all are shown.")
        view = replace(view, lift=lift if lift in lifts else None)
    settled, why = settle(view, today)
    return settled, (*corrections, *why)


def _usual(today: date, last_on: date | None) -> View:
    first = period_of(View(), today).first
    return View(period="all") if first and last_on and last_on < first else View()


def settle(view: View, today: date) -> tuple[View, tuple[str, ...]]:
    """Return the nearest valid view, and sentences on the corrections."""
    corrections: list[str] = []
    why = refusal(view.measure, view.by, view.then)
    if why:
        corrections.append(why)
        view = _fitting(view)
    if view.measure == "minutes" and view.lift is not None:
        corrections.append("Time is known for whole workouts, not for one exercise; all are shown.")
        view = replace(view, lift=None)
    if needs_exercise(view.measure, view.by, view.then, view.lift is not None):
        corrections.append(
            f"{MEASURES[view.measure].title} is told by exercise, since a best of all exercises says nothing."
        )
        view = replace(view, then="exercise")
    if view.period == DATES:
        view = _with_dates(view, today, corrections)
    if view.period == "all" and view.against != "nothing":
        view = replace(view, against="nothing")
    return view, tuple(corrections)


def _fitting(view: View) -> View:
    """Return the nearest view that fits: without the second dimension, else by week."""
    for by, then in ((view.by, NO_DIMENSION), (WEEKLY, view.then), (WEEKLY, NO_DIMENSION)):
        if fits(view.measure, by, then):
            return replace(view, by=by, then=then)
    return View()


def _with_dates(view: View, today: date, corrections: list[str]) -> View:
    first, last = view.first or today - timedelta(days=27), view.last or today
    if not EARLIEST <= first <= last <= today:
        corrections.append("The dates have to run forward and end by today; the last 4 weeks are shown.")
        first, last = today - timedelta(days=27), today
    return replace(view, first=first, last=last)


def period_of(view: View, today: date) -> Period:
    """Return the period of a view."""
    if view.period == DATES:
        return Period("These dates", view.first, view.last or today)
    return period_named(PERIODS[view.period], today)


def comparison_of(view: View, period: Period) -> Period | None:
    """Return the period to compare with; None without a comparison."""
    shift = {"before": period.days, "year": YEAR_DAYS}.get(view.against)
    return period.earlier(shift, AGAINST[view.against]) if shift and period.first else None


def address_of(view: View) -> dict[str, str]:
    """Return the view as query parameters, without default values except the period."""
    usual = View()
    address = {field: getattr(view, field) for field in CHOICES if getattr(view, field) != getattr(usual, field)}
    address["period"] = view.period
    if view.lift is not None:
        address["lift"] = str(view.lift)
    if view.period == DATES:
        address |= {NAMES[field]: getattr(view, field).isoformat() for field in DATE_FIELDS if getattr(view, field)}
    return address


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cut(text: str) -> str:
    return text if len(text) <= TYPED else text[:TYPED] + "…"
