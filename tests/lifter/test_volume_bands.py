"""Bands of weekly hard sets: what studies cover, one's own, and the coaching heuristic that a lifter may edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from services.analysis.volume_bands import LANDMARKS, Band, Landmarks, evidence_zone, landmark_zone, own_zone
from services.errors import InvalidValue, NoSuchLifter
from services.lifter.volume_bands import HEURISTIC, OWN, bands, keep_landmarks, keep_own, reset
from tests.cast import data_version, new_lifter
from tests.utils.test_data_loader import MONDAY, TODAY
from utils.muscles.figures import Counts, weeks_in, zone_of
from utils.muscles.filters import AGAINST, DIRECT, FRACTIONAL, MuscleFilter, default_span, span_named
from utils.muscles.filters import HEURISTIC as SHOWN_HEURISTIC

SUNDAY = 6


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.mark.parametrize(
    ("sets", "zone"),
    [
        *((0, "low"), (4.9, "low"), (5, "moderate"), (9.9, "moderate")),
        *((10, "most studied"), (20, "most studied"), (20.1, "high")),
    ],
)
def test_the_bands_of_the_evidence(sets: float, zone: str) -> None:
    assert evidence_zone(sets) == zone


@pytest.mark.parametrize(
    ("muscle", "sets", "zone"),
    [
        ("chest", 7, "under MV"),
        ("chest", 8, "MV to MEV"),
        ("chest", 10, "MEV to MAV"),
        ("chest", 12, "in MAV"),
        ("chest", 20, "in MAV"),
        ("chest", 21, "MAV to MRV"),
        ("chest", 23, "over MRV"),
        ("abdominals", 0, "MEV to MAV"),
        ("forearms", 1, "MV to MEV"),
        ("forearms", 5, "MEV to MRV"),
        ("forearms", 21, "over MRV"),
    ],
)
def test_between_which_landmarks_direct_sets_lie(muscle: str, sets: float, zone: str) -> None:
    assert landmark_zone(sets, LANDMARKS[muscle]) == zone


@given(st.floats(0, 60), st.floats(0, 60))
def test_more_sets_are_never_in_a_lower_band(one: float, other: float) -> None:
    zones = ["low", "moderate", "most studied", "high"]
    fewer, more = sorted((one, other))
    assert zones.index(evidence_zone(fewer)) <= zones.index(evidence_zone(more))
    mine = ["below", "within", "above"]
    assert mine.index(own_zone(fewer, Band(8, 16))) <= mine.index(own_zone(more, Band(8, 16)))


def test_a_heuristic_for_the_prime_mover_is_only_offered_beside_direct_sets() -> None:
    assert [count for count, offered in AGAINST.items() if SHOWN_HEURISTIC in offered] == [DIRECT]
    assert all(offered[0] != SHOWN_HEURISTIC for offered in AGAINST.values())


def test_a_band_is_kept_changed_and_put_back(engine: Engine, alice: int) -> None:
    before = data_version(alice)
    keep_own(engine, alice, "quads", Band(6, 12))
    assert data_version(alice) != before
    kept = bands(engine, alice)
    assert (kept.own_of("quadriceps"), kept.own_of("quads"), kept.own_of("chest")) == (
        Band(6, 12),
        Band(6, 12),
        (10, 20),
    )
    weekly = Counts(3, 5.5, 8)
    assert (
        zone_of(
            "quadriceps",
            weekly,
            MuscleFilter(span_named("4 weeks", TODAY, 0), FRACTIONAL, "My own bands").against,
            kept,
        )
        == "below"
    )
    keep_own(engine, alice, "quadriceps", Band(4, 5.5))
    assert bands(engine, alice).own_of("quads") == Band(4, 5.5)
    reset(engine, alice, OWN, "quads")
    assert bands(engine, alice).own == {}


def test_a_heuristic_is_edited_and_put_back(engine: Engine, alice: int) -> None:
    mine = Landmarks(4, 6, 8, 14, 18)
    keep_landmarks(engine, alice, "chest", mine)
    keep_landmarks(engine, alice, "forearms", Landmarks(0, 3, None, None, 12))
    kept = bands(engine, alice)
    assert (kept.landmarks_of("chest"), kept.landmarks_of("biceps")) == (mine, LANDMARKS["biceps"])
    assert kept.landmarks_of("forearms") == (0, 3, None, None, 12)
    assert kept.landmarks_of("adductors") is None
    reset(engine, alice, HEURISTIC, "chest")
    assert bands(engine, alice).landmarks_of("chest") == LANDMARKS["chest"]


def test_bob_keeps_his_own_bands(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    keep_own(engine, alice, "chest", Band(1, 2))
    keep_own(engine, bob, "chest", Band(3, 4))
    reset(engine, bob, OWN, "chest")
    assert (bands(engine, alice).own, bands(engine, bob).own) == ({"chest": Band(1, 2)}, {})


@pytest.mark.parametrize(
    ("muscle", "band", "sentence"),
    [
        ("chest", Band(12, 8), "at least the one before"),
        ("chest", Band(-1, 8), "from 0 to 100"),
        ("chest", Band(1, 1e9), "from 0 to 100"),
        ("chest", Band(float("nan"), 8), "from 0 to 100"),
        ("chest", Band(None, 8), "cannot be empty"),
        ("chest", Band("8", 9), "from 0 to 100"),
        ("soul", Band(1, 2), "no muscle of this name"),
    ],
)
def test_what_cannot_be_a_band(sqlite_engine: Engine, muscle: str, band: Band, sentence: str) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    with pytest.raises(InvalidValue, match=sentence):
        keep_own(sqlite_engine, lifter, muscle, band)
    assert bands(sqlite_engine, lifter).own == {}


def test_bands_of_nobody_and_of_a_muscle_without_a_heuristic(sqlite_engine: Engine) -> None:
    with pytest.raises(NoSuchLifter):
        keep_own(sqlite_engine, 404, "chest", Band(1, 2))
    with pytest.raises(InvalidValue, match="no heuristic"):
        keep_landmarks(sqlite_engine, new_lifter(sqlite_engine), "adductors", Landmarks(1, 2, 3, 4, 5))


def forms(user_id: int) -> None:
    from types import SimpleNamespace

    import streamlit as st

    from database.db_connector import engine
    from services.lifter.volume_bands import bands
    from utils.muscles import sections
    from utils.muscles.figures import Counts, Muscle

    muscle = Muscle(st.session_state["muscle"], 7, Counts(), Counts(), "")
    user, kept = SimpleNamespace(user_id=user_id), bands(engine(), user_id)
    sections._edit_own(user, muscle, kept.own_of(muscle.name), is_kept=bool(kept.own))
    sections._edit_marks(user, muscle, kept.landmarks_of(muscle.name), is_kept=bool(kept.edited))


def test_the_forms_keep_refuse_and_put_back(app_engine: Engine) -> None:
    lifter = new_lifter(app_engine, "alice")
    page = AppTest.from_function(forms, default_timeout=60, args=(lifter,))
    page.session_state["muscle"] = "forearms"
    page.run()
    assert not page.exception
    assert [field.value for field in page.number_input] == [10, 20, 0, 2, None, None, 20]
    page.number_input[0].set_value(30.0)
    page.button[0].click().run()
    assert [error.value for error in page.error] == ["Each number of sets must be at least the one before it."]
    page.number_input[1].set_value(40.0)
    page.button[0].click().run()
    assert bands(app_engine, lifter).own == {"forearms": Band(30, 40)}
    [button] = [one for one in page.button if one.label == "Back to the default"]
    button.click().run()
    assert bands(app_engine, lifter).own == {}


def test_spans_are_the_lifters_weeks_or_whole_weeks_that_end_today() -> None:
    this = span_named("This week", TODAY, MONDAY)  # a Friday
    assert (str(this.first), str(this.last)) == ("2026-01-12", "2026-01-16")
    assert str(span_named("This week", TODAY, SUNDAY).first) == "2026-01-11"
    last = span_named("Last week", TODAY, MONDAY)
    assert (str(last.first), str(last.last)) == ("2026-01-05", "2026-01-11")
    assert span_named("4 weeks", TODAY, MONDAY).days == 28
    assert span_named("All time", TODAY, MONDAY).first is None


def test_a_span_is_divided_by_the_weeks_since_the_first_workout() -> None:
    four = span_named("4 weeks", TODAY, MONDAY)
    assert weeks_in(four, four.first) == 4
    assert weeks_in(four, TODAY.replace(day=3)) == 2
    assert weeks_in(four, TODAY) == 1
    assert weeks_in(span_named("This week", TODAY, MONDAY), four.first) == 1
    assert weeks_in(span_named("All time", TODAY, MONDAY), four.first) == 4


def test_old_history_is_shown_whole_and_ends_with_its_last_workout() -> None:
    last = TODAY.replace(year=2021)
    assert (default_span(TODAY, TODAY), default_span(TODAY, last)) == ("4 weeks", "All time")
    everything = span_named("All time", TODAY, MONDAY, last)
    assert everything.last == last
    assert weeks_in(everything, last.replace(day=3)) == 2
