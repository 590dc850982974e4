"""Plate calculator: the plates for a weight, from the lifter's own bars and plates, drawn on the bar."""

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
    """Ask for a weight and show the loaded bar."""
    number_keys(KEYPAD)
    racks = data_loader.oltp(user, bar_loading.racks, user.unit)
    rack = racks[0]
    if len(racks) > 1:
        rack = st.selectbox("Gym", racks, format_func=lambda option: option.name, key="plates_gym")
    with st.container(horizontal=True, gap="small", key=KEYPAD):
        label, usual = f"Weight, {user.unit}", USUAL[user.unit]
        typed = st.text_input(label, usual, key="plates_weight", autocomplete="off", width=140)
        bar = st.selectbox("Bar", rack.bars, format_func=_bar_words, key="plates_bar", width=140)
    try:
        loading = bar_loading.loading(rack, bar, Decimal(typed.strip().replace(",", ".")), user.unit)
    except (InvalidOperation, InvalidValue) as error:
        st.error(plain(str(error)) if isinstance(error, InvalidValue) else "Type a weight such as 82.5.")
        return
    st.image(picture(loading), caption=plates_words(loading, display_of(user)), width="content")
    if loading.total + 1e-9 < float(typed.replace(",", ".")):
        st.caption("Nothing nearer below it can be loaded with these plates.")


def plates_words(loading: Loading, display: Display) -> str:
    """Write the plates of each side and the total: "25 + 15 a side: 100 kg"."""
    units = {piece.unit for piece in (*loading.side, loading.bar)}
    plates = [marked(piece) if len(units) == 1 else f"{marked(piece)} {piece.unit}" for piece in loading.side]
    side = f"{' + '.join(plates)} a side" if plates else "The empty bar"
    return f"{side}: {number(loading.total, display, 2)} {loading.unit}"


def _bar_words(bar: Piece) -> str:
    return f"{marked(bar)} {bar.unit}"
