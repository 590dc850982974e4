"""A lifter's own bands of weekly hard sets and edits of the coaching heuristic: read, save, reset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, RowMapping, select

from database import writes
from database.db_connector import reading
from database.oltp_tables import volume_bands
from services.analysis.volume_bands import OWN_DEFAULT, SAME_AS, Band, Landmarks, landmarks_of
from services.errors import InvalidValue
from services.muscles import GROUPS, MUSCLES

OWN, HEURISTIC = "own", "rp"
MOST_SETS: Final = 100
NAMES: Final = frozenset((*MUSCLES, *GROUPS))
ORDERED: Final[Mapping[str, tuple[str, ...]]] = {
    OWN: ("low", "high"),
    HEURISTIC: ("maintain", "least", "low", "high", "most"),
}


@dataclass(frozen=True)
class Bands:
    """A lifter's changes by muscle or display group; the defaults hold for the rest."""

    own: Mapping[str, Band]
    edited: Mapping[str, Landmarks]

    def own_of(self, muscle: str) -> Band:
        """Return the lifter's own band of a muscle."""
        return self.own.get(key_of(muscle), OWN_DEFAULT)

    def landmarks_of(self, muscle: str) -> Landmarks | None:
        """Return the landmarks of a muscle, edited or default; None if it has none."""
        return self.edited.get(key_of(muscle)) or landmarks_of(muscle)


def key_of(muscle: str) -> str:
    """Return the key under which a band is stored: a display group of one muscle uses that muscle's."""
    return SAME_AS.get(muscle, muscle)


def bands(engine: Engine, user_id: int) -> Bands:
    """Read the bands of a lifter."""
    with reading(engine) as connection:
        stored = connection.execute(select(volume_bands).where(volume_bands.c.user_id == user_id)).mappings().all()
    rows = [row for row in stored if row["kind"] in ORDERED and _is_whole(row)]
    values = {(row["kind"], row["muscle"]): [row[name] for name in ORDERED[row["kind"]]] for row in rows}
    return Bands(
        {muscle: Band(*some) for (kind, muscle), some in values.items() if kind == OWN},
        {muscle: Landmarks(*some) for (kind, muscle), some in values.items() if kind == HEURISTIC},
    )


def _is_whole(row: RowMapping) -> bool:
    """Whether a row has all required numbers; a restored file may lack some."""
    needed = {OWN: ("low", "high"), HEURISTIC: ("maintain", "least", "most")}[row["kind"]]
    return all(row[name] is not None for name in needed)


def keep_own(engine: Engine, user_id: int, muscle: str, band: Band) -> None:
    """Save a lifter's own band for a muscle; InvalidValue unless 0 <= low <= high <= 100."""
    _keep(engine, user_id, OWN, muscle, band._asdict())


def keep_landmarks(engine: Engine, user_id: int, muscle: str, marks: Landmarks) -> None:
    """Save a lifter's edit of the heuristic for a muscle; InvalidValue unless the landmarks rise from 0 to 100."""
    if landmarks_of(muscle) is None:
        raise InvalidValue("There is no heuristic for this muscle.")
    _keep(engine, user_id, HEURISTIC, muscle, marks._asdict())


def reset(engine: Engine, user_id: int, kind: str, muscle: str) -> None:
    """Reset a muscle to its default."""
    _change(engine, user_id, lambda connection: _delete(connection, user_id, kind, muscle))


def _keep(engine: Engine, user_id: int, kind: str, muscle: str, values: Mapping[str, Any]) -> None:
    if muscle not in NAMES:
        raise InvalidValue("There is no muscle of this name.")
    numbers = _checked(values, ORDERED[kind])
    row = {"user_id": user_id, "kind": kind, "muscle": key_of(muscle), **numbers}

    def replace(connection: Connection) -> None:
        _delete(connection, user_id, kind, muscle)
        writes.insert_row(connection, volume_bands, row)

    _change(engine, user_id, replace)


def _checked(values: Mapping[str, Any], ordered: tuple[str, ...]) -> dict[str, float | None]:
    numbers = {name: _number(values.get(name)) for name in ordered}
    filled = [value for value in numbers.values() if value is not None]
    if filled != sorted(filled):
        raise InvalidValue("Each number of sets must be at least the one before it.")
    if None in (numbers[ordered[0]], numbers[ordered[-1]]):
        raise InvalidValue("The first and the last number of sets cannot be empty.")
    return numbers


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_SETS:
        raise InvalidValue(f"A number of sets a week is from 0 to {MOST_SETS}.")
    return float(value)


def _change(engine: Engine, user_id: int, act: Callable[[Connection], Any]) -> None:
    with writes.as_lifter(engine, user_id) as connection:
        act(connection)


def _delete(connection: Connection, user_id: int, kind: str, muscle: str) -> None:
    writes.delete_rows(connection, volume_bands, user_id, {"kind": kind, "muscle": key_of(muscle)})
