"""Dialog for the sets of an exercise in a routine: rows of equal sets, rest, superset and note, saved together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import new_id
from services.routines import editing as routines
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from utils import notices, set_schemes
from utils.components.number_keys import number_keys
from utils.lifter import for_lifter
from utils.set_schemes import Row
from utils.set_texts import SET_TYPES, Block, heading
from utils.styling import plain

DRAFT: Final = "routine_draft"
GRID: Final = "routine_sets"
NARROWEST_PX: Final = 44
PLACE: Final = "sets of an exercise"
HEADINGS: Final = {"reps_min": "Reps", "reps_max": "to", "rir": "RIR", "percent_tm": "%", "percent_1rm": "%"}


@dataclass
class Draft:
    """The rows being edited, by number; each opening of the dialog has its own widget keys."""

    mark: int
    rows: dict[int, Row]

    def key(self, name: str, number: int = 0) -> str:
        """Return the widget key of an input."""
        return f"{name}_{self.mark}_{number}"

    def value(self, name: str, number: int = 0) -> Any:
        """Return the value of an input."""
        return st.session_state.get(self.key(name, number))

    def remove(self, number: int) -> None:
        """Remove a row."""
        del self.rows[number]


def edit(user: User, routine: Routine, part: RoutineExercise, block: Block) -> None:
    """Open the dialog for an exercise."""
    rows = set_schemes.rows_of(part.sets or set_schemes.first_sets(block.load_type))
    st.session_state[DRAFT] = Draft(new_id(), dict(enumerate(rows)))
    st.dialog(plain(block.name))(_draw_form)(user, routine, part, block)


def _draw_form(user: User, routine: Routine, part: RoutineExercise, block: Block) -> None:
    draft: Draft = st.session_state[DRAFT]
    number_keys(GRID)
    load = _ask_load(draft, part, block)
    fields = set_schemes.asked_of(block, load)
    for number, row in list(draft.rows.items()):
        with st.container(gap="xxsmall", key=f"{GRID}_{number}"):
            _draw_row(draft, number, row, fields, block, user.locale)
    with st.container(horizontal=True, gap="small"):
        st.button("Add other sets", icon=":material/add:", type="tertiary", on_click=_add_row, args=(draft,))
        _draw_warm_up_button(draft, block)
    _ask_rest_and_superset(draft, routine, part)
    note = st.text_area("Note", part.note or "", max_chars=500, key=draft.key("note"), height=68, on_change="ignore")
    if st.button("Save", type="primary", width="stretch", key="save_sets"):
        _save(user, routine, part, block, draft, fields, note)
    notices.draw_problem(PLACE)


def _ask_load(draft: Draft, part: RoutineExercise, block: Block) -> str:
    loads = set_schemes.loads_of(block)
    if len(loads) == 1:
        return loads[0]
    now = set_schemes.load_of(part.sets)
    return st.selectbox("Weight", loads, loads.index(now) if now in loads else 0, key=draft.key("load"))


def _draw_row(draft: Draft, number: int, row: Row, fields: tuple[str, ...], block: Block, locale: str) -> None:
    with st.container(horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center"):
        types = list(SET_TYPES)
        st.selectbox(
            "Kind of sets",
            types,
            types.index(row.planned_set.set_type),
            format_func=lambda code: SET_TYPES[code].name,
            key=draft.key("type", number),
            label_visibility="collapsed",
            on_change="ignore",
        )
        if len(draft.rows) > 1:
            st.button(
                "",
                key=draft.key("remove", number),
                icon=":material/close:",
                type="tertiary",
                help="Remove these sets",
                on_click=draft.remove,
                args=(number,),
            )
    texts = {"count": str(row.count)} | set_schemes.input_texts(row.planned_set, block, locale)
    names = ("count", *fields)
    with st.grid(len(names), min_column_width=NARROWEST_PX, wrap=False, gap="xsmall"):
        for name in names:
            label = "Sets" if name == "count" else HEADINGS.get(name) or heading(name, block)
            st.text_input(label, texts[name], key=draft.key(name, number), autocomplete="off", on_change="ignore")


def _add_row(draft: Draft) -> None:
    last = max(draft.rows)
    draft.rows[last + 1] = Row(1, draft.rows[last].planned_set)


def _draw_warm_up_button(draft: Draft, block: Block) -> None:
    """Offer a warm-up ramp where there is none, else say how its weights are computed."""
    if block.load_type != "external":
        return
    if any(row.planned_set.set_type == "warmup" for row in draft.rows.values()):
        st.caption("Warm-ups without a weight rise from 40 to 80% of the first working weight.")
    else:
        icon = ":material/local_fire_department:"
        st.button("Add warm-ups", key="add_warm_ups", icon=icon, type="tertiary", on_click=_add_warm_ups, args=(draft,))


def _add_warm_ups(draft: Draft) -> None:
    first = max(draft.rows) + 1
    draft.rows = {first + place: row for place, row in enumerate(set_schemes.WARM_UPS)} | draft.rows


def _ask_rest_and_superset(draft: Draft, routine: Routine, part: RoutineExercise) -> None:
    rests, groups = set_schemes.rests_of(part.rest_s), set_schemes.supersets_of(routine, part.superset)
    with st.grid(2, min_column_width=100, wrap=False, gap="xsmall"):
        _ask_choice(draft, "Rest", rests, part.rest_s, set_schemes.rest_words)
        _ask_choice(draft, "Superset", groups, part.superset, set_schemes.letter)


def _ask_choice(draft: Draft, label: str, options: list[int], now: int | None, words: Callable[[int], str]) -> None:
    place = options.index(now or 0)
    st.selectbox(label, options, place, format_func=words, key=draft.key(label), on_change="ignore")


def _read(draft: Draft, fields: tuple[str, ...], block: Block) -> list[RoutineSet]:
    sets: list[RoutineSet] = []
    for number in draft.rows:
        texts: Mapping[str, str] = {name: draft.value(name, number) or "" for name in fields}
        count = draft.value("count", number) or ""
        sets += set_schemes.read_row(draft.value("type", number), count, texts, block)
    return sets


def _save(
    user: User, routine: Routine, part: RoutineExercise, block: Block, draft: Draft, fields: tuple[str, ...], note: str
) -> None:
    def change() -> Routine:
        amended = {
            "sets": tuple(_read(draft, fields, block)),
            "rest_s": draft.value("Rest") or None,
            "superset": draft.value("Superset") or None,
            "note": note,
        }
        number = part.routine_exercise_id
        return for_lifter(user, routines.amend_exercise, routine.routine_id, number, **amended)

    if notices.attempt(change, place=PLACE):
        st.rerun()
