"""Statements on login_sessions: random tokens, stored only as SHA-256, with expiry and revocation."""

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
    """A new session; the secret is a token for the cookie, or a ticket to exchange for one."""

    user_id: int
    session_id: int
    secret: str


@dataclass(frozen=True)
class Visit:
    """A valid session and its lifter."""

    user: User
    session_id: int


def open_session(bind: Engine, user_id: int, device: str = "") -> Opened:
    """Begin a session of 30 days; the secret is its token."""
    token = new_token()
    with writing(bind) as connection:
        session_id = _insert(connection, user_id, hash_token(token), device, LIFETIME)
    return Opened(user_id, session_id, token)


def open_with_ticket(bind: Engine, user_id: int, device: str = "") -> Opened:
    """Begin a session of 30 seconds; the secret is a ticket, which `redeem` exchanges once for a 30-day token."""
    unknown = hash_token(new_token())
    with writing(bind) as connection:
        session_id = _insert(connection, user_id, unknown, device, TICKET_LIFETIME)
    return Opened(user_id, session_id, _signer(unknown).sign(f"{user_id}.{session_id}").decode())


def redeem(bind: Engine, ticket: str) -> str | None:
    """Exchange a ticket for a token; None if the ticket is wrong, too old or used."""
    user_id, session_id = _ids(ticket)
    if user_id is None or session_id is None:
        return None
    with writing(bind) as connection:
        session = connection.execute(_valid(user_id, session_id)).first()
        if session is None or not ticket.isascii() or not _signer(session.token_hash).validate(ticket):
            return None
        return _renew(connection, session)


def rotate(bind: Engine, token: str) -> str | None:
    """Replace a session's token once it is a week old; None if it stays."""
    aged = login_sessions.c.created_at < _now() - ROTATE_AFTER
    due = _first(bind, _by_token(token).where(aged))
    if due is None:
        return None
    with writing(bind) as connection:
        return _renew(connection, due)


def visit(bind: Engine, user_id: int, session_id: int) -> Visit | None:
    """Return the session with the lifter's current settings if it is still valid."""
    return _visit(bind, _valid(user_id, session_id))


def visit_by_token(bind: Engine, token: str) -> Visit | None:
    """Return the session of a cookie if it is valid."""
    return _visit(bind, _by_token(token))


def devices(bind: Engine, user_id: int) -> list[Row[Any]]:
    """List the lifter's sessions (session_id, device, created_at, seen_at), the latest visit first."""
    table = login_sessions
    query = (
        select(table.c.session_id, table.c.device, table.c.created_at, table.c.seen_at)
        .where(table.c.user_id == user_id, table.c.expires_at > _now())
        .order_by(table.c.seen_at.desc())
    )
    with reading(bind) as connection:
        return list(connection.execute(query))


def revoke(bind: Engine, user_id: int, session_id: int) -> None:
    """End a session of a lifter."""
    table = login_sessions
    with writing(bind) as connection:
        connection.execute(delete(table).where(table.c.user_id == user_id, table.c.session_id == session_id))


def revoke_token(bind: Engine, token: str) -> None:
    """End the session of a cookie."""
    with writing(bind) as connection:
        connection.execute(delete(login_sessions).where(login_sessions.c.token_hash == hash_token(token)))


def revoke_all(bind: Engine, user_id: int, keep: int | None = None) -> int:
    """End every session of a lifter but `keep`; return how many ended."""
    table = login_sessions
    with writing(bind) as connection:
        where = [table.c.user_id == user_id] + ([table.c.session_id != keep] if keep is not None else [])
        return connection.execute(delete(table).where(*where)).rowcount


def _insert(connection: Connection, user_id: int, token_hash: str, device: str, lifetime: timedelta) -> int:
    session_id, now = new_id(), _now()
    connection.execute(delete(login_sessions).where(_is_of(user_id), login_sessions.c.expires_at < now))
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


def _renew(connection: Connection, session: Row[Any]) -> str | None:
    token, now, table = new_token(), _now(), login_sessions
    same = (_is_of(session.user_id), table.c.session_id == session.session_id, table.c.token_hash == session.token_hash)
    fresh = {"token_hash": hash_token(token), "created_at": now, "seen_at": now, "expires_at": now + LIFETIME}
    # Of two renewals at once only the first still finds the old hash.
    return token if connection.execute(update(table).where(*same).values(**fresh)).rowcount == 1 else None


def _visit(bind: Engine, query: Any) -> Visit | None:
    session = _first(bind, query)
    if session is None:
        return None
    if session.seen_at < _now() - NOTE_VISIT_AFTER:
        _note(bind, session)
    return Visit(User.of(session._asdict()), session.session_id)


def _first(bind: Engine, query: Any) -> Row[Any] | None:
    with reading(bind) as connection:
        return connection.execute(query).first()


def _note(bind: Engine, session: Row[Any]) -> None:
    now, table = _now(), login_sessions
    seen = update(table).where(_is_of(session.user_id), table.c.session_id == session.session_id)
    with writing(bind) as connection:
        connection.execute(seen.values(seen_at=now, expires_at=now + LIFETIME))


def _valid(user_id: int, session_id: int) -> Any:
    return _sessions().where(_is_of(user_id), login_sessions.c.session_id == session_id)


def _by_token(token: str) -> Any:
    return _sessions().where(login_sessions.c.token_hash == hash_token(token))


def _sessions() -> Any:
    table = login_sessions
    return (
        select(*(users.c[name] for name in COLUMNS), table.c.session_id, table.c.token_hash, table.c.seen_at)
        .join(users, users.c.user_id == table.c.user_id)
        .where(users.c.is_active, table.c.expires_at > _now())
    )


def _is_of(user_id: int) -> Any:
    return login_sessions.c.user_id == user_id


def _ids(ticket: str) -> tuple[int | None, int | None]:
    user_id, _, rest = ticket.partition(".")
    return parse_id(user_id), parse_id(rest.partition(".")[0])


def _signer(token_hash: str) -> Signer:
    """Sign with the hash that redeeming replaces, so that a ticket works once."""
    return Signer(settings().secret_key, salt=f"ticket:{token_hash}", digest_method=hashlib.sha256)


def _now() -> datetime:
    return datetime.now(UTC)
