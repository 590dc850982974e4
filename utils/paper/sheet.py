"""Build a printable HTML page of workouts: self-contained, black on white on A4, with a box for each set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from services.errors import InvalidValue
from services.gyms.bar_loading import Rack, loading
from services.programs.planned_days import PlannedDay
from services.routines.coaching import Coached
from services.routines.tree import RoutineSet
from utils import set_schemes, styling
from utils.paper.bar_picture import marked
from utils.paper.html import POLICY
from utils.paper.svg import words
from utils.set_texts import SET_TYPES, Block, heading
from utils.styling import Display

STYLE: Final = Path(__file__).parents[1] / "assets" / "sheet.css"
BAR: Final = "barbell"
RESERVE: Final = "RIR"


@dataclass(frozen=True)
class Sheet:
    """A title, the days to print, and the names and racks of their exercises."""

    title: str
    days: tuple[PlannedDay, ...]
    exercises: Mapping[int, Mapping[str, Any]]
    racks: Mapping[str, Rack]
    with_dates: bool = False
    with_reserve: bool = False


def page(sheet: Sheet, display: Display, today: date) -> str:
    """Return the whole page; every day begins on a new sheet."""
    days = "".join(_day(day, sheet, display, today) for day in sheet.days)
    meta = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    style = f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    head = f"<head>{meta}{view}<title>{words(f'{sheet.title} – Tonnage')}</title>{style}</head>"
    return f'<!doctype html>\n<html lang="en">{head}<body>{days}</body></html>\n'


def _day(day: PlannedDay, sheet: Sheet, display: Display, today: date) -> str:
    subtitle = " · ".join(filter(None, (_turn(day, sheet, display, today), _made(display, today))))
    lines = "".join(f'<span class="line">{name}<i></i></span>' for name in ("Date", "Start", "End"))
    head = f"<header><h1>{words(day.name)}</h1><p>{words(subtitle)}</p><p>{lines}</p></header>"
    parts = "".join(_exercise(part, sheet, display) for part in day.parts) or "<p>No exercises yet.</p>"
    return f'<main>{head}{parts}<footer><span class="line">Notes<i></i></span></footer></main>'


def _turn(day: PlannedDay, sheet: Sheet, display: Display, today: date) -> str:
    if day.turn is None:
        return ""
    on = f" · {styling.long_day(day.turn.on, display, today)}" if sheet.with_dates else ""
    light = " · deload" if day.turn.is_light else ""
    return f"{sheet.title} · Week {styling.count(day.turn.week, display)}{light}{on}"


def _made(display: Display, today: date) -> str:
    return f"Loads as of {styling.long_day(today, display, today)}"


def _exercise(part: Coached, sheet: Sheet, display: Display) -> str:
    exercise = part.exercise
    row = sheet.exercises.get(exercise.exercise_id, {})
    block = set_schemes.block_of(row, display.unit)
    rest = f"rest {styling.rest(exercise.rest_s)}" if exercise.rest_s else ""
    group = f"superset {set_schemes.letter(exercise.superset)}" if exercise.superset else ""
    about = " · ".join(filter(None, (rest, group)))
    others = [str(sheet.exercises.get(number, {}).get("shown_name", "Exercise")) for number in exercise.alternatives]
    notes = [f"or {' or '.join(others)}" if others else "", exercise.note or ""]
    note = "".join(f'<p class="note">{words(text)}</p>' for text in notes if text)
    rack = sheet.racks.get(block.unit) if row.get("equipment") == BAR else None
    boxes = "".join(_boxes(exercise.sets, block, rack, sheet, display))
    head = f"<h2>{words(block.name)}<small>{words(about)}</small></h2>"
    return f'<section>{head}{note}<div class="sets">{boxes}</div></section>'


def _boxes(
    sets: Sequence[RoutineSet], block: Block, rack: Rack | None, sheet: Sheet, display: Display
) -> Iterable[str]:
    """Draw one box per set; number warm-ups and other sets separately."""
    counts = {True: 0, False: 0}
    for planned_set in sets:
        is_warm_up = planned_set.set_type == "warmup"
        counts[is_warm_up] += 1
        number = f"{'W' if is_warm_up else ''}{counts[is_warm_up]}"
        yield _box(number, planned_set, block, rack, sheet, display)


def _box(number: str, routine_set: RoutineSet, block: Block, rack: Rack | None, sheet: Sheet, display: Display) -> str:
    about = " · ".join(filter(None, (_reserve(routine_set, display), plates_of(routine_set, rack) if rack else "")))
    names = [
        *block.inputs,
        *(["rir"] if block.counts_reps and (sheet.with_reserve or routine_set.rir is not None) else []),
    ]
    fields = "".join(f"<span><i></i>{words(heading(name, block))}</span>" for name in names)
    label = f"<b>{words(number)}</b><em>{words(target(routine_set, block, display))}</em>"
    return f'<div class="set"><p>{label}</p><p class="about">{words(about)}</p><p class="fields">{fields}</p></div>'


def _reserve(routine_set: RoutineSet, display: Display) -> str:
    return f"{RESERVE} {styling.number(routine_set.rir, display)}" if routine_set.rir is not None else ""


def target(routine_set: RoutineSet, block: Block, display: Display) -> str:
    """Describe the target of one set: "82.5 kg × 5–8", "5+ reps", "1:00", "24 kg × 40 m"; empty without one."""
    load = (
        styling.load(routine_set.weight, routine_set.unit or block.unit, display)
        if routine_set.weight is not None
        else ""
    )
    load = load or set_schemes.share_words(routine_set, display)
    done = set_schemes.done_words(routine_set, display)
    done = f"{done} reps" if done and not load and block.counts_reps else done
    kind = SET_TYPES[routine_set.set_type].in_routine if routine_set.set_type != "warmup" else ""
    return ", ".join(filter(None, (" × ".join(filter(None, (load, done))), kind)))


def plates_of(routine_set: RoutineSet, rack: Rack) -> str:
    """Return the plates per side: "20 + 5 + 2.5 a side"; empty if they cannot match the target exactly."""
    bars = [
        bar
        for bar in rack.bars
        if routine_set.weight is not None and bar.weighs(routine_set.unit or "kg") <= float(routine_set.weight)
    ]
    if not bars or routine_set.weight is None or routine_set.unit is None:
        return ""
    try:
        loaded = loading(rack, bars[0], routine_set.weight, routine_set.unit)
    except InvalidValue:
        return ""
    if abs(loaded.total - float(routine_set.weight)) > 1e-9:
        return ""
    units = {piece.unit for piece in (*loaded.side, loaded.bar)}
    plates = [marked(piece) if len(units) == 1 else f"{marked(piece)} {piece.unit}" for piece in loaded.side]
    return f"{' + '.join(plates)} a side" if plates else "empty bar"
