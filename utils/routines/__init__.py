"""Page Routines: list, editor, versions and sharing."""
