"""Draw charts as SVG without scripts: black on white on paper, in the page's colours on a screen."""

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

WIDTH, WIDEST = 480, 560  # viewBox width and maximum on a screen: text stays readable on a phone
BAR_HEIGHT: Final = 120
TEXT_PX: Final = 13
ROW: Final = 22
LABEL_WIDTH: Final = 110
VALUE_WIDTH: Final = 70
SPARK: Final = (120, 28)
LINE_HEIGHT: Final = 120
CELL: Final = 22
PAD: Final = 4
LETTER_PX: Final = 8
MOST_NAMES: Final = 8


@dataclass(frozen=True)
class Band:
    """A shaded range of days: its start and end as shares of the width, and its name."""

    start: float
    end: float
    name: str


class Drawn(str):
    """Markup made by this module; pages escape every other text."""

    __slots__ = ()


def words(text: str) -> Drawn:
    """Escape a text for HTML."""
    return Drawn(html.escape(text, quote=True))


def svg(width: float, height: float, alt: str, parts: Sequence[str], widest: float = WIDEST) -> Drawn:
    """Wrap shapes in an SVG element with a text alternative."""
    box = f'viewBox="0 0 {width:g} {height:g}" style="max-width:{widest:g}px"'
    return Drawn(f'<svg {box} role="img" aria-label="{words(alt)}">{"".join(parts)}</svg>')


def columns(bars: Sequence[tuple[str, float, str]], alt: str, bands: Sequence[Band] = ()) -> Drawn:
    """Draw vertical bars over bands. Each bar has a label below, a value, and a text above."""
    most = max((value for _, value, _ in bars), default=0.0) or 1.0
    step = WIDTH / max(len(bars), 1)
    every = -(-len(bars) // MOST_NAMES)
    parts = [_band(band, 0, WIDTH, TEXT_PX + 6 + BAR_HEIGHT) for band in bands]
    for place, (name, value, text) in enumerate(bars):
        height = BAR_HEIGHT * value / most
        left, top = place * step + step * 0.15, TEXT_PX + 6 + BAR_HEIGHT - height
        parts.append(_box(left, top, step * 0.7, height))
        parts.append(_text(left + step * 0.35, top - 4, text if step > 2 * TEXT_PX else "", "middle"))
        parts.append(
            _text(left + step * 0.35, BAR_HEIGHT + 2 * TEXT_PX + 8, name if place % every == 0 else "", "middle")
        )
    return svg(WIDTH, BAR_HEIGHT + 2 * TEXT_PX + 14, alt, parts)


def rows(bars: Sequence[tuple[str, float, float, str]], alt: str) -> Drawn:
    """Draw horizontal bars. Each bar has a label, a dark part, a total, and a text behind it."""
    most = max((whole for _, _, whole, _ in bars), default=0.0) or 1.0
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    parts = []
    for place, (name, dark, whole, text) in enumerate(bars):
        top, length = place * ROW, room * whole / most
        parts.append(_text(LABEL_WIDTH - 8, top + 15, name, "end"))
        parts.append(_box(LABEL_WIDTH, top + 3, length, ROW - 6, "light"))
        parts.append(_box(LABEL_WIDTH, top + 3, room * dark / most, ROW - 6))
        parts.append(_text(LABEL_WIDTH + length + 6, top + 15, text, "start"))
    return svg(WIDTH, ROW * len(bars), alt, parts)


def spark(line: Sequence[tuple[date, float]], first: date, last: date, alt: str, bands: Sequence[Band] = ()) -> Drawn:
    """Draw a line without axes for a table cell: mark the last point, and leave bands unnamed."""
    points = _points(line, first, last, *SPARK)
    behind = [_band(replace(band, name=""), PAD, SPARK[0] - 2 * PAD, SPARK[1]) for band in bands]
    return svg(*SPARK, alt, [*behind, _polyline(points), _dot(points[-1])], SPARK[0])


def curve(
    line: Sequence[tuple[date, float, str]], first: date, last: date, alt: str, bands: Sequence[Band] = ()
) -> Drawn:
    """Draw a line over bands; label both ends, the highest and the lowest point."""
    values = [(day, value) for day, value, _ in line]
    points = _points(values, first, last, WIDTH - 2 * VALUE_WIDTH, LINE_HEIGHT)
    points = [(x + VALUE_WIDTH, y + 2 * TEXT_PX) for x, y in points]
    places = range(len(line))
    high, low = (end(places, key=lambda place: line[place][1]) for end in (max, min))
    marks = {high: (0, -10, "middle"), low: (0, 20, "middle"), 0: (-8, 4, "end"), len(line) - 1: (8, 4, "start")}
    labels = [
        _dot(points[place]) + _text(points[place][0] + right, points[place][1] + down, line[place][2], anchor)
        for place, (right, down, anchor) in marks.items()
    ]
    room = WIDTH - 2 * VALUE_WIDTH - 2 * PAD
    behind = [_band(band, VALUE_WIDTH + PAD, room, LINE_HEIGHT + 4 * TEXT_PX) for band in bands]
    return svg(WIDTH, LINE_HEIGHT + 4 * TEXT_PX, alt, [*behind, _polyline(points), *labels])


def calendar(
    trained: Collection[date],
    first: date,
    last: date,
    first_weekday: int,
    names: Sequence[str],
    alt: str,
    shaded: Collection[date] = (),
) -> Drawn:
    """Draw a grid with one week per row; fill days with a workout and tint the ground of shaded days."""
    start = first - timedelta(days=(first.weekday() - first_weekday) % 7)
    parts = [_text(place * CELL + CELL / 2, 10, name, "middle") for place, name in enumerate(names)]
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        if day >= first:
            left, top = number % 7 * CELL, number // 7 * CELL + 16
            kind, inset = "" if day in trained else "blank", 3 if day in shaded else 1  # so that the tint stays visible
            if day in shaded:
                parts.append(_box(left, top, CELL, CELL, "phase"))
            parts.append(_box(left + inset, top + inset, CELL - 2 * inset, CELL - 2 * inset, kind))
            parts.append(_text(left + CELL / 2, top + 15, str(day.day), "middle", "on" if day in trained else ""))
    return svg(7 * CELL, ((last - start).days // 7 + 1) * CELL + 18, alt, parts, 7 * CELL)


def _points(
    line: Sequence[tuple[date, float]], first: date, last: date, width: float, height: float
) -> list[tuple[float, float]]:
    days = max((last - first).days, 1)
    values = [value for _, value in line]
    low, high = min(values), max(values)
    room = (high - low) or 1.0
    flat = 0.5 if high == low else 0.0
    return [
        (
            PAD + (width - 2 * PAD) * (day - first).days / days,
            PAD + (height - 2 * PAD) * (1 - (value - low) / room - flat),
        )
        for day, value in line
    ]


def _band(band: Band, left: float, width: float, height: float) -> str:
    """Draw a shaded strip with edge lines, which stay visible in grey; add the name if it fits."""
    start, across = left + width * band.start, width * (band.end - band.start)
    ends = "".join(
        f'<line class="phase-end" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height:.1f}"/>' for x in (start, start + across)
    )
    name = band.name if across > len(band.name) * LETTER_PX else ""
    return _box(start, 0, across, height, "phase") + ends + _text(start + 3, TEXT_PX - 2, name, "start", "muted")


def _box(left: float, top: float, width: float, height: float, kind: str = "") -> str:
    return f'<rect class="bar {kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words(text)}</text>' if text else ""


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _dot(point: tuple[float, float]) -> str:
    return f'<circle class="dot" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3"/>'
