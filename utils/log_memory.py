"""What a tab remembers of a workout between runs: rows not saved yet, operations not answered yet, what to say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from services import workouts
from services.workouts import Board, NotSaved, Past, SetRow
from utils.log_state import Operation, operation, same_tick

KEY: Final = "log_memory"


@dataclass
class Undo:
    """The last deletion: its words, and what takes it back."""

    label: str
    workout_id: int
    exercise_id: int
    set_ids: Sequence[int] = ()
    hidden: Sequence[int] = ()


@dataclass
class Memory:
    """Of one workout; the ids are those of sets."""

    workout_id: int
    drafts: dict[int, SetRow] = field(default_factory=dict)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    sent: dict[int, list[Operation]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    exercises: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    past: dict[int, Past] = field(default_factory=dict)
    undo: Undo | None = None
    dialog: Callable[[], None] | None = None

    def rows(self, board: Board) -> list[SetRow]:
        """The rows of a board with the drafts among them, as this tab has changed them."""
        stored = {row.set_id: row for row in board.rows}
        drafts = [row for number, row in self.drafts.items() if number not in stored]
        shown = [row for row in (*board.rows, *drafts) if row.is_saved or row.set_id not in self.hidden]
        return sorted(map(self._changed, shown), key=lambda row: (row.position, row.set_id))

    def _changed(self, row: SetRow) -> SetRow:
        return row if row.is_saved else replace(row, **self.changes.get(row.set_id, {}))


def memory(workout_id: int) -> Memory:
    """The memory of a workout."""
    kept: dict[int, Memory] = st.session_state.setdefault(KEY, {})
    return kept.setdefault(workout_id, Memory(workout_id))


def save(user: User, operations: Sequence[Operation]) -> str | None:
    """Apply operations; None if all went through, else the first sentence that says why not."""
    try:
        refused = workouts.save(engine(), user.user_id, operations)
    except NotSaved as error:
        return str(error)
    return next(iter(refused.values()), None)


def save_once(user: User, kept: Memory, set_id: int, operations: list[Operation]) -> bool:
    """Save a ticked row; asked again for the same, the same operations go, which the log applies once."""
    before = kept.sent.get(set_id)
    if before is not None and same_tick(before, operations):
        operations = before
    kept.sent[set_id] = operations
    problem = save(user, operations)
    if problem:
        kept.problems[set_id] = problem
    return problem is None


def take_back(user: User, kept: Memory) -> None:
    """Undo the last deletion."""
    done = kept.undo
    if done is None:
        return
    kept.undo = None
    kept.hidden -= set(done.hidden)
    problem = save(user, [operation("restore_set", done.workout_id, number) for number in done.set_ids])
    kept.problems.update({number: problem for number in done.set_ids[:1] if problem})
