"""Guess the columns of an unknown table, preview the guess on its first rows, and let the lifter correct it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.errors import SheetError
from database.gsheet_connector import read as read_sheet
from services.body import weight
from services.importers.body_weights import BodyWeights, OneWeight, body_weights
from services.importers.importing import Preview, Problem, refreshed
from services.importers.mapping import guessing as maps
from services.importers.mapping.store import remember, remembered
from services.importers.tables import layout
from services.importers.tables.moments import month_comes_first
from services.importers.tables.reading import Table, UnreadableFile, cells_of
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.styling import Display, count, load, long_day, number, plain, plural, rest

DONE: Final = "import_done"  # session key of the result of the last import
READ: Final = "map_read"
NARROWEST_PX: Final = 150
FIRST_ROWS: Final = 5
MOST_SHOWN: Final = 8
ORDERS: Final = {False: "day/month", True: "month/day"}

Forget = Callable[[], None]


@dataclass
class Asked:
    """A table with the roles of its columns: guessed or remembered, then changed by the lifter."""

    of: str
    sheets: tuple[str, ...]
    sheet: str | None
    table: Table
    mapping: maps.Mapping
    is_remembered: bool
    seen: dict[maps.Mapping, Preview] = field(default_factory=dict)  # reading a table again takes a second


@dataclass(frozen=True)
class WeightsSaved:
    """How many body weights were added, and how many existed before."""

    added: int
    unchanged: int


def draw_columns(user: User, upload: Any, forget: Forget) -> None:
    """Ask for the columns of a file or sheet from an unknown app, and pass on the preview.

    If the file is no table, put the reason into the preview.
    """
    blank: Preview = st.session_state.import_read
    try:
        draft = _asked(user, upload)
    except (UnreadableFile, SheetError) as unreadable:
        st.session_state.import_read = replace(blank, problems=(Problem(None, str(unreadable)),))
        return
    preview = maps.preview_known(draft.table, blank)
    if preview:
        _hand_on(preview)
    st.subheader("What are these columns?", anchor=False)
    st.caption("Read as you said last time." if draft.is_remembered else "This is a guess: change what is not right.")
    _show_rows(draft.table)
    _ask_roles(draft)
    if draft.mapping.missing:
        st.info(draft.mapping.missing)
    elif draft.mapping.is_of_body_weights:
        _offer_weights(user, draft, forget)
    else:
        _offer_sets(user, draft, blank)
    st.stop()


def show_saved(done: WeightsSaved, display: Display) -> None:
    """Show how many body weights of a file were added."""
    there = f"{count(done.unchanged, display)} were there already"
    st.success(f"Body weights: {count(done.added, display)} added, {there}.")


def _asked(user: User, upload: Any) -> Asked:
    """Return the table with its roles, and read each sheet only once."""
    of = upload if isinstance(upload, str) else upload.file_id
    draft: Asked | None = st.session_state.get(READ)
    if draft is None or draft.of != of:
        sheets = () if isinstance(upload, str) else layout.sheets_of(upload.getvalue())
        draft = _read(user, upload, of, sheets, sheets[0] if sheets else None)
    if len(draft.sheets) > 1:
        sheet = st.selectbox("Sheet", draft.sheets, key=f"map_sheet_{of}")
        draft = draft if sheet == draft.sheet else _read(user, upload, of, draft.sheets, sheet)
    st.session_state[READ] = draft
    return draft


def _read(user: User, upload: Any, of: str, sheets: tuple[str, ...], sheet: str | None) -> Asked:
    is_sheet = isinstance(upload, str)
    table = layout.table_of(read_sheet(upload)) if is_sheet else layout.read(upload.getvalue(), sheet)
    own_mapping = for_lifter(user, remembered, table.header)
    mapping = own_mapping or maps.guess(table.header, [cells for _, cells in table.rows])
    return Asked(of, sheets, sheet, table, mapping, own_mapping is not None)


def _names(table: Table) -> list[str]:
    """Return the headings; add the position to empty and repeated headings."""
    doubled = [heading for heading in table.header if table.header.count(heading) > 1]
    pairs = enumerate(table.header, start=1)
    return [f"{pair} ({at})" if pair in doubled else pair or f"Column {at}" for at, pair in pairs]


def _show_rows(table: Table) -> None:
    names = _names(table)
    first = [(*cells, *[""] * len(names))[: len(names)] for _, cells in table.rows[:FIRST_ROWS]]
    st.dataframe([dict(zip(names, cells, strict=True)) for cells in first], hide_index=True)


def _ask_roles(asked: Asked) -> None:
    """Ask for the role of each column that has values; ask for the order of day and month if it is ambiguous."""
    filled = [place for place in range(len(asked.table.header)) if any(map(str.strip, cells_of(asked.table, place)))]
    names = _names(asked.table)
    with st.grid(max(len(filled), 1), min_column_width=NARROWEST_PX, gap="small"):
        for place in filled:
            key = f"map_{asked.of}_{asked.sheet}_{place}"
            st.session_state[key] = asked.mapping.roles[place]
            st.selectbox(
                plain(names[place]),
                list(maps.ROLES),
                format_func=maps.ROLES.__getitem__,
                key=key,
                on_change=_change_role,
                args=(place, key),
            )
    dates = asked.mapping.places.get("date")
    if dates and month_comes_first(cells_of(asked.table, dates[0])) is None:
        key = f"map_{asked.of}_{asked.sheet}_order"
        st.session_state[key] = bool(asked.mapping.month_first)
        st.selectbox(
            "The dates are written",
            list(ORDERS),
            format_func=ORDERS.__getitem__,
            key=key,
            on_change=_change_order,
            args=(key,),
        )


def _change_role(place: int, key: str) -> None:
    draft: Asked = st.session_state[READ]
    draft.mapping = draft.mapping.with_role(place, st.session_state[key])


def _change_order(key: str) -> None:
    draft: Asked = st.session_state[READ]
    draft.mapping = replace(draft.mapping, month_first=st.session_state[key])


def _offer_sets(user: User, asked: Asked, blank: Preview) -> None:
    """Preview the first sets, list the problems, and offer to go on."""
    display = display_of(user)
    preview = asked.seen.get(asked.mapping) or maps.preview_table(asked.table, asked.mapping, blank)
    asked.seen = {asked.mapping: preview}
    first = preview.frame.head(MOST_SHOWN).to_dict("records")
    st.dataframe([_as_read(row, display) for row in first], hide_index=True)
    sets, workouts = plural(preview.figures.sets, "set", display), plural(preview.figures.workouts, "workout", display)
    empty = preview.parsed.note_rows
    aside = f" {plural(empty, 'row', display)} without any figures set aside." if empty else ""
    st.caption(f"{sets} in {workouts}.{aside}")
    _show_problems(preview.problems, display)
    if st.button("Looks right", type="primary", disabled=bool(preview.problems)):
        for_lifter(user, remember, asked.table.header, asked.mapping)
        _hand_on(preview)


def _as_read(row: Mapping[Any, Any], display: Display) -> dict[str, str]:
    """Write a set as the log does: `82.5 kg × 5`."""
    has = {name for name, value in row.items() if value is not None and value == value}
    parts = (
        load(row["weight"], row["unit"] or "", display).strip() if "weight" in has else "",
        f"× {number(row['reps'], display)}" if "reps" in has else "",
        rest(row["seconds"]) if "seconds" in has else "",
        f"{number(row['distance'], display)} {row['distance_unit'] or ''}".strip() if "distance" in has else "",
        f"RPE {number(row['rpe'], display)}" if "rpe" in has else "",
    )
    day = long_day(row["performed_on"], display)
    clock = f" {row['started_at']:%H:%M}" if "started_at" in has else ""
    words = {"Workout": row["title"], "Exercise": row["exercise"], "Set": " ".join(filter(None, parts))}
    return {"Date": day + clock, **words, "Note": row["notes"] or ""}


def _show_problems(problems: Sequence[Problem], display: Display) -> None:
    if not problems:
        return
    st.warning("Nothing is imported while a row cannot be read: change it in the file, or what its columns are.")
    lines = [plain(reason if row is None else f"Row {row}: {reason}") for row, reason in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"And {count(len(problems) - MOST_SHOWN, display)} more.")
    st.markdown("\n".join(f"- {line}" for line in lines))


def _hand_on(shown: Preview) -> None:
    st.session_state.import_read = shown
    st.session_state.pop(READ, None)
    st.rerun()


def _offer_weights(user: User, asked: Asked, forget: Forget) -> None:
    """Preview the first body weights, list the problems, and offer to save."""
    display = display_of(user)
    weighings = body_weights(asked.mapping, asked.table)
    unit = "" if weighings.names_unit else st.segmented_control("The weights are in", ("kg", "lb"))
    weighings = weighings if unit is None else weighings.answered(unit)
    st.dataframe([_weight_as_read(weight, display) for weight in weighings.weights[:MOST_SHOWN]], hide_index=True)
    aside = f" {plural(weighings.aside, 'row', display)} set aside." if weighings.aside else ""
    st.caption(f"{plural(len(weighings.weights), 'body weight', display)}.{aside}")
    _show_problems(weighings.problems, display)
    is_ready = bool(weighings.weights) and unit is not None and not weighings.problems
    if st.button("Looks right: save them", type="primary", disabled=not is_ready):
        _save(user, asked, weighings)
        forget()
        st.rerun()


def _weight_as_read(weight: OneWeight, display: Display) -> dict[str, str]:
    day = long_day(weight.measured_on, display)
    return {
        "Date": day,
        "Body weight": load(weight.value, weight.unit or "", display).strip(),
        "Note": weight.note or "",
    }


def _save(user: User, asked: Asked, found: BodyWeights) -> None:
    added = for_lifter(user, weight.log_body_weights, found.as_weighed())
    for_lifter(user, refreshed)
    for_lifter(user, remember, asked.table.header, asked.mapping)
    st.session_state[DONE] = WeightsSaved(added, len(found.weights) - added)
