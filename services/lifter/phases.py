"""Training phases of a lifter: add, amend, delete. Facts do not depend on them; sentences about facts do."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, select

from database import writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import PHASES, training_phases
from services.analysis.phases import Phase
from services.errors import InvalidValue, TonnageError
from services.fields import EARLIEST, Breach, Field, checked, one_of, text

AHEAD: Final = timedelta(days=731)


def planned_day(value: Any, now: datetime) -> date:
    """Check a date from 1970 to two years ahead: meets are planned long before."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST.date() <= day <= now.date() + AHEAD:
        raise Breach("a date from 1970-01-01 to two years ahead")
    return day


FIELDS: Final[Mapping[str, Field]] = {
    "kind": Field(one_of(PHASES), "kind of phase", needed=True),
    "starts_on": Field(planned_day, "first day", needed=True),
    "ends_on": Field(planned_day, "last day"),
    "note": Field(text(500), "note"),
}


class NoSuchPhase(TonnageError):
    """There is no such phase."""


def phases(engine: Engine, user_id: int) -> tuple[Phase, ...]:
    """Return every phase of the lifter, the oldest first."""
    p = training_phases.c
    picked = select(p.phase_id, p.kind, p.starts_on, p.ends_on, p.note)
    mine = picked.where(p.user_id == user_id).order_by(p.starts_on, p.phase_id)
    with reading(engine) as connection:
        return tuple(Phase(*row) for row in connection.execute(mine))


def add_phase(engine: Engine, user_id: int, fields: Mapping[str, Any]) -> int:
    """Add a phase of kind, starts_on, ends_on (ISO dates; None: not over) and note; return its id. InvalidValue."""
    values = _checked({"ends_on": None, "note": None, **fields})
    phase_id = new_id()
    with writes.as_lifter(engine, user_id) as connection:
        writes.insert_row(connection, training_phases, {"user_id": user_id, "phase_id": phase_id, **values})
    return phase_id


def amend_phase(engine: Engine, user_id: int, phase_id: int, fields: Mapping[str, Any]) -> None:
    """Change a phase as a whole; NoSuchPhase if the lifter has none of that id."""
    values = _checked({"ends_on": None, "note": None, **fields})
    with writes.as_lifter(engine, user_id) as connection:
        if not writes.amend_row(connection, training_phases, user_id, {"phase_id": phase_id}, values):
            raise NoSuchPhase


def delete_phase(engine: Engine, user_id: int, phase_id: int) -> None:
    """Delete a phase; NoSuchPhase if the lifter has none of that id."""
    with writes.as_lifter(engine, user_id) as connection:
        if not writes.delete_rows(connection, training_phases, user_id, {"phase_id": phase_id}):
            raise NoSuchPhase


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = checked(fields, FIELDS, datetime.now(UTC))
    missing = [field.label for name, field in FIELDS.items() if field.needed and values.get(name) is None]
    if missing:
        raise InvalidValue(f"A phase needs its {', '.join(missing)}.")
    first, last = values["starts_on"], values["ends_on"]
    if isinstance(last, date) and last < first:
        raise InvalidValue("A phase cannot end before it starts.")
    return values
