"""Preview and download the printable sheets of a routine or of a program's weeks."""

import re
from base64 import b64encode
from typing import Final

import streamlit as st

from auth.user import User
from services.errors import TonnageError
from services.gyms import bar_loading
from services.programs import planned_days
from services.programs.planned_days import PlannedDay
from services.progression.places import Program
from services.routines.editing import Routine
from services.workouts import lists
from utils import data_loader
from utils.filters import display_of, today_of
from utils.paper.sheet import Sheet, page
from utils.styling import plain

HEIGHT: Final = 520
TO_THE_END: Final = "To the end"
WEEKS: Final = {1: "This week", 2: "2 weeks", 4: "4 weeks"}


@st.dialog("Print a sheet", width="large")
def print_routine(user: User, routine: Routine) -> None:
    """Show the sheet of a routine as it would be planned today."""
    try:
        day = data_loader.oltp(user, planned_days.planned_routine, routine.routine_id)
    except TonnageError as refused:
        st.error(plain(str(refused)))
        return
    _offer(user, routine.name, (day,), with_dates=False)


@st.dialog("Print sheets", width="large")
def print_program(user: User, program: Program) -> None:
    """Show the sheets of a program's coming days."""
    choices = _weeks(program)
    weeks = st.radio(
        "Days",
        list(choices),
        format_func=choices.__getitem__,
        key="sheet_weeks",
        horizontal=True,
        label_visibility="collapsed",
    )
    _, days = data_loader.oltp(user, planned_days.planned_weeks, weeks, today_of(user))
    if not days:
        st.info("There are no days to come: all its weeks are done, or its routines are gone.")
        return
    if weeks > 1:
        st.caption("Loads of later days are worked out as if all before them went well.")
    _offer(user, program.name, tuple(days), with_dates=bool(program.weekdays))


def _weeks(program: Program) -> dict[int, str]:
    """Return the numbers of weeks that can be printed, this week included."""
    length = program.definition.get("weeks")
    left = max(int(length) - program.standing.week + 1, 1) if length else None
    choices = {weeks: words for weeks, words in WEEKS.items() if left is None or weeks < left or weeks == 1}
    return {**choices, left: TO_THE_END} if left and left > 1 else choices


def _offer(user: User, title: str, days: tuple[PlannedDay, ...], with_dates: bool) -> None:
    whole = page(_sheet(user, title, days, with_dates), display_of(user), today_of(user))
    name = re.sub(r"[^\w-]+", "-", title).strip("-") or "sheet"
    st.download_button(
        "Download the sheet",
        whole,
        f"{name}.html",
        "text/html",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
        key="download_sheet",
    )
    st.caption("Open it and print it on A4: a box for each set, and your next weights beside them.")
    # A data: address has its own origin, so nothing in the sheet can reach the app.
    st.iframe(f"data:text/html;base64,{b64encode(whole.encode()).decode()}", height=HEIGHT, alt="The sheet")


def _sheet(user: User, title: str, days: tuple[PlannedDay, ...], with_dates: bool) -> Sheet:
    names = data_loader.oltp(user, lists.exercises)
    racks = {unit: data_loader.oltp(user, bar_loading.racks, unit)[0] for unit in ("kg", "lb")}
    return Sheet(title, days, names, racks, with_dates, user.shows_rir)
