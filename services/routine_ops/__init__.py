"""What routine templates are made of and how they become plans; services/routines.py is the door."""
