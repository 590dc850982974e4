"""DOTS, Wilks, Wilks 2020 and IPF GL against published figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analysis.strength_scores import dots, ipf_gl, wilks, wilks2

SCORES = {"dots": dots, "wilks": wilks, "wilks2": wilks2}
GL_KINDS = [(sex, gear, event) for sex in "MF" for gear in ("classic", "equipped") for event in ("total", "bench")]
scores = st.sampled_from(sorted(SCORES)).map(SCORES.__getitem__)
sexes = st.sampled_from("MF")
bodies, totals = st.floats(36, 260), st.floats(1, 1300)


def test_a_man_of_90_kg_with_a_total_of_600():
    assert dots("M", 90, 600) == pytest.approx(387.96, abs=0.005)
    assert wilks("M", 90, 600) == pytest.approx(383.04, abs=0.005)
    assert ipf_gl("M", "classic", "total", 90, 600) == pytest.approx(79.77, abs=0.005)


def test_a_woman_of_60_kg_with_a_total_of_350():
    assert dots("F", 60, 350) == pytest.approx(387.99, abs=0.005)
    assert wilks("F", 60, 350) == pytest.approx(390.21, abs=0.005)


def test_wilks_2020_coefficients_of_the_official_table():
    assert wilks2("M", 80, 1) == pytest.approx(0.8191, abs=5e-5)
    assert wilks2("F", 80, 1) == pytest.approx(1.1318, abs=5e-5)


def test_gl_of_a_man_of_83_kg_is_what_the_formula_says_and_not_the_blogs():
    assert ipf_gl("M", "classic", "total", 83, 600) == pytest.approx(83.1, abs=0.05)


@pytest.mark.parametrize(
    ("score", "sex", "lightest", "heaviest"),
    [
        (dots, "M", 40, 210),
        (dots, "F", 40, 150),
        (wilks, "M", 40, 201.9),
        (wilks, "F", 26.51, 154.53),
        (wilks2, "M", 40, 200.95),
        (wilks2, "F", 40, 150.95),
    ],
)
def test_body_weights_outside_the_polynomial_count_as_its_ends(score, sex, lightest, heaviest):
    assert score(sex, lightest - 5, 300) == score(sex, lightest, 300) != score(sex, lightest + 1, 300)
    assert score(sex, heaviest + 50, 300) == score(sex, heaviest, 300) != score(sex, heaviest - 1, 300)


@pytest.mark.parametrize(("body", "total"), [(90, 0), (90, -1), (0, 600), (-90, 600)])
def test_no_total_or_no_body_scores_nothing(body, total):
    assert [score("M", body, total) for score in SCORES.values()] == [0, 0, 0]
    assert ipf_gl("M", "classic", "total", body, total) == 0


@pytest.mark.parametrize(("sex", "body", "total"), [("M", None, 600), ("M", 90, None), ("X", 90, 600), ("M", 9e999, 1)])
def test_unknown_input_scores_none(sex, body, total):
    assert [score(sex, body, total) for score in SCORES.values()] == [None, None, None]
    assert ipf_gl(sex, "classic", "total", body, total) is None


def test_gl_is_zero_under_35_kg_and_undefined_for_other_events():
    assert ipf_gl("F", "classic", "total", 34.99, 100) == 0
    assert ipf_gl("F", "classic", "total", 35, 100) > 0
    assert ipf_gl("F", "classic", "squat", 60, 100) is None
    assert ipf_gl("F", "gear", "total", 60, 100) is None


@pytest.mark.parametrize(
    ("kind", "by_hand"),
    # 200 kg at 80 kg: 20,000 / (A - B e^(-80 C)), worked out with 28 digits.
    [
        (("M", "equipped", "total"), 23.605757),
        (("F", "classic", "total"), 38.532136),
        (("F", "equipped", "total"), 32.086987),
        (("M", "classic", "bench"), 102.383106),
        (("M", "equipped", "bench"), 73.134382),
        (("F", "classic", "bench"), 151.175869),
        (("F", "equipped", "bench"), 106.518213),
    ],
)
def test_gl_of_every_kind(kind, by_hand):
    assert ipf_gl(*kind, 80, 200) == pytest.approx(by_hand, abs=1e-6)


@given(scores, sexes, bodies, totals)
def test_twice_the_total_is_twice_the_score(score, sex, body, total):
    assert score(sex, body, 2 * total) == pytest.approx(2 * score(sex, body, total))
    assert score(sex, body, total) > 0


@given(st.sampled_from(GL_KINDS), bodies, st.floats(1, 50), totals)
def test_a_lighter_lifter_scores_more_for_the_same_total(kind, body, more, total):
    assert ipf_gl(*kind, body, total) > ipf_gl(*kind, body + more, total) > 0
