"""A lifter's own questions in SQL, asked of a copy that holds the lifter's rows and nothing else."""
