"""Forms and sentences of progression rules."""
