"""Invitations for REGISTRATION=invite: a signed code for one name, valid for seven days."""

import hashlib
from typing import Final

from itsdangerous import TimestampSigner

from database.keys import folded
from database.settings import settings
from services.errors import TonnageError

LIFETIME_S: Final = 7 * 86_400


class NoSecret(TonnageError):
    """Invitations need a SECRET_KEY of your own: with the default one anybody could write them."""


def invitation_for(name: str) -> str:
    """Create a code that lets only this name sign up; it is used up once the name is taken. NoSecret."""
    if settings().has_default_secret:
        raise NoSecret
    return _signer(name).sign("invited").decode()


def is_invitation(name: str, code: str) -> bool:
    """Whether the code invites this name and has not expired."""
    return not settings().has_default_secret and _signer(name).validate(code.strip(), max_age=LIFETIME_S)


def _signer(name: str) -> TimestampSigner:
    salt = f"invitation:{folded(name)}"  # so that a code fits one name only
    return TimestampSigner(settings().secret_key, salt=salt, digest_method=hashlib.sha256)
