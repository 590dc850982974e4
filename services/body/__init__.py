"""Body weight and measurements of a lifter."""
