"""The secret address of a lifter's calendar feed: make, replace or revoke it, and find its owner."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select

from database import writes
from database.db_connector import reading
from database.oltp_tables import calendar_feeds, users
from database.tokens import hash_token, is_hash_of, is_token, new_token


def make(engine: Engine, user_id: int, now: datetime | None = None) -> str:
    """Replace the address of the lifter's calendar; return its token, of which only a hash is stored."""
    token = new_token()
    row = {"token_hash": hash_token(token), "created_at": now or datetime.now(UTC)}
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, calendar_feeds, user_id, {})
        writes.insert_row(connection, calendar_feeds, {"user_id": user_id, **row})
    return token


def revoke(engine: Engine, user_id: int) -> None:
    """Revoke the address of the lifter's calendar."""
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, calendar_feeds, user_id, {})


def made_at(engine: Engine, user_id: int) -> datetime | None:
    """Return when the lifter's address was made; None without one."""
    with reading(engine) as connection:
        picked = select(calendar_feeds.c.created_at).where(calendar_feeds.c.user_id == user_id)
        created_at: datetime | None = connection.scalar(picked)
    return created_at


def owner(engine: Engine, token: object) -> dict[str, Any] | None:
    """Return the account of an address; None if it is unknown or revoked, without a difference between the two."""
    if not (isinstance(token, str) and is_token(token)):
        return None
    picked = (
        select(users, calendar_feeds.c.token_hash)
        .join(calendar_feeds, calendar_feeds.c.user_id == users.c.user_id)
        .where(calendar_feeds.c.token_hash == hash_token(token), users.c.is_active)
    )
    with reading(engine) as connection:
        account = connection.execute(picked).mappings().first()
    return dict(account) if account and is_hash_of(account["token_hash"], token) else None
