"""Routines and programs given to other lifters."""
