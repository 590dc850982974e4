"""Secrets that stand in a cookie or an address: made at random, and kept only as their SHA-256."""

import hashlib
import hmac
import re
import secrets
from typing import Final

BYTES: Final = 32
SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 32 bytes as token_urlsafe writes them


def new_token() -> str:
    """256 random bits, as text for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(given: object) -> bool:
    """Whether something can be a token at all; what cannot is not looked up."""
    return isinstance(given, str) and SHAPE.fullmatch(given) is not None


def is_hash_of(kept: str, token: str) -> bool:
    """Whether this is what was kept of a token, compared in constant time."""
    return hmac.compare_digest(kept, hash_token(token))
