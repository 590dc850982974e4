"""Tests of gyms."""
