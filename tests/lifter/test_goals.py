"""Goals: one per lift, kept as entered, refused in words, reached when they were lifted, and nobody else's."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from auth import accounts
from database.db_connector import reading
from database.star import lifts
from services.body import weight as body_weight
from services.errors import InvalidValue, NoSuchExercise
from services.etl_oltp_to_olap import refresh
from services.exercises.editing import add_exercise
from services.lifter.goals import all_goals, drop_goal, set_goal
from tests.cast import data_version, exercise_id, log_of, new_lifter
from tests.clock import today
from utils.body.facts import load_fraction
from utils.lifts import goal_form, words
from utils.lifts.facts import load_first_done
from utils.lifts.filters import Lift
from utils.styling import Display

TOMORROW = today() + timedelta(days=1)
SQUAT = exercise_id("squat")
KG = Display("kg", "UTC", 0, "en-GB")


def wanted(weight: object = "140", unit: object = "kg", reps: object = 1) -> Mapping[str, Any]:
    return {"weight": weight, "unit": unit, "reps": reps}


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def test_a_goal_takes_the_place_of_the_one_before(engine: Engine, alice: int) -> None:
    before = data_version(alice)
    set_goal(engine, alice, SQUAT, wanted("312.5", "lb", 3), TOMORROW)
    (one,) = all_goals(engine, alice).values()
    assert (one.weight, one.unit, one.reps, one.due_on) == (Decimal("312.5"), "lb", 3, TOMORROW)
    assert one.weight_kg == pytest.approx(312.5 * 0.45359237)
    assert data_version(alice) != before
    set_goal(engine, alice, SQUAT, wanted())
    assert [(goal.weight, goal.due_on) for goal in all_goals(engine, alice).values()] == [(140, None)]
    drop_goal(engine, alice, SQUAT)
    assert all_goals(engine, alice) == {}


def test_bobs_goal_and_bobs_exercise_are_not_alices(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    set_goal(engine, bob, SQUAT, wanted("200"))
    set_goal(engine, alice, SQUAT, wanted("140"))
    drop_goal(engine, alice, exercise_id("bench"))
    assert [int(all_goals(engine, one)[SQUAT].weight) for one in (alice, bob)] == [140, 200]
    kind = {"name": "Bob's lift", "equipment": "barbell", "pattern": "squat", "load_type": "external"}
    his = add_exercise(engine, bob, kind | {"implements": 1, "per_side": False}, {})
    with pytest.raises(NoSuchExercise):
        set_goal(engine, alice, his, wanted())


@pytest.mark.parametrize(
    ("fields", "due_on", "why"),
    [
        (wanted("heavy"), None, "weight of the goal cannot be"),
        (wanted("0"), None, "above 0"),
        (wanted(None), None, "weight of the goal cannot be"),
        (wanted("2001"), None, "from 0 to 2000 kg"),
        (wanted("1e9"), None, "weight of the goal cannot be"),
        (wanted(unit="stone"), None, "unit cannot be"),
        (wanted(reps=13), None, "whole number from 1 to 12"),
        (wanted(reps=0), None, "whole number from 1 to 12"),
        ({"weight": "140"}, None, "needs its unit, number of reps"),
        (wanted(), date(2020, 1, 1), "between today and ten years"),
        (wanted(), date(2090, 1, 1), "between today and ten years"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_in_words(
    sqlite_engine: Engine, fields: Mapping[str, Any], due_on: date | None, why: str
) -> None:
    lifter = new_lifter(sqlite_engine, "carol")
    with pytest.raises(InvalidValue, match=why):
        set_goal(sqlite_engine, lifter, SQUAT, fields, due_on)
    assert all_goals(sqlite_engine, lifter) == {}


def test_a_goal_is_reached_by_a_set_that_was_lifted(engine: Engine, alice: int) -> None:
    log_of(new_lifter(engine, "bob"), "2026-01-01 squat 200x5")
    log_of(alice, "2026-01-05 squat w140x5 135x5\n2026-01-12 squat 140x2\n2026-01-19 squat 142.5x3 300lbx5")
    refresh(engine, alice)
    with reading(engine) as connection:

        def first(weight_kg: float, reps: int) -> date | None:
            return load_first_done(connection, alice, SQUAT, weight_kg, reps)

        assert first(140, 2) == date(2026, 1, 12)
        assert first(140, 3) == date(2026, 1, 19)
        assert first(300 * 0.45359237 - 0.005, 5) == date(2026, 1, 19)
        assert first(150, 1) is None


PULL_UP = Lift(exercise_id("weighted_pullup"), "Pull Up (Weighted)", "weighted_bodyweight")


def test_a_goal_on_added_weight_is_compared_with_what_is_lifted_in_all(app_engine: Engine) -> None:
    lifter, bob = new_lifter(app_engine, "alice"), new_lifter(app_engine, "bob")
    user, number = accounts.find_user(app_engine, "alice"), PULL_UP.exercise_id
    log_of(bob, "2026-01-03 weighted_pullup 60x5")
    body_weight.log_body_weight(app_engine, bob, "120", "kg", "2026-01-01")
    log_of(lifter, "2026-01-05 weighted_pullup 20x5\n2026-01-12 weighted_pullup 25x3")
    set_goal(app_engine, lifter, number, wanted("25", reps=5))
    unweighed = goal_form.state_of(user, PULL_UP, all_goals(app_engine, lifter))
    assert unweighed
    assert (unweighed.e1rm_kg, unweighed.is_added, unweighed.done_on) == (None, True, None)
    assert words.goal(unweighed, KG).endswith("A range of dates needs your body weight: enter it on Body.")

    body_weight.log_body_weight(app_engine, lifter, "80", "kg", "2026-01-01")
    state = goal_form.state_of(user, PULL_UP, all_goals(app_engine, lifter))
    assert state
    with reading(app_engine) as connection:
        fraction = load_fraction(connection, lifter, number)
        (first, _) = lifts.lift_days(connection, lifter, number, date(2026, 1, 1))
        assert load_fraction(connection, lifter, exercise_id("squat")) is None
    assert fraction
    assert first.best_e1rm_kg == pytest.approx((80 * fraction + 20) * (1 + 5 / 30))
    assert state.e1rm_kg == pytest.approx((80 * fraction + 25) * (1 + 5 / 30))
    assert "+25 kg × 5" in words.goal(state, KG)
    assert words.goal(state, KG).endswith("With 80 kg body weight.")
    log_of(lifter, "2026-01-19 weighted_pullup 25x5")
    done = goal_form.state_of(user, PULL_UP, all_goals(app_engine, lifter))
    assert done
    assert done.done_on == date(2026, 1, 19)
