"""The words of plans: figures, adherence, and the outcome of a program's days."""

from collections.abc import Mapping
from typing import Any, Final

from services.analysis.adherence import Adherence
from services.progression import story
from services.progression.standing import DONE, LATER, MISSED, PASSED, SHIFT, SKIP, PlannedDay
from utils import styling
from utils.plan.figures import PlanBoard, PlanExercise, PlanMuscle, PlanWeek
from utils.plan.filters import EVERYTHING, PlanFilter
from utils.styling import Display, plain

RULE: Final = (
    "Planned: every set that a workout which has ended was asked for. Done: a set was logged for it with a rep, a time "
    "or a distance; with another exercise in its place too. Missed: the rest.\n"
    "What was not done in a deload, travel, injury, illness or meet phase is excused: it is left out of the share.\n"
    "Added: done in a planned workout beyond its plan; it does not make up for a missed set."
)
WITHOUT_WARM_UPS: Final = "Warm-ups are left out."
WITH_WARM_UPS: Final = "Warm-ups are counted too."
LOADS: Final = (
    "Load: the mean of what was lifted minus its target, over the sets that have both and were not swapped. Reps: the "
    "mean of what was done beside the mean of what was asked."
)
MUSCLES: Final = (
    "Planned hard sets are no warm-ups and ask for RIR 4 or less, or for none. Done ones are hard sets of the same "
    "workouts, added ones too. A set counts 1 for the muscle that does the work and ½ for one that helps; a swap "
    "counts for the muscles of what was done."
)
DASH: Final = "\N{WORD JOINER}\N{EN DASH}\N{WORD JOINER}"  # a range stays on one line
EACH: Final = {"week": "Week of", "month": "Month"}
KEPT: Final[Mapping[str, str]] = {
    story.SWAPPED: "another exercise",
    story.NOT_DONE: "not done",
    story.LIGHTER: "lighter than asked",
    story.HEAVIER: "heavier than asked",
    story.FEWER: "fewer sets than asked",
    story.AS_ASKED: "loads as asked",
}
CAME: Final[Mapping[str, str]] = {
    story.SUCCESS: "All done",
    story.MISS: "Reps or sets missing",
    story.EXCUSED: "Missing, and excused",
    story.LEFT: "Not done: the target waits",
}
BECAME: Final[Mapping[str, str]] = {
    DONE: "done",
    LATER: "missed, and done later",
    SKIP: "left out by choice",
    SHIFT: "missed: the plan was moved",
    PASSED: "passed over for another day",
    MISSED: "waits to be done",
}


def share(sums: Adherence, display: Display) -> str:
    """Format adherence: "94%"; only exact values read 0 % or 100 %."""
    known = sums.share
    return styling.percent(known if known in (None, 0, 1) else min(max(known, 0.01), 0.99), display)


def out_of(sums: Adherence, display: Display) -> str:
    """Describe the base of a share: "312 of 331 planned sets"; mention "excused" only if there are any."""
    planned = styling.plural(sums.planned - sums.excused, "planned set", display)
    return f"{styling.count(sums.done, display)} of {planned}"


def beside(sums: Adherence, display: Display) -> str:
    """Describe swapped and excused sets: "4 of them swapped · 6 excused in a phase"."""
    parts = [
        f"{styling.count(sums.swapped, display)} of the done ones with another exercise" if sums.swapped else "",
        f"{styling.count(sums.excused, display)} more not done in a phase, and excused" if sums.excused else "",
    ]
    return " · ".join(filter(None, parts))


def span(chosen: PlanFilter) -> str:
    """Describe the days of a span: "in the last 12 weeks", "since the first plan"."""
    return "since the first plan" if chosen.period.name == EVERYTHING else f"in the last {chosen.period.name}"


def counting(chosen: PlanFilter) -> str:
    """Say whether warm-ups count."""
    return WITH_WARM_UPS if chosen.with_warm_ups else WITHOUT_WARM_UPS


