"""Every change to workouts and sets, as operations."""
