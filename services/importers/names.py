"""Names of exercises taken apart: the words, and the equipment that must agree."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.catalogue import fold_name

NO_LETTERS: Final = re.compile(r"[^\w]+")
# Phrases before the words that they contain.
EQUIPMENT_WORDS: Final = (
    ("smith machine", "smith_machine"), ("smith", "smith_machine"),
    ("plate loaded", "machine"), ("machine plates", "machine"), ("machine", "machine"),
    ("e z curl bar", "ez_bar"), ("ez curl bar", "ez_bar"), ("ez bar", "ez_bar"), ("ez", "ez_bar"),
    ("trap bar", "trap_bar"), ("hex bar", "trap_bar"),
    ("barbell", "barbell"), ("barbel", "barbell"), ("bb", "barbell"),
    ("dumbbells", "dumbbell"), ("dumbbell", "dumbbell"), ("db", "dumbbell"),
    ("dumbells", "dumbbell"), ("dumbell", "dumbbell"), ("dumbel", "dumbbell"),
    ("kettlebell", "kettlebell"), ("kb", "kettlebell"),
    ("cable", "cable"), ("resistance band", "band"), ("bands", "band"), ("band", "band"),
    ("bodyweight", "bodyweight"), ("body weight", "bodyweight"), ("suspension", "suspension"), ("trx", "suspension"),
    ("medicine ball", "medicine_ball"), ("landmine", "landmine"), ("sled", "sled"), ("plate", "plate"),
)  # fmt: skip
SYNONYMS: Final = (
    ("ohp", "overhead press"), ("military press", "overhead press"), ("strict press", "overhead press"),
    ("rdl", "romanian deadlift"), ("sldl", "straight leg deadlift"), ("stiff leg deadlift", "straight leg deadlift"),
    ("lying triceps extension", "skullcrusher"), ("skull crusher", "skullcrusher"), ("pull down", "pulldown"),
    ("push down", "pushdown"), ("press up", "push up"), ("pushup", "push up"), ("pullup", "pull up"),
    ("chinup", "chin up"), ("situp", "sit up"), ("stepup", "step up"), ("hyperextension", "back extension"),
    ("one arm", "single arm"), ("one leg", "single leg"), ("t bar", "tbar"), ("flye", "fly"),
)  # fmt: skip
FILLERS: Final = frozenset(("the", "with", "on", "of", "and", "to", "for"))
ENDINGS: Final = (("ches", "ch"), ("sses", "ss"), ("ies", "y"), ("ss", "ss"), ("s", ""))
PATTERNS: Final = (
    (r"lunge|split squat|step up|pistol", "lunge"),
    (r"squat|leg press", "squat"),
    (r"deadlift|good morning|swing|hip thrust|glute bridge|hyperextension|back extension", "hinge"),
    (r"clean|snatch|jerk", "olympic"),
    (r"pulldown|pull up|pullup|chin up", "vertical_pull"),
    (r"\brow\b|face pull", "horizontal_pull"),
    (r"overhead|shoulder press|military|push press", "vertical_push"),
    (r"bench|chest press|push up|pushup|\bdip", "horizontal_push"),
    (r"carry|farmer|yoke", "carry"),
    (r"plank|crunch|sit up|\babs?\b|twist|leg raise|knee raise", "core"),
    (r"leg|calf|calves|hamstring|quad|abduct|adduct|glute", "isolation_lower"),
    (r"run|row(ing)?\b|cycl|bike|swim|treadmill|walk|elliptical|aerobic|cardio|stair", "cardio"),
)


@dataclass(frozen=True)
class Parts:
    """A name taken apart: its words in alphabetical order, and the equipment it names."""

    words: tuple[str, ...]
    equipment: frozenset[str]


@lru_cache(maxsize=8192)
def parts_of(name: str) -> Parts:
    """The words of a name in their common spelling, without equipment, which stands apart."""
    text = f" {NO_LETTERS.sub(' ', fold_name(name)).strip()} "
    text = _replaced(text, SYNONYMS)
    equipment_words = set()
    for phrase, equipment in EQUIPMENT_WORDS:
        if f" {phrase} " in text:
            equipment_words.add(equipment)
            text = text.replace(f" {phrase} ", " ")
    return Parts(
        tuple(sorted(_singular(word) for word in text.split() if word not in FILLERS)), frozenset(equipment_words)
    )


def pattern_of(name: str) -> str:
    """The movement pattern that a name suggests, for an exercise that the lifter may correct later."""
    folded = fold_name(name)
    return next((pattern for words, pattern in PATTERNS if re.search(words, folded)), "isolation_upper")


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for phrase, common in pairs:
        text = text.replace(f" {phrase} ", f" {common} ")
    return text


def _singular(word: str) -> str:
    for ending, single in ENDINGS:
        if len(word) > 3 and word.endswith(ending):
            return word.removesuffix(ending) + single
    return word
