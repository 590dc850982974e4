"""What the log page and the history read of workouts."""
