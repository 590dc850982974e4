"""One base error, and one class per cause."""

import inspect


class TonnageError(Exception):
    """Tonnage could not do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Take the message, or the docstring of the class."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class UnknownFormula(TonnageError):
    """There is no one-rep-max formula of this name."""


class UnknownTimeZone(TonnageError):
    """There is no IANA time zone of this name."""


class UnknownWeekday(TonnageError):
    """A week begins on a day named monday to sunday, or numbered 0 (Monday) to 6."""


class InvalidValue(TonnageError):
    """A value is outside its limits."""


class NoSuchLifter(TonnageError):
    """There is no such lifter."""


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
