"""How operations on workouts and sets are read, merged and stored; services/workout_log.py is the door."""
