"""Evidence for the numbers of Lifts: the rule, the rows and an equal total."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from services.analysis.phases import is_disturbed
from services.analysis.progress import STRENGTH_DAYS
from utils import sentences, styling
from utils.explain import HARD_SET, TONNAGE, Evidence, estimate_rule, table
from utils.filters import Period
from utils.kpis import within
from utils.lifts.facts import LiftFacts
from utils.lifts.figures import summary
from utils.lifts.shapes import Progress, Summary
from utils.lifts.tables import FIGURES
from utils.lifts.words import TREND_RULE, trend
from utils.lifts.words import goal as goal_words
from utils.phases import PHASES
from utils.styling import MISSING, Display, plain

NUMBERS = ("Best e1RM", "Workouts", "Hard sets")


def of_strength(progress: Progress, facts: LiftFacts, formula: str, display: Display) -> Evidence:
    """Explain current strength: list the best e1RM of each day of the last four weeks."""
    last = progress.chosen.period.last
    recent = within(facts.days, Period("", last - timedelta(days=STRENGTH_DAYS - 1), last))
    days = [day for day in recent if day.best_e1rm_kg is not None]
    rows = [
        {
            "Day": plain(styling.long_day(day.performed_on, display)),
            "Best set": plain(sentences.set_done(day.best_weight_kg, day.best_reps, day.best_rir, display)),
            "e1RM": styling.e1rm(day.best_e1rm_kg, display),
        }
        for day in days
    ]
    value = styling.e1rm(progress.strength_kg, display)
    rule = f"The best e1RM of the last {STRENGTH_DAYS} days. {estimate_rule(formula)}"
    return Evidence("Current strength", value, rule, table(rows, ("e1RM",), {"Day": "Best", "e1RM": value}))


def of_trend(progress: Progress, facts: LiftFacts, display: Display) -> Evidence:
    """Explain the verdict: its rule, and each day of the trend with the reason if it was left out."""
    first, last = progress.trend.first_on, progress.trend.last_on
    days = [day for day in facts.days if day.best_e1rm_kg is not None]
    rows = [
        {
            "Day": plain(styling.long_day(day.performed_on, display)),
            "Best e1RM": styling.e1rm(day.best_e1rm_kg, display),
            "Left out": _left_out(day, progress),
        }
        for day in days
        if first and last and first <= day.performed_on <= last
    ]
    value = trend(progress.trend, display).replace("*", "")
    return Evidence("Trend", value, TREND_RULE, table(rows, ("Best e1RM",)))


def of_goal(progress: Progress, formula: str, display: Display) -> list[Evidence]:
    """Explain the dates of a goal: the level and the pace behind the earliest and the latest date."""
    goal, fit = progress.goal, progress.trend
    if goal is None or goal.e1rm_kg is None or goal.done_on:
        return []
    if not (fit.slopes and fit.levels and fit.middle and goal.forecast):
        return []
    goal_kg, (_, slow, fast), (low, high) = goal.e1rm_kg, fit.slopes, fit.levels
    rows = [
        _way("Earliest", high, fast, goal_kg, goal.forecast.earliest, display),
        _way("Latest", low, slow, goal_kg, goal.forecast.latest, display),
    ]
    middle = styling.long_day(fit.middle, display)
    rule = (
        f"From {middle}, the middle of the window, the e1RM grows by so much a week until it is "
        f"{styling.e1rm(goal_kg, display)}: the highest level and the fastest pace, the lowest and the slowest, each "
        f"of a 90 % interval. A pace that is not above 0, or more than two years, gives no day."
    )
    rule = f"{rule}\n{estimate_rule(formula)}"
    if goal.is_added:
        rule += (
            f"\nThe load is what is lifted with the body: the added weight and its share of "
            f"{styling.body_weight(goal.bodyweight_kg, display)}, your last body weight. Another one moves the days."
        )
    value = goal_words(goal, display).replace("*", "")
    return [Evidence("Goal", value, rule, table(rows, ("Level", "A week", "Missing")))]


def _way(name: str, level: float, a_day: float, wanted: float, day: date | None, display: Display) -> dict[str, str]:
    return {
        "": name,
        "Level": styling.e1rm(level, display),
        "A week": styling.change(a_day * 7, display),
        "Missing": styling.e1rm(max(wanted - level, 0.0), display),
        "Reached": plain(styling.short_day(day, display)) if day else MISSING,
    }


def _left_out(day: Any, progress: Progress) -> str:
    if day.is_eased:
        return "Pain or easy"
    if not is_disturbed(progress.phases, day.performed_on):
        return MISSING
    return next(PHASES[phase.kind] for phase in progress.phases if phase.covers(day.performed_on))


def of_period(summary: Summary, facts: LiftFacts, display: Display) -> Evidence:
    """Explain the totals of a period: list its days."""
    days = within(facts.days, summary.period)
    value = f"{styling.plural(summary.workouts, 'workout', display)}, {sentences.hard_sets(summary.hard_sets, display)}"
    if summary.tonnage_kg is not None:
        value += f", {styling.tonnage(summary.tonnage_kg, display)}"
    if summary.best_kg is not None:
        value += f", best e1RM {styling.e1rm(summary.best_kg, display)}"
    return Evidence(summary.period.name, value, f"{HARD_SET}\n{TONNAGE}", days_table(days, summary.period, display))


def days_table(days: Sequence[Any], period: Period, display: Display) -> pd.DataFrame:
    """List the days of one exercise, the latest first, with their totals in the last row."""
    figures = {name: FIGURES[name] for name in (*NUMBERS, "Tonnage")}
    rows = [
        {
            "Day": plain(styling.short_day(day.performed_on, display)),
            **{name: words(summary([day], period), display) for name, words in figures.items()},
        }
        for day in reversed(days)
    ]
    total = {name: words(summary(days, period), display) for name, words in figures.items()}
    return table(rows, NUMBERS, total)


def of_rep_maxes(progress: Progress, facts: LiftFacts, display: Display) -> Evidence:
    """Explain the rep maxes: list every load by number of reps, the heaviest first."""
    rule = (
        "The heaviest load at each count of reps up to 12 in this period, and the day it was first done; no warm-ups."
    )
    if progress.chosen.lift.load_type == "assisted":
        rule = rule.replace("heaviest load", "least help")
    loads = sorted(facts.loads, key=lambda done: (done.reps, -done.weight_kg))
    rows = [
        {
            "Reps": styling.count(done.reps, display),
            "Load": styling.weight(done.weight_kg, display),
            "First done": plain(styling.short_day(done.performed_on, display)),
        }
        for done in loads
    ]
    return Evidence("Rep maxes", "", rule, table(rows, ("Reps", "Load")))
