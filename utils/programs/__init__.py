"""Tab Programs of page Routines, and the calendar feed."""
