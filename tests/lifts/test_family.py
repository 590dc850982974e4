"""Gyms and machines in words and figures: how equipment is told, and one lift on several machines together."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from auth.user import User
from services.analysis.phases import Phase
from services.exercises.families import add_variant
from services.gyms.editing import save_gym
from services.gyms.words import DEFAULTS, parsed
from tests.cast import does, exercise_id, log_of, new_lifter, operation, start
from tests.facts import refreshed
from utils.filters import Period, period_named
from utils.lifts import facts, family_evidence, family_figures
from utils.lifts.family import alt, picture, table
from utils.lifts.family_figures import Family, Machine, common_name
from utils.lifts.filters import Filter, Lift
from utils.settings.gym_texts import in_short, understood
from utils.styling import Display, plain

KG, GERMAN = Display("kg", "UTC", 0, "en"), Display("kg", "UTC", 0, "de")
PRESS = exercise_id("leg-press-machine")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("plate", "25 20x2 2.5", "25, 20 (2 in all), 2,5 kg"),
        ("plate", "25 45lbx4 35lb 10", "25 kg, 45 (4 in all), 35 lb, 10 kg"),
        ("dumbbell", "1-10/1 12,5-40/2.5", "1 to 10 by 1, 12,5 to 40 by 2,5 kg"),
        ("bar", "", "The usual ones are taken"),
        ("stack", " ", "Any weight is taken"),
    ],
)
def test_a_line_of_equipment_says_how_it_was_understood(kind: str, text: str, words: str) -> None:
    assert understood(kind, text, "kg", GERMAN) == words


def gym(**lines: str) -> dict[str, object]:
    return {"items": [item for kind, text in lines.items() for item in parsed(kind, text, "kg")]}


def test_a_gym_is_told_in_short() -> None:
    assert in_short(gym(**DEFAULTS["kg"]), KG) == "Bars 20, 15, 10 kg · plates 25 to 1.25 kg · dumbbells 1 to 50 kg"
    assert in_short(gym(bar="20", plate="20 45lb"), KG) == "Bars 20 kg · plates 20 kg to 45 lb"
    assert in_short(gym(), KG) == ""


@pytest.fixture
def alice(app_engine: Engine) -> int:
    return new_lifter(app_engine, "alice")


def user_of(user_id: int) -> User:
    return User(user_id, "alice", "Alice", "kg", 0, "UTC", "en", None, "epley", "dots", False, False, is_admin=False)


def done(lifter: int, day: str, number: int, *sets: str) -> None:
    opened = start(at=f"{day}T18:00:00+00:00")
    workout = int(opened["workout_id"])
    fields = [{"exercise_id": str(number), "unit": "kg", "weight": one.split("x")[0], "reps": int(one.split("x")[1])}
              for one in sets]  # fmt: skip
    logged = [operation("log_set", workout, place, **one) for place, one in enumerate(fields, workout + 1)]
    does(lifter, opened, *logged)


def test_a_family_is_followed_together_and_each_machine_by_itself(app_engine: Engine, alice: int) -> None:
    """200 × 6 by Epley is 240, 90 × 10 is 120; the bench is no machine of the family."""
    gym_id = save_gym(app_engine, alice, "Uptown", "kg", {})
    variant = add_variant(app_engine, alice, PRESS, gym_id)
    log_of(alice, "2026-01-05 leg-press-machine 200x6 200x6 bench 80x5")
    done(alice, "2026-01-07", variant, "90x10", "90x10", "90x10")
    done(alice, "2026-01-05", variant, "80x10")
    refreshed(alice)
    user, period = user_of(alice), Period("All time", None, date(2026, 1, 31))
    lifts = facts.lifts(user).facts
    chosen = Lift(PRESS, "Leg Press (Machine)", "external")
    members = family_figures.members(lifts, chosen)
    assert [one.exercise_id for one in members] == [variant, PRESS]
    ids = tuple(one.exercise_id for one in members)
    found = family_figures.family(facts.family(user, ids, None).facts, members, period)
    assert (found.name, found.days, found.hard_sets) == ("Leg Press (Machine)", 2, 6)
    uptown, first = found.machines
    assert (uptown.label, uptown.days, uptown.hard_sets, uptown.best_kg) == ("Uptown", 2, 4, pytest.approx(120))
    assert (first.label, first.days, first.hard_sets, first.best_kg) == (
        "Leg Press (Machine)",
        1,
        2,
        pytest.approx(240),
    )
    none_yet = family_figures.family(facts.family(user, ids, None).facts, members, Period("", None, date(2025, 1, 1)))
    assert (none_yet.days, none_yet.hard_sets) == (0, 0)
    bench = Lift(exercise_id("bench"), "Bench", "external")
    assert len(family_figures.members(lifts, bench)) == 1


def test_days_and_sets_are_added_up_and_strength_is_not() -> None:
    line = ((date(2026, 1, 5), 240.0), (date(2026, 1, 9), 238.0))
    machines = (Machine(1, "Leg Press (Machine)", 2, 7.5, line), Machine(2, "Up*town", 1, 3, ()))
    one = Family("Leg Press (Machine)", machines, 2, 10.5)
    shown = table(one, KG).to_numpy().tolist()
    assert shown == [
        [plain("Leg Press (Machine)"), "240 kg", "2", "7.5"],
        ["Up\\*town", "–", "1", "3"],
        ["Together", "–", "2", "10.5"],
    ]
    assert (
        alt(one, KG)
        == "Estimated one-rep max of Leg Press (Machine) by machine, last known: Leg Press (Machine) 238 kg."
    )


def test_a_family_leads_to_its_days_and_phases_stand_behind_it() -> None:
    first, second = date(2026, 1, 5), date(2026, 1, 9)
    machines = (Machine(1, "Old", 2, 5, ((first, 240.0), (second, 238.0))), Machine(2, "Up*town", 1, 3, ()))
    days = [
        SimpleNamespace(exercise_id=1, performed_on=first, best_e1rm_kg=240.0, hard_sets=2.0),
        SimpleNamespace(exercise_id=1, performed_on=second, best_e1rm_kg=238.0, hard_sets=3.0),
        SimpleNamespace(exercise_id=2, performed_on=second, best_e1rm_kg=None, hard_sets=3.0),
    ]
    one = Family("Leg Press", machines, 2, 8)
    together, old, uptown = family_evidence.of_family(one, days, "epley", KG)
    assert together.value == "2 days, 8 hard sets"
    assert together.rows.iloc[-1].tolist() == ["**In all**", "**2 days**", "**8**"]
    assert together.rows["Machine"].tolist()[:2] == ["Up\\*town", "Old"]
    assert old.rows.iloc[-1].tolist() == ["**In all**", "**240 kg**", "**5**"]
    assert (uptown.value, len(uptown.rows)) == ("1 day", 2)
    deload = Phase(1, "deload", date(2026, 1, 7), date(2026, 1, 20))
    figure = picture(one, KG, (deload,))
    (band,) = figure.layout.shapes
    assert (band.x0[:10], band.x1[:10]) == ("2026-01-07", "2026-01-09")
    assert figure.data[0].customdata[1] == "1 2026-01-09"


def test_machines_are_told_apart_by_what_follows_their_common_name() -> None:
    assert common_name(["Leg Press (Machine) – Uptown", "Leg Press (Machine)"]) == "Leg Press (Machine)"
    assert common_name([]) == ""
    assert family_figures.members([], Filter(Lift(1, "", ""), period_named("1 year", date(2026, 1, 5))).lift) == ()
