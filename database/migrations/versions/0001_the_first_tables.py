"""the first tables."""

import sqlalchemy as sa
from alembic import op

from database.types import Id, UtcDateTime, Weight, key_string

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "applied_ops",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("op_id", Id, autoincrement=False, nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("refusal", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "op_id", name="pk_applied_ops"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "body_measurements",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("measurement_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            key_string(32),
            nullable=False,
        ),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", Weight(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column(
            "source_key",
            key_string(64),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("user_id", "measurement_id", name="pk_body_measurements"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "deleted_rows",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            key_string(8),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("row_id", Id, autoincrement=False, nullable=False),
        sa.Column("workout_id", Id, nullable=False),
        sa.Column("image", sa.JSON(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=False),
        sa.Column(
            "source_key",
            key_string(64),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("user_id", "kind", "row_id", name="pk_deleted_rows"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "etl_queue",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("mark_id", Id, autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("exercise_id", Id, nullable=True),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "mark_id", name="pk_etl_queue"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "etl_runs",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("sets", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "run_id", name="pk_etl_runs"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "etl_state",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("facts_version", Id, nullable=False),
        sa.Column("fold_version", sa.String(length=64), server_default=sa.text("('')"), nullable=False),
        sa.Column("folded_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name="pk_etl_state"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "exercise_aliases",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "alias_key",
            key_string(120),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("alias", sa.String(length=120), nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "alias_key", name="pk_exercise_aliases"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "exercise_merges",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("from_id", Id, autoincrement=False, nullable=False),
        sa.Column("into_id", Id, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "from_id", name="pk_exercise_merges"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "exercise_muscles",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("exercise_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "muscle",
            key_string(16),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("credit", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "exercise_id", "muscle", name="pk_exercise_muscles"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "exercise_settings",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("exercise_id", Id, autoincrement=False, nullable=False),
        sa.Column("own_name", sa.String(length=120), nullable=True),
        sa.Column("is_archived", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("implements", sa.SmallInteger(), nullable=True),
        sa.Column("per_side", sa.Boolean(), nullable=True),
        sa.Column("rest_s", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=2), nullable=True),
        sa.Column("step", Weight(), nullable=True),
        sa.Column("pinned_note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "exercise_id", name="pk_exercise_settings"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "exercises",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("exercise_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "slug",
            key_string(100),
            nullable=True,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "name_key",
            key_string(120),
            nullable=False,
        ),
        sa.Column("equipment", sa.String(length=16), nullable=False),
        sa.Column("pattern", sa.String(length=16), nullable=False),
        sa.Column("load_type", sa.String(length=20), nullable=False),
        sa.Column("bodyweight_fraction", sa.Double(), nullable=True),
        sa.Column("implements", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("per_side", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("variant_of", Id, nullable=True),
        sa.Column("gym_id", Id, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "exercise_id", name="pk_exercises"),
        sa.UniqueConstraint("user_id", "name_key", name="uq_exercises_user_id_name_key"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "gyms",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("gym_id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "gym_id", name="pk_gyms"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "import_batches",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("batch_id", Id, autoincrement=False, nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column(
            "file_hash",
            key_string(64),
            nullable=False,
        ),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "batch_id", name="pk_import_batches"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "login_attempts",
        sa.Column(
            "scope",
            key_string(191),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("attempt_id", Id, autoincrement=False, nullable=False),
        sa.Column("attempted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "attempt_id", name="pk_login_attempts"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "login_sessions",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("session_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "token_hash",
            key_string(64),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "session_id", name="pk_login_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_login_sessions_token_hash"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "programs",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("program_id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("definition", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "program_id", name="pk_programs"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "routines",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("routine_id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("folder", sa.String(length=100), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "routine_id", name="pk_routines"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "schema_lock",
        sa.Column(
            "name",
            key_string(32),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_schema_lock"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "training_phases",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("phase_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "phase_id", name="pk_training_phases"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user_identities",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "provider",
            key_string(64),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "subject",
            key_string(191),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "provider", "subject", name="pk_user_identities"),
        sa.UniqueConstraint("provider", "subject", name="uq_user_identities_provider_subject"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "users",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column(
            "username_key",
            key_string(64),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column(
            "email_key",
            key_string(254),
            nullable=True,
        ),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("unit", sa.String(length=2), server_default=sa.text("'kg'"), nullable=False),
        sa.Column("week_start", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("time_zone", sa.String(length=64), server_default=sa.text("'UTC'"), nullable=False),
        sa.Column("locale", sa.String(length=16), server_default=sa.text("'en'"), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("e1rm_formula", sa.String(length=16), server_default=sa.text("'epley'"), nullable=False),
        sa.Column("shown_score", sa.String(length=16), server_default=sa.text("'dots'"), nullable=False),
        sa.Column("shows_rir", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("shows_set_type", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("data_version", Id, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.UniqueConstraint("email_key", name="uq_users_email_key"),
        sa.UniqueConstraint("username_key", name="uq_users_username_key"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "workouts",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("workout_id", Id, autoincrement=False, nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("time_source", sa.String(length=8), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("gym_id", Id, nullable=True),
        sa.Column("routine_id", Id, nullable=True),
        sa.Column(
            "source_key",
            key_string(64),
            nullable=True,
        ),
        sa.Column("batch_id", Id, nullable=True),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "workout_id", name="pk_workouts"),
        sa.UniqueConstraint("user_id", "source_key", name="uq_workouts_user_id_source_key"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "gym_equipment",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("item_id", Id, autoincrement=False, nullable=False),
        sa.Column("gym_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("weight", Weight(), nullable=False),
        sa.Column("unit", sa.String(length=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("step", Weight(), nullable=True),
        sa.Column("maximum", Weight(), nullable=True),
        sa.ForeignKeyConstraint(["user_id", "gym_id"], ["gyms.user_id", "gyms.gym_id"], name="fk_gym_equipment_gyms"),
        sa.PrimaryKeyConstraint("user_id", "item_id", name="pk_gym_equipment"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "import_changes",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("batch_id", Id, autoincrement=False, nullable=False),
        sa.Column("change_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("row_id", Id, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id", "batch_id"],
            ["import_batches.user_id", "import_batches.batch_id"],
            name="fk_import_changes_import_batches",
        ),
        sa.PrimaryKeyConstraint("user_id", "batch_id", "change_id", name="pk_import_changes"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "planned_sets",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("planned_set_id", Id, autoincrement=False, nullable=False),
        sa.Column("workout_id", Id, nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("set_type", sa.String(length=8), server_default=sa.text("'working'"), nullable=False),
        sa.Column("reps_min", sa.Integer(), nullable=True),
        sa.Column("reps_max", sa.Integer(), nullable=True),
        sa.Column("rir", sa.Double(), nullable=True),
        sa.Column("weight", Weight(), nullable=True),
        sa.Column("unit", sa.String(length=2), nullable=True),
        sa.Column("percent_tm", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("superset", sa.SmallInteger(), nullable=True),
        sa.Column("rest_s", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id", "workout_id"],
            ["workouts.user_id", "workouts.workout_id"],
            name="fk_planned_sets_workouts",
        ),
        sa.PrimaryKeyConstraint("user_id", "planned_set_id", name="pk_planned_sets"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "program_days",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("program_day_id", Id, autoincrement=False, nullable=False),
        sa.Column("program_id", Id, nullable=False),
        sa.Column("week", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("routine_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "program_id"],
            ["programs.user_id", "programs.program_id"],
            name="fk_program_days_programs",
        ),
        sa.PrimaryKeyConstraint("user_id", "program_day_id", name="pk_program_days"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "routine_exercises",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "routine_exercise_id",
            Id,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("routine_id", Id, nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("superset", sa.SmallInteger(), nullable=True),
        sa.Column("rest_s", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("progression", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id", "routine_id"],
            ["routines.user_id", "routines.routine_id"],
            name="fk_routine_exercises_routines",
        ),
        sa.PrimaryKeyConstraint("user_id", "routine_exercise_id", name="pk_routine_exercises"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "sets",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("set_id", Id, autoincrement=False, nullable=False),
        sa.Column("workout_id", Id, nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("exercise_id", Id, nullable=False),
        sa.Column("exercise_name", sa.String(length=300), nullable=True),
        sa.Column("set_type", sa.String(length=8), nullable=False),
        sa.Column("weight", Weight(), nullable=True),
        sa.Column("unit", sa.String(length=2), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("reps_other", sa.Integer(), nullable=True),
        sa.Column("rir", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("superset", sa.SmallInteger(), nullable=True),
        sa.Column("rest_s", sa.Integer(), nullable=True),
        sa.Column("pain", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("performed_at", UtcDateTime(), nullable=True),
        sa.Column("planned_set_id", Id, nullable=True),
        sa.Column(
            "source_key",
            key_string(64),
            nullable=True,
        ),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "workout_id"], ["workouts.user_id", "workouts.workout_id"], name="fk_sets_workouts"
        ),
        sa.PrimaryKeyConstraint("user_id", "set_id", name="pk_sets"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "routine_sets",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("routine_set_id", Id, autoincrement=False, nullable=False),
        sa.Column("routine_exercise_id", Id, nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("set_type", sa.String(length=8), server_default=sa.text("'working'"), nullable=False),
        sa.Column("reps_min", sa.Integer(), nullable=True),
        sa.Column("reps_max", sa.Integer(), nullable=True),
        sa.Column("rir", sa.Double(), nullable=True),
        sa.Column("weight", Weight(), nullable=True),
        sa.Column("unit", sa.String(length=2), nullable=True),
        sa.Column("percent_tm", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id", "routine_exercise_id"],
            ["routine_exercises.user_id", "routine_exercises.routine_exercise_id"],
            name="fk_routine_sets_routine_exercises",
        ),
        sa.PrimaryKeyConstraint("user_id", "routine_set_id", name="pk_routine_sets"),
        mysql_charset="utf8mb4",
        mysql_engine="InnoDB",
    )

    op.create_index(
        "ix_body_measurements_user_id_kind_measured_on", "body_measurements", ["user_id", "kind", "measured_on"]
    )
    op.create_index("ix_deleted_rows_user_id_workout_id", "deleted_rows", ["user_id", "workout_id"])
    op.create_index("ix_workouts_user_id_performed_on", "workouts", ["user_id", "performed_on"])
    op.create_index("ix_gym_equipment_user_id_gym_id", "gym_equipment", ["user_id", "gym_id"])
    op.create_index("ix_planned_sets_user_id_workout_id", "planned_sets", ["user_id", "workout_id"])
    op.create_index("ix_program_days_user_id_program_id", "program_days", ["user_id", "program_id"])
    op.create_index("ix_routine_exercises_user_id_routine_id", "routine_exercises", ["user_id", "routine_id"])
    op.create_index("ix_sets_user_id_exercise_id", "sets", ["user_id", "exercise_id"])
    op.create_index("ix_sets_user_id_workout_id", "sets", ["user_id", "workout_id"])
    op.create_index("ix_routine_sets_user_id_routine_exercise_id", "routine_sets", ["user_id", "routine_exercise_id"])
