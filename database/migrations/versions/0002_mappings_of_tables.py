"""mappings of tables."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime, key_string

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "import_mappings",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("fingerprint", key_string(64), autoincrement=False, nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "fingerprint", name="pk_import_mappings"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
