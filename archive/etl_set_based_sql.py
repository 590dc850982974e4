"""Rebuild in the database alone: INSERT … SELECT with window functions, one statement per table, on either engine.

Superseded; archive/README.md says by what and why. It knows Epley, external loads and bar-and-plate arithmetic only.
"""

from collections.abc import Sequence

from sqlalchemy import Engine, text

from archive.copies import copies
from database.db_connector import is_sqlite, writing

PREFIX = "sql"

# Both engines read the same text but for the seconds between two instants.
SECONDS = {
    True: "CAST(round((julianday(w.ended_at) - julianday(w.started_at)) * 86400) AS INTEGER)",
    False: "TIMESTAMPDIFF(SECOND, w.started_at, w.ended_at)",
}

# Adding 0e0 makes a NUMERIC a double: else MariaDB would compute in decimals, and SQLite divide whole numbers.
FACT_SETS = """
INSERT INTO sql_fact_sets (user_id, exercise_id, performed_on, set_id, workout_id, workout_rank, position, set_type_id,
    weight_kg, effective_load_kg, tonnage_kg, reps, rir, effective_reps, e1rm_kg, intensity, is_hard, seconds,
    distance_m, rest_s)
WITH logged AS (
    SELECT s.user_id, s.exercise_id, w.performed_on, s.set_id, s.workout_id, w.started_at, s.position,
        t.set_type_id, s.reps, s.rir, s.seconds, s.distance_m, s.rest_s,
        (s.weight + 0e0) * CASE WHEN s.unit = 'lb' THEN 0.45359237e0 ELSE 1e0 END AS kg,
        CASE WHEN s.reps >= 1 THEN s.reps + COALESCE(s.rir, 0) END AS possible,
        CASE WHEN s.set_type <> 'warmup' AND s.reps >= 1 THEN 1 ELSE 0 END AS counts,
        e.implements * CASE WHEN e.per_side = 1 THEN 2 ELSE 1 END AS times,
        CASE WHEN e.load_type IN ('duration', 'distance', 'carry') THEN 1 ELSE 0 END AS is_hold
    FROM sets s
    JOIN workouts w ON w.user_id = s.user_id AND w.workout_id = s.workout_id
    JOIN exercises e ON e.user_id IN (0, s.user_id) AND e.exercise_id = s.exercise_id
    JOIN dim_set_types t ON t.set_type = s.set_type
    WHERE s.user_id IN ({users})
), estimated AS (
    SELECT logged.*,
        CASE WHEN counts = 1 AND kg > 0 AND possible <= 12
            THEN CASE WHEN possible = 1 THEN kg ELSE kg * (1 + possible / 30e0) END END AS e1rm,
        CASE WHEN counts = 1 OR (is_hold = 1 AND set_type_id <> 0 AND (seconds > 0 OR distance_m > 0))
            THEN CASE WHEN rir > 4 THEN 0 ELSE 1 END ELSE 0 END AS is_hard
    FROM logged
)
SELECT user_id, exercise_id, performed_on, set_id, workout_id,
    DENSE_RANK() OVER (PARTITION BY user_id, exercise_id, performed_on ORDER BY started_at, workout_id) - 1,
    position, set_type_id, kg, kg,
    CASE WHEN is_hold = 1 OR counts = 0 THEN 0e0 ELSE kg * reps * times END,
    reps, rir, possible, e1rm,
    kg / MAX(e1rm) OVER (PARTITION BY user_id, exercise_id, performed_on),
    is_hard, seconds, distance_m, rest_s
FROM estimated
ORDER BY user_id, exercise_id, performed_on, set_id
"""

FACT_EXERCISE_DAYS = """
INSERT INTO sql_fact_exercise_days (user_id, exercise_id, performed_on, best_e1rm_kg, top_weight_kg, top_reps,
    best_set_volume_kg, best_workout_volume_kg, sets, hard_sets, reps, tonnage_kg, workouts)
WITH worked AS (
    SELECT f.*,
        CASE WHEN set_type_id <> 0 AND reps >= 1 THEN weight_kg END AS worked_kg,
        CASE WHEN set_type_id <> 0 AND reps >= 1 THEN reps END AS worked_reps,
        CASE WHEN set_type_id <> 0 AND reps >= 1 THEN tonnage_kg END AS volume
    FROM sql_fact_sets f
), topped AS (
    SELECT worked.*,
        MAX(worked_kg) OVER (PARTITION BY user_id, exercise_id, performed_on) AS top_kg,
        SUM(volume) OVER (PARTITION BY user_id, exercise_id, performed_on, workout_id) AS workout_volume
    FROM worked
)
SELECT user_id, exercise_id, performed_on, MAX(e1rm_kg), MAX(top_kg),
    MAX(CASE WHEN top_kg IS NULL OR worked_kg = top_kg THEN worked_reps END), MAX(volume), MAX(workout_volume),
    SUM(CASE WHEN set_type_id <> 0 THEN 1 ELSE 0 END), SUM(is_hard), COALESCE(SUM(worked_reps), 0),
    SUM(CASE WHEN set_type_id <> 0 THEN tonnage_kg END), MAX(workout_rank) + 1
FROM topped
GROUP BY user_id, exercise_id, performed_on
ORDER BY user_id, exercise_id, performed_on
"""

