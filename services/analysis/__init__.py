"""Analyses over a training history, one file per question.

The index of published functions is `services.numeric_core`. A name of the index can be imported from here too;
it is looked up when it is asked for, so that importing one analysis does not load all the others.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Look up a published function."""
    core = import_module("services.numeric_core")
    if name not in core.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(core, name)
