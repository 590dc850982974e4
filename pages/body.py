"""Body: body weight and any other measurement with its 7-day mean, beside the training of the same days."""

import streamlit as st

from auth.guard import require_user
from utils import body_views, data_loader, measure_views, notices
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.show("body")

st.title("Body", anchor=False)
with data_loader.excused():
    weights = body_views.weights_of(user)
    kinds = measure_views.kinds_of(user)
chosen = measure_views.choose(kinds)

if chosen != measure_views.BODY_WEIGHT:
    kind = measure_views.kind_named(chosen)
    measure_views.show_kind(user, kind, kinds.get(kind, ()))
    measure_views.show_latest(user, kinds)
    st.stop()

body_views.enter(user, weights)
if weights:
    body_views.show_trend(user, weights)
    body_views.show_entries(user, weights)
else:
    st.write("Your body weight will stand here as a line, without the noise of single days.")
    st.caption("It also counts where you lift yourself: in pull-ups, dips and push-ups.")
measure_views.show_latest(user, kinds)
