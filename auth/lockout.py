"""Guessing passwords gets slower: per name and per address, with a delay that grows."""

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

# Failures within a day that cost nothing. Many people share an address, and everybody shares the unknown one.
FREE: Final = {"user": 5, "address": 20, UNKNOWN: 200, "signup": 20, "signup-unknown": 200}


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in or up, written down before it is tried; refused means that it must fail."""

    attempt_id: int | None
    scopes: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether there have been too many before it."""
        return self.attempt_id is None


def begin(bind: Engine, scopes: Sequence[str]) -> Attempt:
    """Write an attempt down, unless one of its scopes has to wait; refused ones are not counted, so waits end."""
    if any(must_wait(scope, *accounts.count_attempts(bind, scope)) for scope in scopes):
        return Attempt(None, tuple(scopes))
    return Attempt(accounts.note_attempts(bind, scopes), tuple(scopes))


def forgive(bind: Engine, attempt: Attempt) -> None:
    """After a success: forget this attempt, and every other of the name."""
    accounts.forget_attempts(bind, attempt.scopes, attempt.attempt_id)
    accounts.forget_attempts(bind, [scope for scope in attempt.scopes if scope.startswith("user:")])


def must_wait(scope: str, failures: int, last: datetime | None) -> bool:
    """Whether the delay after the last failure of this scope is still running."""
    return last is not None and datetime.now(UTC) < last + delay(failures - FREE[scope.partition(":")[0]])


def delay(excess: int) -> timedelta:
    """The wait after so many failures above the free ones: none, then 30 s, doubled with each, at most 15 min."""
    if excess < 0:
        return timedelta(0)
    return min(FIRST_DELAY * (1 << min(excess, 10)), LONGEST_DELAY)


def sign_in_scopes(name: str, address: str) -> tuple[str, str]:
    """What an attempt to sign in counts for. Names are hashed: people type their password there, too."""
    digest = hashlib.sha256(folded(name).encode()).hexdigest()[:32]
    return f"user:{digest}", UNKNOWN if address == UNKNOWN else f"address:{address}"


def sign_up_scopes(address: str) -> tuple[str]:
    """What an attempt to sign up counts for."""
    return ("signup-unknown" if address == UNKNOWN else f"signup:{address}",)


def client_address(forwarded: str | None, peer: str | None, trusted_proxies: int) -> str:
    """Whose request it is: from X-Forwarded-For, as many from the right as there are proxies of ours, else the peer."""
    chain = [part.strip() for part in (forwarded or "").split(",") if part.strip()]
    if trusted_proxies and chain:
        return _network(chain[-min(trusted_proxies, len(chain))])
    return _network(peer or "")


def _network(text: str) -> str:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
    return str(found)
