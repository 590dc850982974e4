"""Exercises of the catalogue and of the lifter."""
