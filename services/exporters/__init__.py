"""Everything a lifter owns, in formats that others read; one file per format, door.py is the way in."""
