"""One hand or both? Asked once for each lift of the history where a figure depends on the answer."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Engine

from services.exercises.editing import amend_many_settings
from services.exercises.lists import Known, known_exercises

HELD_APART: Final = ("dumbbell", "kettlebell", "cable")
HELD: Final = ("external", "carry")  # with these a second implement doubles the load
COUNTED: Final = ("external", "bodyweight", "weighted_bodyweight", "assisted")
ONE_SIDED: Final = re.compile(
    r"\b(single|one|each|per|iso|uni)[ -]?(arm|leg|side|hand|lateral\w*)|\b(split squat|lunge|step[ -]?up|pistol|"
    r"bulgarian|suitcase|kickback|concentration|einarmig|einbeinig)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """What to ask of one exercise: how many weights are held, whose reps are entered, or both; with what holds now."""

    exercise_id: int
    name: str
    sets: int
    implements: int | None  # None: not asked
    per_side: bool | None


@dataclass(frozen=True)
class Answer:
    """What the lifter says; None is not asked."""

    implements: int | None
    per_side: bool | None


def questions(engine: Engine, user_id: int) -> list[Question]:
    """The questions that the lifter has not answered yet, for what was done most first."""
    found = [_question(one) for one in known_exercises(engine, user_id).values() if _is_open(one)]
    return sorted(filter(None, found), key=lambda one: (-one.sets, one.name))


def answer(engine: Engine, user_id: int, answers: Mapping[int, Answer]) -> None:
    """Keep answers, also where they are what the exercise says itself: then they are not asked again."""
    given = {number: {name: v for name, v in asdict(one).items() if v is not None} for number, one in answers.items()}
    amend_many_settings(engine, user_id, given)


def _is_open(one: Known) -> bool:
    return bool(one.use.sets) and one.is_in_use and one.own_implements is None and one.own_per_side is None


def _question(one: Known) -> Question | None:
    hands = one.implements if one.equipment in HELD_APART and one.load_type in HELD else None
    is_one_sided = one.per_side or bool(ONE_SIDED.search(one.name))
    sides = one.per_side if is_one_sided and one.load_type in COUNTED else None
    return None if hands is None and sides is None else Question(one.exercise_id, one.name, one.use.sets, hands, sides)
