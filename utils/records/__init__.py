"""Page Records: rep maxes, timeline and meet total."""
