"""Nothing is lost and nothing doubled, whatever breaks while twenty sets are logged in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import RunningApp
from tests.faults import FAULTS, RUNS, SETS, STORM, World, storm, worlds
from tests.signed_up import becomes


@pytest.fixture(scope="module")
def world(shared_app: RunningApp, browser: Browser) -> Iterator[World]:
    with worlds(shared_app, browser) as made:
        yield made


@pytest.mark.parametrize("run", range(RUNS))
@pytest.mark.parametrize("fault", FAULTS)
def test_twenty_sets_are_all_there_once_and_in_order(world: World, fault: str, run: int) -> None:
    FAULTS[fault](world)
    world.is_whole()
    for context in world.contexts:
        context.close()
    world.contexts.clear()


@pytest.mark.parametrize("fault", ["network cut 5 s", "double taps"])
def test_nothing_is_lost_under_plain_streamlit_either(
    running_app: Callable[..., RunningApp], browser: Browser, fault: str
) -> None:
    with worlds(running_app("app.py"), browser) as world:
        FAULTS[fault](world)
        world.is_whole()


def test_an_id_longer_than_a_double_is_exact_comes_back_whole(world: World) -> None:
    page = world.begin(world.device())
    set_id = 2**59 + 1
    page.evaluate(
        """([user, workout, set]) => {
        const outbox = window.__tonnage.outboxes[user];
        const fields = { exercise_id: "1", position: 21, weight: "80", unit: "kg", reps: 5 };
        outbox.add([outbox.make("log_set", workout, set, fields)]);
    }""",
        [str(world.user_id), str(world.workout_id), str(set_id)],
    )
    becomes(lambda: world.saved_ids(), {set_id})
    world.show(page, SETS + 1)
    assert page.locator(f'[data-set="{set_id}"]').get_attribute("data-mark") == "saved"


@pytest.mark.parametrize("run", range(RUNS))
def test_a_storm_of_cuts_loses_and_doubles_nothing(world: World, run: int) -> None:
    storm(world, STORM)
