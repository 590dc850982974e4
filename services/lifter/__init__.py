"""A lifter's choices: goals, training phases, volume bands, dismissed hints."""
