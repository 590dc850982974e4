"""A lifter's own bands of weekly hard sets, and their edits of the coaching heuristic: read, kept, put back."""

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
    """What a lifter changed, by muscle or display group; everything else goes by the defaults."""

    own: Mapping[str, Band]
    edited: Mapping[str, Landmarks]

    def own_of(self, muscle: str) -> Band:
        """The lifter's own band of a muscle."""
        return self.own.get(key_of(muscle), OWN_DEFAULT)

    def landmarks_of(self, muscle: str) -> Landmarks | None:
        """The landmarks of a muscle as the lifter has them; None where there are none."""
        return self.edited.get(key_of(muscle)) or landmarks_of(muscle)


def key_of(muscle: str) -> str:
    """The name under which a band is kept: a display group of one muscle has that muscle's."""
    return SAME_AS.get(muscle, muscle)


def bands(engine: Engine, user_id: int) -> Bands:
    """The bands of a lifter."""
    with reading(engine) as connection:
        found = connection.execute(select(volume_bands).where(volume_bands.c.user_id == user_id)).mappings().all()
    rows = [row for row in found if row["kind"] in ORDERED and _is_whole(row)]
    values = {(row["kind"], row["muscle"]): [row[name] for name in ORDERED[row["kind"]]] for row in rows}
    return Bands(
        {muscle: Band(*some) for (kind, muscle), some in values.items() if kind == OWN},
        {muscle: Landmarks(*some) for (kind, muscle), some in values.items() if kind == HEURISTIC},
    )


def _is_whole(row: RowMapping) -> bool:
    """Whether a row has what it needs; one out of a restored file may not."""
    needed = {OWN: ("low", "high"), HEURISTIC: ("maintain", "least", "most")}[row["kind"]]
    return all(row[name] is not None for name in needed)


def keep_own(engine: Engine, user_id: int, muscle: str, band: Band) -> None:
    """Keep a lifter's own band for a muscle; InvalidValue unless 0 <= low <= high <= 100."""
    _keep(engine, user_id, OWN, muscle, band._asdict())


def keep_landmarks(engine: Engine, user_id: int, muscle: str, marks: Landmarks) -> None:
    """Keep a lifter's edit of the heuristic for a muscle; InvalidValue unless the landmarks rise from 0 to 100."""
    if landmarks_of(muscle) is None:
        raise InvalidValue("There is no heuristic for this muscle.")
    _keep(engine, user_id, HEURISTIC, muscle, marks._asdict())


def reset(engine: Engine, user_id: int, kind: str, muscle: str) -> None:
    """Go back to the default of a muscle."""
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
    given = {name: _number(values.get(name)) for name in ordered}
    known = [value for value in given.values() if value is not None]
    if known != sorted(known):
        raise InvalidValue("Each number of sets must be at least the one before it.")
    if None in (given[ordered[0]], given[ordered[-1]]):
        raise InvalidValue("The first and the last number of sets cannot be empty.")
    return given


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
