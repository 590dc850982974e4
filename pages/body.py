"""Body: today's body weight, its 7-day mean, and every entry."""

import streamlit as st

from auth.guard import require_user
from utils import body_views, data_loader, notices
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.show("body")

st.title("Body", anchor=False)
with data_loader.excused():
    weights = body_views.weights_of(user)
body_views.enter(user, weights)
if not weights:
    st.write("Your body weight will stand here as a line, without the noise of single days.")
    st.caption("It also counts where you lift yourself: in pull-ups, dips and push-ups.")
    st.stop()
body_views.show_trend(user, weights)
body_views.show_entries(user, weights)
