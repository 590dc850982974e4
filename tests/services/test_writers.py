"""Every function that writes a lifter's rows: it renews the data version, and no other lifter's rows change by it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select

from auth import accounts
from database import oltp_tables
from database.db_connector import reading
from database.ids import new_id
from services.analysis.volume_bands import Band, Landmarks
from services.body import measurements
from services.body import weight as body_weight
from services.body.weight import Weighed
from services.errors import NoSuchLifter, TonnageError
from services.exercises import counting, families
from services.exercises import editing as exercises
from services.exporters.whole import document
from services.gyms import editing as gyms
from services.importers import pipeline, repair, restoring, undo
from services.importers.mapping import store
from services.importers.mapping.guessing import Mapping as Columns
from services.lifter import dismissals, goals, phases, volume_bands
from services.log import outbox as op_door
from services.log import workout_log
from services.own_sql import saved
from services.programs import feed_address
from services.programs import running as programs
from services.progression import editing as progressions
from services.progression.places import Program
from services.progression.rule_text import from_text
from services.quality import findings
from services.quality.shapes import Fix, Step
from services.routines import editing as routines
from services.routines import finishing, history, planning, repeated, rules, starters
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.repeated import Habit
from services.sharing import links, taking, text
from services.workouts import board, forgotten
from tests.cast import exercise_id, log, new_lifter
from tests.strong_files import row, strong_file
from tests.writers import writers

DAY = date(2026, 1, 5)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
SQUAT, BENCH, PRESS = exercise_id("squat"), exercise_id("bench"), exercise_id("leg-press-machine")
SINGLES = {"squat-barbell": "100", "bench-press-barbell": "80", "deadlift-barbell": "120"}
SINGLES |= {"overhead-press-barbell": "50"}
LUNGE = {"equipment": "barbell", "pattern": "lunge", "load_type": "external", "implements": 1, "per_side": True}
GOAL = {"weight": "140", "unit": "kg", "reps": 1}
PHASE = {"kind": "bulk", "starts_on": "2026-01-05", "ends_on": None, "note": None}
BENCHING = RoutineExercise(BENCH, (RoutineSet(reps_min=5, reps_max=8),))
RULE = from_text("linear add 2.5")
FILE = pipeline.preview(strong_file((row(),)), "strong.csv", unit="kg", zone="UTC")


@dataclass(frozen=True)
class Rows:
    """One of everything that a lifter can have, for a function to change."""

    own: int
    merged: int
    workout: int
    set_id: int
    push: Routine
    pull: Routine
    deleted: Routine
    program: Program
    progression: int
    gym: int
    gone: gyms.Gone
    weight: int
    waist: int
    phase: int
    query: int
    link: int
    opened: links.Opened
    batch: int
    export: bytes

    @property
    def part(self) -> int:
        """The exercise of the routine Push that follows a rule."""
        return self.push.exercises[0].routine_exercise_id


Act = Callable[[Engine, int, Rows], object]
# What each function is called with: the lifter who calls it, and the rows that it is asked to change.
TABLE: Mapping[str, Act] = {
    "auth.accounts.amend": lambda e, u, r: accounts.amend(e, u, {"unit": "lb"}),
    "auth.accounts.remove": lambda e, u, r: accounts.remove(e, u),
    "auth.accounts.set_password_hash": lambda e, u, r: accounts.set_password_hash(e, u, "hash"),
    "services.body.weight.amend_body_weight": lambda e, u, r: body_weight.amend_body_weight(
        e, u, r.weight, {"value": "81"}, "kg"
    ),
    "services.body.weight.delete_measurement": lambda e, u, r: body_weight.delete_measurement(e, u, r.waist),
    "services.body.weight.log_body_weight": lambda e, u, r: body_weight.log_body_weight(e, u, "82", "kg", "2026-01-06"),
    "services.body.weight.log_body_weights": lambda e, u, r: body_weight.log_body_weights(
        e, u, [Weighed(DAY, Decimal(83), "kg")]
    ),
    "services.programs.feed_address.make": lambda e, u, r: feed_address.make(e, u),
    "services.programs.feed_address.revoke": lambda e, u, r: feed_address.revoke(e, u),
    "services.exercises.counting.answer": lambda e, u, r: counting.answer(e, u, {r.own: counting.Answer(2, None)}),
    "services.lifter.dismissals.dismiss": lambda e, u, r: dismissals.dismiss(e, u, "topic", DAY),
    "services.lifter.dismissals.recall": lambda e, u, r: dismissals.recall(e, u, "settled"),
    "services.exercises.editing.add_exercise": lambda e, u, r: exercises.add_exercise(
        e, u, LUNGE | {"name": "Step"}, {}
    ),
    "services.exercises.editing.amend_exercise": lambda e, u, r: exercises.amend_exercise(
        e, u, r.own, LUNGE | {"name": "Split"}, {"quadriceps": 1.0}
    ),
    "services.exercises.editing.amend_many_settings": lambda e, u, r: exercises.amend_many_settings(
        e, u, {r.own: {"rest_s": 60}}
    ),
    "services.exercises.editing.amend_settings": lambda e, u, r: exercises.amend_settings(e, u, r.own, {"rest_s": 90}),
    "services.exercises.editing.carry_out": lambda e, u, r: exercises.carry_out(e, u, lambda connection: None, [r.own]),
    "services.exercises.editing.merge_exercises": lambda e, u, r: exercises.merge_exercises(e, u, r.own, SQUAT),
    "services.exercises.editing.unmerge_exercise": lambda e, u, r: exercises.unmerge_exercise(e, u, r.merged),
    "services.exercises.families.add_variant": lambda e, u, r: families.add_variant(e, u, PRESS, r.gym),
    "services.workouts.forgotten.close_forgotten": lambda e, u, r: forgotten.close_forgotten(e, u, LATER),
    "services.lifter.goals.drop_goal": lambda e, u, r: goals.drop_goal(e, u, SQUAT),
    "services.lifter.goals.set_goal": lambda e, u, r: goals.set_goal(e, u, SQUAT, GOAL),
    "services.gyms.editing.delete_gym": lambda e, u, r: gyms.delete_gym(e, u, r.gym),
    "services.gyms.editing.restore_gym": lambda e, u, r: gyms.restore_gym(e, u, r.gone),
    "services.gyms.editing.save_gym": lambda e, u, r: gyms.save_gym(e, u, "Uptown", "kg", {"bar": "15"}, gym_id=r.gym),
    "services.importers.mapping.store.remember": lambda e, u, r: store.remember(
        e, u, ("Day", "Lift"), Columns(("date", "exercise"))
    ),
    "services.importers.pipeline.run_import": lambda e, u, r: pipeline.run_import(e, u, FILE),
    "services.importers.undo.undo_import": lambda e, u, r: undo.undo_import(e, u, r.batch),
    "services.body.measurements.amend_measurement": lambda e, u, r: measurements.amend_measurement(
        e, u, r.waist, {"value": "79"}, "cm"
    ),
    "services.body.measurements.log_measurement": lambda e, u, r: measurements.log_measurement(
        e, u, "waist", "80", "cm", "2026-01-07"
    ),
    "services.log.outbox.carry_out": lambda e, u, r: op_door.carry_out(e, u, outbox(u, r)),
    "services.log.outbox.tried": lambda e, u, r: op_door.tried(e, u, outbox(u, r)),
    "services.own_sql.saved.delete_query": lambda e, u, r: saved.delete_query(e, u, r.query),
    "services.own_sql.saved.save_query": lambda e, u, r: saved.save_query(e, u, "Mine", "select 2"),
    "services.lifter.phases.add_phase": lambda e, u, r: phases.add_phase(e, u, PHASE),
    "services.lifter.phases.amend_phase": lambda e, u, r: phases.amend_phase(e, u, r.phase, PHASE | {"note": "slow"}),
    "services.lifter.phases.delete_phase": lambda e, u, r: phases.delete_phase(e, u, r.phase),
    "services.programs.running.begin": lambda e, u, r: programs.begin(e, u, "two-day-minimal", SINGLES, DAY),
    "services.programs.running.end": lambda e, u, r: programs.end(e, u, r.program.program_id),
    "services.programs.running.pause": lambda e, u, r: programs.pause(e, u, r.program.program_id),
    "services.programs.running.plan_weekdays": lambda e, u, r: programs.plan_weekdays(
        e, u, r.program.program_id, [2, 5]
    ),
    "services.programs.running.resume": lambda e, u, r: programs.resume(e, u, r.program.program_id, DAY),
    "services.programs.running.shift": lambda e, u, r: programs.shift(e, u, r.program.program_id, DAY),
    "services.programs.running.skip": lambda e, u, r: programs.skip(
        e, u, r.program.program_id, DAY, r.program.standing.place
    ),
    "services.progression.editing.override": lambda e, u, r: progressions.override(e, u, r.progression, load="90"),
    "services.quality.findings.put_right": lambda e, u, r: findings.put_right(e, u, delete_set(r)),
    "services.quality.findings.take_back": lambda e, u, r: findings.take_back(e, u, delete_set(r)),
    "services.importers.repair.repair": lambda e, u, r: repair.repair(e, u, repair.Repair(SQUAT, DAY, DAY, "halve")),
    "services.routines.repeated.make": lambda e, u, r: repeated.make(
        e, u, [Habit(3, DAY, Routine("Habit", (BENCHING,)))]
    ),
    "services.importers.restoring.restore": lambda e, u, r: restoring.restore(e, u, r.export),
    "services.routines.history.bring_back": lambda e, u, r: history.bring_back(e, u, r.push.routine_id, 1),
    "services.routines.finishing.learn": lambda e, u, r: finishing.learn(e, u, r.workout, "numbers"),
    "services.routines.finishing.save_as_routine": lambda e, u, r: finishing.save_as_routine(e, u, r.workout, "Legs"),
    "services.routines.planning.repeat_workout": lambda e, u, r: planning.repeat_workout(e, u, r.workout),
    "services.routines.planning.start_from_routine": lambda e, u, r: planning.start_from_routine(
        e, u, r.pull.routine_id
    ),
    "services.routines.editing.move_to": lambda e, u, r: routines.move_to(e, u, r.pull.routine_id, "Other"),
    "services.routines.editing.rename_folder": lambda e, u, r: routines.rename_folder(e, u, "Week", "Days"),
    "services.routines.rules.clear_progression": lambda e, u, r: rules.clear_progression(
        e, u, r.push.routine_id, r.part
    ),
    "services.routines.rules.set_progression": lambda e, u, r: rules.set_progression(
        e, u, r.push.routine_id, r.part, RULE, "85", "kg", "Bench"
    ),
    "services.sharing.text.take_in": lambda e, u, r: text.take_in(e, u, "# Text\nPlank | 3x30s"),
    "services.routines.editing.add_exercise": lambda e, u, r: routines.add_exercise(e, u, r.pull.routine_id, BENCHING),
    "services.routines.editing.amend_exercise": lambda e, u, r: routines.amend_exercise(
        e, u, r.push.routine_id, r.part, rest_s=120
    ),
    "services.routines.editing.amend_routine": lambda e, u, r: routines.amend_routine(
        e, u, r.push.routine_id, description="Heavy"
    ),
    "services.routines.editing.archive_routine": lambda e, u, r: routines.archive_routine(e, u, r.push.routine_id),
    "services.routines.editing.create_routine": lambda e, u, r: routines.create_routine(e, u, "Arms", [BENCHING]),
    "services.routines.editing.delete_routine": lambda e, u, r: routines.delete_routine(e, u, r.push.routine_id),
    "services.routines.editing.duplicate_routine": lambda e, u, r: routines.duplicate_routine(e, u, r.push.routine_id),
    "services.routines.editing.move_exercise": lambda e, u, r: routines.move_exercise(
        e, u, r.push.routine_id, r.part, 1
    ),
    "services.routines.editing.remove_exercise": lambda e, u, r: routines.remove_exercise(
        e, u, r.push.routine_id, r.part
    ),
    "services.routines.editing.rename_routine": lambda e, u, r: routines.rename_routine(
        e, u, r.push.routine_id, "Chest"
    ),
    "services.routines.editing.reorder_routines": lambda e, u, r: routines.reorder_routines(e, u, [r.pull.routine_id]),
    "services.routines.editing.replace_routine": lambda e, u, r: routines.replace_routine(e, u, r.pull),
    "services.routines.editing.restore_routine": lambda e, u, r: routines.restore_routine(e, u, r.deleted),
    "services.routines.editing.unarchive_routine": lambda e, u, r: routines.unarchive_routine(e, u, r.push.routine_id),
    "services.sharing.links.make": lambda e, u, r: links.make(e, u, "routine", r.push.routine_id),
    "services.sharing.links.revoke": lambda e, u, r: links.revoke(e, u, r.link),
    "services.sharing.links.update": lambda e, u, r: links.update(e, u, r.link),
    "services.sharing.taking.take_in": lambda e, u, r: taking.take_in(e, u, r.opened, new_id(), DAY),
    "services.routines.starters.copy_starter": lambda e, u, r: starters.copy_starter(e, u, starters.starters()[0].slug),
    "services.lifter.volume_bands.keep_landmarks": lambda e, u, r: volume_bands.keep_landmarks(
        e, u, "chest", Landmarks(4, 8, 10, 16, 20)
    ),
    "services.lifter.volume_bands.keep_own": lambda e, u, r: volume_bands.keep_own(e, u, "chest", Band(5, 9)),
    "services.lifter.volume_bands.reset": lambda e, u, r: volume_bands.reset(e, u, "own", "quadriceps"),
    "services.log.workout_log.apply": lambda e, u, r: workout_log.apply(e, u, another_set(r)),
    "services.workouts.board.save": lambda e, u, r: board.save(e, u, another_set(r)),
    "services.workouts.board.save_whole": lambda e, u, r: board.save_whole(e, u, another_set(r)),
}
# Functions that write but have no row above, by the reason.
EXCEPTIONS: Mapping[str, frozenset[str]] = {
    "It derives facts or targets from the log and leaves the log alone.": frozenset(
        {
            "services.etl.refresh.rebuild",
            "services.etl.refresh.refresh",
            "services.etl_olap_to_oltp.up_to_date",
            "services.etl_olap_to_oltp.write_back",
            "services.etl_oltp_to_olap.check",
            "services.etl_oltp_to_olap.rebuild",
            "services.etl_oltp_to_olap.rebuild_everybody",
            "services.exporters.exporting.files",
            "services.exporters.exporting.write",
            "services.freshness.refreshed",
            "services.freshness.targets_are_late",
            "services.importers.importing.refreshed",
            "services.programs.next_workout.judged_by",
            "services.programs.planned_days.planned_routine",
            "services.programs.planned_days.planned_weeks",
            "services.programs.feed.feed",
            "services.routines.planning.refresh_for_plan",
            "services.importers.google_sheet.export_to_sheet",
            "services.workouts.summary.summary",
        }
    ),
    "A command, or the start of the app: it works on the catalogue, the sample account or all lifters.": frozenset(
        {
            "services.catalogue.load_catalogue",
            "services.etl.dimensions.load_dimensions",
            "services.catalogue.main",
            "services.etl_olap_to_oltp.main",
            "services.exporters.__main__.main",
            "services.importers.__main__.main",
            "services.etl_olap_to_oltp.update_targets",
            "services.exporters.__main__.export",
            "services.importers.__main__.import_file",
            "services.sample.account.ensure_sample",
            "services.sample.account.main",
            "services.startup.load_shared_rows",
            "services.startup.make_ready",
            "services.startup.tidy",
            "services.log.workout_log.purge",
        }
    ),
    "It calls a function of the table with the configured engine.": frozenset(
        {
            "services.importers.importing.import_for",
            "services.importers.importing.restore_for",
            "services.importers.importing.undo_for",
        }
    ),
    "It opens, extends or ends a session: no read-only copy depends on one.": frozenset(
        {
            "auth.session_cookie.open_session",
            "auth.sessions.open_session",
            "auth.sessions.open_with_ticket",
            "auth.sessions.revoke",
            "auth.sessions.revoke_all",
            "auth.sessions.visit",
        }
    ),
}
KEEPS_VERSION = {"auth.accounts.set_password_hash": "No read-only copy depends on a password."}
# These answer for a lifter who is gone instead of raising NoSuchLifter.
ANSWERS = {
    "services.log.outbox.carry_out": "The browser keeps its operations: OfAnotherLifter.",
    "services.log.outbox.tried": "The browser keeps its operations: None.",
    "services.workouts.forgotten.close_forgotten": "A lifter who is gone has no workout to end.",
}


def outbox(user_id: int, rows: Rows) -> dict[str, Any]:
    return {"user": str(user_id), "ops": another_set(rows)}


def another_set(rows: Rows) -> list[dict[str, Any]]:
    return [log(rows.workout, "squat 110x3")]


def delete_set(rows: Rows) -> Fix:
    steps = [Step(kind, rows.workout, rows.set_id) for kind in ("delete_set", "restore_set")]
    return Fix("delete_set", steps=(steps[0],), back=(steps[1],))


def rows_for(engine: Engine, lifter: int) -> Rows:
    """Give a lifter one of everything."""
    own, merged = (exercises.add_exercise(engine, lifter, LUNGE | {"name": name}, {}) for name in ("Own", "Merged"))
    exercises.merge_exercises(engine, lifter, merged, SQUAT)
    pull, push, third = (
        routines.create_routine(engine, lifter, name, [BENCHING], folder="Week") for name in ("Pull", "Push", "Third")
    )
    deleted = routines.delete_routine(engine, lifter, third.routine_id)
    where = (push.routine_id, push.exercises[0].routine_exercise_id)
    push = rules.set_progression(engine, lifter, *where, RULE, "80", "kg", "Bench")
    workout = planning.start_from_routine(engine, lifter, push.routine_id, datetime(2026, 1, 5, 18, tzinfo=UTC), "UTC")
    set_id = new_id()
    workout_log.apply(engine, lifter, [log(workout, "squat 100x5", set_id), log(workout, "bench 80x5")])
    gym, second = (gyms.save_gym(engine, lifter, name, "kg", {"bar": "20"}) for name in ("Downtown", "Garage"))
    goals.set_goal(engine, lifter, SQUAT, GOAL)
    dismissals.dismiss(engine, lifter, "settled", DAY)
    volume_bands.keep_own(engine, lifter, "quadriceps", Band(6, 12))
    feed_address.make(engine, lifter)
    token = links.make(engine, lifter, "routine", push.routine_id)
    opened = links.opened(engine, token)
    assert opened
    batch = repair.repair(engine, lifter, repair.Repair(SQUAT, DAY, DAY, "double"))
    return Rows(
        own=own,
        merged=merged,
        workout=workout,
        set_id=set_id,
        push=push,
        pull=pull,
        deleted=deleted,
        program=programs.begin(engine, lifter, "two-day-minimal", SINGLES, DAY),
        progression=progressions.progressions_of(engine, lifter)[0].progression_id,
        gym=gym,
        gone=gyms.delete_gym(engine, lifter, second),
        weight=body_weight.log_body_weight(engine, lifter, "80", "kg", "2026-01-05"),
        waist=measurements.log_measurement(engine, lifter, "waist", "80", "cm", "2026-01-05"),
        phase=phases.add_phase(engine, lifter, PHASE),
        query=saved.save_query(engine, lifter, "Kept", "select 1"),
        link=links.links_of(engine, lifter)[0].link_id,
        opened=opened,
        batch=batch,
        export=exported(engine, lifter),
    )


def exported(engine: Engine, lifter: int) -> bytes:
    with reading(engine) as connection:
        return document(connection, lifter, LATER)


def kept(engine: Engine, lifter: int | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a lifter, or of all lifters, by table."""
    tables = [table for table in oltp_tables.metadata.sorted_tables if "user_id" in table.c]
    with reading(engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table).where(_whose(table, lifter)))))
            for table in tables
        }


