"""The lifter's gyms on page Settings: a list, and a form that shows at once how it reads each line."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import new_id
from services.errors import InvalidValue
from services.gyms import editing as gyms
from services.gyms import words
from utils import data_loader, notices
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.settings import gym_texts
from utils.styling import plain

Gym = Mapping[str, Any]

MARK: Final = "gym_form"
PLACE: Final = "gym form"
BARS: Final = ("bar", "ez_bar", "trap_bar", "smith_bar")
OTHERS: Final = ("plate", "dumbbell", "stack")


def draw_gyms(user: User) -> None:
    """List the gyms, each with an Edit button, and offer to add a gym."""
    own = data_loader.oltp(user, gyms.gyms)
    if not own:
        st.write(
            "Describe where you train, and the log says which plates go on the bar there, steps along its dumbbells, "
            "and rounds what is planned to what can be loaded. Machines of its own are kept apart."
        )
    for gym in own:
        _draw_gym(user, gym)
    label = "Add another gym" if own else "Add your gym"
    if st.button(label, icon=":material/add:", key="add_gym", type="secondary" if own else "primary"):
        _open(user, None)


def _draw_gym(user: User, gym: Gym) -> None:
    short = gym_texts.in_short(gym, display_of(user))
    usual = "Your usual gym" if gym["is_default"] else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        lines = [f"**{plain(gym['name'])}**", *(f":gray[:small[{plain(text)}]]" for text in (usual, short) if text)]
        st.markdown("  \n".join(lines))
        if st.button("Edit", key=f"edit_gym_{gym['gym_id']}", wrap=False, help=f"Edit {gym['name']}"):
            _open(user, gym)


def _open(user: User, gym: Gym | None) -> None:
    st.session_state[MARK] = new_id()
    st.dialog(f"Edit {plain(gym['name'])}" if gym else "New gym")(_draw_form)(user, gym)


def _draw_form(user: User, gym: Gym | None) -> None:
    name = st.text_input("Name", gym["name"] if gym else "", 100, key=_key("name"), placeholder="Downtown")
    texts = words.texts_of(gym["items"], user.unit) if gym else words.DEFAULTS[user.unit]
    with st.grid(2, min_column_width=140, gap="small"):
        lines = {kind: _ask_equipment(user, kind, texts[kind]) for kind in BARS}
    lines |= {kind: _ask_equipment(user, kind, texts[kind]) for kind in OTHERS}
    _draw_actions(user, gym, name, lines, _ask_usual(user, gym))
    notices.draw_problem(PLACE)


def _ask_usual(user: User, gym: Gym | None) -> bool:
    """Ask whether workouts begin in this gym; a lifter with gyms always has a usual gym."""
    if not data_loader.oltp(user, gyms.gyms) or (gym and gym["is_default"]):
        st.caption("Workouts begin in your usual gym, which this is, or where the last one was.")
        return True
    return st.toggle("Make it my usual gym", key=_key("usual"), on_change="ignore")


def _ask_equipment(user: User, kind: str, text: str) -> str:
    """Ask for a line of equipment, and show below it how it was read or which word cannot be read."""
    with st.container(gap="xxsmall"):
        typed = st.text_input(
            f"{words.KINDS[kind]}, {user.unit}",
            text,
            key=_key(kind),
            live="400ms",
            autocomplete="off",
            help=gym_texts.HELP.get(kind),
        )
        try:
            st.caption(plain(gym_texts.understood(kind, typed or "", user.unit, display_of(user))))
        except InvalidValue as reason:
            st.error(plain(str(reason)))
    return typed or ""


def _draw_actions(user: User, gym: Gym | None, name: str, lines: Mapping[str, str], is_usual: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if st.button("Save", type="primary", key="save_gym"):
            save, number = gyms.save_gym, gym["gym_id"] if gym else None
            values = (name, user.unit, lines, is_usual, number)
            if notices.attempt(lambda: for_lifter(user, save, *values), place=PLACE):
                st.rerun()
        if gym and st.button("Delete gym", type="tertiary", icon=":material/delete:", key="delete_gym"):
            _delete(user, gym)


def _delete(user: User, gym: Gym) -> None:
    gone = notices.attempt(lambda: for_lifter(user, gyms.delete_gym, gym["gym_id"]), place=PLACE)
    if gone:
        notices.offer_undo(f"{gym['name']} is deleted", lambda: for_lifter(user, gyms.restore_gym, gone))
        st.rerun()


def _key(name: str) -> str:
    return f"gym_{name}_{st.session_state[MARK]}"
