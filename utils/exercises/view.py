"""Show one exercise, and save each of its settings at once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.exercises import editing as exercises
from services.exercises.lists import Known, merged_into, use_with_merged
from services.workouts.grid_data import USUAL_STEPS
from utils import notices
from utils.components.number_keys import number_keys
from utils.exercises import family, forms
from utils.exercises import words as exercises_words
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.locales import typed_number
from utils.set_schemes import in_line, rest_words, rests_of
from utils.set_texts import NUMBER
from utils.styling import Display, in_words, local, plain, short_day

STEP: Final = "exercise_step"


def draw_exercise(user: User, shelf: Mapping[int, Known], exercise: Known) -> None:
    """Draw one exercise with its settings and actions."""
    display = display_of(user)
    st.button("Exercises", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
    st.title(plain(exercise.name), anchor=False)
    _what_it_is(user, shelf, exercise, display)
    _merges(user, shelf, exercise, display)
    forms.show_merge(user, shelf, exercise, display, today_of(user))
    if exercise.merged_into is None:
        st.subheader("For you", anchor=False)
        _naming(user, exercise)
        _numbers(user, exercise, display)
        if not exercise.is_own:
            _counting(user, exercise)
        _actions(user, shelf, exercise)
        family.draw_family(user, shelf, exercise)


def _what_it_is(user: User, shelf: Mapping[int, Known], exercise: Known, display: Display) -> None:
    origin = (
        "your own exercise" if exercise.is_own else f"catalogue: {exercise.first_name}" if exercise.own_name else ""
    )
    words = [exercises_words.equipment(exercise.equipment), in_words(exercise.pattern), origin]
    st.caption(in_line([*words, "archived" if exercise.is_archived else ""]))
    st.markdown(plain(exercises_words.muscles(exercise)))
    st.markdown(plain(exercises_words.load_counts(exercise, display)))
    use = use_with_merged(shelf, exercise.exercise_id)
    st.markdown(plain(f"{exercises_words.used(use, display, today_of(user))}."))
    if use.sets and exercise.merged_into is None:
        st.page_link(
            "pages/analytics2_progress.py",
            label="Strength over time",
            icon=":material/trending_up:",
            query_params={"lift": str(exercise.exercise_id)},
        )


def _merges(user: User, shelf: Mapping[int, Known], exercise: Known, display: Display) -> None:
    into = shelf.get(exercise.merged_into) if exercise.merged_into else None
    if into:
        _merge_line(user, exercise, f"Counts as {into.name}", display)
    merged = merged_into(shelf, exercise.exercise_id)
    if merged:
        st.subheader("Merged into this one", anchor=False)
    for other in merged:
        _merge_line(user, other, other.name, display)


def _merge_line(user: User, away: Known, words: str, display: Display) -> None:
    day = local(away.merged_at, display).date() if away.merged_at else None
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(f"{plain(words)}  \n:gray[:small[since {short_day(day, display, today_of(user))}]]")
        key = f"unmerge_{away.exercise_id}"
        st.button("Undo merge", key=key, wrap=False, on_click=forms.unmerge, args=(user, away.exercise_id))


def _naming(user: User, exercise: Known) -> None:
    if not exercise.is_own:
        kept = _kept(user, exercise, "own_name")
        st.text_input(
            "Your name for it", exercise.own_name or "", max_chars=120, placeholder=exercise.first_name, **kept
        )
        notices.draw_problem("own_name")
    kept = _kept(user, exercise, "pinned_note")
    st.text_area("Pinned note", exercise.pinned_note or "", max_chars=500, placeholder="Seat 4, narrow grip", **kept)
    notices.draw_problem("pinned_note")


def _numbers(user: User, exercise: Known, display: Display) -> None:
    number_keys(STEP)
    unit = exercise.unit or user.unit
    with st.grid(3, min_column_width=90, wrap=False, gap="xsmall", key=f"{STEP}_{exercise.exercise_id}"):
        rests, units = rests_of(exercise.rest_s), ["", "kg", "lb"]
        kept = _kept(user, exercise, "rest_s")
        st.selectbox("Rest", rests, rests.index(exercise.rest_s or 0), format_func=rest_words, **kept)
        step, usual = (_typed(value, display) for value in (exercise.step, usual_step(user, unit)))
        st.text_input(f"Step, {unit}", step, autocomplete="off", placeholder=usual, **_kept(user, exercise, "step"))
        kept = _kept(user, exercise, "unit")
        words = {"": "As usual", "kg": "kg", "lb": "lb"}
        st.selectbox("Unit", units, units.index(exercise.unit or ""), format_func=words.__getitem__, **kept)
    for name in ("rest_s", "step", "unit"):
        notices.draw_problem(name)


def usual_step(user: User, unit: str) -> Decimal:
    """Return the default step for an exercise without its own: the lifter's setting, else USUAL_STEPS."""
    return (user.step_kg if unit == "kg" else user.step_lb) or Decimal(USUAL_STEPS[unit])


