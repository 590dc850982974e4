"""The plates for a weight from one's own bars and plates, in words and as a picture."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from services.errors import InvalidValue
from services.gyms.bar_loading import Piece, Rack, loading, racks
from services.gyms.editing import save_gym
from tests.cast import new_lifter
from utils.paper.bar_picture import picture
from utils.styling import Display
from utils.workout.plates import plates_words

KG, LB = Display("kg", "UTC", 0, "en-GB"), Display("lb", "UTC", 0, "en-US")
BAR = Piece(Decimal(20), "kg")


def rack(*written: tuple[str, str, int]) -> Rack:
    return Rack("Home", (BAR,), tuple(Piece(Decimal(weight), unit, count) for weight, unit, count in written))


def test_the_plates_of_a_side_from_the_collar_out() -> None:
    found = loading(rack(("25", "kg", 2), ("15", "kg", 2), ("10", "kg", 4)), BAR, Decimal(100), "kg")
    assert plates_words(found, KG) == "25 + 15 a side: 100 kg"
    assert plates_words(loading(rack(), BAR, Decimal("97.5"), "kg"), KG) == "The empty bar: 20 kg"


def test_pounds_and_kilograms_on_one_bar() -> None:
    found = loading(rack(("45", "lb", 2), ("10", "kg", 2)), BAR, Decimal(81), "kg")
    # 20 + 2 × (20.41 + 10) = 80.82 kg.
    assert plates_words(found, KG) == "45 lb + 10 kg a side: 80.82 kg"
    assert plates_words(loading(rack(("45", "lb", 2)), BAR, Decimal(140), "lb"), LB) == "45 lb a side: 134.09 lb"


@pytest.mark.parametrize("target", ["19", "501", "NaN", "-1", "Infinity"])
def test_what_no_bar_holds_is_refused(target: str) -> None:
    with pytest.raises(InvalidValue, match="from the bar's own to 500 kg"):
        loading(rack(("25", "kg", 2)), BAR, Decimal(target), "kg")


def test_the_picture_has_a_disc_for_every_plate() -> None:
    found = loading(rack(("25", "kg", 8), ("1.25", "kg", 2)), BAR, Decimal("172.5"), "kg")
    drawn = ElementTree.fromstring(picture(found))
    assert [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")] == ["25", "25", "25", "1.25"]


def test_ones_own_gym_comes_first_and_the_usual_plates_without_any(sqlite_engine: Engine) -> None:
    alice, bob = new_lifter(sqlite_engine, "alice"), new_lifter(sqlite_engine, "bob")
    save_gym(sqlite_engine, alice, "Garage", "kg", {"bar": "20", "plate": "20x2 10x2"}, is_default=True)
    save_gym(sqlite_engine, alice, "Away", "lb", {"bar": "45", "plate": "45x4"})
    save_gym(sqlite_engine, alice, "Park", "kg", {})
    assert [one.name for one in racks(sqlite_engine, alice, "kg")] == ["Garage", "Away"]
    assert [one.name for one in racks(sqlite_engine, bob, "lb")] == ["Usual plates"]
    assert [str(one.weight) for one in racks(sqlite_engine, bob, "lb")[0].bars] == ["45", "35"]
