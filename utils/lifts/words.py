"""Sentences of Lifts: points, verdict and goal."""

from collections.abc import Mapping
from typing import Final

from services.analysis.progress import TREND_DAYS, TREND_WORKOUTS, Trend
from utils import styling
from utils.lifts.filters import Filter
from utils.lifts.shapes import GoalState, Point, Progress
from utils.phases import PHASES
from utils.sentences import hard_sets, set_done
from utils.styling import NO_BREAK, Display, plain


def point(point: Point, display: Display) -> str:
    """Describe a point of the e1RM chart: "Mon 5 Jan – 100 kg × 5 @ RIR 2 – e1RM 116.5 kg"."""
    done = set_done(point.weight_kg, point.reps, point.rir, display)
    return f"{styling.long_day(point.day, display)} – {done} – e1RM {styling.e1rm(point.e1rm_kg, display)}"


def not_in_period(chosen: Filter, display: Display) -> str:
    """Say that the period has no sets of the lift, and when the lifter last did it."""
    last = chosen.lift.last_on
    name, period = plain(chosen.lift.name), chosen.period.name.removeprefix("1 ")
    when = f" It was last done on {styling.long_day(last, display, chosen.period.last)}." if last else ""
    return f"No {name} in the last {period}.{when} “All time” shows everything."


def e1rm_alt(progress: Progress, display: Display) -> str:
    """Describe the e1RM chart in a sentence."""
    name = progress.chosen.lift.name
    if not progress.best:
        return f"No estimate of the one-rep max of {name} in this period."
    (first, then), (last, now) = progress.best[0], progress.best[-1]
    ways = (styling.e1rm(then, display), styling.e1rm(now, display))
    days = (styling.short_day(first, display), styling.short_day(last, display))
    return (
        f"Estimated one-rep max of {name}, best of 28 days: {ways[0]} on {days[0]}, {ways[1]} on {days[1]}; "
        f"{styling.plural(len(progress.records), 'record', display)}."
    )


def bars_alt(name: str, progress: Progress, display: Display) -> str:
    """Describe a bar chart in a sentence."""
    done = {
        "Hard sets": hard_sets(progress.now.hard_sets, display),
        "Tonnage": styling.tonnage(progress.now.tonnage_kg, display),
    }
    chosen = progress.chosen
    return f"{name} of {chosen.lift.name} per {progress.bars.each}: {done[name]} in all, {chosen.period.name}."


WEEKS: Final = TREND_DAYS // 7


TREND_RULE: Final = "\n".join(
    (
        f"The line is Theil–Sen's, the median of all slopes between two days, through the best e1RM of each day in the "
        f"{WEEKS} weeks up to the last, since the last 14 days without it. Its interval is Sen's, 90 %.",
        "Progressing: the whole interval is above 0.",
        "Regressing: all of it is below, and the line lost more than 2 %.",
        "Plateau: the interval rules out +0.5 % a week, the line falls by less than 0.25 %, and there is no e1RM "
        "record in 4 weeks.",
        "Days of a deload, of travel, injury, illness or a meet are left out, and those with pain or taken easy; "
        "inside any phase neither plateau nor regressing is called.",
    )
)


def _pace(trend: Trend, display: Display) -> str:
    pace = styling.signed(trend.percent_per_week, display, NO_BREAK + "%")
    return f"{pace} a week over {styling.plural(trend.workouts, 'workout', display)}"


VERDICTS: Final[Mapping[str, str]] = {
    "progressing": "Progressing",
    "regressing": "Regressing",
    "plateau": "Plateau",
    "unknown": "Not enough data to tell",
    "paused": "No call now",
}


def trend(trend: Trend, display: Display) -> str:
    """Describe the verdict on a lift, with its evidence."""
    if trend.percent_per_week is None:
        done = styling.plural(trend.workouts, "workout", display)
        return f"**Not enough data**: {done} in {WEEKS} weeks without a break; it takes {TREND_WORKOUTS} over 4 weeks."
    low, high = (styling.signed(share, display) for share in (trend.low, trend.high))
    excuse = f" ({PHASES[trend.phase].lower()})" if trend.verdict == "paused" and trend.phase else ""
    weeks = styling.plural(max(1, round(trend.days / 7)), "week", display)
    stale = ", no e1RM record in 4 weeks" if trend.verdict == "plateau" else ""
    return (
        f"**{VERDICTS[trend.verdict]}**{excuse}: {_pace(trend, display)} in {weeks}{stale}. "
        f"Nine times in ten the true pace lies between {low} and {high}{NO_BREAK}%."
    )


def goal(goal: GoalState, display: Display) -> str:
    """Describe a goal and when the lifter may reach it."""
    target = ("+" if goal.is_added else "") + set_done(goal.weight_kg, goal.reps, None, display)
    due = f" by {styling.short_day(goal.due_on, display)}" if goal.due_on else ""
    if goal.done_on:
        return f"**Goal reached**: {target}, first on {styling.long_day(goal.done_on, display)}."
    body = f" With {styling.body_weight(goal.bodyweight_kg, display)} body weight." if goal.bodyweight_kg else ""
    return f"**Goal**: {target}{due}. {_when(goal, display)}{body}"


def _when(goal: GoalState, display: Display) -> str:
    forecast = goal.forecast
    if goal.e1rm_kg is None:
        return "A range of dates needs your body weight: enter it on Body."
    if forecast is None:
        return f"A range of dates needs a trend: {TREND_WORKOUTS} workouts over 4 weeks."
    if forecast.earliest is None:
        return "Not at this pace."
    if forecast.latest == forecast.today:
        return "It may be there already."
    first = "now" if forecast.earliest == forecast.today else styling.short_day(forecast.earliest, display)
    if forecast.latest is None:
        when = f"At this pace from {first} at the earliest, perhaps not within two years."
        return f"{when} {_in_time(goal)}".strip()
    last = styling.short_day(forecast.latest, display)
    when = f"around {last}" if forecast.latest == forecast.earliest else f"between {first} and {last}"
    return f"At this pace {when}. {_in_time(goal)}".strip()


def _in_time(goal: GoalState) -> str:
    forecast, due = goal.forecast, goal.due_on
    if not due or not forecast or not forecast.earliest:
        return ""
    if forecast.earliest > due:
        return "That is after your day."
    return "That is in time." if forecast.latest and forecast.latest <= due else "Your day lies within."
