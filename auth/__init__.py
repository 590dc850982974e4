"""Accounts, passwords, sessions, and the guard of every page."""
