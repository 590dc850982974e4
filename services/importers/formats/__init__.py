"""One module per export format of another app."""
