"""Operations that pages send themselves, besides those of the grid, and their error messages."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import new_id
from services.workouts import board
from services.workouts.board import NotSaved
from utils.lifter import for_lifter

Operation = dict[str, Any]

PROBLEMS: Final = "workout_problems"


def operation(kind: str, workout_id: int, set_id: int | None = None, **fields: Any) -> Operation:
    """Build an operation with an id of its own."""
    parts: Operation = {"op_id": str(new_id()), "kind": kind, "workout_id": str(workout_id)}
    return {**parts, **({"set_id": str(set_id)} if set_id else {}), **({"fields": fields} if fields else {})}


def save(user: User, operations: Sequence[Operation]) -> str | None:
    """Apply operations; return None if all succeeded, else the first error message."""
    try:
        refused = for_lifter(user, board.save, operations)
    except NotSaved as error:
        return str(error)
    return next(iter(refused.values()), None)


def tell(workout_id: int, problem: str | None) -> None:
    """Store an error message about a workout for the next run."""
    if problem:
        st.session_state.setdefault(PROBLEMS, {})[workout_id] = problem


def show_problem(workout_id: int) -> None:
    """Show the stored error message of a workout once."""
    problem = st.session_state.get(PROBLEMS, {}).pop(workout_id, None)
    if problem:
        st.error(problem)
