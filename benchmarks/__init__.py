"""How fast the warehouse is: rebuild, refresh and dashboards on a large log, on both engines; see README.md."""
