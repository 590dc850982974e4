"""Use cases of programs: begin, pause, resume and end one; skip or shift a missed day; change its weekdays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import log_reads, reads, writes
from database.ids import new_id
from database.oltp_tables import program_days
from database.oltp_tables import programs as program_table
from services.errors import InvalidValue
from services.programs import catalogue
from services.programs.catalogue import BuiltIn, NoSuchProgram, exercise_ids, exercise_names
from services.programs.starting import check_needed, checked_singles, routine_of, starts
from services.progression import editing as progressions
from services.progression.places import ACTIVE, ENDED, PAUSED, Program, read_programs
from services.progression.standing import RESUME, SHIFT, SKIP
from services.progression.state import State
from services.routines import store

MOST_EVENTS: Final = 100


def begin(
    engine: Engine,
    user_id: int,
    slug: str,
    singles: Mapping[str, Any],
    starts_on: date,
    weekdays: Sequence[int] | None = None,
    now: datetime | None = None,
    program_id: int | None = None,
) -> Program:
    """Begin a built-in program from best singles, by exercise slug: its routines, progressions and days.

    The active program is paused. A program_id that exists changes nothing. Raises NoSuchProgram, or InvalidValue for
    a single that is missing or invalid.
    """
    template = catalogue.program_named(slug)
    days = _checked_weekdays(template.weekdays if weekdays is None else weekdays)
    with writes.as_lifter(engine, user_id) as connection:
        number = program_id or new_id()
        if not log_reads.own_ids(connection, user_id, program_table, "program_id", [number]):
            begun = {"starts_on": starts_on, "created_at": now or datetime.now(UTC)}
            _begin(connection, user_id, number, template, singles, begun, days)
        return _require_program(connection, user_id, number)


def _begin(
    connection: Connection,
    user_id: int,
    program_id: int,
    template: BuiltIn,
    singles: Mapping[str, Any],
    begun: Mapping[str, Any],
    days: list[int],
) -> None:
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    checked = checked_singles(singles, unit)
    check_needed(template, checked)
    _pause_others(connection, user_id)
    _insert(connection, user_id, program_id, template, begun, days)
    links = _add_progressions(connection, user_id, program_id, template, unit, checked, begun["created_at"])
    _add_days(connection, user_id, program_id, template, links)


def pause(engine: Engine, user_id: int, program_id: int) -> Program:
    """Pause a program; nothing is due until it is resumed."""
    return _change_program(engine, user_id, program_id, lambda program: {"status": PAUSED})


def end(engine: Engine, user_id: int, program_id: int) -> Program:
    """End a program; its routines stay."""
    return _change_program(engine, user_id, program_id, lambda program: {"status": ENDED})


def resume(engine: Engine, user_id: int, program_id: int, today: date, now: datetime | None = None) -> Program:
    """Resume a program from today; the active one is paused."""

    def change(program: Program) -> dict[str, Any]:
        return {"status": ACTIVE, "definition": _with_event(program, RESUME, today, now)}

    return _change_program(engine, user_id, program_id, change, pauses_others=True)


def skip(
    engine: Engine, user_id: int, program_id: int, today: date, place: int, now: datetime | None = None
) -> Program:
    """Skip the day at a place, only if it is the next: a repeated call skips one day."""

    def change(program: Program) -> dict[str, Any]:
        is_next = program.standing.place == place
        return {"definition": _with_event(program, SKIP, today, now) if is_next else program.definition}

    return _change_program(engine, user_id, program_id, change)


def shift(engine: Engine, user_id: int, program_id: int, today: date, now: datetime | None = None) -> Program:
    """Shift the plan: the missed day is due on the next weekday of the plan, today included."""
    return _change_program(
        engine, user_id, program_id, lambda program: {"definition": _with_event(program, SHIFT, today, now)}
    )


def plan_weekdays(engine: Engine, user_id: int, program_id: int, weekdays: Sequence[int]) -> Program:
    """Change the weekdays of a program (0 = Monday); without weekdays its days have no due dates."""
    days = _checked_weekdays(weekdays)
    return _change_program(
        engine, user_id, program_id, lambda program: {"definition": {**program.definition, "weekdays": days}}
    )


def _insert(
    connection: Connection, user_id: int, program_id: int, template: BuiltIn, dates: Mapping[str, Any], days: list[int]
) -> None:
    ends = {"weeks": template.weeks, "deload_every": template.deload_every}
    row = {"name": template.name, "kind": "rotation", "status": ACTIVE, **dates}
    row["definition"] = {"slug": template.slug, "weekdays": days, **ends, "events": []}
    writes.insert_row(connection, program_table, {"user_id": user_id, "program_id": program_id, **row})


def _change_program(
    engine: Engine,
    user_id: int,
    program_id: int,
    change: Callable[[Program], dict[str, Any]],
    pauses_others: bool = False,
) -> Program:
    with writes.as_lifter(engine, user_id) as connection:
        program = _require_program(connection, user_id, program_id)
        if pauses_others:
            _pause_others(connection, user_id)
        writes.amend_row(connection, program_table, user_id, {"program_id": program_id}, change(program))
        return _require_program(connection, user_id, program_id)


def _require_program(connection: Connection, user_id: int, program_id: int) -> Program:
    for program in read_programs(connection, user_id):
        if program.program_id == program_id:
            return program
    raise NoSuchProgram


def _with_event(program: Program, kind: str, on: date, now: datetime | None) -> dict[str, Any]:
    at = (now or datetime.now(UTC)).isoformat()
    event = {"kind": kind, "on": on.isoformat(), "at": at, "place": program.standing.place}
    return {**program.definition, "events": [*program.definition.get("events", ()), event][-MOST_EVENTS:]}


def _pause_others(connection: Connection, user_id: int) -> None:
    for program in read_programs(connection, user_id):
        if program.status == ACTIVE:
            writes.amend_row(connection, program_table, user_id, {"program_id": program.program_id}, {"status": PAUSED})


def _checked_weekdays(weekdays: Sequence[int]) -> list[int]:
    days = sorted(set(weekdays))
    if any(isinstance(day, bool) or not isinstance(day, int) or not 0 <= day <= 6 for day in days):
        raise InvalidValue("A weekday is one of 0 (Monday) to 6 (Sunday).")
    return days


def _add_progressions(
    connection: Connection,
    user_id: int,
    program_id: int,
    template: BuiltIn,
    unit: str,
    singles: Mapping[str, Decimal],
    at: datetime,
) -> dict[str, int]:
    """Add a progression per lift; return their ids by key."""
    ids = {exercise_ids()[lift.exercise] for lift in template.lifts.values()}
    weighted = log_reads.load_types(connection, user_id, ids)
    gears = progressions.gears_of(connection, user_id, dict.fromkeys(ids, unit))
    links = {}
    for start in starts(template, unit, singles, gears):
        number = exercise_ids()[start.lift.exercise]
        value = start.value if weighted.get(number) == "external" else None
        base = State(unit, maximum=value) if start.is_maximum else State(unit, load=value)
        name = start.lift.name or exercise_names()[start.lift.exercise]
        rule = start.lift.rule(unit)
        links[start.lift.key] = progressions.add(connection, user_id, number, name, rule, base, at, program_id)
    return links


def _add_days(
    connection: Connection, user_id: int, program_id: int, template: BuiltIn, links: Mapping[str, int]
) -> None:
    rows = []
    for place, day in enumerate(template.days, 1):
        routine = store.add(connection, user_id, routine_of(template, day, links))
        key = {"user_id": user_id, "program_day_id": new_id(), "program_id": program_id}
        rows.append({**key, "week": 1, "day": place, "routine_id": routine.routine_id})
    writes.insert_rows(connection, program_days, rows)
