"""What the lifter did and chose: the OLTP tables, keyed by lifter first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from database.types import Id, UtcDateTime, Weight, key_string

CATALOGUE = 0  # the owner of the exercises that everybody has
FIRST_OWN_EXERCISE = 1_000_000  # catalogue ids lie below, the lifters' own (63-bit) above

SET_TYPES = ("warmup", "working", "drop", "failure", "amrap")
LOAD_TYPES = ("external", "bodyweight", "weighted_bodyweight", "assisted", "duration", "distance", "carry")
UNITS = ("kg", "lb")
SEXES = ("F", "M")
E1RM_FORMULAS = ("epley", "brzycki", "lombardi", "mayhew", "oconner", "wathan", "lander")
SCORES = ("dots", "wilks", "wilks2", "ipf_gl")
TIME_SOURCES = ("logged", "imported", "assumed")
PHASES = ("deload", "travel", "injury", "illness", "meet", "cut", "bulk")
EQUIPMENT = [
    "barbell",
    "dumbbell",
    "machine",
    "cable",
    "smith_machine",
    "kettlebell",
    "ez_bar",
    "trap_bar",
    "plate",
    "band",
    "bodyweight",
    "suspension",
    "medicine_ball",
    "landmine",
    "sled",
    "other",
    "none",
]
PATTERNS = [
    "squat",
    "hinge",
    "lunge",
    "horizontal_push",
    "vertical_push",
    "horizontal_pull",
    "vertical_pull",
    "carry",
    "core",
    "isolation_upper",
    "isolation_lower",
    "olympic",
    "cardio",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str, kind: TypeEngine[Any] = Id) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _need(name: str, kind: TypeEngine[Any], default: str | None = None) -> Column[Any]:
    # The default stands in the database too, so that a later column needs no rewrite of old rows.
    return Column(name, kind, nullable=False, server_default=text(default) if default is not None else None)


def _may(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _table(name: str, keys: Sequence[Column[Any]], *rest: SchemaItem) -> Table:
    return Table(name, metadata, *keys, *rest, mysql_charset="utf8mb4", mysql_engine="InnoDB")


def _owned(name: str, key: str, *rest: SchemaItem) -> Table:
    return _table(name, (_key("user_id"), _key(key)), *rest)


def _within(parent: str, key: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["user_id", key], [f"{parent}.user_id", f"{parent}.{key}"])


def _prescription() -> tuple[Column[Any], ...]:
    """What a template or a plan asks of one set."""
    return (
        _need("position", Double()),
        _need("set_type", String(8), "'working'"),
        _may("reps_min", Integer()),
        _may("reps_max", Integer()),
        _may("rir", Double()),
        _may("weight", Weight()),
        _may("unit", String(2)),
        _may("percent_tm", Double()),
        _may("percent_1rm", Double()),
        _may("seconds", Double()),
        _may("distance_m", Double()),
    )


users = _table(
    "users",
    (_key("user_id"),),
    _need("username", String(64)),
    _need("username_key", key_string(64)),
    _may("email", String(254)),
    _may("email_key", key_string(254)),
    _need("display_name", String(100)),
    _may("password_hash", String(200)),
    _need("unit", String(2), "'kg'"),
    _need("week_start", SmallInteger(), "0"),
    _need("time_zone", String(64), "'UTC'"),
    _need("locale", String(16), "'en'"),
    _may("sex", String(1)),
    _need("e1rm_formula", String(16), "'epley'"),
    _need("shown_score", String(16), "'dots'"),
    _need("shows_rir", Boolean(), "0"),
    _need("shows_set_type", Boolean(), "0"),
    _may("step_kg", Weight()),
    _may("step_lb", Weight()),
    _need("compares_with_meets", Boolean(), "0"),
    _need("is_left_handed", Boolean(), "0"),
    _may("weekly_target", SmallInteger()),
    _need("is_admin", Boolean(), "0"),
    _need("is_active", Boolean(), "1"),
    _need("data_version", Id),
    _need("created_at", UtcDateTime()),
    UniqueConstraint("username_key"),
    UniqueConstraint("email_key"),
)
user_identities = _table(
    "user_identities",
    (_key("user_id"), _key("provider", key_string(64)), _key("subject", key_string(191))),
    _need("created_at", UtcDateTime()),
    UniqueConstraint("provider", "subject"),
)
login_sessions = _owned(
    "login_sessions",
    "session_id",
    _need("token_hash", key_string(64)),
    _need("created_at", UtcDateTime()),
    _need("seen_at", UtcDateTime()),
    _need("expires_at", UtcDateTime()),
    _may("device", String(200)),
    UniqueConstraint("token_hash"),
)
login_attempts = _table(
    "login_attempts",
    (_key("scope", key_string(191)), _key("attempt_id")),
    _need("attempted_at", UtcDateTime()),
)

exercises = _owned(
    "exercises",
    "exercise_id",
    _may("slug", key_string(100)),
    _need("name", String(120)),
    _need("name_key", key_string(120)),
    _need("equipment", String(16)),
    _need("pattern", String(16)),
    _need("load_type", String(20)),
    _may("bodyweight_fraction", Double()),
    _need("implements", SmallInteger(), "1"),
    _need("per_side", Boolean(), "0"),
    _may("variant_of", Id),
    _may("gym_id", Id),
    _may("created_at", UtcDateTime()),
    UniqueConstraint("user_id", "name_key"),
)
exercise_muscles = _table(
    "exercise_muscles",
    (_key("user_id"), _key("exercise_id"), _key("muscle", key_string(16))),
    _need("credit", Double()),
)
exercise_aliases = _table(
    "exercise_aliases",
    (_key("user_id"), _key("alias_key", key_string(120))),
    _need("alias", String(120)),
    _need("exercise_id", Id),
    _need("source", String(16)),
)
exercise_settings = _owned(
    "exercise_settings",
    "exercise_id",
    _may("own_name", String(120)),
    _need("is_archived", Boolean(), "0"),
    _may("implements", SmallInteger()),
    _may("per_side", Boolean()),
    _may("rest_s", Integer()),
    _may("unit", String(2)),
    _may("step", Weight()),
    _may("pinned_note", String(500)),
)
exercise_merges = _table(
    "exercise_merges",
    (_key("user_id"), _key("from_id")),
    _need("into_id", Id),
    _need("created_at", UtcDateTime()),
)

gyms = _owned("gyms", "gym_id", _need("name", String(100)), _need("is_default", Boolean(), "0"))
gym_equipment = _owned(
    "gym_equipment",
    "item_id",
    _need("gym_id", Id),
    _need("kind", String(12)),
    _may("name", String(60)),
    _need("weight", Weight()),
    _need("unit", String(2)),
    _may("count", Integer()),
    _may("step", Weight()),
    _may("maximum", Weight()),
    _within("gyms", "gym_id"),
    Index(None, "user_id", "gym_id"),
)
training_phases = _owned(
    "training_phases",
    "phase_id",
    _need("kind", String(12)),
    _need("starts_on", Date()),
    _may("ends_on", Date()),
    _may("note", String(500)),
)
goals = _owned(
    "goals",
    "goal_id",
    _need("exercise_id", Id),
    _need("weight", Weight()),
    _need("unit", String(2)),
    _need("reps", SmallInteger(), "1"),
    _may("due_on", Date()),
    _need("created_at", UtcDateTime()),
    UniqueConstraint("user_id", "exercise_id"),
)
dismissals = _table(
    "dismissals",
    (_key("user_id"), _key("topic", key_string(120))),
    _need("dismissed_on", Date()),
)
volume_bands = _table(
    "volume_bands",
    (_key("user_id"), _key("kind", key_string(8)), _key("muscle", key_string(24))),
    _may("maintain", Double()),
    _may("least", Double()),
    _may("low", Double()),
    _may("high", Double()),
    _may("most", Double()),
)

workouts = _owned(
    "workouts",
    "workout_id",
    _may("started_at", UtcDateTime()),
    _need("zone", String(64)),
    _need("time_source", String(8)),
    _need("performed_on", Date()),
    _may("ended_at", UtcDateTime()),
    _need("ended_by_rule", Boolean(), "0"),
    _may("title", String(200)),
    _may("notes", Text()),
    _may("gym_id", Id),
    _may("routine_id", Id),
    _may("routine_version", Integer()),
    _may("source_key", key_string(64)),
    _may("batch_id", Id),
    _need("field_stamps", JSON()),
    UniqueConstraint("user_id", "source_key"),
    Index(None, "user_id", "performed_on"),
)
planned_sets = _owned(
    "planned_sets",
    "planned_set_id",
    _need("workout_id", Id),
    _need("exercise_id", Id),
    *_prescription(),
    _may("superset", SmallInteger()),
    _may("rest_s", Integer()),
    _may("note", String(500)),
    _may("progression_id", Id),
    _may("reason", String(500)),
    _within("workouts", "workout_id"),
    Index(None, "user_id", "workout_id"),
)
sets = _owned(
    "sets",
    "set_id",
    _need("workout_id", Id),
    _need("position", Double()),
    _need("exercise_id", Id),
    _may("exercise_name", String(300)),
    _need("set_type", String(8)),
    _may("weight", Weight()),
    _may("unit", String(2)),
    _may("reps", Integer()),
    _may("reps_other", Integer()),
    _may("rir", Double()),
    _may("seconds", Double()),
    _may("distance_m", Double()),
    _may("superset", SmallInteger()),
    _may("rest_s", Integer()),
    _need("pain", Boolean(), "0"),
    _need("easy", Boolean(), "0"),
    _may("note", Text()),
    _may("performed_at", UtcDateTime()),
    _may("planned_set_id", Id),
    _may("source_key", key_string(64)),
    _need("field_stamps", JSON()),
    _within("workouts", "workout_id"),
    Index(None, "user_id", "workout_id"),
    Index(None, "user_id", "exercise_id"),
)
deleted_rows = _table(
    "deleted_rows",
    (_key("user_id"), _key("kind", key_string(8)), _key("row_id")),
    _need("workout_id", Id),
    _need("image", JSON()),
    _need("deleted_at", UtcDateTime()),
    _may("source_key", key_string(64)),
    Index(None, "user_id", "workout_id"),
)
applied_ops = _table(
    "applied_ops",
    (_key("user_id"), _key("op_id")),
    _need("applied_at", UtcDateTime()),
    _may("refusal", String(500)),
)

routines = _owned(
    "routines",
    "routine_id",
    _need("name", String(100)),
    _may("folder", String(100)),
    _may("description", Text()),
    _need("position", Double()),
    _need("is_archived", Boolean(), "0"),
    _need("version", Integer(), "1"),
    _may("source", String(100)),
    _may("after_workout", String(12)),
    _need("created_at", UtcDateTime()),
)
routine_exercises = _owned(
    "routine_exercises",
    "routine_exercise_id",
    _need("routine_id", Id),
    _need("exercise_id", Id),
    _need("position", Double()),
    _may("superset", SmallInteger()),
    _may("rest_s", Integer()),
    _may("note", String(500)),
    _may("progression", JSON()),
    _may("alternatives", JSON()),
    _within("routines", "routine_id"),
    Index(None, "user_id", "routine_id"),
)
routine_sets = _owned(
    "routine_sets",
    "routine_set_id",
    _need("routine_exercise_id", Id),
    *_prescription(),
    _within("routine_exercises", "routine_exercise_id"),
    Index(None, "user_id", "routine_exercise_id"),
)
# A routine as each of its versions was: what workouts were started from, also after the routine is deleted.
routine_versions = _table(
    "routine_versions",
    (_key("user_id"), _key("routine_id"), _key("version", Integer())),
    _may("saved_at", UtcDateTime()),
    _need("tree", JSON()),
)
programs = _owned(
    "programs",
    "program_id",
    _need("name", String(100)),
    _need("kind", String(12)),
    _need("status", String(12)),
    _may("starts_on", Date()),
    _may("definition", JSON()),
    _need("created_at", UtcDateTime()),
)
program_days = _owned(
    "program_days",
    "program_day_id",
    _need("program_id", Id),
    _need("week", SmallInteger()),
    _need("day", SmallInteger()),
    _need("routine_id", Id),
    _within("programs", "program_id"),
    Index(None, "user_id", "program_id"),
)

# What a lifter set a progression to: its rule, and the state from which workouts begun after base_at are counted.
progressions = _owned(
    "progressions",
    "progression_id",
    _need("exercise_id", Id),
    _may("program_id", Id),
    _need("name", String(100)),
    _need("rule", JSON()),
    _need("base", JSON()),
    _need("base_at", UtcDateTime()),
    _need("is_overridden", Boolean(), "0"),
    _need("created_at", UtcDateTime()),
    Index(None, "user_id", "program_id"),
)
# What follows from it and from the facts: written back after each finished workout, made anew at any time.
progression_states = _owned(
    "progression_states",
    "progression_id",
    _need("state", JSON()),
    _may("workout_id", Id),
    _need("verdict", String(12)),
    _may("sentence", String(500)),
)

body_measurements = _owned(
    "body_measurements",
    "measurement_id",
    _need("kind", key_string(32)),
    _need("measured_on", Date()),
    _need("value", Weight()),
    _need("unit", String(8)),
    _may("note", String(500)),
    _may("source_key", key_string(64)),
    Index(None, "user_id", "kind", "measured_on"),
)
import_batches = _owned(
    "import_batches",
    "batch_id",
    _need("format", String(32)),
    _may("file_name", String(255)),
    _need("file_hash", key_string(64)),
    _need("figures", JSON()),
    _need("created_at", UtcDateTime()),
    _may("undone_at", UtcDateTime()),
)
import_changes = _table(
    "import_changes",
    (_key("user_id"), _key("batch_id"), _key("change_id")),
    _need("kind", String(8)),
    _need("row_id", Id),
    _may("before", JSON()),
    _within("import_batches", "batch_id"),
)
import_mappings = _table(
    "import_mappings",
    (_key("user_id"), _key("fingerprint", key_string(64))),
    _need("mapping", JSON()),
    _need("saved_at", UtcDateTime()),
)
saved_queries = _owned(
    "saved_queries",
    "query_id",
    _need("name", String(100)),
    _need("name_key", key_string(100)),
    _need("statement", Text()),
    _need("saved_at", UtcDateTime()),
    UniqueConstraint("user_id", "name_key"),
)
# A routine or program given away by an address: a copy of how it was, and of the address's token only the SHA-256.
shared_links = _owned(
    "shared_links",
    "link_id",
    _need("token_hash", key_string(64)),
    _need("kind", String(8)),
    _need("source_id", Id),
    _need("name", String(100)),
    _need("with_weights", Boolean(), "0"),
    _need("content", JSON()),
    _need("created_at", UtcDateTime()),
    _need("updated_at", UtcDateTime()),
    _may("expires_at", UtcDateTime()),
    UniqueConstraint("token_hash"),
)
calendar_feeds = _table(
    "calendar_feeds",
    (_key("user_id"),),
    _need("token_hash", key_string(64)),
    _need("created_at", UtcDateTime()),
    UniqueConstraint("token_hash"),
)

etl_queue = _owned(
    "etl_queue",
    "mark_id",
    _need("scope", String(8)),
    _may("exercise_id", Id),
    _may("performed_on", Date()),
)
etl_state = _table(
    "etl_state",
    (_key("user_id"),),
    _need("facts_version", Id),
    _need("fold_version", String(64), "''"),
    _may("folded_at", UtcDateTime()),
    _may("targets_version", Id),
)
etl_runs = _owned(
    "etl_runs",
    "run_id",
    _need("kind", String(8)),
    _need("started_at", UtcDateTime()),
    _may("finished_at", UtcDateTime()),
    _may("sets", Integer()),
    _need("outcome", String(8)),
    _may("message", String(500)),
)
schema_lock = _table(
    "schema_lock",
    (_key("name", key_string(32)),),
    _need("holder", String(64)),
    _need("expires_at", UtcDateTime()),
)
