"""Column types whose values read back exactly as written, on SQLite and on MySQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Double, Numeric, String
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

WEIGHT_STEP = Decimal("1e-14")

# A plain INTEGER is SQLite's 64-bit type and the only one it lets alias the rowid.
Id = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def key_string(length: int) -> TypeEngine[str]:
    """Return a text type that compares byte by byte; fold the text in Python before storing it."""
    binary = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return String(length).with_variant(binary, "mysql", "mariadb")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on writing, aware UTC on reading, with microseconds; naive datetimes are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use DATETIME(6) on MySQL, whose plain DATETIME drops the microseconds."""
        precise = mysql.DATETIME(fsp=6) if dialect.name in ("mysql", "mariadb") else DateTime()
        return dialect.type_descriptor(precise)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        return value.replace(tzinfo=UTC) if value is not None else None


class Weight(TypeDecorator[Decimal]):
    """A weight with exactly the digits that the lifter entered, as a Decimal.

    SQLite stores the double and its shortest decimal comes back, MySQL stores NUMERIC(20,14): both keep every value of
    up to 15 significant digits and 14 decimals, and any value that began as a double within them.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use a double on SQLite, an exact NUMERIC elsewhere."""
        kind: TypeEngine[Any] = Double() if dialect.name == "sqlite" else Numeric(20, 14)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | float | str | None, dialect: Dialect) -> Any:
        """Round to 14 decimals, as MySQL does without a warning."""
        if value is None:
            return None
        exact = Decimal(str(value)).quantize(WEIGHT_STEP)
        return float(exact) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the shortest decimal that stands for the stored number."""
        if value is None:
            return None
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return plain(exact)


def plain(value: Decimal) -> Decimal:
    """Remove trailing zeros and exponents: 80, not 8E+1 or 80.000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
