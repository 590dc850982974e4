"""Named reads of the star schema."""
