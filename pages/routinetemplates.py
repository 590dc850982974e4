"""Routines: planned workouts in folders, one of them to be changed, and well-known plans to copy."""

from auth.guard import require_user
from utils import data_loader, notices, routine_editor, routine_list, starter_gallery
from utils.components.scroll_top import top_of

user = require_user()
notices.show("routines")

with data_loader.excused():
    edited, plan = routine_editor.asked(user), starter_gallery.asked()
    top_of(str(edited.routine_id) if edited else plan or "list")
    if edited:
        routine_editor.show(user, edited)
    elif plan:
        starter_gallery.show(user, plan)
    else:
        routine_list.show(user)