FACT_WORKOUTS = """
INSERT INTO sql_fact_workouts (user_id, performed_on, workout_id, routine_id, duration_s, exercises, sets, hard_sets,
    reps, tonnage_kg)
SELECT f.user_id, f.performed_on, f.workout_id, MAX(w.routine_id), MAX({seconds}), COUNT(DISTINCT f.exercise_id),
    SUM(CASE WHEN f.set_type_id <> 0 THEN 1 ELSE 0 END), SUM(f.is_hard),
    COALESCE(SUM(CASE WHEN f.set_type_id <> 0 AND f.reps >= 1 THEN f.reps END), 0),
    SUM(CASE WHEN f.set_type_id <> 0 THEN f.tonnage_kg END)
FROM sql_fact_sets f
JOIN workouts w ON w.user_id = f.user_id AND w.workout_id = f.workout_id
GROUP BY f.user_id, f.performed_on, f.workout_id
ORDER BY f.user_id, f.performed_on, f.workout_id
"""

FACT_MUSCLE_DAYS = """
INSERT INTO sql_fact_muscle_days (user_id, muscle_id, performed_on, direct_sets, fractional_sets, total_sets,
    tonnage_kg)
WITH credits AS (
    SELECT em.exercise_id, d.muscle_id, em.credit
    FROM exercise_muscles em JOIN dim_muscles d ON d.name = em.muscle AND d.level = 'muscle'
    UNION ALL
    SELECT em.exercise_id, d.group_id, MAX(em.credit)
    FROM exercise_muscles em JOIN dim_muscles d ON d.name = em.muscle AND d.level = 'muscle'
    GROUP BY em.exercise_id, d.group_id
)
SELECT f.user_id, c.muscle_id, f.performed_on,
    SUM(CASE WHEN c.credit = 1 THEN f.is_hard ELSE 0 END), SUM(f.is_hard * c.credit), SUM(f.is_hard),
    SUM(f.tonnage_kg * c.credit)
FROM sql_fact_sets f JOIN credits c ON c.exercise_id = f.exercise_id
WHERE f.set_type_id <> 0
GROUP BY f.user_id, c.muscle_id, f.performed_on
ORDER BY f.user_id, c.muscle_id, f.performed_on
"""

# Over visits, not sets: a running MAX takes MariaDB time with the square of its rows.
FACT_RECORDS = """
INSERT INTO sql_fact_records (user_id, exercise_id, performed_on, workout_id, record_type_id, old_value, new_value)
WITH visits AS (
    SELECT user_id, exercise_id, performed_on, workout_rank, workout_id, MAX(COALESCE(weight_kg, 0)) AS weight,
        MAX(e1rm_kg) AS e1rm, MAX(tonnage_kg) AS set_volume, SUM(tonnage_kg) AS workout_volume
    FROM sql_fact_sets
    WHERE set_type_id <> 0 AND reps >= 1
    GROUP BY user_id, exercise_id, performed_on, workout_rank, workout_id
), judged AS ({judged})
SELECT user_id, exercise_id, performed_on, workout_id, record_type_id, old_value, new_value
FROM judged WHERE new_value > old_value
ORDER BY user_id, exercise_id, performed_on, workout_id, record_type_id
"""

JUDGED = """
SELECT user_id, exercise_id, performed_on, workout_id, {number} AS record_type_id, {name} AS new_value,
    MAX({name}) OVER (PARTITION BY user_id, exercise_id ORDER BY performed_on, workout_rank
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS old_value
FROM visits
"""

RECORD_TYPES = {0: "weight", 1: "e1rm", 3: "set_volume", 4: "workout_volume"}  # reps at a load would be a self-join


def rebuild(bind: Engine, user_ids: Sequence[int]) -> None:
    """Fill sql_fact_sets and the other copies from the log of these lifters, in one transaction."""
    copies(bind, PREFIX)
    judged = "UNION ALL".join(JUDGED.format(number=number, name=name) for number, name in RECORD_TYPES.items())
    statements = (
        FACT_SETS.format(users=", ".join(map(str, user_ids))),
        FACT_EXERCISE_DAYS,
        FACT_WORKOUTS.format(seconds=SECONDS[is_sqlite(bind)]),
        FACT_MUSCLE_DAYS,
        FACT_RECORDS.format(judged=judged),
    )
    with writing(bind) as connection:
        for statement in statements:
            connection.execute(text(statement))
