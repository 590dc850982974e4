"""Progression rules: what to lift next, and why. Text of rules, their checks, prescriptions and results."""
