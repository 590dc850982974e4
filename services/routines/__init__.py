"""Routine templates and the plans made from them."""
