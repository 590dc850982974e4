"""saved queries."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime, key_string

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "saved_queries",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("query_id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", key_string(100), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "query_id", name="pk_saved_queries"),
        sa.UniqueConstraint("user_id", "name_key", name="uq_saved_queries_user_id_name_key"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
