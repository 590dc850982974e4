"""Bulk repair: one exercise over some days put right at once, seen before, and taken back as it was."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from database.db_connector import reading
from database.ids import new_id
from database.olap_tables import fact_exercise_days
from database.oltp_tables import sets
from services.errors import InvalidValue, NoSuchExercise
from services.etl_oltp_to_olap import check, refresh
from services.exercises.editing import add_exercise, merge_exercises
from services.importers.batches import batches, kept_rows
from services.importers.pipeline import run_import, undo_import
from services.importers.preview import preview
from services.importers.repair import Repair, foresee, repair
from services.importers.undo import NoSuchImport
from tests.cast import does, exercise_id, log_of, new_lifter, operation, text_of
from tests.facts import rows_of
from tests.strong_files import row, strong_file

LOG = """\
2026-01-05 squat 100x5 bench 60x8
2026-01-07 squat 43.09x5 9.07x5
2026-01-09 squat 225lbx5"""
FIRST, LAST = date(2026, 1, 5), date(2026, 1, 9)


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter = new_lifter(engine, "alice")
    log_of(lifter, LOG)
    return lifter


def asked(kind: str, exercise: str = "squat", first: date = FIRST, last: date = LAST, **more: Any) -> Repair:
    return Repair(exercise_id(exercise), first, last, kind, **more)


def stamps(engine: Engine, lifter: int) -> list[Any]:
    with reading(engine) as connection:
        found = connection.execute(select(sets).where(sets.c.user_id == lifter).order_by(sets.c.set_id))
        return [dict(one) for one in found.mappings()]


@pytest.mark.parametrize(
    ("kind", "became"),
    [
        ("to_lb", ["squat 100lbx5 bench 60x8", "squat 43.09lbx5 9.07lbx5", "squat 225lbx5"]),
        ("to_kg", ["squat 100x5 bench 60x8", "squat 43.09x5 9.07x5", "squat 225x5"]),
        ("pounds", ["squat 100x5 bench 60x8", "squat 95lbx5 20lbx5", "squat 225lbx5"]),
        ("double", ["squat 200x5 bench 60x8", "squat 86.18x5 18.14x5", "squat 450lbx5"]),
        ("halve", ["squat 50x5 bench 60x8", "squat 21.545x5 4.535x5", "squat 112.5lbx5"]),
    ],
)
def test_each_repair_and_its_way_back(engine: Engine, alice: int, kind: str, became: list[str]) -> None:
    before = stamps(engine, alice)
    batch_id = repair(engine, alice, asked(kind))
    assert [text.partition(" ")[2] for text in text_of(alice)] == became
    done = undo_import(engine, alice, batch_id)
    assert (done.removed, done.kept) == (0, ())
    assert stamps(engine, alice) == before
    with pytest.raises(NoSuchImport):
        undo_import(engine, alice, batch_id)


def test_only_the_days_and_the_lifter_that_were_asked_for(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    log_of(bob, LOG)
    before = text_of(bob)
    changes = foresee(engine, alice, asked("double", first=date(2026, 1, 7), last=date(2026, 1, 7)))
    assert [(one.performed_on, str(one.after["weight"])) for one in changes] == [
        (date(2026, 1, 7), "86.18"), (date(2026, 1, 7), "18.14"),
    ]  # fmt: skip
    batch_id = repair(engine, alice, asked("double", last=date(2026, 1, 5)))
    assert text_of(alice)[0] == "2026-01-05 squat 200x5 bench 60x8"
    assert text_of(alice)[1:] == before[1:]
    assert text_of(bob) == before
    assert batches(engine, bob) == []
    with pytest.raises(NoSuchImport):
        undo_import(engine, bob, batch_id)


def test_sets_move_to_another_exercise_with_their_facts(engine: Engine, alice: int) -> None:
    refresh(engine, alice)
    batch_id = repair(engine, alice, asked("move", first=date(2026, 1, 7), into_id=exercise_id("deadlift")))
    assert text_of(alice)[1:] == ["2026-01-07 deadlift 43.09x5 9.07x5", "2026-01-09 deadlift 225lbx5"]
    refresh(engine, alice)
    check(engine, alice)
    counted = {(one["exercise_id"], str(one["performed_on"])) for one in rows_of(engine, alice, fact_exercise_days)}
    assert (exercise_id("deadlift"), "2026-01-07") in counted
    assert (exercise_id("squat"), "2026-01-07") not in counted
    undo_import(engine, alice, batch_id)
    refresh(engine, alice)
    check(engine, alice)
    assert [text.split()[1] for text in text_of(alice)] == ["squat", "squat", "squat"]


def test_what_was_merged_into_the_exercise_is_repaired_with_it(engine: Engine, alice: int) -> None:
    merge_exercises(engine, alice, exercise_id("bench"), exercise_id("squat"))
    assert len(foresee(engine, alice, asked("double"))) == 5


def test_a_load_in_the_column_of_distances_becomes_a_weight(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    log_of(alice, "2026-01-05 run x490849.92m x20000m")
    assert foresee(engine, alice, asked("load", "run", unit="lb"))[0].after["weight"] == 305
    repair(engine, alice, asked("metres", "run", unit="kg"))
    assert text_of(alice) == ["2026-01-05 run x490.85m x20m"]


def test_what_was_edited_after_a_repair_stays_when_it_is_taken_back(engine: Engine, alice: int) -> None:
    batch_id = repair(engine, alice, asked("double"))
    edited = next(one["set_id"] for one in stamps(engine, alice) if one["weight"] == 200)
    does(alice, operation("amend_set", set_id=edited, weight="190", unit="kg"))
    done = undo_import(engine, alice, batch_id)
    assert (done.restored, done.kept) == (3, (edited,))
    assert text_of(alice)[:2] == ["2026-01-05 squat 190x5 bench 60x8", "2026-01-07 squat 43.09x5 9.07x5"]
    (kept,) = kept_rows(engine, alice, done.kept)
    assert (kept.performed_on, kept.weight, kept.reps) == (FIRST, 190, 5)


def test_a_later_import_leaves_a_repair_alone_and_an_undone_one_not(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    shown = preview(strong_file([row()]), "strong.csv", unit="kg", zone="UTC")
    run_import(engine, alice, shown)
    batch_id = repair(engine, alice, asked("to_lb"))
    assert run_import(engine, alice, shown).kept == 1
    assert text_of(alice) == ["2026-01-05 squat 100lbx5"]
    undo_import(engine, alice, batch_id)
    done = run_import(engine, alice, shown.answered("lb", "UTC"))
    assert (done.updated, done.kept) == (1, 0)


@pytest.mark.parametrize(
    ("repairing", "reason"),
    [
        (asked("nonsense"), "needs its kind"),
        (asked("double", first=LAST, last=FIRST), "not after the last"),
        (asked("move"), "Say which exercise"),
        (asked("to_kg", "deadlift"), "No set of these days would change"),
    ],
)
def test_what_cannot_be_asked_is_refused(engine: Engine, alice: int, repairing: Repair, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        repair(engine, alice, repairing)


def test_another_lifters_exercise_does_not_exist(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    fields = {"name": "Secret Lift", "equipment": "barbell", "pattern": "squat", "load_type": "external"}
    theirs = add_exercise(engine, bob, fields | {"implements": 1, "per_side": False}, {})
    with pytest.raises(NoSuchExercise):
        foresee(engine, alice, asked("move", into_id=theirs))


def test_a_weight_beyond_what_can_be_logged_is_not_made(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    log_of(alice, "2026-01-05 squat 1500x1")
    with pytest.raises(InvalidValue, match="3000 kg on 2026-01-05"):
        repair(engine, alice, asked("double"))


def test_imports_and_repairs_are_listed_with_what_they_did(engine: Engine, alice: int) -> None:
    run_import(engine, alice, preview(strong_file([row(), row(order="2")]), "a.csv", unit="kg", zone="UTC"))
    run_import(engine, alice, preview(strong_file([row(reps="6"), row(order="2")]), "b.csv", unit="kg", zone="UTC"))
    undone = repair(engine, alice, asked("halve"))
    undo_import(engine, alice, undone)
    told = [(one.app, one.file_name, one.added, one.changed, one.undone_at is None) for one in batches(engine, alice)]
    assert told == [
        ("Repair", "", 0, 6, False),
        ("Strong", "b.csv", 0, 1, True),
        ("Strong", "a.csv", 2, 0, True),
    ]


@settings(max_examples=50, deadline=None)
@given(
    weights=st.lists(st.decimals("0.25", 900, places=2), min_size=1, max_size=4),
    kinds=st.lists(st.sampled_from(["to_lb", "to_kg", "pounds", "double", "halve"]), min_size=1, max_size=3),
)
def test_repairs_taken_back_in_turn_leave_no_trace(sqlite_engine: Engine, weights: list[Any], kinds: list[str]) -> None:
    alice = new_lifter(sqlite_engine, str(new_id()))
    log_of(alice, "2026-01-05 squat " + " ".join(f"{weight}x5" for weight in weights))
    before, done = stamps(sqlite_engine, alice), []
    for kind in kinds:
        try:
            done.append(repair(sqlite_engine, alice, asked(kind)))
        except InvalidValue:
            continue
    for batch_id in reversed(done):
        assert undo_import(sqlite_engine, alice, batch_id).kept == ()
    assert stamps(sqlite_engine, alice) == before
