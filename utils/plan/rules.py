"""The history of a rule: every workout that it judged, the lifter's adherence, and the outcome."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from auth.user import User
from services.progression import editing as progressions
from services.progression import places, story
from services.progression.editing import Progression
from services.progression.state import State
from services.progression.story import EXCUSED, MISS, SUCCESS, Judged, Story
from services.workouts import lists
from utils import data_loader, explain, styling
from utils.explain import Evidence, table
from utils.filters import display_of
from utils.plan import words
from utils.plan.facts import load_rule_story
from utils.progression import words as progression_words
from utils.styling import MISSING, Display, plain

SHOWN: Final = 12
ARROW: Final = "\N{RIGHTWARDS ARROW}"
RULE: Final = (
    "Every workout since the rule was set that asked for its sets, judged in order as the next target is. "
    "A success is every working set with its reps and its load or more; a miss in a training phase or with pain is "
    "excused; where nothing was done the target waits.\n"
    "The change of e1RM is against the workout before with an estimate."
)


def draw_rules(user: User) -> None:
    """Ask for a progression and show its history."""
    known = {entry.progression_id: entry for entry in data_loader.oltp(user, progressions.progressions_of)}
    if not known:
        st.write("No exercise follows a rule yet.")
        st.caption("Give one a progression in Routines, or begin a program: what its rule decides then stands here.")
        st.page_link("pages/routinetemplates.py", label="Routines", icon=":material/list_alt:")
        return
    names = _names(user, list(known.values()))
    chosen = st.selectbox(
        "Progression", _ordered(user, list(known.values())), format_func=lambda entry: names[entry], key="plan_rule"
    )
    with data_loader.excused():
        found = data_loader.facts(user, load_rule_story, chosen).facts
    if found is None:
        return
    _show(found, names[chosen], display_of(user))


def _ordered(user: User, known: Sequence[Progression]) -> list[int]:
    """Return the progressions with those of the active program first."""
    running = {entry.program_id for entry in data_loader.oltp(user, places.programs) if entry.status == "active"}
    return [item.progression_id for item in sorted(known, key=lambda item: item.program_id not in running)]


def _names(user: User, known: Sequence[Progression]) -> dict[int, str]:
    """Name each by its own name, or the lifter's for the exercise, with its program if it has one."""
    shown = data_loader.oltp(user, lists.exercises)
    programs = {entry.program_id: entry.name for entry in data_loader.oltp(user, places.programs)}
    found = {}
    for item in known:
        exercise = shown.get(item.exercise_id, {})
        name = exercise.get("shown_name", item.name) if item.name == exercise.get("name") else item.name
        program = programs.get(item.program_id or 0)
        found[item.progression_id] = f"{name} – {program}" if program else name
    return found


def _show(found: Story, name: str, display: Display) -> None:
    now = progression_words.target(found.progression, display)
    said = styling.localised(found.progression.sentence or "", display)
    st.markdown(f"Now **{plain(now)}**" + (f"  \n:small[{plain(said)}]" if said else ""))
    if found.progression.is_overridden:
        on = styling.long_day(found.progression.base_at.date(), display)
        st.caption(plain(f"You set this target yourself on {on}: it is counted from there."))
    if not found.judged:
        st.write("No workout has been judged since the rule was set.")
        return
    st.caption(plain(_counts(found, display)))
    for judgement in found.judged[:SHOWN]:
        _workout(found.progression, judgement, display)
    explain.button("rule", "What the rule did", lambda: [evidence(found, name, display)], "Every workout and its rule")


def _counts(found: Story, display: Display) -> str:
    kinds = {SUCCESS: "success", MISS: "miss", EXCUSED: "excused"}
    many = {SUCCESS: "successes", MISS: "misses", EXCUSED: "excused"}
    told = [styling.plural(found.count(came), kinds[came], display, many[came]) for came in kinds if found.count(came)]
    return f"{styling.plural(len(found.judged), 'workout', display)}: {', '.join(told)}" if told else ""


def _workout(progression: Progression, judged: Judged, display: Display) -> None:
    """Describe a workout in two lines: its target and outcome, and the rule's decision."""
    asked = progression_words.aims_words(judged.aims, progression.base.unit, display)
    head = f"**{plain(styling.long_day(judged.day, display))}** · {plain(words.CAME[judged.outcome])}"
    kept = f"{asked}: {words.KEPT[judged.adherence]}{_gain(judged, display)}"
    lines = [kept, styling.localised(judged.sentence or "", display)]
    st.markdown("  \n".join([head, *(f":small[{plain(line)}]" for line in lines if line)]))


def _gain(judged: Judged, display: Display) -> str:
    if judged.e1rm_kg is None:
        return ""
    change = styling.e1rm_change(judged.e1rm_before_kg, judged.e1rm_kg, display)
    known = f" ({change})" if change != MISSING else ""
    return f" · e1RM {styling.e1rm(judged.e1rm_kg, display)}{known}"


def evidence(found: Story, name: str, display: Display) -> Evidence:
    """List every judged workout, latest first: the rule, with the rows behind the counts."""
    progression = found.progression
    rows = [
        {
            "Workout": plain(styling.long_day(judged.day, display)),
            "Target": plain(
                f"{_target(progression, judged.before, display)} {ARROW} {_target(progression, judged.after, display)}"
            ),
            "What came of it": plain(f"{words.CAME[judged.outcome]}; {words.KEPT[judged.adherence]}"),
            "e1RM": styling.e1rm(judged.e1rm_kg, display),
        }
        for judged in found.judged
    ]
    return Evidence(name, _counts(found, display), RULE, table(rows, ("e1RM",)))


def _target(progression: Progression, state: State, display: Display) -> str:
    value = story.target_of(progression, state)
    return MISSING if value is None else styling.load(value, state.unit, display)
