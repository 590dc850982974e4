"""A past workout typed as text: what is understood, and what is told instead of guessed."""

from datetime import date, time

import pytest
from sqlalchemy import Engine

from database.ids import new_id
from services.errors import InvalidValue
from services.workouts import board, lists
from services.workouts.quick_entry import Typed, TypedSet, parse_entry, resolve
from tests.cast import new_lifter, text_of
from utils.locales import date_format
from utils.workout.past import operations_of

pytestmark = pytest.mark.smoke


def sets(text: str) -> tuple[TypedSet, ...]:
    (found,), problems = parse_entry(f"squat {text}")
    assert problems == []
    return found.sets


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("100x5", TypedSet("working", "100", None, 5)),
        ("102,5x5@1.5", TypedSet("working", "102.5", None, 5, 1.5)),
        ("225lbx5", TypedSet("working", "225", "lb", 5)),
        ("100kg×3", TypedSet("working", "100", "kg", 3)),
        ("x12", TypedSet(reps=12)),
        ("w60x8", TypedSet("warmup", "60", None, 8)),
        ("a100x9", TypedSet("amrap", "100", None, 9)),
        ("60s", TypedSet(seconds=60.0)),
        ("1:30", TypedSet(seconds=90.0)),
    ],
)
def test_a_set_is_understood(typed: str, meant: TypedSet) -> None:
    assert sets(typed) == (meant,)


def test_a_third_number_repeats_the_set() -> None:
    assert sets("80x8x3") == (TypedSet("working", "80", None, 8),) * 3


def test_exercises_follow_each_other_on_one_line_or_several() -> None:
    found, problems = parse_entry("squat 100x5 100x5@2 bench press 80x8\npull ups x10, plank 60s")
    assert [(exercise.name, len(exercise.sets)) for exercise in found] == [
        ("squat", 2),
        ("bench press", 1),
        ("pull ups", 1),
        ("plank", 1),
    ]
    assert problems == []


def test_what_cannot_be_read_is_told() -> None:
    assert parse_entry("100x5")[1] == ["“100x5” has no exercise before it."]
    assert parse_entry("squat heavy")[1] == ["“squat heavy” has no set behind it, such as 100x5."]
    assert parse_entry("squat 100x5x99") == ([], ["“squat 100x5x99” has no set behind it, such as 100x5."])
    assert parse_entry("") == ([], [])


def test_names_are_found_as_in_the_picker(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    entries = lists.search_entries(sqlite_engine, alice)
    found, problems = resolve([Typed("ohp", ()), Typed("flubber", ())], entries)
    assert [exercise.name for exercise in found] == ["Overhead Press (Barbell)"]
    assert problems == ["No exercise is called “flubber”."]


def _added(engine: Engine, alice: int, text: str, at: time | None = None) -> None:
    found, _ = resolve(parse_entry(text)[0], lists.search_entries(engine, alice))
    made = operations_of(new_id(), date(2026, 1, 5), at, "Europe/Berlin", "Legs", found, "kg")
    board.save_whole(engine, alice, made)


def test_a_past_workout_is_added_whole(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    _added(sqlite_engine, alice, "squat 100x5 100x5@2", time(18, 30))
    assert text_of(alice) == ["2026-01-05 squat 100x5 100x5@2"]
    (row,) = lists.latest(sqlite_engine, alice)
    assert (row["started_at"].isoformat(), row["title"]) == ("2026-01-05T17:30:00+00:00", "Legs")
    assert (row["ended_at"] - row["started_at"]).total_seconds() == 2 * 180


def test_without_a_start_its_time_is_unknown(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    _added(sqlite_engine, alice, "squat 100x5")
    (row,) = lists.latest(sqlite_engine, alice)
    assert (row["started_at"], row["time_source"], row["performed_on"]) == (None, "assumed", date(2026, 1, 5))


def test_one_impossible_set_keeps_all_of_it_out(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    with pytest.raises(InvalidValue, match="2000 kg"):
        _added(sqlite_engine, alice, "squat 100x5 9999x5")
    assert text_of(alice) == []
    assert lists.deleted(sqlite_engine, alice) == []


def test_dates_are_typed_as_where_the_lifter_lives() -> None:
    assert [date_format(locale) for locale in ("en-US", "en-GB", "de-DE", "fr")] == [
        "MM/DD/YYYY",
        "DD/MM/YYYY",
        "DD.MM.YYYY",
        "DD/MM/YYYY",
    ]
