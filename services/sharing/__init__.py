"""Share routines and programs with other lifters."""
