"""The words of programs and progressions, without widgets."""

from collections.abc import Iterable
from typing import Final

from services.gyms.loadable import STEPS, Gear
from services.programs.catalogue import BuiltIn, Lift, Slot
from services.programs.starting import Start, routine_of
from services.progression import schemes
from services.progression.places import Program
from services.progression.prescribe import has_scheme, prescribe, steps_of
from services.progression.state import State
from services.routines.timing import estimated_seconds
from utils.progression.words import _load
from utils.set_schemes import in_line
from utils.styling import Display, duration, plural

LEVELS: Final = {
    "novice": "First months",
    "intermediate": "Past the first months",
    "advanced": "Advanced",
    "any": "Any level",
}
TAKES: Final = {"first": "with the first weight of the day", "second": "with the second weight of the day"}
NO_GEAR: Final = Gear(STEPS["kg"])


def about(built_in: BuiltIn, display: Display) -> str:
    """Describe level, days and time in a line, as Markdown."""
    times = [estimated_seconds(routine_of(built_in, day, {})) for day in built_in.days]
    ends = dict.fromkeys(duration(seconds) for seconds in (min(times), max(times)))
    length = f"{plural(built_in.weeks, 'week', display)}" if built_in.weeks else ""
    week = f"{plural(len(built_in.weekdays), 'day', display)} a week"
    return in_line([LEVELS[built_in.level], week, length, f"about {' to '.join(ends)} each"])


def sets_of(built_in: BuiltIn, slot: Slot) -> str:
    """Describe the sets of an exercise on a day: "5×5", "5 at 65%, 5 at 75%, 5+ at 85%"."""
    if not slot.sets and slot.lift:
        rule = built_in.lifts[slot.lift].rule("kg")
        aims = prescribe(rule, State("kg"), NO_GEAR)
        first = schemes.written(aims)
        return f"{first} in week 1" if steps_of(rule) > 1 else first
    shown = schemes.written(schemes.parse(slot.sets))
    return f"{shown} {TAKES[slot.take]}" if slot.take in TAKES else shown


def waves(built_in: BuiltIn) -> list[tuple[str, list[str]]]:
    """List the steps of every lift with steps, equal lifts together: names, and a line per step."""
    found: dict[tuple[str, ...], list[str]] = {}
    for lift in built_in.lifts.values():
        rule = lift.rule("kg")
        if steps_of(rule) > 1 and has_scheme(rule):
            steps = tuple(
                schemes.written(prescribe(rule, State("kg", step=step), NO_GEAR)) for step in range(steps_of(rule))
            )
            found.setdefault(steps, []).append(lift.name)
    return [(", ".join(names), list(steps)) for steps, names in found.items()]


def named_exercises(built_in: BuiltIn) -> dict[str, list[Lift]]:
    """Return the exercises of a program's named lifts, to ask for a best single of each."""
    found: dict[str, list[Lift]] = {}
    for lift in built_in.lifts.values():
        if lift.name:
            found.setdefault(lift.exercise, []).append(lift)
    return found


def begins_with(starts: Iterable[Start], unit: str, display: Display) -> str:
    """Describe the starting loads: "Squat 70 kg", "Bench press: training max 90 kg"."""
    return in_line([_begins(start, unit, display) for start in starts if start.lift.name])


def _begins(start: Start, unit: str, display: Display) -> str:
    if start.value is None:
        return f"{start.lift.name}: the first load you choose"
    shown = _load(start.value, unit, display)
    return f"{start.lift.name}: max {shown}" if start.is_maximum else f"{start.lift.name} {shown}"


def week_words(program: Program, built: BuiltIn | None, display: Display) -> str:
    """Describe the current week: "Week 2 of 9 · Volume"."""
    found, weeks = program.standing, program.definition.get("weeks")
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
