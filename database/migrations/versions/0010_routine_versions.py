"""routine versions, shares of the e1RM, alternatives."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime

revision = "0010"
down_revision = "0009"

MYSQL = {"mysql_charset": "utf8mb4", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "routine_versions",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("routine_id", Id, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=True),
        sa.Column("tree", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "routine_id", "version", name="pk_routine_versions"),
        **MYSQL,
    )
    op.add_column("workouts", sa.Column("routine_version", sa.Integer(), nullable=True))
    op.add_column("routine_sets", sa.Column("percent_1rm", sa.Double(), nullable=True))
    op.add_column("planned_sets", sa.Column("percent_1rm", sa.Double(), nullable=True))
    op.add_column("routine_exercises", sa.Column("alternatives", sa.JSON(), nullable=True))
