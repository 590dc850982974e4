"""Circuits by rounds and the alternatives of a routine, as the grid knows them, without Streamlit."""

from typing import Any

import pytest

from tests.components.test_gym_logic import WORLD, gym
from tests.grid_page import exercise, set_of

BLOCKS = "log.blocks().flatMap((block) => block.rows)"
# Every row from the first on, as the log leads to it, each with whether nobody rests after it.
WALK = f"""
((log) => {{
  const walked = [];
  let row = log.blocks()[0].rows[0];
  while (row && walked.length < 20) {{
    log.base.rows.find((one) => one.set_id === row.set_id).saved = true;
    log.madeOf = null;
    const blocks = log.blocks();
    walked.push(`${{row.set_id}}${{isMidRound(blocks, row) ? "" : " rest"}}`);
    row = nextRow(blocks, row);
  }}
  return walked;
}})({WORLD})
"""


def circuit(*exercises: str) -> list[dict[str, Any]]:
    """Rows of a superset: "bench w 1 2" is an exercise with a warm-up and two working sets."""
    rows = []
    for text in exercises:
        name, *marks = text.split()
        for mark in marks:
            kind = "warmup" if mark.startswith("w") else "working"
            known = {"set_id": f"{name} {mark}", "exercise_id": name, "set_type": kind, "superset": 1}
            rows.append(set_of("20x5", **known, position=float(len(rows) + 1)))
    return rows


KIT = {"exercises": [exercise(name) for name in ("bench", "db_bench", "pull_up", "run")], "gyms": [gym()]}


@pytest.mark.parametrize(
    ("rows", "walked"),
    [
        (
            ("bench 1 2", "pull_up 1 2", "run 1 2"),
            ["bench 1", "pull_up 1", "run 1 rest", "bench 2", "pull_up 2", "run 2 rest"],
        ),
        # Warm-ups are rounds of their own: the first working sets meet, whoever warms up for longer.
        (
            ("bench w1 w2 1 2", "pull_up 1 2 3"),
            [
                "bench w1 rest",
                "bench w2 rest",
                "bench 1",
                "pull_up 1 rest",
                "bench 2",
                "pull_up 2 rest",
                "pull_up 3 rest",
            ],
        ),
    ],
)
def test_a_circuit_goes_by_rounds_and_rests_once_in_each(call: Any, rows: tuple[str, ...], walked: list[str]) -> None:
    assert call(WALK, KIT, circuit(*rows), {}) == walked


OTHERS = f"""
((log) => {{
  log.data.alternatives = d;
  const block = ([id, planned]) => ({{ exercise_id: id, rows: [{{ target: {{ planned_exercise_id: planned }} }}] }});
  return [...e].map((one) => log.alternatives(block(one)));
}})({WORLD})
"""


def test_after_a_swap_the_planned_exercise_is_among_the_alternatives(call: Any) -> None:
    named = {"bench": ["db_bench", "pull_up"]}
    done = [["bench", "bench"], ["db_bench", "bench"], ["db_bench", None], ["run", None]]
    swapped = ["bench", "pull_up"]
    assert call(OTHERS, KIT, [], {}, named, done) == [["db_bench", "pull_up"], swapped, swapped, []]


def test_an_exercise_that_is_planned_itself_stands_in_for_nothing(call: Any) -> None:
    assert call(OTHERS, KIT, [], {}, {"bench": ["pull_up"]}, [["pull_up", "pull_up"]]) == [[]]


def test_an_alternative_is_the_machine_of_the_gym(call: Any) -> None:
    here = KIT | {"gyms": [gym(here={"pull_up": "run"})]}
    assert call(OTHERS, here, [], {}, {"bench": ["pull_up"]}, [["bench", "bench"]]) == [["run"]]


def test_a_workout_that_began_without_signal_has_the_alternatives_of_the_routine_that_was_kept(call: Any) -> None:
    routine = {"routine_id": "7", "alternatives": {"bench": ["db_bench"]}}
    kept = KIT | {"routines": [routine]}
    asked = "log.alternatives({ exercise_id: 'bench', rows: [] })"
    begun = f"((log) => {{ log.base.workout.routine_id = '7'; return {asked}; }})({WORLD})"
    assert call(begun, kept, [], {}) == ["db_bench"]


MARKED = f"""
((log) => {{
  const block = () => log.blocks()[0];
  log.outbox.sent = [];
  log.outbox.add = (made) => log.outbox.sent.push(...made);
  markBlock(log, block(), d);
  tick(log, block(), block().rows[1], {{ reps: 5 }}, null);
  markBlock(log, block(), d);
  tick(log, block(), block().rows[2], {{ reps: 5 }}, null);
  const told = log.outbox.sent.filter((one) => one.kind !== "restore_set");
  return told.map((one) => `${{one.kind}} ${{one.set_id}} ${{one.fields[d]}}`);
}})({WORLD})
"""


@pytest.mark.parametrize("mark", ["easy", "pain"])
def test_an_exercise_is_marked_in_what_is_done_and_in_what_is_still_to_be_done(call: Any, mark: str) -> None:
    rows = circuit("bench 1 2 3")
    rows[0]["saved"] = True
    told = call(MARKED, KIT, rows, {}, mark)
    assert told == [
        "amend_set bench 1 true",
        "log_set bench 2 true",
        "amend_set bench 1 false",
        "log_set bench 3 undefined",
    ]
