"""weekly targets."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("users", sa.Column("weekly_target", sa.SmallInteger(), nullable=True))
