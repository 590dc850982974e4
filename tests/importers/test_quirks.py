"""What real files do beyond their layout: each quirk in one row, with the figures that the row itself gives."""

from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select

from database.db_connector import reading
from database.oltp_tables import exercises, sets, workouts
from services.exporters import exporting as door
from services.importers.pipeline import recount, run_import
from services.importers.preview import Preview, preview
from services.importers.restoring import restore
from services.importers.tables.quotes import cut_forgivingly
from tests.cast import new_lifter

CLASSIC = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
FITNOTES = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time"
COMMENTED = f"{FITNOTES},Comment\n"
LIFTOSAUR = (
    "Workout DateTime,Program,Day Name,Exercise,Equipment,Is Warmup Set?,Required Reps,Completed Reps,RPE,Is AMRAP?,"
    "Weight Value,Weight Unit,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
)
STRONGLIFTS = "Date (yyyy/mm/dd),Workout,Workout Name,Duration (hours),Start Time (h:mm),Exercise,Notes,Set 1 (Reps),"


def strong(order: str = "1", weight: str = "100", reps: str = "5", **other: str) -> str:
    start = other.get("start", "2026-01-05 18:00:00")
    return (
        f"{start},{other.get('title', 'A')},1h,{other.get('name', 'Squat (Barbell)')},{order},{weight},{reps},"
        f"{other.get('distance', '0')},{other.get('seconds', '0')},{other.get('note', '')},,{other.get('rpe', '')}\n"
    )


def hevy(start: str, weight: str = "", reps: str = "7") -> str:
    return f'"A","{start}","{start}","","Pull Up",,"",0,"normal",{weight},{reps},,,\n'


def read(text: str | bytes, unit: str | None = "kg") -> Preview:
    data = text if isinstance(text, bytes) else text.encode()
    return preview(data, "export.csv", unit=unit, zone="Europe/Berlin")


