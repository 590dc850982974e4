"""Body: body weight and other measurements with their 7-day mean, beside the training of the same days."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, notices
from utils.body import measures, weight
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.draw_notices("body")

st.title("Body", anchor=False)
with data_loader.excused():
    weights = weight.weights_of(user)
    kinds = measures.kinds_of(user)
chosen = measures.choose(kinds)

if chosen != measures.BODY_WEIGHT:
    kind = measures.kind_named(chosen)
    measures.show_kind(user, kind, kinds.get(kind, ()))
    measures.show_latest(user, kinds)
    st.stop()

weight.enter(user, weights)
if weights:
    weight.show_trend(user, weights)
    weight.show_entries(user, weights)
else:
    st.write("Your body weight will stand here as a line, without the noise of single days.")
    st.caption("It also counts where you lift yourself: in pull-ups, dips and push-ups.")
measures.show_latest(user, kinds)
