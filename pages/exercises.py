"""Exercises: find one, see how it counts, make it your own, or merge two that are the same."""

from auth.guard import require_user
from utils import data_loader, exercise_list, exercise_view, notices
from utils.components.scroll_top import top_of

user = require_user()
notices.show("exercises")

with data_loader.excused():
    shelf = exercise_list.shelf_of(user)
    opened = exercise_list.asked(shelf)
    top_of(f"exercise {opened.exercise_id}" if opened else "exercises")
    if opened:
        exercise_view.show(user, shelf, opened)
    else:
        exercise_list.show(user, shelf)
