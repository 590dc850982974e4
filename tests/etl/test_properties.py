"""After any history of operations refreshed facts equal a rebuild."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from database.ids import new_id
from services.etl_oltp_to_olap import check, refresh
from services.log.workout_log import apply
from tests.cast import exercise_id, log_of, new_lifter, operation
from tests.facts import refreshed

LIFTS = ("squat", "bench", "pullup", "assisted_pullup", "dumbbell_bench", "plank", "carry", "run")
DAYS = tuple(f"2026-01-{day:02}" for day in (5, 6, 8, 12, 19))

loads = st.one_of(st.none(), st.sampled_from(["60", "80", "82.5", "100", "102.5", "225"]))
performed = st.fixed_dictionaries(
    {
        "exercise": st.sampled_from(LIFTS),
        "weight": loads,
        "unit": st.sampled_from(["kg", "lb"]),
        "reps": st.integers(0, 14),
        "rir": st.sampled_from([None, 0, 1.5, 5]),
        "set_type": st.sampled_from(["working", "working", "working", "warmup", "drop", "failure"]),
        "seconds": st.sampled_from([None, None, 45.0, 62.5, 90.0]),
        "distance_m": st.sampled_from([None, None, 20.0, 30.5, 5000.0]),
    }
)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("log"), st.integers(0, 4), performed),
        st.tuples(st.just("amend"), st.integers(0, 40), performed),
        st.tuples(st.just("delete"), st.integers(0, 40)),
        st.tuples(st.just("restore"), st.integers(0, 40)),
        st.tuples(st.just("move"), st.integers(0, 4), st.sampled_from(DAYS)),
        st.tuples(st.just("start"), st.integers(0, 4), st.integers(0, 23)),
        st.tuples(st.just("drop"), st.integers(0, 4)),
        st.tuples(st.just("bring back"), st.integers(0, 4)),
        st.tuples(st.just("refresh")),
    ),
    min_size=1,
    max_size=25,
)


class Story:
    """A lifter who does one thing after another."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lifter = new_lifter(engine, f"lifter{new_id()}")
        self.workouts = [log_of(self.lifter, f"{day} squat 100x5")[0] for day in DAYS]
        self.sets: list[int] = []

    def tell(self, kind: str, place: int = 0, what: Any = None) -> None:
        if kind == "refresh":
            refresh(self.engine, self.lifter)
        elif kind in ("amend", "delete", "restore"):
            if self.sets:
                self.to_set(kind, self.sets[place % len(self.sets)], what)
        elif kind == "log":
            self.sets.append(new_id())
            self.send(operation("log_set", self.workouts[place], self.sets[-1], position=1.0, **fields_of(what)))
        else:
            self.to_workout(kind, self.workouts[place], what)

    def to_set(self, kind: str, set_id: int, what: Any) -> None:
        self.send(operation(f"{kind}_set", set_id=set_id, **(fields_of(what) if what else {})))

    def to_workout(self, kind: str, workout_id: int, what: Any) -> None:
        self.send(
            {
                "move": lambda: operation("amend_workout", workout_id, performed_on=what),
                "start": lambda: operation("amend_workout", workout_id, started_at=f"2026-01-05T{what:02}:00:00+00:00"),
                "drop": lambda: operation("delete_workout", workout_id),
                "bring back": lambda: operation("restore_workout", workout_id),
            }[kind]()
        )

    def send(self, one: dict[str, Any]) -> None:
        apply(self.engine, self.lifter, [one])


def fields_of(what: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in what.items() if name != "exercise"}
    return fields | {"exercise_id": str(exercise_id(what["exercise"]))}


def hold(engine: Engine, told: list[Any]) -> None:
    from services.body.weight import log_body_weight

    story = Story(engine)
    log_body_weight(engine, story.lifter, "80", "kg", "2026-01-06")
    refresh(engine, story.lifter)
    for one in told:
        story.tell(*one)
    refreshed(story.lifter)
    check(engine, story.lifter)


@settings(max_examples=200)
@given(changes)
def test_a_refresh_equals_a_rebuild_on_sqlite(sqlite_engine: Engine, told: list[Any]) -> None:
    hold(sqlite_engine, told)


@pytest.mark.mariadb
@settings(max_examples=50)
@given(changes)
def test_a_refresh_equals_a_rebuild_on_mariadb(mariadb_engine: Engine, told: list[Any]) -> None:
    hold(mariadb_engine, told)


def test_the_story_can_be_told(sqlite_engine: Engine) -> None:
    """The operations that the property test makes are not all refused."""
    story = Story(sqlite_engine)
    squat = {"exercise": "squat", "weight": "120", "unit": "kg", "reps": 5, "rir": None, "set_type": "working"}
    for one in [("log", 0, squat), ("amend", 0, squat | {"weight": "130"}), ("move", 1, "2026-01-12"), ("drop", 2)]:
        story.tell(*one)
    loads = [row["weight_kg"] for row in refreshed(story.lifter)["fact_sets"]]
    assert sorted(loads) == [100, 100, 100, 100, 130]
