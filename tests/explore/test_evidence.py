"""A figure of Explore in words: the rule of each measure, its rows as they are read, its file, and taps."""

import csv
import io
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from database.rows import NamedRows
from database.star.explore import Slice
from tests.explore.test_view import FORMULA, KG, LB, SCRIPT, TODAY, one_of
from tests.utils.test_explain import cell
from utils.explore import charts, evidence
from utils.explore.behind import Behind, pick_of
from utils.explore.measures import DIMENSIONS, MEASURES, NO_DIMENSION, fits
from utils.explore.view import View

DAY = date(2026, 1, 5)


def sets(*done: tuple[str, float, int, float, float]) -> NamedRows:
    """Sets of one day as name, load, reps, value and credit."""
    told: list[dict[str, Any]] = [
        {
            "performed_on": DAY,
            "exercise_id": len(name),
            "set_id": number,
            "workout_id": 1,
            "name": name,
            "set_type": "working",
            "weight": kg,
            "unit": "kg",
            "reps": reps,
            "value": value,
            "credit": credit,
        }
        for number, (name, kg, reps, value, credit) in enumerate(done)
    ]
    blank = dict.fromkeys(("reps_other", "rir", "seconds", "distance_m", "e1rm_kg"))
    return [SimpleNamespace(**one, **blank) for one in told]


def words(text: str) -> str:
    """A cell with its spaces as plain ones."""
    return " ".join(cell(text).split())


TONNAGE = Behind(sets((SCRIPT, 60, 8, 480, 1), (SCRIPT, 60, 7, 420, 1), (FORMULA, 12, 10, 240, 0.5)), 3, 1020.0)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_rule(measure: str) -> None:
    view = View(measure, "week", "exercise" if MEASURES[measure].of_one_exercise else NO_DIMENSION)
    days = tuple((DAY + timedelta(days=n), float(n)) for n in range(7))
    found = Behind([], 7, 1.0, days if MEASURES[measure].kind == "load" else ())
    found = found if found.days else Behind(sets(("Squat", 100, 5, 1.0, 1)), 1, 1.0)
    if measure in ("workouts", "minutes"):
        row = {"performed_on": DAY, "workout_id": 1, "title": "A", "duration_s": 60.0, "hard_sets": 1.0}
        found = Behind([SimpleNamespace(**row)], 1, 1.0)
    told = evidence.evidence(found, view, "Squat", "epley", KG)
    note, *_, last = told.rule.splitlines()
    assert note.startswith(MEASURES[measure].note)
    assert last.endswith(".")
    assert told.value in [words(cell) for cell in told.rows.iloc[-1]] or measure in ("workouts", "minutes")
    assert ("load × (1 + reps ÷ 30)" in told.rule) == (measure in ("e1rm", "intensity", "inol", "relative_volume"))


def test_sets_stand_by_exercise_and_day_with_their_shares() -> None:
    told = evidence.evidence(TONNAGE, View("tonnage", "muscle", NO_DIMENSION), "Chest", "epley", KG)
    rows = told.rows.map(words)
    assert rows["What was done"].tolist() == ["60 kg × 8, 60 kg × 7", "12 kg × 10 – ½ each", ""]
    assert rows["Tonnage"].tolist() == ["900 kg", "120 kg", "1.0 t"]
    assert "<script>" not in "".join(rows["Exercise"])
    assert "a helping one half of it" in told.rule


def test_what_is_cut_says_how_many_there_are() -> None:
    found = Behind(TONNAGE.rows, 12_345, 1e6)
    told = evidence.evidence(found, View("tonnage", "week", NO_DIMENSION), "x", "epley", KG, is_again=True)
    assert told.rule == "Listed are the latest 3 of 12,345 sets; what is shown counts all, the file holds all."
    assert words(told.rows["Tonnage"].iloc[-1]) == told.value == "1,000.0 t"


def test_the_file_holds_plain_numbers_whose_sum_is_the_total() -> None:
    view = View("tonnage", "muscle", NO_DIMENSION)
    heads, *rows = csv.reader(io.StringIO(evidence.csv_of(TONNAGE, view, KG).decode("utf-8")))
    assert heads[-2:] == ["Tonnage, kg", "Each counts"]
    assert rows[0] == ["2026-01-05", SCRIPT, "Working", "60", "kg", "8", "", "", "", "480", "1"]
    assert rows[2][1] == f"'{FORMULA}"
    assert sum(float(row[-2]) * float(row[-1]) for row in rows) == TONNAGE.total
    pounds = list(csv.reader(io.StringIO(evidence.csv_of(TONNAGE, view, LB).decode("utf-8"))))
    assert float(pounds[1][-2]) == pytest.approx(480 / 0.45359237)
    load = Behind([], 1, 1.0, ((DAY, 3.0),))
    assert evidence.csv_of(load, View("strain", "week", NO_DIMENSION), KG) == b"Day,Hard sets\r\n2026-01-05,3.0\r\n"


def test_a_tapped_bar_stands_for_its_cells_and_other_for_all_the_rest() -> None:
    slices = [Slice((DAY, f"pattern_{n}"), 1.0, 10.0 - n, 3) for n in range(8)]
    one = one_of(View(), *slices)
    figure = charts.chart(one, KG)
    for trace in figure.data:
        cells = charts.cells_of(one, trace.customdata[0])
        assert sum(found.now or 0 for found in cells) == trace.y[0]
    assert pick_of([found.keys for found in cells]).keys == ((DAY,), ("pattern_5", "pattern_6", "pattern_7"))
    for told in ('[["2026-01-05", "nobody"], ["1"]]', "[1, {}, null]", "{}", "7", "", "[[[]]]"):
        assert charts.cells_of(one, told) == []


def test_every_dimension_comes_back_from_a_tap() -> None:
    keys = {"week": DAY, "month": DAY.replace(day=1), "pattern": "squat", "equipment": None}
    for name in DIMENSIONS:
        if not fits("sets", name, NO_DIMENSION):
            continue
        one = one_of(View("sets", name, NO_DIMENSION), Slice((keys.get(name, 1),), 1.0, 3.0, 3))
        told = charts.chart(one, KG).data[0].customdata[0]
        assert charts.cells_of(one, told) == list(one.cells), name
    assert one.period.last == TODAY


def test_workouts_as_csv_say_how_long_they_took_or_how_many_sets_they_had() -> None:
    legs = SimpleNamespace(performed_on=DAY, title="Legs", duration_s=3600.0, hard_sets=9.0)
    by_time = evidence.csv_of(Behind([legs], 1, 60.0), View("minutes", "week", NO_DIMENSION), KG)
    assert by_time == b"Day,Workout,Seconds\r\n2026-01-05,Legs,3600.0\r\n"
    squats = SimpleNamespace(performed_on=DAY, title=None, many=4.0)
    by_exercise = evidence.csv_of(Behind([squats], 1, 1.0), View("workouts", "week", "exercise"), KG)
    assert by_exercise.decode("utf-8").splitlines() == [f"Day,Workout,{evidence.SUCH_SETS}", "2026-01-05,,4.0"]
