"""Draw the result of a view of Explore: the whole, the chart, the table and the file; each figure opens its rows."""

from typing import Any, Final

import streamlit as st

from auth.user import User
from services.analysis.phases import Phase
from utils import charts, data_loader
from utils import phases as utils_phases
from utils.components.row_list import row_list
from utils.explore import charts as explore_charts
from utils.explore import rows, tables, words
from utils.explore.figures import Explored
from utils.explore.view import address_of
from utils.filters import display_of
from utils.plotly_template import draw, tapped
from utils.styling import Display, count, plain

FEW_ROWS, MOST_ROWS = 12, 300
ALL_ROWS: Final = "explore_all_rows"
TAP: Final = "Tap a point, a bar or a row for what it comes from."


def draw_result(user: User, explored: Explored, figure: Any, phases: tuple[Phase, ...]) -> None:
    """Draw the view; a tap in the chart opens rows below it, a tap in the table opens a dialog."""
    display = display_of(user)
    whole = words.whole(explored, display)
    if whole:
        title, value, delta = whole
        st.metric(title, value, delta or None, delta_color="off", delta_arrow="off")
        if st.button("Where this comes from", icon=":material/info:", type="tertiary", key="explain_explore"):
            rows.open_rows(user, explored, ())
    key = "-".join(str(value) for value in address_of(explored.view).values())
    high = explore_charts.height(explored)
    options: dict[str, Any] = {"height": high} if high else {}
    within = _within(explored, phases)
    alt = utils_phases.with_shaded(words.alt(explored, display), within, display)
    picked = tapped(draw(figure, key=f"explore-{key}", alt=alt, on_select="rerun", selection_mode="points", **options))
    shaded = utils_phases.with_shaded("", within, display)
    sentences = [explore_charts.caption(explored), *words.captions(explored, display), shaded, TAP]
    st.caption(plain(" ".join(filter(None, sentences))))
    cells = explore_charts.cells_of(explored, picked) if picked else []
    if cells:
        with data_loader.excused():
            rows.show_rows(user, explored, cells, "chart")
    _show_table(user, explored, display)


def _within(explored: Explored, phases: tuple[Phase, ...]) -> list[Phase]:
    """Return the training phases within the days of the chart."""
    days = explore_charts.days_shown(explored)
    return charts.phases_within(phases, *days) if days else []


def _show_table(user: User, explored: Explored, display: Display) -> None:
    many, most = len(explored.cells), MOST_ROWS if st.session_state.get(ALL_ROWS) else FEW_ROWS
    cells = explored.cells[:most]
    table = tables.table(explored, cells, display)
    asks = [f"What {words.of_cell(explored, cell, display)} comes from" for cell in cells]
    place = row_list(table, [str(name) for name in table][len(explored.view.dimensions) :], asks, "explore_rows")
    if place is not None:
        rows.open_rows(user, explored, [cells[place]])
    if many > most == MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {count(many, display)} rows; the file has all of them.")
    with st.container(horizontal=True):
        if many > most == FEW_ROWS:
            label = f"all {many}" if many <= MOST_ROWS else f"{MOST_ROWS} of {count(many, display)}"
            st.button(f"Show {label} rows", on_click=_show_all)
        st.download_button(
            "Download as CSV",
            lambda: tables.csv_of(explored, display),
            f"tonnage-{explored.view.measure}-by-{'-'.join(explored.view.dimensions)}.csv".replace("_", "-"),
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def _show_all() -> None:
    st.session_state[ALL_ROWS] = True
