"""Turn facts into charts, tables and sentences on the screen."""
