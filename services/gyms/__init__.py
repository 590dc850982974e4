"""Gyms, their equipment, and the loads that it allows."""
