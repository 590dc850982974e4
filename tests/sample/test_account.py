"""The sample account holds a year that a lifter would believe, and is made once."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, stdev

import pytest
from sqlalchemy import func, select

from database import writes
from database.data_validation import MOST_KG, MOST_REPS, MOST_SECONDS
from database.db_connector import reading, writing
from database.olap_tables import fact_planned_sets, fact_records, fact_sets, fact_workouts
from database.oltp_tables import SET_TYPES, routine_sets, sets, users, workouts
from services.analysis.trends import is_deload_week, theil_sen
from services.catalogue import catalogue_rows
from services.etl_oltp_to_olap import check, refresh
from services.feature_eng import e1rm, is_hard_set
from services.progression.editing import progressions_of
from services.progression.places import programs
from services.progression.story import load_story
from services.sample.account import ensure_sample
from services.sample.plan import BREAKS, DELOAD_WEEKS, LIFTS, WEEKS
from services.sample.rules import RULES
from services.sample.sets import strength
from services.sample.training import SEED, first_monday, training_year

TODAY = date(2026, 11, 22)  # a Sunday
EVERY_WEEKDAY = [TODAY + timedelta(days=days) for days in range(7)]
SEEDS = [SEED, 1, 2]


@pytest.fixture(scope="module", params=SEEDS)
def year(request):
    return training_year(TODAY, request.param)


def all_sets(year):
    return [made for workout in year.workouts for made in workout.sets]


def hard_sets_by_week(year):
    first = first_monday(TODAY)
    weeks = [0] * WEEKS
    for workout in year.workouts:
        hard = [made for made in workout.sets if is_hard_set(made.set_type, made.reps, rir=made.rir)]
        weeks[(workout.day - first).days // 7] += len(hard)
    return weeks


def best_e1rms(year, slug):
    """The day and best e1RM of each workout with the lift."""
    found = []
    for workout in year.workouts:
        done = [made for made in workout.sets if made.slug == slug and made.set_type != "warmup"]
        if done:
            found.append((workout.day, max(e1rm("epley", made.weight, made.reps, made.rir) for made in done)))
    return found


def test_the_same_seed_gives_the_same_year_and_another_seed_another():
    assert training_year(TODAY, 7) == training_year(TODAY, 7)
    assert training_year(TODAY, 7) != training_year(TODAY, 8)


@pytest.mark.parametrize("today", EVERY_WEEKDAY)
def test_it_covers_a_year_and_ends_yesterday(today):
    days = [workout.day for workout in training_year(today).workouts]
    assert days[-1] == today - timedelta(days=1)
    assert 358 <= (days[-1] - days[0]).days <= 372
    assert days == sorted(set(days))


def test_four_days_a_week_with_some_missed(year):
    assert 165 <= len(year.workouts) <= 200


def test_there_are_two_layoffs_of_ten_days_or_more(year):
    gaps = [(later.day - earlier.day).days for earlier, later in pairwise(year.workouts)]
    assert sum(gap > 10 for gap in gaps) == len(BREAKS) == 2


def test_the_deload_weeks_are_found_and_few_others(year):
    """A week of which two days were missed looks like one, and the year's last week is not over."""
    weeks = hard_sets_by_week(year)
    found = {n for n in range(4, WEEKS - 1) if is_deload_week(weeks[:n], weeks[n], 0.6)}
    assert set(DELOAD_WEEKS) <= found
    assert len(found) <= len(DELOAD_WEEKS) + 4


def test_every_set_is_within_the_limits(year):
    for made in all_sets(year):
        assert made.set_type in SET_TYPES
        assert made.weight is None or 0 < made.weight <= MOST_KG
        assert (made.reps is None) != (made.seconds is None)
        assert made.reps is None or 1 <= made.reps <= min(25, MOST_REPS)
        assert made.seconds is None or 15 <= made.seconds <= min(300, MOST_SECONDS)
        assert made.rir is None or made.rir in (0, 1, 2, 3, 4, 5)
        assert made.set_type != "warmup" or made.rir is None
        assert made.set_type != "failure" or made.rir == 0


