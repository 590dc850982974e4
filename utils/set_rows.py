"""The rows of a workout on one grid: number, last time, inputs, tick; for the running workout and for past ones."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from services.workouts import SetRow
from utils import set_menus
from utils.log_actions import Log, add_set, typed
from utils.log_memory import Undo, save, save_once, take_back
from utils.log_state import amended, counterpart, doubt, missing, prefilled, tick
from utils.set_texts import Block, fields_of, heading, marks_of, target_of, texts_of, told
from utils.styling import plain

GRID: Final = "set_grid"
TRACKS: Final = 24
NUMBER_SPAN, TICK_SPAN = 3, 4
INPUT_SPANS: Final = {"weight": 5, "reps": 4, "rir": 3, "seconds": 5, "distance_m": 5}
Grid = Any  # what st.grid gives
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
LABELS: Final = {"weight": "Weight", "reps": "Reps", "rir": "RIR", "seconds": "Time", "distance_m": "Distance"}


def show_blocks(log: Log) -> None:
    """Show all exercises of a workout with their rows."""
    for place, block in enumerate(log.blocks):
        with st.container(gap="xxsmall", key=f"{GRID}_{block.rows[0].set_id}"):
            _head(log, block, place)
            grid = st.grid(TRACKS, min_column_width=4, wrap=False, gap="xxsmall", vertical_alignment="center")
            _headings(log, block, grid)
            for row_place, mark in enumerate(marks_of(block)):
                _row(log, block, row_place, mark, grid)
            key = f"add_{block.rows[-1].set_id}"
            icon = ":material/add:"
            st.button("Add set", key=key, icon=icon, type="tertiary", on_click=add_set, args=(log, block))
            if log.kept.undo and log.kept.undo.exercise_id == block.exercise_id:
                _undo(log, log.kept.undo)
    if log.kept.undo and log.kept.undo.exercise_id not in {block.exercise_id for block in log.blocks}:
        _undo(log, log.kept.undo)


def _undo(log: Log, undo: Undo) -> None:
    """Say what was deleted where it stood, with the way back."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(f":small[{plain(undo.label)}]")
        st.button("Undo", icon=":material/undo:", key="undo", on_click=take_back, args=(log.user, log.kept))


def _head(log: Log, block: Block, place: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        name = f"name_{block.rows[0].set_id}"
        if st.button(f"**{plain(block.name)}**", key=name, type="tertiary"):
            set_menus.about_exercise(log, block)
        set_menus.exercise_menu(log, block, place)
    lines = [target_of(block), *(plain(note) for note in (block.rows[0].plan_note, block.pinned_note) if note)]
    for line in filter(None, lines):
        st.caption(line)


def _spans(log: Log, block: Block) -> list[int]:
    """How wide the cells of a row are: last time takes what number, inputs and tick leave."""
    inputs = [INPUT_SPANS[name] for name in log.inputs(block)]
    return [NUMBER_SPAN, TRACKS - NUMBER_SPAN - TICK_SPAN - sum(inputs), *inputs, TICK_SPAN]


def _headings(log: Log, block: Block, grid: Grid) -> None:
    words = ["Set", "Last time", *(heading(name, block) for name in log.inputs(block)), ""]
    for span, word in zip(_spans(log, block), words, strict=True):
        grid.cell(column_span=span).caption(word, text_alignment="left" if word == "Set" else "center")


def _row(log: Log, block: Block, place: int, mark: str, grid: Grid) -> None:
    row = block.rows[place]
    number, last, *inputs, done = (grid.cell(column_span=span) for span in _spans(log, block))
    with number:
        set_menus.set_menu(log, block, row, mark)
    last.caption(_last_time(log, block, place), text_alignment="center")
    texts = _wanted_texts(log, block, place)
    for name, cell in zip(log.inputs(block), inputs, strict=True):
        _input(log, block, row, name, texts[name], mark, cell)
    done.button(
        "",
        key=f"tick_{row.set_id}",
        icon=":material/check:" if row.is_saved else ":material/radio_button_unchecked:",
        type="primary" if row.is_saved else "secondary",
        width="stretch",
        on_click=_on_tick,
        args=(log, block, row),
    )
    _say(log, block, row, grid)


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
    return told(last, block, log.display).replace(" ", NARROW) if last else "–"


def _say(log: Log, block: Block, row: SetRow, grid: Grid) -> None:
    """A refusal, a question or the set's note, under its row."""
    kept = log.kept
    if row.set_id in kept.problems:
        _line(grid).markdown(f":small[:red[:material/error: {plain(kept.problems[row.set_id])}]]")
    if row.set_id in kept.doubts:
        with _line(grid), st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":small[:orange[:material/help: {plain(kept.doubts[row.set_id])}]]")
            st.button("Yes, save it", key=f"sure_{row.set_id}", on_click=_on_sure, args=(log, block, row))
    if row.note:
        _line(grid).caption(f":material/sticky_note_2: {plain(row.note)}")


def _line(grid: Grid) -> Any:
    return grid.cell(column_span="all")


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
