"""sets that were taken easy."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("sets", sa.Column("easy", sa.Boolean(), server_default=sa.text("0"), nullable=False))
