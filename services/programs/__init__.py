"""Programs: routines in turn over weeks."""
