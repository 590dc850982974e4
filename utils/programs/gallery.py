"""The gallery of programs: every program, its weeks, and its start."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from database.ids import new_id
from services.errors import InvalidValue
from services.programs import running as programs
from services.programs.catalogue import BuiltIn, Day, built_in, exercise_ids
from services.programs.planned_week import weekly_hard_sets
from services.programs.starting import checked_singles, gears, guessed_singles, needs_single, starts
from services.workouts import lists
from utils import data_loader, notices
from utils.components.number_keys import number_keys
from utils.filters import display_of, today_of
from utils.lifts import facts
from utils.locales import date_format, language_of, typed_number
from utils.plotly_template import draw, follow_theme
from utils.programs import words as programs_words
from utils.routines import week_chart
from utils.styling import plain

PROGRAM: Final = "program"  # query parameter: the program that is looked at
NEXT: Final = "program_to_begin"
TABS, PROGRAMS = "routines_tab", "Programs"
SINGLE: Final = "best_single"
PLACE: Final = "begin"
WEEKDAYS: Final = "program_weekdays"


def choose_tab() -> None:
    """Open the tab named in the address, and remove it from the address."""
    if st.query_params.get("tab") == "programs":
        back()


def program_in_address() -> BuiltIn | None:
    """Return the program named in the address."""
    slug = st.query_params.get(PROGRAM)
    return next((program for program in built_in() if program.slug == slug), None)


def look_at(slug: str) -> None:
    """Open a program."""
    st.query_params.from_dict({PROGRAM: slug})


def back() -> None:
    """Return to all programs."""
    st.query_params.clear()
    st.session_state[TABS] = PROGRAMS


def draw_programs(user: User) -> None:
    """Draw every program as a card."""
    display = display_of(user)
    with st.grid(2, min_column_width=300, gap="small"):
        for program in built_in():
            with st.container(border=True, gap="xxsmall", height="stretch", key=f"program_{program.slug}"):
                st.button(
                    f"**{plain(program.name)}**",
                    on_click=look_at,
                    args=(program.slug,),
                    key=f"look_{program.slug}",
                    type="tertiary",
                    wrap=True,
                )
                st.caption(programs_words.about(program, display))
                st.markdown(plain(program.summary))


def draw_program(user: User, built_in: BuiltIn) -> None:
    """Draw a program: its description, its days and weeks, and its start."""
    follow_theme()
    display = display_of(user)
    st.button("Programs", icon=":material/arrow_back:", type="tertiary", key="back", on_click=back)
    st.title(plain(built_in.name), anchor=False)
    st.caption(
        f"{programs_words.about(built_in, display)}  \n{plain(built_in.author[0].upper() + built_in.author[1:])}"
    )
    st.markdown(plain(built_in.summary))
    st.markdown(f"**For:** {plain(built_in.for_whom)}")
    st.markdown("\n".join(f"- {plain(rule)}" for rule in built_in.rules))
    _begin(user, built_in)
    st.subheader("The days", anchor=False)
    names = data_loader.oltp(user, lists.exercises)
    for day in built_in.days:
        _day(built_in, day, names)
    _weeks(built_in)
    counted = weekly_hard_sets(built_in)
    draw(
        week_chart.planned_sets(counted, display),
        key=f"planned_{built_in.slug}",
        alt=week_chart.alt(counted, display),
        height=week_chart.height(counted),
    )


def _day(built_in: BuiltIn, day: Day, names: Any) -> None:
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{plain(day.name)}**")
        for slot in day.slots:
            name = names.get(exercise_ids()[slot.exercise], {}).get("shown_name", slot.exercise)
            st.markdown(f"{plain(name)}  \n:small[{plain(programs_words.sets_of(built_in, slot))}]")


def _weeks(built_in: BuiltIn) -> None:
    found = programs_words.waves(built_in)
    if found:
        st.subheader("Week by week", anchor=False)
    for names, steps in found:
        st.markdown(f"**{plain(names)}**")
        st.markdown("\n".join(f"{place}. {plain(step)}" for place, step in enumerate(steps, 1)))
    if built_in.deload_every:
        st.caption(f"Every {built_in.deload_every}th week is a deload: half the sets at 90 % of the load.")


def _begin(user: User, built_in: BuiltIn) -> None:
    asked_for = programs_words.named_exercises(built_in)
    with st.container(border=True, key=f"begin_{built_in.slug}"):
        st.subheader("Start this program", anchor=False)
        facts.lifts(user)  # guesses are made from the facts: bring them up to date first
        guesses = data_loader.oltp(user, guessed_singles, user.unit, built_in.slug, today_of(user))
        if asked_for:
            _singles(user, built_in, guesses)
        weekdays = _weekdays(user, built_in)
        on = st.date_input("From", today_of(user), key="program_from", format=date_format(user.locale))
        typed = {name: st.session_state.get(f"{SINGLE}_{built_in.slug}_{name}", "") for name in asked_for}
        _told(user, built_in, {**guesses, **typed})
        pressed = st.button("Start program", type="primary", width="stretch", key="start_program")
        if pressed and isinstance(on, date):
            _start(user, built_in, {**{name: str(value) for name, value in guesses.items()}, **typed}, weekdays, on)
        notices.draw_problem(PLACE)


def _singles(user: User, built_in: BuiltIn, guesses: dict[str, Decimal]) -> None:
    number_keys(SINGLE)
    lifts = programs_words.named_exercises(built_in)
    is_needed = any(needs_single(lift) for group in lifts.values() for lift in group)
    known = "Filled in from your own sets of the last half year. " if guesses else ""
    st.caption(f"{known}Your best single, done or estimated; {'needed' if is_needed else 'may stay empty'}.")
    names = data_loader.oltp(user, lists.exercises)
    with st.grid(2, min_column_width=100, wrap=False, gap="small", key=f"{SINGLE}_grid"):
        for exercise in lifts:
            key = f"{SINGLE}_{built_in.slug}_{exercise}"
            guess = guesses.get(exercise)
            st.session_state.setdefault(key, "" if guess is None else typed_number(guess.normalize(), user.locale))
            name = names.get(exercise_ids()[exercise], {}).get("shown_name", exercise)
            st.text_input(f"{plain(name)}, {user.unit}", key=key, autocomplete="off")


def _weekdays(user: User, built_in: BuiltIn) -> list[int]:
    days = [*range(user.week_start, 7), *range(user.week_start)]
    names = language_of(user.locale).weekdays
    key = f"{WEEKDAYS}_{built_in.slug}"
    st.session_state.setdefault(key, list(built_in.weekdays))
    return st.multiselect(
        "Training days", days, key=key, format_func=lambda day: names[day], placeholder="Whenever it fits"
    )


def _told(user: User, built_in: BuiltIn, given: dict[str, Any]) -> None:
    """Describe the starting loads of the lifts."""
    try:
        singles = checked_singles(given, user.unit)
    except InvalidValue as error:
        st.error(plain(str(error)))
        return
    known = data_loader.oltp(user, gears, user.unit, built_in.slug)
    begin_words = programs_words.begins_with(starts(built_in, user.unit, singles, known), user.unit, display_of(user))
    if begin_words:
        st.caption(f"Begins with: {begin_words}")


def _start(user: User, built_in: BuiltIn, singles: dict[str, str], weekdays: list[int], on: date) -> None:
    number = st.session_state.setdefault(NEXT, new_id())  # two clicks begin one program
    begin, given = programs.begin, (user.user_id, built_in.slug, singles, on, weekdays)
    if notices.attempt(lambda: begin(engine(), *given, program_id=number), f"{built_in.name} has begun", PLACE):
        st.session_state.pop(NEXT)
        back()
        st.rerun()
