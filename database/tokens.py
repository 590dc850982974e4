"""Secret tokens for cookies and addresses: random, and stored only as their SHA-256."""

import hashlib
import hmac
import re
import secrets
from typing import Final

BYTES: Final = 32
SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 32 bytes as token_urlsafe writes them


def new_token() -> str:
    """Create a token of 256 random bits, as text for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_token(token: str) -> str:
    """Return the hash to store; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(value: object) -> bool:
    """Whether a value has the form of a token; others need no look-up."""
    return isinstance(value, str) and SHAPE.fullmatch(value) is not None


def is_hash_of(kept: str, token: str) -> bool:
    """Whether this is the stored hash of a token, compared in constant time."""
    return hmac.compare_digest(kept, hash_token(token))
