"""The search of exercises: spellings, abbreviations, slips of the finger, and whose matches come first."""

from functools import cache

import pytest

from database.oltp_tables import exercise_aliases, exercises
from services.catalogue import catalogue_rows
from services.exercises.search import Entry, find, is_known

pytestmark = pytest.mark.smoke


@cache
def catalogue() -> tuple[Entry, ...]:
    spellings: dict[int, list[str]] = {}
    for row in catalogue_rows()[exercise_aliases].values():
        spellings.setdefault(row["exercise_id"], []).append(row["alias"])
    return tuple(
        Entry(row["exercise_id"], row["name"], tuple(spellings.get(row["exercise_id"], ())))
        for row in catalogue_rows()[exercises].values()
    )


def id_of(slug: str) -> int:
    return next(row["exercise_id"] for row in catalogue_rows()[exercises].values() if row["slug"] == slug)


def names(query: str, **favoured: list[int]) -> list[str]:
    return [entry.name for entry in find(query, catalogue(), **favoured)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rdl", "Romanian Deadlift (Barbell)"),
        ("RDL", "Romanian Deadlift (Barbell)"),
        ("ohp", "Overhead Press (Barbell)"),
        ("db bench", "Bench Press (Dumbbell)"),
        ("bench db", "Bench Press (Dumbbell)"),
        ("benhc pres", "Bench Press (Barbell)"),
        ("bench", "Bench Press (Barbell)"),
        ("dedlift", "Deadlift (Barbell)"),
        ("sqat", "Squat (Barbell)"),
        ("pullup", "Pull Up"),
        ("pull-up", "Pull Up"),
        ("Bulgarian split", "Bulgarian Split Squat"),
        ("romanian deadlift (barbell)", "Romanian Deadlift (Barbell)"),
    ],
)
def test_the_first_hit_is_what_was_meant(typed: str, meant: str) -> None:
    assert names(typed)[0] == meant


def test_each_word_has_to_match() -> None:
    assert all("curl" in name.lower() for name in names("hammer curl")[:3])
    assert names("xylophone press") == []


def test_a_short_word_may_have_no_slip() -> None:
    assert names("qqq") == []


def test_without_a_query_the_recent_come_first_then_the_routine() -> None:
    squat, plank, run = id_of("squat-barbell"), id_of("plank"), id_of("running")
    assert names("", recent=[run, squat], routine=[plank, squat])[:3] == ["Running", "Squat (Barbell)", "Plank"]


def test_a_recent_match_stands_before_a_closer_one() -> None:
    dumbbells = id_of("bench-press-dumbbell")
    assert names("bench", recent=[dumbbells])[:2] == ["Bench Press (Dumbbell)", "Bench Press (Barbell)"]


def test_the_routine_stands_between_recent_and_other_matches() -> None:
    dumbbells, smith = id_of("bench-press-dumbbell"), id_of("bench-press-smith-machine")
    found = names("bench", recent=[smith], routine=[dumbbells])
    assert found[:3] == ["Bench Press (Smith Machine)", "Bench Press (Dumbbell)", "Bench Press (Barbell)"]


def test_a_recent_match_with_a_slip_does_not_stand_before_one_without() -> None:
    entries = [Entry(1, "Beach"), Entry(2, "Bench")]
    assert [entry.name for entry in find("bench", entries, recent=[1])] == ["Bench", "Beach"]


def test_an_own_name_is_found_and_shown() -> None:
    own = [Entry(1, "Flacher Druck", ("Bench Press (Barbell)", "bench"))]
    assert [entry.name for entry in find("bench pr", own)] == ["Flacher Druck"]
    assert [entry.name for entry in find("flach", own)] == ["Flacher Druck"]


def test_accents_do_not_matter() -> None:
    assert [entry.name for entry in find("develope couche", [Entry(1, "Développé couché")])] == ["Développé couché"]


def test_a_name_that_is_there_need_not_be_created() -> None:
    assert is_known("  PULL-up ", catalogue())
    assert not is_known("pull", catalogue())
