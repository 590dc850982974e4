"""Prepare the start of a program: best singles, the loads and maxima from them, and its days as routines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Engine

from database.db_connector import reading
from database.star.lifts import best_e1rms
from services.errors import InvalidValue
from services.feature_eng import e1rm
from services.fields import MAX_WEIGHT, typed_weight
from services.gyms.loadable import STEPS, Gear
from services.programs import catalogue
from services.programs.catalogue import BuiltIn, Day, Lift, Slot, exercise_ids
from services.progression import editing as progressions
from services.progression import schemes
from services.progression.formulas import training_max
from services.progression.prescribe import prescribe
from services.progression.rules import Double, Effort, Wave, Wendler
from services.progression.state import State
from services.routines.tree import Routine, RoutineExercise, RoutineSet
from services.units import in_unit

GUESSED_DAYS: Final = 182  # a best single older than this no longer counts
IN_RESERVE: Final = 2


@dataclass(frozen=True)
class Start:
    """The start of a lift: a load or a maximum in the lifter's unit; None if unknown."""

    lift: Lift
    is_maximum: bool
    value: Decimal | None


def guessed_singles(engine: Engine, user_id: int, unit: str, slug: str, today: date) -> dict[str, Decimal]:
    """Estimate best singles from the last half year, by exercise slug, in the lifter's unit, to half a unit."""
    program = catalogue.program_named(slug)
    ids = {exercise_ids()[lift.exercise]: lift.exercise for lift in program.lifts.values()}
    with reading(engine) as connection:
        best_kg = best_e1rms(connection, user_id, ids.keys(), today - timedelta(days=GUESSED_DAYS))
    singles = {ids[number]: in_unit(kg, "kg", unit) for number, kg in best_kg.items()}
    return {name: round(Decimal(str(value)) * 2) / Decimal(2) for name, value in singles.items() if value}


def starts(program: BuiltIn, unit: str, singles: Mapping[str, Decimal], gears: Mapping[int, Gear]) -> list[Start]:
    """Return the start of every lift of a program, from the best singles."""
    return [_start(lift, unit, singles.get(lift.exercise), gears) for lift in program.lifts.values()]


def needs_single(lift: Lift) -> bool:
    """Whether a lift cannot be loaded without a best single."""
    return isinstance(lift.rule("kg"), Wendler | Wave | Effort)


def gears(engine: Engine, user_id: int, unit: str, slug: str) -> dict[int, Gear]:
    """Return the loadable weights of the exercises of a program."""
    ids = {exercise_ids()[lift.exercise] for lift in catalogue.program_named(slug).lifts.values()}
    with reading(engine) as connection:
        return progressions.gears_of(connection, user_id, dict.fromkeys(ids, unit))


def checked_singles(typed: Mapping[str, Any], unit: str) -> dict[str, Decimal]:
    """Parse best singles as typed, by exercise; blank ones are left out. InvalidValue names an invalid one."""
    return {name: _checked_single(str(text), unit) for name, text in typed.items() if str(text or "").strip()}


def check_needed(program: BuiltIn, singles: Mapping[str, Decimal]) -> None:
    """Raise InvalidValue for a lift that cannot begin without a best single."""
    for lift in program.lifts.values():
        if needs_single(lift) and lift.exercise not in singles:
            raise InvalidValue(
                f"{lift.name}: its loads are percentages, so a best single is needed; a careful guess will do."
            )


def _checked_single(text: str, unit: str) -> Decimal:
    single = typed_weight(text, unit)
    if single is None:
        raise InvalidValue(
            f"A best single cannot be “{text[:40]}”: a number up to {MAX_WEIGHT[unit]} {unit} is expected."
        )
    return round(single, 2)


def _start(lift: Lift, unit: str, single: Decimal | None, gears: Mapping[int, Gear]) -> Start:
    rule = lift.rule(unit)
    if isinstance(rule, Wendler | Wave | Effort):
        best = training_max(None if single is None else float(single), (lift.start or 100) / 100)
        return Start(lift, True, None if best is None else round(Decimal(str(best)), 2))
    if single is None:
        return Start(lift, False, None)
    gear = gears.get(exercise_ids()[lift.exercise], Gear(STEPS[unit]))
    if lift.start is not None:
        return Start(lift, False, gear.nearest(single * lift.start / 100))
    reps = rule.high if isinstance(rule, Double) else 12
    factor = e1rm("epley", 1.0, reps + IN_RESERVE)
    return Start(lift, False, gear.nearest(single / Decimal(str(factor))) if factor else None)


def routine_of(program: BuiltIn, day: Day, links: Mapping[str, int]) -> Routine:
    """Build the routine of a day of a program; `links` are the ids of its progressions."""
    exercises = tuple(_routine_exercise(program, slot, links) for slot in day.slots)
    return Routine(day.name, exercises, folder=program.name, source=program.slug)


def _routine_exercise(program: BuiltIn, slot: Slot, links: Mapping[str, int]) -> RoutineExercise:
    link = None
    if slot.lift is not None and slot.lift in links:
        link = {"progression_id": str(links[slot.lift]), **({"take": slot.take} if slot.take else {})}
    return RoutineExercise(
        exercise_ids()[slot.exercise], _sets(program, slot), slot.superset, slot.rest_s, slot.note, link
    )


def _sets(program: BuiltIn, slot: Slot) -> tuple[RoutineSet, ...]:
    """Return the sets as written, or the first that the rule prescribes."""
    aims = schemes.parse(slot.sets) if slot.sets else ()
    if not aims and slot.lift:
        aims = prescribe(program.lifts[slot.lift].rule("kg"), State("kg"), Gear(STEPS["kg"]))
    return tuple(_routine_set(aim) for aim in aims)


def _routine_set(aim: schemes.Aim) -> RoutineSet:
    kind = "amrap" if aim.is_open else "working"
    high = None if aim.is_open else aim.high or aim.low
    return RoutineSet(kind, aim.low, high, aim.rir, percent_tm=None if aim.percent is None else float(aim.percent))
