"""Links to routines and programs: what they show and what they never show, and what another lifter makes of them."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, func, select

from auth import accounts
from database.db_connector import reading, writing
from database.oltp_tables import exercises as exercise_table
from database.oltp_tables import shared_links as link_table
from database.tokens import hash_token, new_token
from services.errors import InvalidValue, NoSuchExercise, NoSuchLifter, NoSuchRoutine
from services.exercises import editing as exercises
from services.exporters.whole import document
from services.programs import running as programs
from services.programs.catalogue import NoSuchProgram
from services.progression import editing as progressions
from services.progression import places
from services.progression.places import PAUSED
from services.progression.rule_text import from_text
from services.routines import editing as use
from services.routines import rules
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.sharing import links
from services.sharing.links import NoSuchLink, Opened
from services.sharing.taking import missing, take_in
from tests.cast import exercise_id, new_lifter
from utils.sharing.words import about, about_missing, days_of
from utils.styling import Display

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = date(2026, 1, 5)
KG = Display("kg", "UTC", 0, "en-GB")
BENCH, PLANK = exercise_id("bench"), exercise_id("plank")
SCRIPT = "<script>alert('x')</script>"
ZERCHER = {"name": "Zercher Lunge", "equipment": "barbell", "pattern": "lunge", "load_type": "external"}
ZERCHER |= {"implements": 1, "per_side": True}


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice", email="alice@example.org", email_key="alice@example.org")


@pytest.fixture
def bob(engine: Engine) -> int:
    return new_lifter(engine, "bob")


def push_of(engine: Engine, lifter: int) -> Routine:
    """Bench at a fixed 80 kg and by a rule that stands at 82.5 kg, planks, and a lunge of the lifter's own."""
    lunge = exercises.add_exercise(engine, lifter, ZERCHER, {"quadriceps": 1.0, "glutes": 0.5})
    sets = (RoutineSet("warmup", 5, 5, weight=Decimal("40"), unit="kg"), RoutineSet("working", 5, 8, 2.0))
    parts = [
        RoutineExercise(BENCH, sets, rest_s=180, note=SCRIPT),
        RoutineExercise(PLANK, (RoutineSet(seconds=30.0),) * 2),
        RoutineExercise(lunge, (RoutineSet("working", 10, 10, weight=Decimal("62.25"), unit="kg"),)),
    ]
    made = use.create_routine(engine, lifter, f"Push {SCRIPT}", parts, description="Heavy")
    where = (made.routine_id, made.exercises[0].routine_exercise_id)
    return rules.set_progression(engine, lifter, *where, from_text("linear add 2.5"), "82.5", "kg", "B")


@pytest.fixture
def push(engine: Engine, alice: int) -> Routine:
    return push_of(engine, alice)


def opened(engine: Engine, token: str, now: datetime = NOW) -> Opened:
    found = links.opened(engine, token, now)
    assert found is not None
    return found


def spoken(markdown: str) -> str:
    """What a line of Markdown reads like."""
    return markdown.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(link_table)) or 0)


def test_a_link_shows_the_routine_and_nothing_of_the_lifter(engine: Engine, alice: int, push: Routine) -> None:
    token = links.make(engine, alice, "routine", push.routine_id, now=NOW)
    found = opened(engine, token)
    (day,) = days_of(found, KG)
    assert [(line.name, spoken(line.scheme)) for line in day.lines] == [
        ("Bench Press (Barbell)", "1 × 5 warm-up · 1 × 5–8 · RIR 2 · rest 3:00"),
        ("Plank", "2 × 0:30"),
        ("Zercher Lunge", "1 × 10"),
    ]
    assert (day.name, day.about, day.lines[0].note) == (push.name, "Heavy", SCRIPT)
    assert [line.goes_on for line in day.lines] == ["more weight when all sets are done", "", ""]
    assert spoken(about(found, [day], KG)) == "A routine · 3 exercises"
    shown = json.dumps(found.document)
    private = [str(alice), str(push.routine_id), *(str(part.routine_exercise_id) for part in push.exercises)]
    private += ["alice", "example.org", "82.5", "62.25", "40"]
    private += [str(progression.progression_id) for progression in progressions.progressions_of(engine, alice)]
    assert [text for text in private if text in shown] == []


