"""Page Workout: start, grid, finish."""
