"""Workout: begin one, log it set by set, and see what it came to."""

import streamlit as st

from auth.guard import require_user
from utils import log_finish, log_grid, log_start, notices
from utils.components.scroll_top import top_of

user = require_user()
workout_id = log_start.opened(user)
board = log_start.read(user, workout_id) if workout_id else None

top_of(f"{workout_id} {board is not None and board.is_open}")
if board is None:
    log_start.close()
    st.title("Workout", anchor=False)
    log_start.show_start(user)
elif board.is_open:
    log_grid.show(user, int(board.workout["workout_id"]))
else:
    notices.show("workout")
    log_finish.show_summary(user, board)
