"""Compare one lift on several machines: one line per machine, and the totals of all."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from auth.user import User
from database.rows import NamedRows
from services.analysis.phases import Phase
from services.lifter.phases import phases as read_phases
from services.units import in_unit
from utils import data_loader, explain, styling, tables
from utils import phases as utils_phases
from utils.charts import phases_within, shade_phases
from utils.data_loader import Loaded
from utils.filters import display_of
from utils.kpis import within
from utils.lifts import facts, family_evidence, family_figures
from utils.lifts.family_figures import Family, Machine
from utils.lifts.filters import Filter
from utils.plotly_template import SERIES, base_figure, draw, point_style, tapped, trend_style
from utils.styling import Display
from utils.tables import sets_of_day

ALONE, TOGETHER = "This machine", "All machines"
KEYS: Final = (
    "Each machine has its own scale: compare a line with itself. Days and hard sets add up. Tap a point for its sets."
)
NUMBERS: Final = ("Best e1RM", "Days", "Hard sets")


def is_asked_together(lifts: NamedRows, chosen: Filter) -> bool:
    """Return whether to show the whole family; ask only if it has several machines."""
    if len(family_figures.members(lifts, chosen.lift)) < 2:
        return False
    return bool(st.radio("Machines", [ALONE, TOGETHER], key="lift_family", horizontal=True) == TOGETHER)


def draw_family(user: User, lifts: NamedRows, chosen: Filter) -> None:
    """Draw the family of the chosen exercise."""
    display, machines = display_of(user), family_figures.members(lifts, chosen.lift)
    with data_loader.excused():
        loaded = facts.family(user, tuple(machine.exercise_id for machine in machines), chosen.period.first)
    family = family_figures.family(loaded.facts, machines, chosen.period)
    st.subheader(styling.plain(family.name), anchor=False)
    if not family.days:
        st.markdown(f"None of its machines was used in {chosen.period.name}. “All time” shows everything.")
        return
    if any(machine.line for machine in family.machines):
        _chart(user, loaded, family, chosen)
    tables.draw(table(family, display))
    days = within(loaded.facts, chosen.period)
    explain.button("family", family.name, lambda: family_evidence.of_family(family, days, user.e1rm_formula, display))


def _chart(user: User, loaded: Loaded[NamedRows], family: Family, chosen: Filter) -> None:
    """Draw the line of each machine; a tap on a point shows the sets of its day."""
    display, phases = display_of(user), data_loader.oltp(user, read_phases)
    figure = data_loader.figure(
        user, loaded.version, ("family", chosen, display, phases), lambda: picture(family, display, phases)
    )
    seen = phases_within(phases, *days_shown(family))
    words = utils_phases.with_shaded(alt(family, display), seen, display)
    key = f"family-{chosen.lift.exercise_id}-{chosen.period.name}"
    picked = tapped(draw(figure, key=key, alt=words, on_select="rerun", selection_mode="points"))
    st.caption(styling.plain(utils_phases.with_shaded(KEYS, seen, display)))
    if picked:
        _sets(user, family, *picked.split(" "))


def _sets(user: User, family: Family, exercise_id: str, day: str) -> None:
    """Draw the sets of one machine on one day."""
    display, on = display_of(user), date.fromisoformat(day)
    label = next(machine.label for machine in family.machines if machine.exercise_id == int(exercise_id))
    st.markdown(f"**{styling.plain(label)}, {styling.plain(styling.long_day(on, display))}**")
    with data_loader.excused():
        sets = facts.sets_of_day(user, int(exercise_id), on)
    tables.draw(sets_of_day(sets.facts, display))
    st.caption(styling.plain(f"The point is the best of these. {explain.estimate_rule(user.e1rm_formula)}"))


def days_shown(family: Family) -> tuple[date, date]:
    """Return the first and the last day of the lines."""
    days = [day for machine in family.machines for day, _ in machine.line]
    return min(days), max(days)


def picture(family: Family, display: Display, phases: Iterable[Phase] = ()) -> go.Figure:
    """Draw the best e1RM of each day, one line per machine, five at most, over the training phases."""
    figure = base_figure(f"e1RM by machine, {display.unit}", separators=styling.separators(display))
    drawn = [machine for machine in family.machines if machine.line][: len(SERIES)]
    for place, machine in enumerate(drawn):
        style = trend_style(place) | {"mode": "lines+markers"}
        style["marker"] = point_style(place)["marker"] | {"opacity": 1}
        figure.add_scatter(
            name=machine.label,
            x=[day.isoformat() for day, _ in machine.line],
            y=[in_unit(kg, "kg", display.unit) for _, kg in machine.line],
            hovertext=[f"{styling.short_day(day, display)} – {styling.e1rm(kg, display)}" for day, kg in machine.line],
            hovertemplate="%{hovertext}<extra></extra>",
            customdata=[f"{machine.exercise_id} {day.isoformat()}" for day, _ in machine.line],
            **style,
        )
    if drawn:
        shade_phases(figure, phases, *days_shown(family))
    return figure.update_layout(showlegend=True)


def alt(family: Family, display: Display) -> str:
    """Describe the chart in a sentence."""
    parts = [
        f"{machine.label} {styling.e1rm(machine.latest_kg, display)}" for machine in family.machines if machine.line
    ]
    return f"Estimated one-rep max of {family.name} by machine, last known: {', '.join(parts)}."


def table(family: Family, display: Display) -> pd.DataFrame:
    """Return one row per machine, and a last row for all machines together."""
    rows = [_row(machine, display) for machine in family.machines]
    together = {"Best e1RM": styling.MISSING, **_done(family.days, family.hard_sets, display)}
    return tables.with_numbers(pd.DataFrame([*rows, {"Machine": "Together", **together}]), NUMBERS)


def _row(machine: Machine, display: Display) -> dict[str, str]:
    best = styling.e1rm(machine.best_kg, display)
    done = _done(machine.days, machine.hard_sets, display)
    return {"Machine": styling.plain(machine.label), "Best e1RM": best, **done}


def _done(days: int, hard_sets: float, display: Display) -> dict[str, str]:
    return {"Days": styling.count(days, display), "Hard sets": styling.hard_sets(hard_sets, display)}
