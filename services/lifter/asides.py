"""Read the lifter's choices that sentences about facts respect: phases, dismissed topics, goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from services.analysis.phases import Phase
from services.lifter.dismissals import dismissed
from services.lifter.goals import Goal, all_goals
from services.lifter.phases import phases


@dataclass(frozen=True)
class Asides:
    """Phases oldest first, dismissed topics with their day, goals by exercise."""

    phases: tuple[Phase, ...]
    dismissed: Mapping[str, date]
    goals: Mapping[int, Goal]


def asides(engine: Engine, user_id: int) -> Asides:
    """Read phases, dismissed topics and goals."""
    return Asides(phases(engine, user_id), dismissed(engine, user_id), all_goals(engine, user_id))
