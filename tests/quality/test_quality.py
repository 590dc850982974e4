"""What looks wrong in a log is found, told once, put right through the services, and can be undone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from database.db_connector import reading, writing
from database.oltp_tables import workouts
from services.errors import InvalidValue
from services.etl_oltp_to_olap import refresh
from services.exercises.editing import add_exercise
from services.lifter.dismissals import dismiss
from services.quality.findings import findings, put_right, take_back
from services.quality.odd_sets import Day, odd_days
from services.quality.shapes import Finding
from tests.cast import does, exercise_id, log, log_of, new_lifter, operation, start, text_of
from tests.clock import today
from utils.exercises import fix_words
from utils.styling import Display
from utils.today import to_fix
from utils.today.facts import load_today
from utils.workout.due import load_start

TODAY = today("Europe/Berlin")
KG = Display("kg", "Europe/Berlin", 0, "en-GB")
SQUATS = "\n".join(f"2026-01-{day:02} squat 100x5 100x5" for day in range(1, 8))


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def found(engine: Engine, lifter: int) -> list[Finding]:
    refresh(engine, lifter)
    return list(findings(engine, lifter))


def told(one: Finding) -> str:
    return fix_words.finding(one, KG, date(2026, 2, 1)).replace("\\", "")


def labels(one: Finding) -> list[str]:
    return [fix_words.label(fix, fix_words.FIXES, KG) for fix in one.fixes]


def test_a_sound_log_has_nothing_to_fix(engine: Engine, alice: int) -> None:
    log_of(alice, SQUATS + "\n2026-01-08 squat 110x5\n2026-01-09 bench 60x8 x12\n2026-01-09 19:30 run x5000m")
    assert found(engine, alice) == []


def test_pounds_entered_as_kilograms(engine: Engine, alice: int) -> None:
    log_of(alice, f"{SQUATS}\n2026-01-08 squat 225x5 100x5")
    before = text_of(alice)
    (one,) = found(engine, alice)
    assert told(one) == "**Thu 8 Jan**: Squat (Barbell) 225 kg × 5, where 116.5 kg is the best around that day (e1RM)"
    assert labels(one) == ["It was 225 lb", "Delete the set"]
    put_right(engine, alice, one.fixes[0])
    assert text_of(alice)[-1] == "2026-01-08 squat 225lbx5 100x5"
    assert found(engine, alice) == []
    take_back(engine, alice, one.fixes[0])
    assert text_of(alice) == before
    put_right(engine, alice, one.fixes[1])
    assert text_of(alice)[-1] == "2026-01-08 squat 100x5"
    take_back(engine, alice, one.fixes[1])
    assert text_of(alice) == before


def test_a_zero_too_many(engine: Engine, alice: int) -> None:
    log_of(alice, f"{SQUATS}\n2026-01-08 squat 1000x5")
    (one,) = found(engine, alice)
    assert labels(one) == ["It was 100 kg", "Delete the set"]


def test_more_reps_and_longer_holds_than_anybody_does(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5 20x500 bench x800 plank 20000s\n2026-01-06 run x42000m")
    hold, with_load, without = sorted(found(engine, alice), key=told)
    assert [told(one).partition(": ")[2] for one in (hold, with_load, without)] == [
        "Bench Press (Barbell) 800 reps",
        "Plank 5:33:20",
        "Squat (Barbell) 20 kg × 500",
    ]
    put_right(engine, alice, without.fixes[0])
    assert text_of(alice)[0] == "2026-01-05 squat 100x5 bench x800 plank 20000s"


def test_two_slips_do_not_hide_each_other_and_growth_is_no_slip() -> None:
    first = date(2026, 1, 1)
    days = [Day(1, first + timedelta(days=n), 100.0 + n) for n in range(12)]
    days[5], days[6] = days[5]._replace(best_kg=220), days[6]._replace(best_kg=230)
    assert [odd.day.best_kg for odd in odd_days(days)] == [220, 230]
    assert odd_days([day._replace(best_kg=40.0 * 1.2**n) for n, day in enumerate(days)]) == []
    assert odd_days(days[4:7]) == []  # too few to compare with


def test_a_workout_that_is_there_twice(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5 100x4\n2026-01-05 19:30 squat 100x5 100x4\n2026-01-06 squat 100x5 100x4")
    log_of(alice, "2026-01-05 21:00 squat 100x4 100x5\n2026-01-07 plank 60s\n2026-01-07 19:00 plank 60s")
    (one,) = found(engine, alice)
    assert told(one) == "**Mon 5 Jan**: Workout and Workout have the very same 2 sets"
    put_right(engine, alice, one.fixes[0])
    assert len(text_of(alice)) == 5
    assert found(engine, alice) == []
    take_back(engine, alice, one.fixes[0])
    assert len(text_of(alice)) == 6


def test_a_workout_never_finished_ends_with_its_last_set(engine: Engine, alice: int) -> None:
    at = "2026-01-05T18:40:00+00:00"
    does(alice, start(7, title="Legs"), log(7, "squat 100x5", performed_at=at), start(8))
    does(alice, start(9, at=(datetime.now(UTC) - timedelta(hours=1)).isoformat()), log(9, "squat 100x5"))
    first, second = sorted(found(engine, alice), key=lambda one: -one.about["sets"])
    assert [told(one) for one in (first, second)] == ["**Mon 5 Jan**: Legs, 1 set", "**Mon 5 Jan**: Workout, 0 sets"]
    assert (labels(first), labels(second)) == (["Let it end after 40 min", "Delete it"], ["Delete it"])
    put_right(engine, alice, first.fixes[0])
    assert ended(engine, alice, 7) == datetime.fromisoformat(at)
    take_back(engine, alice, first.fixes[0])
    assert ended(engine, alice, 7) is None


def ended(engine: Engine, lifter: int, workout_id: int) -> Any:
    with reading(engine) as connection:
        where = (workouts.c.user_id == lifter, workouts.c.workout_id == workout_id)
        return connection.execute(workouts.select().where(*where)).one().ended_at


def test_a_workout_that_ended_the_next_morning(engine: Engine, alice: int) -> None:
    log_of(alice, SQUATS)  # an hour each: the usual
    does(alice, start(7, at="2026-01-20T18:00:00+00:00"), log(7, "squat 100x5"))
    does(alice, operation("finish_workout", 7, ended_at="2026-01-21T07:00:00+00:00"))
    (one,) = found(engine, alice)
    assert told(one) == "**Tue 20 Jan**: Workout lasts 13 h 00"
    assert labels(one) == ["Let it end after 1 h 00"]
    put_right(engine, alice, one.fixes[0])
    assert found(engine, alice) == []
    take_back(engine, alice, one.fixes[0])
    assert ended(engine, alice, 7) == datetime(2026, 1, 21, 7, tzinfo=UTC)


def test_a_day_in_two_time_zones(engine: Engine, alice: int) -> None:
    does(alice, start(7, zone="Europe/Berlin", performed_on="2026-01-05"), log(7, "squat 100x5"))
    does(alice, start(8, zone="Asia/Tokyo", performed_on="2026-01-05"), log(8, "bench 60x5"))
    does(alice, *(operation("finish_workout", one, ended_at="2026-01-05T19:00:00+00:00") for one in (7, 8)))
    (one,) = found(engine, alice)
    assert told(one) == "**Mon 5 Jan**: 2 workouts in Asia/Tokyo and Europe/Berlin"
    assert labels(one) == ["All in Asia/Tokyo", "All in Europe/Berlin"]
    put_right(engine, alice, one.fixes[1])
    assert found(engine, alice) == []
    take_back(engine, alice, one.fixes[1])
    assert [again.topic for again in found(engine, alice)] == [one.topic]


def own(engine: Engine, lifter: int, name: str, equipment: str = "barbell") -> int:
    fields = {"name": name, "equipment": equipment, "pattern": "squat", "load_type": "external"}
    return add_exercise(engine, lifter, fields | {"implements": 1, "per_side": False}, {"quadriceps": 1.0})


def test_exercises_that_look_the_same_are_merged_and_parted(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    mine = own(engine, alice, "Barbel Squat")
    for name, equipment in (("Squat Barbells", "dumbbell"), ("Front Sqat (Barbell)", "barbell"), ("Lunge", "barbell")):
        own(engine, alice, name, equipment)
    (one,) = found(engine, alice)
    assert told(one) == "**Barbel Squat** (0 sets) and **Squat (Barbell)** (1 set)"
    assert one.fixes[0].merge == (mine, exercise_id("squat"))
    put_right(engine, alice, one.fixes[0])
    assert found(engine, alice) == []
    take_back(engine, alice, one.fixes[0])
    assert len(found(engine, alice)) == 1


def test_what_is_right_is_not_told_again_and_bobs_log_is_bobs(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    for lifter in (alice, bob):
        log_of(lifter, f"{SQUATS}\n2026-01-08 squat 225x5")
    (one,), (his,) = found(engine, alice), found(engine, bob)
    with pytest.raises(InvalidValue):
        put_right(engine, alice, his.fixes[0])
    assert text_of(bob)[-1] == "2026-01-08 squat 225x5"
    dismiss(engine, alice, one.topic, TODAY)
    assert found(engine, alice) == []
    assert len(found(engine, bob)) == 1


def test_what_to_fix_is_asked_in_as_many_statements_whatever_was_logged(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")

    def statements() -> int:
        said: list[str] = []
        refresh(sqlite_engine, lifter)
        with writing(sqlite_engine) as connection:
            raw = connection.connection.driver_connection
        raw.set_trace_callback(said.append)
        findings(sqlite_engine, lifter)
        raw.set_trace_callback(None)
        return len(said)

    log_of(lifter, f"{SQUATS}\n2026-01-08 squat 225x5\n2026-01-05 19:30 squat 100x5 100x5")
    few = statements()
    log_of(lifter, "\n".join(f"{date(2025, 1, 4) - timedelta(days=n)} squat 90x5 bench 60x5 60x5" for n in range(40)))
    assert few == statements()


def test_today_knows_what_went_wrong_lately(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "erin")
    days = [TODAY - timedelta(days=n) for n in range(9, 1, -1)]
    log_of(lifter, "\n".join(f"{day} squat 100x5 100x5" for day in days))
    log_of(lifter, f"{days[-1]} 20:00 squat 100x5 100x5\n{TODAY - timedelta(days=1)} squat 225x5")
    does(lifter, start(7, at=(datetime.now(UTC) - timedelta(hours=13)).isoformat()))
    _, second = log_of(lifter, f"{days[2]} bench 60x201\n{days[3]} 20:00 plank 60s")
    does(lifter, operation("amend_workout", second, zone="Asia/Tokyo"))
    refresh(sqlite_engine, lifter)
    torn = {f"zones:{days[3]}"}
    topics = {one.topic for one in found(sqlite_engine, lifter)}
    assert torn < topics
    assert len(topics) == 5

    def hinted(settled: dict[str, date]) -> int:
        with reading(sqlite_engine) as connection:
            facts, begin = load_today(connection, lifter, TODAY, 0), load_start(connection, lifter)
            slips = to_fix.load_slips(connection, lifter, TODAY)
        return to_fix.to_fix(facts, begin, slips, datetime.now(UTC), TODAY, settled)

    assert hinted({}) == 5
    assert [hinted(dict.fromkeys([topic], TODAY)) for topic in topics] == [4] * 5
