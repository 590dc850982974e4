"""Queries for Plan vs done: planned and performed rows, and the exercises in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import plan
from services.etl.shapes import ExerciseInfo
from services.exercises.facts import facts_of
from services.progression import story
from services.progression.story import Story
from utils.filters import DAWN


@dataclass(frozen=True)
class Ends:
    """The days of the first and last workout with a plan that has ended."""

    first: date
    last: date


@dataclass(frozen=True)
class PlanFacts:
    """The days of a span as in database.star.plan, and every exercise in them."""

    days: NamedRows
    exercises: Mapping[int, ExerciseInfo]


def load_plan_ends(connection: Connection, user_id: int) -> Ends | None:
    """Read the first and last day with a plan; None without a plan."""
    first, last = plan.plan_ends(connection, user_id)
    return Ends(first[0].performed_on, last[0].performed_on) if first and last else None


def load_plan(connection: Connection, user_id: int, first: date | None, last: date) -> PlanFacts:
    """Read planned and performed sets between two days."""
    days = plan.plan_days(connection, user_id, first or DAWN, last)
    ids = {number for day in days for number in (day.exercise_id, day.done_id)}
    return PlanFacts(days, facts_of(connection, user_id, ids))


def load_plan_lines(connection: Connection, user_id: int, first: date | None, last: date) -> NamedRows:
    """Read every set behind the figures, with loads as entered."""
    return plan.plan_lines(connection, user_id, first or DAWN, last)


def load_rule_story(connection: Connection, user_id: int, progression_id: int) -> Story | None:
    """Read the decision of a rule for every workout."""
    return story.load_story(connection, user_id, progression_id)
