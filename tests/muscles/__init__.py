"""Tests of muscles."""
