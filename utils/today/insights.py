"""Insights of Today: at most three a week, from the weeks that are over; the lifter can silence each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from statistics import median
from typing import Any, Final

from services.analysis.phases import DISTURBED, Phase, is_within, phase_on
from services.analysis.progress import strength, trend
from utils.kpis import eased_days, estimates, last_estimate_record, total
from utils.shapes import Record
from utils.today.shapes import Insight, LastWorkout, LiftTrend, ShortMuscle, Stalled, Week

MOST_INSIGHTS: Final = 3
USUAL_WEEKS: Final = 8
LEAST_WEEKS: Final = 3  # fewer do not show what is usual
SHORT_WEEKS: Final = 3
SHORT_SHARE: Final = 0.6
SHORT_FROM: Final = 4  # hard sets a week; a muscle that usually gets fewer is trained in passing
WEEK_SHARE: Final = 0.6  # a week of less is short itself, and then no muscle's in particular
LATELY, BEFORE = 4, 8  # weeks that are compared where a lift stalls
FELL_TO: Final = 0.75
TOLD: Final = ("progressing", "regressing", "plateau")
SURE: Final = 0.99  # of ten level lifts one seems to move at 90 %, and the largest move would be shown
WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Known:
    """The input of the rules; `weeks` and the sets of each muscle cover the weeks that are over, oldest first."""

    this_week: date
    weeks: tuple[Week, ...]
    last: LastWorkout | None
    records: tuple[Record, ...]
    trends: tuple[LiftTrend, ...]
    muscles: Mapping[str, Sequence[float]]
    phases: tuple[Phase, ...] = ()

    @property
    def as_of(self) -> date:
        """Return the last day that counts, so that the sentences stay unchanged all week."""
        return self.this_week - timedelta(days=1)

    def is_usual(self, place: int) -> bool:
        """Say whether a week counts as usual: it has training, and no phase disturbs it."""
        week = self.weeks[place]
        return bool(week.done.workouts) and not is_within(self.phases, week.starts_on)


def lift_trends(
    days: Iterable[Any], broken: Iterable[Any], names: Mapping[int, str], this_week: date, phases: Sequence[Phase] = ()
) -> Iterator[LiftTrend]:
    """Yield the trend and the hard sets of each exercise with an estimate in the last four weeks."""
    as_of = this_week - timedelta(days=1)
    for exercise_id, of_lift in _by_exercise(day for day in days if day.performed_on <= as_of).items():
        dated = estimates(of_lift)
        best = strength(dated, as_of)
        if best is None:
            continue
        theirs = (record for record in broken if record.exercise_id == exercise_id and record.performed_on <= as_of)
        record_on = last_estimate_record(theirs)
        eased = eased_days(of_lift)
        found = trend(dated, as_of, record_on, phases, eased=eased)
        sure = trend(dated, as_of, record_on, phases, SURE, eased)
        is_sure = found.verdict in TOLD and sure.verdict == found.verdict
        lately, before = (_weekly_sets(of_lift, this_week, *span) for span in ((0, LATELY), (LATELY, BEFORE)))
        yield LiftTrend(names[exercise_id], found, best, exercise_id, lately, before, is_sure)


def _by_exercise(days: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for day in days:
        grouped.setdefault(day.exercise_id, []).append(day)
    return grouped


def _weekly_sets(days: Iterable[Any], this_week: date, skipped: int, weeks: int) -> float:
    last = this_week - WEEK * skipped
    return total((day for day in days if last - WEEK * weeks <= day.performed_on < last), "hard_sets") / weeks


def fresh_records(known: Known) -> Iterator[Record]:
    """Return the records of last week, latest first, except those already listed with the last workout."""
    last_records = known.last.records if known.last else ()
    first = known.this_week - WEEK
    return (
        record
        for record in reversed(known.records)
        if first <= record.day <= known.as_of and record not in last_records
    )


def stalled_lifts(known: Known) -> Iterable[Stalled]:
    """Return lifts on a plateau or regressing with a quarter less work than before, the largest drop first."""
    if any(is_within(known.phases, known.this_week - WEEK * back) for back in range(1, LATELY + 1)):
        return []
    level = [item for verdict in ("plateau", "regressing") for item in _with(known, verdict)]
    less = [lift for lift in level if lift.sets_before and lift.sets_lately <= FELL_TO * lift.sets_before]
    return [Stalled(lift) for lift in sorted(less, key=lambda lift: lift.sets_lately / lift.sets_before)]


def falling_lifts(known: Known) -> Iterable[LiftTrend]:
    """Return lifts that lose strength on as much work as before, the fastest loss first."""
    stalled = {stalled_lift.lift for stalled_lift in stalled_lifts(known)}
    falling = (item for item in _with(known, "regressing") if item not in stalled)
    return sorted(falling, key=lambda lift: lift.trend.percent_per_week or 0)


def rising_lifts(known: Known) -> Iterable[LiftTrend]:
    """Return lifts that gain strength, the fastest first."""
    return sorted(_with(known, "progressing"), key=lambda item: -(item.trend.percent_per_week or 0))


def _with(known: Known, verdict: str) -> Iterator[LiftTrend]:
    return (trend for trend in known.trends if trend.trend.verdict == verdict and trend.is_sure)


def short_muscles(known: Known) -> Iterable[ShortMuscle]:
    """Return muscles with at most 60 % of their usual hard sets in each of three weeks, short weeks excluded."""
    first = len(known.weeks) - SHORT_WEEKS
    before = [place for place in range(first) if known.is_usual(place)][-USUAL_WEEKS:]
    if len(before) < LEAST_WEEKS:
        return []
    least = WEEK_SHARE * median(known.weeks[place].done.hard_sets for place in before)
    late = range(first, len(known.weeks))
    if not all(known.is_usual(place) and known.weeks[place].done.hard_sets > least for place in late):
        return []
    every = (
        ShortMuscle(name, tuple(sets[place] for place in late), median(sets[place] for place in before))
        for name, sets in known.muscles.items()
    )
    short = [item for item in every if item.usual >= SHORT_FROM and max(item.hard_sets) <= SHORT_SHARE * item.usual]
    return sorted(short, key=lambda lift: sum(lift.hard_sets) - SHORT_WEEKS * lift.usual)


Rule = Callable[[Known], Iterable[Insight]]
RULES: Final[tuple[Rule, ...]] = (fresh_records, stalled_lifts, falling_lifts, short_muscles, rising_lifts)


def insights(known: Known, today: date, silenced: Mapping[str, date]) -> tuple[Insight, ...]:
    """At most three a week: the first that each rule finds, none in a phase in which training is not itself.

    What was silenced in earlier weeks makes room for others; what is silenced this week only goes.
    """
    phase = phase_on(known.phases, today)
    if phase and phase.kind in DISTURBED:
        return ()
    older = {topic for topic, day in silenced.items() if day < known.this_week}
    found = (item for rule in RULES for item in islice((item for item in rule(known) if item.topic not in older), 1))
    return tuple(item for item in islice(found, MOST_INSIGHTS) if item.topic not in silenced)