# sets, workouts, exercises, reps, weight × reps
QUIRKS: dict[str, tuple[str | bytes, tuple[int, int, int, int, str]]] = {
    "numbering in floats": (CLASSIC + strong("1.0") + strong("2.0", "42.5", "8.0"), (2, 1, 1, 13, "840")),
    "kinds of sets in every spelling": (
        CLASSIC + "".join(map(strong, ("W", "WARM_UP", "D", "DROP_SET", "F", "FAILURE", "w"))),
        (7, 1, 1, 35, "3500"),
    ),
    "a skipping rope": (CLASSIC + strong(weight="0", reps="1500", name="Jump Rope"), (1, 1, 1, 1500, "0")),
    "a decimal point forgotten": (CLASSIC + strong(weight="6750"), (1, 1, 1, 5, "33750")),
    "assistance below 0": (CLASSIC + strong(weight="-20", reps="8", name="Pull Up"), (1, 1, 1, 8, "-160")),
    "a title with a leading blank": (CLASSIC + strong(title=" A") + strong(), (2, 2, 1, 10, "1000")),
    "names that differ in a blank or in case": (
        CLASSIC + strong() + strong(name="squat (barbell)") + strong(name="Squat (Barbell) "),
        (3, 1, 3, 15, "1500"),
    ),
    "0 reps": (CLASSIC + strong(reps="0") + strong("2", "0", "0"), (2, 1, 1, 0, "0")),
    "timed sets with and without reps": (
        CLASSIC + strong(weight="20", reps="1", seconds="60") + strong("2", "24", "0", seconds="60"),
        (2, 1, 1, 1, "20"),
    ),
    "a line for Excel": ("sep=,\n" + CLASSIC + strong(), (1, 1, 1, 5, "500")),
    "UTF-16 without its mark": ((CLASSIC + strong()).encode("utf-16-le"), (1, 1, 1, 5, "500")),
    "old Macs' line ends": ((CLASSIC + strong() + strong("2")).replace("\n", "\r"), (2, 1, 1, 10, "1000")),
    "bare quotation marks": (CLASSIC + strong(note='"felt "good", really"') + strong("2"), (2, 1, 1, 10, "1000")),
    "a start in words": (CLASSIC + strong(start='"5 Jan 2026, 18:00"'), (1, 1, 1, 5, "500")),
    "a start with its offset": (CLASSIC + strong(start="2026-01-05T18:00:00Z"), (1, 1, 1, 5, "500")),
    "a comment left away": (
        COMMENTED + '2023-11-21,Row, Wide,Back,40.0,kgs,10,,,,"a, b"\n'
        "2023-11-21,Row,Back,40.0,kgs,10,,,\n2023-11-21,Row, Wide,Back,40.0,kgs,10,,,\n",
        (3, 1, 2, 30, "1200"),
    ),
    "a comment of two lines": (
        COMMENTED + '2023-11-21,Pull Up,Back,64.0,kgs,8,,,,"felt\ngood, today"\n', (1, 1, 1, 8, "512"),
    ),
    "days in words": (f"{FITNOTES}\n23 Dec 2025,Squat,Legs,100.0,kgs,5,,,\n", (1, 1, 1, 5, "500")),
    "days with two figures for the year": (f"{FITNOTES}\n23/12/25,Squat,Legs,100.0,kgs,5,,,\n", (1, 1, 1, 5, "500")),
    "a decimal comma": (f'{FITNOTES}\n2025-12-23,Squat,Legs,"100,5",kgs,5,,,\n', (1, 1, 1, 5, "502.5")),
    "an older Liftosaur": (
        LIFTOSAUR + "2023-03-01T10:00:00.000Z,P,Day 1,Squat,barbell,0,5,5,8,0,225,lb,2023-03-01T10:05:00.000Z,,,\n"
        "2023-03-01T10:00:00.000Z,P,Day 1,Squat,barbell,0,5,,,0,225,lb,,,,\n",
        (1, 1, 1, 5, "1125"),
    ),
    "two StrongLifts workouts of a day": (
        STRONGLIFTS + "Set 1 (KG)\n2026/08/11,1,Workout A,0.5,10:56 PM,Squat,,5,55\n"
        "2026/08/11,2,Workout A,0.5,11:40 PM,Squat,,0,55\n",
        (2, 2, 1, 5, "275"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("quirk", QUIRKS)
def test_a_quirk_changes_no_figure(quirk: str) -> None:
    text, figures = QUIRKS[quirk]
    shown = read(text)
    assert shown.problems == ()
    assert astuple(shown.figures) == (*figures[:4], Decimal(figures[4]))


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("8 Ağu 2026, 16:50", date(2026, 8, 8)),
        ("8 Şub 2026, 16:50", date(2026, 2, 8)),
        ("8 апр. 2026, 16:50", date(2026, 4, 8)),
        ("8 мая 2026, 16:50", date(2026, 5, 8)),
        ("8 kwi 2026, 16:50", date(2026, 4, 8)),
        ("8 4月 2026, 16:50", date(2026, 4, 8)),
        ("8 4월 2026, 16:50", date(2026, 4, 8)),
        ("08.04.2026, 16:50", date(2026, 4, 8)),
        ("2026-04-08T16:50:00Z", date(2026, 4, 8)),
    ],
)
def test_hevy_starts_in_more_languages_and_in_figures(start: str, day: date) -> None:
    assert list(read(HEVY + hevy(start), unit=None).frame["performed_on"]) == [day]


def test_the_order_of_figures_is_decided_by_the_whole_file() -> None:
    shown = read(HEVY + hevy("04/08/2026, 16:50") + hevy("03/25/2026, 4:50 pm"), unit=None)
    assert list(shown.frame["started_at"]) == [datetime(2026, 4, 8, 16, 50), datetime(2026, 3, 25, 16, 50)]


def test_liftlog_writes_the_newest_set_first() -> None:
    rows = ["b,2024-10-16T10:44:38,Squat,90,kg,12,12,", "b,2024-10-16T10:40:00,Squat,nil,nil,10,12,"]
    text = "\n".join(["SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes", *rows])
    shown = read(text.replace("nil,nil", ",nil"), unit=None)
    assert list(shown.frame["reps"]) == [10, 12]
    assert set(shown.frame["started_at"]) == {datetime(2024, 10, 16, 10, 40)}


def test_liftlog_may_mix_times_with_and_without_an_offset() -> None:
    head = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes\n"
    rows = "a,2024-10-16T10:44:38Z,Squat,90,kg,12,12,\na,2024-10-16T10:40:00,Squat,90,kg,10,12,\n"
    assert list(read(head + rows, unit=None).frame["reps"]) == [10, 12]


def test_sets_in_columns_without_a_date_are_no_stronglifts_file() -> None:
    (problem,) = read("Exercise,Set 1 (Reps),Set 1 (KG)\nSquat,5,100\n", unit=None).problems
    assert problem.reason.startswith("The header of this table belongs to no app")


def test_negative_weights_are_assistance_and_the_figures_agree_after_it(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    pull_ups = strong(weight="-20", reps="8", name="Pull Up") + strong("2", "5", "3", name="Pull Up")
    shown = read(CLASSIC + pull_ups + strong(weight="-10", name="Muscle Up On A Rig"))
    done = run_import(engine, alice, shown)
    assert recount(engine, alice, shown) == done.figures
    assert done.figures.weight_x_reps == Decimal(-195)  # -160 + 15 - 50
    with reading(engine) as connection:
        joined = sets.join(exercises, sets.c.exercise_id == exercises.c.exercise_id)
        found = connection.execute(
            select(exercises.c.name, exercises.c.load_type, sets.c.weight, sets.c.exercise_name)
            .select_from(joined).where(sets.c.user_id == alice).order_by(sets.c.set_id)
        )  # fmt: skip
        assert [tuple(row) for row in found] == [
            ("Pull Up (Assisted)", "assisted", Decimal(20), "Pull Up"),
            ("Pull Up", "bodyweight", Decimal(5), "Pull Up"),
            ("Muscle Up On A Rig (Assisted)", "assisted", Decimal(10), "Muscle Up On A Rig"),
        ]


def test_two_workouts_of_a_day_keep_their_starts(engine: Engine) -> None:
    alice = new_lifter(engine, "alice", time_zone="Europe/Berlin")
    run_import(engine, alice, read(QUIRKS["two StrongLifts workouts of a day"][0], unit=None))
    with reading(engine) as connection:
        picked = select(workouts.c.started_at, workouts.c.ended_at).where(workouts.c.user_id == alice)
        found = sorted(f"{start:%H:%M}-{end:%H:%M}" for start, end in connection.execute(picked))
    assert found == ["20:56-21:26", "21:40-22:10"]


def reasons(text: str, unit: str | None = "kg") -> list[tuple[int | None, str]]:
    return [(one.row, one.reason) for one in read(text, unit).suspicious]


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        (strong(weight="6750"), 2, "6750 kg is more than anybody lifts: is it 675?"),
        (strong(reps="1500", weight="0"), 2, "1500 reps are many for one set"),
        (strong(weight="-20", name="Pull Up"), 2, "taken as assistance, and the exercise as Pull Up (Assisted)."),
        (strong(weight="0", reps="0", distance="305", name="Sled Push"), 2, "Sled Push: a distance of 305 here is"),
        (strong(weight="43.09") + strong("2", "9.07"), None, "(43.09 kg are 95 lb): was this logged in pounds?"),
    ],
)
def test_what_looks_wrong_is_said_with_what_it_may_be(row: str, place: int | None, said: str) -> None:
    ((where, reason),) = reasons(CLASSIC + row)
    assert where == place
    assert said in reason


