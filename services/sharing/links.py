"""Links to shared routines and programs: make, update, revoke and list them; open one by its token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, func, or_, select

from database import reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import shared_links, users
from database.tokens import hash_token, is_hash_of, is_token, new_token
from services.errors import InvalidValue, TonnageError
from services.sharing import content
from services.sharing.content import PROGRAM, ROUTINE, Document

DAYS: Final = (None, 30, 90)  # the allowed lifetimes of a link
MOST_LINKS: Final = 50
SOURCES: Final[Mapping[str, Callable[[Connection, int, int, bool], Document]]] = {
    ROUTINE: content.of_routine,
    PROGRAM: content.of_program,
}


class NoSuchLink(TonnageError):
    """There is no such link."""


@dataclass(frozen=True)
class Link:
    """A link that a lifter made; its address is not stored, only a hash of its token."""

    link_id: int
    kind: str
    source_id: int
    name: str
    with_weights: bool
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """The content of an opened link."""

    kind: str
    document: Document
    with_weights: bool

    @property
    def name(self) -> str:
        """The name of the routine or program."""
        return str(self.document["name"])


def make(
    engine: Engine,
    user_id: int,
    kind: str,
    source_id: int,
    with_weights: bool = False,
    days: int | None = None,
    now: datetime | None = None,
) -> str:
    """Share a routine or program as it is now; return the token of its address, of which only a hash is stored.

    Raises NoSuchRoutine, NoSuchProgram, or InvalidValue for another number of days or more than MOST_LINKS links.
    """
    if days not in DAYS:
        raise InvalidValue("A link ends after 30 or 90 days, or not by itself.")
    token, at = new_token(), now or datetime.now(UTC)
    with writes.as_lifter(engine, user_id) as connection:
        _forget_expired(connection, user_id, at)
        _refuse_too_many(connection, user_id)
        document = SOURCES[kind](connection, user_id, source_id, with_weights)
        row = {"kind": kind, "source_id": source_id, "name": document["name"], "with_weights": with_weights}
        times = {"created_at": at, "updated_at": at, "expires_at": at + timedelta(days=days) if days else None}
        key = {"user_id": user_id, "link_id": new_id(), "token_hash": hash_token(token)}
        writes.insert_row(connection, shared_links, {**key, **row, **times, "content": document})
    return token


def update(engine: Engine, user_id: int, link_id: int, now: datetime | None = None) -> None:
    """Update a link to its routine or program as it is now; NoSuchLink, NoSuchRoutine, NoSuchProgram."""
    with writes.as_lifter(engine, user_id) as connection:
        matches = [link for link in _links(connection, user_id, now) if link.link_id == link_id]
        if not matches:
            raise NoSuchLink
        document = SOURCES[matches[0].kind](connection, user_id, matches[0].source_id, matches[0].with_weights)
        fields = {"content": document, "name": document["name"], "updated_at": now or datetime.now(UTC)}
        writes.amend_row(connection, shared_links, user_id, {"link_id": link_id}, fields)


def revoke(engine: Engine, user_id: int, link_id: int) -> None:
    """Delete a link, if it exists."""
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, shared_links, user_id, {"link_id": link_id})


def links_of(engine: Engine, user_id: int, now: datetime | None = None) -> tuple[Link, ...]:
    """Return a lifter's links that have not expired, the latest first."""
    with reading(engine) as connection:
        return _links(connection, user_id, now)


def opened(engine: Engine, token: object, now: datetime | None = None) -> Opened | None:
    """Open a link; None if it is unknown, revoked or expired, without a difference between the three."""
    if not (isinstance(token, str) and is_token(token)):
        return None
    table = shared_links
    picked = (
        select(table.c.token_hash, table.c.kind, table.c.content, table.c.with_weights)
        .join(users, users.c.user_id == table.c.user_id)
        .where(table.c.token_hash == hash_token(token), users.c.is_active, _is_open(now))
    )
    with reading(engine) as connection:
        row = connection.execute(picked).first()
    if row is None or not is_hash_of(row.token_hash, token):
        return None
    return Opened(row.kind, row.content, bool(row.with_weights))


def _links(connection: Connection, user_id: int, now: datetime | None) -> tuple[Link, ...]:
    columns = [shared_links.c[name] for name in Link.__dataclass_fields__]
    mine = select(*columns).where(shared_links.c.user_id == user_id, _is_open(now))
    return tuple(Link(**row) for row in reads.rows_of(connection, mine.order_by(shared_links.c.link_id.desc())))


def _is_open(now: datetime | None) -> Any:
    ends = shared_links.c.expires_at
    return or_(ends.is_(None), ends > (now or datetime.now(UTC)))


def _forget_expired(connection: Connection, user_id: int, now: datetime) -> None:
    ends = shared_links.c.expires_at
    connection.execute(delete(shared_links).where(shared_links.c.user_id == user_id, ends <= now))


def _refuse_too_many(connection: Connection, user_id: int) -> None:
    mine = select(func.count()).select_from(shared_links).where(shared_links.c.user_id == user_id)
    if (connection.scalar(mine) or 0) >= MOST_LINKS:
        raise InvalidValue(f"You have {MOST_LINKS} links: end some that nobody needs any more.")
