"""Accounts: names, passwords, sessions, tickets, lockout, settings and the shell; Alice, Bob and nobody."""

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import bcrypt
import pytest
import time_machine
from sqlalchemy import Engine, func, select, update

from auth import accounts, admin, authenticator, invitations, lockout, passwords, sessions, visitor
from auth.accounts import InvalidName, InvalidSetting, NameTaken, UnknownAccount
from auth.authenticator import SignInRefused, SignUpRefused, WrongPassword
from database import olap_tables, oltp_tables
from database.db_connector import engine as configured_engine
from database.db_connector import make_engine, writing
from database.ids import new_id
from database.oltp_tables import etl_queue, login_attempts, login_sessions, users
from database.settings import settings
from services import etl_oltp_to_olap
from services.errors import TonnageError
from services.log import workout_log

ALICES = "squat deep or go home"
BOBS = "three plates for a triple"


@pytest.fixture
def alice(engine: Engine) -> int:
    return authenticator.sign_up(engine, "Alice", ALICES)


@pytest.fixture
def bob(engine: Engine) -> int:
    return authenticator.sign_up(engine, "Bob", BOBS)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Set settings by environment variables."""

    class Setting(pytest.MonkeyPatch):
        def setenv(self, name: str, value: str, prepend: str | None = None) -> None:
            monkeypatch.setenv(name, value)
            settings.cache_clear()

    yield Setting()
    monkeypatch.undo()
    settings.cache_clear()


def user_rows(engine: Engine, **where: object) -> int:
    with engine.connect() as connection:
        count = select(func.count()).select_from(users).filter_by(**where)
        return connection.scalar(count) or 0


def stored_hash(engine: Engine, user_id: int) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(select(users.c.password_hash).where(users.c.user_id == user_id)))


def fail_to_sign_in(engine: Engine, name: str, times: int = 1, address: str = lockout.UNKNOWN) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            authenticator.sign_in(engine, name, "not this one", address)


def age(engine: Engine, table: object, **columns: timedelta) -> None:
    """Move instants of every row into the past."""
    with engine.begin() as connection:
        for name, by in columns.items():
            for row in connection.execute(select(table)).mappings().all():  # type: ignore[call-overload]
                keys = [column == row[column.name] for column in table.primary_key]  # type: ignore[attr-defined]
                connection.execute(update(table).where(*keys).values({name: row[name] - by}))  # type: ignore[arg-type]


# Names


@pytest.mark.parametrize("name", ["alice", "ALICE", " Alice ", "Ａｌｉｃｅ"])
def test_a_name_is_the_same_in_any_case_and_width(engine: Engine, alice: int, name: str) -> None:
    assert authenticator.sign_in(engine, name, ALICES) == alice
    with pytest.raises(NameTaken):
        authenticator.sign_up(engine, name, BOBS)


@pytest.mark.parametrize("name", ["Жанна", "山田", "Óscar", "a.b-c_d@e+f", "हिन्दी", "x" * 64])
def test_names_of_any_script_can_be_signed_up(engine: Engine, name: str) -> None:
    assert authenticator.sign_up(engine, name, ALICES) == authenticator.sign_in(engine, name, ALICES)


@pytest.mark.parametrize(
    "name", ["", "   ", "two words", "tab\there", "x" * 65, "ß" * 40, "zero\u200bwidth", "a/b", "<b>"]
)
def test_other_names_are_refused(engine: Engine, name: str) -> None:
    with pytest.raises(InvalidName):
        authenticator.sign_up(engine, name, ALICES)
    assert user_rows(engine) == 0


def test_the_constraint_decides_when_two_sign_up_at_once(engine: Engine, alice: int) -> None:
    with pytest.raises(NameTaken):
        accounts.add(engine, "aLICE", None)
    assert user_rows(engine) == 1


# Passwords


def test_a_new_password_is_kept_as_argon2id(engine: Engine, alice: int) -> None:
    assert stored_hash(engine, alice).startswith("$argon2id$")
    assert ALICES not in stored_hash(engine, alice)


def test_only_the_right_password_opens(engine: Engine, alice: int, bob: int) -> None:
    assert authenticator.sign_in(engine, "alice", ALICES) == alice
    for name, password in [("alice", BOBS), ("bob", ALICES), ("alice", ""), ("", ALICES), ("nobody", ALICES)]:
        with pytest.raises(SignInRefused):
            authenticator.sign_in(engine, name, password)


def test_a_password_of_streamlit_authenticator_opens_and_is_hashed_anew(engine: Engine) -> None:
    old = bcrypt.hashpw(b"Old-Style-1", bcrypt.gensalt(4)).decode()
    carol = accounts.add(engine, "Carol", old)
    fail_to_sign_in(engine, "carol")
    assert stored_hash(engine, carol) == old
    assert authenticator.sign_in(engine, "carol", "Old-Style-1") == carol
    assert stored_hash(engine, carol).startswith("$argon2id$")
    assert authenticator.sign_in(engine, "carol", "Old-Style-1") == carol


def test_an_account_without_a_password_opens_to_nobody(engine: Engine) -> None:
    accounts.add(engine, "Dora", None)
    for password in ["", "None", "nobody signs in with this"]:
        with pytest.raises(SignInRefused):
            authenticator.sign_in(engine, "dora", password)


def test_a_blocked_account_opens_to_nobody(engine: Engine, alice: int) -> None:
    visit = sessions.open_session(engine, alice)
    with writing(engine) as connection:
        connection.execute(update(users).values(is_active=False))
    with pytest.raises(SignInRefused):
        authenticator.sign_in(engine, "alice", ALICES)
    assert sessions.visit_by_token(engine, visit.secret) is None


@pytest.mark.parametrize(
    "password",
    [
        "nine char",
        "x" * 129,
        "aaaaaaaaaaaa",
        "1234567890",
        "Password2024!",
        "QWERTYUIOP",
        "letmein!!!!!!",
        "alice12345",
    ],
)
def test_short_long_and_common_passwords_are_refused(engine: Engine, password: str) -> None:
    with pytest.raises(SignUpRefused):
        authenticator.sign_up(engine, "alice", password)
    assert user_rows(engine) == 0


@pytest.mark.parametrize(
    "password", ["ten chars!", "Kniebeuge für immer", "пауэрлифтинг 365", "🏋️ over my head", "lift" * 32]
)
def test_any_other_text_is_a_password(engine: Engine, password: str) -> None:
    assert authenticator.sign_up(engine, "alice", password) == authenticator.sign_in(engine, "alice", password)


def test_a_password_is_the_same_however_it_was_composed(engine: Engine) -> None:
    composed = unicodedata.normalize("NFC", "Übung macht stärker")
    alice = authenticator.sign_up(engine, "alice", composed)
    assert authenticator.sign_in(engine, "alice", unicodedata.normalize("NFD", composed)) == alice


def test_an_endless_password_is_refused_quickly(engine: Engine, alice: int) -> None:
    with pytest.raises(SignInRefused):
        authenticator.sign_in(engine, "alice", "x" * 1_000_000)


def test_an_unknown_name_costs_a_password_check_too(
    engine: Engine, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda text, stored: checked.append(stored) or real(text, stored))
    answers = set()
    for name in ["alice", "nobody"]:
        with pytest.raises(SignInRefused) as refusal:
            authenticator.sign_in(engine, name, "not this one")
        answers.add(str(refusal.value))
    assert len(answers) == 1
    parameters = [stored.rsplit("$", 2)[0] for stored in checked]
    assert len(parameters) == 2
    assert parameters[0] == parameters[1]  # the same work: argon2id, memory, passes, lanes


def test_a_change_of_password_ends_every_other_session(engine: Engine, alice: int, bob: int) -> None:
    here, there, bobs = (sessions.open_session(engine, user_id) for user_id in (alice, alice, bob))
    with pytest.raises(WrongPassword):
        authenticator.change_password(engine, "alice", BOBS, "a new and longer one", here.session_id)
    with pytest.raises(SignUpRefused):
        authenticator.change_password(engine, "alice", ALICES, "short", here.session_id)
    assert sessions.visit(engine, alice, there.session_id) is not None
    authenticator.change_password(engine, "alice", ALICES, "a new and longer one", here.session_id)
    assert sessions.visit(engine, alice, here.session_id) is not None
    assert sessions.visit(engine, alice, there.session_id) is None
    assert sessions.visit(engine, bob, bobs.session_id) is not None
    assert authenticator.sign_in(engine, "alice", "a new and longer one") == alice
    fail_to_sign_in(engine, "alice")


# Sign-up


def test_a_closed_server_takes_nobody(engine: Engine, setting: pytest.MonkeyPatch) -> None:
    setting.setenv("REGISTRATION", "closed")
    with pytest.raises(SignUpRefused):
        authenticator.sign_up(engine, "alice", ALICES)


def test_an_invitation_opens_one_name_for_seven_days(engine: Engine, setting: pytest.MonkeyPatch) -> None:
    setting.setenv("REGISTRATION", "invite")
    with pytest.raises(invitations.NoSecret):
        invitations.invitation_for("alice")
    setting.setenv("SECRET_KEY", "a secret of our own")
    code = invitations.invitation_for("Alice")
    with time_machine.travel(datetime.now(UTC) - timedelta(days=7, seconds=2)):
        stale = invitations.invitation_for("alice")
    later = f"invited.{code.split('.')[1]}.{stale.split('.')[2]}"
    for name, given in [("alice", ""), ("alice", stale), ("alice", later), ("bob", code), ("alice", "ü.ü.ü")]:
        with pytest.raises(SignUpRefused):
            authenticator.sign_up(engine, name, ALICES, given)
    assert authenticator.sign_up(engine, "alice", ALICES, f" {code} ")
    with pytest.raises(NameTaken):
        authenticator.sign_up(engine, "alice", BOBS, code)


@pytest.mark.parametrize(
    ("locale", "zone", "unit", "week_start", "kept_zone"),
    [
        ("de-DE", "Europe/Berlin", "kg", 0, "Europe/Berlin"),
        ("en-US", "America/New_York", "lb", 6, "America/New_York"),
        ("pt-BR", "America/Sao_Paulo", "kg", 6, "America/Sao_Paulo"),
        ("ar-EG", "Africa/Cairo", "kg", 5, "Africa/Cairo"),
        ("en", "Mars/Olympus", "kg", 0, "UTC"),
        (None, None, "kg", 0, "UTC"),
    ],
)
def test_first_settings_are_guessed_from_the_browser(
    locale: str | None, zone: str | None, unit: str, week_start: int, kept_zone: str
) -> None:
    guess = visitor.guesses(locale, zone)
    accounts.checked(guess)
    assert (guess["unit"], guess["week_start"], guess["time_zone"]) == (unit, week_start, kept_zone)


def test_settings_chosen_at_sign_up_are_kept(engine: Engine) -> None:
    authenticator.sign_up(engine, "Alice", ALICES, unit="lb", week_start=6, time_zone="Asia/Tokyo", locale="ja-JP")
    user = accounts.find_user(engine, "alice")
    assert (user.unit, user.week_start, user.time_zone, user.locale) == ("lb", 6, "Asia/Tokyo", "ja-JP")
    assert (user.username, user.display_name, user.is_admin) == ("Alice", "Alice", False)
    assert (user.shows_rir, user.shows_set_type) == (False, False)


@pytest.mark.parametrize("settings_of_new", [{"unit": "stone"}, {"is_admin": True}, {"week_start": 7}])
def test_sign_up_sets_nothing_else(engine: Engine, settings_of_new: dict[str, object]) -> None:
    with pytest.raises(InvalidSetting):
        authenticator.sign_up(engine, "alice", ALICES, **settings_of_new)
    assert user_rows(engine) == 0


# Sessions


def test_a_token_opens_and_only_its_hash_is_kept(engine: Engine, alice: int, bob: int) -> None:
    opened = sessions.open_session(engine, alice, "Chrome on Android")
    visit = sessions.visit_by_token(engine, opened.secret)
    assert visit is not None
    assert (visit.user.user_id, visit.session_id) == (alice, opened.session_id)
    with engine.connect() as connection:
        kept = connection.execute(select(login_sessions)).one()
    assert kept.token_hash == hashlib.sha256(opened.secret.encode()).hexdigest()
    assert opened.secret not in map(str, kept)
    for other in ["", "x", opened.secret[:-1], kept.token_hash]:
        assert sessions.visit_by_token(engine, other) is None


def test_a_session_is_its_owners(engine: Engine, alice: int, bob: int) -> None:
    opened = sessions.open_session(engine, alice)
    assert sessions.visit(engine, bob, opened.session_id) is None
    sessions.revoke(engine, bob, opened.session_id)
    assert sessions.visit(engine, alice, opened.session_id) is not None
    assert sessions.devices(engine, bob) == []


def test_a_revoked_session_opens_no_more(engine: Engine, alice: int) -> None:
    first, second = sessions.open_session(engine, alice), sessions.open_session(engine, alice)
    sessions.revoke(engine, alice, first.session_id)
    assert sessions.visit_by_token(engine, first.secret) is None
    assert sessions.visit(engine, alice, first.session_id) is None
    sessions.revoke_token(engine, second.secret)
    assert sessions.visit_by_token(engine, second.secret) is None


def test_a_session_ends_after_thirty_days_without_a_visit(engine: Engine, alice: int) -> None:
    opened = sessions.open_session(engine, alice)
    month = timedelta(days=29, hours=23)
    age(engine, login_sessions, created_at=month, seen_at=month, expires_at=month)
    assert sessions.visit_by_token(engine, opened.secret) is not None  # this visit begins the thirty days again
    age(engine, login_sessions, seen_at=month, expires_at=month)
    assert sessions.visit_by_token(engine, opened.secret) is not None
    age(engine, login_sessions, expires_at=timedelta(days=30, seconds=1))
    assert sessions.visit_by_token(engine, opened.secret) is None
    assert sessions.visit(engine, alice, opened.session_id) is None


def test_a_ticket_becomes_a_token_once(engine: Engine, alice: int) -> None:
    opened = sessions.open_with_ticket(engine, alice)
    assert sessions.visit_by_token(engine, opened.secret) is None
    token = sessions.redeem(engine, opened.secret)
    assert token is not None
    visit = sessions.visit_by_token(engine, token)
    assert visit is not None
    assert (visit.user.user_id, visit.session_id) == (alice, opened.session_id)
    assert sessions.redeem(engine, opened.secret) is None


def test_a_ticket_is_too_old_after_thirty_seconds(engine: Engine, alice: int) -> None:
    opened = sessions.open_with_ticket(engine, alice)
    age(engine, login_sessions, expires_at=timedelta(seconds=31))
    assert sessions.redeem(engine, opened.secret) is None
    assert sessions.visit(engine, alice, opened.session_id) is None


def test_a_ticket_cannot_be_made_up(engine: Engine, alice: int, bob: int) -> None:
    alices, bobs = sessions.open_with_ticket(engine, alice), sessions.open_with_ticket(engine, bob)
    seal = bobs.secret.rpartition(".")[2]
    forged = f"{alice}.{alices.session_id}.{seal}"
    for ticket in [
        "",
        "..",
        forged,
        f"{alice}.{alices.session_id}.",
        "1.2.ü",
        f"{alice}.{alices.session_id}.ü",
        f"{alice}.{alices.session_id}.\ud800",
        alices.secret[:-1],
    ]:
        assert sessions.redeem(engine, ticket) is None
    assert sessions.redeem(engine, alices.secret) is not None


def test_a_week_old_token_is_rotated_and_the_session_stays(engine: Engine, alice: int) -> None:
    opened = sessions.open_session(engine, alice)
    assert sessions.rotate(engine, opened.secret) is None
    age(engine, login_sessions, created_at=timedelta(days=7, seconds=1))
    token = sessions.rotate(engine, opened.secret)
    assert token is not None
    assert sessions.visit_by_token(engine, opened.secret) is None
    visit = sessions.visit_by_token(engine, token)
    assert visit is not None
    assert visit.session_id == opened.session_id
    assert sessions.rotate(engine, token) is None


def test_devices_are_listed_latest_first(engine: Engine, alice: int) -> None:
    sessions.open_session(engine, alice, "Safari on iPhone")
    age(engine, login_sessions, seen_at=timedelta(hours=2))
    sessions.open_session(engine, alice, "x" * 500)
    listed = [device.device for device in sessions.devices(engine, alice)]
    assert listed == ["x" * 200, "Safari on iPhone"]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) … Version/17.4 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) … Chrome/124.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) … Chrome/124.0 Safari/537.36 Edg/124.0", "Edge on Windows"),
        ("curl/8.5", "Unknown device"),
    ],
)
def test_a_device_has_a_name(user_agent: str, name: str) -> None:
    assert visitor.device_name(user_agent) == name
    assert visitor.is_phone(user_agent) is ("iPhone" in user_agent or "Android" in user_agent)


# Lockout


def test_five_failures_are_free_then_the_right_password_waits_too(engine: Engine, alice: int, bob: int) -> None:
    fail_to_sign_in(engine, "alice", 4)
    assert authenticator.sign_in(engine, "alice", ALICES) == alice  # which forgives
    fail_to_sign_in(engine, "alice", 5)
    with pytest.raises(SignInRefused):
        authenticator.sign_in(engine, "ALICE", ALICES)
    assert authenticator.sign_in(engine, "bob", BOBS) == bob
    age(engine, login_attempts, attempted_at=timedelta(seconds=31))
    assert authenticator.sign_in(engine, "alice", ALICES) == alice


def test_the_delay_doubles_up_to_a_quarter_of_an_hour() -> None:
    seconds = [lockout.delay(excess).total_seconds() for excess in (-1, 0, 1, 2, 3, 4, 5, 6, 1000)]
    assert seconds == [0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_waiting_is_not_prolonged_by_more_attempts(engine: Engine, alice: int) -> None:
    fail_to_sign_in(engine, "alice", 9)
    with engine.connect() as connection:
        scope = lockout.sign_in_scopes("alice", lockout.UNKNOWN)[0]
        kept = connection.scalar(select(func.count()).where(login_attempts.c.scope == scope))
    assert kept == 5


def test_unknown_names_are_locked_alike(engine: Engine) -> None:
    fail_to_sign_in(engine, "nobody", 6)
    attempt = lockout.begin(engine, lockout.sign_in_scopes("nobody", lockout.UNKNOWN))
    assert attempt.refused


def test_an_address_that_tries_many_names_waits(engine: Engine, alice: int) -> None:
    for number in range(20):
        lockout.begin(engine, lockout.sign_in_scopes(f"name{number}", "203.0.113.9"))
    with pytest.raises(SignInRefused):
        authenticator.sign_in(engine, "alice", ALICES, "203.0.113.9")
    assert authenticator.sign_in(engine, "alice", ALICES, "203.0.113.10") == alice


def test_attempts_are_forgotten_after_a_day(engine: Engine, alice: int) -> None:
    fail_to_sign_in(engine, "alice", 5)
    age(engine, login_attempts, attempted_at=timedelta(days=1, seconds=1))
    fail_to_sign_in(engine, "alice", 4)
    assert authenticator.sign_in(engine, "alice", ALICES) == alice


def test_what_is_typed_as_a_name_is_not_stored(engine: Engine) -> None:
    fail_to_sign_in(engine, "my secret password")
    with engine.connect() as connection:
        scopes = connection.scalars(select(login_attempts.c.scope)).all()
    assert len(scopes) == 2
    assert not any("secret" in scope for scope in scopes)


@pytest.mark.parametrize(
    ("forwarded", "peer", "proxies", "address"),
    [
        ("198.51.100.7", "203.0.113.9", 0, "203.0.113.9"),  # nobody is trusted: anyone can write the header
        ("198.51.100.7", "10.0.0.1", 1, "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7", "10.0.0.1", 1, "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7, 10.0.0.2", "10.0.0.1", 2, "198.51.100.7"),
        ("198.51.100.7", "10.0.0.1", 3, "198.51.100.7"),
        (None, "203.0.113.9", 1, "203.0.113.9"),
        ("nonsense", "10.0.0.1", 1, "unknown"),
        (None, None, 0, "unknown"),
        (None, "2001:db8:1:2:3:4:5:6", 0, "2001:db8:1:2::/64"),
        (None, "::ffff:203.0.113.9", 0, "203.0.113.9"),
    ],
)
def test_the_address_is_the_one_our_proxies_saw(
    forwarded: str | None, peer: str | None, proxies: int, address: str
) -> None:
    assert lockout.client_address(forwarded, peer, proxies) == address


# Settings


def test_saved_settings_are_read_on_the_next_run(engine: Engine, alice: int, bob: int) -> None:
    visit = sessions.open_session(engine, alice)
    before = accounts.find(engine, "alice").data_version  # type: ignore[union-attr]
    accounts.amend(engine, alice, {"unit": "lb", "sex": "F", "shows_rir": True, "display_name": "Ali"})
    user = sessions.visit(engine, alice, visit.session_id).user  # type: ignore[union-attr]
    assert (user.unit, user.sex, user.shows_rir, user.display_name) == ("lb", "F", True, "Ali")
    assert accounts.find(engine, "alice").data_version != before  # type: ignore[union-attr]
    assert accounts.find_user(engine, "bob").unit == "kg"


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({"e1rm_formula": "brzycki"}, 1),
        ({"unit": "lb", "sex": "M", "week_start": 6}, 1),  # columns of dim_users
        ({"time_zone": "Asia/Tokyo", "shows_rir": True, "display_name": "Ali", "weekly_target": 3}, 0),
    ],
)
def test_facts_are_marked_only_for_a_setting_they_depend_on(
    engine: Engine, alice: int, fields: dict[str, object], marks: int
) -> None:
    accounts.amend(engine, alice, fields)
    with engine.connect() as connection:
        found = connection.execute(select(etl_queue.c.user_id, etl_queue.c.scope)).all()
    assert [tuple(row) for row in found] == [(alice, "user")] * marks


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "stone"},
        {"week_start": -1},
        {"week_start": "monday"},
        {"time_zone": "../../etc/passwd"},
        {"sex": "x"},
        {"e1rm_formula": "magic"},
        {"display_name": "  "},
        {"shows_rir": "yes"},
        {"weekly_target": 0},
        {"weekly_target": 15},
        {"weekly_target": True},
        {"weekly_target": "3"},
        {"is_admin": True},
        {"password_hash": "x"},
        {"unit": "lb", "nonsense": 1},
    ],
)
def test_a_setting_that_cannot_be_changes_nothing(engine: Engine, alice: int, fields: dict[str, object]) -> None:
    before = accounts.find(engine, "alice")
    with pytest.raises(InvalidSetting):
        accounts.amend(engine, alice, fields)
    assert accounts.find(engine, "alice") == before


# Deleting an account


def test_a_deleted_lifter_leaves_nothing_and_the_others_everything(engine: Engine, alice: int, bob: int) -> None:
    for user_id in (alice, bob):
        sessions.open_session(engine, user_id)
        log_a_squat(engine, user_id)
        etl_oltp_to_olap.rebuild(engine, user_id)
        log_a_squat(engine, user_id)  # with marks left
    catalogue, bobs = rows_of(engine, 0), rows_of(engine, bob)
    accounts.remove(engine, alice)
    assert rows_of(engine, alice) == {}
    assert rows_of(engine, bob) == bobs
    assert rows_of(engine, 0) == catalogue
    assert {"users", "login_sessions", "workouts", "sets", "fact_sets", "etl_state", "etl_queue"} <= bobs.keys()
    with pytest.raises(UnknownAccount):
        accounts.find_user(engine, "alice")


def log_a_squat(engine: Engine, user_id: int) -> None:
    workout_id, set_id = str(new_id()), str(new_id())
    at = "2026-01-05T18:00:00+01:00"
    start = {"started_at": at, "zone": "Europe/Berlin", "time_source": "logged", "performed_on": "2026-01-05"}
    squat = {"exercise_id": "1", "exercise_name": "Squat", "position": 1.0, "set_type": "working", "weight": "100"}
    operations = [
        {"op_id": str(new_id()), "kind": "start_workout", "workout_id": workout_id, "fields": start},
        {
            "op_id": str(new_id()),
            "kind": "log_set",
            "workout_id": workout_id,
            "set_id": set_id,
            "fields": {**squat, "unit": "kg", "reps": 5},
        },
    ]
    applied = workout_log.apply(engine, user_id, operations)
    assert not applied.rejected


def rows_of(engine: Engine, user_id: int) -> dict[str, int]:
    tables = [*oltp_tables.metadata.sorted_tables, *olap_tables.metadata.sorted_tables]
    with engine.connect() as connection:
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table).where(table.c.user_id == user_id))
            for table in tables
            if "user_id" in table.c
        }
    return {name: count for name, count in counts.items() if count}


# The shell


@pytest.fixture
def shell(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of the `engine` fixture as the configured one."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
    configured_engine.cache_clear()
    yield configured_engine()
    configured_engine().dispose()
    monkeypatch.undo()
    settings.cache_clear()
    configured_engine.cache_clear()


def test_the_shell_creates_resets_revokes_and_deletes(shell: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin.main(["create-user", "Alice", "--email", "a@example.org", "--password", ALICES]) == 0
    alice = authenticator.sign_in(shell, "alice", ALICES)
    opened = sessions.open_session(shell, alice)
    assert admin.main(["reset-password", "alice", "--password", BOBS]) == 0
    assert sessions.visit(shell, alice, opened.session_id) is None
    assert authenticator.sign_in(shell, "alice", BOBS) == alice
    opened = sessions.open_session(shell, alice)
    assert admin.main(["revoke-sessions", "ALICE"]) == 0
    assert sessions.visit(shell, alice, opened.session_id) is None
    assert admin.main(["delete-user", "alice", "--yes"]) == 0
    assert user_rows(shell) == 0
    assert capsys.readouterr().err == ""


def test_the_shell_asks_for_a_password_twice(shell: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([ALICES, ALICES, BOBS, ALICES])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert admin.main(["create-user", "alice"]) == 0
    assert authenticator.sign_in(shell, "alice", ALICES)
    assert admin.main(["reset-password", "alice"]) == 1
    assert authenticator.sign_in(shell, "alice", ALICES)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["create-user", "alice", "--password", BOBS], 1),  # taken
        (["create-user", "bob", "--password", "short"], 1),
        (["create-user", "two words", "--password", BOBS], 1),
        (["reset-password", "nobody", "--password", BOBS], 1),
        (["revoke-sessions", "nobody"], 1),
        (["invite", "bob"], 1),  # with the default secret
        (["delete-user", "alice"], 2),  # without --yes
        (["delete-everybody"], 2),
        ([], 2),
    ],
)
def test_the_shell_refuses(shell: Engine, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    alice = authenticator.sign_up(shell, "alice", ALICES)
    assert admin.main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert "Traceback" not in said.err
    assert authenticator.sign_in(shell, "alice", ALICES) == alice
    assert user_rows(shell) == 1


def test_the_shell_says_when_there_is_no_database(
    setting: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    setting.setenv("DATABASE_URL", "mysql+pymysql://tonnage:hunter22@127.0.0.1:1/tonnage")
    configured_engine.cache_clear()
    assert admin.main(["revoke-sessions", "alice"]) == 3
    configured_engine.cache_clear()
    said = capsys.readouterr().err
    assert "127.0.0.1" in said
    assert "hunter22" not in said


def test_a_database_without_tables_is_a_sentence(blank_url: str) -> None:
    bare = make_engine(blank_url)
    for ask in (lambda: authenticator.sign_in(bare, "alice", ALICES), lambda: sessions.visit_by_token(bare, "x")):
        with pytest.raises(TonnageError, match="database cannot be reached"):
            ask()
    bare.dispose()


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost:8501", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("192.168.1.20:8501", True),
        ("gymserver:8501", True),
        ("nas.local", True),
        ("tonnage.streamlit.app", False),
        ("8.8.8.8:80", False),
        ("lift.example:8501", False),
    ],
)
def test_only_near_addresses_are_local(host: str, local: bool) -> None:
    assert visitor.is_local(host) == local
