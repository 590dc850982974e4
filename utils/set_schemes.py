"""Write the sets of a routine as text, and read them from inputs; without widgets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from services.fields import Field, checked_value, whole
from services.routines.coaching import RAMP
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.tree import MAX_SETS
from services.workouts.board import SetRow
from utils import styling
from utils.set_texts import SET_TYPES, Block, parsed, texts_of
from utils.styling import NO_BREAK, Display, plain

RESTS: Final = (30, 45, 60, 75, 90, 120, 150, 180, 210, 240, 300, 360)
COUNT: Final = {"count": Field(whole(MAX_SETS, 1), "number of sets", needed=True)}

FROM_LAST_TIME, OWN_WEIGHT = "From last time", "A fixed weight"
PERCENT, PERCENT_1RM = "Percent of training max", "Percent of e1RM"
SHARES: Final[Mapping[str, str]] = {PERCENT: "percent_tm", PERCENT_1RM: "percent_1rm"}
# Inputs of a row of equal sets by the load type of its exercise; a weight or a percentage may be added.
ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "duration": ("seconds",),
    "distance": ("distance_m", "seconds"),
    "carry": ("distance_m",),
}
REPS: Final = ("reps_min", "reps_max", "rir")
WEIGHTED: Final = ("external", "weighted_bodyweight", "assisted", "carry")
FIRST_SETS: Final[Mapping[str, tuple[RoutineSet, ...]]] = {
    "duration": (RoutineSet(seconds=30),) * 3,
    "distance": (RoutineSet(distance_m=1000),),
    "carry": (RoutineSet(distance_m=40),) * 3,
}
FIRST_REPS: Final = (RoutineSet(reps_min=8, reps_max=12),) * 3


@dataclass(frozen=True)
class Row:
    """A number of equal sets."""

    count: int
    planned_set: RoutineSet


# The warm-up ramp of the log page: fewer reps as the loads rise to the working weight.
WARM_UPS: Final = tuple(Row(1, RoutineSet("warmup", reps, reps)) for _, reps in RAMP)


def rows_of(sets: Iterable[RoutineSet]) -> list[Row]:
    """Group equal neighbours of a list of sets into rows."""
    bare = (replace(planned_set, routine_set_id=0) for planned_set in sets)
    return [Row(len(list(group)), planned_set) for planned_set, group in groupby(bare)]


def first_sets(load_type: str) -> tuple[RoutineSet, ...]:
    """Return the sets of an exercise that is new in a routine."""
    return FIRST_SETS.get(load_type, FIRST_REPS)


def sets_for(sets: tuple[RoutineSet, ...], load_type: str, other_load_type: str) -> tuple[RoutineSet, ...]:
    """Return the sets for another exercise without their loads; new ones if it is measured otherwise."""
    is_alike = ASKED.get(load_type, REPS) == ASKED.get(other_load_type, REPS)
    return _unloaded(sets) if is_alike else first_sets(other_load_type)


def _unloaded(sets: tuple[RoutineSet, ...]) -> tuple[RoutineSet, ...]:
    return tuple(
        replace(planned_set, weight=None, unit=None, percent_tm=None, percent_1rm=None) for planned_set in sets
    )


def block_of(exercise: Mapping[str, Any], unit: str) -> Block:
    """Return an exercise with its name, its kind of load and its unit, as set inputs need it."""
    number, name = exercise.get("exercise_id", 0), exercise.get("shown_name", "Exercise")
    return Block(number, name, exercise.get("load_type", "external"), exercise.get("unit") or unit, ())


def asked_of(block: Block, load: str) -> tuple[str, ...]:
    """Return the inputs of a row of equal sets; `load` is the way its weight is set."""
    weight = {OWN_WEIGHT: "weight", **SHARES}.get(load)
    return (*ASKED.get(block.load_type, REPS), *([weight] if weight else []))


def loads_of(block: Block) -> tuple[str, ...]:
    """Return the ways to set the weight of a row."""
    if block.load_type not in WEIGHTED:
        return (FROM_LAST_TIME,)
    return (FROM_LAST_TIME, OWN_WEIGHT, *(SHARES if block.load_type == "external" else ()))


def load_of(sets: Iterable[RoutineSet]) -> str:
    """Return the way in which the weight of these sets is set."""
    planned_sets = list(sets)
    for load, share in SHARES.items():
        if any(getattr(planned_set, share) is not None for planned_set in planned_sets):
            return load
    return OWN_WEIGHT if any(planned_set.weight is not None for planned_set in planned_sets) else FROM_LAST_TIME


def input_texts(routine_set: RoutineSet, block: Block, locale: str) -> dict[str, str]:
    """Return the texts of a row's inputs, as the lifter would type them."""
    bare = SetRow(
        0,
        block.exercise_id,
        0.0,
        weight=routine_set.weight,
        unit=routine_set.unit,
        rir=routine_set.rir,
        seconds=routine_set.seconds,
    )
    rest = texts_of(replace(bare, distance_m=routine_set.distance_m), block, locale)
    shares = {
        name: texts_of(replace(bare, rir=getattr(routine_set, name)), block, locale)["rir"] for name in SHARES.values()
    }
    whole_numbers = {name: _text(getattr(routine_set, name)) for name in ("reps_min", "reps_max")}
    return {"weight": "", "seconds": "", "distance_m": "", **rest, **shares, **whole_numbers}


