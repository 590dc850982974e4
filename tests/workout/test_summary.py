"""What a finished workout came to, worked out by hand, on both engines."""

from datetime import date

import pytest
from sqlalchemy import Engine

from database.db_connector import reading
from services.errors import TonnageError
from services.workouts import summary as workouts_summary
from services.workouts.summary import Record, Totals, summary
from tests.cast import log_of, new_lifter
from tests.utils.test_explain import cell
from utils.styling import Display
from utils.workout import finish
from utils.workout.evidence import load_workout_sets, of_workout

KG = Display("kg", "UTC", 0, "en-GB")


def test_the_workout_stands_beside_the_last_one_of_its_title(engine: Engine) -> None:
    alice = new_lifter(engine)
    log_of(alice, "2026-01-05 bench 80x5 80x5")
    (second,) = log_of(alice, "2026-01-08 bench 82.5x5 80x5 80x4 squat w60x5 100x5")
    found = summary(engine, alice, second)
    assert found.now is not None
    assert (found.now.duration_s, found.now.sets, found.now.hard_sets) == (3600, 4, 4)
    assert found.now.tonnage_kg == 82.5 * 5 + 80 * 5 + 80 * 4 + 100 * 5
    assert found.before is None  # the cast's workouts have neither routine nor title


def test_records_are_those_that_this_workout_broke(engine: Engine) -> None:
    alice = new_lifter(engine)
    log_of(alice, "2026-01-05 bench 80x5")
    (second,) = log_of(alice, "2026-01-08 bench 85x3 80x6")
    found = {record.kind: record for record in summary(engine, alice, second).records}
    assert found["weight"] == Record("Bench Press (Barbell)", "weight", 80, 85, 85, 3)
    assert found["reps"] == Record("Bench Press (Barbell)", "reps", 5, 6, 80, 6)
    assert [kind for kind, record in found.items() if record.is_celebrated] == ["weight", "reps"]
    # Epley: 80 (1 + 5/30) = 93.33 before, 80 (1 + 6/30) = 96 now; 85 (1 + 3/30) = 93.5
    assert (round(found["e1rm"].old, 2), found["e1rm"].new) == (93.33, 96)


def test_a_first_workout_breaks_no_record(engine: Engine) -> None:
    alice = new_lifter(engine)
    (only,) = log_of(alice, "2026-01-05 bench 80x5")
    assert summary(engine, alice, only).records == ()


def test_each_exercise_stands_beside_its_last_day(engine: Engine) -> None:
    alice = new_lifter(engine)
    log_of(alice, "2026-01-05 bench 80x5")
    (second,) = log_of(alice, "2026-01-08 squat 100x5 bench 82.5x4")
    squat, bench = summary(engine, alice, second).lines
    assert (squat.exercise, squat.weight_kg, squat.reps, squat.last_on) == ("Squat (Barbell)", 100, 5, None)
    assert (bench.weight_kg, bench.reps, bench.last_weight_kg, bench.last_reps) == (82.5, 4, 80, 5)
    assert bench.last_on == date(2026, 1, 5)


def test_somebody_elses_workout_comes_to_nothing(engine: Engine) -> None:
    alice, bob = new_lifter(engine), new_lifter(engine, "bob")
    (hers,) = log_of(alice, "2026-01-05 bench 80x5")
    found = summary(engine, bob, hers)
    assert (found.now, found.records, found.lines) == (None, (), ())


def test_a_failing_refresh_is_not_hidden(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = new_lifter(sqlite_engine)
    (only,) = log_of(alice, "2026-01-05 bench 80x5")

    def fail(_engine: Engine, _user_id: int) -> bool:
        raise TonnageError

    monkeypatch.setattr(workouts_summary, "refresh", fail)
    with pytest.raises(TonnageError):
        summary(sqlite_engine, alice, only)


def test_records_are_told_in_the_lifters_unit() -> None:
    heavier = Record("Bench", "weight", 80, 85, 85, 3)
    assert finish.record_line(heavier, KG) == "**Bench**: heaviest yet, 85 kg (before 80 kg)"
    more = Record("Bench", "reps", 5, 6, 80, 6)
    assert finish.record_line(more, KG) == "**Bench**: most reps at 80 kg, 6 (before 5)"
    pounds = Display("lb", "UTC", 6, "en-US")
    assert finish.record_line(heavier, pounds) == "**Bench**: heaviest yet, 187.4 lb (before 176.4 lb)"


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_a_workout_beside_the_one_before_in_a_sentence() -> None:
    before = Totals(date(2026, 1, 5), 3600, 12, 10, 5000.0)
    told = finish.comparison(Totals(date(2026, 1, 12), 3000, 12, 10, 5200.0), before, KG)
    assert told == "Against 5 Jan: as many hard sets · 5.2 t lifted, then 5.0 t · 50 min, then 1 h 00"
    fewer = finish.comparison(Totals(date(2026, 1, 12), None, 9, 8, None), before, KG)
    assert fewer == "Against 5 Jan: \N{MINUS SIGN}2 hard sets"
    one_more = finish.comparison(Totals(date(2026, 1, 12), None, 9, 11, None), before, KG)
    assert one_more == "Against 5 Jan: +1 hard set"


def test_the_numbers_lead_to_their_sets_and_muscles(engine: Engine) -> None:
    alice = new_lifter(engine)
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-08 bench 300x5")
    _, second = log_of(alice, "2026-01-08 bench 80x5\n2026-01-08 bench w40x5 82.5x5 80x5@2 squat 100x5@5")
    found = summary(engine, alice, second)
    assert found.now
    with reading(engine) as connection:
        sets, credits = load_workout_sets(connection, alice, second, date(2026, 1, 8))
    whole, *muscles = of_workout(found.now, sets, credits, KG)
    assert whole.value == "1 h 00, 3 work sets, 2 hard sets"
    assert [cell(text) for text in whole.rows["Hard"]] == ["2", "0", "2"]
    told = [(muscle.name.lower().replace(" ", "_"), muscle.value) for muscle in muscles]
    assert told == [(name, f"{hard:g}") for name, hard in found.muscles]
    assert all(cell(muscle.rows["Counted"].iloc[-1]) == muscle.value for muscle in muscles)
