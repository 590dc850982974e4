"""Progression rules: what to lift next, and why."""