def read_row(set_type: str, count: str, texts: Mapping[str, str], block: Block) -> list[RoutineSet]:
    """Return the sets of a row's inputs. Unreadable input stays text; the routine refuses it with a reason.

    Raise InvalidValue for a wrong number of sets. One number of reps is both ends of the range, but not for AMRAP.
    """
    number = checked_value("count", parsed("reps", count, block), COUNT, datetime.now(UTC))
    values = {name: parsed(KIND.get(name, name), text, block) for name, text in texts.items()}
    if set_type != "amrap" and values.get("reps_max") is None:
        values["reps_max"] = values.get("reps_min")
    unit = block.unit if values.get("weight") is not None else None
    return [RoutineSet(set_type, unit=unit, **values)] * number


KIND: Final = {"reps_min": "reps", "reps_max": "reps", "percent_tm": "rir", "percent_1rm": "rir"}


def scheme(exercise: RoutineExercise, block: Block, display: Display, mates: int = 2) -> str:
    """Describe an exercise as Markdown: "3 × 6–8 · RIR 2 · rest 2:30 · superset A"; a circuit has three `mates`."""
    return in_line(scheme_parts(exercise, block, display, mates)) or "No sets yet"


def scheme_parts(exercise: RoutineExercise, block: Block, display: Display, mates: int = 2) -> list[str]:
    """Return the parts of an exercise's description as plain texts: its sets, RIR, rest and superset."""
    rows = rows_of(exercise.sets)
    rirs = {row.planned_set.rir for row in rows if row.planned_set.set_type != "warmup"}
    in_common = rirs.pop() if len(rirs) == 1 else None
    parts = [_row_words(row, block, display, in_common is None) for row in rows]
    parts += [f"RIR {styling.number(in_common, display)}"] if in_common is not None else []
    parts += [f"rest {styling.rest(exercise.rest_s)}"] if exercise.rest_s else []
    kind = "circuit" if mates > 2 else "superset"
    parts += [f"{kind} {letter(exercise.superset)}"] if exercise.superset else []
    return parts


def in_line(parts: Iterable[str]) -> str:
    """Join parts with dots as Markdown; a line never begins with a dot."""
    return f"{NO_BREAK}· ".join(plain(part) for part in parts if part)


def _row_words(row: Row, block: Block, display: Display, with_rir: bool) -> str:
    planned_set = row.planned_set
    done = done_words(planned_set, display)
    words = [f"{row.count} × {done}" if done else styling.plural(row.count, "set", display)]
    words += filter(None, [SET_TYPES[planned_set.set_type].in_routine])
    words += [f"at {_share(planned_set.percent_tm, display)}"] if planned_set.percent_tm is not None else []
    words += [f"at {_share(planned_set.percent_1rm, display)} of e1RM"] if planned_set.percent_1rm is not None else []
    words += (
        [f"with {styling.load(planned_set.weight, planned_set.unit or block.unit, display)}"]
        if planned_set.weight is not None
        else []
    )
    words += [f"RIR {styling.number(planned_set.rir, display)}"] if with_rir and planned_set.rir is not None else []
    return " ".join(words)


