"""progressions."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime

revision = "0008"
down_revision = "0007"

MYSQL = {"mysql_charset": "utf8mb4", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "progressions",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("progression_id", Id, autoincrement=False, nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("program_id", Id, nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("base_at", UtcDateTime(), nullable=False),
        sa.Column("is_overridden", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "progression_id", name="pk_progressions"),
        **MYSQL,
    )
    op.create_index("ix_progressions_user_id_program_id", "progressions", ["user_id", "program_id"])
    op.create_table(
        "progression_states",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("progression_id", Id, autoincrement=False, nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("workout_id", Id, nullable=True),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("sentence", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "progression_id", name="pk_progression_states"),
        **MYSQL,
    )
    op.add_column("planned_sets", sa.Column("progression_id", Id, nullable=True))
    op.add_column("planned_sets", sa.Column("reason", sa.String(500), nullable=True))
    op.add_column("etl_state", sa.Column("targets_version", Id, nullable=True))
