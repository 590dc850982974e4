"""Plates for a weight, on their own: from one's own bars and plates, shown on the bar."""

from decimal import Decimal, InvalidOperation

import streamlit as st

from auth.user import User
from services.errors import InvalidValue
from services.gyms import bar_loading
from services.gyms.bar_loading import Loading, Piece
from utils import data_loader
from utils.components.number_keys import number_keys
from utils.filters import display_of
from utils.paper.bar_picture import marked, picture
from utils.styling import Display, number, plain

KEYPAD = "plates_for"
USUAL = {"kg": "100", "lb": "225"}


@st.dialog("Plates for a weight")
def open_dialog(user: User) -> None:
    """Ask for a weight and show the bar."""
    number_keys(KEYPAD)
    racks = data_loader.oltp(user, bar_loading.racks, user.unit)
    rack = racks[0]
    if len(racks) > 1:
        rack = st.selectbox("Gym", racks, format_func=lambda one: one.name, key="plates_gym")
    with st.container(horizontal=True, gap="small", key=KEYPAD):
        label, usual = f"Weight, {user.unit}", USUAL[user.unit]
        typed = st.text_input(label, usual, key="plates_weight", autocomplete="off", width=140)
        bar = st.selectbox("Bar", rack.bars, format_func=_words, key="plates_bar", width=140)
    try:
        found = bar_loading.loading(rack, bar, Decimal(typed.strip().replace(",", ".")), user.unit)
    except (InvalidOperation, InvalidValue) as error:
        st.error(plain(str(error)) if isinstance(error, InvalidValue) else "Type a weight such as 82.5.")
        return
    st.image(picture(found), caption=told(found, display_of(user)), width="content")
    if found.total + 1e-9 < float(typed.replace(",", ".")):
        st.caption("Nothing nearer below it can be loaded with these plates.")


def told(found: Loading, display: Display) -> str:
    """The plates of one side and the total in words: "25 + 15 a side: 100 kg"."""
    units = {one.unit for one in (*found.side, found.bar)}
    shown = [marked(one) if len(units) == 1 else f"{marked(one)} {one.unit}" for one in found.side]
    side = f"{' + '.join(shown)} a side" if shown else "The empty bar"
    return f"{side}: {number(found.total, display, 2)} {found.unit}"


def _words(bar: Piece) -> str:
    return f"{marked(bar)} {bar.unit}"
