"""Page Exercises, its To fix tab, and the exercise picker."""
