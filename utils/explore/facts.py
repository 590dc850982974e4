"""Read one view of Explore from the star schema: slices of both periods, and the names of their keys."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from auth.user import User
from database.db_connector import Connection
from database.star import explore
from database.star import lifts as star_lifts
from database.star.explore import SETS, WORKOUTS, Program, Question, Slice
from utils.data_loader import Loaded, facts
from utils.explore.measures import DIMENSIONS, DIVIDED, INTENSITY_ZONES, MEASURES, REP_ZONES
from utils.explore.view import EARLIEST, View
from utils.filters import Period

LEAD_IN_DAYS = 34  # covers the 28 days up to the last day of the first week


@dataclass(frozen=True)
class ExploreFacts:
    """Slices of the period and of the comparison, names by id, and the day of the first workout."""

    now: tuple[Slice, ...]
    before: tuple[Slice, ...]
    exercises: Mapping[int, str]
    routines: Mapping[int, str]
    programs: tuple[Program, ...]
    first_day: date | None


def load_explore(
    connection: Connection, user_id: int, view: View, period: Period, comparison: Period | None
) -> ExploreFacts:
    """Read everything for a view; the number of statements depends on the view alone."""
    lifts = star_lifts.lifts(connection, user_id)
    done = {lift.exercise_id: lift.last_on for lift in lifts}
    now = question(view, period, done)
    earlier = question(view, comparison, done) if comparison else None
    needs = view.dimensions
    return ExploreFacts(
        now=explore.slices(connection, user_id, now),
        before=explore.slices(connection, user_id, earlier) if earlier else (),
        exercises={lift.exercise_id: lift.name for lift in lifts},
        routines=explore.routine_names(connection, user_id) if "routine" in needs else {},
        programs=explore.begun_programs(connection, user_id) if "program_week" in needs else (),
        first_day=explore.first_day(connection, user_id),
    )


def question(view: View, period: Period, done: Mapping[int, date]) -> Question:
    """Return the query for a view; loads start LEAD_IN_DAYS before the period."""
    first = period.first or EARLIEST
    measure = MEASURES[view.measure]
    if measure.kind == "load" and first > EARLIEST + timedelta(days=LEAD_IN_DAYS):
        first -= timedelta(days=LEAD_IN_DAYS)
    query = Question(
        fact=view.fact,
        amount=measure.amount,
        by=tuple(DIMENSIONS[name].asks or name for name in view.dimensions),
        first=first,
        last=period.last,
        least_credit=1.0 if view.count == "direct" else 0.5,
        by_credit=measure.kind in DIVIDED,
    )
    if view.fact == SETS:
        query = replace(query, rep_zones=REP_ZONES, intensity_zones=INTENSITY_ZONES)
    if view.fact == WORKOUTS:
        return query
    exercise_ids = (exercise_id for exercise_id, last_on in done.items() if last_on >= first)
    return replace(query, exercise_ids=tuple(sorted(exercise_ids) if view.lift is None else (view.lift,)))


def loaded_view(user: User, view: View, period: Period, comparison: Period | None) -> Loaded[ExploreFacts]:
    """Load the facts of one view of Explore."""
    return facts(user, load_explore, view, period, comparison)
