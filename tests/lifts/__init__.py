"""Tests of lifts."""
