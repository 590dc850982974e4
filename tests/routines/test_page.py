"""Page Routines run in process: what its views show, and what pressing their buttons changes."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from auth import sessions
from auth.guard import STATE_KEY
from services.routines import editing
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.sharing import links
from tests.cast import exercise_id, new_lifter
from utils.routines import list as routine_list
from utils.sharing.words import NOWHERE

PAGE = Path(__file__).resolve().parents[2] / "pages" / "routinetemplates.py"
SQUAT, BENCH = exercise_id("squat"), exercise_id("bench")
EIGHTS = (RoutineSet(reps_min=8, reps_max=8),) * 3


@pytest.fixture
def alice(app_engine: Engine) -> int:
    return new_lifter(app_engine, "alice")


@pytest.fixture
def push(app_engine: Engine, alice: int) -> Routine:
    exercises = [RoutineExercise(BENCH, EIGHTS), RoutineExercise(SQUAT, EIGHTS)]
    return editing.create_routine(app_engine, alice, "Push", exercises)


def opened(engine: Engine, lifter: int, **address: object) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=90)
    page.session_state[STATE_KEY] = (lifter, sessions.open_session(engine, lifter).session_id)
    for name, value in address.items():
        page.query_params[name] = str(value)
    return checked(page.run())


def checked(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def pressed(page: AppTest, key: str) -> AppTest:
    return checked(page.button(key=key).click().run())


def chosen(page: AppTest, menu: str, action: str) -> AppTest:
    return checked(page.menu_button(key=menu).click(action).run())


def text(page: AppTest) -> str:
    elements = (*page.title, *page.subheader, *page.markdown, *page.caption)
    return "\n".join(element.value for element in elements).replace("\N{NO-BREAK SPACE}", " ")


def names(engine: Engine, lifter: int, archived: bool = False) -> list[str]:
    return [routine.name for routine in editing.routines(engine, lifter, archived)]


def exercises_of(engine: Engine, lifter: int, routine: Routine) -> list[int]:
    return [part.exercise_id for part in editing.routine(engine, lifter, routine.routine_id).exercises]


def test_without_routines_the_page_says_how_to_begin_and_opens_the_starter_plans(
    app_engine: Engine, alice: int
) -> None:
    page = opened(app_engine, alice)
    assert "A routine is a workout planned in advance" in text(page)
    assert {"plans", "new_routine", "paste"} <= {button.key for button in page.button}
    assert [title.value for title in pressed(page, "plans").title] == ["Starter plans"]


def test_a_starter_plan_is_copied_and_undo_deletes_the_copy(app_engine: Engine, alice: int) -> None:
    page = pressed(opened(app_engine, alice, plan="all"), "see_five-by-five")
    assert "Squat" in text(page)
    assert len(names(app_engine, alice)) == 0
    pressed(page, "copy")
    routines = editing.routines(app_engine, alice)
    assert {f"name_{routine.routine_id}" for routine in routines} <= {button.key for button in page.button}
    pressed(page, "undo")
    assert names(app_engine, alice) == []


def test_a_card_shows_its_routine_and_opens_the_editor(app_engine: Engine, alice: int, push: Routine) -> None:
    empty = editing.create_routine(app_engine, alice, "Empty")
    page = opened(app_engine, alice)
    assert "Not done yet" in text(page)
    assert "6 sets" in text(page)
    assert "No exercises yet" in text(page)
    starts = {routine.name: page.button(key=f"start_{routine.routine_id}") for routine in (push, empty)}
    assert {name: button.disabled for name, button in starts.items()} == {"Push": False, "Empty": True}
    pressed(page, f"name_{push.routine_id}")
    assert page.text_input(key=f"name_{push.routine_id}").value == "Push"
    assert [button.label for button in page.button if (button.key or "").startswith("open_")] == [
        "**Bench Press (Barbell)**",
        "**Squat (Barbell)**",
    ]


def test_the_menu_of_a_card_moves_copies_archives_and_deletes(app_engine: Engine, alice: int, push: Routine) -> None:
    editing.create_routine(app_engine, alice, "Legs", [RoutineExercise(SQUAT, EIGHTS)])
    page, menu = opened(app_engine, alice), f"menu_{push.routine_id}"
    chosen(page, menu, routine_list.DOWN)
    assert names(app_engine, alice) == ["Legs", "Push"]
    chosen(page, menu, routine_list.DUPLICATE)
    assert len(names(app_engine, alice)) == 3
    chosen(page, menu, routine_list.ARCHIVE)
    assert names(app_engine, alice, archived=True) == ["Push"]
    pressed(page, "undo")
    assert names(app_engine, alice, archived=True) == []
    chosen(page, menu, routine_list.DELETE)
    assert "Push" not in names(app_engine, alice)
    pressed(page, "undo")
    assert "Push" in names(app_engine, alice)


def test_an_archived_routine_is_listed_on_request_and_taken_out(app_engine: Engine, alice: int, push: Routine) -> None:
    editing.archive_routine(app_engine, alice, push.routine_id)
    page = opened(app_engine, alice)
    (toggle,) = [toggle for toggle in page.toggle if toggle.label == "Archived routines (1)"]
    checked(toggle.set_value(True).run())
    pressed(page, f"out_{push.routine_id}")
    assert names(app_engine, alice) == ["Push"]


def test_the_editor_moves_and_removes_exercises_and_undo_restores_them(
    app_engine: Engine, alice: int, push: Routine
) -> None:
    page = opened(app_engine, alice, edit=push.routine_id)
    bench = push.exercises[0].routine_exercise_id
    assert page.button(key=f"arrow_upward_{bench}").disabled
    pressed(page, f"arrow_downward_{bench}")
    assert exercises_of(app_engine, alice, push) == [SQUAT, BENCH]
    chosen(page, f"menu_{bench}", "Remove exercise")
    assert exercises_of(app_engine, alice, push) == [SQUAT]
    pressed(page, "undo")
    assert exercises_of(app_engine, alice, push) == [SQUAT, BENCH]


def test_the_editor_renames_a_routine_and_reports_a_refused_name(app_engine: Engine, alice: int, push: Routine) -> None:
    page = opened(app_engine, alice, edit=push.routine_id)
    checked(page.text_input(key=f"name_{push.routine_id}").set_value("Push day").run())
    assert names(app_engine, alice) == ["Push day"]
    checked(page.text_input(key=f"name_{push.routine_id}").set_value(" ").run())
    assert names(app_engine, alice) == ["Push day"]
    assert len(page.error) == 1


def test_the_menu_of_the_editor_archives_copies_and_deletes(app_engine: Engine, alice: int, push: Routine) -> None:
    page = opened(app_engine, alice, edit=push.routine_id)
    chosen(page, "routine_menu", routine_list.ARCHIVE)
    assert "in the archive" in text(page)
    chosen(page, "routine_menu", routine_list.UNARCHIVE)
    assert "in the archive" not in text(page)
    chosen(page, "routine_menu", routine_list.DUPLICATE)
    (copy,) = [routine for routine in editing.routines(app_engine, alice) if routine.routine_id != push.routine_id]
    assert page.query_params["edit"] == str(copy.routine_id)
    chosen(page, "routine_menu", routine_list.DELETE)
    assert names(app_engine, alice) == ["Push"]
    assert "edit" not in page.query_params


def test_a_routine_of_another_lifter_is_not_opened(app_engine: Engine, alice: int, push: Routine) -> None:
    page = opened(app_engine, new_lifter(app_engine, "bob"), edit=push.routine_id)
    assert "edit" not in page.query_params
    assert [title.value for title in page.title] == ["Routines"]


def test_links_are_listed_and_ended(app_engine: Engine, alice: int, push: Routine) -> None:
    token = links.make(app_engine, alice, "routine", push.routine_id)
    page = opened(app_engine, alice)
    (toggle,) = [toggle for toggle in page.toggle if toggle.label == "Links you have given out (1)"]
    checked(toggle.set_value(True).run())
    assert "Made on" in text(page)
    (link,) = links.links_of(app_engine, alice)
    pressed(page, f"end_link_{link.link_id}")
    assert links.links_of(app_engine, alice) in ([], ())
    assert links.opened(app_engine, token) is None


def test_a_shared_routine_is_previewed_added_once_and_undo_removes_it(
    app_engine: Engine, alice: int, push: Routine
) -> None:
    token, bob = links.make(app_engine, alice, "routine", push.routine_id), new_lifter(app_engine, "bob")
    page = opened(app_engine, bob, shared=token)
    assert [title.value for title in page.title] == ["Push"]
    assert "A routine · 2 exercises" in text(page)
    assert "**Squat (Barbell)**" in text(page)
    pressed(page, "take_shared")
    assert names(app_engine, bob) == ["Push"]
    pressed(page, "undo")
    assert names(app_engine, bob) == []


def test_an_ended_link_says_that_it_leads_nowhere(app_engine: Engine, alice: int) -> None:
    page = opened(app_engine, alice, shared="x" * 43)
    assert [message.value for message in page.info] == [NOWHERE]
    assert "take_shared" not in {button.key for button in page.button}
