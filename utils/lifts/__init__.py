"""Page Lifts: one exercise over time, its goal and its family of machines."""
