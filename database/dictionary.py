"""Write docs/data-dictionary.md from the tables (python -m database.dictionary)."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Table
from sqlalchemy.dialects import mysql

from database import olap_tables, oltp_tables

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"

# The meaning of each column name in the star schema.
MEANING: Final[Mapping[str, str]] = {
    "user_id": "the lifter",
    "exercise_id": "the exercise, after the lifter's merges",
    "performed_on": "the lifter's local date on which the workout began",
    "set_id": "the set as logged",
    "workout_id": "the workout as logged",
    "workout_rank": "0 for the first of the day's workouts with that exercise, 1 for the second …",
    "position": "order within the workout",
    "set_type_id": "see dim_set_types",
    "weight_kg": "the load as entered, in kg; the assistance for assisted lifts",
    "effective_load_kg": "body weight × fraction + added − assistance, at least 0; empty if body weight is unknown",
    "tonnage_kg": "effective load × reps × implements × sides, 0 for warm-ups; sums leave unknown sets out",
    "reps": "reps as logged, per side where the exercise is flagged so; sums count working sets",
    "rir": "reps left in reserve, as logged",
    "effective_reps": "reps + RIR (0 where none was logged)",
    "e1rm_kg": "estimated one-rep max by the lifter's formula; empty for warm-ups and above 12 effective reps",
    "intensity": "effective load as a share of that day's best e1RM of the exercise",
    "inol": "reps / (100 − intensity in percent, at most 99); empty for warm-ups and without an intensity",
    "relative_volume": "reps × intensity in percent",
    "is_hard": "1 for a hard set: no warm-up, at least one rep or a completed hold, RIR at most 4 if logged",
    "seconds": "duration of a timed set",
    "distance_m": "distance of a set",
    "started_hour": "local hour of the workout's start; empty if the time of day was only assumed",
    "rest_s": "rest before the set, as recorded",
    "routine_id": "the routine the workout was started from",
    "duration_s": "end minus start, elapsed",
    "exercises": "different exercises in the workout",
    "sets": "sets without warm-ups",
    "hard_sets": "hard sets",
    "best_e1rm_kg": "best e1RM of the day",
    "best_weight_kg": "load of the first set that gave the best e1RM of the day",
    "best_reps": "its reps",
    "best_rir": "its reps in reserve",
    "top_weight_kg": "heaviest load of the day with at least one rep",
    "top_reps": "most reps at that load",
    "best_set_volume_kg": "largest tonnage of one set",
    "best_workout_volume_kg": "largest tonnage of the exercise in one workout of the day",
    "workouts": "workouts of the day with that exercise",
    "muscle_id": "muscle (1–19) or display group (101–113); see dim_muscles",
    "direct_sets": "hard sets in which the muscle has credit 1",
    "fractional_sets": "hard sets times credit (1 or 0.5)",
    "total_sets": "hard sets in which the muscle has any credit",
    "record_type_id": "see dim_record_types",
    "rep_count": "reps of the set that made the record; empty if the whole workout did",
    "load_kg": "load of that set as records compare it (assistance counts negative)",
    "set_volume_kg": "most tonnage of one set so far",
    "workout_volume_kg": "most tonnage of one workout so far",
    "old_value": "the record before this one",
    "new_value": "the new record, in kg; reps, seconds (time), metres (distance) or negative seconds (pace)",
    "line_id": "id of the planned set; id of the set if none was planned, negative if a planned set has the same id",
    "planned_set_id": "the planned set; empty for a set added beyond the plan",
    "progression_id": "the progression that planned the set and is judged by it; empty if there is none",
    "performed_exercise_id": "the performed exercise; differs from the planned one after a swap",
    "planned_set_type": "planned set type; see dim_set_types",
    "planned_weight_kg": "target load",
    "planned_reps_min": "fewest reps planned",
    "planned_reps_max": "most reps planned",
    "planned_rir": "target RIR",
    "has_pain": "1 if the set was marked as painful",
    "is_easy": "1 if the set was marked as taken easy",
    "is_eased": "1 if a set of the day was marked as painful or easy; trends leave that day out",
    "is_warmup": "1 for a warm-up: by the plan, or by the set if it was not planned",
    "is_planned_hard": "1 if it was planned as a hard set: no warm-up, target RIR at most 4 if there is one",
    "is_done": "1 if a set was performed for this line, with a rep, a time or a distance",
    "is_over": "1 once the workout has ended; until then none of its sets is missed",
    "done_id": "the performed exercise; differs from the planned one after a swap",
    "planned": "planned sets; only the columns that name warm-ups count these",
    "done": "planned sets that were done, swapped ones included",
    "swapped": "planned sets that were done with another exercise",
    "added": "sets done beyond the plan",
    "warmups_planned": "warm-ups that were planned",
    "warmups_done": "planned warm-ups that were done",
    "warmups_added": "warm-ups done beyond the plan",
    "planned_hard_sets": "sets that were planned as hard sets",
    "loaded_sets": "planned sets done with their own exercise that have a target load and a load",
    "asked_kg": "sum of the target loads of these sets",
    "lifted_kg": "sum of the loads of these sets",
    "counted_sets": "planned sets done with their own exercise that have target reps and reps",
    "reps_low": "sum of the fewest reps planned for these sets",
    "reps_high": "sum of the most reps planned for these sets",
    "reps_done": "sum of the reps of these sets",
    "target_kg": "heaviest target load of the day",
    "top_kg": "heaviest load of the exercise itself in these workouts",
    "name": "name (in dim_exercises the lifter's own)",
    "value": "value",
    "equipment": "equipment",
    "pattern": "movement pattern",
    "load_type": "how the exercise is loaded",
    "bodyweight_fraction": "share of body weight that counts as load",
    "implements": "2 if the weight is logged per hand",
    "per_side": "1 if reps are logged per side",
    "family_id": "the exercise of which this is a variant for one gym, or the exercise itself",
    "credit": "1 for a prime mover, 0.5 for a synergist; a group has the highest of its muscles",
    "unit": "the unit that the lifter reads",
    "sex": "as set by the lifter",
    "week_start": "first day of the lifter's week, 0 = Monday",
    "e1rm_formula": "formula the facts were computed with",
    "year": "calendar year",
    "quarter": "1–4",
    "month": "1–12",
    "day": "day of the month",
    "weekday": "ISO weekday, 1 = Monday",
    "iso_year": "ISO year of the week",
    "iso_week": "ISO week",
    "level": "muscle or group; levels are never added up",
    "group_id": "the display group of a muscle",
    "set_type": "set type",
    "record_type": "record type",
}


def dictionary() -> str:
    """Return the text of the data dictionary."""
    return "\n".join(
        [
            "# Data dictionary",
            "",
            "Written by `python -m database.dictionary` from the tables. A test checks that it is up to date.",
            "",
            "## Star schema (derived, rebuilt at any time)",
            *_lines(list(olap_tables.metadata.tables.values()), with_meaning=True),
            "",
            "## Log (what the lifter did and chose)",
            *_lines(list(oltp_tables.metadata.tables.values()), with_meaning=False),
            "",
        ]
    )


def _lines(tables: list[Table], with_meaning: bool) -> Iterator[str]:
    for table in tables:
        yield from ("", f"### {table.name}", "")
        if table.comment:
            yield from (table.comment, "")
        yield from ("| column | type | |", "|---|---|---|") if with_meaning else ("| column | type |", "|---|---|")
        for column in table.columns:
            meaning = f" {MEANING[column.name]} |" if with_meaning else ""
            yield f"| {_name(column)} | {_type(column)} |{meaning}"


def _name(column: Column[object]) -> str:
    return f"**{column.name}**" if column.primary_key else column.name


def _type(column: Column[object]) -> str:
    needed = "" if column.nullable else " not null"
    return f"{column.type.compile(mysql.dialect())}{needed}".split(" CHARACTER SET")[0].lower()


if __name__ == "__main__":
    TARGET.write_text(dictionary(), encoding="utf-8")