def load_change(sums: Adherence, display: Display) -> str:
    """Format the load lifted above the target: "+0.5 kg", "0 kg"."""
    return styling.change(sums.load_change_kg, display)


def reps(sums: Adherence, display: Display) -> str:
    """Format the reps done of those planned: "8.6 of 8–10"."""
    if sums.mean_reps is None:
        return styling.MISSING
    done, low, high = (styling.number(mean_rep, display) for mean_rep in sums.mean_reps)
    return f"{done} of {low}" + (f"{DASH}{high}" if high != low else "")


def instead(plan_exercise: PlanExercise, display: Display) -> str:
    """Name the substitutes: "Bench Press (Dumbbell) in its place: 3 sets"."""
    parts = (f"{name} in its place: {styling.plural(sets, 'set', display)}" for name, sets in plan_exercise.instead)
    return ", ".join(parts)


def week_name(start: Any, each: str, display: Display) -> str:
    """ "Week of 5 Jan" or "Jan 2026"."""
    first = start_of(start, each, display)
    return f"Week of {first}" if each == "week" else first


def start_of(start: Any, each: str, display: Display) -> str:
    """The first day of a week, or a month."""
    return styling.short_day(start, display) if each == "week" else styling.month(start, display)


def week_hover(week: PlanWeek, each: str, display: Display) -> str:
    """Describe a bar in words."""
    sums = week.sums
    parts = [f"{name} {styling.count(value, display)}" for name, value in counts(sums).items() if value]
    return f"{week_name(week.starts_on, each, display)} – {', '.join(parts)}"


def counts(sums: Adherence) -> dict[str, float]:
    """Return the columns of every table of plans."""
    return {"Done": sums.done, "Missed": sums.missed, "Excused": sums.excused, "Added": sums.added}


def weeks_alt(board: PlanBoard, display: Display) -> str:
    """Describe the chart of weeks in a sentence."""
    sums = board.in_all
    totals = ", ".join(f"{styling.count(value, display)} {name.lower()}" for name, value in counts(sums).items())
    return f"Sets of each {board.each} {span(board.chosen)}: {totals}."


def muscles_alt(board: PlanBoard, display: Display) -> str:
    """Describe the bars of muscles in a sentence."""
    parts = (f"{muscle.name} {_pair(muscle, board.weeks_long, display)}" for muscle in board.muscles)
    return f"Hard sets a week, done of planned: {', '.join(parts)}."


def _pair(plan_muscle: PlanMuscle, weeks: float, display: Display) -> str:
    done, planned = (sets / weeks for sets in (plan_muscle.done, plan_muscle.planned))
    return f"{styling.hard_sets(done, display)} of {styling.hard_sets(planned, display)}"


def muscle(plan_muscle: PlanMuscle, board: PlanBoard, display: Display) -> str:
    """Describe a muscle's hard sets and its week: "46 of 48 in 4 weeks, which is 11.5 of 12 a week"."""
    weeks = board.weeks_long
    in_all = _pair(plan_muscle, 1, display)
    if weeks == 1:
        return f"{in_all} in a week"
    return f"{in_all} in {styling.number(weeks, display)} weeks, which is {_pair(plan_muscle, weeks, display)} a week"


def loads_alt(board: PlanBoard, display: Display) -> str:
    """Describe the chart of targets in a sentence."""
    name = board.followed.name if board.followed else ""
    days = styling.plural(len(board.loads), "day", display)
    return f"{name}: the target and the heaviest load of {days} {span(board.chosen)}."


def became(planned_day: PlannedDay, name: str, display: Display) -> str:
    """Describe a program's day as Markdown: "Upper A, due Mon 5 Jan: missed, and done later on Wed 7 Jan"."""
    due = f", due {styling.long_day(planned_day.due_on, display)}" if planned_day.due_on else ""
    on = f" on {styling.long_day(planned_day.on, display)}" if planned_day.became not in (MISSED,) else ""
    return plain(f"{name}{due}: {BECAME[planned_day.became]}{on}")
