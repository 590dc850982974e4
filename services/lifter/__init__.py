"""What a lifter chooses: goals, training phases, volume bands, dismissed hints."""
