"""The lifter's program: the next day and its reason, missed days, and each lift's next target."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from database.ids import new_id
from services import freshness
from services.errors import NoSuchRoutine
from services.etl_olap_to_oltp import LATE
from services.programs import next_workout
from services.programs import running as programs
from services.programs.catalogue import BuiltIn, built_in
from services.progression import editing as progressions
from services.progression import places
from services.progression.editing import Progression
from services.progression.places import ACTIVE, PAUSED, Program
from services.routines import editing as routines
from services.routines.coaching import EASY, Coached
from services.workouts import lists
from utils import data_loader, notices, set_schemes, styling
from utils.filters import display_of, today_of, zone_of
from utils.lifter import for_lifter
from utils.paper import view
from utils.programs import words as programs_words
from utils.progression import preview
from utils.progression import words as progression_words
from utils.routines import share_links
from utils.styling import duration, localised, plain
from utils.workout import due as workout_due

PAUSE, END, DAYS = "Pause", "End this program", "Training days"
SHARE, PRINT = "Share", "Print"
WHOLE: Final = 0
MINUTES: Final = (60, 45, 35, 25)


def programs_of(user: User) -> tuple[Program, ...]:
    """Return the lifter's programs, latest first."""
    return data_loader.oltp(user, places.programs)


def draw_status(user: User) -> bool:
    """Draw the active and the paused programs; return whether there is one."""
    if for_lifter(user, freshness.targets_are_late):
        st.info(LATE)
    every = programs_of(user)
    running = next((item for item in every if item.status == ACTIVE), None)
    if running:
        _card(user, running)
        _lifts(user, running)
    for item in every:
        if item.status == PAUSED:
            _paused(user, item)
    return bool(running)


def built_of(program: Program) -> BuiltIn | None:
    """Return the built-in program behind the lifter's program."""
    return next((built for built in built_in() if built.slug == program.slug), None)


def parts_of(user: User, program: Program) -> tuple[Coached, ...]:
    """Return the exercises of its next day; none if the routine is deleted."""
    try:
        return data_loader.oltp(user, next_workout.next_parts, program.next_routine_id, program.standing.is_deload)
    except NoSuchRoutine:
        return ()


def next_name(user: User, program: Program) -> str:
    """Return the name of the next day."""
    names = {routine.routine_id: routine.name for routine in data_loader.oltp(user, routines.routines)}
    return names.get(program.next_routine_id, "Next day")


