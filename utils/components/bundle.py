"""Scripts of several files as the one that a component takes: plain scripts first, the module's export last."""

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
CORE: Final = (
    "core/ids.js",
    "core/numbers.js",
    "core/overlay.js",
    "core/outbox.js",
    "core/rest.js",
    "core/dom.js",
    "core/search.js",
)
GRID: Final = (
    "set_grid/values.js",
    "set_grid/strength.js",
    "set_grid/plates.js",
    "set_grid/gyms.js",
    "set_grid/model.js",
    "set_grid/actions.js",
    "set_grid/moving.js",
    "set_grid/timer.js",
    "set_grid/row_view.js",
    "set_grid/block_view.js",
    "set_grid/sheets.js",
    "set_grid/bars.js",
    "set_grid/grid_view.js",
    "set_grid/grid.js",
    "set_grid/records.js",
)


def joined(*names: str) -> str:
    """The text of several scripts, in this order."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
