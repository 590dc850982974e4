"""Tab Report of page Explore: a month or a training block as one page."""
