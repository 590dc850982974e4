"""Ask once per exercise how it is counted, one implement or two, if its figures depend on the answer."""

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
    """A question about an exercise: how many weights are held, whose reps are entered, or both; with present values."""

    exercise_id: int
    name: str
    sets: int
    implements: int | None  # None: not asked
    per_side: bool | None


@dataclass(frozen=True)
class Answer:
    """The lifter's answer; None where nothing was asked."""

    implements: int | None
    per_side: bool | None


def questions(engine: Engine, user_id: int) -> list[Question]:
    """Return the questions not answered yet, the most used exercises first."""
    open_questions = map(_question, filter(_is_open, known_exercises(engine, user_id).values()))
    return sorted(filter(None, open_questions), key=lambda question: (-question.sets, question.name))


def answer(engine: Engine, user_id: int, answers: Mapping[int, Answer]) -> None:
    """Store answers, even those equal to the exercise's own values, so that they are not asked again."""
    values = {
        number: {name: v for name, v in asdict(reply).items() if v is not None} for number, reply in answers.items()
    }
    amend_many_settings(engine, user_id, values)


def _is_open(exercise: Known) -> bool:
    is_answered = exercise.own_implements is not None or exercise.own_per_side is not None
    return bool(exercise.use.sets) and exercise.is_in_use and not is_answered


def _question(exercise: Known) -> Question | None:
    hands = exercise.implements if exercise.equipment in HELD_APART and exercise.load_type in HELD else None
    is_one_sided = exercise.per_side or bool(ONE_SIDED.search(exercise.name))
    sides = exercise.per_side if is_one_sided and exercise.load_type in COUNTED else None
    if hands is None and sides is None:
        return None
    return Question(exercise.exercise_id, exercise.name, exercise.use.sets, hands, sides)
