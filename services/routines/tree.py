"""A routine as a tree of frozen dataclasses, and the checks of its values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from database.oltp_tables import SET_TYPES, UNITS
from services.errors import InvalidValue
from services.fields import Breach, Field, checked, identifier, load, name_of, number, one_of, text, weight_fault, whole

MAX_EXERCISES: Final = 60
MAX_SETS: Final = 40
MAX_ALTERNATIVES: Final = 5
TOO_MANY: Final = f"An exercise has at most {MAX_ALTERNATIVES} alternatives, not {{}}."
AFTER_WORKOUT: Final = ("numbers", "exercises", "keep")

Part = TypeVar("Part", "Routine", "RoutineExercise", "RoutineSet")


@dataclass(frozen=True)
class RoutineSet:
    """A planned set, with reps from reps_min to reps_max.

    percent_tm is in percent of the training max, percent_1rm of the estimated one-rep max; not both.
    """

    set_type: str = "working"
    reps_min: int | None = None
    reps_max: int | None = None
    rir: float | None = None
    weight: Decimal | None = None
    unit: str | None = None
    percent_tm: float | None = None
    seconds: float | None = None
    distance_m: float | None = None
    percent_1rm: float | None = None
    routine_set_id: int = 0


@dataclass(frozen=True)
class RoutineExercise:
    """An exercise in a routine with its sets; rest_s in seconds, equal superset numbers belong together.

    `alternatives` are exercises that may be done in its place, the preferred first.
    """

    exercise_id: int
    sets: tuple[RoutineSet, ...] = ()
    superset: int | None = None
    rest_s: int | None = None
    note: str | None = None
    progression: Mapping[str, Any] | None = None
    alternatives: tuple[int, ...] = ()
    routine_exercise_id: int = 0


@dataclass(frozen=True)
class Routine:
    """A routine; `version` rises with every change, and ids of 0 are replaced when it is saved."""

    name: str
    exercises: tuple[RoutineExercise, ...] = ()
    folder: str | None = None
    description: str | None = None
    position: float = 0.0
    is_archived: bool = False
    source: str | None = None
    after_workout: str | None = None  # the last answer to a workout that differed, see AFTER_WORKOUT
    routine_id: int = 0
    version: int = 0

    @property
    def set_count(self) -> int:
        """The number of its sets."""
        return sum(len(exercise.sets) for exercise in self.exercises)


TAKES: Final = ("percent", "first", "second")  # the loads that an exercise takes from another's progression


def progression_link(value: Any, now: datetime) -> dict[str, Any]:
    """Check the link of an exercise to its progression, or with `take` to another's, which it does not count for."""
    if not isinstance(value, Mapping) or value.keys() - {"progression_id", "take"}:
        raise Breach("a progression of yours")
    link: dict[str, Any] = {"progression_id": str(identifier(value.get("progression_id"), now))}
    if value.get("take") is None:
        return link
    return {**link, "take": one_of(TAKES)(value["take"], now)}


def alternatives(value: Any, now: datetime) -> tuple[int, ...]:
    """Check the ids of the exercises that may replace another, each once."""
    if not isinstance(value, list | tuple) or len(value) > MAX_ALTERNATIVES:
        raise Breach(f"a list of at most {MAX_ALTERNATIVES} exercises")
    return tuple(dict.fromkeys(identifier(exercise_id, now) for exercise_id in value))


ROUTINE_FIELDS: Final = {
    "name": Field(name_of(100), "name", needed=True),
    "folder": Field(text(100), "folder"),
    "description": Field(text(2000), "description"),
    "after_workout": Field(one_of(AFTER_WORKOUT), "answer to a workout that differed"),
}
EXERCISE_FIELDS: Final = {
    "exercise_id": Field(identifier, "exercise", needed=True),
    "superset": Field(whole(1000), "superset"),
    "rest_s": Field(whole(36_000), "rest in seconds"),
    "note": Field(text(500), "note"),
    "progression": Field(progression_link, "progression"),
    "alternatives": Field(alternatives, "list of alternatives", needed=True),
}
SET_FIELDS: Final = {
    "set_type": Field(one_of(SET_TYPES), "set type", needed=True),
    "reps_min": Field(whole(1000), "lowest reps"),
    "reps_max": Field(whole(1000), "highest reps"),
    "rir": Field(number(10, step=0.5), "RIR"),
    "weight": Field(load, "weight"),
    "unit": Field(one_of(UNITS), "unit"),
    "percent_tm": Field(number(200, 1), "percent of the training max"),
    "percent_1rm": Field(number(200, 1), "percent of the e1RM"),
    "seconds": Field(number(604_800), "seconds"),
    "distance_m": Field(number(1_000_000), "distance in metres"),
}


def validated(routine: Routine) -> Routine:
    """Return the routine with every value checked; InvalidValue says which value is wrong, and where."""
    if len(routine.exercises) > MAX_EXERCISES:
        raise InvalidValue(f"A routine has at most {MAX_EXERCISES} exercises, not {len(routine.exercises)}.")
    exercises = _check_each("Exercise", routine.exercises, _valid_exercise)
    return replace(_valid(routine, ROUTINE_FIELDS), exercises=exercises)


def _valid_exercise(exercise: RoutineExercise) -> RoutineExercise:
    if len(exercise.sets) > MAX_SETS:
        raise InvalidValue(f"An exercise has at most {MAX_SETS} sets, not {len(exercise.sets)}.")
    if len(exercise.alternatives) > MAX_ALTERNATIVES:
        raise InvalidValue(TOO_MANY.format(len(exercise.alternatives)))
    checked_exercise = replace(_valid(exercise, EXERCISE_FIELDS), sets=_check_each("set", exercise.sets, _valid_set))
    alternatives_left = tuple(
        exercise_id for exercise_id in checked_exercise.alternatives if exercise_id != checked_exercise.exercise_id
    )
    return replace(checked_exercise, alternatives=alternatives_left)


def _valid_set(planned: RoutineSet) -> RoutineSet:
    checked_set = _valid(planned, SET_FIELDS)
    fault = weight_fault(asdict(checked_set))
    if (
        checked_set.reps_min is not None
        and checked_set.reps_max is not None
        and checked_set.reps_min > checked_set.reps_max
    ):
        fault = f"The reps cannot go from {checked_set.reps_min} down to {checked_set.reps_max}."
    if checked_set.percent_tm is not None and checked_set.percent_1rm is not None:
        fault = "A set takes a share of the training max or of the e1RM, not of both."
    if fault:
        raise InvalidValue(fault)
    return checked_set


def _valid(part: Part, fields: Mapping[str, Field]) -> Part:
    values = {name: getattr(part, name) for name in fields}
    return replace(part, **checked(values, fields, datetime.now(UTC)))


def _check_each(label: str, parts: Iterable[Part], check: Callable[[Part], Part]) -> tuple[Part, ...]:
    checked_parts = []
    for place, part in enumerate(parts, 1):
        try:
            checked_parts.append(check(part))
        except InvalidValue as error:
            raise InvalidValue(f"{label} {place}: {error}") from error
    return tuple(checked_parts)
