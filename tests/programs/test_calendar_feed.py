"""A lifter's program as a calendar: which days it holds, the file parsed again with the library, and its address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from database.db_connector import reading
from database.oltp_tables import calendar_feeds as feed_table
from database.tokens import hash_token, new_token
from services.errors import NoSuchLifter
from services.exporters.whole import document
from services.programs import feed_address
from services.programs import running as programs
from services.programs.ahead import Turn, done_turns, due_turns
from services.programs.feed import Feed, FeedDay, feed
from services.progression.places import Program
from services.progression.standing import DONE, RESUME, SHIFT, SKIP, Event, standing
from services.routines import editing as routines
from tests.cast import does, log, new_lifter, operation, start
from utils.programs import calendar_feed
from utils.programs.calendar_file import calendar
from utils.styling import Display

MON, TUE, WED, THU, FRI = (date(2026, 1, day) for day in range(5, 10))
NEXT_MON = date(2026, 1, 12)
KG = Display("kg", "Europe/Berlin", 0, "en-GB")
AT = datetime(2026, 1, 5, 7, tzinfo=UTC)
SINGLES = {"squat-barbell": "100", "bench-press-barbell": "80", "deadlift-barbell": "120"}
SINGLES |= {"overhead-press-barbell": "50"}


def ahead(*events: Event, today: date, days: int = 2, until: date = NEXT_MON, **rules: Any) -> list[Turn]:
    found = standing(days, events, MON, (0, 2, 4), rules.get("weeks"), rules.get("deload_every"))
    return due_turns(days, found, (0, 2, 4), rules.get("weeks"), rules.get("deload_every"), today, until)


def test_days_to_come_follow_each_other_on_the_weekdays_of_the_plan() -> None:
    found = ahead(today=MON)
    assert [(one.place, one.week, one.on) for one in found] == [(0, 1, MON), (1, 1, WED), (0, 2, FRI), (1, 2, NEXT_MON)]


def test_a_missed_day_is_due_today_and_the_others_after_it() -> None:
    found = ahead(Event(DONE, MON, 0), today=THU)
    assert [(one.place, one.on, one.late_since) for one in found] == [
        (1, THU, WED),
        (0, FRI, None),
        (1, NEXT_MON, None),
    ]


def test_a_program_of_so_many_weeks_ends_and_its_light_weeks_are_known() -> None:
    found = ahead(Event(DONE, MON, 0), today=TUE, weeks=2, deload_every=2)
    assert [(one.week, one.on, one.is_light) for one in found] == [(1, WED, False), (2, FRI, True), (2, NEXT_MON, True)]


def test_what_was_done_keeps_its_week_and_what_was_skipped_is_not_shown() -> None:
    events = [Event(DONE, MON, 0), Event(SKIP, WED, 1), Event(DONE, FRI, 0)]
    assert [(turn.place, turn.week, turn.on) for turn in done_turns(2, events, None, MON)] == [(0, 1, MON), (0, 2, FRI)]
    assert [turn.on for turn in done_turns(2, events, None, TUE)] == [FRI]


kinds = st.sampled_from([DONE, DONE, SKIP, SHIFT, RESUME])
told = st.lists(st.tuples(kinds, st.integers(0, 20), st.integers(0, 3)), max_size=12)


@given(told, st.integers(1, 4), st.integers(0, 30))
def test_no_turn_of_a_program_is_there_twice(events: list[tuple[str, int, int]], days: int, later: int) -> None:
    past = sorted((MON + timedelta(ahead), kind, place % days) for kind, ahead, place in events)
    history = [Event(kind, on, place) for on, kind, place in past]
    today = MON + timedelta(20 + later)
    done = done_turns(days, history, 4, MON)
    found = standing(days, history, MON, (0, 2, 4), 12, 4)
    due = due_turns(days, found, (0, 2, 4), 12, 4, today, today + timedelta(weeks=12))
    turns = [(one.week, one.place) for one in (*done, *due)]
    assert len(set(turns)) == len(turns)
    assert [one.on for one in due] == sorted({one.on for one in due})
    assert all(one.on >= today for one in due)


# The file


def file_of(*days: FeedDay, today: date = MON, display: Display = KG) -> bytes:
    return calendar(Feed(days, {}), display, today, AT)


def events_of(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def day(name: str = "Day 1", on: date = MON, is_done: bool = False, is_light: bool = False) -> FeedDay:
    return FeedDay(1, name, Turn(0, 1, on, is_done, is_light), (), True)


def test_an_empty_calendar_is_valid_and_has_no_event() -> None:
    whole = Calendar.from_ical(file_of())
    assert whole["VERSION"] == "2.0"
    assert whole["PRODID"] == "-//Tonnage//Training days//EN"
    assert len(whole.subcomponents) == 1
    assert events_of(file_of()) == []


def test_a_day_is_all_day_and_keeps_its_id_when_it_is_done() -> None:
    (due,) = events_of(file_of(day(is_light=True)))
    (done,) = events_of(file_of(day(is_done=True, on=TUE)))
    assert (due["SUMMARY"], due.decoded("DTSTART"), due.decoded("DTEND")) == ("Day 1 (deload)", MON, TUE)
    assert (done["SUMMARY"], done.decoded("DTSTART")) == ("Done: Day 1", TUE)
    assert due["UID"] == done["UID"]
    assert due.decoded("DTSTAMP") == AT
    assert due["TRANSP"] == "TRANSPARENT"


def test_a_new_day_is_a_new_version_and_the_same_day_the_same_file() -> None:
    assert file_of(day()) == file_of(day())
    (later,) = events_of(file_of(day(), today=FRI))
    assert later.decoded("DTSTAMP") == datetime(2026, 1, 8, 23, tzinfo=UTC)  # midnight in Berlin


NAMES = {
    "A\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Bob's": "A END:VEVENT BEGIN:VEVENT SUMMARY:Bob's",
    "A\r\nATTACH:http://evil.example/x": "A ATTACH:http://evil.example/x",
    "Push; pull, \\legs\\n: 'x' \"y\"": "Push; pull, \\legs\\n: 'x' \"y\"",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "Ünïcödé \N{FLEXED BICEPS} " * 6: ("Ünïcödé \N{FLEXED BICEPS} " * 6).strip(),
    "bell\x07 and \x00 zero\x1b": "bell and zero",
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items())
def test_a_name_is_text_whatever_stands_in_it(name: str, shown: str) -> None:
    body = file_of(day(name), day("Other"))
    first, second = events_of(body)
    assert (first["SUMMARY"], second["SUMMARY"]) == (shown, "Other")
    assert set(first) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"}
    assert body.endswith(b"\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 75


@given(st.text(max_size=80))
def test_any_text_makes_one_event(name: str) -> None:
    (found,) = events_of(file_of(day(name.encode("utf-8", "ignore").decode())))
    assert found.decoded("DTSTART") == MON


# What a lifter's calendar holds


def begun(engine: Engine, lifter: int, slug: str = "two-day-minimal", **given: Any) -> Program:
    return programs.begin(engine, lifter, slug, SINGLES, MON, given.pop("weekdays", (0, 3)), **given)


def trained(lifter: int, program: Program, place: int, on: date) -> None:
    opened = start(at=f"{on}T17:00:00+00:00", routine_id=str(program.routine_ids[place]))
    number = int(opened["workout_id"])
    ended = operation("finish_workout", number, ended_at=f"{on}T18:00:00+00:00")
    does(lifter, opened, log(number, "squat 65x6"), ended)


def listed(engine: Engine, lifter: int, today: date) -> list[tuple[str, str]]:
    body = calendar(feed(engine, lifter, today), KG, today, AT)
    return [(str(one.decoded("DTSTART")), str(one["SUMMARY"])) for one in events_of(body)]


def test_the_days_of_a_running_program(engine: Engine) -> None:
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    mine = begun(engine, alice)
    routines.rename_routine(engine, bob, begun(engine, bob, "novice-3x5").routine_ids[0], "Bob's day")
    trained(alice, mine, 0, MON)
    found = listed(engine, alice, TUE)
    assert found[:4] == [
        ("2026-01-05", "Done: Day 1"),
        ("2026-01-08", "Day 2"),
        ("2026-01-12", "Day 1"),
        ("2026-01-15", "Day 2"),
    ]
    assert found[-1] == ("2026-03-30", "Day 1")  # twelve weeks from Tuesday 6 January are over on the 31st
    assert len(found) == 1 + 24
    assert "Bob" not in str(found)
    assert listed(engine, alice, date(2026, 2, 17))[0] != found[0]  # six weeks and a day later


def test_the_next_round_tells_its_loads_and_what_is_later_does_not(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    begun(engine, alice)
    body = calendar(feed(engine, alice, MON), KG, MON, AT)
    first, second, third = (str(one["DESCRIPTION"]).splitlines() for one in events_of(body)[:3])
    assert first[:2] == ["Week 1", "Squat (Barbell): 3 × 6 with 65 kg · rest 2:30"]
    assert second[0] == "Week 1"
    assert (third[0], third[1], third[-1]) == (
        "Week 2",
        "Squat (Barbell)",
        "Sets and loads follow from the workouts before.",
    )


def test_without_a_running_program_or_its_weekdays_nothing_is_due(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    assert listed(engine, alice, MON) == []
    mine = begun(engine, alice)
    trained(alice, mine, 0, MON)
    programs.pause(engine, alice, mine.program_id)
    assert listed(engine, alice, TUE) == [("2026-01-05", "Done: Day 1")]
    programs.resume(engine, alice, mine.program_id, TUE)
    assert len(listed(engine, alice, TUE)) > 20
    programs.plan_weekdays(engine, alice, mine.program_id, ())
    assert listed(engine, alice, TUE) == [("2026-01-05", "Done: Day 1")]
    for number in mine.routine_ids:
        routines.delete_routine(engine, alice, number)
    assert listed(engine, alice, TUE) == []


# The address


def test_only_the_newest_address_is_the_lifters(engine: Engine) -> None:
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    old, his = feed_address.make(engine, alice), feed_address.make(engine, bob)
    new = feed_address.make(engine, alice, AT)
    found = [feed_address.owner(engine, token) for token in (new, his)]
    assert [one and one["user_id"] for one in found] == [alice, bob]
    assert feed_address.made_at(engine, alice) == AT
    guesses = [old, new[:-1], new + "=", hash_token(new), new_token(), "", "' OR 1=1 --", None]
    assert {feed_address.owner(engine, token) for token in guesses if token != new} == {None}
    feed_address.revoke(engine, alice)
    assert feed_address.owner(engine, new) is None
    assert feed_address.owner(engine, his) is not None
    assert feed_address.made_at(engine, alice) is None
    with pytest.raises(NoSuchLifter):
        feed_address.make(engine, 7)


def test_the_address_is_kept_as_its_hash_and_leaves_with_no_export(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    token = feed_address.make(sqlite_engine, alice)
    with reading(sqlite_engine) as connection:
        (row,) = connection.execute(feed_table.select()).mappings()
        exported = document(connection, alice, AT).decode()
    assert (row["token_hash"], token in str(row)) == (hash_token(token), False)
    assert hash_token(token) not in exported


def test_where_nothing_answers_addresses_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_feed, "_route", None)
    assert calendar_feed.path("x") is None
    calendar_feed.use_route()
    assert calendar_feed.path("x") == "/calendar/x.ics"


@pytest.mark.usefixtures("app_engine")
def test_a_database_that_is_away_is_no_unknown_address(monkeypatch: pytest.MonkeyPatch) -> None:
    import server

    def away(*_: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("gone away"))

    monkeypatch.setattr(feed_address, "owner", away)
    answer = server._calendar(new_token(), "")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")
