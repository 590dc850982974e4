"""Files of body weights, whatever app or hand wrote them, become body weights: once, and all or none."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.body.weight import log_body_weights
from services.errors import InvalidValue
from services.etl_oltp_to_olap import check, refresh
from services.importers.body_weights import BodyWeights, body_weights
from services.importers.tables.layout import read
from tests.cast import log_of, new_lifter
from tests.kept_tables import BODY_FILES, BODY_WEIGHTS, guessed, stored

FIXTURES = Path(__file__).parents[1] / "fixtures"


def bodies(text: str) -> BodyWeights:
    table = read(text.encode())
    mapping = guessed(table)
    assert mapping.is_of_body_weights
    return body_weights(mapping, table)


@pytest.mark.parametrize("name", BODY_FILES)
def test_a_file_of_body_weights_becomes_body_weights_once(engine: Engine, name: str) -> None:
    alice = new_lifter(engine, "alice")
    log_of(alice, "2026-01-07 pullup x12")  # counts body weight
    refresh(engine, alice)
    text, unit, aside = BODY_FILES[name]
    found = bodies(text)
    assert (found.names_unit, found.aside) == (unit is None, aside)
    weighed = found.answered(unit or "").as_weighed()
    assert [log_body_weights(engine, alice, weighed) for _ in range(2)] == [2, 0]
    assert stored(engine, alice) == BODY_WEIGHTS[name]
    check(engine, alice)


@pytest.mark.parametrize("name", ["strong_measurements", "fitnotes_body"])
def test_the_body_files_of_the_apps_are_read_too(name: str) -> None:
    (found,) = bodies((FIXTURES / f"{name}.csv").read_text(encoding="utf-8-sig")).weights
    assert (found.value, found.unit) in ((Decimal("81.5"), "kg"), (Decimal("82.4"), "kg"))


def test_body_weights_that_cannot_be_right_are_named_and_none_is_written(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    found = bodies("Date,Weight\n2026-01-05,82\nsoon,82\n2026-01-07,820\n").answered("kg")
    assert [(problem.row, problem.reason.partition(":")[0]) for problem in found.problems] == [
        (3, "The date “soon” is not a day with its year, like 2026-01-05."),
        (4, "A body weight of 820 kg cannot be right"),
    ]  # fmt: skip
    with pytest.raises(InvalidValue):
        log_body_weights(engine, alice, found.as_weighed())
    assert stored(engine, alice) == []
