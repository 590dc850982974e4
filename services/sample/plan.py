"""The sample lifter's year as tables: routines, lifts, breaks, an injury and notes."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from services.routines.coaching import RAMP


class Lift(NamedTuple):
    """Estimated one-rep max at the start in kg (body weight included; seconds for a hold), gain in the year, step."""

    start: float
    gain: float
    step: float = 2.5


class Slot(NamedTuple):
    """An exercise of a routine: sets x reps with reps in reserve."""

    slug: str
    sets: int
    reps_min: int
    reps_max: int
    rir: int
    rest_s: int
    superset: int | None = None
    warms_up: bool = False
    drops: bool = False
    is_hold: bool = False


class Break(NamedTuple):
    """Days without training from a day of the year, and the share of strength that they cost."""

    kind: str
    first_day: int
    days: int
    loss: float
    note: str


class Injury(NamedTuple):
    """An injury: the lifts that hurt, for how many days, and the share of strength that it costs at its worst."""

    first_day: int
    days: int
    loss: float
    slugs: frozenset[str]
    often: float
    note: str
    set_note: str


WEEKS: Final = 53
LINEAR_WEEKS: Final = 13
PULL_UP_SWITCH_WEEK: Final = 15
AMRAP_REPS: Final = 12
# The share of the year's gain by week: quick at first, then slower.
PROGRESS: Final = ((0, 0.0), (13, 0.5), (26, 0.74), (40, 0.9), (53, 1.0))
DELOAD_WEEKS: Final = (6, 13, 26, 31, 43, 48)
BREAKS: Final = (
    Break("travel", 19 * 7, 14, 0.06, "Holiday"),
    Break("illness", 36 * 7 + 2, 11, 0.05, "A cold"),
)
EASES: Final = sorted((*DELOAD_WEEKS, *((b.first_day + b.days - 1) // 7 for b in BREAKS)))
BODY_KG: Final = (80.2, 83.4)
WEIGHED_ON: Final = (0, 3)
SCHEDULE: Final = {0: "Upper A", 1: "Lower A", 3: "Upper B", 4: "Lower B"}
FOLDER: Final = "Upper/lower"

WARM_UPS: Final[Mapping[bool, Sequence[tuple[float, int]]]] = {True: RAMP, False: ()}

LIFTS: Final[Mapping[str, Lift]] = {
    "squat-barbell": Lift(116, 0.18),
    "bench-press-barbell": Lift(88, 0.14),
    "deadlift-barbell": Lift(142, 0.16),
    "overhead-press-barbell": Lift(55, 0.13),
    "bent-over-row-barbell": Lift(80, 0.14),
    "romanian-deadlift-barbell": Lift(112, 0.16),
    "front-squat-barbell": Lift(88, 0.15),
    "pull-up": Lift(100, 0.17),
    "seated-overhead-press-dumbbell": Lift(28, 0.18, 2),
    "incline-bench-press-dumbbell": Lift(36, 0.18, 2),
    "lateral-raise-dumbbell": Lift(14, 0.25, 2),
    "bicep-curl-dumbbell": Lift(19, 0.2, 2),
    "bulgarian-split-squat-dumbbell": Lift(26, 0.25, 2),
    "triceps-pushdown-rope": Lift(42, 0.2),
    "overhead-triceps-extension-cable": Lift(36, 0.2),
    "face-pull-cable": Lift(34, 0.2),
    "cable-crunch": Lift(58, 0.2),
    "leg-press-machine": Lift(220, 0.2, 5),
    "lying-leg-curl-machine": Lift(58, 0.18),
    "seated-leg-curl-machine": Lift(62, 0.18),
    "standing-calf-raise-machine": Lift(110, 0.2, 5),
    "plank": Lift(75, 0.7, 1),
}
ROUTINES: Final[Mapping[str, Sequence[Slot]]] = {
    "Upper A": (
        Slot("bench-press-barbell", 4, 5, 5, 2, 180, warms_up=True),
        Slot("pull-up", 4, 5, 8, 2, 150),
        Slot("seated-overhead-press-dumbbell", 3, 8, 10, 2, 120),
        Slot("lateral-raise-dumbbell", 3, 12, 15, 1, 60, superset=1, drops=True),
        Slot("triceps-pushdown-rope", 3, 10, 12, 1, 75, superset=1, drops=True),
    ),
    "Lower A": (
        Slot("squat-barbell", 4, 5, 5, 2, 180, warms_up=True),
        Slot("romanian-deadlift-barbell", 3, 8, 8, 2, 150),
        Slot("leg-press-machine", 3, 10, 12, 2, 120),
        Slot("lying-leg-curl-machine", 3, 10, 12, 1, 75, superset=1),
        Slot("standing-calf-raise-machine", 3, 10, 12, 1, 75, superset=1),
        Slot("plank", 2, 0, 0, 2, 60, is_hold=True),
    ),
    "Upper B": (
        Slot("overhead-press-barbell", 4, 6, 6, 2, 150, warms_up=True),
        Slot("bent-over-row-barbell", 4, 8, 8, 2, 120),
        Slot("incline-bench-press-dumbbell", 3, 8, 10, 2, 120),
        Slot("face-pull-cable", 3, 12, 15, 2, 60),
        Slot("bicep-curl-dumbbell", 3, 10, 12, 1, 60, superset=1, drops=True),
        Slot("overhead-triceps-extension-cable", 3, 10, 12, 1, 75, superset=1),
    ),
    "Lower B": (
        Slot("deadlift-barbell", 3, 5, 5, 2, 210, warms_up=True),
        Slot("front-squat-barbell", 3, 6, 6, 2, 150),
        Slot("bulgarian-split-squat-dumbbell", 3, 8, 10, 2, 90),
        Slot("seated-leg-curl-machine", 3, 10, 12, 1, 75),
        Slot("cable-crunch", 3, 12, 15, 2, 60),
    ),
}
HURT: Final = Injury(
    28 * 7,
    18,
    0.15,
    frozenset({"bench-press-barbell", "overhead-press-barbell", "seated-overhead-press-dumbbell"}),
    0.4,
    "Left shoulder pinches at the bottom of the bench press. Lighter pressing until it is quiet.",
    "Left shoulder",
)
WORKOUT_NOTES: Final[Mapping[bool, Sequence[str]]] = {
    False: (
        "Felt strong.",
        "Rack was taken, started late.",
        "New shoes, better balance in the squat.",
        "Short on time.",
        "Gym was packed.",
        "Slept well, everything moved fast.",
        "Trained with Jonas.",
    ),
    True: ("Slept badly.", "Long day at work, no energy.", "Hardly ate before.", "Nothing moved today."),
}
SET_NOTES: Final = ("Belt on", "Grip slipped", "Paused the last rep", "Bar path drifted", "Too fast down", "Clean set")
