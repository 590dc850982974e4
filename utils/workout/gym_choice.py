"""Where a workout begins: asked for where there are gyms to choose from, the one of the last workout first."""

from contextlib import suppress
from typing import Final

import streamlit as st

from auth.user import User
from services.freshness import StatisticsUnavailable
from services.gyms import editing as gyms
from utils import data_loader

KEY: Final = "start_gym"


def show(user: User) -> None:
    """Ask for the gym, if there are two or more."""
    known = {one["gym_id"]: one["name"] for one in data_loader.oltp(user, gyms.gyms)}
    if len(known) < 2:
        return
    if st.session_state.get(KEY) not in known:
        st.session_state[KEY] = data_loader.oltp(user, gyms.first_gym)
    st.selectbox("Gym", list(known), key=KEY, format_func=known.__getitem__)


def chosen(user: User) -> int | None:
    """The gym that was chosen, else the one a workout begins in by itself; None without gyms."""
    asked: int | None = st.session_state.get(KEY)
    with suppress(StatisticsUnavailable):  # whatever begins the workout will say that the database is away
        return asked or data_loader.oltp(user, gyms.first_gym)
    return asked
