"""Tests of lifter."""
