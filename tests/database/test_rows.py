"""Rows as the app reads them: names, plain values, and a copy through the cache."""

import pickle
from datetime import date
from decimal import Decimal

import pytest

from database.rows import named_rows

pytestmark = pytest.mark.smoke

DAY = date(2026, 1, 5)
NUMBER = 2**62 + 1  # more digits than a float holds


def test_values_are_plain_whichever_driver_gave_them() -> None:
    columns = ("performed_on", "last_on", "set_id", "name", "weight", "asked_weight", "reps", "hard_sets")
    given = [
        ("2026-01-05", DAY, NUMBER, "Squat", Decimal("74.99999999999999"), None, 5, Decimal("2.5")),
        (DAY, None, NUMBER, None, None, "64.9", None, 0),
    ]
    assert [tuple(row) for row in named_rows(columns, given)] == [
        (DAY, DAY, NUMBER, "Squat", Decimal("74.99999999999999"), None, 5.0, 2.5),
        (DAY, None, NUMBER, None, None, "64.9", None, 0.0),
    ]


def test_unknown_is_not_zero() -> None:
    unknown, nothing = named_rows(("rir",), [(None,), (0,)])
    assert (unknown.rir, nothing.rir) == (None, 0.0)


def test_no_rows_are_an_empty_list() -> None:
    assert named_rows(("rir",), []) == []


def test_rows_are_the_same_after_pickling() -> None:
    rows = named_rows(("performed_on", "rir"), [("2026-01-05", 1), ("2026-01-06", None)])
    again = pickle.loads(pickle.dumps(rows))
    assert again == rows
    assert (again[0].performed_on, again[1].rir) == (DAY, None)
