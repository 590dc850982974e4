"""Page Today."""
