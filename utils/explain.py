"""Show the rule and the rows behind a number, one click away, with an equal total."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from utils import data_loader, styling
from utils.styling import MISSING, NO_BREAK, Display, plain
from utils.tables import draw, set_row, with_numbers

MOST_ROWS: Final = 200
TOTAL: Final = "In all"

FORMULAS: Final[Mapping[str, str]] = {
    "epley": "load × (1 + reps ÷ 30)",
    "brzycki": "load × 36 ÷ (37 − reps)",
    "lombardi": "load × reps to the power of 0.10",
    "mayhew": "100 × load ÷ (52.2 + 41.9 × e to the power of −0.055 × reps)",
    "oconner": "load × (1 + 0.025 × reps)",
    "wathan": "100 × load ÷ (48.8 + 53.8 × e to the power of −0.075 × reps)",
    "lander": "100 × load ÷ (101.3 − 2.67123 × reps)",
}
HARD_SET: Final = (
    "A hard set is no warm-up, has at least one rep or a completed hold, and RIR 4 or less where effort was logged."
)
TONNAGE: Final = (
    "Tonnage is load × reps of all sets but warm-ups; a dumbbell in each hand and reps per side count twice."
)


@dataclass(frozen=True)
class Evidence:
    """A number, its rule in lines of text, and its rows as shown; the last row may be the total."""

    name: str
    value: str
    rule: str
    rows: pd.DataFrame


def button(key: str, title: str, build: Callable[[], Sequence[Evidence]], label: str = "Where this comes from") -> None:
    """Draw a button that opens the evidence for the number above it; call `build` only after a click."""
    if st.button(label, icon=":material/info:", type="tertiary", key=f"explain_{key}"):
        st.dialog(title, width="medium")(_show_all)(build)


def _show_all(build: Callable[[], Sequence[Evidence]]) -> None:
    with data_loader.excused():
        for item in build():
            draw_evidence(item)


def draw_evidence(evidence: Evidence) -> None:
    """Draw a number, its rule and its rows on the page."""
    st.markdown(f"**{plain(evidence.name)}**" + (f": {plain(evidence.value)}" if evidence.value else ""))
    if evidence.rule:
        st.caption("  \n".join(map(plain, evidence.rule.splitlines())))
    if len(evidence.rows) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS - 1} of {len(evidence.rows) - 1} rows, and the total of them all.")
    if not evidence.rows.empty:
        draw(shortened(evidence.rows))


def shortened(rows: pd.DataFrame) -> pd.DataFrame:
    """Cut a long table to its first rows and its last row, the total."""
    return rows if len(rows) <= MOST_ROWS else pd.concat([rows.head(MOST_ROWS - 1), rows.tail(1)])


def table(
    told: Sequence[Mapping[str, str]],
    numbers: Sequence[str] = (),
    total: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Build a table from rows of text. `numbers` names the columns to align on the right.

    `total` is the last row; its first cell is "In all" by default. The lifter's own words must come as plain Markdown.
    Leave out columns that are empty in every row.
    """
    if not told:
        return pd.DataFrame()
    names = [name for name in told[0] if any(row[name] not in ("", MISSING) for row in told)]
    last = [{next(iter(names)): TOTAL} | dict(total)] if total else []
    whole = pd.DataFrame([{name: row.get(name, "") for name in names} for row in [*told, *last]])
    if total:
        whole.iloc[-1] = [_bold(cell) for cell in whole.iloc[-1]]
    return with_numbers(whole, numbers)


def _bold(cell: str) -> str:
    return f"**{cell}**" if cell else cell


def estimate_rule(formula: str) -> str:
    """Explain how the lifter's formula estimates a one-rep max from a set."""
    return (
        f"e1RM of a set is {FORMULAS[formula]}, where RIR counts as reps; a single without reserve is the load itself. "
        "Warm-ups and sets of more than 12 such reps are left out."
    )


def set_table(sets: Sequence[Any], display: Display) -> pd.DataFrame:
    """List sets of several days and exercises: one row per exercise and day, with hard sets and tonnage.

    The numbers come first, because the list of sets is long and a phone shows the first columns.
    """
    grouped: dict[tuple[date, str], list[Any]] = {}
    for performed in sets:
        grouped.setdefault((performed.performed_on, performed.name), []).append(performed)
    rows = [
        {
            "Exercise": f"{plain(name)}, {plain(styling.short_day(day, display))}",
            **_sums(done, display),
            "Sets": ", ".join(set_words(workout, display) for workout in done),
        }
        for (day, name), done in grouped.items()
    ]
    return table(rows, ("Hard",), {**_sums(sets, display), "Sets": ""})


def _sums(sets: Sequence[Any], display: Display) -> dict[str, str]:
    tonnages = [performed.tonnage_kg for performed in sets if performed.tonnage_kg is not None]
    return {
        "Hard": styling.hard_sets(sum(performed.is_hard for performed in sets), display),
        "Tonnage": styling.tonnage(sum(tonnages), display).replace(" ", NO_BREAK) if tonnages else MISSING,
    }


def set_words(row: Any, display: Display) -> str:
    """Write a set in its shortest form: "w 60 kg × 5", "100 kg × 5 @2", "1:00"."""
    done = set_row(row, display)
    parts = [done["Load"], done["Reps"], done["Time"], done["Distance"]]
    words = " × ".join(part for part in parts if part != MISSING)
    effort = f" @{done['RIR']}" if done["RIR"] != MISSING else ""
    kind = f"{done['Type'].lower()} " if done["Type"] else ""
    return plain(f"{kind}{words}{effort}").replace(" ", NO_BREAK)
