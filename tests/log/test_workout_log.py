"""Every change to workouts and sets: what is applied, what is refused and why, whose it is, and what it marks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, insert, select, update

from database import reads
from database.db_connector import reading, writing
from database.ids import id_at, new_id
from database.oltp_tables import applied_ops, deleted_rows, gyms, planned_sets, sets, workouts
from services.errors import NoSuchLifter
from services.log.workout_log import apply, purge
from tests.cast import (
    data_version,
    does,
    exercise_id,
    forget_marks,
    log,
    log_of,
    marks_of,
    new_lifter,
    operation,
    start,
    state_of,
    text_of,
    tries,
)

NO_WORKOUT, NO_SET = "There is no such workout.", "There is no such set."
SQUAT, BENCH = exercise_id("squat"), exercise_id("bench")


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def quick_alice(sqlite_engine: Engine) -> int:
    return new_lifter(sqlite_engine, "alice")


def rows(engine: Engine, table: Any, lifter: int) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        return reads.rows_of(connection, select(table).where(table.c.user_id == lifter))


def one_set(lifter: int, text: str = "squat 100x5@2") -> tuple[int, int]:
    """A workout with one set; their ids."""
    opened = start()
    workout_id, set_id = int(opened["workout_id"]), new_id()
    does(lifter, opened, log(workout_id, text, set_id))
    return workout_id, set_id


def test_a_workout_is_what_was_logged(alice: int) -> None:
    log_of(alice, "2026-01-05 squat w60x5 100x5 102.5x5@2.5 bench 225lbx3 f225lbx2@0 plank 60s carry 40x30m")
    assert text_of(alice) == [
        "2026-01-05 squat w60x5 100x5 102.5x5@2.5 bench 225lbx3 f225lbx2@0 plank 60s carry 40x30m"
    ]


def test_a_resend_or_a_double_tap_writes_once_and_is_acknowledged_again(engine: Engine, alice: int) -> None:
    opened = start()
    logged = log(int(opened["workout_id"]), "squat 100x5")
    first = does(alice, opened, logged, logged)
    again = does(alice, opened, logged)
    assert first.acked == again.acked == [opened["op_id"], logged["op_id"]]
    assert len(rows(engine, sets, alice)) == 1


def test_the_same_values_in_two_operations_on_one_set_are_one_set(alice: int) -> None:
    opened, set_id = start(), new_id()
    workout_id = int(opened["workout_id"])
    does(alice, opened, log(workout_id, "squat 100x5", set_id), log(workout_id, "squat 100x5", set_id))
    assert text_of(alice) == ["2026-01-05 squat 100x5"]


def test_every_write_gives_the_data_a_new_version(alice: int) -> None:
    before = data_version(alice)
    applied = does(alice, start())
    assert before != applied.version == data_version(alice)


def test_operations_of_one_list_are_applied_in_the_order_of_their_ids(alice: int) -> None:
    opened = start()
    workout_id, set_id = int(opened["workout_id"]), new_id()
    steps = [opened, log(workout_id, "squat 100x5", set_id), operation("amend_set", set_id=set_id, reps=6)]
    does(alice, *reversed(steps))
    assert text_of(alice) == ["2026-01-05 squat 100x6"]


def test_the_later_of_two_devices_wins_field_by_field(alice: int) -> None:
    _, set_id = one_set(alice)
    early, late = new_id(), new_id()
    does(alice, operation("amend_set", set_id=set_id, op_id=late, reps=8))
    does(alice, operation("amend_set", set_id=set_id, op_id=early, reps=6, rir=1))
    assert text_of(alice) == ["2026-01-05 squat 100x8@1"]


def test_a_missing_workout_is_named_and_the_set_goes_in_once_the_workout_is_there(alice: int) -> None:
    opened = start()
    logged = log(int(opened["workout_id"]), "squat 100x5")
    assert tries(alice, logged) == [NO_WORKOUT]
    does(alice, opened)
    does(alice, logged)
    assert text_of(alice) == ["2026-01-05 squat 100x5"]


@pytest.mark.parametrize("kind", ["amend_set", "delete_set", "restore_set"])
def test_a_missing_set_is_named(quick_alice: int, kind: str) -> None:
    assert tries(quick_alice, operation(kind, set_id=new_id())) == [NO_SET]


@pytest.mark.parametrize("kind", ["amend_workout", "delete_workout", "restore_workout"])
def test_a_missing_workout_is_named(quick_alice: int, kind: str) -> None:
    assert tries(quick_alice, operation(kind, new_id())) == [NO_WORKOUT]


def on_set(kind: str) -> Callable[[int, int], dict[str, Any]]:
    fields = {"reps": 1} if kind == "amend_set" else {}
    return lambda workout_id, set_id: operation(kind, set_id=set_id, **fields)


def on_workout(kind: str) -> Callable[[int, int], dict[str, Any]]:
    fields = {"ended_at": "2026-01-05T19:00:00+00:00"} if kind in ("amend_workout", "finish_workout") else {}
    return lambda workout_id, set_id: operation(kind, workout_id, **fields)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        *((on_set(kind), NO_SET) for kind in ("amend_set", "delete_set", "restore_set")),
        *((on_workout(f"{verb}_workout"), NO_WORKOUT) for verb in ("amend", "finish", "delete", "restore")),
        (lambda workout_id, set_id: log(workout_id, "squat 60x5"), NO_WORKOUT),
        (lambda workout_id, set_id: log(workout_id, "squat 60x5", set_id), NO_WORKOUT),
    ],
)
def test_somebody_elses_rows_look_like_none_and_stay_as_they_are(
    engine: Engine, alice: int, attempt: Callable[[int, int], dict[str, Any]], sentence: str
) -> None:
    bob = new_lifter(engine, "bob")
    workout_id, set_id = one_set(alice)
    before, version = state_of(alice), data_version(alice)
    tried = attempt(workout_id, set_id)
    assert tries(bob, tried) == [sentence]
    assert (state_of(alice), data_version(alice)) == (before, version)
    assert does(alice, tried).acked == [tried["op_id"]]


def test_bob_may_use_the_number_of_alices_workout_and_has_his_own(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    workout_id, _ = one_set(alice)
    before = state_of(alice)
    does(bob, start(workout_id, title="Bob's"))
    assert state_of(alice) == before
    assert text_of(bob) == ["2026-01-05"]


def test_nobody_has_no_log(engine: Engine) -> None:
    with pytest.raises(NoSuchLifter):
        apply(engine, new_id(), [start()])


REFUSED_SET_FIELDS = [
    ("weight", "1e308", "The weight cannot be “1e308”: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("weight", "2000.5", "The weight cannot be 2000.5 kg: it must be from 0 to 2000 kg."),
    ("weight", "-1", "The weight cannot be “-1”: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("weight", "NaN", "The weight cannot be “NaN”: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("weight", float("inf"), "The weight cannot be inf: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("weight", 10**400, "The weight cannot be a number that long: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("weight", {}, "The weight cannot be a list or an object: a number from 0 to 2000 kg or 5000 lb is expected."),
    ("unit", "stone", "The unit cannot be “stone”: one of kg, lb is expected."),
    ("reps", -3, "The reps cannot be -3: a whole number from 0 to 1000 is expected."),
    ("reps", 5.5, "The reps cannot be 5.5: a whole number from 0 to 1000 is expected."),
    ("reps", True, "The reps cannot be True: a whole number from 0 to 1000 is expected."),
    ("reps", None, "The reps cannot be empty: this exercise is counted in reps."),
    ("rir", 2.25, "The RIR cannot be 2.25: a number from 0 to 10 in steps of 0.5 is expected."),
    ("rir", 10.5, "The RIR cannot be 10.5: a number from 0 to 10 in steps of 0.5 is expected."),
    ("seconds", 604_801, "The seconds cannot be 604801: a number from 0 to 604,800 is expected."),
    ("distance_m", -1, "The distance in metres cannot be -1: a number from 0 to 1,000,000 is expected."),
    ("rest_s", 36_001, "The rest in seconds cannot be 36001: a whole number from 0 to 36000 is expected."),
    ("position", float("nan"), "The position cannot be nan: a finite number is expected."),
    ("set_type", "mega", "The set type cannot be “mega”: one of warmup, working, drop, failure, amrap is expected."),
    ("set_type", None, "The set type cannot be empty: one of warmup, working, drop, failure, amrap is expected."),
    ("pain", "yes", "The pain flag cannot be “yes”: true or false is expected."),
    ("note", "x" * 2001, "The note cannot be “" + "x" * 40 + "…”: text of at most 2000 characters is expected."),
    ("note", "\ud83d", "The note cannot be “?”: text of at most 2000 characters is expected."),
    (
        "exercise_name",
        "n" * 300,
        "The exercise name cannot be “" + "n" * 40 + "…”: text of at most 120 characters is expected.",
    ),
    ("exercise_id", "999999", "There is no such exercise: 999999."),
    ("exercise_id", None, "The exercise cannot be empty: an id made at most a day ahead of now is expected."),
    ("colour", "red", "There is no field “colour” here."),
    (
        "performed_at",
        "2026-01-05T18:00:00",
        "The time of the set cannot be “2026-01-05T18:00:00”: a date and"
        " time with its offset, from 1970 to tomorrow is expected.",
    ),
]


@pytest.mark.parametrize(("name", "value", "sentence"), REFUSED_SET_FIELDS)
def test_a_set_that_cannot_be_is_refused_with_the_field_the_value_and_the_reason(
    quick_alice: int, name: str, value: Any, sentence: str
) -> None:
    opened = start()
    wrong = log(int(opened["workout_id"]), "squat 100x5", **{name: value})
    assert tries(quick_alice, opened, wrong) == [sentence]
    assert text_of(quick_alice) == ["2026-01-05"]
    assert tries(quick_alice, wrong) == [sentence]


REFUSED_WORKOUT_FIELDS = [
    ("performed_on", "3000-01-01", "The date cannot be “3000-01-01”: a date from 1970-01-01 to tomorrow is expected."),
    ("performed_on", "yesterday", "The date cannot be “yesterday”: a date from 1970-01-01 to tomorrow is expected."),
    (
        "zone",
        "Mars/Olympus",
        "The time zone cannot be “Mars/Olympus”: the name of a time zone such as Europe/Berlin is expected.",
    ),
    (
        "zone",
        "../../etc/passwd",
        "The time zone cannot be “../../etc/passwd”: the name of a time zone such as Europe/Berlin is expected.",
    ),
    ("title", "t" * 201, "The title cannot be “" + "t" * 40 + "…”: text of at most 200 characters is expected."),
    ("time_source", "guessed", "The time source cannot be “guessed”: one of logged, imported, assumed is expected."),
    (
        "ended_at",
        "2026-01-05T17:59:00+00:00",
        "The end cannot be 2026-01-05 17:59 UTC: it is before the start, 2026-01-05 18:00 UTC.",
    ),
    (
        "ended_at",
        "2026-01-12T18:00:01+00:00",
        "The end cannot be 2026-01-12 18:00 UTC: it is more than 7 days after the start, 2026-01-05 18:00 UTC.",
    ),
    ("gym_id", "17", "There is no such gym: 17."),
    ("routine_id", "17", "There is no such routine: 17."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), REFUSED_WORKOUT_FIELDS)
@pytest.mark.parametrize("kind", ["start_workout", "amend_workout"])
def test_a_workout_that_cannot_be_is_refused_with_the_field_the_value_and_the_reason(
    quick_alice: int, kind: str, name: str, value: Any, sentence: str
) -> None:
    workout_id = new_id()
    begun = start(workout_id, **({name: value} if kind == "start_workout" else {}))
    sentences = tries(quick_alice, begun)
    if kind == "amend_workout":
        before = text_of(quick_alice)
        sentences = tries(quick_alice, operation(kind, workout_id, **{name: value, "notes": "never written"}))
        assert text_of(quick_alice) == before == ["2026-01-05"]
        assert state_of(quick_alice)["workouts"][0]["notes"] is None
    else:
        assert text_of(quick_alice) == []
    assert sentences == [sentence]


@pytest.mark.parametrize(
    ("raw", "name", "sentence"),
    [
        (None, "#1", "Operation 1 is not an object."),
        ({}, "#1", "The op_id cannot be empty: it must be an id made at most a day ahead of now."),
        (
            {"op_id": "7; drop"},
            "7; drop",
            "The op_id cannot be “7; drop”: it must be an id made at most a day ahead of now.",
        ),
        ({"op_id": "5"}, "5", "The kind of an operation cannot be empty."),
        ({"op_id": "5", "kind": "toggle"}, "5", "The kind of an operation cannot be “toggle”."),
        ({"op_id": "5", "kind": ["log_set"]}, "5", "The kind of an operation cannot be a list or an object."),
        (
            {"op_id": "5", "kind": "delete_set"},
            "5",
            "The set_id cannot be empty: it must be an id made at most a day ahead.",
        ),
        (
            {"op_id": "5", "kind": "delete_workout", "workout_id": "9", "fields": [1]},
            "5",
            "The fields cannot be a list or an object: they must be an object.",
        ),
        ({"op_id": "5", "kind": "finish_workout", "workout_id": "9"}, "5", "The end cannot be empty."),
        (
            {"op_id": "5", "kind": "start_workout", "workout_id": "9"},
            "5",
            "The date cannot be empty where there is no start either.",
        ),
        ({"op_id": "5", "kind": "log_set", "workout_id": "9", "set_id": "8"}, "5", "The exercise cannot be empty."),
    ],
)
def test_what_is_no_operation_is_refused_and_the_others_go_through(
    sqlite_engine: Engine, quick_alice: int, raw: Any, name: str, sentence: str
) -> None:
    good = start()
    applied = apply(sqlite_engine, quick_alice, [raw, good])
    assert applied.rejected == {name: sentence}
    assert applied.acked == [good["op_id"]]


@pytest.mark.parametrize("raw", [None, 5, "log_set", {"op_id": "5"}])
def test_what_is_no_list_is_refused(sqlite_engine: Engine, quick_alice: int, raw: Any) -> None:
    assert apply(sqlite_engine, quick_alice, raw).rejected == {"": "The operations must come as a list."}


def test_an_id_of_the_day_after_tomorrow_is_refused(sqlite_engine: Engine, quick_alice: int) -> None:
    now = datetime(2026, 1, 5, 18, tzinfo=UTC)
    ahead = [int((now + timedelta(hours=hours)).timestamp() * 1000) for hours in (23, 25)]
    near, far = (start(id_at(ms), op_id=0) for ms in ahead)
    near["op_id"], far["op_id"] = "11", "12"
    applied = apply(sqlite_engine, quick_alice, [near, far], now)
    assert applied.acked == ["11"]
    assert list(applied.rejected) == ["12"]


def test_a_refusal_is_remembered_even_if_the_operation_changes(quick_alice: int) -> None:
    opened = start()
    wrong = log(int(opened["workout_id"]), "squat 100x5", reps=-1)
    sentences = tries(quick_alice, opened, wrong)
    assert tries(quick_alice, wrong | {"fields": wrong["fields"] | {"reps": 5}}) == sentences
    assert text_of(quick_alice) == ["2026-01-05"]


def test_a_weight_counts_in_its_own_unit(quick_alice: int) -> None:
    opened = start()
    does(quick_alice, opened, log(int(opened["workout_id"]), "squat 4500lbx1"))
    assert tries(quick_alice, log(int(opened["workout_id"]), "squat 4500x1")) == [
        "The weight cannot be 4500 kg: it must be from 0 to 2000 kg."
    ]


def test_a_weight_alone_is_judged_by_the_unit_that_is_there(quick_alice: int) -> None:
    _, in_kg = one_set(quick_alice, "squat 100x5")
    sentence = "The weight cannot be 2500 kg: it must be from 0 to 2000 kg."
    assert tries(quick_alice, operation("amend_set", set_id=in_kg, weight="2500")) == [sentence]
    does(quick_alice, operation("amend_set", set_id=in_kg, weight="2500", unit="lb"))
    assert text_of(quick_alice) == ["2026-01-05 squat 2500lbx5"]


def test_a_weight_without_unit_takes_the_accounts(sqlite_engine: Engine) -> None:
    texan = new_lifter(sqlite_engine, "texan", unit="lb")
    opened = start()
    logged = log(int(opened["workout_id"]), "squat 225x5")
    del logged["fields"]["unit"]
    does(texan, opened, logged)
    assert text_of(texan) == ["2026-01-05 squat 225lbx5"]


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("74.99999999999999", "74.99999999999999"),
        ("64.9", "64.9"),
        ("80.000", "80"),
        (102.5, "102.5"),
        (0.1 + 0.2, "0.3"),
        ("0", "0"),
    ],
)
def test_a_weight_comes_back_as_entered(engine: Engine, alice: int, entered: Any, kept: str) -> None:
    opened = start()
    does(alice, opened, log(int(opened["workout_id"]), "squat 1x5", weight=entered))
    assert rows(engine, sets, alice)[0]["weight"] == Decimal(kept)
    does(alice, operation("delete_workout", int(opened["workout_id"])))
    does(alice, operation("restore_workout", int(opened["workout_id"])))
    assert rows(engine, sets, alice)[0]["weight"] == Decimal(kept)


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-01-05T23:30:00+00:00", "Europe/Berlin", "2026-01-06"),
        ("2026-01-05T23:30:00+00:00", "America/New_York", "2026-01-05"),
        ("2026-01-06T00:30:00+01:00", "UTC", "2026-01-05"),
        ("2026-03-29T01:30:00+00:00", "Europe/Berlin", "2026-03-29"),
    ],
)
def test_a_workout_belongs_to_the_local_day_of_its_start(quick_alice: int, at: str, zone: str, day: str) -> None:
    does(quick_alice, start(at=at, zone=zone))
    assert text_of(quick_alice) == [day]


def test_without_a_zone_the_accounts_counts(sqlite_engine: Engine) -> None:
    kiwi = new_lifter(sqlite_engine, "kiwi", time_zone="Pacific/Auckland")
    opened = start(at="2026-01-05T18:00:00+00:00")
    del opened["fields"]["zone"]
    does(kiwi, opened)
    assert text_of(kiwi) == ["2026-01-06"]
    assert rows(sqlite_engine, workouts, kiwi)[0]["zone"] == "Pacific/Auckland"


def test_the_day_changes_only_when_the_lifter_says_so(quick_alice: int) -> None:
    workout_id, _ = one_set(quick_alice)
    does(quick_alice, operation("amend_workout", workout_id, started_at="2026-01-03T18:00:00+00:00", zone="Asia/Tokyo"))
    assert text_of(quick_alice) == ["2026-01-05 squat 100x5@2"]
    does(quick_alice, operation("amend_workout", workout_id, performed_on="2026-01-03"))
    assert text_of(quick_alice) == ["2026-01-03 squat 100x5@2"]


def test_a_past_workout_may_have_a_day_and_no_start(engine: Engine, alice: int) -> None:
    does(alice, operation("start_workout", new_id(), performed_on="2020-02-29", time_source="assumed"))
    kept = rows(engine, workouts, alice)[0]
    assert (kept["performed_on"], kept["started_at"], kept["time_source"]) == (date(2020, 2, 29), None, "assumed")


def test_a_finished_workout_can_be_reopened(engine: Engine, alice: int) -> None:
    (workout_id,) = log_of(alice, "2026-01-05 squat 100x5")
    assert rows(engine, workouts, alice)[0]["ended_at"] == datetime(2026, 1, 5, 19, tzinfo=UTC)
    does(alice, operation("amend_workout", workout_id, ended_at=None))
    assert rows(engine, workouts, alice)[0]["ended_at"] is None


def test_a_gym_must_be_ones_own(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    with writing(engine) as connection:
        connection.execute(insert(gyms).values(user_id=alice, gym_id=17, name="Iron"))
    assert tries(bob, start(gym_id="17")) == ["There is no such gym: 17."]
    does(alice, start(gym_id="17"))
    assert rows(engine, workouts, alice)[0]["gym_id"] == 17


def test_a_deleted_set_comes_back_as_it_was(alice: int) -> None:
    _, set_id = one_set(alice)
    does(alice, operation("delete_set", set_id=set_id))
    assert text_of(alice) == ["2026-01-05"]
    does(alice, operation("restore_set", set_id=set_id))
    assert text_of(alice) == ["2026-01-05 squat 100x5@2"]


def test_a_late_change_of_a_deleted_set_shows_only_when_it_is_restored(alice: int) -> None:
    workout_id, set_id = one_set(alice)
    does(alice, operation("delete_set", set_id=set_id))
    does(alice, operation("amend_set", set_id=set_id, reps=8), log(workout_id, "squat 105x8", set_id))
    assert text_of(alice) == ["2026-01-05"]
    does(alice, operation("restore_set", set_id=set_id))
    assert text_of(alice) == ["2026-01-05 squat 105x8"]


def test_a_deleted_workout_takes_its_sets_and_its_plan_along_and_brings_them_back(engine: Engine, alice: int) -> None:
    workout_id, _ = one_set(alice)
    gone = log(workout_id, "bench 80x8")
    plan = {"user_id": alice, "planned_set_id": 7, "workout_id": workout_id, "exercise_id": SQUAT, "position": 1.0}
    target = {"weight": Decimal("102.5"), "unit": "kg", "reps_min": 5, "set_type": "working"}
    with writing(engine) as connection:
        connection.execute(insert(planned_sets).values(**plan, **target))
    planned = rows(engine, planned_sets, alice)
    does(alice, gone, operation("delete_set", set_id=int(gone["set_id"])))
    does(alice, operation("delete_workout", workout_id))
    assert (text_of(alice), rows(engine, sets, alice), rows(engine, planned_sets, alice)) == ([], [], [])
    does(alice, operation("restore_workout", workout_id))
    assert text_of(alice) == ["2026-01-05 squat 100x5@2"]
    assert rows(engine, planned_sets, alice) == planned
    assert [image["row_id"] for image in rows(engine, deleted_rows, alice)] == [int(gone["set_id"])]


def test_a_set_logged_into_a_deleted_workout_comes_with_its_restoration(alice: int) -> None:
    workout_id, _ = one_set(alice)
    does(alice, operation("delete_workout", workout_id))
    does(alice, log(workout_id, "bench 80x8"))
    assert text_of(alice) == []
    does(alice, operation("restore_workout", workout_id))
    assert text_of(alice) == ["2026-01-05 squat 100x5@2 bench 80x8"]


def test_a_set_can_be_logged_over_into_another_workout_that_is_then_alone(alice: int) -> None:
    old, set_id = one_set(alice)
    opened = start(at="2026-01-07T18:00:00+00:00")
    new = int(opened["workout_id"])
    does(alice, opened, log(new, "squat 100x5", set_id), operation("delete_workout", old))
    assert text_of(alice) == ["2026-01-07 squat 100x5"]


def marked(lifter: int, *operations: dict[str, Any]) -> set[tuple[int | None, str]]:
    """The marks that operations leave."""
    forget_marks(lifter)
    does(lifter, *operations)
    return marks_of(lifter)


def test_every_change_marks_the_old_and_the_new_exercise_and_day(alice: int) -> None:
    opened = start()
    workout_id, set_id = int(opened["workout_id"]), new_id()
    fifth, third = "2026-01-05", "2026-01-03"
    assert marked(alice, opened) == {(None, fifth)}
    assert marked(alice, log(workout_id, "squat 100x5", set_id)) == {(SQUAT, fifth)}
    assert marked(alice, operation("amend_set", set_id=set_id, reps=6)) == {(SQUAT, fifth)}
    swap = operation("amend_set", set_id=set_id, exercise_id=str(BENCH))
    assert marked(alice, swap) == {(SQUAT, fifth), (BENCH, fifth)}
    move = operation("amend_workout", workout_id, performed_on=third)
    assert marked(alice, move) == {(None, fifth), (None, third), (BENCH, fifth), (BENCH, third)}
    later = operation("amend_workout", workout_id, started_at="2026-01-05T19:00:00+00:00")
    assert marked(alice, later) == {(None, third), (BENCH, third)}
    end = operation("finish_workout", workout_id, ended_at="2026-01-05T20:00:00+00:00")
    assert marked(alice, end) == {(None, third)}
    assert marked(alice, operation("delete_set", set_id=set_id)) == {(BENCH, third)}
    assert marked(alice, operation("amend_set", set_id=set_id, reps=9)) == set()
    assert marked(alice, operation("restore_set", set_id=set_id)) == {(BENCH, third)}
    assert marked(alice, operation("delete_workout", workout_id)) == {(None, third), (BENCH, third)}
    assert marked(alice, operation("restore_workout", workout_id)) == {(None, third), (BENCH, third)}
    assert marked(alice, operation("restore_workout", workout_id)) == set()


def test_moving_a_set_to_another_workout_marks_both_days(alice: int) -> None:
    _, set_id = one_set(alice)
    opened = start(at="2026-01-07T18:00:00+00:00")
    does(alice, opened)
    moved = log(int(opened["workout_id"]), "squat 100x5", set_id)
    assert marked(alice, moved) == {(SQUAT, "2026-01-05"), (SQUAT, "2026-01-07")}


def test_a_refused_operation_marks_nothing(alice: int) -> None:
    _, set_id = one_set(alice)
    forget_marks(alice)
    assert tries(alice, operation("amend_set", set_id=set_id, reps=-1)) != []
    assert marks_of(alice) == set()


def test_deleted_rows_are_kept_thirty_days_and_operations_a_hundred_and_eighty(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    for lifter in (alice, bob):
        _, set_id = one_set(lifter)
        does(lifter, operation("delete_set", set_id=set_id))
    now = datetime.now(UTC)
    assert purge(engine, now + timedelta(days=29)) == (0, 0)
    assert purge(engine, now + timedelta(days=31)) == (2, 0)
    assert purge(engine, now + timedelta(days=179)) == (0, 0)
    assert purge(engine, now + timedelta(days=181)) == (0, 6)
    assert rows(engine, applied_ops, alice) == rows(engine, deleted_rows, bob) == []
    assert text_of(alice) == text_of(bob) == ["2026-01-05"]


def test_a_deleted_set_that_came_from_a_file_is_remembered_for_ever(engine: Engine, alice: int) -> None:
    _, set_id = one_set(alice)
    with writing(engine) as connection:
        connection.execute(update(sets).where(sets.c.set_id == set_id).values(source_key="strong:1"))
    does(alice, operation("delete_set", set_id=set_id))
    assert purge(engine, datetime.now(UTC) + timedelta(days=400))[0] == 0


def statements(engine: Engine, lifter: int, *operations: dict[str, Any]) -> int:
    """How many statements it takes to apply operations."""
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    does(lifter, *operations)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_statements_of_a_write_do_not_grow_with_the_history(engine: Engine, alice: int) -> None:
    workout_id, set_id = one_set(alice)
    amend = {"set_id": set_id, "reps": 6}
    few = statements(engine, alice, operation("amend_set", **amend), log(workout_id, "squat 100x5"))
    log_of(alice, "\n".join(f"2025-{month:02}-05 squat " + "100x5 " * 8 for month in range(1, 13)))
    many = statements(engine, alice, operation("amend_set", **amend | {"reps": 7}), log(workout_id, "squat 100x5"))
    assert few == many <= 14


def test_a_list_of_many_sets_is_written_in_few_statements(engine: Engine, alice: int) -> None:
    opened = start()
    logged = [log(int(opened["workout_id"]), "squat 100x5") for _ in range(200)]
    assert statements(engine, alice, opened, *logged) <= 16
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(sets)) == 200
