"""Exports of other apps become sets here: one file per format, one pipeline for all."""