def _whose(table: Any, lifter: int | None) -> Any:
    return table.c.user_id != oltp_tables.CATALOGUE if lifter is None else table.c.user_id == lifter


def version(engine: Engine, lifter: int) -> int | None:
    users = oltp_tables.users
    with reading(engine) as connection:
        return connection.scalar(select(users.c.data_version).where(users.c.user_id == lifter))


def test_every_function_that_writes_has_a_row_or_a_reason_for_having_none() -> None:
    assert writers() == set(TABLE).union(*EXCEPTIONS.values())


def test_what_writes_renews_the_version_of_the_lifters_data(engine: Engine) -> None:
    kept_back = []
    for name, act in TABLE.items():
        lifter = new_lifter(engine, name.replace("_", "")[-60:])
        rows = rows_for(engine, lifter)
        before = version(engine, lifter)
        act(engine, lifter, rows)
        kept_back += [name] if version(engine, lifter) == before else []
    assert kept_back == list(KEEPS_VERSION)


def test_what_writes_fails_for_a_lifter_who_is_gone_and_changes_nothing(engine: Engine) -> None:
    alice, gone = new_lifter(engine, "alice"), new_lifter(engine, "gone")
    rows, rows_of_gone = rows_for(engine, alice), rows_for(engine, gone)
    accounts.remove(engine, gone)
    before = kept(engine)
    for name, act in TABLE.items():
        for asked in (rows, rows_of_gone):
            if name in ANSWERS:
                with suppress(op_door.OfAnotherLifter):
                    assert not act(engine, gone, asked), name
            else:
                with pytest.raises(NoSuchLifter):
                    act(engine, gone, asked)
        assert kept(engine) == before, name


def test_what_writes_changes_nothing_of_another_lifter(engine: Engine) -> None:
    """Alice names rows of Bob's in every call."""
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    rows_for(engine, alice)
    rows = rows_for(engine, bob)
    before = kept(engine, bob)
    ordered = sorted(TABLE.items(), key=lambda item: item[0] == "auth.accounts.remove")
    for name, act in ordered:
        with suppress(TonnageError):
            act(engine, alice, rows)
        assert kept(engine, bob) == before, name
