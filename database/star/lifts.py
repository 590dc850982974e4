"""Named statements about lifts and workouts in the star schema; the lifter's id comes first in each."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, bindparam, case, func, or_, select
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.expression import BindParameter

from database.db_connector import is_sqlite
from database.olap_tables import (
    dim_exercises,
    dim_record_types,
    dim_set_types,
    fact_exercise_days,
    fact_muscle_days,
    fact_records,
    fact_sets,
    fact_workouts,
)
from database.oltp_tables import sets, workouts
from database.prepared import Prepared
from database.rows import NamedRows, ask, named_rows

MOST_REPS: Final = 12  # estimates end here, so rep-max tables do
WEEKS: Final = 12
SHOWN_RECORDS: Final = ("weight", "e1rm", "reps", "time", "distance", "pace")
ENTERED: Final = "set_type weight unit reps reps_other rir seconds distance_m"  # of a set, as entered

USER: Final[BindParameter[Any]] = bindparam("user_id")
EXERCISE: Final[BindParameter[Any]] = bindparam("exercise_id")
IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
SINCE: Final[BindParameter[Any]] = bindparam("since")


class Question:
    """A prepared statement with the names of its columns."""

    def __init__(self, statement: Select[Any]) -> None:
        self._columns = tuple(column.name for column in statement.selected_columns)
        self._prepared = Prepared(statement)

    def ask(self, connection: Connection, user_id: int, **parameters: Any) -> NamedRows:
        """Return all rows of a lifter."""
        return named_rows(self._columns, self._prepared.rows(connection, user_id=user_id, **parameters))


class LongQuestion(Question):
    """A statement whose result grows with the history: a date, then numbers.

    PyMySQL decodes each field in Python, so MySQL is asked for one line of text per row.
    """

    def __init__(self, statement: Select[Any]) -> None:
        super().__init__(statement)
        fields = [func.coalesce(column, "") for column in statement.selected_columns]
        self._lines = Prepared(statement.with_only_columns(func.concat_ws(",", *fields)))

    def ask(self, connection: Connection, user_id: int, **parameters: Any) -> NamedRows:
        """Return all rows of a lifter."""
        if is_sqlite(connection):
            return super().ask(connection, user_id, **parameters)
        lines = self._lines.rows(connection, user_id=user_id, **parameters)
        return named_rows(self._columns, [_cut(line) for (line,) in lines])


def _cut(line: bytes | str) -> list[Any]:
    day, *numbers = (line.decode() if isinstance(line, bytes) else line).split(",")
    return [day, *(_number(number) for number in numbers)]


def _number(text: str) -> float | None:
    """Read a number; whole numbers stay int, because a double cannot hold every id."""
    return (int(text) if text.isdecimal() else float(text)) if text else None


def latest_workouts(connection: Connection, user_id: int, count: int) -> NamedRows:
    """Read the latest workouts with their titles, the last first; is_open marks unfinished ones."""
    return _LATEST_WORKOUTS.ask(connection, user_id, latest=count)


def workouts_since(connection: Connection, user_id: int, since: date) -> NamedRows:
    """Read every workout since a day, oldest first."""
    return _WORKOUTS.ask(connection, user_id, since=since)


def lifts(connection: Connection, user_id: int) -> NamedRows:
    """Read every exercise that a lifter has performed, by the lifter's own name, the latest first."""
    return _LIFTS.ask(connection, user_id)


def exercise_days(connection: Connection, user_id: int, exercise_ids: Collection[int], since: date) -> NamedRows:
    """Read the days of these exercises since a day, oldest first."""
    return ask(connection, _EXERCISE_DAYS, user_id=user_id, ids=list(exercise_ids), since=since)


def records_since(connection: Connection, user_id: int, exercise_ids: Collection[int], since: date) -> NamedRows:
    """Read the records of these exercises since a day, oldest first."""
    return ask(connection, _RECORDS, user_id=user_id, ids=list(exercise_ids), since=since)


def muscle_weeks(
    connection: Connection, user_id: int, muscle_ids: Collection[int], week_starts: Sequence[date]
) -> NamedRows:
    """Read the hard sets by credit of these muscles in each of WEEKS weeks, given by their first days, oldest first.

    `week` is the index of a week.
    """
    weeks = {_week(place): start for place, start in enumerate(week_starts)}
    return ask(connection, _MUSCLE_WEEKS, user_id=user_id, ids=list(muscle_ids), since=week_starts[0], **weeks)


