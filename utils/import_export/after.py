"""Next steps after an import: ask whether a lift uses one hand or both; offer routines from repeated workouts."""

from typing import Final

import streamlit as st

from auth.user import User
from services.exercises import counting
from services.exercises.counting import Answer, Question
from services.importers.batches import batches
from services.routines import repeated
from services.routines.repeated import Habit
from utils import data_loader, notices
from utils.exercises import forms
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.styling import Display, plain, plural, short_day

PAGE: Final = 6
CHOSEN_FIRST: Final = 3  # so many routines are ticked by default
IN_A_LINE: Final = {"horizontal": True, "label_visibility": "collapsed"}
PLACE: Final = "after import"


def draw_next_steps(user: User) -> None:
    """Ask what the import could not tell, and offer routines made from the history."""
    notices.draw_problem(PLACE)
    if not any(not batch.is_repair and not batch.undone_at for batch in data_loader.oltp(user, batches)):
        return
    display = display_of(user)
    _ask_hands(user, data_loader.oltp(user, counting.questions), display)
    _offer_routines(user, data_loader.oltp(user, repeated.habits), display)


def _ask_hands(user: User, asked: list[Question], display: Display) -> None:
    if not asked:
        return
    st.subheader("One hand or both?", anchor=False)
    st.caption("Your tonnage depends on it. Each lift is asked about once; Exercises changes it later.")
    answers = {question.exercise_id: _asked(question, display) for question in asked[:PAGE]}
    rest = len(asked) - PAGE
    label = f"Save, then the next of {rest}" if rest > 0 else "Save"
    st.button(label, key="save_hands", on_click=_answer, args=(user, answers))


def _asked(question: Question, display: Display) -> Answer:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(question.name)}**  :gray[:small[{plural(question.sets, 'set', display)}]]")
        hands = sides = None
        if question.implements is not None:
            hands = forms.hands(question.implements, f"after_hands_{question.exercise_id}", **IN_A_LINE)
        if question.per_side is not None:
            sides = forms.whose_reps(question.per_side, f"after_sides_{question.exercise_id}", horizontal=True)
    return Answer(hands, sides)


def _answer(user: User, answers: dict[int, Answer]) -> None:
    notices.attempt(lambda: for_lifter(user, counting.answer, answers), place=PLACE)


def _offer_routines(user: User, found: list[Habit], display: Display) -> None:
    if not found:
        return
    st.subheader("Routines from what you repeat", anchor=False)
    chosen = [item for place, item in enumerate(found) if _is_wanted(user, item, place, display)]
    label = f"Make {plural(len(chosen), 'routine', display)}"
    st.button(label, key="make_routines", disabled=not chosen, on_click=_make, args=(user, chosen))


def _is_wanted(user: User, habit: Habit, place: int, display: Display) -> bool:
    last = short_day(habit.last_on, display, today_of(user))
    routine = habit.routine
    contents = f"{plural(len(routine.exercises), 'exercise', display)}, {plural(routine.set_count, 'set', display)}"
    label = f"**{plain(habit.routine.name)}**  \n:gray[:small[{habit.times} times, last {plain(last)} · {contents}]]"
    return st.checkbox(label, place < CHOSEN_FIRST, key=f"habit_{habit.routine.name}")


def _make(user: User, chosen: list[Habit]) -> None:
    many = len(chosen)
    message = f"{many} routines made: see Routines" if many > 1 else "The routine is made: see Routines"
    notices.attempt(lambda: for_lifter(user, repeated.make, chosen), message, PLACE)
