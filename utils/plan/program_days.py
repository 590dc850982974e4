"""The days of a program: how many were due and done, and how each missed day ended."""

from collections import Counter
from typing import Final

import streamlit as st

from auth.user import User
from services.progression import places, standing
from services.progression.places import ACTIVE, Program
from services.progression.standing import DONE, LATER, MISSED, PASSED, SHIFT, SKIP, PlannedDay
from services.routines import editing as routines
from utils import data_loader, explain, styling
from utils.explain import Evidence, table
from utils.filters import display_of, today_of
from utils.plan import words
from utils.styling import Display, plain

RULE: Final = (
    "A day of a program is due on the first of its weekdays after the one before was done, left out or moved: a missed "
    "day waits. Without weekdays nothing is due. The weekdays are those that the program has now.\n"
    "A day that was left out by choice, or fell into a pause, is not counted as due."
)
SHOWN: Final = 20
COUNTED: Final = (DONE, LATER, PASSED, MISSED)


def draw_program_days(user: User) -> None:
    """Ask for a program and show its days."""
    every = data_loader.oltp(user, places.programs)
    if not every:
        st.write("No program yet: with one, this says which days were due and what became of each.")
        st.page_link("pages/routinetemplates.py", label="Choose a program", icon=":material/list_alt:")
        return
    known = {item.program_id: item for item in sorted(every, key=lambda item: item.status != ACTIVE)}
    chosen = next(iter(known))
    if len(known) > 1:
        chosen = st.selectbox(
            "Program", list(known), format_func=lambda program_id: known[program_id].name, key="plan_program"
        )
    else:
        st.subheader(plain(known[chosen].name), anchor=False)
    _show(user, known[chosen])


def days_of(user: User, program: Program) -> tuple[PlannedDay, ...]:
    """Return the outcome of each day, latest first; a paused program has no waiting day."""
    found = standing.history(
        len(program.routine_ids), program.events, program.starts_on, program.weekdays, today_of(user)
    )
    waits = program.status == ACTIVE and not program.standing.is_over
    return tuple(day for day in reversed(found) if waits or day.became != MISSED)


def _show(user: User, program: Program) -> None:
    display, days = display_of(user), days_of(user, program)
    names = _names(user, program)
    many = Counter(day.became for day in days)
    with st.container(horizontal=True, gap="large"):
        st.metric("Workouts done", styling.count(many[DONE] + many[LATER], display), width="content")
        if program.weekdays:
            st.metric("Were due", styling.count(due(days), display), width="content")
        if many[SKIP]:
            st.metric("Left out by choice", styling.count(many[SKIP], display), width="content")
    st.caption(plain(days_text(program, days, display)))
    missed = [day for day in days if day.was_missed or day.became == SKIP]
    if missed:
        st.subheader("Days that went otherwise", anchor=False)
    st.markdown("  \n".join(words.became(day, names[day.place], display) for day in missed[:SHOWN]))
    if days:
        explain.button("program_days", plain(program.name), lambda: [evidence(days, names, display)])


def due(days: tuple[PlannedDay, ...]) -> int:
    """Count the days that were due: done, skipped or waiting."""
    return sum(day.became in COUNTED for day in days)


def days_text(program: Program, days: tuple[PlannedDay, ...], display: Display) -> str:
    """Describe the program's start and training days in a line."""
    since = f"Since {styling.long_day(program.starts_on, display)}"
    on = styling.weekday_names(program.weekdays, display) if program.weekdays else "whenever it fits"
    late = sum(day.became == LATER for day in days)
    after = f"{styling.plural(late, 'missed day', display)} done later" if late else ""
    moved = sum(day.became == SHIFT for day in days)
    shifted = f"{styling.plural(moved, 'time', display)} moved" if moved else ""
    return " · ".join(filter(None, (since, on, after, shifted)))


def _names(user: User, program: Program) -> list[str]:
    named = [*data_loader.oltp(user, routines.routines), *data_loader.oltp(user, routines.routines, True)]
    known = {routine.routine_id: routine.name for routine in named}
    return [known.get(number, f"Day {place}") for place, number in enumerate(program.routine_ids, 1)]


def evidence(days: tuple[PlannedDay, ...], names: list[str], display: Display) -> Evidence:
    """List every day of the program, latest first, and count the done among the due."""
    rows = [
        {
            "Day": plain(names[day.place]),
            "Due": plain(styling.long_day(day.due_on, display)),
            "Became": plain(words.BECAME[day.became]),
            "On": plain(styling.long_day(day.on, display)) if day.became != MISSED else styling.MISSING,
        }
        for day in days
    ]
    done = sum(day.became in (DONE, LATER) for day in days)
    total = {"Due": styling.plural(due(days), "day", display), "Became": f"{styling.count(done, display)} done"}
    return Evidence("Days of the program", "", RULE, table(rows, (), total))