def test_weights_are_shown_where_the_lifter_gave_them(engine: Engine, alice: int, bob: int, push: Routine) -> None:
    found = opened(engine, links.make(engine, alice, "routine", push.routine_id, with_weights=True, now=NOW))
    (day,) = days_of(found, KG)
    assert day.lines[0].goes_on == "more weight when all sets are done, from 82.5 kg"
    assert spoken(day.lines[2].scheme) == "1 × 10 with 62.25 kg"
    take_in(engine, bob, found, 77, TODAY)
    assert [progression.now.load for progression in progressions.progressions_of(engine, bob)] == [Decimal("82.5")]


def test_only_the_hash_of_a_token_is_kept_and_it_leaves_with_no_export(
    engine: Engine, alice: int, push: Routine
) -> None:
    token = links.make(engine, alice, "routine", push.routine_id)
    with reading(engine) as connection:
        row = connection.execute(select(link_table)).mappings().one()
        exported = document(connection, alice, NOW).decode()
    assert (row["token_hash"], row["user_id"]) == (hash_token(token), alice)
    assert len(token) == 43
    assert token not in str(dict(row))
    assert [text for text in (token, hash_token(token), "token_hash") if text in exported] == []


def test_what_is_changed_afterwards_is_not_shown_until_the_lifter_says_so(
    engine: Engine, alice: int, push: Routine
) -> None:
    token = links.make(engine, alice, "routine", push.routine_id, now=NOW)
    use.rename_routine(engine, alice, push.routine_id, "Pull")
    assert opened(engine, token).name == push.name
    (link,) = links.links_of(engine, alice)
    links.update(engine, alice, link.link_id, NOW + timedelta(days=1))
    assert opened(engine, token).name == "Pull"
    (link,) = links.links_of(engine, alice)
    assert (link.name, link.created_at, link.updated_at) == ("Pull", NOW, NOW + timedelta(days=1))
    use.delete_routine(engine, alice, push.routine_id)
    assert opened(engine, token).name == "Pull"
    with pytest.raises(NoSuchRoutine):
        links.update(engine, alice, link.link_id)


def dead(engine: Engine, alice: int, routine_id: int) -> Iterator[object]:
    """Addresses that lead nowhere: ended, run out, altered, guessed, damaged."""
    ended = links.make(engine, alice, "routine", routine_id, now=NOW)
    links.revoke(engine, alice, links.links_of(engine, alice)[0].link_id)
    yield ended
    yield links.make(engine, alice, "routine", routine_id, days=30, now=NOW - timedelta(days=30))
    good = links.make(engine, alice, "routine", routine_id, now=NOW)
    yield good[:-1] + ("A" if good[-1] != "A" else "B")
    yield good.swapcase()
    yield from (new_token(), hash_token(good), good + " ", "", "'" * 43, "é" * 43, "x" * 100_000, None, 5)


def test_links_that_lead_nowhere_look_alike(engine: Engine, alice: int, push: Routine) -> None:
    assert {links.opened(engine, token, NOW) for token in dead(engine, alice, push.routine_id)} == {None}


def test_a_link_ends_by_itself_to_the_second(engine: Engine, alice: int, push: Routine) -> None:
    token = links.make(engine, alice, "routine", push.routine_id, days=30, now=NOW)
    end = NOW + timedelta(days=30)
    assert opened(engine, token, end - timedelta(seconds=1)).name == push.name
    assert links.opened(engine, token, end) is None
    assert links.links_of(engine, alice, end) == ()
    links.make(engine, alice, "routine", push.routine_id, now=end)
    assert count(engine) == 1


def test_bob_reaches_nothing_of_alices(engine: Engine, alice: int, bob: int, push: Routine) -> None:
    token = links.make(engine, alice, "routine", push.routine_id, now=NOW)
    (link,) = links.links_of(engine, alice)
    assert links.links_of(engine, bob) == ()
    with pytest.raises(NoSuchLink):
        links.update(engine, bob, link.link_id)
    links.revoke(engine, bob, link.link_id)
    with pytest.raises(NoSuchRoutine):
        links.make(engine, bob, "routine", push.routine_id)
    with pytest.raises(NoSuchProgram):
        links.make(engine, bob, "program", push.routine_id)
    with pytest.raises(NoSuchLifter):
        links.make(engine, 7, "routine", push.routine_id)
    his = use.create_routine(engine, bob, "His", [RoutineExercise(PLANK, (RoutineSet(seconds=9.0),))])
    his_token = links.make(engine, bob, "routine", his.routine_id, now=NOW)
    assert (opened(engine, token).name, opened(engine, his_token).name) == (push.name, "His")


