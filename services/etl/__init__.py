"""From the log to the star schema: source (read), fold (derive), star (write), refresh and rebuild (when)."""
