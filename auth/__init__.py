"""Who is here: accounts, passwords, sessions and the guard of every page."""
