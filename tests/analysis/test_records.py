"""Records (C13): the published rule, and its walls."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.analysis.records import Bests, personal_records


def did(*sets: str) -> list[dict[str, object]]:
    """A session from texts such as `100x5` and, for a warm-up, `w100x5`."""
    return [
        {"load": float(one.lstrip("w").split("x")[0]), "reps": int(one.split("x")[1]), "type": _type(one)}
        for one in sets
    ]


def _type(text: str) -> str:
    return "warmup" if text.startswith("w") else "working"


@pytest.mark.parametrize(
    ("second", "broken"),
    [
        (["100x5"], []),
        (["100x4"], []),
        (["102.5x5"], ["e1rm", "session_volume", "set_volume", "weight"]),
        (["100x6"], ["e1rm", "reps", "session_volume", "set_volume"]),
        (["60x6"], ["reps"]),
        (["60x5"], []),
        (["110x1"], ["weight"]),
        (["100x5", "50x1"], ["session_volume"]),
        (["w200x5"], []),
        (["200x0"], []),
        ([], []),
    ],
)
def test_a_second_session_against_a_first_of_100x5(second: list[str], broken: list[str]) -> None:
    assert personal_records([did("100x5"), did(*second)], "epley") == [[], broken]


def test_sixty_for_ten_is_no_record_after_a_hundred_for_twelve() -> None:
    assert personal_records([did("100x12"), did("60x10")], "epley")[1] == []


def test_reps_at_a_load_never_lifted_before_are_no_reps_record() -> None:
    assert "reps" not in personal_records([did("100x5"), did("120x5")], "epley")[1]


def test_sets_of_one_session_do_not_beat_each_other() -> None:
    assert personal_records([did("100x5", "110x5", "120x5")], "epley") == [[]]


sessions = st.lists(
    st.lists(st.tuples(st.sampled_from([40, 60, 80, 100, 102.5]), st.integers(0, 12), st.booleans()), max_size=5),
    max_size=8,
)


@settings(max_examples=300)
@given(sessions)
def test_the_reps_rule_by_brute_force(story: list[list[tuple[float, int, bool]]]) -> None:
    told = [[{"load": w, "reps": r, "type": "warmup" if easy else "working"} for w, r, easy in one] for one in story]
    earlier: list[tuple[float, int]] = []
    for session, broken in zip(story, personal_records(told, "epley"), strict=True):
        counted = [(w, r) for w, r, easy in session if not easy and r >= 1]
        expected = any((at := [reps for load, reps in earlier if load >= w]) and r > max(at) for w, r in counted)
        assert ("reps" in broken) == expected
        earlier += counted


@settings(max_examples=200)
@given(sessions, st.sampled_from([0.45359237, 2.0, 1000.0]))
def test_records_do_not_depend_on_the_unit(story: list[list[tuple[float, int, bool]]], factor: float) -> None:
    def told(times: float) -> list[list[dict[str, object]]]:
        return [[{"load": w * times, "reps": r, "type": "working"} for w, r, _ in one] for one in story]

    strict = ("weight", "reps")  # sums and products may tie in one unit and differ in the last bit in another
    one, other = personal_records(told(1), "epley"), personal_records(told(factor), "epley")
    assert [[k for k in b if k in strict] for b in one] == [[k for k in b if k in strict] for b in other]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 15)), max_size=40))
def test_the_loads_worth_remembering_rise_while_their_reps_fall(sets: list[tuple[int, int]]) -> None:
    bests = Bests()
    for load, reps in sets:
        bests.remember(load, reps)
    assert bests.loads == sorted(set(bests.loads))
    assert bests.reps == sorted(set(bests.reps), reverse=True)
