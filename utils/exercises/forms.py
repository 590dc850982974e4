"""Forms to create, edit and merge exercises."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import new_id
from database.oltp_tables import EQUIPMENT, LOAD_TYPES, PATTERNS
from services.exercises import editing as exercises
from services.exercises.lists import Known, use_with_merged
from services.muscles import MUSCLES
from utils import notices
from utils.exercises import picker
from utils.exercises.words import COUNTED_IN_REPS, HELD, LOADS, equipment, will_move
from utils.lifter import for_lifter
from utils.set_texts import NUMBER
from utils.styling import Display, in_words, plain

MARK: Final = "exercise_form"
MERGING: Final = "merge_into"
PLACE: Final = "exercise form"
COUNTS_BODY: Final = ("bodyweight", "weighted_bodyweight", "assisted")
BLANK: Final = Known(0, "", "", True, "barbell", "squat", "external", 1, False)
HANDS: Final = {1: "One", 2: "Two, one in each hand"}
CREDIT_LABELS: Final = {1.0: "A set counts whole for", 0.5: "A set counts half for"}
SIDES: Final = {False: "All of them", True: "One side; the other does the same"}


def create(user: User, name: str, created: Callable[[int], Any]) -> None:
    """Ask for a new exercise of the lifter's own, and pass its id to `created`."""
    st.session_state[MARK] = new_id()
    st.dialog("New exercise")(_form)(user, BLANK, name, created)


def amend(user: User, exercise: Known) -> None:
    """Ask for changes to an exercise of the lifter's own."""
    st.session_state[MARK] = new_id()
    st.dialog("Edit exercise")(_form)(user, exercise, exercise.first_name, None)


def _form(user: User, exercise: Known, name: str, created: Callable[[int], Any] | None) -> None:
    fields = _what_it_is(exercise, name)
    fields |= _how_it_counts(exercise, str(fields["load_type"]))
    credits = _credits(exercise)
    label = "Create exercise" if created else "Save"
    if st.button(label, type="primary", width="stretch", key="save_exercise"):
        number = notices.attempt(lambda: _write(user, exercise, fields, credits), place=PLACE)
        if number:
            if created:
                created(number)
            st.rerun()
    notices.draw_problem(PLACE)


def _write(user: User, exercise: Known, fields: Mapping[str, Any], credits: Mapping[str, float]) -> int:
    if exercise.exercise_id:
        for_lifter(user, exercises.amend_exercise, exercise.exercise_id, fields, credits)
        return exercise.exercise_id
    return for_lifter(user, exercises.add_exercise, fields, credits)


def _what_it_is(exercise: Known, name: str) -> dict[str, Any]:
    return {
        "name": st.text_input("Name", name, 120, key=_key("name"), on_change="ignore"),
        "load_type": _choice("What is entered", LOAD_TYPES, exercise.load_type, LOADS.__getitem__, on_change="rerun"),
        "equipment": _choice("Equipment", EQUIPMENT, exercise.equipment, equipment),
        "pattern": _choice("Movement", PATTERNS, exercise.pattern, in_words),
    }


def _how_it_counts(exercise: Known, load_type: str) -> dict[str, Any]:
    """Ask for the fields of this load type; return the defaults for the others."""
    held, sides, share = exercise.implements, exercise.per_side, exercise.bodyweight_fraction
    return {
        "implements": hands(held, _key("hands")) if load_type in HELD else 1,
        "per_side": whose_reps(sides, _key("sides")) if load_type in COUNTED_IN_REPS else False,
        "bodyweight_fraction": _share(share, load_type) if load_type in COUNTS_BODY else None,
    }


def hands(now: int, key: str, **options: Any) -> int:
    """Ask whether the lifter holds one weight or two."""
    return st.radio("How many of the weights do you hold?", list(HANDS), now - 1, HANDS.__getitem__, key, **options)


def whose_reps(now: bool, key: str, **options: Any) -> bool:
    """Ask whether the reps are all reps or those of one side."""
    return st.radio("The reps you enter are", list(SIDES), int(now), SIDES.__getitem__, key, **options)


def _share(now: float | None, load_type: str) -> Any:
    usual = "" if load_type == "bodyweight" else "100"
    percent = usual if now is None else f"{now * 100:g}"
    typed = st.text_input(
        "Share of body weight that is moved, %", percent, key=_key(f"share_{load_type}"), on_change="ignore"
    )
    return share_of(typed)


def share_of(typed: str) -> Any:
    """Return a typed percentage as a share; None for no text, and other text unchanged."""
    bare = typed.strip().removesuffix("%").strip()
    if NUMBER.fullmatch(bare):
        return float(bare.replace(",", ".")) / 100
    return bare or None


def _credits(exercise: Known) -> dict[str, float]:
    chosen = {credit: _trained(exercise, credit, label) for credit, label in CREDIT_LABELS.items()}
    return {muscle: credit for credit in sorted(chosen) for muscle in chosen[credit]}  # the whole set wins over half


def _trained(exercise: Known, credit: float, label: str) -> list[str]:
    now = [muscle for muscle, value in exercise.muscles.items() if value == credit]
    key = _key(f"credit_{credit}")
    return st.multiselect(label, MUSCLES, now, format_func=in_words, key=key, on_change="ignore")


def _choice(
    label: str, options: Sequence[str], now: str, words: Callable[[str], str], on_change: Any = "ignore"
) -> str:
    place = list(options).index(now)
    return st.selectbox(label, options, place, format_func=words, key=_key(label), on_change=on_change)


def _key(name: str) -> str:
    return f"{name}_{st.session_state[MARK]}"


def pick_merge(user: User, exercise: Known) -> None:
    """Ask for the exercise to merge this one into."""
    picker.forget()
    picker.pick_exercise(
        user, lambda row: st.session_state.update({MERGING: (exercise.exercise_id, row["exercise_id"])})
    )


def show_merge(user: User, shelf: Mapping[int, Known], exercise: Known, display: Display, today: date) -> None:
    """Describe the effects of a merge, and ask for confirmation."""
    notices.draw_problem("merge")
    from_id, into_id = st.session_state.get(MERGING, (0, 0))
    if from_id != exercise.exercise_id or into_id not in shelf:
        return
    into = shelf[into_id]
    with st.container(border=True):
        st.markdown(f"**Merge into {plain(into.name)}?**")
        for sentence in will_move(use_with_merged(shelf, from_id), exercise, into, display, today):
            st.markdown(plain(sentence))
        with st.container(horizontal=True):
            st.button("Merge", type="primary", key="merge_now", on_click=_merge, args=(user, exercise, into))
            st.button("Leave as it is", key="merge_not", on_click=st.session_state.pop, args=(MERGING,))


def _merge(user: User, exercise: Known, into: Known) -> None:
    del st.session_state[MERGING]
    merge, from_id = exercises.merge_exercises, exercise.exercise_id
    if notices.attempt(lambda: for_lifter(user, merge, from_id, into.exercise_id), place="merge"):
        notices.offer_undo(f"{exercise.name} counts as {into.name} now", lambda: _unmerge(user, from_id))


def unmerge(user: User, from_id: int) -> None:
    """Undo the merge of an exercise."""
    notices.attempt(lambda: _unmerge(user, from_id), "The merge is undone")


def _unmerge(user: User, from_id: int) -> None:
    for_lifter(user, exercises.unmerge_exercise, from_id)
