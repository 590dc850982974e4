"""Preview the next workout of a program or a routine; nothing is written."""

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
    """Return the program that a lifter follows now."""
    with reading(engine) as connection:
        return places.active(connection, user_id)


def judged_by(engine: Engine, user_id: int, workout_id: int) -> tuple[Progression, ...]:
    """Return the progressions whose present state comes from a workout, each with its sentence."""
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        all_progressions = progressions.read_all(connection, user_id)
    return tuple(
        progression for progression in all_progressions if progression.workout_id == workout_id and progression.sentence
    )


def next_parts(engine: Engine, user_id: int, routine_id: int, is_deload: bool = False) -> tuple[Coached, ...]:
    """Return the exercises of a routine with their next sets; NoSuchRoutine."""
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        parts, gears = coached_parts(connection, user_id, routine)
    return eased(parts, DELOAD if is_deload else None, gears)


def seconds_of(parts: Sequence[Coached], minutes: int | None = None) -> float:
    """Estimate the seconds of these exercises, or of those that fit into some minutes, to five minutes."""
    routine = Routine("")
    return estimated_seconds(as_routine(routine, shortened(routine, parts, minutes)))


def shortened_parts(parts: Sequence[Coached], minutes: int) -> tuple[Coached, ...]:
    """Return those of the exercises that fit into some minutes."""
    return shortened(Routine(""), parts, minutes)


def previewed(
    engine: Engine, user_id: int, progression_id: int, goes_well: tuple[bool, ...]
) -> tuple[Progression, tuple[Preview, ...]]:
    """Return a progression and a preview of its next workouts; NoSuchProgression."""
    with reading(engine) as connection:
        matches = progressions.read_all(connection, user_id, progression_id)
        if not matches:
            raise progressions.NoSuchProgression
        (progression,) = matches
        gears = progressions.gears_of(connection, user_id, {progression.exercise_id: progression.now.unit})
        routines = store.read_all(connection, user_id)
    gear = gears.get(progression.exercise_id, Gear(STEPS[progression.now.unit]))
    own = [aim_of(planned) for planned in _sets_of(routines, progression_id)]
    return progression, tuple(preview(progression.rule, progression.now, gear, own, goes_well))


def _sets_of(routines: Sequence[Routine], progression_id: int) -> list[RoutineSet]:
    """Return the working sets of the first exercise that counts for a progression."""
    for routine in routines:
        for part in routine.exercises:
            if link_of(part) == progression_id and not (part.progression or {}).get("take"):
                return [planned for planned in part.sets if planned.set_type != "warmup"]
    return []
