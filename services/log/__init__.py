"""The workout log: every change to workouts and sets is an operation."""
