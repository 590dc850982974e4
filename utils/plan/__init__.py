"""Page Plan vs done."""
