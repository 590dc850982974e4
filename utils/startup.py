"""Prepare each process once before it shows its first page."""

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
    """Prepare the database on the first call in this process; after NotReady, the next call tries again."""
    with _lock:
        _prepare_once()


@cache
def sample_maker() -> Callable[..., str] | None:
    """Return the function that makes the sample account and returns its name; None if it is not installed."""
    if importlib.util.find_spec(SAMPLE) is None:
        return None
    module: Any = importlib.import_module(SAMPLE)
    maker: Callable[..., str] = module.ensure_sample
    return maker


@cache
def _prepare_once() -> None:
    make_ready()
    # Streamlit does not collect garbage after each run (.streamlit/config.toml). Freeze everything imported so far;
    # the background thread collects the rest.
    gc.collect()
    gc.freeze()
    threading.Thread(target=_keep_house, name="housekeeper", daemon=True).start()


def _keep_house() -> None:
    while True:
        tidy()
        for _ in range(TIDY_EVERY_S // COLLECT_EVERY_S):
            time.sleep(COLLECT_EVERY_S)
            gc.collect()
