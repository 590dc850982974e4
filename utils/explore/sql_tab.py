"""Tab SQL of Explore: an editor, the answer as table, chart and file, and the data dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import parse_id
from services.freshness import StatisticsUnavailable
from services.own_sql import asking, saved
from services.own_sql.asking import LONGEST_STATEMENT, NotAnswered, Result
from services.own_sql.examples import EXAMPLES
from services.own_sql.files import parquet
from services.own_sql.saved import Saved
from utils import data_loader, notices, tables
from utils.explore import sql_words
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.plotly_template import draw
from utils.styling import Display, plain

EDITOR: Final = "sql_editor"
PICKED: Final = "sql_picked"
ANSWER, ASKED = "sql_answer", "sql_asked"
NAME: Final = "sql_name"
TABLE: Final = "sql_table"
ADDRESS: Final = "query"  # the query parameter that holds a saved query
PLACE: Final = "sql"
EDITOR_PX: Final = 260
EXAMPLE: Final = "example"


@dataclass(frozen=True)
class Answered:
    """The answer to a statement: rows, or the problem; `number` identifies the run."""

    statement: str
    result: Result | None
    problem: str
    number: int


def draw_sql(user: User) -> None:
    """Draw the editor with its answer, and the data dictionary."""
    kept = data_loader.oltp(user, saved.queries)
    _open_address(kept)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _edit(user, kept)
        if st.session_state.pop(ASKED, False):
            with st.spinner("Asking your star schema …"):
                _ask(user)
        answered: Answered | None = st.session_state.get(ANSWER)
        if answered:
            _show_answer(answered, display_of(user))
    with right:
        _show_dictionary()


def _open_address(kept: Sequence[Saved]) -> None:
    """Open the saved query in the address once; only the lifter's own queries open."""
    id_text = st.query_params.get(ADDRESS)
    if id_text is None or st.session_state.get("sql_opened") == id_text:
        return
    st.session_state["sql_opened"] = id_text
    query = next((item for item in kept if item.query_id == parse_id(id_text)), None)
    if query is None:
        st.info("The address names a query that is not among yours.")
        return
    st.session_state[EDITOR] = query.statement
    st.session_state[PICKED] = query.query_id


def _edit(user: User, kept: Sequence[Saved]) -> None:
    titles: dict[Any, str] = {item.query_id: f"Saved: {item.name}" for item in kept}
    titles |= {(EXAMPLE, place): example.title for place, example in enumerate(EXAMPLES)}
    statements: dict[Any, str] = {item.query_id: item.statement for item in kept}
    statements |= {(EXAMPLE, place): example.statement for place, example in enumerate(EXAMPLES)}
    if st.session_state.get(PICKED) not in titles:
        st.session_state.pop(PICKED, None)
    st.session_state.setdefault(EDITOR, EXAMPLES[0].statement)
    st.selectbox(
        "Examples and saved queries",
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key=PICKED,
        placeholder="Take one and run it",
        on_change=_take,
        args=(statements,),
    )
    st.text_area("SQL", key=EDITOR, height=EDITOR_PX, max_chars=LONGEST_STATEMENT)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Run", type="primary", icon=":material/play_arrow:", on_click=_run)
        with st.popover("Save", icon=":material/bookmark_add:"):
            st.text_input("Name", key=NAME, max_chars=saved.LONGEST_NAME, placeholder="What it answers")
            st.button("Save query", type="primary", on_click=_save, args=(user,))
        chosen = next((item for item in kept if item.query_id == st.session_state.get(PICKED)), None)
        if chosen:
            st.button("Delete", icon=":material/delete:", on_click=_delete, args=(user, chosen))
    notices.draw_problem(PLACE)


def _take(statements: Mapping[Any, str]) -> None:
    picked = st.session_state[PICKED]
    st.query_params.pop(ADDRESS, None)
    if picked not in statements:
        return
    st.session_state[EDITOR] = statements[picked]
    if not isinstance(picked, tuple):
        st.query_params[ADDRESS] = st.session_state["sql_opened"] = str(picked)
    _run()


def _run() -> None:
    st.session_state[ASKED] = True


def _ask(user: User) -> None:
    """Run the statement, and keep its answer until the next run."""
    statement: str = st.session_state[EDITOR]
    before: Answered | None = st.session_state.get(ANSWER)
    result, problem = None, ""
    try:
        result = asking.ask(data_loader.own_star(user).facts, statement)
    except (NotAnswered, StatisticsUnavailable) as error:
        problem = str(error)
    st.session_state[ANSWER] = Answered(statement, result, problem, before.number + 1 if before else 0)


def _save(user: User) -> None:
    name, statement = st.session_state[NAME], st.session_state[EDITOR]
    number = notices.attempt(lambda: for_lifter(user, saved.save_query, name, statement), place=PLACE)
    if number:
        st.session_state[NAME] = ""
        st.session_state[PICKED] = number
        st.query_params[ADDRESS] = st.session_state["sql_opened"] = str(number)


def _delete(user: User, query: Saved) -> None:
    def again() -> int:
        return for_lifter(user, saved.save_query, query.name, query.statement)

    if notices.attempt(lambda: for_lifter(user, saved.delete_query, query.query_id), place=PLACE):
        st.query_params.pop(ADDRESS, None)
        notices.offer_undo(f"“{query.name}” is deleted", again)


def _show_answer(answered: Answered, display: Display) -> None:
    if answered.result is None:
        st.error(plain(answered.problem))
        return
    result = answered.result
    plot = sql_words.plot_of(result)
    if plot:
        high = sql_words.chart_height(result, plot)
        draw(
            sql_words.chart(result, plot, display),
            key=f"sql-{answered.number}",
            alt=sql_words.alt(result, plot),
            **({"height": high} if high else {}),
        )
    if result.rows:
        tables.draw(sql_words.table(result, display, sql_words.SHOWN_ROWS))
    st.caption(sql_words.result_text(result, sql_words.SHOWN_ROWS) if result.rows else "No row answers this.")
    _offer_files(result)


def _offer_files(result: Result) -> None:
    files = {"csv": ("text/csv", sql_words.csv_of), "parquet": ("application/vnd.apache.parquet", parquet)}
    with st.container(horizontal=True):
        for kind, (mime, make) in files.items():
            st.download_button(
                {"csv": "CSV", "parquet": "Parquet"}[kind],
                partial(make, result),
                f"tonnage-query.{kind}",
                mime,
                key=f"sql_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def _show_dictionary() -> None:
    names = sql_words.table_names()
    chosen = st.selectbox("Data dictionary", names, key=TABLE, persist_state="session")
    st.markdown(sql_words.described(chosen))
    st.caption(
        "SQLite’s SQL, on a copy that holds your rows only. Days are text, such as 2026-01-31; weights are in kg."
    )
