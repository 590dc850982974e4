"""Questions worth asking of one's own star schema, to run as they stand and to change."""

from typing import Final, NamedTuple


class Example(NamedTuple):
    """A question in words and in SQL."""

    title: str
    statement: str


EXAMPLES: Final = (
    Example(
        "What I train most",
        """\
SELECT e.name, COUNT(*) AS sets, SUM(s.is_hard) AS hard_sets
FROM fact_sets AS s
JOIN dim_exercises AS e ON e.exercise_id = s.exercise_id
GROUP BY e.name
ORDER BY hard_sets DESC
LIMIT 15""",
    ),
    Example(
        "Hard sets by month",
        """\
SELECT substr(performed_on, 1, 7) AS month, SUM(hard_sets) AS hard_sets, COUNT(*) AS workouts
FROM fact_workouts
GROUP BY month
ORDER BY month""",
    ),
    Example(
        "Best e1RM of each exercise and when",
        """\
WITH ranked AS (
  SELECT d.*, ROW_NUMBER() OVER (PARTITION BY exercise_id ORDER BY best_e1rm_kg DESC, performed_on) AS place
  FROM fact_exercise_days AS d
  WHERE best_e1rm_kg IS NOT NULL
)
SELECT e.name, ROUND(r.best_e1rm_kg, 1) AS e1rm_kg, r.performed_on
FROM ranked AS r
JOIN dim_exercises AS e ON e.exercise_id = r.exercise_id
WHERE r.place = 1
ORDER BY e1rm_kg DESC""",
    ),
    Example(
        "Which weekday I am strongest",
        """\
SELECT CASE d.weekday WHEN 1 THEN 'Mon' WHEN 2 THEN 'Tue' WHEN 3 THEN 'Wed' WHEN 4 THEN 'Thu'
         WHEN 5 THEN 'Fri' WHEN 6 THEN 'Sat' ELSE 'Sun' END AS weekday,
       COUNT(*) AS records
FROM fact_records AS r
JOIN dim_dates AS d ON d.performed_on = r.performed_on
GROUP BY d.weekday
ORDER BY d.weekday""",
    ),
    Example(
        "Hard sets per muscle, fractional, last 28 days",
        """\
SELECT m.name, SUM(f.fractional_sets) AS hard_sets
FROM fact_muscle_days AS f
JOIN dim_muscles AS m ON m.muscle_id = f.muscle_id AND m.level = 'muscle'
WHERE f.performed_on > date('now', '-28 days')
GROUP BY m.name
ORDER BY hard_sets DESC""",
    ),
    Example(
        "Reps lost from the first set to the last",
        """\
WITH ordered AS (
  SELECT exercise_id, workout_id, performed_on, reps, weight_kg,
         FIRST_VALUE(reps) OVER w AS first_reps, LAST_VALUE(reps) OVER w AS last_reps
  FROM fact_sets
  WHERE reps >= 1 AND set_type_id <> 0
  WINDOW w AS (PARTITION BY exercise_id, workout_id, weight_kg ORDER BY position
               ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT e.name, ROUND(AVG(first_reps - last_reps), 2) AS reps_lost, COUNT(DISTINCT workout_id) AS workouts
FROM ordered
JOIN dim_exercises AS e ON e.exercise_id = ordered.exercise_id
GROUP BY e.name
HAVING workouts >= 5
ORDER BY reps_lost DESC""",
    ),
    Example(
        "Days between workouts",
        """\
WITH gaps AS (
  SELECT performed_on,
         julianday(performed_on) - julianday(LAG(performed_on) OVER (ORDER BY performed_on)) AS days
  FROM (SELECT DISTINCT performed_on FROM fact_workouts)
)
SELECT CAST(days AS INTEGER) AS days_between, COUNT(*) AS times
FROM gaps
WHERE days IS NOT NULL
GROUP BY days_between
ORDER BY days_between""",
    ),
    Example(
        "Planned and done",
        """\
SELECT substr(performed_on, 1, 7) AS month,
       SUM(planned_set_id IS NOT NULL) AS planned,
       SUM(planned_set_id IS NOT NULL AND is_done = 1) AS done
FROM fact_planned_sets
GROUP BY month
ORDER BY month""",
    ),
)