def test_every_weight_can_be_loaded(year):
    """Plates come in 1.25 kg pairs, dumbbells in steps of 2 kg, and the bar itself is 20 kg."""
    bars = {slug for slug in LIFTS if slug.endswith("barbell")}
    for made in all_sets(year):
        if made.weight is not None:
            assert made.weight % (2 if "dumbbell" in made.slug else 2.5) == 0
            assert made.weight >= 20 or made.slug not in bars


def test_the_squat_rises_by_5_to_25_percent(year):
    squats = best_e1rms(year, "squat-barbell")
    before, after = mean(best for _, best in squats[:5]), mean(best for _, best in squats[-5:])
    assert 1.05 <= after / before <= 1.25


def test_progress_is_quicker_in_the_first_third(year):
    points = [((day - year.workouts[0].day).days, best) for day, best in best_e1rms(year, "deadlift-barbell")]
    slopes = [theil_sen(*zip(*part, strict=True))["slope"] for part in (points[:17], points[-17:])]
    assert slopes[0] > slopes[1]


def test_days_scatter_by_about_four_percent_around_the_trend():
    """Pooled over seeds, on the last 12 squat days, on which the trend is all but flat."""
    ratios = []
    for seed in range(8):
        recent = [best for _, best in best_e1rms(training_year(TODAY, seed), "squat-barbell")[-12:]]
        ratios += [best / mean(recent) for best in recent]
    assert 0.025 <= stdev(ratios) <= 0.055


@pytest.mark.parametrize("rest", BREAKS, ids=lambda rest: rest.kind)
def test_strength_is_lost_in_a_layoff_and_regained(rest):
    """Some percent are gone on the first day back, all of them are back six weeks later."""
    before = strength("squat-barbell", rest.first_day - 1)
    back = rest.first_day + rest.days
    assert 0.92 <= strength("squat-barbell", back) / before <= 0.98
    assert strength("squat-barbell", back + 42) > before


def test_pull_ups_begin_without_weight_and_go_on_with_it(year):
    kinds = [made.slug for made in all_sets(year) if made.slug.startswith("pull-up")]
    switch = kinds.index("pull-up-weighted")
    assert switch > 30
    assert set(kinds[:switch]) == {"pull-up"}
    assert set(kinds[switch:]) == {"pull-up-weighted"}


def test_it_has_what_a_log_has(year):
    made = all_sets(year)
    kinds = Counter(one.set_type for one in made)
    working = [one for one in made if one.set_type == "working" and one.reps]
    assert all(kinds[name] >= 3 for name in SET_TYPES)
    assert 0.7 < sum(one.rir is not None for one in working) / len(working) < 0.95
    assert any(one.pain for one in made)
    assert sum(one.note is not None for one in made) >= 10
    assert sum(workout.notes is not None for workout in year.workouts) >= 10
    assert any(one.slot.superset for one in made)
    assert {kind for kind, *_ in year.phases} == {"deload", "travel", "illness", "injury"}
    assert 90 <= len(year.body_kg) <= 110


def test_workouts_last_50_to_80_minutes_and_deloads_less(year):
    usual = [workout.minutes for workout in year.workouts if len(workout.sets) > 14]
    assert all(50 <= minutes <= 80 for minutes in usual)
    for workout in year.workouts:
        assert workout.sets[-1].at_s <= workout.minutes * 60
        assert [made.at_s for made in workout.sets] == sorted(made.at_s for made in workout.sets)


def test_a_set_answers_the_planned_set_of_its_own_exercise(year):
    planned = [workout for workout in year.workouts if workout.plan]
    assert 60 <= len(planned) < len(year.workouts)
    for workout in planned:
        answers = [made.planned for made in workout.sets if made.planned is not None]
        assert len(answers) == len(set(answers))
        assert all(made.planned is None or workout.plan[made.planned].slug == made.slug for made in workout.sets)


def test_the_catalogue_knows_every_exercise():
    slugs = {
        row["slug"] for table, rows in catalogue_rows().items() if table.name == "exercises" for row in rows.values()
    }
    assert {made.slug for made in all_sets(training_year(TODAY))} <= slugs


