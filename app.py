"""The entry point of every run: what the app is called, who is here, where things are."""

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

# Group, then file, title and icon of each page.
PAGES: Final = {
    "Train": (
        (HOME, "Today", "today"),
        (LOG, "Workout", "fitness_center"),
        ("routinetemplates", "Routines", "list_alt"),
        ("history", "History", "calendar_month"),
    ),
    "Progress": (
        ("analytics2_progress", "Lifts", "trending_up"),
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
WITH_GRID: Final = ("Workout", "History")
BOTTOM: Final = (HOME, LOG, "history", "analytics2_progress")


def main() -> None:
    """Run the page of this address; without a lifter its guard shows the sign-in form there."""
    user, trouble = _who_is_here()
    # Before st.navigation, which would fetch the page's own icon as the tab's from a server of others.
    st.set_page_config("Tonnage", str(ICON), initial_sidebar_state="auto")
    menu = {group: [_page(*entry) for entry in entries if _exists(entry[0])] for group, entries in PAGES.items()}
    page = st.navigation(
        {group: pages for group, pages in menu.items() if pages}, position="sidebar" if user else "hidden"
    )
    st.set_page_config(f"{page.title} · Tonnage" if user else "Tonnage")
    if trouble:
        views.closed(trouble)
        return
    if user:
        start.close_forgotten(user)
        st.logo(str(ICON), size="large")
        views.foot(plain(user.display_name))
        _bottom_bar(page, [entry for pages in menu.values() for entry in pages])
    with st.sidebar if user else st.container():
        outbox.mount(user, grid.kit(user) if user and page.title in WITH_GRID else None)
    page.run()


def _who_is_here() -> tuple[User | None, str]:
    try:
        startup.prepare()
        if settings().has_default_secret and not visitor.is_local(st.context.headers.get("Host", "")):
            return None, DEFAULT_SECRET_SENTENCE
        views.offer_sample(startup.sample_maker())
        views.offer_preview(preview.at_the_door)
        return current_user(), ""
    except (startup.NotReady, DatabaseAway) as error:
        return None, str(error)


def _exists(name: str) -> bool:
    return (ROOT / "pages" / f"{name}.py").exists()


def _page(name: str, title: str, icon: str) -> "st.Page":
    is_home = name == (HOME if _exists(HOME) else "account")
    return st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=f":material/{icon}:", default=is_home)


def _bottom_bar(current: "st.Page", pages: list["st.Page"]) -> None:
    """The four pages of a training day under the thumb; on Workout the rest timer has that place."""
    if not visitor.is_phone(st.context.headers.get("User-Agent", "")) or current.title == "Workout":
        return
    by_title = {page.title: page for page in pages}
    titles = [title for entries in PAGES.values() for name, title, _ in entries if name in BOTTOM and title in by_title]
    with st.bottom.container(horizontal=True, horizontal_alignment="distribute", wrap=False):
        for title in titles:
            st.page_link(by_title[title], icon="")  # four words fit beside each other at 320 px, with icons not


main()
