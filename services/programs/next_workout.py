"""What comes next of a program or a routine, worked out and not begun."""

from collections.abc import Sequence

from sqlalchemy import Engine

from database.db_connector import reading
from services.etl_olap_to_oltp import up_to_date
from services.gyms.loadable import STEPS, Gear
from services.progression import editing as progressions
from services.progression import places
from services.progression.editing import Progression
from services.progression.places import Program
from services.progression.preview import Preview, preview
from services.routines import store
from services.routines.coaching import DELOAD, Coached, aim_of, as_routine, eased, link_of, shortened
from services.routines.planning import coached_parts
from services.routines.timing import estimated_seconds
from services.routines.tree import Routine, RoutineSet


def active_program(engine: Engine, user_id: int) -> Program | None:
    """The program that a lifter is on."""
    with reading(engine) as connection:
        return places.active(connection, user_id)


def judged_by(engine: Engine, user_id: int, workout_id: int) -> tuple[Progression, ...]:
    """The progressions that a workout moved or held, each with its sentence; None of them while targets are late."""
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        found = progressions.read_all(connection, user_id)
    return tuple(one for one in found if one.workout_id == workout_id and one.sentence)


def next_parts(engine: Engine, user_id: int, routine_id: int, is_deload: bool = False) -> tuple[Coached, ...]:
    """The exercises of a routine as they will be asked for; NoSuchRoutine."""
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        parts, gears = coached_parts(connection, user_id, routine)
    return eased(parts, DELOAD if is_deload else None, gears)


def seconds_of(parts: Sequence[Coached], minutes: int | None = None) -> float:
    """How long they may take, or as many of them as fit into some minutes, to five minutes."""
    routine = Routine("")
    return estimated_seconds(as_routine(routine, shortened(routine, parts, minutes)))


def shortened_parts(parts: Sequence[Coached], minutes: int) -> tuple[Coached, ...]:
    """Those of the exercises that fit into some minutes."""
    return shortened(Routine(""), parts, minutes)


def previewed(
    engine: Engine, user_id: int, progression_id: int, goes_well: tuple[bool, ...]
) -> tuple[Progression, tuple[Preview, ...]]:
    """A progression, and its next workouts as they would go; NoSuchProgression."""
    with reading(engine) as connection:
        found = progressions.read_all(connection, user_id, progression_id)
        if not found:
            raise progressions.NoSuchProgression
        (one,) = found
        gears = progressions.gears_of(connection, user_id, {one.exercise_id: one.now.unit})
        routines = store.read_all(connection, user_id)
    gear = gears.get(one.exercise_id, Gear(STEPS[one.now.unit]))
    own = [aim_of(planned) for planned in _sets_of(routines, progression_id)]
    return one, tuple(preview(one.rule, one.now, gear, own, goes_well))


def _sets_of(routines: Sequence[Routine], progression_id: int) -> list[RoutineSet]:
    """The working sets of the first exercise that is judged by a progression."""
    for routine in routines:
        for part in routine.exercises:
            if link_of(part) == progression_id and not (part.progression or {}).get("take"):
                return [one for one in part.sets if one.set_type != "warmup"]
    return []