def _typed(value: Decimal | None, display: Display) -> str:
    return "" if value is None else typed_number(value, display.locale)


def _counting(user: User, exercise: Known) -> None:
    if exercise.load_type in exercises_words.HELD:
        forms.hands(exercise.counted_implements, **_kept(user, exercise, "implements"))
    if exercise.load_type in exercises_words.COUNTED_IN_REPS:
        forms.whose_reps(exercise.counts_per_side, **_kept(user, exercise, "per_side"))


def _actions(user: User, shelf: Mapping[int, Known], exercise: Known) -> None:
    with st.container(horizontal=True):
        if use_with_merged(shelf, exercise.exercise_id).sets:
            st.page_link(
                "pages/import_export.py",
                label="Repair sets",
                icon=":material/build:",
                query_params={"repair": str(exercise.exercise_id)},
            )
        if exercise.is_own and st.button("Edit exercise", icon=":material/edit:", key="edit"):
            forms.amend(user, exercise)
        label = "Take out of the archive" if exercise.is_archived else "Archive"
        st.button(label, icon=":material/archive:", key="archive", on_click=_archive, args=(user, exercise))
        if st.button("Merge into another", icon=":material/merge:", key="merge"):
            forms.pick_merge(user, exercise)


def _archive(user: User, exercise: Known) -> None:
    is_archived = not exercise.is_archived
    if _amend(user, exercise, "is_archived", is_archived, "archive") and is_archived:
        label = f"{exercise.name} is archived and no longer offered"
        back = {"is_archived": False}
        notices.offer_undo(label, lambda: for_lifter(user, exercises.amend_settings, exercise.exercise_id, back))


def _kept(user: User, exercise: Known, name: str) -> dict[str, Any]:
    """Return the key and the callback of an input, so that each change is saved at once."""
    return {"key": f"{name}_{exercise.exercise_id}", "on_change": _save, "args": (user, exercise, name)}


def _save(user: User, exercise: Known, name: str) -> None:
    _amend(user, exercise, name, setting_of(exercise, name, st.session_state[f"{name}_{exercise.exercise_id}"]), name)


def _amend(user: User, exercise: Known, name: str, value: Any, place: str) -> Any:
    amend = exercises.amend_settings
    return notices.attempt(lambda: for_lifter(user, amend, exercise.exercise_id, {name: value}), place=place)


def setting_of(exercise: Known, name: str, typed: Any) -> Any:
    """Return the value to store; None for an empty number or choice, and for the exercise's own hands or sides."""
    if name in ("implements", "per_side"):
        return None if typed == getattr(exercise, name) else typed
    if name == "step":
        bare = str(typed).strip()
        return (bare.replace(",", ".") if NUMBER.fullmatch(bare) else bare) or None
    return typed or None if name in ("rest_s", "unit") else typed
