"""The entry point of every run: find the lifter, build the menu, run the page of the address."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from auth import views, visitor
from auth.connections import DatabaseAway
from auth.guard import current_user
from auth.user import User
from database.settings import DEFAULT_SECRET_SENTENCE, settings
from utils import startup
from utils.sharing import preview
from utils.styling import plain
from utils.workout import grid, outbox, start

ROOT: Final = Path(__file__).parent
ICON: Final = ROOT / "utils" / "assets" / "icon.png"
HOME: Final = "analytics1_overview"
LOG: Final = "log_workout"
HISTORY: Final = "history"
LIFTS: Final = "analytics2_progress"

# Group, then file, title and icon of each page.
PAGES: Final = {
    "Train": (
        (HOME, "Today", "today"),
        (LOG, "Workout", "fitness_center"),
        ("routinetemplates", "Routines", "list_alt"),
        (HISTORY, "History", "calendar_month"),
    ),
    "Progress": (
        (LIFTS, "Lifts", "trending_up"),
        ("analytics3_muscles", "Muscles", "accessibility_new"),
        ("analytics4_records", "Records", "military_tech"),
        ("analytics5_plan", "Plan vs done", "rule"),
        ("body", "Body", "monitor_weight"),
        ("analytics6_explore", "Explore", "query_stats"),
    ),
    "Manage": (
        ("exercises", "Exercises", "exercise"),
        ("import_export", "Import & export", "swap_vert"),
        ("account", "Settings", "settings"),
    ),
}
WITH_GRID: Final = (LOG, HISTORY)
BOTTOM: Final = (HOME, LOG, HISTORY, LIFTS)


def main() -> None:
    """Run the page of this address; without a lifter its guard shows the sign-in form there."""
    user, trouble = _who_is_here()
    # Before st.navigation, which would load the icon of the page as the tab's icon from another server.
    st.set_page_config("Tonnage", str(ICON), initial_sidebar_state="auto")
    pages = {entry[0]: _page(*entry) for entries in PAGES.values() for entry in entries if _exists(entry[0])}
    menu = {group: [pages[name] for name, *_ in entries if name in pages] for group, entries in PAGES.items()}
    page = st.navigation(
        {group: listed for group, listed in menu.items() if listed}, position="sidebar" if user else "hidden"
    )
    current = next(name for name in pages if pages[name] is page)
    st.set_page_config(f"{page.title} · Tonnage" if user else "Tonnage")
    if trouble:
        views.draw_closed(trouble)
        return
    if user:
        start.close_forgotten(user)
        st.logo(str(ICON), size="large")
        views.draw_foot(plain(user.display_name))
        _bottom_bar(current, pages)
    with st.sidebar if user else st.container():
        outbox.mount(user, grid.kit(user) if user and current in WITH_GRID else None)
    page.run()


def _who_is_here() -> tuple[User | None, str]:
    try:
        startup.prepare()
        if settings().has_default_secret and not visitor.is_local(st.context.headers.get("Host", "")):
            return None, DEFAULT_SECRET_SENTENCE
        views.offer_sample(startup.sample_maker())
        views.offer_preview(preview.draw_for_visitor)
        return current_user(), ""
    except (startup.NotReady, DatabaseAway) as error:
        return None, str(error)


def _exists(name: str) -> bool:
    return (ROOT / "pages" / f"{name}.py").exists()


def _page(name: str, title: str, icon: str) -> "st.Page":
    is_home = name == (HOME if _exists(HOME) else "account")
    return st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=f":material/{icon}:", default=is_home)


def _bottom_bar(current: str, pages: Mapping[str, "st.Page"]) -> None:
    """Draw links to the four pages of a training day; page Workout has its rest timer in their place."""
    if not visitor.is_phone(st.context.headers.get("User-Agent", "")) or current == LOG:
        return
    with st.bottom.container(horizontal=True, horizontal_alignment="distribute", wrap=False):
        for name in BOTTOM:
            if name in pages:
                st.page_link(pages[name], icon="")  # without icons four words fit side by side at 320 px


main()
