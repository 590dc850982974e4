"""goals, and what a lifter does not want to be told again."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime, Weight, key_string

revision = "0005"
down_revision = "0004"
OF_MYSQL = {"mysql_charset": "utf8mb4", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "goals",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("goal_id", Id, autoincrement=False, nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("weight", Weight(), nullable=False),
        sa.Column("unit", sa.String(2), nullable=False),
        sa.Column("reps", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "goal_id", name="pk_goals"),
        sa.UniqueConstraint("user_id", "exercise_id", name="uq_goals_user_id_exercise_id"),
        **OF_MYSQL,
    )
    op.create_table(
        "dismissals",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("topic", key_string(120), autoincrement=False, nullable=False),
        sa.Column("dismissed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "topic", name="pk_dismissals"),
        **OF_MYSQL,
    )
