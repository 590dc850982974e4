"""Nothing is lost and nothing doubled, whatever breaks while twenty sets are logged in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import RunningApp
from tests.faults import FAULTS, RUNS, World, worlds


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
