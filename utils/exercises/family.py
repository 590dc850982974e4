"""Show the variants of a machine or cable exercise by gym, and add a variant for another gym."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from auth.user import User
from services.exercises import families
from services.exercises.lists import Known, use_with_merged
from services.gyms import editing as gyms
from utils import data_loader, notices
from utils.exercises import words
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.styling import plain

PLACE: Final = "variant"
OPENED: Final = "exercise"  # as in utils.exercises.list, which reads the exercise from the address


def draw_family(user: User, shelf: Mapping[int, Known], exercise: Known) -> None:
    """Draw the variants of an exercise, and offer a new one for each gym without a variant."""
    if exercise.merged_into is not None or exercise.equipment not in families.VARYING:
        return
    names = {gym["gym_id"]: str(gym["name"]) for gym in data_loader.oltp(user, gyms.gyms)}
    merges = {number: other.merged_into for number, other in shelf.items() if other.merged_into is not None}
    head = families.end_of(exercise.variant_of, merges) if exercise.variant_of else exercise.exercise_id
    family = [other for other in shelf.values() if _leads(other, merges) == head and other.merged_into is None]
    if not family and not names:
        return
    st.subheader("In other gyms" if family else "In your gyms", anchor=False)
    for other in ([shelf[head]] if head in shelf else []) + family:
        if other.exercise_id != exercise.exercise_id:
            _line(user, shelf, other, names)
    _offer(user, exercise, {number: name for number, name in names.items() if number not in {o.gym_id for o in family}})
    notices.draw_problem(PLACE)


def _leads(exercise: Known, merges: Mapping[int, int]) -> int | None:
    return families.end_of(exercise.variant_of, merges) if exercise.variant_of else None


def _line(user: User, shelf: Mapping[int, Known], other: Known, names: Mapping[int, str]) -> None:
    where = names.get(other.gym_id or 0, "Where no other machine is named")
    used = words.used(use_with_merged(shelf, other.exercise_id), display_of(user), today_of(user))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(f"**{plain(other.name)}**  \n:gray[:small[{plain(where)} · {plain(used)}]]")
        st.button("Open", key=f"family_{other.exercise_id}", wrap=False, on_click=_open, args=(other.exercise_id,))


def _offer(user: User, exercise: Known, free: Mapping[int, str]) -> None:
    if not free:
        return
    st.caption("Where the machine is another one, its loads and records can be kept apart.")
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        key = f"variant_gym_{exercise.exercise_id}"
        gym_id = st.selectbox("Another machine at", list(free), format_func=free.__getitem__, key=key)
        st.button("Keep apart", key="keep_apart", wrap=False, on_click=_add, args=(user, exercise, gym_id))


def _add(user: User, exercise: Known, gym_id: int) -> None:
    add = families.add_variant
    variant_id = notices.attempt(lambda: for_lifter(user, add, exercise.exercise_id, gym_id), place=PLACE)
    if variant_id:
        _open(variant_id)


def _open(exercise_id: int) -> None:
    st.query_params.from_dict({OPENED: str(exercise_id)})
