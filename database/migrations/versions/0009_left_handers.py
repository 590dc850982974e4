"""left-handers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("users", sa.Column("is_left_handed", sa.Boolean(), server_default=sa.text("0"), nullable=False))
