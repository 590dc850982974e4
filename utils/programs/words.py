"""Programs and progressions in words: plain logic of their pages, without a widget."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from services.gyms.loadable import STEPS, Gear
from services.programs.catalogue import BuiltIn, Lift, Slot
from services.programs.starting import Start, routine_of
from services.progression import schemes
from services.progression.editing import Progression, stage_of
from services.progression.places import Program
from services.progression.prescribe import has_scheme, prescribe, steps_of
from services.progression.rules import Double, Effort
from services.progression.schemes import Aim
from services.progression.standing import Standing
from services.progression.state import State
from services.routines.timing import estimated_seconds
from utils import styling
from utils.locales import language_of
from utils.set_schemes import in_line
from utils.styling import Display, duration, long_day, plural

LEVELS: Final = {
    "novice": "First months",
    "intermediate": "Past the first months",
    "advanced": "Advanced",
    "any": "Any level",
}
TAKES: Final = {"first": "with the first weight of the day", "second": "with the second weight of the day"}
NO_GEAR: Final = Gear(STEPS["kg"])


def about(one: BuiltIn, display: Display) -> str:
    """Level, days and time in a line, as Markdown."""
    times = [estimated_seconds(routine_of(one, day, {})) for day in one.days]
    ends = dict.fromkeys(duration(seconds) for seconds in (min(times), max(times)))
    length = f"{plural(one.weeks, 'week', display)}" if one.weeks else ""
    week = f"{plural(len(one.weekdays), 'day', display)} a week"
    return in_line([LEVELS[one.level], week, length, f"about {' to '.join(ends)} each"])


def sets_of(one: BuiltIn, slot: Slot) -> str:
    """What is done of an exercise on a day, in words: "5×5", "5 at 65%, 5 at 75%, 5+ at 85%"."""
    if not slot.sets and slot.lift:
        rule = one.lifts[slot.lift].rule("kg")
        aims = prescribe(rule, State("kg"), NO_GEAR)
        first = schemes.written(aims)
        return f"{first} in week 1" if steps_of(rule) > 1 else first
    shown = schemes.written(schemes.parse(slot.sets))
    return f"{shown} {TAKES[slot.take]}" if slot.take in TAKES else shown


def waves(one: BuiltIn) -> list[tuple[str, list[str]]]:
    """The steps of every lift that has some, lifts with the same together: names, and a line per step."""
    found: dict[tuple[str, ...], list[str]] = {}
    for lift in one.lifts.values():
        rule = lift.rule("kg")
        if steps_of(rule) > 1 and has_scheme(rule):
            steps = tuple(
                schemes.written(prescribe(rule, State("kg", step=step), NO_GEAR)) for step in range(steps_of(rule))
            )
            found.setdefault(steps, []).append(lift.name)
    return [(", ".join(names), list(steps)) for steps, names in found.items()]


def named_exercises(one: BuiltIn) -> dict[str, list[Lift]]:
    """The exercises of a program's named lifts, which a best single is asked for, with those lifts."""
    found: dict[str, list[Lift]] = {}
    for lift in one.lifts.values():
        if lift.name:
            found.setdefault(lift.exercise, []).append(lift)
    return found


def begins_with(starts: Iterable[Start], unit: str, display: Display) -> str:
    """What the named lifts begin with, in a line: "Squat 70 kg", "Bench press: training max 90 kg"."""
    return in_line([_begins(start, unit, display) for start in starts if start.lift.name])


def _begins(start: Start, unit: str, display: Display) -> str:
    if start.value is None:
        return f"{start.lift.name}: the first load you choose"
    shown = _load(start.value, unit, display)
    return f"{start.lift.name}: max {shown}" if start.is_maximum else f"{start.lift.name} {shown}"


def _load(value: Decimal, unit: str, display: Display) -> str:
    """A load or a maximum; a maximum is not rounded, but shown to a tenth."""
    return f"{styling.number(value, display, 2 if value * 4 % 1 == 0 else 1)} {unit}"


def due_words(found: Standing, display: Display, today: date) -> str:
    """When the next day is to be done: "due today", "missed on Wed 7 Jan", "on Fri 9 Jan", "next in line"."""
    if found.is_over:
        return "all weeks are done"
    if found.due_on is None:
        return "next in line"
    if found.due_on == today:
        return "due today"
    day = long_day(found.due_on, display, today)
    return f"missed on {day}" if found.is_missed(today) else f"on {day}"


def week_words(one: Program, built: BuiltIn | None, display: Display) -> str:
    """Which week it is: "Week 2 of 9 · Volume"."""
    found, weeks = one.standing, one.definition.get("weeks")
    week = min(found.week, weeks) if weeks else found.week
    shown = f"Week {week} of {weeks}" if weeks else f"Week {week}"
    light, done = "deload" if found.is_deload else "", f"{plural(found.done, 'workout', display)} done"
    return in_line([shown, _block(built, week), light, done])


def _block(built: BuiltIn | None, week: int) -> str:
    last = 0
    for name, weeks in built.blocks if built else ():
        last += weeks
        if week <= last:
            return name
    return ""


def weekday_names(weekdays: Sequence[int], display: Display) -> str:
    """Weekdays as the lifter abbreviates them: "Mon, Wed, Fri"."""
    names = language_of(display.locale).weekdays
    return ", ".join(names[day] for day in weekdays)


def target(one: Progression, display: Display) -> str:
    """Where a progression stands: "85 kg", "training max 102.5 kg, week 2", "6×2+ at 110 kg"."""
    unit = one.now.unit
    value = one.now.maximum if one.asks_for_maximum else one.now.load
    shown = "first load open" if value is None else _load(value, unit, display)
    if isinstance(one.rule, Double) and not value:
        reps = one.now.reps or one.rule.low
        return f"{reps}–{one.rule.high} reps" if reps < one.rule.high else f"{reps} reps"
    if one.asks_for_maximum:
        steps = steps_of(one.rule)
        kind = "estimated max" if isinstance(one.rule, Effort) else "training max"
        return f"{kind} {shown}" + (f", step {one.now.step + 1} of {steps}" if steps > 1 else "")
    stage = stage_of(one)
    return f"{schemes.written(schemes.parse(stage))} at {shown}" if stage else shown


def aims_words(aims: Sequence[Aim], unit: str, display: Display) -> str:
    """Sets with their loads: "5 × 65, 5 × 75, 5+ × 85 kg", "3×8 with 80 kg"."""
    groups = (list(group) for _, group in groupby(aims, key=lambda aim: (aim.low, aim.high, aim.load)))
    return ", ".join(_aims(group, unit, display) for group in groups)


def _aims(group: Sequence[Aim], unit: str, display: Display) -> str:
    bare = [Aim(aim.low, aim.high, aim.is_open) for aim in group]
    load = group[0].load
    shown = f" with {styling.load(load, unit, display)}" if load is not None else ""
    return f"{schemes.written(bare)}{shown}"


def muscles(by_group: Mapping[str, float], display: Display) -> str:
    """Planned hard sets per muscle group in a line, most first; nothing for exercises that the catalogue lacks."""
    shown = [f"{name} {styling.hard_sets(sets, display)}" for name, sets in by_group.items()]
    return f"Hard sets: {in_line(shown)}" if shown else ""
