"""Pages to print: workouts on A4, and drawings without scripts."""
