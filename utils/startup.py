"""What has to happen once in each process before the first page is shown."""

import gc
import importlib
import importlib.util
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from services.startup import NotReady, make_ready, tidy

__all__ = ["NotReady", "prepare", "sample_maker"]

COLLECT_EVERY_S: Final = 60
TIDY_EVERY_S: Final = 24 * 3600
SAMPLE: Final = "services.sample.account"

_lock = threading.Lock()


def prepare() -> None:
    """Make the database ready, the first time that it is called in this process; NotReady, and then again."""
    with _lock:
        _prepare_once()


@cache
def sample_maker() -> Callable[..., str] | None:
    """What makes the sample account and gives its name, if this installation has it."""
    if importlib.util.find_spec(SAMPLE) is None:
        return None
    found: Any = importlib.import_module(SAMPLE)
    maker: Callable[..., str] = found.ensure_sample
    return maker


@cache
def _prepare_once() -> None:
    make_ready()
    # Streamlit's own collection after every run is off (.streamlit/config.toml): everything imported so far stays,
    # and the rest is collected away from the runs.
    gc.collect()
    gc.freeze()
    threading.Thread(target=_keep_house, name="housekeeper", daemon=True).start()


def _keep_house() -> None:
    while True:
        tidy()
        for _ in range(TIDY_EVERY_S // COLLECT_EVERY_S):
            time.sleep(COLLECT_EVERY_S)
            gc.collect()
