"""The two superseded rebuilds agree with today's facts, where they know how: else a race against them is no race."""

import math

import pytest
from sqlalchemy import MetaData, select

from archive import etl_pandas_to_sql, etl_set_based_sql
from archive.copies import copies
from database import olap_tables
from database.db_connector import reading
from services.analysis.records import REPS
from services.etl_oltp_to_olap import refresh
from tests.cast import log_of, new_lifter

ALICE = """
2026-01-05 squat w40x5 100x5@2 100x5@2 100x5@1 bench 60x8 60x8@0.5 60x7@0 plank 60s
2026-01-08 squat w60x5 w80x3 105x3@1 105x3 a95x8@0 dumbbell_bench 24x10@3 d18x12
2026-01-12 09:00 deadlift 140x5@5 140x0 142.5x5@1 carry 32x40m
2026-01-12 squat 100x5@4.5 102.5x5 run x5000m
2026-01-12 20:30 squat 110x2@0 90x15 bulgarian-split-squat-dumbbell 20x8 20x8
2026-01-15 squat 106x3@1 100x6@1 bench 62.5x8 225lbx3 f62.5x9@0
2026-01-19 squat w100x1 bench 62.5x8 x12
"""
BOB = """
2026-01-05 bench 80x5@2 80x5@2 press 50x5
2026-01-07 bench 82.5x5@1 press 52.5x4@0 52.5x1@0
"""
COMPARED = {
    "fact_sets": """workout_id workout_rank position set_type_id weight_kg effective_load_kg tonnage_kg reps rir
        effective_reps e1rm_kg intensity is_hard seconds distance_m rest_s""",
    "fact_exercise_days": """best_e1rm_kg top_weight_kg top_reps best_set_volume_kg best_workout_volume_kg sets
        hard_sets reps tonnage_kg workouts""",
    "fact_workouts": "routine_id duration_s exercises sets hard_sets reps tonnage_kg",
    "fact_muscle_days": "direct_sets fractional_sets total_sets tonnage_kg",
    "fact_records": "old_value new_value",
}
REBUILDS = {"frames": etl_pandas_to_sql.rebuild, "sql": etl_set_based_sql.rebuild}


@pytest.fixture
def lifters(engine):
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    log_of(alice, ALICE)
    log_of(bob, BOB)
    for lifter in (alice, bob):
        refresh(engine, lifter)
    return [alice, bob]


def rows_of(engine, original: str, name: str):
    """The compared columns of a table, by its key."""
    table = olap_tables.metadata.tables[original]
    copied = table.to_metadata(MetaData(), name=name)
    keys = [copied.c[column.name] for column in table.primary_key]
    values = [copied.c[column] for column in COMPARED[original].split()]
    picked = select(*keys, *values)
    if original == "fact_records":  # a rep record looks at each load and heavier, which neither of them does
        picked = picked.where(copied.c.record_type_id != REPS)
    with reading(engine) as connection:
        return {tuple(row[: len(keys)]): list(map(plain, row[len(keys) :])) for row in connection.execute(picked)}


def plain(value):
    """MariaDB sums whole numbers to decimals."""
    return math.nan if value is None else float(value)


@pytest.mark.parametrize("prefix", REBUILDS)
def test_it_agrees_with_the_fold(engine, lifters, prefix):
    REBUILDS[prefix](engine, lifters)
    for name in COMPARED:
        expected, found = rows_of(engine, name, name), rows_of(engine, name, f"{prefix}_{name}")
        assert len(expected) > 4
        assert found.keys() == expected.keys(), name
        for key, values in expected.items():
            assert found[key] == pytest.approx(values, rel=1e-9, nan_ok=True), (name, key)


@pytest.mark.parametrize("prefix", REBUILDS)
def test_it_rebuilds_the_lifters_asked_for_and_leaves_the_facts_alone(engine, lifters, prefix):
    before = {name: rows_of(engine, name, name) for name in COMPARED}
    for _ in range(2):
        REBUILDS[prefix](engine, lifters[1:])
    assert {key[0] for key in rows_of(engine, "fact_sets", f"{prefix}_fact_sets")} == {lifters[1]}
    assert {name: rows_of(engine, name, name) for name in COMPARED} == before


def test_copies_begin_empty_and_keep_the_key(engine):
    made = copies(engine, "again")
    assert {table.name for table in made.values()} == {f"again_{table.name}" for table in olap_tables.FACTS}
    for table in olap_tables.FACTS:
        assert [column.name for column in made[table.name].primary_key] == [c.name for c in table.primary_key]
        with reading(engine) as connection:
            assert connection.execute(select(made[table.name])).all() == []
