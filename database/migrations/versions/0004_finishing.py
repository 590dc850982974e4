"""finishing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("workouts", sa.Column("ended_by_rule", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("routines", sa.Column("after_workout", sa.String(12), nullable=True))
