"""What is done to the rows of a workout beside typing: add, delete, change; each saved at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

import streamlit as st

from auth.user import User
from database.db_connector import engine
from database.ids import new_id
from services.workouts import Board, Past, SetRow, past_of
from utils.log_memory import Memory, Undo, memory, save
from utils.log_state import amended, blocks_of, operation, place_after
from utils.set_texts import NUMBER, Block, fields_of
from utils.styling import Display

ROW_FIELDS = {field.name for field in fields(SetRow)}


@dataclass(frozen=True)
class Log:
    """What all rows of a workout share."""

    user: User
    display: Display
    board: Board
    exercises: Mapping[int, Mapping[str, Any]]
    past: Mapping[int, Past]

    @property
    def workout_id(self) -> int:
        """The workout."""
        return int(self.board.workout["workout_id"])

    @property
    def kept(self) -> Memory:
        """What this tab remembers of it."""
        return memory(self.workout_id)

    @property
    def rows(self) -> list[SetRow]:
        """Its rows in order."""
        return self.kept.rows(self.board)

    @property
    def blocks(self) -> list[Block]:
        """Its exercises in order."""
        return blocks_of(self.rows, self.exercises, self.user.unit)

    def inputs(self, block: Block) -> tuple[str, ...]:
        """What is asked of each set of an exercise."""
        return (*block.inputs, "rir") if self.user.shows_rir and block.counts_reps else block.inputs

    def past_of(self, block: Block) -> Past:
        """What was done of an exercise before."""
        return self.past.get(block.exercise_id, Past())


def typed(log: Log, block: Block, row: SetRow) -> dict[str, str]:
    """What stands in the inputs of a row."""
    return {name: str(st.session_state.get(f"{name}_{row.set_id}", "")) for name in log.inputs(block)}


def add_set(log: Log, block: Block) -> None:
    """Add a row that copies what stands in the last one."""
    last, number = block.rows[-1], new_id()
    position = place_after(log.rows, block)
    bare = replace(last, set_id=number, planned_set_id=None, is_saved=False, note=None, rir=None, position=position)
    log.kept.drafts[number] = replace(bare, **_copied(fields_of(typed(log, block, last), block)))


def add_exercise(log: Log, exercise: Mapping[str, Any]) -> None:
    """Add an exercise at the end, with as many rows as it had last time."""
    exercise_id = exercise["exercise_id"]
    behind = max((row.position for row in log.rows), default=0.0)
    known = past_of(engine(), log.user.user_id, log.workout_id, (exercise_id,))
    last = [row for row in known.get(exercise_id, Past()).sets if row.set_type != "warmup"]
    for place in range(max(len(last), 1)):
        row = SetRow(new_id(), exercise_id, behind + 1.0 + place)
        log.kept.drafts[row.set_id] = row


def delete_rows(log: Log, rows: Sequence[SetRow], label: str, hide: bool = True) -> None:
    """Take rows away: saved ones from the log, others from the screen; it can be undone."""
    kept, saved = log.kept, [row.set_id for row in rows if row.is_saved]
    problem = save(log.user, [operation("delete_set", log.workout_id, number) for number in saved]) if saved else None
    if problem:
        kept.problems[rows[0].set_id] = problem
        return
    hidden = [row.set_id for row in rows] if hide else []
    kept.hidden |= set(hidden)
    kept.undo = Undo(label, log.workout_id, rows[0].exercise_id, saved, hidden)
    for row in rows:
        kept.sent.pop(row.set_id, None)
        kept.drafts.setdefault(row.set_id, replace(row, is_saved=False))


def change(log: Log, rows: Sequence[SetRow], **fields: Any) -> None:
    """Change fields that are no inputs: a saved set's in the log, another's on the screen until it is saved."""
    sent = [amended(log.workout_id, row, **_as_sent(fields)) for row in rows if row.is_saved]
    problem = save(log.user, sent) if sent else None
    for row in rows:
        if problem:
            log.kept.problems[row.set_id] = problem
        elif not row.is_saved:
            shown = {name: value for name, value in fields.items() if name in ROW_FIELDS}
            log.kept.changes.setdefault(row.set_id, {}).update(shown)


def change_workout(log: Log, **fields: Any) -> str | None:
    """Change fields of the workout itself; why not, if it cannot be."""
    return save(log.user, [operation("amend_workout", log.workout_id, **fields)])


def _as_sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "exercise_id" else value for name, value in fields.items()}


def _copied(typed_fields: Mapping[str, Any]) -> dict[str, Any]:
    """What can be copied of typed fields: all but a reserve, and nothing that could not be read."""
    sound = {name: value for name, value in typed_fields.items() if name in ("reps", "seconds", "distance_m")}
    copied = {name: value for name, value in sound.items() if not isinstance(value, str)}
    weight = typed_fields.get("weight")
    if weight is not None and NUMBER.fullmatch(weight):
        copied |= {"weight": Decimal(weight), "unit": typed_fields["unit"]}
    return copied
