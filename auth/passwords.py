"""Password rules and hashes: argon2id for new ones; bcrypt hashes of streamlit-authenticator still verify."""

import unicodedata
from pathlib import Path
from typing import Final

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH: Final = range(10, 129)
# Longer than any password we accept; longer texts are cut, so that hashing takes no time without limit.
VERIFIED_LENGTH: Final = 1000
COMMON: Final = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())
BCRYPT: Final = "$2"

# OWASP's first choice for argon2id (46 MiB, one pass, one lane): the small hosts have a fraction of a core.
_hasher: Final = PasswordHasher(memory_cost=47_104, time_cost=1, parallelism=1)
# The hash of a password that nobody has: an unknown user costs the same time as a wrong password.
DUMMY: Final = _hasher.hash("nobody signs in with this")


def normalised(password: str) -> str:
    """Normalise a password (NFKC), so that it does not depend on how a keyboard composes characters."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """Return the argon2id hash to store."""
    return _hasher.hash(normalised(password))


def verify(password: str, stored: str) -> bool:
    """Whether the password matches the hash; False for an unknown kind of hash."""
    text = normalised(password[:VERIFIED_LENGTH])
    if stored.startswith(BCRYPT):
        return _verify_bcrypt(text, stored)
    try:
        return _hasher.verify(stored, text)
    except (VerificationError, InvalidHashError):
        return False


def is_dated(stored: str) -> bool:
    """Whether the next sign-in should replace the hash."""
    return stored.startswith(BCRYPT) or _hasher.check_needs_rehash(stored)


def complaint(password: str, username: str = "") -> str | None:
    """Explain in a sentence why a new password is refused; None if it is accepted."""
    text = normalised(password)
    if len(text) not in LENGTH:
        return f"A password has {LENGTH.start} to {LENGTH.stop - 1} characters; this one has {len(text)}."
    if _is_common(text):
        return "This password is among the first that anybody would try. Several words in a row are a good one."
    if username and normalised(username).casefold() in (text.casefold(), _stem(text)):
        return "The password must not be your name."
    return None


def _is_common(text: str) -> bool:
    folded = text.casefold()
    return len(set(folded)) < 4 or folded in COMMON or _stem(text) in COMMON


def _stem(text: str) -> str:
    """Remove what people append: "password" from "Password2024!"."""
    return text.casefold().rstrip("0123456789!?.,-_*#@$%&+ ")


def _verify_bcrypt(text: str, stored: str) -> bool:
    try:
        return bcrypt.checkpw(text.encode(), stored.encode())
    except ValueError:  # over 72 bytes, or not a hash
        return False