def lift_days(connection: Connection, user_id: int, exercise_id: int, since: date) -> NamedRows:
    """Read the days of an exercise, each with the set of its best e1RM, oldest first."""
    return _LIFT_DAYS.ask(connection, user_id, exercise_id=exercise_id, since=since)


def loads_by_reps(connection: Connection, user_id: int, exercise_id: int, since: date) -> NamedRows:
    """Read each load with each count of reps up to 12 since a day, and the first day of the pair."""
    return _LOADS_BY_REPS.ask(connection, user_id, exercise_id=exercise_id, since=since)


def first_done(connection: Connection, user_id: int, exercise_id: int, weight_kg: float, reps: int) -> NamedRows:
    """Read the first day with at least that load for at least that many reps, as performed_on."""
    return _FIRST_DONE.ask(connection, user_id, exercise_id=exercise_id, weight_kg=weight_kg, reps=reps)


def sets_of_day(connection: Connection, user_id: int, exercise_id: int, day: date) -> NamedRows:
    """Read the sets of an exercise on a day in their order, loads as entered, with the e1RM of the charts."""
    return _SETS_OF_DAY.ask(connection, user_id, exercise_id=exercise_id, day=day)


def sets_between(
    connection: Connection, user_id: int, exercise_ids: Collection[int], first: date, last: date
) -> NamedRows:
    """Read every set of these exercises from `first` to `last` inclusive, in the order performed."""
    return ask(connection, _SETS_BETWEEN, user_id=user_id, ids=list(exercise_ids), since=first, last=last)


def best_e1rms(connection: Connection, user_id: int, exercise_ids: Collection[int], since: date) -> dict[int, float]:
    """Return the best estimated one-rep max of each exercise since a day, in kg; exercises without one are left out."""
    fact = fact_exercise_days
    best = func.max(fact.c.best_e1rm_kg)
    where = (fact.c.user_id == user_id, fact.c.exercise_id.in_(list(exercise_ids)), fact.c.performed_on >= since)
    rows = connection.execute(select(fact.c.exercise_id, best).where(*where).group_by(fact.c.exercise_id))
    return {row[0]: row[1] for row in rows if row[1] is not None}


def _week(place: int) -> str:
    return f"week_{place}"


def _mine(table: Table) -> ColumnElement[bool]:
    return table.c.user_id == USER


def _of_exercise(table: Table) -> ColumnElement[bool]:
    return and_(_mine(table), table.c.exercise_id == EXERCISE)


def _columns(table: Table, names: str) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in names.split()]


def _latest_workouts() -> Select[Any]:
    fact = fact_workouts
    last_days = select(fact).where(_mine(fact)).order_by(fact.c.performed_on.desc()).limit(bindparam("latest"))
    newest = last_days.subquery()
    truth = and_(workouts.c.user_id == USER, workouts.c.workout_id == newest.c.workout_id)
    is_open = and_(workouts.c.ended_at.is_(None), workouts.c.time_source == "logged")
    columns = [newest.c[name] for name in ("workout_id", "performed_on", "duration_s", "exercises", "hard_sets")]
    picked = select(*columns, workouts.c.title, case((is_open, 1), else_=0).label("is_open")).join(workouts, truth)
    return picked.order_by(newest.c.performed_on.desc(), workouts.c.started_at.desc(), newest.c.workout_id.desc())


def _workouts() -> Select[Any]:
    fact = fact_workouts
    routine = func.coalesce(fact.c.routine_id, 0).label("routine_id")
    counts = "workout_id sets reps exercises tonnage_kg"
    picked = select(*_columns(fact, f"performed_on duration_s hard_sets {counts}"), routine)
    return picked.where(_mine(fact), fact.c.performed_on >= SINCE).order_by(fact.c.performed_on)


def _lifts() -> Select[Any]:
    day, lift = fact_exercise_days, dim_exercises
    of_lift = and_(_mine(day), day.c.exercise_id == lift.c.exercise_id)
    newest = select(day.c.performed_on).where(of_lift).order_by(day.c.performed_on.desc()).limit(1)
    last = newest.scalar_subquery().label("last_on")
    picked = select(*_columns(lift, "exercise_id name load_type family_id"), last).where(_mine(lift))
    return picked.order_by(last.desc(), lift.c.name)


def _recent(fact: Table) -> ColumnElement[bool]:
    """List the ids in the statement: MariaDB uses the key's day only after a constant exercise."""
    return and_(_mine(fact), fact.c.exercise_id.in_(IDS), fact.c.performed_on >= SINCE)


def _exercise_days() -> Select[Any]:
    fact = fact_exercise_days
    picked = select(*_columns(fact, "exercise_id performed_on best_e1rm_kg hard_sets is_eased"))
    return picked.where(_recent(fact)).order_by(fact.c.performed_on)


