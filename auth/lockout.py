"""Slow down password guessing by name and by address, with a growing delay."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from auth import accounts
from auth.connections import Engine
from database.keys import folded

UNKNOWN: Final = "unknown"
FIRST_DELAY: Final = timedelta(seconds=30)
LONGEST_DELAY: Final = timedelta(minutes=15)
IPV6_NETWORK: Final = 64  # one subscriber has at least this many addresses to choose from

# Failures within a day that cause no delay. Many people share an address, and all share the unknown one.
FREE: Final = {"user": 5, "address": 20, UNKNOWN: 200, "signup": 20, "signup-unknown": 200}


@dataclass(frozen=True)
class Attempt:
    """An attempt to sign in or up, stored before it is tried; a refused attempt must fail."""

    attempt_id: int | None
    scopes: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether there were too many attempts before it."""
        return self.attempt_id is None


def begin(bind: Engine, scopes: Sequence[str]) -> Attempt:
    """Store an attempt unless one of its scopes must wait; refused attempts are not counted, so waits end."""
    if any(must_wait(scope, *accounts.count_attempts(bind, scope)) for scope in scopes):
        return Attempt(None, tuple(scopes))
    return Attempt(accounts.note_attempts(bind, scopes), tuple(scopes))


def forgive(bind: Engine, attempt: Attempt) -> None:
    """After a success, delete this attempt and all others of the name."""
    accounts.forget_attempts(bind, attempt.scopes, attempt.attempt_id)
    accounts.forget_attempts(bind, [scope for scope in attempt.scopes if scope.startswith("user:")])


def must_wait(scope: str, failures: int, last: datetime | None) -> bool:
    """Whether the delay after the last failure of this scope is still running."""
    return last is not None and datetime.now(UTC) < last + delay(failures - FREE[scope.partition(":")[0]])


def delay(excess: int) -> timedelta:
    """Return the wait after this many failures above the free ones: 30 s, doubled each time, at most 15 min."""
    if excess < 0:
        return timedelta(0)
    return min(FIRST_DELAY * (1 << min(excess, 10)), LONGEST_DELAY)


def sign_in_scopes(name: str, address: str) -> tuple[str, str]:
    """Return the scopes of an attempt to sign in; names are hashed, because people type passwords there too."""
    digest = hashlib.sha256(folded(name).encode()).hexdigest()[:32]
    return f"user:{digest}", UNKNOWN if address == UNKNOWN else f"address:{address}"


def sign_up_scopes(address: str) -> tuple[str]:
    """Return the scope of an attempt to sign up."""
    return ("signup-unknown" if address == UNKNOWN else f"signup:{address}",)


def client_address(forwarded: str | None, peer: str | None, trusted_proxies: int) -> str:
    """Return the client's address from X-Forwarded-For, skipping our proxies from the right, else the peer."""
    chain = [part.strip() for part in (forwarded or "").split(",") if part.strip()]
    if trusted_proxies and chain:
        return _network(chain[-min(trusted_proxies, len(chain))])
    return _network(peer or "")


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)
