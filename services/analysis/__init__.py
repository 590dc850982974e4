"""Analyses over a training history: pure functions, one file per question."""
