"""Tables without a known format: guessed columns and their rows."""
