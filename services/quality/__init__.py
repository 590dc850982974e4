"""What looks wrong in a log, each with a fix of one click that goes through the services and can be undone."""
