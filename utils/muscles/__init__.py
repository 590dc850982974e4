"""Page Muscles: hard sets per muscle group and week."""
