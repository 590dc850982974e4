"""Progression rules: published tables number by number, what is said, and what holds for every history."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import InvalidValue
from services.gyms.loadable import Gear, gear_of
from services.progression import schemes
from services.progression.advance import advance
from services.progression.prescribe import prescribe
from services.progression.preview import preview
from services.progression.rule_checks import from_json
from services.progression.rule_text import from_text, to_text
from services.progression.rules import to_json
from services.progression.state import Line, Performed, State, as_asked
from services.progression.state import from_json as state_from_json
from services.progression.state import to_json as state_to_json

KG, LB = Gear(Decimal("2.5")), Gear(Decimal(5))
STRONGLIFTS = (
    "chain stages [5x5 linear add 2.5 fails 3 deload 10 deloads 3 / 3x5 linear add 2.5 fails 3 deload 10] restart 0"
)
T1 = "chain stages [5x3+ linear add 5 fails 1 / 6x2+ linear add 5 fails 1 / 10x1+ linear add 5 fails 1] restart 85"
T2 = (
    "chain stages [3x10 linear add 2.5 fails 1 / 3x8 linear add 2.5 fails 1 / 3x6 linear add 2.5 fails 1]"
    " restart 100 of first plus 7.5"
)
RULES = [
    "linear add 2.5",
    "linear add 1.25 fails 2 deload 15 wins 2",
    "double low 8 high 12 add 2.5 fails 2",
    "531 add 5 back 85",
    "531 add 2.5 deload no",
    "wave steps [6x6@70% / 7x5@75% / 8x4@80% / 10x3@85%] add 5 to loads",
    "wave steps [5@75% 3@85% 1+@95% 3@90%] reps [2:2.5 4:5 6:7.5]",
    "rpe steps [1x5@8 3x5@7 / 1x4@8.5 3x4@7.5] limit 4",
    "sum reps 25 add 2.5 of last",
    "sum reps 24 add 5 fails 3",
    STRONGLIFTS,
    T1,
    T2,
]
OWN = schemes.parse("3x8")


def walked(rule, state, outcomes, gear=KG, own=()):
    """What was asked in each workout, as "5x3+ 100": heaviest load, and the scheme; S is a success, f a failure."""
    told = []
    for outcome in outcomes:
        aims = prescribe(rule, state, gear, own)
        told.append(f"{schemes.written([bare(aim) for aim in aims])} {aims[0].load.normalize():f}")
        state = advance(rule, state, as_asked(aims, outcome == "f"), gear).state
    return told, state


SHORT = "Reps were missing last time"
HELP = Gear(Decimal("2.5"), least=Decimal(0), is_help=True)


@pytest.mark.parametrize(
    ("rule", "outcomes", "told"),
    [
        # Less help is progress, down to none at all; 10 % more after misses: 22.5 for 20.
        ("linear add 2.5", "SSS", ["20", "17.5", "15"]),
        ("linear add 5", "SSSSS", ["20", "15", "10", "5", "0"]),
        ("linear add 2.5 fails 1 deload 10", "fSf", ["20", "22.5", "20"]),
        ("double low 6 high 8 add 2.5", "S", ["20"]),
        (T1.replace("add 5", "add 2.5"), "ffff", ["20", "20", "20", "22.5"]),  # from 85 % on: 115 % of the help, 23
    ],
)
def test_less_help_is_progress(rule, outcomes, told):
    found, _ = walked(from_text(rule), State("kg", load=Decimal(20)), outcomes, HELP, schemes.parse("3x8"))
    assert [one.split()[-1] for one in found] == told


@pytest.mark.parametrize(
    ("load", "done", "sentence", "after"),
    [
        (20, (20, 20, 20), "All 3×8 done last time: 20 → 17.5 kg.", "17.5"),
        (
            20,
            (20, 22.5, 20),
            "Reps were missing last time (3 × 8 reps at 20 kg): 10 % more help, 20 → 22.5 kg.",
            "22.5",
        ),
        (20, (15, 17.5, 15), "All 3×8 done last time: 17.5 → 15 kg.", "15"),
        (0, (0, 0, 0), "All 3×8 done last time, without help: time for the lift itself.", "0"),
        (None, (25, 27.5, 25), "All 3×8 done last time: 27.5 → 25 kg.", "25"),
    ],
)
def test_more_help_than_asked_is_a_miss_and_less_is_taken_up(load, done, sentence, after):
    base = State("kg", load=None if load is None else Decimal(load))
    aims = prescribe(from_text("linear add 2.5"), base, HELP, OWN)
    lines = tuple(Line(aim, 8, Decimal(str(one)), None, True, True) for aim, one in zip(aims, done, strict=True))
    moved = advance(from_text("linear add 2.5 fails 1"), base, Performed(lines), HELP)
    assert (moved.sentence, moved.state.load) == (sentence, Decimal(after))
    assert state_from_json(state_to_json(moved.state)) == moved.state


def bare(aim):
    return schemes.Aim(aim.low, aim.high, aim.is_open)


def loads(rule, state, gear, workouts):
    """The loads of so many good workouts."""
    found = []
    for _ in range(workouts):
        aims = prescribe(rule, state, gear)
        found.append([float(aim.load) for aim in aims])
        state = advance(rule, state, as_asked(aims), gear).state
    return found, state


def test_531_over_two_cycles_from_100_kg():
    # 65/75/85, 70/80/90, 75/85/95 and 40/50/60 %; the second cycle of 102.5 kg, rounded half up to 2.5 kg.
    found, after = loads(from_text("531 add 2.5"), State("kg", maximum=Decimal(100)), KG, 8)
    assert found == [
        [65, 75, 85],
        [70, 80, 90],
        [75, 85, 95],
        [40, 50, 60],
        [67.5, 77.5, 87.5],
        [72.5, 82.5, 92.5],
        [77.5, 87.5, 97.5],
        [40, 52.5, 62.5],
    ]
    assert (after.maximum, after.cycle, after.step) == (105, 2, 0)


def test_531_in_pounds_and_its_reps():
    rule, state = from_text("531 add 10"), State("lb", maximum=Decimal(315))
    assert schemes.written(prescribe(rule, state, LB)) == "5 at 65%, 5 at 75%, 5+ at 85%"
    found, after = loads(rule, state, LB, 4)
    # 315: 204.75 236.25 267.75; 220.5 252 283.5; 236.25 267.75 299.25; 126 157.5 189; to 5 lb, half up.
    assert found == [[205, 235, 270], [220, 250, 285], [235, 270, 300], [125, 160, 190]]
    assert after.maximum == 325


def test_531_goes_back_where_reps_were_missed():
    rule, state = from_text("531 add 5"), State("kg", maximum=Decimal(140))
    for week in range(4):
        aims = prescribe(rule, state, KG)
        after = advance(rule, state, as_asked(aims, missed=week == 2), KG)
        state = after.state
    assert state.maximum == 126
    assert after.sentence == "Reps were missing in cycle 1, back to 90 %: training max 140 → 126 kg."


def test_five_by_five_with_failures_and_deloads():
    # 60; three misses at 65 take ten percent off (58.5, half up to 57.5 or 60: 58.5 / 2.5 = 23.4, so 57.5).
    rule = from_text(STRONGLIFTS)
    told, after = walked(rule, State("kg", load=Decimal(60)), "SSfffSSSS")
    assert told == [f"5×5 {load}" for load in ("60", "62.5", "65", "65", "65", "57.5", "60", "62.5", "65")]
    assert (after.load, after.fails, after.deloads) == (Decimal("67.5"), 0, 1)


def test_five_by_five_becomes_three_by_five_after_three_deloads():
    # 100, 90, 80 (81), 72.5 (72): 3 deloads; the next three misses change the sets and not the load.
    told, after = walked(from_text(STRONGLIFTS), State("kg", load=Decimal(100)), "fff" * 4 + "S")
    assert told[::3] == ["5×5 100", "5×5 90", "5×5 80", "5×5 72.5", "3×5 72.5"]
    assert after.load == 75


def test_a_success_resets_the_count_of_misses():
    told, _ = walked(from_text(STRONGLIFTS), State("kg", load=Decimal(60)), "ffSffSfff" + "S")
    assert [one.split()[1] for one in told] == ["60"] * 3 + ["62.5"] * 3 + ["65"] * 3 + ["57.5"]


def test_gzclp_changes_stages_and_begins_again_lighter():
    told, after = walked(from_text(T1), State("kg", load=Decimal(100)), "SSfSSfSfS")
    assert told == [
        "5×3+ 100",
        "5×3+ 105",
        "5×3+ 110",
        "6×2+ 110",
        "6×2+ 115",
        "6×2+ 120",
        "10×1+ 120",
        "10×1+ 125",
        "5×3+ 107.5",  # 85 % of 125 is 106.25, half up
    ]
    assert (after.stage, after.cycle, after.load) == (0, 1, Decimal("112.5"))


def test_gzclps_second_tier_begins_again_above_its_last_tens():
    told, _ = walked(from_text(T2), State("kg", load=Decimal(60)), "SfSffS")
    assert told == ["3×10 60", "3×10 62.5", "3×8 62.5", "3×8 65", "3×6 65", "3×10 70"]


def test_smolov_jr_adds_to_the_loads_and_not_to_the_max():
    rule = from_text("wave steps [6x6@70% / 7x5@75% / 8x4@80% / 10x3@85%] add 5 to loads")
    found, after = loads(rule, State("kg", maximum=Decimal(100)), KG, 12)
    assert [one[0] for one in found] == [70, 75, 80, 85, 75, 80, 85, 90, 80, 85, 90, 95]
    assert after.maximum == 100


@pytest.mark.parametrize(("reps", "maximum"), [(0, "100"), (1, "100"), (2, "102.5"), (4, "105"), (9, "107.5")])
def test_the_heaviest_open_set_moves_the_max(reps, maximum):
    rule = from_text("wave steps [5@75% 3@85% 1+@95% 5+@65%] reps [2:2.5 4:5 6:7.5]")
    state = State("kg", maximum=Decimal(100))
    lines = [*as_asked(prescribe(rule, state, KG)).lines]
    lines[2] = Line(lines[2].aim, reps, lines[2].aim.load, None, True)
    assert advance(rule, state, Performed(tuple(lines)), KG).state.maximum == Decimal(maximum)


def test_loads_from_the_chart_follow_the_hardest_set():
    rule = from_text("rpe steps [1x5@8 3x5@7] limit 5")
    state = State("kg", maximum=Decimal(150))
    # 5 at RPE 8 is 81.1 %, at RPE 7 78.6 %: 121.65 and 117.9.
    aims = prescribe(rule, state, KG)
    assert [float(aim.load) for aim in aims] == [122.5, 117.5, 117.5, 117.5]
    lines = as_asked(aims).lines
    strong = (Line(aims[0], 5, Decimal("122.5"), 3.0, True), *lines[1:])
    # 122.5 / 0.786 = 155.85; at RIR 5 nothing could be read from the chart; 20 reps at 122.5 would be too much.
    after = advance(rule, state, Performed(strong), KG)
    assert after.state.maximum == Decimal("155.85")
    assert after.sentence == "By the hardest set of last time: estimated max 150 → 155.85 kg."


@pytest.mark.parametrize(
    ("rule", "state", "reps", "rir", "sentence"),
    [
        ("linear add 2.5", "82.5", (8, 8, 8), 1, "All 3×8 done at RIR ≥ 1 last time: 82.5 → 85 kg."),
        ("linear add 2.5", "82.5", (8, 8, 8), None, "All 3×8 done last time: 82.5 → 85 kg."),
        (
            "linear add 2.5",
            "82.5",
            (8, 7, 6),
            None,
            "Reps were missing last time (8, 7, 6 reps at 82.5 kg, miss 1 of 3): the same again.",
        ),
        (
            "linear add 2.5 fails 1",
            "80",
            (8, 8, 5),
            None,
            "Reps were missing last time (8, 8, 5 reps at 80 kg): 10 % off, 80 → 72.5 kg.",
        ),
        (
            "double low 8 high 12 add 2.5",
            "50",
            (12, 12, 12),
            None,
            "All 3 sets reached 12 reps last time: 50 → 52.5 kg.",
        ),
        (
            "double low 8 high 12 add 2.5",
            "50",
            (12, 9, 8),
            None,
            "12, 9, 8 reps at 50 kg last time: aim for 9 in every set.",
        ),
        (
            "double low 8 high 12 add 2.5",
            "50",
            (9, 9, 9),
            None,
            "3 × 9 reps at 50 kg last time: aim for 10 in every set.",
        ),
        ("sum reps 25 add 2.5", "40", (10, 9, 8), None, "27 reps in all last time, the goal was 25: 40 → 42.5 kg."),
        (
            "sum reps 25 add 2.5 of last",
            "40",
            (15, 15, 19),
            None,
            "19 of 25 reps in the last set last time: 40 kg again.",
        ),
    ],
)
def test_every_result_is_explained_in_a_sentence(rule, state, reps, rir, sentence):
    made, now = from_text(rule), State("kg", load=Decimal(state))
    lines = [Line(aim, n, now.load, rir, True) for aim, n in zip(prescribe(made, now, KG, OWN), reps, strict=True)]
    assert advance(made, now, Performed(tuple(lines)), KG).sentence == sentence


def test_an_excused_workout_counts_for_nothing():
    rule, state = from_text("linear add 2.5"), State("kg", load=Decimal(80), fails=2)
    missed = as_asked(prescribe(rule, state, KG, OWN), missed=True)
    after = advance(rule, state, Performed(missed.lines, "Deload"), KG)
    assert (after.state, after.sentence) == (state, "Deload: the misses of last time do not count.")
    wave, third = from_text("531 add 5"), State("kg", maximum=Decimal(100), step=2)
    hard = as_asked(prescribe(wave, third, KG), missed=True)
    assert advance(wave, third, Performed(hard.lines, "Deload"), KG).state == State("kg", maximum=Decimal(100), step=3)
    skipped = Performed(tuple(Line(line.aim) for line in missed.lines))
    assert advance(rule, state, skipped, KG).state == state


def test_the_first_load_is_the_one_that_was_lifted_first():
    rule, state = from_text("linear add 2.5"), State("kg")
    lines = tuple(Line(aim, 8, Decimal(load), None, True) for aim, load in zip(OWN, (60, 62, 60), strict=True))
    assert advance(rule, state, Performed(lines), KG).state.load == Decimal("62.5")


def test_a_lighter_load_than_asked_is_no_success_and_a_heavier_one_counts():
    rule, state = from_text("linear add 2.5"), State("kg", load=Decimal(80))
    aims = prescribe(rule, state, KG, OWN)
    lines = {load: tuple(Line(aim, 8, Decimal(load), None, True) for aim in aims) for load in (75, 85)}
    assert advance(rule, state, Performed(lines[75]), KG).state.load == 80
    assert advance(rule, state, Performed(lines[85]), KG).state.load == Decimal("87.5")


def test_small_steps_arrive_on_large_plates():
    # 1 kg on a dumbbell rack in steps of 2: the next dumbbell.
    rack = gear_of(
        "dumbbell",
        "kg",
        [
            {
                "kind": "dumbbell",
                "unit": "kg",
                "weight": Decimal(12),
                "count": None,
                "step": Decimal(2),
                "maximum": Decimal(20),
            }
        ],
    )
    rule = from_text("linear add 0.5 fails 1 deload 5")
    told, _ = walked(rule, State("kg", load=Decimal(16)), "Sf" + "f" * 4, rack, OWN)
    assert [one.split()[1] for one in told] == ["16", "18", "16", "14", "12", "12"]


def test_own_plates_decide_what_can_be_loaded():
    items = [{"kind": "bar", "unit": "kg", "weight": Decimal(20), "count": None, "step": None, "maximum": None}]
    items += [
        {"kind": "plate", "unit": "kg", "weight": Decimal(weight), "count": count, "step": None, "maximum": None}
        for weight, count in ((20, 2), (15, 2), (5, 2))
    ]
    gear = gear_of("barbell", "kg", items)
    assert [float(one) for one in gear.loads] == [20, 30, 50, 60, 70, 90, 100]
    assert [gear.nearest(Decimal(load)) for load in (0, 40, 39, 65, 500)] == [20, 50, 30, 70, 100]
    assert gear_of("barbell", "lb", items).loads == ()
    assert gear_of("barbell", "kg", items, Decimal(1)) == Gear(Decimal(1))


def test_odd_plates_without_end_are_rounded_to_a_step():
    kinds = [{"kind": "bar", "weight": Decimal(20), "count": None}]
    kinds += [
        {"kind": "plate", "weight": Decimal(f"{weight}.{weight * weight * 37 % 1000:03}"), "count": None}
        for weight in range(1, 25)
    ]
    gear = gear_of("barbell", "kg", [{"unit": "kg", "step": None, "maximum": None, **one} for one in kinds])
    assert gear == KG
    rack = {"kind": "dumbbell", "unit": "kg", "weight": Decimal("0.001"), "count": None}
    gear = gear_of("dumbbell", "kg", [{**rack, "step": Decimal("0.001"), "maximum": Decimal(9999)}])
    assert len(gear.loads) == 5000


def test_the_preview_shows_success_and_failure_workout_by_workout():
    lines = preview(
        from_text("linear add 2.5 fails 2"), State("kg", load=Decimal(60)), KG, OWN, [True, False, False] * 4
    )
    assert [float(line.aims[0].load) for line in lines] == [60, 62.5, 62.5, 57.5, 60, 60, 55, 57.5, 57.5, 52.5, 55, 55]
    assert (
        lines[2].sentence == "Reps were missing 2 times in a row (8, 8, 7 reps at 62.5 kg): 10 % off, 62.5 → 57.5 kg."
    )


@pytest.mark.parametrize("text", RULES)
def test_a_rule_is_the_same_as_text_and_as_json(text):
    rule = from_text(text)
    assert from_text(to_text(rule)) == rule
    assert from_json(to_json(rule)) == rule


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with one of linear, double, 531"),
        ("hope add 2.5", "begins with one of linear"),
        ("linear", "needs “add”"),
        ("linear add", "“add” has no value"),
        ("linear add 0", "a number from 0.05 to 100 is expected"),
        ("linear add -5", "a number from 0.05"),
        ("linear add NaN", "a number from 0.05"),
        ("linear add 2.5 fails 99", "a whole number from 1 to 10"),
        ("linear add 2.5 luck 3", "has no field “luck”"),
        ("double low 12 high 8 add 2", "from 12 down to 8"),
        ("wave steps [5x5]", "every set has a percentage"),
        ("wave steps [5@900%]", "a percentage is from 1 to 150"),
        ("rpe steps [5x5@70%]", "every set has an RPE"),
        ("wave steps [5x] add 5", "“5x” is no set"),
        ("chain stages [5x5]", "is no stage"),
        ("chain stages [99x99 linear add 5]", "no scheme of 1 to 40 sets"),
    ],
)
def test_a_rule_that_cannot_be_says_why(text, why):
    with pytest.raises(InvalidValue, match=why):
        from_text(text)


@pytest.mark.parametrize(
    "given", [None, [], {}, {"rule": []}, {"rule": "linear", "add": True}, {"rule": "sum", "reps": 1e9}]
)
def test_json_that_is_no_rule_is_refused(given):
    with pytest.raises(InvalidValue):
        from_json(given)


rules = st.sampled_from([from_text(text) for text in RULES])
gears = st.sampled_from(
    [
        KG,
        Gear(Decimal("0.5")),
        Gear(Decimal("2.5"), tuple(Decimal(one) for one in (20, 22, 25, 40, 41, 60, 90, 120, 200))),
    ]
)
begins = st.integers(4, 100).map(lambda steps: Decimal(steps) * Decimal("2.5"))
results = st.tuples(st.integers(0, 14), st.sampled_from([None, 0.0, 1.0, 2.5]), st.sampled_from([0, 0, 0, -5, 5]))
histories = st.lists(st.lists(results, min_size=1, max_size=4), max_size=15)


def performed_of(aims, done):
    """Results laid over what was asked, in turn; a load that is off by so much."""
    lines = []
    for place, aim in enumerate(aims):
        reps, rir, off = done[place % len(done)]
        load = None if aim.load is None else max(aim.load + off, Decimal(1))
        lines.append(Line(aim, reps, load, rir, reps > 0))
    return Performed(tuple(lines))


@given(rules, gears, begins, histories)
@settings(max_examples=200)
def test_no_history_leads_to_a_negative_or_unloadable_weight(rule, gear, begin, history):
    state = State("kg", load=gear.nearest(begin), maximum=begin)
    for done in history:
        aims = prescribe(rule, state, gear, OWN)
        assert all(aim.load > 0 and gear.nearest(aim.load) == aim.load for aim in aims)
        state = advance(rule, state, performed_of(aims, done), gear).state
        assert state.maximum > 0
        assert state_from_json(state_to_json(state)) == state


@given(rules, gears, begins, st.lists(st.booleans(), max_size=8))
@settings(max_examples=200)
def test_success_never_asks_for_less_and_a_miss_never_for_more(rule, gear, begin, before):
    state = State("kg", load=gear.nearest(begin), maximum=begin)
    for went_well in before:
        state = advance(rule, state, as_asked(prescribe(rule, state, gear, OWN), not went_well), gear).state
    aims = prescribe(rule, state, gear, OWN)
    good, bad = (advance(rule, state, as_asked(aims, missed), gear).state for missed in (False, True))
    assert (good.load or 0) >= (state.load or 0)
    assert good.maximum >= bad.maximum
    restarts_above = getattr(rule, "of", "") == "first"
    assert restarts_above or (bad.load or 0) <= (state.load or 0)