def test_nothing_is_suspected_of_usual_training() -> None:
    run = strong(weight="0", reps="0", distance="12", seconds="3600", name="Running")
    carry = strong(weight="40", reps="0", distance="0.04", name="Farmers Walk")
    assert reasons(CLASSIC + strong() + strong(weight="82.5") + strong(weight="61.25") + run + carry) == []


def test_weights_without_a_unit_are_asked_about_though_others_have_theirs(engine: Engine) -> None:
    rows = "2023-11-21,Squat,Legs,100.0,kgs,5,,,\n2023-11-21,Row,Back,45.0,,10,,,\n2023-11-21,Dip,Chest,0.0,,8,,,\n"
    shown = read(f"{FITNOTES}\n{rows}", unit=None)
    assert shown.unit_needed
    answered = shown.answered("lb", "UTC")
    assert list(answered.frame["unit"]) == ["kg", "lb", "lb"]
    assert run_import(engine, new_lifter(engine, "alice"), answered).added == 3


def test_a_lift_may_be_in_the_other_unit() -> None:
    shown = read(CLASSIC + strong() + strong(weight="45", name="Row"), unit=None)
    mixed = shown.answered("kg", "UTC", frozenset(("Row",)))
    assert list(mixed.frame["unit"]) == ["kg", "lb"]
    assert mixed.answered("lb", "UTC").frame["unit"].tolist() == ["lb", "lb"]


def test_rows_that_cannot_be_read_can_be_given_up(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    shown = read(CLASSIC + strong() + strong("2", reps="7.5") + strong("3"))
    assert (shown.can_leave_out, [one.row for one in shown.problems]) == (True, [3])
    rest = shown.leaving_out()
    assert (rest.rows, rest.figures.sets, [one.row for one in rest.left_out]) == (3, 2, [3])
    assert run_import(engine, alice, rest).added == 2


@pytest.mark.parametrize(
    "text", [CLASSIC + strong() + '"never closed,\n', CLASSIC + strong(reps="x"), "", "a,b\n1,2\n"]
)
def test_a_file_that_breaks_off_or_has_nothing_else_is_refused_as_a_whole(text: str) -> None:
    shown = read(text)
    assert not shown.can_leave_out
    assert shown.leaving_out() is shown


def cut(text: str, delimiter: str = ",") -> Any:
    return cut_forgivingly(text, delimiter)


def test_forgotten_doubling_of_quotation_marks_is_forgiven_and_no_more() -> None:
    assert cut('a,"b "c" d",e\r\n"x ""y"" z",,\n') == [["a", 'b "c" d', "e"], ['x "y" z', "", ""]]
    assert cut('a;"b\nc";d', ";") == [["a", "b\nc", "d"]]
    assert cut('a,"b\n') is None


def test_what_only_an_import_may_hold_is_restored_too(sqlite_engine: Engine) -> None:
    alice, bob = (new_lifter(sqlite_engine, name) for name in ("alice", "bob"))
    slip = strong(weight="6750", reps="1500", rpe="7.3", note="x" * 5000)
    far = strong("2", "0", "0", distance="5000", name="Running")
    assert run_import(sqlite_engine, alice, read(CLASSIC + slip + far)).added == 2
    ((_, data),) = door.files(sqlite_engine, alice, "json")
    assert restore(sqlite_engine, bob, data).unchanged == 0
    with reading(sqlite_engine) as connection:
        columns = [one for one in sets.c if one.name != "user_id"]
        theirs = [
            [tuple(row) for row in connection.execute(select(*columns).where(sets.c.user_id == one))]
            for one in (alice, bob)
        ]
    assert theirs[0] == theirs[1]
    assert sorted(row[columns.index(sets.c.rir)] or 0 for row in theirs[1]) == [0, 2.5]
