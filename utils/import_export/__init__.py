"""Page Import & export."""
