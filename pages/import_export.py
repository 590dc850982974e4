"""Import & export: another app's file looked at, corrected, taken in and taken back; and everything to take away."""

import streamlit as st

from auth.guard import require_user
from services.errors import TonnageError
from services.importers import door
from utils import export_parts
from utils import import_parts as parts
from utils.filters import display_of

user = require_user()
display = display_of(user)

st.title("Import & export", anchor=False)
try:
    if "import_done" in st.session_state:
        parts.show_done(st.session_state.import_done, user)
    shown = parts.ask(user)
    if shown is None:
        parts.show_how()
        export_parts.show(user)
    elif shown.problems:
        parts.show_problems(shown, display)
    else:
        parts.show_figures(shown, display)
        corrections = parts.correct(door.matches_for(user.user_id, shown), door.exercises_for(user.user_id))
        if st.button("Import", type="primary", disabled=shown.unit_needed):
            with st.spinner("Importing, then working out the statistics"):
                st.session_state.import_done = door.import_for(user.user_id, shown, corrections)
            parts.forget()
            st.rerun()
except TonnageError as error:
    st.error(str(error))
