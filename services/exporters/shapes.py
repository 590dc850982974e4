"""What all exporters share: one set with its workout, in words that a table can hold."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from database.types import plain
from services.units import in_unit

Row = Mapping[str, Any]
NOON: Final = time(12)  # for a workout whose time of day nobody knows
RPE_OF_NO_RESERVE: Final = Decimal(10)


def local_start(row: Row) -> datetime:
    """The start of a set's workout on the lifter's clock, naive; noon of its day where no time is known."""
    started = row["started_at"]
    return _local(started, row["zone"]) if started else datetime.combine(row["performed_on"], NOON)


def local_end(row: Row) -> datetime | None:
    """The end of a set's workout on the lifter's clock, naive."""
    return _local(row["ended_at"], row["zone"]) if row["ended_at"] else None


def seconds_of_workout(row: Row) -> int | None:
    """How long a set's workout took, through UTC."""
    started, ended = row["started_at"], row["ended_at"]
    return int((ended - started).total_seconds()) if started and ended else None


def exact(value: Decimal | float | None) -> Decimal | None:
    """A number as its shortest decimal."""
    return None if value is None else plain(Decimal(str(value)))


def weight_in(row: Row, unit: str) -> Decimal | None:
    """A weight in the unit that a format wants: as entered where it is the same."""
    if row["weight"] is None or row["unit"] in (unit, None):
        return exact(row["weight"])
    return exact(in_unit(float(row["weight"]), row["unit"], unit))


def rpe(row: Row) -> Decimal | None:
    """Effort as other apps write it: 10 less the reps in reserve."""
    return None if row["rir"] is None else exact(RPE_OF_NO_RESERVE - Decimal(str(row["rir"])))


def as_csv(header: Sequence[str], lines: Iterable[Sequence[Any]], delimiter: str = ",") -> bytes:
    """A table as UTF-8 text: words are quoted, numbers are not."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8")


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
