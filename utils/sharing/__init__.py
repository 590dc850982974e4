"""Preview of a shared routine or program."""