def _card(user: User, program: Program) -> None:
    display, today = display_of(user), today_of(user)
    with st.container(border=True, gap="small", key="program_card"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.subheader(plain(program.name), anchor=False)
            chosen = st.menu_button(
                "",
                [DAYS, SHARE, PRINT, PAUSE, END],
                key="program_menu",
                icon=":material/more_vert:",
                type="tertiary",
                on_click=_on_menu,
                args=(user, program),
            )
        _open(user, program, chosen)
        st.caption(programs_words.week_words(program, built_of(program), display))
        if program.standing.is_over:
            st.markdown("All its weeks are done. Take a light week, test what you like, and choose what comes next.")
            return
        parts = parts_of(user, program)
        due = workout_due.due_words(program.standing, display, today)
        st.markdown(f"**{plain(next_name(user, program))}** – {plain(due)}")
        for part in parts:
            _part(user, part)
        _start(user, program, parts)
        if program.standing.is_missed(today):
            _missed(user, program, today)
    if st.session_state.pop("ask_days", False):
        _ask_days(user, program)


def _part(user: User, part: Coached) -> None:
    names = data_loader.oltp(user, lists.exercises)
    block = set_schemes.block_of(names.get(part.exercise.exercise_id, {}), user.unit)
    scheme = set_schemes.scheme(part.exercise, block, display_of(user))
    why = f"  \n:small[:gray[{plain(localised(part.reason, display_of(user)))}]]" if part.reason else ""
    st.markdown(f"{plain(block.name)}  \n:small[{scheme}]{why}")


def _start(user: User, program: Program, parts: Sequence[Coached]) -> None:
    if not parts:
        st.markdown("Its routine is gone. Bring it back from the archive, or skip this day.")
        return
    whole = next_workout.seconds_of(parts)
    choices = [WHOLE, *(minutes for minutes in MINUTES if minutes * 60 < whole)]

    def words(minutes: int) -> str:
        return f"{minutes} min" if minutes else f"All of it, about {duration(whole)}"

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        minutes = st.selectbox("Time today", choices, format_func=words, key="program_minutes", width=220)
        is_easy = st.toggle("Easy today", key="program_easy", help="90 % of the loads; it counts neither way.")
    if minutes:
        kept = {id(part) for part in next_workout.shortened_parts(parts, minutes)}
        names = data_loader.oltp(user, lists.exercises)
        out = [names.get(part.exercise.exercise_id, {}).get("shown_name", "") for part in parts if id(part) not in kept]
        st.caption(f"Left out, and not missed: {plain(', '.join(out))}" if out else "Everything fits.")
    name = plain(next_name(user, program))
    if st.button(f"Start {name}", type="primary", width="stretch", key="start_next"):
        begin(user, program.next_routine_id, EASY if is_easy else None, minutes or None)


def begin(user: User, routine_id: int, ease: str | None, minutes: int | None) -> None:
    """Start a workout of a routine, lighter or shorter on request, and open it."""
    number = st.session_state.setdefault("program_next_id", new_id())
    start, zone = routines.start_from_routine, zone_of(user)
    begun = notices.attempt(
        lambda: for_lifter(user, start, routine_id, None, zone, number, ease=ease, minutes=minutes), ""
    )
    if begun:
        st.session_state.pop("program_next_id", None)
        st.switch_page("pages/log_workout.py", query_params={"workout": str(number)})
    st.rerun()


def _missed(user: User, program: Program, today: date) -> None:
    st.caption("A missed day costs nothing. Do it now, move the plan, or leave it out.")
    with st.container(horizontal=True, wrap=False):
        it, place = (user.user_id, program.program_id, today), program.standing.place
        _change("Move the plan", "shift_day", lambda: programs.shift(engine(), *it))
        _change("Skip this day", "skip_day", lambda: programs.skip(engine(), *it, place))


def _change(label: str, key: str, change: Callable[[], Any]) -> None:
    st.button(label, key=key, width="stretch", on_click=lambda: notices.attempt(change))


def _on_menu(user: User, program: Program) -> None:
    number = program.program_id
    actions: Mapping[str, Callable[[], Any]] = {
        PAUSE: lambda: notices.attempt(lambda: for_lifter(user, programs.pause, number), "Paused"),
        END: lambda: _end(user, program),
        DAYS: lambda: st.session_state.update(ask_days=True),
    }
    actions.get(st.session_state["program_menu"], lambda: None)()


def _open(user: User, program: Program, chosen: str | None) -> None:
    if chosen == SHARE:
        share_links.share_program(user, program)
    if chosen == PRINT:
        view.print_program(user, program)


def _end(user: User, program: Program) -> None:
    if notices.attempt(lambda: for_lifter(user, programs.end, program.program_id)):
        notices.offer_undo(f"{program.name} has ended; its routines stay", lambda: _resume(user, program))


def _resume(user: User, program: Program) -> Program:
    return for_lifter(user, programs.resume, program.program_id, today_of(user))


@st.dialog("Training days")
def _ask_days(user: User, program: Program) -> None:
    days = [*range(user.week_start, 7), *range(user.week_start)]
    chosen = st.multiselect(
        "Training days",
        days,
        list(program.weekdays),
        key="plan_days",
        format_func=lambda day: styling.weekday_names([day], display_of(user)),
        placeholder="Whenever it fits",
    )
    if st.button("Save", type="primary", width="stretch", key="save_days"):
        notices.attempt(lambda: for_lifter(user, programs.plan_weekdays, program.program_id, chosen))
        st.rerun()


def _paused(user: User, program: Program) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(f"{plain(program.name)}  \n:small[:gray[paused in week {program.standing.week}]]")
        st.button(
            "Resume",
            key=f"resume_{program.program_id}",
            on_click=lambda: notices.attempt(lambda: _resume(user, program), "Resumed"),
        )


def _lifts(user: User, program: Program) -> None:
    found = [
        lift for lift in data_loader.oltp(user, progressions.progressions_of) if lift.program_id == program.program_id
    ]
    if not found:
        return
    st.subheader("Your lifts", anchor=False)
    names = data_loader.oltp(user, lists.exercises)
    for lift in found:
        _lift(user, lift, names)


def _lift(user: User, progression: Progression, names: Mapping[int, Any]) -> None:
    known = names.get(progression.exercise_id, {})
    name = known["shown_name"] if progression.name == known.get("name") else progression.name
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        wrap=False,
        key=f"lift_{progression.progression_id}",
    ):
        why = (
            f"  \n:small[:gray[{plain(localised(progression.sentence, display_of(user)))}]]"
            if progression.sentence
            else ""
        )
        st.markdown(f"**{plain(name)}** · {plain(progression_words.target(progression, display_of(user)))}{why}")
        if st.button(
            "",
            icon=":material/tune:",
            type="tertiary",
            key=f"tune_{progression.progression_id}",
            help="Change or look ahead",
        ):
            preview.open_dialog(user, progression, name)
