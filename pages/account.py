"""Settings: how a lifter wants it, the password, and where they are signed in."""

from datetime import datetime

import streamlit as st

from auth.components import settings_forms
from auth.guard import require_user
from utils.styling import Display, clock, local, long_day

user = require_user()


def when(instant: datetime) -> str:
    """An instant in the lifter's own words."""
    display = Display(user.unit, user.time_zone, user.week_start, user.locale)
    return f"{long_day(local(instant, display).date(), display)}, {clock(instant, display)}"


settings_forms.say_what_happened()
st.title("Settings", anchor=False)
you, security = st.tabs(["You", "Security"])
with you:
    settings_forms.settings_form(user)
with security:
    st.subheader("Password", anchor=False)
    settings_forms.password_form(user)
    st.subheader("Signed in", anchor=False)
    settings_forms.device_list(user, when)
