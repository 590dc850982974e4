"""Workout: start a workout, log it set by set, and see its summary."""

import streamlit as st

from auth.guard import require_user
from utils import notices
from utils.components.scroll_top import top_of
from utils.workout import finish, grid, start

user = require_user()
workout_id = start.opened(user)
board = start.read(user, workout_id) if workout_id else None

top_of(f"{workout_id} {board is not None and board.is_open}")
if board is None:
    start.close()
    st.title("Workout", anchor=False)
    start.draw_start(user)
elif board.is_open:
    grid.draw_grid(user, int(board.workout["workout_id"]))
else:
    notices.draw_notices("workout")
    finish.draw_summary(user, board)
