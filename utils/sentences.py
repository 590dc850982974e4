"""Figures put into words: frozen dataclasses in, sentences with the evidence out, every number through styling."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from utils import record_words, styling
from utils.filters import Filter
from utils.shapes import Change, LastWorkout, Point, Progress, Record, Start, Training, Weeks
from utils.styling import NO_BREAK, Display, plain

MOST_CHANGES: Final = 3
FAR: Final = 0.15  # of the e1RM: between a light day and a heavy one it says nothing about strength
DIAMOND: Final = ":orange[◆]"  # as on the charts


def set_done(weight_kg: float | None, reps: float | None, rir: float | None, display: Display) -> str:
    """A set as lifters write it: "100 kg × 5 @ RIR 2"; without a load "12 reps"."""
    count = styling.plural(reps, "rep", display)
    load = f"{styling.weight(weight_kg, display)} × {styling.count(reps, display)}" if weight_kg else count
    return load if rir is None else f"{load} @ RIR {styling.number(rir, display)}"


def point(one: Point, display: Display) -> str:
    """What a point of the e1RM chart is: "Mon 5 Jan – 100 kg × 5 @ RIR 2 – e1RM 116.5 kg"."""
    done = set_done(one.weight_kg, one.reps, one.rir, display)
    return f"{styling.long_day(one.day, display)} – {done} – e1RM {styling.e1rm(one.e1rm_kg, display)}"


def record_value(record: Record, display: Display) -> str:
    """What was achieved and what stood before: "102.5 kg, 2.5 kg more than before", "8 reps at 100 kg, before 7"."""
    if record.kind == "weight":
        done, before = styling.weight(record.new, display), styling.weight(record.old, display)
        reps = f" for {styling.plural(record.reps, 'rep', display)}" if record.reps else ""
        return f"{done}{reps}, before {before}"
    if record.kind != "reps":
        at = record_words.place(record.kind, record.load_kg, record.distance_m, display)
        new, old = (record_words.value(record.kind, value, display) for value in (record.new, record.old))
        return f"{' '.join(filter(None, (new, at)))}, before {old}"
    load = f" at {styling.weight(record.load_kg, display)}" if record.load_kg else ""
    return f"{styling.plural(record.new, 'rep', display)}{load}, before {styling.count(record.old, display)}"


def start_label(one: Start, display: Display) -> str:
    """The words on the one button."""
    title = plain(one.title or "workout")
    if one.kind == "continue":
        return f"Continue {title} – {_progress(one, display)}"
    if one.kind == "empty":
        return "Start a workout"
    told = [_due(one.due_on, display), f"about {styling.duration(one.seconds)}" if one.seconds else ""]
    return " – ".join(filter(None, [f"Start {title}", ", ".join(filter(None, told))]))


def _due(day: date | None, display: Display) -> str:
    """Whether it is due: "due today" also for a day that was missed, else when it will be."""
    if day is None:
        return ""
    today = styling.local(datetime.now(UTC), display).date()
    return "due today" if day <= today else f"planned for {styling.long_day(day, display, today)}"


def start_address(one: Start) -> dict[str, str]:
    """The query parameters with which the log opens."""
    opened = {"continue": ("workout", one.workout_id), "routine": ("routine", one.routine_id)}.get(one.kind)
    return {opened[0]: str(opened[1])} if opened else {}


def _progress(one: Start, display: Display) -> str:
    if one.planned_sets:
        done = styling.count(one.done_sets, display)
        return f"{done} of {styling.plural(one.planned_sets, 'set', display)}"
    return styling.plural(one.done_sets, "set", display)


def last_workout(last: LastWorkout, display: Display, today: date) -> str:
    """The last workout in a line: name, day, and how much."""
    parts = [
        f"**{plain(last.title or 'Workout')}**",
        styling.long_day(last.day, display, today),
        hard_sets(last.hard_sets, display),
        *([styling.duration(last.seconds)] if last.seconds else []),
    ]
    return _in_a_row([parts[0], *(part.replace(" ", NO_BREAK) for part in parts[1:])])


def _in_a_row(parts: Iterable[str]) -> str:
    """Parts with dots between them; a line never begins with a dot."""
    return f"{NO_BREAK}· ".join(parts)


def hard_sets(value: float, display: Display) -> str:
    """Hard sets with their noun."""
    shown = styling.hard_sets(value, display)
    return f"{shown} hard {'set' if shown == '1' else 'sets'}"


def record(one: Record, display: Display) -> str:
    """A record of a workout, with the diamond that marks it on the charts."""
    return f"{DIAMOND} {plain(one.name)}: {plain(record_value(one, display))}"


def changes(all_of_them: tuple[Change, ...], display: Display) -> str:
    """How the lifts of a workout compare with the time before."""
    told = [f"{plain(one.name)} {_changed(one, display)}" for one in all_of_them[:MOST_CHANGES]]
    return ":gray[e1RM against the time before:] " + _in_a_row(told) if told else ""


def _changed(one: Change, display: Display) -> str:
    if abs(one.after_kg - one.before_kg) > FAR * one.before_kg:
        return "lighter" if one.after_kg < one.before_kg else "heavier"
    by = styling.e1rm_change(one.before_kg, one.after_kg, display)
    return "same" if by.startswith("0") else by


def week_cells(weeks: Weeks, display: Display) -> list[tuple[str, str, str]]:
    """This week as (what, so far, usual)."""
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


def not_in_period(chosen: Filter, display: Display) -> str:
    """Why there is nothing to draw, and when there last was."""
    last = chosen.lift.last_on
    name, period = plain(chosen.lift.name), chosen.period.name.removeprefix("1 ")
    when = f" It was last done on {styling.long_day(last, display, chosen.period.last)}." if last else ""
    return f"No {name} in the last {period}.{when} “All time” shows everything."


def weeks_silence(weeks: Weeks, last: LastWorkout | None, display: Display, today: date) -> str:
    """What stands in place of a chart without bars."""
    before = f": the last one was on {styling.long_day(last.day, display, today)}" if last else ""
    return f"No workout in the last {len(weeks.weeks)} weeks{before}. The first one back starts the chart again."


def e1rm_alt(one: Progress, display: Display) -> str:
    """The e1RM chart in a sentence."""
    name = one.chosen.lift.name
    if not one.best:
        return f"No estimate of the one-rep max of {name} in this period."
    (first, then), (last, now) = one.best[0], one.best[-1]
    ways = (styling.e1rm(then, display), styling.e1rm(now, display))
    days = (styling.short_day(first, display), styling.short_day(last, display))
    return (
        f"Estimated one-rep max of {name}, best of 28 days: {ways[0]} on {days[0]}, {ways[1]} on {days[1]}; "
        f"{styling.plural(len(one.records), 'record', display)}."
    )


def weeks_alt(weeks: Weeks, display: Display) -> str:
    """The chart of hard sets per week in a sentence."""
    usual = f"; usual is {styling.hard_sets(weeks.usual.hard_sets, display)}" if weeks.usual else ""
    each = ", ".join(styling.hard_sets(week.done.hard_sets, display) for week in weeks.weeks)
    return f"Hard sets in each of the last {len(weeks.weeks)} weeks: {each}{usual}."


def bars_alt(name: str, one: Progress, display: Display) -> str:
    """A chart of bars in a sentence."""
    done = {"Hard sets": hard_sets(one.now.hard_sets, display), "Tonnage": styling.tonnage(one.now.tonnage_kg, display)}
    return f"{name} of {one.chosen.lift.name} per {one.bars.each}: {done[name]} in all, {one.chosen.period.name}."
