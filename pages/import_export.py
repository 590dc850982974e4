"""Import & export: another app's file looked at, corrected, taken in and taken back; all to take away; and repairs."""

import streamlit as st

from auth.guard import require_user
from services.errors import TonnageError
from services.importers import door
from utils import export_parts, import_after, import_batches, import_done, import_matches, notices, repair_parts
from utils import import_parts as parts
from utils import sheet_parts as sheets
from utils.filters import display_of
from utils.styling import plain

user = require_user()
display = display_of(user)
notices.show("import")

st.title("Import & export", anchor=False)
tabs = ["Import", "Export", "Repair"]
into, out, repairs = st.tabs(tabs, default=tabs[2 * repair_parts.is_asked_for()], key="import_tab", on_change="rerun")
try:
    if out.open:
        with out:
            export_parts.show(user)
    if repairs.open:
        with repairs:
            repair_parts.show(user)
    if into.open:
        with into:
            import_done.show(user)
            shown = parts.ask(user)
            if shown is None:
                parts.show_how()
                sheets.show(user)
                import_after.show(user)
                import_batches.show(user)
            elif shown.problems:
                parts.show_problems(shown, display)
            else:
                parts.show_figures(shown, display)
                matches, exercises = door.matches_for(user.user_id, shown), door.exercises_for(user.user_id)
                corrections = import_matches.correct(matches, exercises, display)
                if st.button("Import", type="primary", disabled=shown.unit_needed):
                    import_done.carry_out(user, shown, corrections)
except TonnageError as error:
    st.error(plain(str(error)))
