"""steps of lifters."""

import sqlalchemy as sa
from alembic import op

from database.types import Weight

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("users", sa.Column("step_kg", Weight(), nullable=True))
    op.add_column("users", sa.Column("step_lb", Weight(), nullable=True))
