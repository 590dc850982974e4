"""Tests of explore."""
