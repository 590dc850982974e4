"""The sample account with a year of training."""
