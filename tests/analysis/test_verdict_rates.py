"""How often verdicts and sentences are wrong, on a few simulated lifters: docs/analytics.md has the whole tables."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks import insight_rates, verdicts
from services.analysis.progress import forecast

DOCS = (Path(__file__).parents[2] / "docs" / "analytics.md").read_text(encoding="utf-8")
TRUTHS = {truth.name: truth for truth in verdicts.TRUTHS}
LIFTERS = 120


@pytest.mark.parametrize(
    ("name", "wrong", "most"),
    [
        ("gains 0.5 % a week", "plateau", 0.08),
        ("gains 0.5 % a week", "regressing", 0.02),
        ("level for half a year", "progressing", 0.12),
        ("level for half a year", "regressing", 0.12),
        ("gained 0.3 %, loses 1 % for 8 weeks", "progressing", 0.02),
        ("gained 0.3 %, loses 1 % for 8 weeks", "plateau", 0.10),
    ],
)
def test_a_false_alarm_is_rare(name: str, wrong: str, most: float) -> None:
    found = verdicts.judged(TRUTHS[name], 2, LIFTERS, verdicts.by_the_rule)
    assert found[wrong] / LIFTERS <= most


def test_the_day_of_a_goal_lies_in_its_range_nine_times_in_ten() -> None:
    truth, chance = TRUTHS["gains 0.5 % a week"], np.random.default_rng(3)
    due = verdicts.TODAY + timedelta(weeks=8)
    held = 0
    for _ in range(LIFTERS):
        trend = verdicts.by_the_rule(verdicts.history(truth, 2, chance))
        found = forecast(trend, verdicts.level(truth, due), verdicts.TODAY)
        held += bool(
            found and found.earliest and found.earliest <= due and (found.latest is None or due <= found.latest)
        )
    assert held / LIFTERS >= 0.88


def test_of_eight_level_lifts_one_is_seldom_said_to_move() -> None:
    chance, weeks = np.random.default_rng(11), 40
    said = [one for _ in range(weeks) for one in insight_rates.told(insight_rates.LIFTERS[0], chance)]
    assert sum(insight_rates.is_wrong(*one) for one in said) / weeks <= 0.2


def test_every_kind_of_sentence_has_its_rate_in_the_document() -> None:
    for line in (*verdicts.TRUTHS, *insight_rates.LIFTERS):
        assert f"| {line.name} |" in DOCS
    for said in (insight_rates.RISING, insight_rates.FALLING, insight_rates.STALLED):
        assert f"“{said}”" in DOCS
