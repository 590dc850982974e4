"""63-bit ids that sort by time; the server or the browser can create them before the row exists."""

import secrets
import threading
import time
from datetime import UTC, datetime

EPOCH_MS = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
RANDOM_BITS = 22
MAX_ID = 2**63 - 1
DAY_MS = 86_400_000

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """Create an id: 41 bits of milliseconds since 2020 and 22 random bits; ids of one process always rise."""
    global _last
    with _lock:
        _last = max(id_at(_now_ms()) | secrets.randbits(RANDOM_BITS), _last + 1)
        return _last


def id_at(unix_ms: int) -> int:
    """Return the smallest id of a millisecond."""
    return (unix_ms - EPOCH_MS) << RANDOM_BITS


def made_at(number: int) -> datetime:
    """Return when an id was created."""
    return datetime.fromtimestamp(((number >> RANDOM_BITS) + EPOCH_MS) / 1000, UTC)


def parse_id(value: object, now_ms: int | None = None) -> int | None:
    """Read an id from a decimal string or an int; None for anything else, or if it lies over a day ahead."""
    number = _decimal(value)
    if number is None or not 0 < number <= MAX_ID:
        return None
    latest = id_at((now_ms or _now_ms()) + DAY_MS)
    return number if number < latest else None


def _decimal(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    is_plain = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19
    return int(str(value)) if is_plain else None


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
