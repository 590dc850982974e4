"""The muscles, their display groups, and the ids of both."""

from collections.abc import Mapping
from typing import Final

MUSCLES: Final = (
    *("abdominals", "abductors", "adductors", "biceps", "calves", "chest", "forearms", "front_delts", "side_delts"),
    *("rear_delts", "glutes", "hamstrings", "lats", "lower_back", "middle_back", "neck", "quadriceps", "traps"),
    "triceps",
)


# A display group takes the highest credit of its muscles, so that a row is not three back sets.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "chest": ("chest",),
    "back": ("lats", "middle_back", "traps", "lower_back"),
    "shoulders": ("front_delts", "side_delts", "rear_delts"),
    "biceps": ("biceps",),
    "triceps": ("triceps",),
    "forearms": ("forearms",),
    "quads": ("quadriceps",),
    "hamstrings": ("hamstrings",),
    "glutes": ("glutes", "abductors"),
    "adductors": ("adductors",),
    "calves": ("calves",),
    "abs": ("abdominals",),
    "neck": ("neck",),
}


MUSCLE_ID: Final = {name: number for number, name in enumerate(MUSCLES, 1)}


GROUP_ID: Final = {name: number for number, name in enumerate(GROUPS, 101)}


GROUP_OF: Final = {muscle: GROUP_ID[group] for group, muscles in GROUPS.items() for muscle in muscles}


ALL_MUSCLE_IDS: Final = (*MUSCLE_ID.values(), *GROUP_ID.values())
