"""links and feeds."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime, key_string

revision = "0012"
down_revision = "0011"

MYSQL = {"mysql_charset": "utf8mb4", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "shared_links",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("link_id", Id, autoincrement=False, nullable=False),
        sa.Column("token_hash", key_string(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("source_id", Id, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("with_weights", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "link_id", name="pk_shared_links"),
        sa.UniqueConstraint("token_hash", name="uq_shared_links_token_hash"),
        **MYSQL,
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("token_hash", key_string(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
        **MYSQL,
    )
