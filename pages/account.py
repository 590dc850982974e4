"""Settings: preferences, units and plates, gyms, password and signed-in devices."""

from datetime import datetime

import streamlit as st

from auth import settings_forms
from auth.guard import require_user
from utils import data_loader, notices
from utils.filters import display_of
from utils.settings import gyms as settings_gyms
from utils.styling import clock, load, local, long_day

user = require_user()
display = display_of(user)


def when(instant: datetime) -> str:
    """Write an instant in the lifter's time zone and language."""
    return f"{long_day(local(instant, display).date(), display)}, {clock(instant, display)}"


settings_forms.say_what_happened()
notices.draw_notices("settings")
st.title("Settings", anchor=False)
you, units, gyms, security = st.tabs(["You", "Units & plates", "Gyms", "Security"])
with you:
    settings_forms.settings_form(user)
with units:
    settings_forms.units_form(user, lambda step, unit: load(step, unit, display))
    st.page_link("pages/exercises.py", label="A unit and step for one exercise", icon=":material/exercise:")
with gyms, data_loader.excused():
    settings_gyms.draw_gyms(user)
with security:
    st.subheader("Password", anchor=False)
    settings_forms.password_form(user)
    st.subheader("Signed in", anchor=False)
    settings_forms.device_list(user, when)
