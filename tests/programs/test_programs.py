"""Programs: what stands in their files, and what a lifter does with one."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from sqlalchemy import Engine

from database import reads
from database.db_connector import reading
from database.ids import new_id
from services.errors import InvalidValue
from services.etl_olap_to_oltp import up_to_date
from services.etl_oltp_to_olap import refresh
from services.exporters.whole import document
from services.gyms.loadable import Gear
from services.importers.restoring import restore
from services.programs import catalogue
from services.programs import running as programs
from services.programs.catalogue import BuiltIn, NoSuchProgram, built_in, program_named
from services.programs.starting import guessed_singles, needs_single, starts
from services.progression import editing as progressions
from services.progression import places as progression_places
from services.progression import schemes
from services.progression.advance import advance
from services.progression.prescribe import prescribe
from services.progression.state import State, as_asked
from services.routines import editing as use
from tests.cast import does, log_of, new_lifter, operation

MONDAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 6, tzinfo=UTC)
SINGLES = {
    "squat-barbell": "140",
    "bench-press-barbell": "100",
    "deadlift-barbell": "180",
    "overhead-press-barbell": "60",
}
KG = Gear(Decimal("2.5"))


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def scheme_of(program: BuiltIn) -> str:
    """What makes a program what it is: the rules and sets of its days, whatever they are called."""
    days = [
        [(program.lifts[slot.lift].rule_text if slot.lift else "", slot.take or "", slot.sets) for slot in day.slots]
        for day in program.days
    ]
    return json.dumps([sorted(days), program.weeks, program.deload_every])


def skeleton(program: BuiltIn) -> tuple[set[str], set[str]]:
    """The rules and the schemes of sets of its named lifts alone."""
    named = {key for key, lift in program.lifts.items() if lift.name}
    slots = [slot for day in program.days for slot in day.slots if slot.lift in named]
    return {program.lifts[str(slot.lift)].rule_text for slot in slots}, {f"{slot.take}{slot.sets}" for slot in slots}


def test_the_programs_that_everybody_knows_are_there() -> None:
    assert len(built_in()) >= 16
    wanted = {
        "stronglifts-5x5",
        "novice-3x5",
        "gzclp",
        "531-bbb",
        "531-fsl",
        "531-triumvirate",
        "nsuns-4",
        "texas-method",
    }
    wanted |= {"upper-lower", "ppl", "full-body-rep-goal", "smolov-jr", "rpe-blocks", "two-day-minimal"}
    assert wanted <= {one.slug for one in built_in()}


@pytest.mark.parametrize("program", built_in(), ids=lambda program: program.slug)
def test_a_program_is_whole(program: BuiltIn) -> None:
    catalogue.check(program)
    assert program.summary
    assert program.for_whom
    assert len(program.rules) >= 3
    assert 1 <= len(program.weekdays) <= 6
    used = {slot.lift for day in program.days for slot in day.slots}
    assert set(program.lifts) <= used
    for day in program.days:
        judged = [slot.lift for slot in day.slots if slot.lift and not slot.take]
        assert len(judged) == len(set(judged)), f"{program.slug}, {day.name}: a lift is judged twice in a workout"


def test_no_two_programs_share_one_scheme() -> None:
    for one, other in combinations(built_in(), 2):
        assert scheme_of(one) != scheme_of(other), f"{one.slug} and {other.slug}"
        if one.lifts and any(lift.name for lift in one.lifts.values()):
            assert skeleton(one) != skeleton(other), f"{one.slug} and {other.slug}"


def test_the_percentages_are_the_published_ones() -> None:
    bbb = program_named("531-bbb")
    shown = [schemes.written(prescribe(bbb.lifts["bench"].rule("kg"), State("kg", step=week), KG)) for week in range(4)]
    assert shown == [
        "5 at 65%, 5 at 75%, 5+ at 85%",
        "3 at 70%, 3 at 80%, 3+ at 90%",
        "5 at 75%, 3 at 85%, 1+ at 95%",
        "5 at 40%, 5 at 50%, 5 at 60%",
    ]
    assert bbb.days[0].slots[1].sets == "5x10@50%"
    nsuns = program_named("nsuns-4")
    for lift, reps in (("squat", "531333555"), ("bench", "531353535"), ("deadlift", "531333533")):
        heavy = prescribe(nsuns.lifts[lift].rule("kg"), State("kg"), KG)
        assert [int(aim.percent or 0) for aim in heavy] == [75, 85, 95, 90, 85, 80, 75, 70, 65]
        assert "".join(str(aim.low) for aim in heavy) == reps
        assert [place for place, aim in enumerate(heavy) if aim.is_open] == [2, 8]
    volume = program_named("texas-method").days[0].slots[0]
    light = program_named("texas-method").days[1].slots[0]
    assert (volume.sets, light.sets) == ("5x5@90%", "2x5@72%")


def test_rises_differ_by_lift_and_unit() -> None:
    bbb = program_named("531-bbb")
    for unit, lift, rise in (("kg", "bench", "2.5"), ("kg", "squat", "5"), ("lb", "bench", "5"), ("lb", "squat", "10")):
        rule, state = bbb.lifts[lift].rule(unit), State(unit, maximum=Decimal(100), step=3)
        after = advance(rule, state, as_asked(prescribe(rule, state, KG)), KG).state
        assert after.maximum == 100 + Decimal(rise)


def test_greyskull_rises_by_half_a_step_above_the_waist() -> None:
    lifts = program_named("greyskull-lp").lifts
    named = ("press", "bench", "squat", "deadlift")
    rises = {key: (lifts[key].rule("kg").add, lifts[key].rule("lb").add) for key in named}  # type: ignore[union-attr]
    above, below = (Decimal("1.25"), Decimal("2.5")), (Decimal("2.5"), Decimal(5))
    assert rises == {"press": above, "bench": above, "squat": below, "deadlift": below}


def test_what_it_begins_with_follows_from_the_best_singles() -> None:
    def told(slug: str) -> dict[str, Decimal | None]:
        found = starts(program_named(slug), "kg", {"squat-barbell": Decimal(140)}, {})
        return {start.lift.key: start.value for start in found}

    assert told("531-bbb")["squat"] == 126
    assert told("531-bbb")["bench"] is None
    assert (told("gzclp")["squat-t1"], told("gzclp")["squat-t2"]) == (105, Decimal("77.5"))


@pytest.mark.parametrize("program", built_in(), ids=lambda program: program.slug)
def test_every_program_can_be_begun_and_its_first_day_started(sqlite_engine: Engine, program: BuiltIn) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    begun = programs.begin(sqlite_engine, lifter, program.slug, SINGLES, MONDAY, now=AT)
    assert len(begun.routine_ids) == len(program.days)
    assert [routine.name for routine in use.routines(sqlite_engine, lifter)] == [day.name for day in program.days]
    for routine_id in begun.routine_ids:
        workout_id = use.start_from_routine(sqlite_engine, lifter, routine_id, AT + timedelta(hours=12), "UTC")
        with reading(sqlite_engine) as connection:
            rows = reads.planned_rows(connection, lifter, workout_id)
        assert rows
        led = [row for row in rows if row["percent_tm"] or (row["progression_id"] and row["rir"] is not None)]
        assert all(row["weight"] is not None and row["weight"] > 0 for row in led)


def test_percentages_without_a_best_single_begin_nothing(engine: Engine, alice: int) -> None:
    with pytest.raises(InvalidValue, match="Deadlift: its loads are percentages"):
        programs.begin(engine, alice, "531-bbb", {"squat-barbell": "140", "overhead-press-barbell": "60"}, MONDAY)
    with pytest.raises(InvalidValue, match="A best single cannot be “lots”"):
        programs.begin(engine, alice, "531-bbb", {**SINGLES, "squat-barbell": "lots"}, MONDAY)
    with pytest.raises(NoSuchProgram):
        programs.begin(engine, alice, "get-strong-quick", SINGLES, MONDAY)
    assert use.routines(engine, alice) == ()
    assert progression_places.programs(engine, alice) == ()
    assert progressions.progressions_of(engine, alice) == ()


def train(engine: Engine, lifter: int, day: date, **fields: object) -> list[dict]:
    """Do the next day of the active program as planned, every open set to its minimum; its plan."""
    with reading(engine) as connection:
        one = progression_places.active(connection, lifter)
    assert one
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    workout_id = use.start_from_routine(engine, lifter, one.next_routine_id, at, "UTC", **fields)
    with reading(engine) as connection:
        rows = reads.planned_rows(connection, lifter, workout_id)
    for row in rows:
        number = row["planned_set_id"]
        done = {"reps": row["reps_min"], "weight": str(row["weight"] or 20), "unit": row["unit"] or "kg"}
        places = {"exercise_id": row["exercise_id"], "position": row["position"], "planned_set_id": str(number)}
        does(lifter, operation("log_set", workout_id, number, **done, **places))
    does(lifter, operation("finish_workout", workout_id, ended_at=(at + timedelta(hours=1)).isoformat()))
    return rows


def test_a_program_is_run_day_by_day(engine: Engine, alice: int) -> None:
    programs.begin(engine, alice, "stronglifts-5x5", {"squat-barbell": "100"}, MONDAY, now=AT)
    squat = [train(engine, alice, MONDAY + timedelta(days=ahead))[0] for ahead in (0, 2, 4)]
    # 55 % of 100 kg, then 2.5 kg more in both workouts: A and B share the squat.
    assert [float(row["weight"]) for row in squat] == [55, 57.5, 60]
    assert squat[1]["reason"] == "All 5×5 done last time: 55 → 57.5 kg."
    (program,) = progression_places.programs(engine, alice)
    assert (program.standing.place, program.standing.week, program.standing.due_on) == (
        1,
        2,
        MONDAY + timedelta(days=7),
    )


def test_missed_days_are_skipped_or_shifted_and_a_pause_costs_nothing(engine: Engine, alice: int) -> None:
    begun = programs.begin(engine, alice, "stronglifts-5x5", {}, MONDAY, now=AT)
    number, thursday = begun.program_id, MONDAY + timedelta(days=3)
    later = AT + timedelta(days=3)
    assert begun.standing.is_missed(thursday)
    shifted = programs.shift(engine, alice, number, thursday, later)
    assert (shifted.standing.place, shifted.standing.due_on) == (0, MONDAY + timedelta(days=4))
    for _ in range(2):
        skipped = programs.skip(engine, alice, number, thursday, 0, later)
    assert (skipped.standing.place, skipped.standing.done) == (1, 0)
    assert programs.pause(engine, alice, number).status == "paused"
    resumed = programs.resume(engine, alice, number, MONDAY + timedelta(days=14), AT + timedelta(days=14))
    assert (resumed.status, resumed.standing.due_on) == ("active", MONDAY + timedelta(days=14))
    assert programs.plan_weekdays(engine, alice, number, [1]).standing.due_on == MONDAY + timedelta(days=15)
    with pytest.raises(InvalidValue):
        programs.plan_weekdays(engine, alice, number, [7])
    assert programs.end(engine, alice, number).status == "ended"


def test_asked_twice_one_program_is_begun(sqlite_engine: Engine) -> None:
    lifter, number = new_lifter(sqlite_engine, "alice"), new_id()
    for _ in range(2):
        begun = programs.begin(sqlite_engine, lifter, "two-day-minimal", {}, MONDAY, now=AT, program_id=number)
        assert begun.program_id == number
    assert len(progression_places.programs(sqlite_engine, lifter)) == 1
    assert len(use.routines(sqlite_engine, lifter)) == 2


def test_another_program_pauses_the_one_before(engine: Engine, alice: int) -> None:
    first = programs.begin(engine, alice, "stronglifts-5x5", {}, MONDAY, now=AT)
    second = programs.begin(engine, alice, "two-day-minimal", {}, MONDAY, now=AT)
    status = {program.program_id: program.status for program in progression_places.programs(engine, alice)}
    assert status == {first.program_id: "paused", second.program_id: "active"}
    programs.resume(engine, alice, first.program_id, MONDAY, AT)
    status = {program.program_id: program.status for program in progression_places.programs(engine, alice)}
    assert status == {first.program_id: "active", second.program_id: "paused"}


def test_a_light_week_is_lighter_and_does_not_count(engine: Engine, alice: int) -> None:
    begun = programs.begin(engine, alice, "upper-lower", SINGLES, MONDAY, now=AT)
    for _ in range(4 * 6):
        (program,) = progression_places.programs(engine, alice)
        programs.skip(engine, alice, begun.program_id, MONDAY, program.standing.place, AT)
    rows = train(engine, alice, MONDAY)
    # Bench: 100 kg / (1 + 8/30) is 78.9, so 80 kg for 4 × 4–6; in the light week two sets at 72.
    assert [float(row["weight"]) for row in rows[:2]] == [72.5, 72.5]
    assert {row["progression_id"] for row in rows} == {None}
    assert rows[0]["reason"].startswith("Deload: 90 %")


def test_nobody_sees_or_moves_the_program_of_another(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    mine = programs.begin(engine, alice, "stronglifts-5x5", {}, MONDAY, now=AT)
    his = programs.begin(engine, bob, "two-day-minimal", {}, MONDAY, now=AT)
    for change in (programs.pause, programs.end):
        with pytest.raises(NoSuchProgram):
            change(engine, bob, mine.program_id)
    with pytest.raises(NoSuchProgram):
        programs.skip(engine, bob, mine.program_id, MONDAY, 0)
    assert [program.program_id for program in progression_places.programs(engine, bob)] == [his.program_id]
    assert [program.status for program in progression_places.programs(engine, alice)] == ["active"]


def test_best_singles_are_guessed_from_the_last_half_year(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    log_of(alice, "2025-01-05 squat 200x5\n2026-01-05 squat 120x5 bench 80x5")
    log_of(bob, "2026-01-05 squat 300x1")
    refresh(engine, alice)
    refresh(engine, bob)
    # Epley: 140 and 93.3, to half a kilogram; a year ago does not count.
    found = guessed_singles(engine, alice, "kg", "531-bbb", date(2026, 1, 20))
    assert found == {"squat-barbell": 140, "bench-press-barbell": Decimal("93.5")}


def test_which_lifts_need_a_best_single() -> None:
    needed = {one.slug for one in built_in() if any(map(needs_single, one.lifts.values()))}
    assert needed == {"531-bbb", "531-fsl", "531-full-body", "531-triumvirate", "nsuns-4", "rpe-blocks", "smolov-jr"}


def test_a_program_comes_back_from_the_export(engine: Engine, alice: int) -> None:
    programs.begin(engine, alice, "531-bbb", SINGLES, MONDAY, now=AT)
    train(engine, alice, MONDAY)
    assert up_to_date(engine, alice)
    with reading(engine) as connection:
        whole = document(connection, alice, AT)
    other = new_lifter(engine, "other")
    restore(engine, other, whole)
    assert up_to_date(engine, other)
    for lifter in (alice, other):
        (one,) = progression_places.programs(engine, lifter)
        assert (one.standing.place, one.name) == (1, "5/3/1 Boring But Big")
    assert [(one.name, one.now, one.sentence) for one in progressions.progressions_of(engine, other)] == [
        (one.name, one.now, one.sentence) for one in progressions.progressions_of(engine, alice)
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "why"),
    [
        ("progressions", "rule", {"rule": "hope"}, "A progression is one of linear"),
        ("progressions", "base", {"load": "much"}, "The base of a progression cannot be so"),
        ("programs", "definition", {"weekdays": ["Monday"]}, "The definition of a program cannot be so"),
        ("programs", "status", "broken", "The definition of a program cannot be so"),
        ("routine_exercises", "progression", {"progression_id": "x"}, "an id made at most a day ahead"),
    ],
)
def test_a_damaged_program_is_not_restored(
    sqlite_engine: Engine, table: str, column: str, value: object, why: str
) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    programs.begin(sqlite_engine, lifter, "stronglifts-5x5", {}, MONDAY, now=AT)
    with reading(sqlite_engine) as connection:
        whole = json.loads(document(connection, lifter, AT))
    whole[table][0][column] = value
    with pytest.raises(InvalidValue, match=why):
        restore(sqlite_engine, new_lifter(sqlite_engine, "other"), json.dumps(whole).encode())