def done_words(routine_set: RoutineSet, display: Display) -> str:
    """Describe the work of one set: "6–8", "5+", "0:30", "40 m", "5 km in 25:00"; empty without a target."""
    return _reps(routine_set) or " in ".join(filter(None, (_way(routine_set, display), _hold(routine_set))))


def share_words(routine_set: RoutineSet, display: Display) -> str:
    """Return the load of a set as a percentage: "85%", "80% of e1RM"; empty without one."""
    if routine_set.percent_1rm is not None:
        return f"{_share(routine_set.percent_1rm, display)} of e1RM"
    return _share(routine_set.percent_tm, display) if routine_set.percent_tm is not None else ""


def _share(percent: float, display: Display) -> str:
    return f"{styling.number(percent, display)}%"


def sets_words(sets: Iterable[RoutineSet], block: Block, display: Display) -> str:
    """Describe only the sets, in plain text: "1 × 5 warm-up, 3 × 6–8 RIR 2"."""
    return ", ".join(_row_words(row, block, display, True) for row in rows_of(sets))


def _reps(routine_set: RoutineSet) -> str:
    if routine_set.set_type == "amrap":
        return f"{routine_set.reps_min or 1}+"
    ends = [str(reps) for reps in (routine_set.reps_min, routine_set.reps_max) if reps is not None]
    return "–".join(dict.fromkeys(ends))


def _hold(routine_set: RoutineSet) -> str:
    return styling.rest(routine_set.seconds) if routine_set.seconds is not None else ""


def _way(routine_set: RoutineSet, display: Display) -> str:
    return styling.distance(routine_set.distance_m, display) if routine_set.distance_m is not None else ""


def letter(superset: int | None) -> str:
    """Return the letter of a superset: "A", "B"; its number after Z."""
    if not superset:
        return styling.MISSING
    return chr(ord("A") + superset - 1) if superset <= 26 else str(superset)


def mates_of(routine: Routine, exercise: RoutineExercise) -> int:
    """Return the number of exercises in a superset, the exercise itself included."""
    return sum(planned_set.superset == exercise.superset for planned_set in routine.exercises)


def supersets_of(routine: Routine, own: int | None) -> list[int]:
    """Return the supersets to choose from: 0 for none, the existing ones, and a new one."""
    taken = {exercise.superset for exercise in routine.exercises if exercise.superset} | ({own} if own else set())
    return [0, *sorted(taken), max(taken, default=0) + 1]


def rests_of(own: int | None) -> list[int]:
    """Return the rests to choose from in seconds, with the current one; 0 for none."""
    return sorted({0, *RESTS, own or 0})


def rest_words(seconds: int) -> str:
    """Write a rest as a choice."""
    return styling.rest(seconds) if seconds else styling.MISSING


def by_folder(routines: Sequence[Routine]) -> dict[str | None, list[Routine]]:
    """Group routines by folder: first those without one, then folders in the order of their first routine."""
    folders: dict[str | None, list[Routine]] = {None: []}
    for routine in routines:
        folders.setdefault(routine.folder, []).append(routine)
    return {folder: inside for folder, inside in folders.items() if inside}


def moved(routines: Sequence[Routine], routine_id: int, step: int) -> list[int]:
    """Return the ids of all routines after one swaps places with a neighbour in its folder; -1 is up."""
    ids = [exercise_id.routine_id for inside in by_folder(routines).values() for exercise_id in inside]
    mates = next(
        inside
        for inside in by_folder(routines).values()
        if routine_id in [exercise_id.routine_id for exercise_id in inside]
    )
    place = [mate.routine_id for mate in mates].index(routine_id)
    if 0 <= place + step < len(mates):
        here, there = ids.index(routine_id), ids.index(mates[place + step].routine_id)
        ids[here], ids[there] = ids[there], ids[here]
    return ids


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