def test_links_are_limited(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    lifter = new_lifter(sqlite_engine)
    routine = push_of(sqlite_engine, lifter)
    monkeypatch.setattr(links, "MOST_LINKS", 2)
    for _ in range(2):
        links.make(sqlite_engine, lifter, "routine", routine.routine_id)
    with pytest.raises(InvalidValue, match="You have 2 links"):
        links.make(sqlite_engine, lifter, "routine", routine.routine_id)
    with pytest.raises(InvalidValue, match="30 or 90 days"):
        links.make(sqlite_engine, lifter, "routine", routine.routine_id, days=10_000)
    assert count(sqlite_engine) == 2


def test_a_routine_is_taken_in_once_however_often_it_is_tapped(
    engine: Engine, alice: int, bob: int, push: Routine
) -> None:
    found = opened(engine, links.make(engine, alice, "routine", push.routine_id, now=NOW))
    for _ in range(2):
        assert take_in(engine, bob, found, 4711, TODAY) == 4711
    (his,) = use.routines(engine, bob)
    assert (his.name, his.routine_id, his.description) == (push.name, 4711, "Heavy")
    assert [part.exercise_id for part in his.exercises[:2]] == [BENCH, PLANK]
    assert [routine_set.weight for part in his.exercises for routine_set in part.sets] == [None] * 5
    (rule,) = progressions.progressions_of(engine, bob)
    assert (rule.rule, rule.now.load, rule.exercise_id) == (from_text("linear add 2.5"), None, BENCH)
    assert len(use.routines(engine, alice)) == 1


def test_an_exercise_of_the_sharers_own_is_made_or_one_is_chosen(
    engine: Engine, alice: int, bob: int, push: Routine
) -> None:
    found = opened(engine, links.make(engine, alice, "routine", push.routine_id, now=NOW))
    (lacking,) = missing(engine, bob, found)
    assert about_missing(lacking) == (
        "“Zercher Lunge” is not among your exercises. "
        "It is made as one of your own (Barbell, lunge), or choose one you have."
    )
    take_in(engine, bob, found, 1, TODAY, {"Zercher Lunge": exercise_id("squat")})
    take_in(engine, bob, found, 2, TODAY)
    take_in(engine, bob, found, 3, TODAY)
    chosen, made, again = (routine.exercises[2].exercise_id for routine in use.routines(engine, bob))
    assert chosen == exercise_id("squat")
    assert made == again
    with reading(engine) as connection:
        his = connection.execute(select(exercise_table).where(exercise_table.c.user_id == bob)).mappings().one()
    assert {name: his[name] for name in ("exercise_id", *ZERCHER)} == {"exercise_id": made, **ZERCHER}
    assert missing(engine, bob, found) == ()


def test_an_exercise_that_was_put_away_is_still_the_same(engine: Engine, alice: int, bob: int, push: Routine) -> None:
    own = exercises.add_exercise(engine, bob, ZERCHER | {"name": "zercher LUNGE"}, {})
    exercises.amend_settings(engine, bob, own, {"is_archived": True})
    found = opened(engine, links.make(engine, alice, "routine", push.routine_id, now=NOW))
    assert missing(engine, bob, found) == ()
    take_in(engine, bob, found, 1, TODAY)
    assert use.routines(engine, bob)[0].exercises[2].exercise_id == own


def test_nothing_half_is_written_where_an_exercise_cannot_be(
    engine: Engine, alice: int, bob: int, push: Routine
) -> None:
    theirs = push.exercises[2].exercise_id
    found = opened(engine, links.make(engine, alice, "routine", push.routine_id, now=NOW))
    unknown = Opened(found.kind, {**found.document, "own": {}}, False)
    with pytest.raises(InvalidValue, match="no exercise named “Zercher Lunge”: choose one"):
        take_in(engine, bob, unknown, 1, TODAY)
    with pytest.raises(NoSuchExercise):
        take_in(engine, bob, found, 1, TODAY, {"Zercher Lunge": theirs})
    assert use.routines(engine, bob) == ()
    assert progressions.progressions_of(engine, bob) == ()


SINGLES = {"squat-barbell": "140", "bench-press-barbell": "100", "deadlift-barbell": "180"}
SINGLES |= {"overhead-press-barbell": "60"}


def test_a_program_is_taken_in_paused_with_its_days_and_their_rules(engine: Engine, alice: int, bob: int) -> None:
    hers = programs.begin(engine, alice, "531-bbb", SINGLES, TODAY)
    found = opened(engine, links.make(engine, alice, "program", hers.program_id, now=NOW))
    assert "162" not in json.dumps(found.document)  # nine tenths of her deadlift
    for _ in range(2):
        take_in(engine, bob, found, 4711, TODAY)
    (his,) = places.programs(engine, bob)
    assert (his.name, his.status, his.weekdays, his.program_id) == (hers.name, PAUSED, hers.weekdays, 4711)
    days = {item.routine_id: item for item in use.routines(engine, bob)}
    assert [days[number].name for number in his.routine_ids] == ["Press day", "Deadlift day", "Bench day", "Squat day"]
    assert {item.folder for item in days.values()} == {hers.name}
    lifts = {item.progression_id: item for item in progressions.progressions_of(engine, bob)}
    assert [item.rule for item in lifts.values()] == [item.rule for item in progressions.progressions_of(engine, alice)]
    assert {item.now.maximum for item in lifts.values()} == {None}
    first = min(lifts)
    main, assistance = days[his.routine_ids[0]].exercises[:2]
    assert main.progression == {"progression_id": str(first)}
    assert assistance.progression == {"progression_id": str(first), "take": "percent"}
    programs.resume(engine, bob, 4711, TODAY)
    assert places.programs(engine, alice)[0].status == "active"


def test_with_weights_a_program_goes_on_where_it_stood(sqlite_engine: Engine) -> None:
    alice, bob = new_lifter(sqlite_engine, "alice"), new_lifter(sqlite_engine, "bob")
    hers = programs.begin(sqlite_engine, alice, "531-bbb", SINGLES, TODAY)
    token = links.make(sqlite_engine, alice, "program", hers.program_id, with_weights=True, now=NOW)
    found = opened(sqlite_engine, token)
    assert days_of(found, KG)[1].lines[0].goes_on == "5/3/1 cycles, training max 162 kg"
    take_in(sqlite_engine, bob, found, 4711, TODAY)
    assert [progression.now.maximum for progression in progressions.progressions_of(sqlite_engine, bob)][:2] == [
        54,
        162,
    ]


def test_an_account_that_was_closed_shows_nothing(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine)
    token = links.make(sqlite_engine, lifter, "routine", push_of(sqlite_engine, lifter).routine_id)
    with writing(sqlite_engine) as connection:
        connection.exec_driver_sql("UPDATE users SET is_active = 0")
    assert links.opened(sqlite_engine, token) is None


def test_links_go_with_the_account(sqlite_engine: Engine) -> None:
    lifter, other = new_lifter(sqlite_engine), new_lifter(sqlite_engine, "bob")
    kept = links.make(sqlite_engine, other, "routine", push_of(sqlite_engine, other).routine_id)
    gone = links.make(sqlite_engine, lifter, "routine", push_of(sqlite_engine, lifter).routine_id)
    accounts.remove(sqlite_engine, lifter)
    assert links.opened(sqlite_engine, gone) is None
    assert links.opened(sqlite_engine, kept) is not None
    assert count(sqlite_engine) == 1


def test_alternatives_come_along_under_their_names(sqlite_engine: Engine) -> None:
    alice, bob = new_lifter(sqlite_engine, "alice"), new_lifter(sqlite_engine, "bob")
    lunge = exercises.add_exercise(sqlite_engine, alice, ZERCHER, {"glutes": 1.0})
    part = RoutineExercise(BENCH, (RoutineSet("working", 5, 5),), alternatives=(lunge, PLANK))
    made = use.create_routine(sqlite_engine, alice, "Push", [part])
    found = opened(sqlite_engine, links.make(sqlite_engine, alice, "routine", made.routine_id, now=NOW))
    assert days_of(found, KG)[0].lines[0].name == "Bench Press (Barbell) or Zercher Lunge or Plank"
    assert [exercise.name for exercise in missing(sqlite_engine, bob, found)] == ["Zercher Lunge"]
    take_in(sqlite_engine, bob, found, 1, TODAY, {"Zercher Lunge": exercise_id("squat")})
    assert use.routines(sqlite_engine, bob)[0].exercises[0].alternatives == (exercise_id("squat"), PLANK)
