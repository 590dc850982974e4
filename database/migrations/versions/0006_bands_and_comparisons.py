"""bands of weekly sets, and who wants to be compared with lifters of meets."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, key_string

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "volume_bands",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", key_string(8), autoincrement=False, nullable=False),
        sa.Column("muscle", key_string(24), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("maintain", "least", "low", "high", "most")),
        sa.PrimaryKeyConstraint("user_id", "kind", "muscle", name="pk_volume_bands"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.add_column("users", sa.Column("compares_with_meets", sa.Boolean(), server_default=sa.text("0"), nullable=False))
