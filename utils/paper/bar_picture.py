"""Draw a loaded bar: the plates of one side from the collar out, in the colours of competition discs."""

from typing import Final

from services.gyms.bar_loading import Loading, Piece

# Weight of the competition disc in kg, its colour, and its height in the picture.
DISCS: Final = (
    (25.0, "#B3261E", 150),
    (20.0, "#2C5FA8", 150),
    (15.0, "#D9A400", 130),
    (10.0, "#1B6E3C", 110),
    (5.0, "#B9BEBA", 84),
    (2.5, "#3A3F3C", 66),
    (1.25, "#7A827D", 52),
    (0.5, "#9AA19C", 44),
)
DARK_INK_ON: Final = ("#D9A400", "#B9BEBA", "#9AA19C", "#7A827D")
STEEL: Final = "#8A918C"
WIDTH, HEIGHT, GAP = 26, 176, 3
SLEEVE_FROM, SLEEVE_LEAST = 70, 190


def picture(loaded: Loading) -> str:
    """Draw one side of the bar as SVG."""
    middle = HEIGHT / 2
    sleeve = max(SLEEVE_LEAST, len(loaded.side) * (WIDTH + GAP) + 30)
    width = SLEEVE_FROM + sleeve + 10
    parts = [
        _box(0, middle - 5, SLEEVE_FROM, 10, STEEL, 2),
        _box(SLEEVE_FROM, middle - 9, sleeve, 18, STEEL, 4),
        _box(SLEEVE_FROM - 8, middle - 17, 10, 34, STEEL, 3),
    ]
    for place, plate in enumerate(loaded.side):
        parts.append(_disc(SLEEVE_FROM + 6 + place * (WIDTH + GAP), plate))
    view = f'viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{"".join(parts)}</svg>'


def _disc(left: float, plate: Piece) -> str:
    kilograms = plate.weighs("kg")
    _, colour, height = min(DISCS, key=lambda disc: abs(disc[0] - kilograms))
    top, ink = (HEIGHT - height) / 2, "#1A1D1B" if colour in DARK_INK_ON else "#FFFFFF"
    size = 12 if len(marked(plate)) < 4 else 10
    style = f'font-family="sans-serif" font-size="{size}" font-weight="600" text-anchor="middle" fill="{ink}"'
    place = f'x="{left + WIDTH / 2}" y="{HEIGHT / 2 + 4}"'
    return _box(left, top, WIDTH, height, colour, 5) + f"<text {place} {style}>{marked(plate)}</text>"


def _box(left: float, top: float, width: float, height: float, colour: str, radius: int) -> str:
    edges = f'x="{left}" y="{top}" width="{width}" height="{height}" rx="{radius}"'
    return f'<rect {edges} fill="{colour}" stroke="#565D58" stroke-width="1"/>'


def marked(plate: Piece) -> str:
    """Return the weight that is printed on a plate."""
    return f"{plate.weight.normalize():f}"
