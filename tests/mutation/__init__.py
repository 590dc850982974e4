"""Mutation sampling: how many small faults in the code the tests without the browser notice (`make mutate`).

mutmut and cosmic-ray make every mutant of a module and run one fixed set of tests; 47,000 lines would take days. This
takes a seeded sample, and for each fault the tests nearest to its module in the import graph.
"""