def counted(connection, table, user_id):
    return connection.scalar(select(func.count()).select_from(table).where(table.c.user_id == user_id))


def user_id_of(engine, username):
    with reading(engine) as connection:
        return connection.scalar(select(users.c.user_id).where(users.c.username_key == username))


def test_the_account_fills_the_warehouse(engine):
    assert ensure_sample(engine, TODAY) == "sample"
    user_id = user_id_of(engine, "sample")
    assert refresh(engine, user_id)
    check(engine, user_id)
    year = training_year(TODAY)
    with reading(engine) as connection:
        assert counted(connection, fact_sets, user_id) == len(all_sets(year))
        assert counted(connection, fact_workouts, user_id) == len(year.workouts)
        assert counted(connection, fact_records, user_id) > 100
        assert counted(connection, routine_sets, user_id) > 60
        planned = counted(connection, fact_planned_sets, user_id)
        unfinished = select(func.count()).select_from(workouts).where(workouts.c.ended_at.is_(None))
        assert connection.scalar(unfinished) == 0
        done = select(func.sum(fact_planned_sets.c.is_done)).where(fact_planned_sets.c.planned_set_id.is_not(None))
    with reading(engine) as connection:
        assert 0.9 < float(connection.scalar(done)) / planned < 1


def test_its_program_follows_its_rules(sqlite_engine):
    """The plan of every judged workout asks for the load at which its rule stood, so that replaying gives the next."""
    ensure_sample(sqlite_engine, TODAY)
    user_id = user_id_of(sqlite_engine, "sample")
    refresh(sqlite_engine, user_id)
    (program,) = programs(sqlite_engine, user_id)
    assert program.status == "active"
    assert program.standing.done > 40
    known = progressions_of(sqlite_engine, user_id)
    assert len(known) == len(RULES) == 2
    for one in known:
        with reading(sqlite_engine) as connection:
            story = load_story(connection, user_id, one.progression_id)
        assert len(story.judged) >= 9
        assert {judged.adherence for judged in story.judged} == {"as asked"}
        assert {"success", "miss"} <= {judged.outcome for judged in story.judged}
        assert all(judged.aims[0].load == judged.before.load for judged in story.judged)


def test_a_second_call_gives_the_same_account_and_writes_nothing(engine):
    assert ensure_sample(engine, TODAY) == ensure_sample(engine, TODAY + timedelta(days=3)) == "sample"
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(users)) == 1
        assert connection.scalar(select(func.max(workouts.c.performed_on))) == TODAY - timedelta(days=1)


def test_stale_data_go_on_from_where_they_ended(sqlite_engine):
    ensure_sample(sqlite_engine, TODAY)
    user_id = user_id_of(sqlite_engine, "sample")
    later = TODAY + timedelta(days=100)
    with reading(sqlite_engine) as connection:
        before = connection.scalars(select(sets.c.set_id)).all()
    assert ensure_sample(sqlite_engine, later) == "sample"
    refresh(sqlite_engine, user_id)
    check(sqlite_engine, user_id)
    with reading(sqlite_engine) as connection:
        days = connection.scalars(select(workouts.c.performed_on).order_by(workouts.c.performed_on)).all()
        after = set(connection.scalars(select(sets.c.set_id)))
        orphans = select(func.count()).select_from(workouts).where(workouts.c.routine_id.is_(None))
        assert connection.scalar(orphans) == 0
    assert set(before) < after
    assert days[-1] == later - timedelta(days=1)
    assert len(days) == len(set(days))


def test_a_lifter_named_sample_keeps_the_account(engine):
    """Whoever presses the button must not be let into an account that somebody signs in to."""
    with writing(engine) as connection:
        writes.create_user(connection, "Sample", "sample", password_hash="$argon2id$…")
    assert ensure_sample(engine, TODAY) == "sample-2"
    assert ensure_sample(engine, TODAY) == "sample-2"
    with reading(engine) as connection:
        owner = select(users.c.username).join(sets, sets.c.user_id == users.c.user_id).distinct()
        assert connection.scalars(owner).all() == ["sample-2"]
