"""The scripts of the set grid on an empty page, for tests of its plain logic: `js(page, "summaryOf(a, b)", a, b)`."""

from typing import Any

from playwright.sync_api import Page

from utils.components.bundle import linked

EXERCISES = {
    "bench": {"load_type": "external", "equipment": "barbell"},
    "db_bench": {"load_type": "external", "equipment": "dumbbell"},
    "pull_up": {"load_type": "weighted_bodyweight", "equipment": "bodyweight"},
    "assisted": {"load_type": "assisted", "equipment": "machine"},
    "plank": {"load_type": "duration", "equipment": "bodyweight"},
    "run": {"load_type": "distance", "equipment": "none"},
    "farmers": {"load_type": "carry", "equipment": "dumbbell"},
}
# An outbox whose storage is a plain object and whose network is a list that the test reads.
PRELUDE = """
const storedTexts = {};
const storage = new Proxy(storedTexts, {
  get: (_, name) => ({
    setItem: (key, value) => { if (window.isFull) throw new Error("full"); storedTexts[key] = value; },
    getItem: (key) => storedTexts[key] ?? null,
    removeItem: (key) => { delete storedTexts[key]; },
  })[name] ?? storedTexts[name],
});
"""


def exercise(name: str, unit: str = "kg") -> dict[str, Any]:
    """An exercise as the kit has it."""
    known = {"exercise_id": name, "name": name, "unit": unit, "step": {"kg": "2.5", "lb": "5"}[unit]}
    return {**known, "words": [], "rest_s": None, **EXERCISES[name]}


def set_of(written: str = "", **fields: Any) -> dict[str, Any]:
    """A set as a board has it: "80x5", with anything else by name."""
    weight, _, reps = written.partition("x")
    known = {"weight": weight or None, "unit": "kg" if weight else None, "reps": int(reps) if reps else None}
    others = dict.fromkeys(("rir", "seconds", "distance_m", "reps_other", "superset", "note", "target"))
    return {"set_id": "1", "position": 1.0, "set_type": "working", "saved": False, **others, **known, **fields}


def load(page: Page) -> None:
    """Put the scripts on a page of their own."""
    page.goto("about:blank")
    exports = "Object.assign(window, ...Object.values(modules));"
    page.add_script_tag(content=f"{linked('set_grid/mount.js')}\n{exports}\n{PRELUDE}")


def js(page: Page, expression: str, *given: Any) -> Any:
    """What an expression gives; `given` are a, b, c …"""
    names = ", ".join("abcdefg"[: len(given)])
    return page.evaluate(f"([{names}]) => ({expression})", list(given))
