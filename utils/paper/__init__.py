"""Pages to print: workouts on A4, and SVG drawings without scripts."""
