"""Workouts as the log page and the history read them."""
