"""The sentences of Today."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from services.analysis.phases import Guess
from utils import styling
from utils.lifts.words import _pace
from utils.sentences import _in_a_row, hard_sets, record
from utils.shapes import Record
from utils.styling import NO_BREAK, Display, plain
from utils.today.shapes import Change, Insight, LastWorkout, LiftTrend, ShortMuscle, Stalled, Training, Weeks
from utils.workout.due import Start

MOST_CHANGES: Final = 3


FAR: Final = 0.15  # of the e1RM: between a light day and a heavy one it says nothing about strength


def start_label(start: Start, display: Display) -> str:
    """Return the label of the main button."""
    title = plain(start.title or "workout")
    if start.kind == "continue":
        return f"Continue {title} – {_progress(start, display)}"
    if start.kind == "empty":
        return "Start a workout"
    parts = [_due(start.due_on, display), f"about {styling.duration(start.seconds)}" if start.seconds else ""]
    return " – ".join(filter(None, [f"Start {title}", ", ".join(filter(None, parts))]))


def _due(day: date | None, display: Display) -> str:
    """Say when the workout is due; a missed day is "due today"."""
    if day is None:
        return ""
    today = styling.local(datetime.now(UTC), display).date()
    return "due today" if day <= today else f"planned for {styling.long_day(day, display, today)}"


def start_address(start: Start) -> dict[str, str]:
    """Return the query parameters that open the log."""
    opened = {"continue": ("workout", start.workout_id), "routine": ("routine", start.routine_id)}.get(start.kind)
    return {opened[0]: str(opened[1])} if opened else {}


def _progress(start: Start, display: Display) -> str:
    if start.planned_sets:
        done = styling.count(start.done_sets, display)
        return f"{done} of {styling.plural(start.planned_sets, 'set', display)}"
    return styling.plural(start.done_sets, "set", display)


def last_workout(last: LastWorkout, display: Display, today: date) -> str:
    """Describe the last workout in a line: name, day and amount."""
    parts = [
        f"**{plain(last.title or 'Workout')}**",
        styling.long_day(last.day, display, today),
        hard_sets(last.hard_sets, display),
        *([styling.duration(last.seconds)] if last.seconds else []),
    ]
    return _in_a_row([parts[0], *(part.replace(" ", NO_BREAK) for part in parts[1:])])


def changes(all_of_them: tuple[Change, ...], display: Display) -> str:
    """Compare the lifts of a workout with the time before."""
    parts = [f"{plain(change.name)} {_changed(change, display)}" for change in all_of_them[:MOST_CHANGES]]
    return ":gray[e1RM against the time before:] " + _in_a_row(parts) if parts else ""


def _changed(change: Change, display: Display) -> str:
    if abs(change.after_kg - change.before_kg) > FAR * change.before_kg:
        return "lighter" if change.after_kg < change.before_kg else "heavier"
    by = styling.e1rm_change(change.before_kg, change.after_kg, display)
    return "same" if by.startswith("0") else by


def week_cells(weeks: Weeks, display: Display) -> list[tuple[str, str, str]]:
    """Return this week as rows of (measure, so far, usual)."""
    now, usual = weeks.now, weeks.usual
    return [
        (name, words(now, display), f"usual {words(usual, display)}" if usual else "")
        for name, words in WEEK_FIGURES.items()
    ]


WEEK_FIGURES: Final[Mapping[str, Callable[[Training, Display], str]]] = {
    "Workouts": lambda done, display: styling.number(done.workouts, display),
    "Hard sets": lambda done, display: styling.hard_sets(done.hard_sets, display),
    "Time": lambda done, display: styling.duration(done.seconds),
}


def weeks_silence(weeks: Weeks, last: LastWorkout | None, display: Display, today: date) -> str:
    """Return the text that replaces a chart without bars."""
    before = f": the last one was on {styling.long_day(last.day, display, today)}" if last else ""
    return f"No workout in the last {len(weeks.weeks)} weeks{before}. The first one back starts the chart again."


def weeks_alt(weeks: Weeks, display: Display) -> str:
    """Describe the chart of hard sets per week in a sentence."""
    usual = f"; usual is {styling.hard_sets(weeks.usual.hard_sets, display)}" if weeks.usual else ""
    each = ", ".join(styling.hard_sets(week.done.hard_sets, display) for week in weeks.weeks)
    return f"Hard sets in each of the last {len(weeks.weeks)} weeks: {each}{usual}."


MOST_STREAK: Final = 26  # how far back Today reads


def insight(insight: Insight, display: Display, today: date) -> str:
    """Return an insight as a sentence with its evidence."""
    return INSIGHTS[type(insight)](insight, display, today)


def _fresh_record(broken: Record, display: Display, today: date) -> str:
    day = styling.long_day(broken.day, display, today).replace(" ", NO_BREAK)
    return f"{record(broken, display)} ({day})"


def _moving_lift(lift: LiftTrend, display: Display, today: date) -> str:
    way = "is going up" if lift.trend.verdict == "progressing" else "is going down"
    best = styling.e1rm(lift.strength_kg, display).replace(" ", NO_BREAK)
    return f"**{plain(lift.name)}** {way}, {_pace(lift.trend, display)}: now {best}{NO_BREAK}e1RM"


def _stalled(stalled: Stalled, display: Display, today: date) -> str:
    lift = stalled.lift
    less = f"{styling.hard_sets(lift.sets_before, display)} to {styling.hard_sets(lift.sets_lately, display)}"
    pace = _pace(lift.trend, display)
    return f"**{plain(lift.name)}** stalls, {pace}, while its hard sets fell from {less} a week"


def _short_muscle(short_muscle: ShortMuscle, display: Display, today: date) -> str:
    name = styling.in_words(short_muscle.muscle)
    *most, last = (styling.hard_sets(sets, display) for sets in short_muscle.hard_sets)
    usual = styling.hard_sets(short_muscle.usual, display)
    return f"**{name}** got {', '.join(most)} and {last} hard sets in the last three weeks; {usual} is usual for you"


INSIGHTS: Final[Mapping[type, Callable[[Any, Display, date], str]]] = {
    Record: _fresh_record,
    LiftTrend: _moving_lift,
    Stalled: _stalled,
    ShortMuscle: _short_muscle,
}


def guess(guess: Guess, weeks: Weeks, display: Display) -> str:
    """Ask whether a week that looks like a phase was one."""
    first, last = styling.short_day(guess.starts_on, display), styling.short_day(guess.ends_on, display)
    if guess.kind == "break":
        return f"No workout from {first} to {last}: what was it?"
    (done,) = (week.done.hard_sets for week in weeks.weeks if week.starts_on == guess.starts_on)
    usual = f", {styling.hard_sets(weeks.usual.hard_sets, display)} is usual" if weeks.usual else ""
    return f"Last week looks like a deload ({hard_sets(done, display)}{usual}): was it?"


def streak(weeks: int, target: int | None, display: Display) -> str:
    """Describe the streak of weeks on target, or with a workout if no target is set; empty for a single week."""
    if weeks < 2:
        return ""
    if weeks >= MOST_STREAK:
        return f"Half a year with {at_least(target, display)} in every week"
    return f"{weeks} weeks in a row with {at_least(target, display)}"


def at_least(target: int | None, display: Display) -> str:
    """Say how much a week needs to extend a streak: "a workout", "3 workouts or more"."""
    return f"{styling.plural(target, 'workout', display)} or more" if target and target > 1 else "a workout"


def this_week(done: int, target: int | None, display: Display) -> str:
    """Describe this week's progress towards the target; empty without a target."""
    return f"{styling.count(done, display)} of {styling.plural(target, 'workout', display)} this week" if target else ""
