"""Verdicts, goals, insights and phases put into words, each sentence with its evidence."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from services.analysis.phases import Guess, Phase
from services.analysis.progress import TREND_DAYS, TREND_WORKOUTS, Trend
from utils import styling
from utils.sentences import hard_sets, record, set_done
from utils.shapes import GoalState, Insight, LiftTrend, Record, ShortMuscle, Stalled, Weeks
from utils.styling import NO_BREAK, Display, plain

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
FEW_BANDS: Final = 2
MOST_STREAK: Final = 26  # how far back Today reads
PHASES: Final[Mapping[str, str]] = {
    "deload": "Deload",
    "travel": "Travel",
    "injury": "Injury",
    "illness": "Illness",
    "meet": "Meet",
    "cut": "Cut",
    "bulk": "Bulk",
}


def insight(one: Insight, display: Display, today: date) -> str:
    """One thing worth knowing, with its evidence."""
    return INSIGHTS[type(one)](one, display, today)


def _fresh_record(one: Record, display: Display, today: date) -> str:
    day = styling.long_day(one.day, display, today).replace(" ", NO_BREAK)
    return f"{record(one, display)} ({day})"


def _moving_lift(one: LiftTrend, display: Display, today: date) -> str:
    way = "is going up" if one.trend.verdict == "progressing" else "is going down"
    best = styling.e1rm(one.strength_kg, display).replace(" ", NO_BREAK)
    return f"**{plain(one.name)}** {way}, {_pace(one.trend, display)}: now {best}{NO_BREAK}e1RM"


def _stalled(one: Stalled, display: Display, today: date) -> str:
    lift = one.lift
    less = f"{styling.hard_sets(lift.sets_before, display)} to {styling.hard_sets(lift.sets_lately, display)}"
    pace = _pace(lift.trend, display)
    return f"**{plain(lift.name)}** stalls, {pace}, while its hard sets fell from {less} a week"


def _pace(trend: Trend, display: Display) -> str:
    pace = styling.signed(trend.percent_per_week, display, NO_BREAK + "%")
    return f"{pace} a week over {styling.plural(trend.workouts, 'workout', display)}"


def _short_muscle(one: ShortMuscle, display: Display, today: date) -> str:
    name = styling.in_words(one.muscle)
    *most, last = (styling.hard_sets(sets, display) for sets in one.hard_sets)
    usual = styling.hard_sets(one.usual, display)
    return f"**{name}** got {', '.join(most)} and {last} hard sets in the last three weeks; {usual} is usual for you"


INSIGHTS: Final[Mapping[type, Callable[[Any, Display, date], str]]] = {
    Record: _fresh_record,
    LiftTrend: _moving_lift,
    Stalled: _stalled,
    ShortMuscle: _short_muscle,
}

VERDICTS: Final[Mapping[str, str]] = {
    "progressing": "Progressing",
    "regressing": "Regressing",
    "plateau": "Plateau",
    "unknown": "Not enough data to tell",
    "paused": "No call now",
}


def trend(one: Trend, display: Display) -> str:
    """The verdict on a lift with its evidence."""
    if one.percent_per_week is None:
        done = styling.plural(one.workouts, "workout", display)
        return f"**Not enough data**: {done} in {WEEKS} weeks without a break; it takes {TREND_WORKOUTS} over 4 weeks."
    low, high = (styling.signed(share, display) for share in (one.low, one.high))
    excuse = f" ({PHASES[one.phase].lower()})" if one.verdict == "paused" and one.phase else ""
    weeks = styling.plural(max(1, round(one.days / 7)), "week", display)
    stale = ", no e1RM record in 4 weeks" if one.verdict == "plateau" else ""
    return (
        f"**{VERDICTS[one.verdict]}**{excuse}: {_pace(one, display)} in {weeks}{stale}. "
        f"Nine times in ten the true pace lies between {low} and {high}{NO_BREAK}%."
    )


def goal(one: GoalState, display: Display) -> str:
    """A goal and when it may be reached."""
    wanted = ("+" if one.is_added else "") + set_done(one.weight_kg, one.reps, None, display)
    due = f" by {styling.short_day(one.due_on, display)}" if one.due_on else ""
    if one.done_on:
        return f"**Goal reached**: {wanted}, first on {styling.long_day(one.done_on, display)}."
    body = f" With {styling.body_weight(one.bodyweight_kg, display)} body weight." if one.bodyweight_kg else ""
    return f"**Goal**: {wanted}{due}. {_when(one, display)}{body}"


def _when(one: GoalState, display: Display) -> str:
    found = one.forecast
    if one.e1rm_kg is None:
        return "A range of dates needs your body weight: enter it on Body."
    if found is None:
        return f"A range of dates needs a trend: {TREND_WORKOUTS} workouts over 4 weeks."
    if found.earliest is None:
        return "Not at this pace."
    if found.latest == found.today:
        return "It may be there already."
    first = "now" if found.earliest == found.today else styling.short_day(found.earliest, display)
    if found.latest is None:
        told = f"At this pace from {first} at the earliest, perhaps not within two years."
        return f"{told} {_in_time(one)}".strip()
    last = styling.short_day(found.latest, display)
    told = f"around {last}" if found.latest == found.earliest else f"between {first} and {last}"
    return f"At this pace {told}. {_in_time(one)}".strip()


def _in_time(one: GoalState) -> str:
    found, due = one.forecast, one.due_on
    if not due or not found or not found.earliest:
        return ""
    if found.earliest > due:
        return "That is after your day."
    return "That is in time." if found.latest and found.latest <= due else "Your day lies within."


def guess(one: Guess, weeks: Weeks, display: Display) -> str:
    """The question whether a week that looks like a phase was one."""
    first, last = styling.short_day(one.starts_on, display), styling.short_day(one.ends_on, display)
    if one.kind == "break":
        return f"No workout from {first} to {last}: what was it?"
    (done,) = (week.done.hard_sets for week in weeks.weeks if week.starts_on == one.starts_on)
    usual = f", {styling.hard_sets(weeks.usual.hard_sets, display)} is usual" if weeks.usual else ""
    return f"Last week looks like a deload ({hard_sets(done, display)}{usual}): was it?"


def phase(one: Phase, display: Display) -> str:
    """A training phase by name and days."""
    first = styling.short_day(one.starts_on, display)
    if one.ends_on is None:
        return f"{PHASES[one.kind]} since {first}"
    last = "" if one.ends_on == one.starts_on else f" to {styling.short_day(one.ends_on, display)}"
    return f"{PHASES[one.kind]} {first}{last}"


def shaded(phases: Sequence[Phase], display: Display) -> str:
    """What the bands of a chart are: each with its days if they are few, else how many of each kind."""
    if not phases:
        return ""
    if len(phases) <= FEW_BANDS:
        return "Shaded: " + ", ".join(_uncapped(phase(one, display)) for one in phases)
    counts = Counter(PHASES[one.kind].lower() for one in phases)
    told = (f"{count} × {kind}" if count > 1 else kind for kind, count in counts.items())
    return "Shaded: " + ", ".join(told)


def with_shaded(words: str, phases: Sequence[Phase], display: Display) -> str:
    """What is said of a chart and of its bands, for who reads it in grey or not at all."""
    told = shaded(phases, display)
    return f"{words} {told}.".strip() if told else words


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]


def streak(weeks: int, target: int | None, display: Display) -> str:
    """Weeks in a row that reached the target, or had a workout without one; nothing for a single one."""
    if weeks < 2:
        return ""
    if weeks >= MOST_STREAK:
        return f"Half a year with {at_least(target, display)} in every week"
    return f"{weeks} weeks in a row with {at_least(target, display)}"


def at_least(target: int | None, display: Display) -> str:
    """What a week of a streak needs: "a workout", "3 workouts or more"."""
    return f"{styling.plural(target, 'workout', display)} or more" if target and target > 1 else "a workout"


def this_week(done: int, target: int | None, display: Display) -> str:
    """How far this week is towards the target; nothing without one."""
    return f"{styling.count(done, display)} of {styling.plural(target, 'workout', display)} this week" if target else ""
