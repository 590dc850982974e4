"""Pieces of screen around an account: its settings, its devices, and the cookie in the browser."""
