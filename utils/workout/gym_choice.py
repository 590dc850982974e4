"""Choice of the gym in which a workout begins; the gym of the last workout comes first."""

from contextlib import suppress
from typing import Final

import streamlit as st

from auth.user import User
from services.freshness import StatisticsUnavailable
from services.gyms import editing as gyms
from utils import data_loader

KEY: Final = "start_gym"


def draw_gym_choice(user: User) -> None:
    """Ask for the gym if the lifter has two or more."""
    names = {gym["gym_id"]: gym["name"] for gym in data_loader.oltp(user, gyms.gyms)}
    if len(names) < 2:
        return
    if st.session_state.get(KEY) not in names:
        st.session_state[KEY] = data_loader.oltp(user, gyms.first_gym)
    st.selectbox("Gym", list(names), key=KEY, format_func=names.__getitem__)


def chosen(user: User) -> int | None:
    """Return the chosen gym, else the default one; None without gyms."""
    gym_id: int | None = st.session_state.get(KEY)
    with suppress(StatisticsUnavailable):  # beginning the workout reports that the database is away
        return gym_id or data_loader.oltp(user, gyms.first_gym)
    return gym_id
