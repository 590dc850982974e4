"""Write the sample lifter's program: routines in turn on fixed days, and the rules of two lifts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from database import writes
from database.ids import new_id
from database.oltp_tables import program_days, programs, routine_exercises
from services.progression import editing as progressions
from services.progression.rule_text import from_text
from services.progression.standing import DONE, PASSED, SKIP, Event, history
from services.sample.plan import FOLDER, SCHEDULE
from services.sample.rows import catalogue_of
from services.sample.rules import FIRST_WEEK, RULES
from services.sample.training import Year

NAME: Final = f"{FOLDER}, four days"


def write_program(
    connection: Connection, user_id: int, year: Year, first: date, today: date, routine_ids: Mapping[str, int]
) -> dict[str, int]:
    """Write the program with its days and rules; return progression ids by exercise slug."""
    number, begins = new_id(), first + timedelta(weeks=FIRST_WEEK)
    at = datetime.combine(begins, time(), UTC)
    ends = {"weeks": None, "deload_every": None}
    definition = {"weekdays": list(SCHEDULE), **ends, "events": _left_out(year, begins, today)}
    row = {"name": NAME, "kind": "rotation", "status": "active", "starts_on": begins, "created_at": at}
    key = {"user_id": user_id, "program_id": number}
    writes.insert_row(connection, programs, {**key, **row, "definition": definition})
    days = [
        {**key, "program_day_id": new_id(), "week": 1, "day": place, "routine_id": routine_ids[name]}
        for place, name in enumerate(SCHEDULE.values(), 1)
    ]
    writes.insert_rows(connection, program_days, days)
    return {slug: _rule(connection, user_id, number, year, slug, at) for slug in year.bases}


def _rule(connection: Connection, user_id: int, program_id: int, year: Year, slug: str, at: datetime) -> int:
    catalogue = catalogue_of(connection)
    exercise_id, name = catalogue.ids[slug], catalogue.names[slug]
    rule = from_text(RULES[slug])
    number = progressions.add(connection, user_id, exercise_id, name, rule, year.bases[slug], at, program_id)
    link = {"progression": {"progression_id": str(number)}}
    writes.amend_row(connection, routine_exercises, user_id, {"exercise_id": exercise_id}, link)
    return number


def _left_out(year: Year, begins: date, today: date) -> list[dict[str, Any]]:
    """Turn the first day that was passed over into one that the lifter skipped."""
    places = {name: place for place, name in enumerate(SCHEDULE.values())}
    done = [Event(DONE, workout.day, places[workout.routine]) for workout in year.workouts if workout.day >= begins]
    days = history(len(places), done, begins, list(SCHEDULE), today)
    passed = (day for day in days if day.became == PASSED and day.due_on)
    return [
        {"kind": SKIP, "on": str(day.due_on), "at": f"{day.due_on}T07:00:00+00:00", "place": day.place}
        for day in [next(passed, None)]
        if day
    ]
