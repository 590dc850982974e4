"""Import & export: import files of other apps and undo it, export everything, and repair imports."""

import streamlit as st

from auth.guard import require_user
from services.errors import TonnageError
from services.importers import importing
from utils import notices
from utils.filters import display_of
from utils.import_export import after, batches, done, export, repair
from utils.import_export import ask as parts
from utils.import_export import google_sheet as sheets
from utils.import_export import matches as import_export_matches
from utils.styling import plain

user = require_user()
display = display_of(user)
notices.draw_notices("import")

st.title("Import & export", anchor=False)
tabs = ["Import", "Export", "Repair"]
into, out, repairs = st.tabs(tabs, default=tabs[2 * repair.is_asked_for()], key="import_tab", on_change="rerun")
try:
    if out.open:
        with out:
            export.draw_exports(user)
    if repairs.open:
        with repairs:
            repair.draw_repair(user)
    if into.open:
        with into:
            done.draw_outcome(user)
            upload = parts.ask(user)
            if upload is None:
                parts.show_how()
                sheets.draw_google_sheet(user)
                after.draw_next_steps(user)
                batches.draw_batches(user)
            elif upload.problems:
                parts.show_problems(upload, display)
            else:
                parts.show_figures(upload, display)
                matches = importing.matches_for(user.user_id, upload)
                exercises = importing.exercises_for(user.user_id)
                corrections = import_export_matches.correct(matches, exercises, display)
                if st.button("Import", type="primary", disabled=upload.unit_needed):
                    done.carry_out(user, upload, corrections)
except TonnageError as error:
    st.error(plain(str(error)))
