"""Form for the progression rule of an exercise: fields for the named rules, text for every other rule."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.progression import editing as progressions
from services.progression.editing import Progression
from services.progression.rule_text import from_text, to_text
from services.progression.rules import NAMES, Rule
from services.routines import rules
from services.routines.coaching import link_of
from services.routines.editing import Routine, RoutineExercise
from utils import data_loader, notices
from utils.components.number_keys import number_keys
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.locales import typed_number
from utils.progression import words as progression_words
from utils.set_texts import Block
from utils.styling import plain

NONE, TEXT = "none", "text"
PLACE: Final = "progression of an exercise"
KEYPAD: Final = "rule_fields"
CHOICES: Final[Mapping[str, str]] = {
    NONE: "As last time",
    "linear": "Linear: more weight when all sets are done",
    "double": "Double: more reps, then more weight",
    "531": "5/3/1 cycles",
    "rpe": "By effort (RPE)",
    "sum": "Rep goal over all sets",
    TEXT: "Another rule, as text",
}
# The fields of a rule: the label of each, and its first value in kg and in lb.
FIELDS: Final[Mapping[str, Mapping[str, tuple[str, str, str]]]] = {
    "linear": {
        "add": ("Add", "2.5", "5"),
        "fails": ("Misses in a row", "3", "3"),
        "deload": ("then take off, %", "10", "10"),
        "wins": ("Good workouts needed", "1", "1"),
    },
    "double": {
        "low": ("Reps from", "8", "8"),
        "high": ("to", "12", "12"),
        "add": ("then add", "2.5", "5"),
        "fails": ("Misses until −10 %, 0 never", "0", "0"),
    },
    "531": {
        "add": ("Add per cycle", "2.5", "5"),
        "back": ("After misses back to, %", "90", "90"),
        "deload": ("Light fourth week, yes or no", "yes", "yes"),
    },
    "rpe": {
        "steps": ("Sets with their RPE", "1x5@8 3x5@7", "1x5@8 3x5@7"),
        "limit": ("At most per workout, %", "5", "5"),
    },
    "sum": {
        "reps": ("Reps in all", "25", "25"),
        "add": ("then add", "2.5", "5"),
        "fails": ("Misses until −10 %, 0 never", "0", "0"),
    },
}
KEYPADS: Final = {"531": "rule_words", "rpe": "rule_words"}  # these also take letters
BEGINS: Final = {"531": "Training max", "rpe": "Estimated max", TEXT: "Next load or training max"}
EXAMPLES: Final = (
    "wave steps [6x6@70% / 7x5@75% / 8x4@80% / 10x3@85%] add 5 to loads",
    "chain stages [5x3+ linear add 2.5 fails 1 / 6x2+ linear add 2.5 fails 1] restart 85",
)


def of_part(user: User, part: RoutineExercise) -> Progression | None:
    """Return the progression that an exercise of a routine follows."""
    number = link_of(part)
    every = data_loader.oltp(user, progressions.progressions_of)
    return next((progression for progression in every if progression.progression_id == number), None)


def words(user: User, part: RoutineExercise) -> str:
    """Describe in a line where the progression of an exercise stands; empty without a progression."""
    progression = of_part(user, part)
    if progression is None:
        return ""
    take = (part.progression or {}).get("take")
    target = progression_words.target(progression, display_of(user))
    return f"Takes its load from {progression.name}: {target}" if take else f"Next: {target}"


def edit(user: User, routine: Routine, part: RoutineExercise, block: Block) -> None:
    """Open the dialog of an exercise's progression."""
    st.dialog(f"Progression of {plain(block.name)}")(_draw_form)(user, routine, part, block)


def _draw_form(user: User, routine: Routine, part: RoutineExercise, block: Block) -> None:
    now = of_part(user, part)
    number = part.routine_exercise_id
    name = _name_of(now.rule) if now else NONE
    chosen = st.selectbox(
        "Rule", list(CHOICES), list(CHOICES).index(name), format_func=CHOICES.__getitem__, key=f"rule_{number}"
    )
    typed: dict[str, str] = {}
    begins = ""
    if chosen != NONE:
        number_keys(KEYPAD)
        typed = _ask_text(number, now) if chosen == TEXT else _ask_fields(number, chosen, now, block.unit)
        begins = _ask_begin(user, number, chosen, now, block)
    if st.button("Save", type="primary", width="stretch", key="save_rule"):
        _save(user, routine, part, block, chosen, typed, begins)
    notices.draw_problem(PLACE)


def _name_of(rule: Rule) -> str:
    """Return the rule's name if the fields can show all of the rule, else TEXT."""
    name = NAMES[type(rule)]
    is_hidden = len(getattr(rule, "steps", ())) > 1 or getattr(rule, "of", "all") != "all"
    return name if name in FIELDS and not is_hidden else TEXT


def _ask_fields(number: int, name: str, now: Progression | None, unit: str) -> dict[str, str]:
    texts = {}
    is_same = now is not None and _name_of(now.rule) == name
    with st.grid(2, min_column_width=100, wrap=False, gap="small", key=f"{KEYPADS.get(name, KEYPAD)}_{name}"):
        for field, (label, in_kg, in_lb) in FIELDS[name].items():
            first = _field_text(getattr(now.rule, field)) if is_same and now else in_lb if unit == "lb" else in_kg
            texts[field] = st.text_input(label, first, key=f"{name}_{field}_{number}", autocomplete="off")
    return texts


def _field_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value[0] if isinstance(value, tuple) else f"{value}"


def _ask_text(number: int, now: Progression | None) -> dict[str, str]:
    first = to_text(now.rule) if now else EXAMPLES[0]
    text = st.text_area("Rule as text", first, key=f"text_{number}", max_chars=4000)
    st.caption("For example: " + "; or: ".join(plain(example) for example in EXAMPLES))
    return {TEXT: text}


def _ask_begin(user: User, number: int, name: str, now: Progression | None, block: Block) -> str:
    label = BEGINS.get(name, "Next load")
    value = (now.now.maximum if now.asks_for_maximum else now.now.load) if now else None
    text = "" if value is None else typed_number(value.normalize(), user.locale)
    with st.container(key=f"{KEYPAD}_begin"):
        return st.text_input(
            f"{label}, {block.unit}",
            text,
            key=f"begin_{number}",
            autocomplete="off",
            placeholder="the first one you lift",
        )


def rule_of(name: str, typed: Mapping[str, str]) -> Rule:
    """Read a rule from the fields; InvalidValue says what is wrong."""
    if name == TEXT:
        return from_text(typed[TEXT])
    fields = (f"{field} {_word(field, text)}" for field, text in typed.items())
    return from_text(f"{name} {' '.join(fields)}")


def _word(field: str, text: str) -> str:
    return f"[{text.strip()}]" if field == "steps" else text.strip().replace(",", ".") or "-"


def _save(
    user: User,
    routine: Routine,
    part: RoutineExercise,
    block: Block,
    name: str,
    typed: Mapping[str, str],
    begins: str,
) -> None:
    number = part.routine_exercise_id

    def change() -> Routine:
        if name == NONE:
            return for_lifter(user, rules.clear_progression, routine.routine_id, number)
        rule, where = rule_of(name, typed), (routine.routine_id, number)
        return for_lifter(user, rules.set_progression, *where, rule, begins, block.unit, block.name)

    if notices.attempt(change, place=PLACE):
        st.rerun()
