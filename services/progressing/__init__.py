"""Progression as data: named rules, what they ask for next, and why."""
