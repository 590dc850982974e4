"""The import as a lifter sees it: what arrives, what a second run does, what is refused, and the way back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Table, select

from database.db_connector import reading, writing
from database.ids import new_id
from database.olap_tables import fact_sets
from database.oltp_tables import (
    CATALOGUE,
    deleted_rows,
    etl_queue,
    exercise_aliases,
    exercise_settings,
    exercises,
    import_batches,
    import_changes,
    sets,
    workouts,
)
from services.errors import NoSuchExercise, NoSuchLifter, UnknownTimeZone
from services.etl_oltp_to_olap import check, refresh
from services.importers.pipeline import (
    ImportRefused,
    Outcome,
    Preview,
    UnitNeeded,
    foresee,
    guesses,
    preview,
    recount,
    run_import,
    undo_import,
)
from services.importers.undo import NoSuchImport
from tests.cast import does, exercise_id, new_lifter, operation, text_of
from tests.strong_files import Row, row, rows_by_chance, strong_file

CLASSIC = Path(__file__).parents[1] / "fixtures" / "strong_classic.csv"
TWO_SETS = (row(), row(order="2", weight="105"))


def seen(*rows: Row, unit: str | None = "kg", zone: str = "UTC") -> Preview:
    return preview(strong_file(rows), "strong.csv", unit=unit, zone=zone)


def imports(engine: Engine, lifter: int, *rows: Row, **answers: Any) -> Outcome:
    return run_import(engine, lifter, seen(*rows, **answers))


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged


def rows_of(engine: Engine, lifter: int, table: Table) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        found = connection.execute(select(table).where(table.c.user_id == lifter)).mappings()
        return [dict(one) for one in found]


def one_of(engine: Engine, lifter: int, table: Table) -> dict[str, Any]:
    found = rows_of(engine, lifter, table)
    assert len(found) == 1
    return found[0]


def all_rows(engine: Engine, lifter: int) -> dict[str, int]:
    """How many rows a lifter has, by table that an import writes."""
    tables = (workouts, sets, exercises, exercise_aliases, import_batches, import_changes, etl_queue)
    return {table.name: len(rows_of(engine, lifter, table)) for table in tables}


def set_id_of(engine: Engine, lifter: int, weight: str) -> int:
    return int(next(one["set_id"] for one in rows_of(engine, lifter, sets) if one["weight"] == Decimal(weight)))


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def bob(engine: Engine) -> int:
    return new_lifter(engine, "bob")


def test_what_the_file_says_arrives(engine: Engine, alice: int) -> None:
    shown = preview(CLASSIC.read_bytes(), "strong.csv", unit="kg", zone="Europe/Berlin")
    assert counts(run_import(engine, alice, shown)) == (9, 0, 0)
    written = [
        (one["exercise_name"], one["set_type"], one["weight"], one["reps"], one["rir"], one["seconds"], one["note"])
        for one in sorted(rows_of(engine, alice, sets), key=lambda one: one["set_id"])
    ]
    assert written[1] == ("Bench Press (Barbell)", "working", Decimal(80), 5, 2.0, None, "paused")
    assert written[3] == ("Bench Press (Barbell)", "drop", Decimal(60), 10, 0.5, None, None)
    assert written[4] == ("Plank", "working", None, None, None, 60.0, None)
    assert written[5] == ("Squat (Barbell)", "working", Decimal("74.99999999999999"), 3, None, None, "belt on")
    push, legs = sorted(rows_of(engine, alice, workouts), key=lambda one: one["performed_on"])
    assert push["started_at"] == datetime(2024, 3, 4, 17, 5, 10, tzinfo=UTC)
    assert push["ended_at"] == datetime(2024, 3, 4, 18, 15, 10, tzinfo=UTC)
    assert (push["title"], push["zone"], push["time_source"]) == ("Push", "Europe/Berlin", "imported")
    assert push["notes"] == "Slept badly,\nbut it went well"
    assert (legs["title"], legs["ended_at"]) == ("Legs", None)
    assert {one["unit"] for one in rows_of(engine, alice, sets) if one["weight"]} == {"kg"}


def test_every_set_keeps_the_name_it_had_and_its_place(engine: Engine, alice: int) -> None:
    imports(engine, alice, row(exercise="OHP", order="1"), row(exercise="ohp", order="2"))
    found = sorted(rows_of(engine, alice, sets), key=lambda one: one["position"])
    assert [(one["exercise_name"], one["position"]) for one in found] == [("OHP", 1.0), ("ohp", 2.0)]
    assert {one["exercise_id"] for one in found} == {exercise_id("press")}


def test_a_weight_of_zero_is_none_and_the_others_are_as_written(engine: Engine, alice: int) -> None:
    imports(engine, alice, row(weight="0"), row(order="2", weight="74.99999999999999"), unit="lb")
    found = sorted(rows_of(engine, alice, sets), key=lambda one: one["position"])
    assert [(one["weight"], one["unit"]) for one in found] == [(None, None), (Decimal("74.99999999999999"), "lb")]


def test_a_distance_without_a_unit_is_in_kilometres_or_miles_as_the_weights_are(engine: Engine, alice: int) -> None:
    run = list(row(exercise="Running", weight="0", reps="0", seconds="600"))
    run[7] = "2.5"
    imports(engine, alice, tuple(run), unit="lb")
    assert one_of(engine, alice, sets)["distance_m"] == pytest.approx(4023.36)


def test_the_statistics_follow(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    refresh(engine, alice)
    check(engine, alice)
    assert sorted(one["weight_kg"] for one in rows_of(engine, alice, fact_sets)) == [100, 105]


def test_a_second_run_adds_and_updates_nothing(engine: Engine, alice: int) -> None:
    shown = preview(CLASSIC.read_bytes(), "strong.csv", unit="kg", zone="Europe/Berlin")
    run_import(engine, alice, shown)
    before = all_rows(engine, alice)
    assert counts(run_import(engine, alice, shown)) == (0, 0, 9)
    assert all_rows(engine, alice) == before


def test_a_dry_run_foretells_and_writes_nothing(engine: Engine, alice: int) -> None:
    before = all_rows(engine, alice)
    assert counts(foresee(engine, alice, seen(*TWO_SETS))) == (2, 0, 0)
    assert all_rows(engine, alice) == before
    imports(engine, alice, TWO_SETS[0])
    assert counts(foresee(engine, alice, seen(row(weight="101"), TWO_SETS[1]))) == (1, 1, 0)


def test_a_longer_file_adds_what_is_new_and_updates_what_changed_there(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    later = (
        row(reps="6", workout_note="now with a note"),
        TWO_SETS[1],
        row(order="3"),
        row(start="2026-01-07 18:00:00"),
    )
    assert counts(imports(engine, alice, *later)) == (2, 1, 1)
    assert text_of(alice) == ["2026-01-05 squat 100x6 105x5 100x5", "2026-01-07 squat 100x5"]
    assert [one["notes"] for one in rows_of(engine, alice, workouts) if one["notes"]] == ["now with a note"]


def test_what_the_lifter_edited_here_stays(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    does(alice, operation("amend_set", set_id=set_id_of(engine, alice, "100"), weight="110", unit="kg"))
    outcome = imports(engine, alice, row(weight="99", reps="8"), TWO_SETS[1])
    assert counts(outcome) == (0, 1, 1)
    assert outcome.kept == 1
    assert text_of(alice) == ["2026-01-05 squat 110x8 105x5"]


def test_a_unit_corrected_by_a_second_run_spares_what_was_edited_here(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    does(alice, operation("amend_set", set_id=set_id_of(engine, alice, "100"), weight="110"))
    assert counts(imports(engine, alice, *TWO_SETS, unit="lb")) == (0, 1, 1)
    assert text_of(alice) == ["2026-01-05 squat 110x5 105lbx5"]


def test_a_set_that_was_deleted_here_stays_deleted(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    does(alice, operation("delete_set", set_id=set_id_of(engine, alice, "100")))
    outcome = imports(engine, alice, *TWO_SETS, row(order="3", weight="107.5"))
    assert counts(outcome) == (1, 0, 2)
    assert outcome.deleted == 1
    assert text_of(alice) == ["2026-01-05 squat 105x5 107.5x5"]


def test_a_workout_that_was_deleted_here_stays_deleted_with_all_that_the_app_adds_to_it(
    engine: Engine, alice: int
) -> None:
    imports(engine, alice, *TWO_SETS)
    does(alice, operation("delete_workout", one_of(engine, alice, workouts)["workout_id"]))
    outcome = imports(engine, alice, *TWO_SETS, row(order="3", weight="107.5"), row(title="Other"))
    assert counts(outcome) == (1, 0, 3)
    assert text_of(alice) == ["2026-01-05 squat 100x5"]
    assert len(rows_of(engine, alice, deleted_rows)) == 3


def test_a_workout_moved_here_keeps_its_day_and_still_takes_new_sets(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    workout_id = one_of(engine, alice, workouts)["workout_id"]
    does(alice, operation("amend_workout", workout_id, performed_on="2026-01-04"))
    imports(engine, alice, *TWO_SETS, row(order="3"))
    assert text_of(alice) == ["2026-01-04 squat 100x5 105x5 100x5"]


def test_another_time_zone_later_does_not_move_what_is_here(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS, zone="Europe/Berlin")
    assert counts(imports(engine, alice, *TWO_SETS, zone="Asia/Tokyo")) == (0, 0, 2)
    assert one_of(engine, alice, workouts)["zone"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2025-03-30 02:30:00", datetime(2025, 3, 30, 1, 30, tzinfo=UTC)),  # skipped: 03:30 by the new clock
        ("2025-10-26 02:30:00", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),  # twice: the first
        ("2025-07-01 00:10:00", datetime(2025, 6, 30, 22, 10, tzinfo=UTC)),
    ],
)
def test_the_clock_is_the_lifters_and_so_is_the_date(engine: Engine, alice: int, local: str, utc: datetime) -> None:
    imports(engine, alice, row(start=local), zone="Europe/Berlin")
    found = one_of(engine, alice, workouts)
    assert found["started_at"] == utc
    assert found["performed_on"] == date.fromisoformat(local[:10])
    assert (found["ended_at"] - utc).total_seconds() == 3900


def test_two_lifters_import_the_same_file_and_each_has_it(engine: Engine, alice: int, bob: int) -> None:
    imports(engine, alice, *TWO_SETS)
    assert counts(imports(engine, bob, *TWO_SETS)) == (2, 0, 0)
    assert text_of(alice) == text_of(bob)


BAD_FILES: Mapping[str, tuple[bytes, int | None, str]] = {
    "empty": (b"", None, "The file is empty."),
    "blank": (b"\n  \n", None, "The file is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", None, "This is a PNG picture, not a CSV file."),
    "a workbook": (b"PK\x03\x04rest", None, "This is a ZIP archive or a workbook, not a CSV file."),
    "a NUL byte": (strong_file(TWO_SETS) + b"\0", None, "The file holds bytes that no text has; it is not a CSV file."),
    "half of UTF-16": (strong_file(TWO_SETS).decode().encode("utf-16")[:-1], None, "The text of the file is damaged"),
    "another table": (b"a,b\n1,2\n", None, "The header of this table belongs to no app that is known here."),
    "only a header": (strong_file([]), None, "This Strong file holds no sets."),
    "too large": (b"x" * 25_000_001, None, "The file is too large: at most 25 MB can be read."),
    "an open quotation mark": (
        strong_file(TWO_SETS) + b'2026-01-05 18:00:00,"Le"gs,1h,Squat,3,1,1,0,0,,,\n',
        4,
        "The quotation marks do not close here; from this row on the file cannot be read.",
    ),
    "a row cut off": (
        strong_file(TWO_SETS) + b"2026-01-05 18:00:00,Legs\n",
        4,
        "The row has 2 fields where the header",
    ),
    "words for a weight": (strong_file([*TWO_SETS, row(weight="heavy")]), 4, "The weight “heavy” is not a number."),
    "a huge weight": (strong_file([TWO_SETS[0], row(weight="1e308")]), 3, "The weight must be at most 20,000 kg"),
    "negative reps": (strong_file([row(reps="-5"), *TWO_SETS]), 2, "The reps must lie between 0 and 10,000: “-5.0”."),
    "a long name": (strong_file([row(exercise="x" * 300)]), 2, "The exercise name is longer than 120 characters"),
    "the year 3000": (strong_file([row(start="3000-01-01 10:00:00")]), 2, "The date must lie between 1970-01-01 and"),
    "an unknown set order": (
        strong_file([row(order="Z")]),
        2,
        "The set order “Z” is neither a number nor a kind of set.",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_a_sentence_with_the_row_and_nothing_is_written(engine: Engine, alice: int, name: str) -> None:
    data, place, reason = BAD_FILES[name]
    shown = preview(data, "export.csv", unit="kg", zone="UTC")
    assert [problem.row for problem in shown.problems] == [place]
    assert shown.problems[0].reason.startswith(reason)
    before = all_rows(engine, alice)
    with pytest.raises(ImportRefused, match="^Row" if place else None):
        run_import(engine, alice, shown)
    assert all_rows(engine, alice) == before


def test_all_broken_rows_are_told_at_once_and_the_figures_are_those_of_the_others() -> None:
    shown = seen(row(), row(reps="x"), row(order="2", reps="-1"), row(order="3", reps="7"))
    assert [problem.row for problem in shown.problems] == [3, 4]
    assert (shown.rows, shown.figures.sets, shown.figures.reps) == (4, 2, 12)


def test_without_the_unit_nothing_is_written(engine: Engine, alice: int) -> None:
    shown = seen(*TWO_SETS, unit=None)
    assert shown.unit_needed
    with pytest.raises(UnitNeeded):
        run_import(engine, alice, shown)
    assert rows_of(engine, alice, workouts) == []
    assert counts(run_import(engine, alice, shown.answered("lb", "UTC"))) == (2, 0, 0)


def test_an_answer_is_checked_too() -> None:
    heavy = seen(row(weight="40000"), unit=None)
    assert heavy.problems == ()
    assert [problem.row for problem in heavy.answered("kg", "UTC").problems] == [2]
    with pytest.raises(UnknownTimeZone):
        heavy.answered("kg", "Mars/Olympus")


def test_nobody_cannot_import(engine: Engine) -> None:
    with pytest.raises(NoSuchLifter):
        imports(engine, new_id(), *TWO_SETS)


@pytest.mark.parametrize(
    ("name", "slug", "how"),
    [
        ("Squat (Barbell)", "squat-barbell", "same name"),
        ("squat  (BARBELL)", "squat-barbell", "known name"),
        ("Squats (BB)", "squat-barbell", "same words"),
        ("Barbell Squat", "squat-barbell", "known name"),
        ("Bench Presss (Barbell)", "bench-press-barbell", "alike"),
        ("RDL", "romanian-deadlift-barbell", "known name"),
    ],
)
def test_a_name_finds_its_exercise(engine: Engine, alice: int, name: str, slug: str, how: str) -> None:
    guess = guesses(engine, alice, seen(row(exercise=name)))[0]
    assert (guess.exercise_id, guess.how) == (exercise_id(slug), how)


@pytest.mark.parametrize(
    "name",
    ["Squat (Sled)", "Incline Deadlift (Barbell)", "Hip Adduction (Cable)", "Reverse Chin Hold", "Bench Press (TRX)"],
)
def test_other_equipment_or_another_variant_is_another_exercise(engine: Engine, alice: int, name: str) -> None:
    guess = guesses(engine, alice, seen(row(exercise=name)))[0]
    assert (guess.exercise_id, guess.how) == (None, "new")


def test_an_unknown_exercise_becomes_the_lifters_own(engine: Engine, alice: int, bob: int) -> None:
    rows = [
        row(exercise="Zorb Press (Cable)"),
        row(exercise="zorb press  (cable)", order="2"),
        row(exercise="Zorb Hold", weight="0", reps="0", seconds="30"),
    ]
    assert imports(engine, alice, *rows).new_exercises == 2
    found = {one["name"]: one for one in rows_of(engine, alice, exercises)}
    assert {name: (one["equipment"], one["load_type"]) for name, one in found.items()} == {
        "Zorb Press (Cable)": ("cable", "external"),
        "Zorb Hold": ("other", "duration"),
    }
    assert guesses(engine, alice, seen(rows[0]))[0].how == "yours"
    assert guesses(engine, bob, seen(rows[0]))[0].how == "new"


def test_a_slip_of_the_pen_in_a_new_name_does_not_make_two_of_it_but_a_number_does(engine: Engine, alice: int) -> None:
    names = ("Zorbing Machine 1", "Zorbing Machine 2", "Zorbing Pullovers", "Zorbing Pulloverrs")
    rows = [row(exercise=name, order=str(order)) for order, name in enumerate(names)]
    assert imports(engine, alice, *rows).new_exercises == 3
    assert {one["name"] for one in rows_of(engine, alice, exercises)} == set(names[:3])


def test_the_lifters_own_names_win_over_the_catalogue(engine: Engine, alice: int) -> None:
    own = {"user_id": alice, "exercise_id": exercise_id("bench"), "own_name": "Squat (Barbell)"}
    with writing(engine) as connection:
        connection.execute(exercise_settings.insert().values(**own))
    guess = guesses(engine, alice, seen(row()))[0]
    assert (guess.exercise_id, guess.exercise, guess.how) == (exercise_id("bench"), "Squat (Barbell)", "yours")


def test_a_renamed_exercise_of_an_import_is_found_again(engine: Engine, alice: int) -> None:
    imports(engine, alice, row(exercise="Zorb Press"))
    renamed = {"name": "Zorb Bench", "name_key": "zorb bench"}
    with writing(engine) as connection:
        connection.execute(exercises.update().where(exercises.c.user_id == alice).values(**renamed))
    imports(engine, alice, row(exercise="Zorb Press"), row(exercise="Zorb Press", order="2"))
    assert {one["exercise_id"] for one in rows_of(engine, alice, sets)} == {
        one_of(engine, alice, exercises)["exercise_id"]
    }


def test_a_correction_is_used_and_remembered_and_moves_what_was_imported_before(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    shown = seen(*TWO_SETS, row(order="3"))
    outcome = run_import(engine, alice, shown, {"Squat (Barbell)": exercise_id("deadlift")})
    assert counts(outcome) == (1, 2, 0)
    assert text_of(alice) == ["2026-01-05 deadlift 100x5 105x5 100x5"]
    assert guesses(engine, alice, seen(row()))[0].exercise_id == exercise_id("deadlift")


def test_a_name_can_be_made_a_new_exercise_whatever_it_was_taken_for(engine: Engine, alice: int) -> None:
    outcome = run_import(engine, alice, seen(row(exercise="RDL")), {"RDL": None})
    assert outcome.new_exercises == 1
    assert one_of(engine, alice, exercises)["name"] == "RDL"
    assert counts(run_import(engine, alice, seen(row(exercise="RDL")), {"RDL": None})) == (0, 0, 1)


def test_somebody_elses_exercise_is_as_good_as_none(engine: Engine, alice: int, bob: int) -> None:
    imports(engine, bob, row(exercise="Zorb Press"))
    of_bob = one_of(engine, bob, exercises)["exercise_id"]
    before = all_rows(engine, alice)
    with pytest.raises(NoSuchExercise):
        run_import(engine, alice, seen(row()), {"Squat (Barbell)": of_bob})
    assert all_rows(engine, alice) == before


def test_an_import_can_be_taken_back_and_made_again(engine: Engine, alice: int) -> None:
    imports(engine, alice, *TWO_SETS)
    added = imports(engine, alice, row(weight="90", workout_note="x"), TWO_SETS[1], row(title="B", exercise="Zorb"))
    assert added.batch_id is not None
    undone = undo_import(engine, alice, added.batch_id)
    assert (undone.removed, undone.restored, undone.kept) == (2, 2, ())
    assert text_of(alice) == ["2026-01-05 squat 100x5 105x5"]
    assert one_of(engine, alice, workouts)["notes"] is None
    assert rows_of(engine, alice, exercises) == rows_of(engine, alice, exercise_aliases) == []
    assert counts(imports(engine, alice, *TWO_SETS, row(title="B"))) == (1, 0, 2)
    with pytest.raises(NoSuchImport):
        undo_import(engine, alice, added.batch_id)


def test_what_was_edited_since_survives_an_undo_and_is_named(engine: Engine, alice: int) -> None:
    added = imports(engine, alice, *TWO_SETS)
    edited = set_id_of(engine, alice, "105")
    does(alice, operation("amend_set", set_id=edited, reps=6))
    assert added.batch_id is not None
    undone = undo_import(engine, alice, added.batch_id)
    assert undone.kept == (edited, one_of(engine, alice, workouts)["workout_id"])
    assert text_of(alice) == ["2026-01-05 squat 105x6"]


def test_nobody_takes_back_somebody_elses_import(engine: Engine, alice: int, bob: int) -> None:
    added = imports(engine, alice, *TWO_SETS)
    assert added.batch_id is not None
    with pytest.raises(NoSuchImport):
        undo_import(engine, bob, added.batch_id)
    assert text_of(alice) == ["2026-01-05 squat 100x5 105x5"]


def without_ids(engine: Engine, lifter: int) -> list[list[str]]:
    """Workouts and sets as the file knows them, exercises by name."""
    with reading(engine) as connection:
        named = select(exercises.c.exercise_id, exercises.c.name).where(exercises.c.user_id.in_((lifter, CATALOGUE)))
        names = {one.exercise_id: one.name for one in connection.execute(named)}
    keys = {one["workout_id"]: one["source_key"] for one in rows_of(engine, lifter, workouts)}
    made_here = ("user_id", "workout_id", "set_id", "batch_id", "exercise_id")

    def plain(one: dict[str, Any]) -> str:
        kept = {name: value for name, value in one.items() if name not in made_here}
        linked = {"workout": keys[one["workout_id"]], "exercise": names.get(one.get("exercise_id", 0))}
        return str(sorted((kept | linked).items()))

    return [sorted(map(plain, rows_of(engine, lifter, table))) for table in (workouts, sets)]


def reconciles(engine: Engine, rows: list[Row]) -> None:
    """A file's figures are the database's, after one import and after two."""
    lifter = new_lifter(engine, f"lifter {new_id()}")
    shown = seen(*rows)
    assert shown.problems == ()
    for expected in ((len(rows), 0, 0), (0, 0, len(rows))):
        assert counts(run_import(engine, lifter, shown)) == expected
        assert recount(engine, lifter, shown) == shown.figures
        assert len(rows_of(engine, lifter, sets)) == shown.figures.sets


def grows(engine: Engine, rows: list[Row], cut: int) -> None:
    """The beginning of a file and then the whole are the whole."""
    patient, prompt = (new_lifter(engine, f"lifter {new_id()}") for _ in range(2))
    imports(engine, patient, *rows[: 1 + cut % len(rows)])
    imports(engine, patient, *rows)
    imports(engine, prompt, *rows)
    assert without_ids(engine, patient) == without_ids(engine, prompt)


@settings(max_examples=200)
@given(rows=rows_by_chance())
def test_any_file_reconciles(sqlite_engine: Engine, rows: list[Row]) -> None:
    reconciles(sqlite_engine, rows)


@settings(max_examples=50)
@given(rows=rows_by_chance())
def test_any_file_reconciles_on_mariadb(mariadb_engine: Engine, rows: list[Row]) -> None:
    reconciles(mariadb_engine, rows)


@settings(max_examples=200)
@given(rows=rows_by_chance(), cut=st.integers(0, 11))
def test_any_beginning_and_then_the_whole_is_the_whole(sqlite_engine: Engine, rows: list[Row], cut: int) -> None:
    grows(sqlite_engine, rows, cut)


@settings(max_examples=50)
@given(rows=rows_by_chance(), cut=st.integers(0, 11))
def test_any_beginning_and_then_the_whole_on_mariadb(mariadb_engine: Engine, rows: list[Row], cut: int) -> None:
    grows(mariadb_engine, rows, cut)
