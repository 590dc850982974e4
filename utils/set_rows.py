"""The rows of a workout on one grid: number, last time, inputs, tick; for the running workout and for past ones."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from services.workouts import SetRow
from utils import set_menus
from utils.log_actions import Log, add_set, typed
from utils.log_memory import save, save_once
from utils.log_state import (
    Block,
    amended,
    counterpart,
    doubt,
    fields_of,
    heading,
    marks_of,
    missing,
    prefilled,
    target_of,
    texts_of,
    tick,
    told,
)
from utils.styling import plain

GRID: Final = "set_grid"
NUMBER_WIDTH, LAST_WIDTH, TICK_WIDTH = 0.62, 1.35, 0.8
INPUT_WIDTHS: Final = {"weight": 1.25, "reps": 1.0, "rir": 0.85, "seconds": 1.25, "distance_m": 1.25}
LABELS: Final = {"weight": "Weight", "reps": "Reps", "rir": "RIR", "seconds": "Time", "distance_m": "Distance"}


def show_blocks(log: Log) -> None:
    """Show all exercises of a workout with their rows."""
    for place, block in enumerate(log.blocks):
        with st.container(gap="xxsmall", key=f"{GRID}_{block.rows[0].set_id}"):
            _head(log, block, place)
            _headings(log, block)
            for row_place, mark in enumerate(marks_of(block)):
                _row(log, block, row_place, mark)
            st.button(
                "Add set",
                key=f"add_{block.rows[-1].set_id}",
                icon=":material/add:",
                type="tertiary",
                on_click=add_set,
                args=(log, block),
            )


def _head(log: Log, block: Block, place: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        name = f"name_{block.rows[0].set_id}"
        if st.button(f"**{plain(block.name)}**", key=name, type="tertiary"):
            set_menus.about_exercise(log, block)
        set_menus.exercise_menu(log, block, place)
    lines = [target_of(block), *(plain(note) for note in (block.rows[0].plan_note, block.pinned_note) if note)]
    for line in filter(None, lines):
        st.caption(line)


def _columns(log: Log, block: Block) -> "list[st.delta_generator.DeltaGenerator]":
    widths = [NUMBER_WIDTH, LAST_WIDTH, *(INPUT_WIDTHS[name] for name in log.inputs(block)), TICK_WIDTH]
    return st.columns(widths, gap="xxsmall", vertical_alignment="center", wrap=False)


def _headings(log: Log, block: Block) -> None:
    words = ["Set", "Last time", *(heading(name, block) for name in log.inputs(block)), ""]
    for column, word in zip(_columns(log, block), words, strict=True):
        column.caption(word, text_alignment="center")


def _row(log: Log, block: Block, place: int, mark: str) -> None:
    row = block.rows[place]
    number, last, *inputs, done = _columns(log, block)
    with number:
        set_menus.set_menu(log, block, row, mark)
    last.markdown(f":gray[{_last_time(log, block, place)}]", text_alignment="center")
    texts = _wanted_texts(log, block, place)
    for name, column in zip(log.inputs(block), inputs, strict=True):
        _input(log, block, row, name, texts[name], mark, column)
    done.button(
        "",
        key=f"tick_{row.set_id}",
        icon=":material/check:" if row.is_saved else ":material/radio_button_unchecked:",
        type="primary" if row.is_saved else "secondary",
        help=None,
        width="stretch",
        on_click=_on_tick,
        args=(log, block, row),
    )
    _say(log, block, row)


def _input(log: Log, block: Block, row: SetRow, name: str, text: str, mark: str, column: Any) -> None:
    key = f"{name}_{row.set_id}"
    seen = log.kept.seen.get(key)
    if key not in st.session_state or (text != seen and (row.is_saved or st.session_state[key] == seen)):
        st.session_state[key] = text
    log.kept.seen[key] = text
    column.text_input(
        f"{LABELS[name]}, set {mark} of {block.name}",
        key=key,
        label_visibility="collapsed",
        placeholder=_hint(row, name),
        autocomplete="off",
        on_change=_on_change if row.is_saved else "ignore",
        args=(log, block, row, name) if row.is_saved else None,
    )


def _hint(row: SetRow, name: str) -> str:
    """What the plan asks, in grey in an empty input."""
    if name == "rir" and row.target_rir is not None:
        return f"{row.target_rir:g}"
    if name == "reps" and row.reps_min is not None:
        return f"{row.reps_min}" if row.reps_min == row.reps_max else f"{row.reps_min}–{row.reps_max}"
    return ""


def _last_time(log: Log, block: Block, place: int) -> str:
    past = log.past_of(block)
    if not past.sets:
        return "first time"
    last = counterpart(block, place, past)
    return told(last, block, log.display) if last else "–"


def _say(log: Log, block: Block, row: SetRow) -> None:
    """A refusal, a question or the set's note, under its row."""
    kept = log.kept
    if row.set_id in kept.problems:
        st.caption(f":red[:material/error: {plain(kept.problems[row.set_id])}]")
    if row.set_id in kept.doubts:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f":orange[:material/help: {plain(kept.doubts[row.set_id])}]")
            st.button("Yes, save it", key=f"sure_{row.set_id}", on_click=_on_sure, args=(log, block, row))
    if row.note:
        st.caption(f":material/sticky_note_2: {plain(row.note)}")


def _wanted_texts(log: Log, block: Block, place: int) -> dict[str, str]:
    row = block.rows[place]
    is_copy = row.set_id in log.kept.drafts and (row.weight, row.reps, row.seconds, row.distance_m) != (None,) * 4
    if row.is_saved or is_copy:
        return texts_of(row, block, log.display.locale)
    return prefilled(block, place, log.past_of(block), log.display.locale)


def _on_tick(log: Log, block: Block, row: SetRow) -> None:
    """Save a row; a second tap on a saved one changes nothing."""
    if row.is_saved or not _is_sound(log, block, row):
        return
    _save_row(log, block, row)


def _on_change(log: Log, block: Block, row: SetRow, name: str) -> None:
    """Save what was typed into a saved row."""
    if not _is_sound(log, block, row):
        return
    fields = fields_of(typed(log, block, row), block)
    changed = {one: fields[one] for one in (name, "unit") if one in fields and (one == name or name == "weight")}
    _amend(log, row, changed)


def _on_sure(log: Log, block: Block, row: SetRow) -> None:
    log.kept.doubts.pop(row.set_id, None)
    if row.is_saved:
        _amend(log, row, fields_of(typed(log, block, row), block))
    else:
        _save_row(log, block, row)


def _is_sound(log: Log, block: Block, row: SetRow) -> bool:
    """Whether what was typed can be sent; else it is said under the row why not, or asked once whether it is meant."""
    kept, fields = log.kept, fields_of(typed(log, block, row), block)
    kept.problems.pop(row.set_id, None)
    kept.doubts.pop(row.set_id, None)
    problem = missing(fields, block)
    question = doubt(fields, log.past_of(block), block, log.display)
    if problem:
        kept.problems[row.set_id] = problem
    elif question:
        kept.doubts[row.set_id] = question
    return not problem and not question


def _save_row(log: Log, block: Block, row: SetRow) -> None:
    now = datetime.now(UTC) if log.board.is_open else None
    fields = fields_of(typed(log, block, row), block)
    save_once(log.user, log.kept, row.set_id, tick(log.workout_id, row, block, fields, now))


def _amend(log: Log, row: SetRow, fields: Mapping[str, Any]) -> None:
    problem = save(log.user, [amended(log.workout_id, row, **fields)])
    if problem:
        log.kept.problems[row.set_id] = problem
