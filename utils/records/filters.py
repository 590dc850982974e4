"""Filters of records: an exercise or a family of exercises, and a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from auth.user import User
from database.rows import NamedRows
from utils.filters import today_of
from utils.locales import date_format

FAMILY: Final = " – all gyms"
FIRST_DAY: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Lifts:
    """An exercise, or a family of gym variants, under the lifter's own name."""

    name: str
    exercise_ids: tuple[int, ...]
    load_type: str


@dataclass(frozen=True)
class RecordFilter:
    """The lifter's filter for records."""

    lifts: Lifts
    as_of: date


def choices(listed: NamedRows) -> dict[str, Lifts]:
    """Return the choices by key: exercises, latest first, and each family with several exercises."""
    choices = {f"e{entry.exercise_id}": Lifts(entry.name, (entry.exercise_id,), entry.load_type) for entry in listed}
    families: dict[int, list[int]] = {}
    for place, entry in enumerate(listed):
        families.setdefault(entry.family_id, []).append(place)
    for family_id, places in families.items():
        if len(places) > 1:
            members = [listed[place] for place in places]
            head = next((member for member in members if member.exercise_id == family_id), members[0])
            ids = tuple(member.exercise_id for member in members)
            choices[f"f{family_id}"] = Lifts(f"{head.name}{FAMILY}", ids, head.load_type)
    return choices


def latest_day(known: NamedRows) -> date:
    """Return the last day with any exercise; there is at least one."""
    latest: date = max(exercise.last_on for exercise in known)
    return latest


def record_filter(user: User, choices: Mapping[str, Lifts]) -> RecordFilter:
    """Ask for an exercise or family and a day; there is at least one exercise."""
    left, right = st.columns([2, 1])
    chosen = left.selectbox("Lift", list(choices), format_func=lambda key: choices[key].name, key="record_lift")
    today = today_of(user)
    as_of = right.date_input(
        "As of", today, min_value=FIRST_DAY, max_value=today, format=date_format(user.locale), key="record_day"
    )
    return RecordFilter(choices[chosen], min(max(as_of or today, FIRST_DAY), today))
