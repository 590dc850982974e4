"""Index of the numeric core: every published function, whichever module defines it.

`from services.numeric_core import e1rm`; each function states its units, domain and source.
"""

from services.analysis.records import personal_records
from services.analysis.strength_scores import dots, ipf_gl, wilks, wilks2
from services.analysis.training_load import acwr_ewma, acwr_rolling, ewma, monotony, session_load, strain
from services.analysis.trends import is_deload_week, rolling_best, slope_interval, theil_sen
from services.analysis.volume import hard_sets, inol, prilepin, relative_volume, tonnage
from services.calendar_math import iso_week, week_start, workout_local_date, workout_minutes, workout_week_start
from services.feature_eng import e1rm, e1rm_from_rpe, effective_load, load_for_rpe, rpe_percent
from services.plates import plates
from services.progression.formulas import (
    double_progression,
    linear_progression,
    next_training_max,
    training_max,
    wendler_531,
)
from services.units import kg_to_lb, lb_to_kg, round_load, unit_round_trip

__all__ = [
    "acwr_ewma",
    "acwr_rolling",
    "dots",
    "double_progression",
    "e1rm",
    "e1rm_from_rpe",
    "effective_load",
    "ewma",
    "hard_sets",
    "inol",
    "ipf_gl",
    "is_deload_week",
    "iso_week",
    "kg_to_lb",
    "lb_to_kg",
    "linear_progression",
    "load_for_rpe",
    "monotony",
    "next_training_max",
    "personal_records",
    "plates",
    "prilepin",
    "relative_volume",
    "rolling_best",
    "round_load",
    "rpe_percent",
    "session_load",
    "slope_interval",
    "strain",
    "theil_sen",
    "tonnage",
    "training_max",
    "unit_round_trip",
    "week_start",
    "wendler_531",
    "wilks",
    "wilks2",
    "workout_local_date",
    "workout_minutes",
    "workout_week_start",
]
