"""Programs: routines over weeks."""
