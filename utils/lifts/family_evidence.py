"""Evidence for the numbers of a family of machines: the days of each machine, and of all together."""

from collections.abc import Sequence
from typing import Any

from utils import sentences, styling
from utils.explain import HARD_SET, Evidence, estimate_rule, table
from utils.lifts.family_figures import Family, Machine
from utils.styling import Display, plain

NUMBERS = ("Best e1RM", "Hard sets")
TOGETHER = "A day on two machines is one day. Hard sets add up; e1RMs do not, since every machine has its own scale."


def of_family(family: Family, days: Sequence[Any], formula: str, display: Display) -> list[Evidence]:
    """Explain the totals of all machines, then of each machine; `days` are the period's, oldest first."""
    rule = f"{estimate_rule(formula)}\n{HARD_SET}"
    return [
        _together(family, days, display),
        *(_of_machine(machine, days, rule, display) for machine in family.machines),
    ]


def _together(family: Family, days: Sequence[Any], display: Display) -> Evidence:
    labels = {machine.exercise_id: machine.label for machine in family.machines}
    day_rows = [
        {
            "Day": plain(styling.short_day(day.performed_on, display)),
            "Machine": plain(labels[day.exercise_id]),
            "Hard sets": styling.hard_sets(day.hard_sets, display),
        }
        for day in reversed(days)
    ]
    in_all = styling.hard_sets(family.hard_sets, display)
    many = styling.plural(family.days, "day", display)
    total = {"Machine": many, "Hard sets": in_all}
    rows = table(day_rows, ("Hard sets",), total)
    return Evidence("Together", f"{many}, {sentences.hard_sets(family.hard_sets, display)}", TOGETHER, rows)


def _of_machine(machine: Machine, days: Sequence[Any], rule: str, display: Display) -> Evidence:
    day_rows = [
        {
            "Day": plain(styling.long_day(day.performed_on, display)),
            "Best e1RM": styling.e1rm(day.best_e1rm_kg, display),
            "Hard sets": styling.hard_sets(day.hard_sets, display),
        }
        for day in reversed(days)
        if day.exercise_id == machine.exercise_id
    ]
    best, sets = styling.e1rm(machine.best_kg, display), styling.hard_sets(machine.hard_sets, display)
    rows = table(day_rows, NUMBERS, {"Best e1RM": best, "Hard sets": sets})
    return Evidence(machine.label, styling.plural(machine.days, "day", display), rule, rows)
