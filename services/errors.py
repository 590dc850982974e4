"""One base error, and one class per cause."""

from database.errors import NoSuchLifter as NoSuchLifter
from database.errors import TonnageError as TonnageError


class UnknownFormula(TonnageError):
    """There is no one-rep-max formula of this name."""


class UnknownTimeZone(TonnageError):
    """There is no IANA time zone of this name."""


class UnknownWeekday(TonnageError):
    """A week begins on a day named monday to sunday, or numbered 0 (Monday) to 6."""


class InvalidValue(TonnageError):
    """A value is outside its limits."""


class NoSuchWorkout(TonnageError):
    """There is no such workout."""


class NoSuchSet(TonnageError):
    """There is no such set."""


class NoSuchExercise(TonnageError):
    """There is no such exercise."""


class NoSuchRoutine(TonnageError):
    """There is no such routine."""


class NoSuchStarter(TonnageError):
    """There is no such starter plan."""


class RoutineChanged(TonnageError):
    """This routine was changed elsewhere in the meantime. Open it again, then repeat your change."""


class NoSuchMeasurement(TonnageError):
    """There is no such measurement."""
