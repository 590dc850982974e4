"""The same operations, in any order and however often, are the same workout: rows, stamps and deleted images."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from database.ids import new_id
from services.log.workout_log import apply
from tests.cast import Operation, exercise_id, forget_marks, marks_of, new_lifter, operation, state_of

Story = tuple[list[Operation], list[list[Operation]]]

WORKOUTS, SETS = (101, 102), (201, 202, 203)
HOURS = [f"2026-01-05T{hour:02}:00:00+00:00" for hour in (8, 12, 16)]
EXERCISES = [str(exercise_id(name)) for name in ("squat", "bench", "plank")]

some = st.sampled_from
workout_fields = st.fixed_dictionaries(
    {},
    optional={
        "started_at": some([*HOURS, None]),
        "ended_at": some([*HOURS, None]),
        "performed_on": some(["2026-01-05", "2026-01-06", "3000-01-01"]),
        "title": some(["Push", "Pull", None]),
        "notes": some(["tired", "fresh"]),
    },
)
set_fields = st.fixed_dictionaries(
    {},
    optional={
        "exercise_id": some(EXERCISES),
        "weight": some(["60", "102.5", "4000", None]),
        "unit": some(["kg", "lb", None]),
        "reps": some([5, 8, -1]),
        "rir": some([0, 2.5]),
        "position": some([1, 2.5]),
        "note": some(["easy", "hard"]),
    },
)
begun = workout_fields.map(lambda fields: {"started_at": HOURS[0], "zone": "UTC", **fields})
logged = set_fields.map(lambda fields: {"exercise_id": EXERCISES[0], "reps": 5, **fields})
nothing = st.just({})

KINDS: dict[str, Any] = {
    "start_workout": begun,
    "amend_workout": workout_fields,
    "finish_workout": workout_fields.map(lambda fields: {"ended_at": HOURS[2], **fields}),
    "delete_workout": nothing,
    "restore_workout": nothing,
    "log_set": logged,
    "amend_set": set_fields,
    "delete_set": nothing,
    "restore_set": nothing,
}


@st.composite
def one_operation(draw: st.DrawFn, kind: str) -> Operation:
    made = operation(kind, draw(some(WORKOUTS)), **draw(KINDS[kind]))
    return made | ({"set_id": str(draw(some(SETS)))} if kind.endswith("set") else {})


any_operation = some([*KINDS, "start_workout", "log_set", "amend_set"]).flatmap(one_operation)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Operations of two devices with ids in the order of their clocks, and how they come in: in parts, some twice."""
    begins = [operation("start_workout", number, started_at=HOURS[0], zone="UTC") for number in WORKOUTS]
    told = [*begins, *draw(st.lists(any_operation, min_size=1, max_size=14))]
    stamps = draw(st.lists(st.integers(1, 10**6), min_size=len(told), max_size=len(told), unique=True))
    named = [one | {"op_id": str(stamp)} for one, stamp in zip(told, stamps, strict=True)]
    twice = draw(st.lists(some(named), max_size=4))
    coming = draw(st.permutations(named + twice))
    cuts = sorted(draw(st.lists(st.integers(0, len(coming)), max_size=5)))
    return named, [coming[a:b] for a, b in zip([0, *cuts], [*cuts, len(coming)], strict=True)]


def settled(engine: Engine, lifter: int, parts: list[list[Operation]]) -> dict[str, list[dict[str, Any]]]:
    """Send the parts, then again what was refused, as a browser does, until nothing changes."""
    everything = [one for part in parts for one in part]
    for part in parts:
        apply(engine, lifter, part)
    before = None
    while before != (before := state_of(lifter)):
        refused = apply(engine, lifter, everything).rejected
        apply(engine, lifter, [one for one in everything if one["op_id"] in refused])
    return before


def shown(lifter: int) -> dict[tuple[int | None, str], list[Any]]:
    """What shows of a lifter's log by exercise and day; under None, the workouts of the day."""
    state = state_of(lifter)
    found: dict[tuple[int | None, str], list[Any]] = {}
    days = {row["workout_id"]: (str(row["performed_on"]), row["started_at"]) for row in state["workouts"]}
    for row in (*state["workouts"], *state["sets"]):
        day, began = days[row["workout_id"]]
        values = {name: value for name, value in row.items() if name != "field_stamps"}
        found.setdefault((row.get("exercise_id"), day), []).append((values, began))
    return found


def nothing_changes_unmarked(engine: Engine, story: Story) -> None:
    lifter = new_lifter(engine, f"marked{new_id()}")
    before: dict[tuple[int | None, str], list[Any]] = {}
    for part in story[1]:
        forget_marks(lifter)
        apply(engine, lifter, part)
        after = shown(lifter)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert changed <= marks_of(lifter)
        before = after


def same_however_it_comes(engine: Engine, story: Story) -> None:
    in_order, parts = story
    tidy, messy = (new_lifter(engine, f"{name}{new_id()}") for name in ("tidy", "messy"))
    assert settled(engine, tidy, [in_order]) == settled(engine, messy, parts)


@settings(max_examples=200)
@given(story=stories())
def test_any_order_and_any_repetition_give_the_same_workouts(sqlite_engine: Engine, story: Story) -> None:
    same_however_it_comes(sqlite_engine, story)


@pytest.mark.mariadb
@settings(max_examples=50)
@given(story=stories())
def test_any_order_and_any_repetition_give_the_same_workouts_on_mariadb(mariadb_engine: Engine, story: Story) -> None:
    same_however_it_comes(mariadb_engine, story)


@settings(max_examples=200)
@given(story=stories())
def test_whatever_changes_is_marked(sqlite_engine: Engine, story: Story) -> None:
    nothing_changes_unmarked(sqlite_engine, story)


@pytest.mark.mariadb
@settings(max_examples=50)
@given(story=stories())
def test_whatever_changes_is_marked_on_mariadb(mariadb_engine: Engine, story: Story) -> None:
    nothing_changes_unmarked(mariadb_engine, story)
