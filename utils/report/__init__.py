"""Tab Report of page Explore: a month or a block as one page."""