def _muscle_weeks() -> Select[Any]:
    day, muscle = fact_muscle_days.c.performed_on, fact_muscle_days.c.muscle_id
    week = case(*((day >= bindparam(_week(place)), place) for place in reversed(range(WEEKS)))).label("week")
    hard_sets = func.sum(fact_muscle_days.c.fractional_sets).label("hard_sets")
    chosen = (_mine(fact_muscle_days), muscle.in_(IDS), day >= SINCE)
    return select(muscle, week, hard_sets).where(*chosen).group_by(muscle, week)


def _records() -> Select[Any]:
    fact, kinds = fact_records, dim_record_types
    is_shown = or_(*(kinds.c.record_type == name for name in SHOWN_RECORDS))
    names = "exercise_id performed_on workout_id rep_count load_kg distance_m old_value new_value"
    columns = _columns(fact, names)
    same = and_(kinds.c.record_type_id == fact.c.record_type_id, is_shown)
    picked = select(*columns, kinds.c.record_type).join(kinds, same).where(_recent(fact))
    return picked.order_by(fact.c.performed_on)


def _lift_days() -> Select[Any]:
    day = fact_exercise_days
    made_by = "best_weight_kg best_reps best_rir"
    names = f"performed_on best_e1rm_kg {made_by} top_weight_kg top_reps hard_sets tonnage_kg workouts is_eased"
    picked = select(*_columns(day, names)).where(_of_exercise(day), day.c.performed_on >= SINCE)
    return picked.order_by(day.c.performed_on)


def _loads_by_reps() -> Select[Any]:
    done, kinds = fact_sets, dim_set_types
    warmup = select(kinds.c.set_type_id).where(kinds.c.set_type == "warmup").scalar_subquery()
    counted = (done.c.reps.between(1, MOST_REPS), done.c.set_type_id != warmup, done.c.weight_kg > 0)
    first = func.min(done.c.performed_on).label("performed_on")
    picked = select(done.c.reps, done.c.weight_kg, first).where(_of_exercise(done), done.c.performed_on >= SINCE)
    return picked.where(*counted).group_by(done.c.reps, done.c.weight_kg)


def _first_done() -> Select[Any]:
    done, kinds = fact_sets, dim_set_types
    warmup = select(kinds.c.set_type_id).where(kinds.c.set_type == "warmup").scalar_subquery()
    enough = (done.c.weight_kg >= bindparam("weight_kg"), done.c.reps >= bindparam("reps"))
    picked = select(done.c.performed_on).where(_of_exercise(done), *enough, done.c.set_type_id != warmup)
    return picked.order_by(done.c.performed_on).limit(1)


def _sets_between() -> Select[Any]:
    done, lift = fact_sets, dim_exercises
    truth = and_(sets.c.user_id == done.c.user_id, sets.c.set_id == done.c.set_id)
    named = and_(lift.c.user_id == done.c.user_id, lift.c.exercise_id == done.c.exercise_id)
    facts = _columns(done, "performed_on workout_id set_id exercise_id is_hard tonnage_kg e1rm_kg")
    picked = select(*facts, lift.c.name, *_columns(sets, ENTERED)).select_from(done.join(sets, truth).join(lift, named))
    order = (done.c.performed_on, done.c.workout_id, done.c.position, done.c.set_id)
    return picked.where(_recent(done), done.c.performed_on <= bindparam("last")).order_by(*order)


def _sets_of_day() -> Select[Any]:
    done = fact_sets
    truth = and_(sets.c.user_id == done.c.user_id, sets.c.set_id == done.c.set_id)
    entered = _columns(sets, ENTERED)
    that_day = and_(_of_exercise(done), done.c.performed_on == bindparam("day"))
    picked = select(*entered, done.c.e1rm_kg).select_from(done.join(sets, truth)).where(that_day)
    return picked.order_by(done.c.workout_rank, done.c.position, done.c.set_id)


_LATEST_WORKOUTS = Question(_latest_workouts())
_WORKOUTS = Question(_workouts())
_LIFTS = Question(_lifts())
_LIFT_DAYS = LongQuestion(_lift_days())
_LOADS_BY_REPS = Question(_loads_by_reps())
_SETS_OF_DAY = Question(_sets_of_day())
_EXERCISE_DAYS = _exercise_days()
_RECORDS = _records()
_MUSCLE_WEEKS = _muscle_weeks()
_SETS_BETWEEN = _sets_between()
_FIRST_DONE = Question(_first_done())
