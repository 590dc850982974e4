"""Tests of own sql."""
