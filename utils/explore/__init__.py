"""Page Explore: any measure by any two dimensions, and SQL."""
