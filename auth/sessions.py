"""The statements on login_sessions: opaque tokens, of which only the SHA-256 is kept, with expiry and revocation."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import Signer
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from auth.connections import reading, writing
from auth.user import COLUMNS, User
from database.ids import new_id, parse_id
from database.oltp_tables import login_sessions, users
from database.settings import settings
from database.tokens import hash_token, new_token

STATE_KEY = "tonnage_session"  # in the session state of a browser tab: (user_id, session_id)
LIFETIME = timedelta(days=30)  # without a visit; each visit starts it again
TICKET_LIFETIME = timedelta(seconds=30)
ROTATE_AFTER = timedelta(days=7)
NOTE_VISIT_AFTER = timedelta(hours=1)
DEVICE_LENGTH = 200


@dataclass(frozen=True)
class Opened:
    """A session that has just begun; the secret is a token for the cookie, or a ticket for one."""

    user_id: int
    session_id: int
    secret: str


@dataclass(frozen=True)
class Visit:
    """A session that is valid now, and whose it is."""

    user: User
    session_id: int


def open_session(bind: Engine, user_id: int, device: str = "") -> Opened:
    """Begin a session of 30 days; the secret is its token."""
    token = new_token()
    with writing(bind) as connection:
        session_id = _insert(connection, user_id, hash_token(token), device, LIFETIME)
    return Opened(user_id, session_id, token)


def open_with_ticket(bind: Engine, user_id: int, device: str = "") -> Opened:
    """Begin a session of 30 seconds; the secret is a ticket, which `redeem` changes once for a token of 30 days."""
    unknown = hash_token(new_token())
    with writing(bind) as connection:
        session_id = _insert(connection, user_id, unknown, device, TICKET_LIFETIME)
    return Opened(user_id, session_id, _signer(unknown).sign(f"{user_id}.{session_id}").decode())


def redeem(bind: Engine, ticket: str) -> str | None:
    """The token for a ticket; None if it is wrong, too old, or has been used before."""
    user_id, session_id = _ids(ticket)
    if user_id is None or session_id is None:
        return None
    with writing(bind) as connection:
        found = connection.execute(_valid(user_id, session_id)).first()
        if found is None or not ticket.isascii() or not _signer(found.token_hash).validate(ticket):
            return None
        return _renew(connection, found)


def rotate(bind: Engine, token: str) -> str | None:
    """A new token for the same session once the old one has served a week; None if it may stay as it is."""
    aged = login_sessions.c.created_at < _now() - ROTATE_AFTER
    due = _first(bind, _by_token(token).where(aged))
    if due is None:
        return None
    with writing(bind) as connection:
        return _renew(connection, due)


def visit(bind: Engine, user_id: int, session_id: int) -> Visit | None:
    """The session if it is still valid, with the lifter's settings as they are now."""
    return _visit(bind, _valid(user_id, session_id))


def visit_by_token(bind: Engine, token: str) -> Visit | None:
    """The session that a cookie names, if it is valid."""
    return _visit(bind, _by_token(token))


def devices(bind: Engine, user_id: int) -> list[Row[Any]]:
    """The lifter's sessions (session_id, device, created_at, seen_at), the latest visit first."""
    table = login_sessions
    query = (
        select(table.c.session_id, table.c.device, table.c.created_at, table.c.seen_at)
        .where(table.c.user_id == user_id, table.c.expires_at > _now())
        .order_by(table.c.seen_at.desc())
    )
    with reading(bind) as connection:
        return list(connection.execute(query))


def revoke(bind: Engine, user_id: int, session_id: int) -> None:
    """End one session of a lifter."""
    table = login_sessions
    with writing(bind) as connection:
        connection.execute(delete(table).where(table.c.user_id == user_id, table.c.session_id == session_id))


def revoke_token(bind: Engine, token: str) -> None:
    """End the session that a cookie names."""
    with writing(bind) as connection:
        connection.execute(delete(login_sessions).where(login_sessions.c.token_hash == hash_token(token)))


def revoke_all(bind: Engine, user_id: int, keep: int | None = None) -> int:
    """End every session of a lifter but the one to keep; how many there were."""
    table = login_sessions
    with writing(bind) as connection:
        where = [table.c.user_id == user_id] + ([table.c.session_id != keep] if keep is not None else [])
        return connection.execute(delete(table).where(*where)).rowcount


def _insert(connection: Connection, user_id: int, token_hash: str, device: str, lifetime: timedelta) -> int:
    session_id, now = new_id(), _now()
    connection.execute(delete(login_sessions).where(_of(user_id), login_sessions.c.expires_at < now))
    connection.execute(
        insert(login_sessions).values(
            user_id=user_id,
            session_id=session_id,
            token_hash=token_hash,
            created_at=now,
            seen_at=now,
            expires_at=now + lifetime,
            device=device[:DEVICE_LENGTH] or None,
        )
    )
    return session_id


def _renew(connection: Connection, found: Row[Any]) -> str | None:
    token, now, table = new_token(), _now(), login_sessions
    same = (_of(found.user_id), table.c.session_id == found.session_id, table.c.token_hash == found.token_hash)
    fresh = {"token_hash": hash_token(token), "created_at": now, "seen_at": now, "expires_at": now + LIFETIME}
    # Of two at once only one still finds the old hash.
    return token if connection.execute(update(table).where(*same).values(**fresh)).rowcount == 1 else None


def _visit(bind: Engine, query: Any) -> Visit | None:
    found = _first(bind, query)
    if found is None:
        return None
    if found.seen_at < _now() - NOTE_VISIT_AFTER:
        _note(bind, found)
    return Visit(User.of(found._asdict()), found.session_id)


def _first(bind: Engine, query: Any) -> Row[Any] | None:
    with reading(bind) as connection:
        return connection.execute(query).first()


def _note(bind: Engine, found: Row[Any]) -> None:
    now, table = _now(), login_sessions
    seen = update(table).where(_of(found.user_id), table.c.session_id == found.session_id)
    with writing(bind) as connection:
        connection.execute(seen.values(seen_at=now, expires_at=now + LIFETIME))


def _valid(user_id: int, session_id: int) -> Any:
    return _sessions().where(_of(user_id), login_sessions.c.session_id == session_id)


def _by_token(token: str) -> Any:
    return _sessions().where(login_sessions.c.token_hash == hash_token(token))


def _sessions() -> Any:
    table = login_sessions
    return (
        select(*(users.c[name] for name in COLUMNS), table.c.session_id, table.c.token_hash, table.c.seen_at)
        .join(users, users.c.user_id == table.c.user_id)
        .where(users.c.is_active, table.c.expires_at > _now())
    )


def _of(user_id: int) -> Any:
    return login_sessions.c.user_id == user_id


def _ids(ticket: str) -> tuple[int | None, int | None]:
    user_id, _, rest = ticket.partition(".")
    return parse_id(user_id), parse_id(rest.partition(".")[0])


def _signer(token_hash: str) -> Signer:
    """Sign with the hash that redeeming replaces, so that a ticket works once."""
    return Signer(settings().secret_key, salt=f"ticket:{token_hash}", digest_method=hashlib.sha256)


def _now() -> datetime:
    return datetime.now(UTC)
