"""Tests of workout."""
