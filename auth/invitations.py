"""Invitations to a server with REGISTRATION=invite: a signed code for one name, good for seven days."""

import hashlib
import hmac
import time
from typing import Final

from database.keys import folded
from database.settings import DEFAULT_SECRET, settings
from services.errors import TonnageError

LIFETIME_S: Final = 7 * 86_400


class NoSecret(TonnageError):
    """Invitations need a SECRET_KEY of your own: with the default one anybody could write them."""


def invitation_for(name: str, now_s: float | None = None) -> str:
    """A code with which this name, and no other, can be signed up; used up once the name is taken. NoSecret."""
    if settings().secret_key == DEFAULT_SECRET:
        raise NoSecret
    expires = int(time.time() if now_s is None else now_s) + LIFETIME_S
    return f"{expires}-{_seal(name, expires)}"


def is_invitation(name: str, code: str) -> bool:
    """Whether the code invites this name and has not expired."""
    expires, _, seal = code.strip().partition("-")
    if not (expires.isascii() and expires.isdigit()) or settings().secret_key == DEFAULT_SECRET:
        return False
    return int(expires) > time.time() and hmac.compare_digest(seal.encode(), _seal(name, int(expires)).encode())


def _seal(name: str, expires: int) -> str:
    text = f"invitation:{folded(name)}:{expires}"
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
