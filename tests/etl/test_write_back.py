"""From the facts back to next targets: after each finished workout, the same however often, and explained."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from database import reads, writes
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import progression_states, training_phases
from services.errors import InvalidValue
from services.etl_olap_to_oltp import is_late, main, up_to_date, write_back
from services.programs.next_workout import judged_by
from services.progression import editing as progressions
from services.progression.editing import NoSuchProgression
from services.progression.rule_text import from_text
from services.progression.state import State
from services.routines import editing as use
from services.routines.editing import RoutineExercise, RoutineSet
from tests.cast import does, exercise_id, new_lifter, operation

SQUAT = exercise_id("squat")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
FIVES = (RoutineSet(reps_min=5, reps_max=5),) * 3


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def squats(engine: Engine, lifter: int, rule: str = "linear add 2.5", load: str = "100", **state) -> tuple[int, int]:
    """A routine of squats 3 × 5 that follow a rule; the routine's id and the progression's."""
    base = State("kg", load=Decimal(load), **state)
    with writing(engine) as connection:
        number = progressions.add(connection, lifter, SQUAT, "Squat", from_text(rule), base, BEGAN)
    link = {"progression_id": str(number)}
    made = use.create_routine(engine, lifter, "Legs", [RoutineExercise(SQUAT, FIVES, progression=link)])
    return made.routine_id, number


def train(engine: Engine, lifter: int, routine_id: int, day: int, reps=(5, 5, 5), off: int = 0, **fields) -> int:
    """A finished workout of the routine on a day of January: so many reps per set at the planned load; its id."""
    at = datetime(2026, 1, day, 18, tzinfo=UTC)
    workout_id = use.start_from_routine(engine, lifter, routine_id, at, "UTC", **fields)
    finish(engine, lifter, workout_id, reps, at, off)
    return workout_id


def finish(engine: Engine, lifter: int, workout_id: int, reps, at: datetime, off: int = 0, **more) -> None:
    for done, plan in zip(reps, planned(engine, lifter, workout_id), strict=False):
        load = {"weight": str((plan["weight"] or 100) + off), "unit": plan["unit"] or "kg"}
        number = plan["planned_set_id"]
        fields = {"exercise_id": plan["exercise_id"], "reps": done, "position": plan["position"], **load, **more}
        does(
            lifter,
            operation("log_set", workout_id, number, planned_set_id=str(number), **fields),
        )
    does(lifter, operation("finish_workout", workout_id, ended_at=(at + timedelta(hours=1)).isoformat()))


def planned(engine: Engine, lifter: int, workout_id: int):
    with reading(engine) as connection:
        return reads.planned_rows(connection, lifter, workout_id)


def stands(engine: Engine, lifter: int, number: int):
    """Where a progression stands: load, misses, and the sentence."""
    assert up_to_date(engine, lifter)
    one = next(one for one in progressions.progressions_of(engine, lifter) if one.progression_id == number)
    return float(one.now.load or 0), one.now.fails, one.sentence


def test_a_finished_workout_moves_the_next_target_and_the_plan_says_why(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice)
    train(engine, alice, routine, 5)
    told = "All 3×5 done last time: 100 → 102.5 kg."
    assert stands(engine, alice, squat) == (102.5, 0, told)
    later = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 7, 18, tzinfo=UTC), "UTC")
    assert [(float(row["weight"]), row["reason"]) for row in planned(engine, alice, later)] == [(102.5, told)] * 3
    # Begun and not finished: nothing is decided yet.
    assert stands(engine, alice, squat) == (102.5, 0, told)


def test_a_finished_workout_tells_what_it_decided_and_no_other_does(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    routine, _ = squats(engine, alice)
    first = train(engine, alice, routine, 5)
    told = [(one.name, one.sentence) for one in judged_by(engine, alice, first)]
    assert told == [("Squat", "All 3×5 done last time: 100 → 102.5 kg.")]
    assert judged_by(engine, bob, first) == ()
    second = train(engine, alice, routine, 7, (5, 5, 4))
    assert (judged_by(engine, alice, first), len(judged_by(engine, alice, second))) == ((), 1)


def test_doing_it_again_changes_nothing_and_a_full_replay_gives_the_same(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice, "linear add 2.5 fails 2 deload 10")
    for day, reps in ((5, (5, 5, 5)), (7, (5, 5, 4)), (9, (5, 4, 4)), (12, (5, 5, 5))):
        train(engine, alice, routine, day, reps)
    # 100, 102.5 missed twice: 92.25, half up to 92.5; then 95.
    expected = (95.0, 0, "All 3×5 done last time: 92.5 → 95 kg.")
    assert stands(engine, alice, squat) == expected
    assert write_back(engine, alice, always=True) is False
    with writing(engine) as connection:
        writes.delete_rows(connection, progression_states, alice, {})
    assert write_back(engine, alice, always=True) is True
    assert stands(engine, alice, squat) == expected


def test_editing_or_deleting_a_past_workout_recomputes_the_targets(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice)
    first = train(engine, alice, routine, 5)
    train(engine, alice, routine, 7)
    assert stands(engine, alice, squat)[0] == 105
    last_set = planned(engine, alice, first)[-1]["planned_set_id"]
    does(alice, operation("amend_set", first, last_set, reps=3))
    # A miss on the first day; the second was planned and done at 102.5.
    assert stands(engine, alice, squat)[:2] == (105, 0)
    does(alice, operation("delete_workout", first))
    assert stands(engine, alice, squat)[0] == 105
    does(alice, operation("restore_workout", first), operation("amend_set", first, last_set, reps=5))
    second = next(row for row in reads_workouts(engine, alice) if row != first)
    does(alice, operation("delete_workout", second))
    assert stands(engine, alice, squat)[0] == 102.5


def reads_workouts(engine: Engine, lifter: int) -> list[int]:
    with reading(engine) as connection:
        return [row["workout_id"] for row in reads.latest_workouts(connection, lifter, 9)]


def test_the_lifter_has_it_otherwise_from_now_on(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice)
    first = train(engine, alice, routine, 5)
    progressions.override(engine, alice, squat, load="90,5", now=datetime(2026, 1, 6, tzinfo=UTC))
    assert stands(engine, alice, squat) == (90.5, 0, "Set by you: 90.5 kg.")
    does(alice, operation("amend_set", first, planned(engine, alice, first)[0]["planned_set_id"], reps=1))
    assert stands(engine, alice, squat)[0] == 90.5
    train(engine, alice, routine, 7)
    assert stands(engine, alice, squat)[0] == 92.5
    with pytest.raises(InvalidValue):
        progressions.override(engine, alice, squat, load="heavy")


def test_somebody_elses_progression_is_not_there(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    routine, squat = squats(engine, alice)
    squats(engine, bob, load="60")
    with pytest.raises(NoSuchProgression):
        progressions.override(engine, bob, squat, load="1")
    train(engine, alice, routine, 5)
    assert up_to_date(engine, bob)
    assert [float(one.now.load) for one in progressions.progressions_of(engine, bob)] == [60]
    assert stands(engine, alice, squat)[0] == 102.5


def test_phases_pain_and_easy_days_are_no_failures(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice, "linear add 2.5 fails 1")
    phase = {
        "user_id": alice,
        "phase_id": new_id(),
        "kind": "illness",
        "starts_on": date(2026, 1, 4),
        "ends_on": date(2026, 1, 6),
    }
    with writing(engine) as connection:
        writes.insert_row(connection, training_phases, phase | {"note": None})
    train(engine, alice, routine, 5, (5, 3, 2))
    assert stands(engine, alice, squat) == (100, 0, "Illness: the misses of last time do not count.")
    hurt = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 8, 18, tzinfo=UTC), "UTC")
    finish(engine, alice, hurt, (5, 3, 2), datetime(2026, 1, 8, 18, tzinfo=UTC), pain=True)
    assert stands(engine, alice, squat) == (100, 0, "Pain: the misses of last time do not count.")
    spared = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 9, 18, tzinfo=UTC), "UTC")
    finish(engine, alice, spared, (5, 3, 2), datetime(2026, 1, 9, 18, tzinfo=UTC), easy=True)
    assert stands(engine, alice, squat) == (100, 0, "Taken easy: the misses of last time do not count.")
    easy = train(engine, alice, routine, 10, (5, 3, 2), ease="easy")
    assert [float(row["weight"]) for row in planned(engine, alice, easy)] == [90, 90, 90]
    assert stands(engine, alice, squat)[0] == 100
    train(engine, alice, routine, 12, (5, 3, 2))
    assert stands(engine, alice, squat)[0] == 90


def test_what_was_not_done_or_swapped_leaves_the_target(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice)
    train(engine, alice, routine, 5, ())
    assert stands(engine, alice, squat) == (100, 0, None)
    swapped = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 6, 18, tzinfo=UTC), "UTC")
    finish(engine, alice, swapped, (5, 5, 5), datetime(2026, 1, 6, 18, tzinfo=UTC))
    press = exercise_id("leg-press-machine")
    for row in planned(engine, alice, swapped):
        does(alice, operation("amend_set", swapped, row["planned_set_id"], exercise_id=press))
    assert stands(engine, alice, squat) == (100, 0, None)


def test_an_assisted_lift_goes_on_with_less_help(engine: Engine, alice: int) -> None:
    pullup = exercise_id("assisted_pullup")
    with writing(engine) as connection:
        base = State("kg", load=Decimal(20))
        number = progressions.add(connection, alice, pullup, "Pull-up", from_text("linear add 2.5"), base, BEGAN)
    sets = (RoutineSet("warmup", 5, 5), *FIVES)
    part = RoutineExercise(pullup, sets, progression={"progression_id": str(number)})
    routine = use.create_routine(engine, alice, "Pull", [part]).routine_id
    first = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 5, 18, tzinfo=UTC), "UTC")
    plan = planned(engine, alice, first)
    assert [row["weight"] for row in plan] == [None, 20, 20, 20]  # less help would be no warm-up
    for row in plan[1:]:
        fields = {"exercise_id": pullup, "reps": 5, "weight": "20", "unit": "kg", "position": row["position"]}
        does(
            alice,
            operation("log_set", first, row["planned_set_id"], planned_set_id=str(row["planned_set_id"]), **fields),
        )
    does(alice, operation("finish_workout", first, ended_at="2026-01-05T19:00:00+00:00"))
    assert stands(engine, alice, number) == (17.5, 0, "All 3×5 done last time: 20 → 17.5 kg.")
    easy = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 7, 18, tzinfo=UTC), "UTC", ease="easy")
    assert [row["weight"] for row in planned(engine, alice, easy)][1:] == [20, 20, 20]  # 110 % of 17.5 is 19.25


def test_531_from_the_log_to_a_new_training_max(engine: Engine, alice: int) -> None:
    with writing(engine) as connection:
        rule, base = from_text("531 add 5"), State("kg", maximum=Decimal(140))
        number = progressions.add(connection, alice, SQUAT, "Squat", rule, base, BEGAN)
    link = {"progression_id": str(number)}
    extra = RoutineExercise(
        SQUAT, (RoutineSet(reps_min=10, reps_max=10, percent_tm=50),) * 5, progression=link | {"take": "percent"}
    )
    main = RoutineExercise(SQUAT, (RoutineSet("warmup", reps_min=5), *FIVES), progression=link)
    made = use.create_routine(engine, alice, "Squat day", [main, extra])
    asked = []
    for day in (5, 12, 19, 26):
        at = datetime(2026, 1, day, 18, tzinfo=UTC)
        workout_id = use.start_from_routine(engine, alice, made.routine_id, at, "UTC")
        rows = planned(engine, alice, workout_id)
        asked.append([(row["set_type"][0], row["reps_min"], float(row["weight"] or 0)) for row in rows])
        finish(engine, alice, workout_id, [row["reps_min"] for row in rows], at)
        assert [row["progression_id"] for row in rows].count(number) == 4
    # The warm-up is 60 % of the first set.
    # 140: 91, 105, 119; 98, 112, 126; 105, 119, 133; 56, 70, 84, to 2.5 kg; the extra sets rest in the light week.
    assert asked[0] == [("w", 5, 55), ("w", 5, 90), ("w", 5, 105), ("a", 5, 120)] + [("w", 10, 70)] * 5
    assert asked[1][1:4] == [("w", 3, 97.5), ("w", 3, 112.5), ("a", 3, 125)]
    assert asked[2][1:4] == [("w", 5, 105), ("w", 3, 120), ("a", 1, 132.5)]
    assert asked[3] == [("w", 5, 32.5), ("w", 5, 55), ("w", 5, 70), ("w", 5, 85)]
    assert up_to_date(engine, alice)
    (one,) = progressions.progressions_of(engine, alice)
    assert (float(one.now.maximum), one.sentence) == (145, "Cycle 1 done: training max 140 → 145 kg.")


def test_an_open_last_set_is_told_as_it_was_planned(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice, "chain stages [5x3+ linear add 5 fails 1 / 6x2+ linear add 5 fails 1]")
    train(engine, alice, routine, 5, (3, 3, 3, 3, 7))
    assert stands(engine, alice, squat) == (105, 0, "All 5×3+ done last time: 100 → 105 kg.")
    train(engine, alice, routine, 7, (3, 3, 3, 3, 2))
    told = "Reps were missing last time (3, 3, 3, 3, 2): on with 6×2+ at 105 kg."
    assert stands(engine, alice, squat) == (105, 0, told)
    easy = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 9, 18, tzinfo=UTC), "UTC", ease="easy")
    rows = planned(engine, alice, easy)
    assert [(row["set_type"], row["reps_min"], row["reps_max"]) for row in rows] == [("working", 2, 2)] * 6


def test_pounds_come_back_from_the_facts_as_entered(engine: Engine) -> None:
    lifter = new_lifter(engine, "pat", unit="lb")
    with writing(engine) as connection:
        rule, base = from_text("linear add 5"), State("lb", load=Decimal("182.5"))
        number = progressions.add(connection, lifter, SQUAT, "Squat", rule, base, BEGAN)
    made = use.create_routine(
        engine, lifter, "Legs", [RoutineExercise(SQUAT, FIVES, progression={"progression_id": str(number)})]
    )
    train(engine, lifter, made.routine_id, 5)
    # 187.5 is no multiple of 5 lb: the nearest of the two is the heavier.
    assert stands(engine, lifter, number) == (190, 0, "All 3×5 done last time: 182.5 → 190 lb.")


def test_less_time_keeps_what_progresses_and_the_lift_left_out_waits(engine: Engine, alice: int) -> None:
    routine, squat = squats(engine, alice)
    one = use.routine(engine, alice, routine)
    curls = [
        RoutineExercise(exercise_id(slug), FIVES, rest_s=120) for slug in ("bicep-curl-barbell", "pull-up", "bench")
    ]
    use.add_exercise(engine, alice, routine, curls[0])
    use.add_exercise(engine, alice, routine, curls[1])
    # Each exercise: a minute, and three sets of 20 s with 120 s of rest: 8 minutes.
    short = train(engine, alice, routine, 5, minutes=17)
    assert [row["exercise_id"] for row in planned(engine, alice, short)] == [SQUAT] * 3 + [curls[0].exercise_id] * 3
    assert stands(engine, alice, squat)[0] == 102.5
    assert one.version == 1


def test_a_failure_of_the_way_back_stops_neither_a_start_nor_the_log(
    engine: Engine, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services import etl_olap_to_oltp
    from services.errors import TonnageError

    routine, squat = squats(engine, alice)
    train(engine, alice, routine, 5)

    def broken(*_: object) -> None:
        raise TonnageError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(etl_olap_to_oltp, "derive", broken)
        assert not up_to_date(engine, alice)
        with reading(engine) as connection:
            assert is_late(connection, alice)
        workout_id = use.start_from_routine(engine, alice, routine, datetime(2026, 1, 7, 18, tzinfo=UTC), "UTC")
        assert [float(row["weight"]) for row in planned(engine, alice, workout_id)] == [100] * 3
    assert stands(engine, alice, squat)[0] == 102.5
    with reading(engine) as connection:
        assert not is_late(connection, alice)


def test_the_shell_door_derives_one_or_all(app_engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    lifter = new_lifter(app_engine, "alice")
    routine, _ = squats(app_engine, lifter)
    train(app_engine, lifter, routine, 5)
    assert main(["--user", "alice"]) == 0
    assert [float(one.now.load) for one in progressions.progressions_of(app_engine, lifter)] == [102.5]
    assert main(["--user", "nobody"]) == 2
    assert capsys.readouterr().err == "There is no lifter named nobody.\n"
