"""Check restored rows of routines, programs and progressions; a fault is a sentence, None means valid."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from services.errors import InvalidValue
from services.fields import Breach
from services.progression import rule_checks, state
from services.progression.editing import check_state
from services.progression.places import ACTIVE, ENDED, PAUSED
from services.progression.standing import DONE, RESUME, SHIFT, SKIP
from services.routines import versions
from services.routines.tree import alternatives, progression_link

Row = Mapping[str, Any]

FAULTS: Final = (ArithmeticError, AttributeError, KeyError, TypeError, ValueError)


def link_fault(row: Row) -> str | None:
    """Return the fault of an exercise's progression or alternatives in a routine."""
    for name, check in (("progression", progression_link), ("alternatives", alternatives)):
        try:
            if row[name] is not None:
                check(row[name], datetime.now(UTC))
        except Breach as breach:
            return f"The {name} cannot be so: {breach} is expected."
    return None


def version_fault(row: Row) -> str | None:
    """Return the fault of a version of a routine."""
    try:
        versions.checked(row["tree"])
    except InvalidValue as error:
        return str(error)
    except FAULTS:
        return "The tree of a version cannot be so."
    return None if row["version"] > 0 else "A version is counted from 1."


def progression_fault(row: Row) -> str | None:
    """Return the fault of a progression."""
    try:
        rule_checks.from_json(row["rule"])
        check_state(state.from_json(row["base"]))
    except InvalidValue as error:
        return str(error)
    except FAULTS:
        return "The base of a progression cannot be so."
    return None


def program_fault(row: Row) -> str | None:
    """Return the fault of a program."""
    definition = row["definition"] or {}
    try:
        is_whole = row["status"] in (ACTIVE, PAUSED, ENDED) and row["starts_on"] is not None
        is_whole &= all(0 <= int(day) <= 6 for day in definition.get("weekdays") or ())
        is_whole &= all(int(definition.get(name) or 1) > 0 for name in ("weeks", "deload_every"))
        for event in definition.get("events") or ():
            is_whole &= event["kind"] in (DONE, SKIP, SHIFT, RESUME) and int(event.get("place") or 0) >= 0
            date.fromisoformat(event["on"])
            datetime.fromisoformat(event["at"])
    except FAULTS:
        is_whole = False
    return None if is_whole else "The definition of a program cannot be so."
