"""Forms of page Settings: preferences, units, password, and signed-in devices."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from auth import accounts, authenticator, sessions, views
from auth.sessions import STATE_KEY
from auth.user import User
from database.db_connector import engine
from database.oltp_tables import E1RM_FORMULAS, SCORES, SEXES, UNITS
from services.errors import TonnageError

SEX_NAMES: Final[Mapping[str | None, str]] = {None: "Not said", "F": "Female", "M": "Male"}
FORMULA_NAMES: Final = {name: name.capitalize() for name in E1RM_FORMULAS} | {"oconner": "O'Conner"}
USUAL_STEPS: Final = {"kg": "2.5", "lb": "5"}
SCORE_NAMES: Final = {"dots": "DOTS", "wilks": "Wilks", "wilks2": "Wilks-2 (2020)", "ipf_gl": "IPF GL"}
MESSAGE: Final = "tonnage_settings_message"


def say_what_happened() -> None:
    """Show the message that the last run stored before it reran the page."""
    if MESSAGE in st.session_state:
        st.toast(st.session_state.pop(MESSAGE), icon=":material/check:")


def settings_form(user: User) -> None:
    """Ask for the settings, and save the changed ones."""
    with st.form("settings", border=False):
        chosen = _choose(user)
        if st.form_submit_button("Save", type="primary"):
            _save(user, chosen)


def units_form(user: User, spell: Callable[[Decimal, str], str]) -> None:
    """Ask for the unit and the steps of weights, and save the changed ones; `spell` writes a weight."""
    with st.form("units", border=False):
        chosen: dict[str, Any] = {"unit": st.radio("Unit", UNITS, UNITS.index(user.unit), horizontal=True)}
        with st.grid(2, min_column_width=120, wrap=False, gap="small"):
            for unit in sorted(UNITS, key=lambda name: name != user.unit):
                chosen[f"step_{unit}"] = _step(user, unit, spell)
        st.caption(
            "The smallest step is what a tap adds to a weight: twice your smallest plate. "
            "Numbers that you have logged stay in the unit in which you entered them."
        )
        if st.form_submit_button("Save", type="primary"):
            _save(user, chosen)


def _step(user: User, unit: str, spell: Callable[[Decimal, str], str]) -> Decimal | None:
    options = [None, *accounts.STEPS[unit]]
    words = {step: spell(step, unit) for step in accounts.STEPS[unit]}
    usual = f"As usual, {spell(Decimal(USUAL_STEPS[unit]), unit)}"
    place = options.index(getattr(user, f"step_{unit}"))
    return st.selectbox(
        f"Smallest step, {unit}", options, place, lambda option: words.get(option, usual), key=f"step_{unit}"
    )


def password_form(user: User) -> None:
    """Ask for the current password and a new one; changing it signs out other devices."""
    with st.form("password", border=False, clear_on_submit=True):
        current = st.text_input("Current password", type="password", autocomplete="current-password")
        new = st.text_input(
            "New password", type="password", autocomplete="new-password", placeholder="10 characters or more"
        )
        st.caption("Every other device is signed out.")
        if st.form_submit_button("Change password", type="primary"):
            keep = st.session_state[STATE_KEY][1]
            change = authenticator.change_password
            _attempt(lambda: change(engine(), user.username, current, new, keep), "Your password is changed.")


def device_list(user: User, spell: Callable[[datetime], str]) -> None:
    """List where the lifter is signed in, each with a button to end it; `spell` writes an instant."""
    here = st.session_state[STATE_KEY][1]
    for device in sessions.devices(engine(), user.user_id):
        is_here = device.session_id == here
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            seen = "This device" if is_here else f"Last here {spell(device.seen_at)}"
            st.markdown(f"{device.device or 'Unknown device'}  \n:gray[{seen}]", width="content")
            if st.button("Sign out", key=f"end_{device.session_id}"):
                _end(user, device.session_id, is_here)


def _choose(user: User) -> dict[str, Any]:
    return {
        "display_name": st.text_input("Name shown", user.display_name, max_chars=100).strip(),
        **_choose_weeks(user),
        "time_zone": _one_of("Time zone", {*views.time_zones(), user.time_zone}, user.time_zone, views.zone_name),
        "sex": _choose_sex(user),
        "e1rm_formula": _one_of(
            "One-rep max formula",
            FORMULA_NAMES,
            user.e1rm_formula,
            FORMULA_NAMES.__getitem__,
            help="Every estimate (e1RM), old ones too, follows the formula chosen here.",
        ),
        "shown_score": _one_of(
            "Strength score",
            SCORES,
            user.shown_score,
            SCORE_NAMES.__getitem__,
            help="Makes totals of lifters of different body weights comparable; shown under Records, Meet total.",
        ),
        "shows_rir": st.toggle("Log reps in reserve (RIR) with each set", user.shows_rir),
        "shows_set_type": st.toggle("Log the type of each set (warm-up, drop, failure, AMRAP)", user.shows_set_type),
        "is_left_handed": st.toggle("Ticks on the left, for the left hand", user.is_left_handed),
    }


def _choose_weeks(user: User) -> dict[str, Any]:
    days = sorted({*views.WEEKDAYS, user.week_start})
    targets = (None, *accounts.WEEKLY_TARGETS)
    return {
        "week_start": st.radio(
            "Weeks start on", days, days.index(user.week_start), format_func=_weekday, horizontal=True
        ),
        "weekly_target": _one_of(
            "Workouts a week",
            targets,
            user.weekly_target,
            lambda target: "No target" if target is None else str(target),
            filter_mode=None,
            help="What your streak of weeks is counted by; without a target a week needs one workout.",
        ),
    }


def _choose_sex(user: User) -> str | None:
    sexes = [None, *SEXES]
    reason = "Only strength scores such as DOTS need it."
    place = sexes.index(user.sex)
    return st.radio("Sex", sexes, place, format_func=SEX_NAMES.__getitem__, horizontal=True, help=reason)


def _one_of(label: str, values: Collection[Any], now: Any, name_of: Callable[[Any], str], **more: Any) -> Any:
    """Ask for one of some values; a set is sorted, other collections keep their order."""
    options = sorted(values) if isinstance(values, set) else list(values)
    return st.selectbox(label, options, options.index(now), format_func=name_of, **more)


def _save(user: User, chosen: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in chosen.items() if value != getattr(user, name)}
    if changed:
        _attempt(lambda: accounts.amend(engine(), user.user_id, changed), "Your settings are saved.")


def _attempt(change: Callable[[], None], success: str) -> None:
    try:
        change()
    except TonnageError as refused:
        st.error(str(refused))
        return
    st.session_state[MESSAGE] = success
    st.rerun()


def _end(user: User, session_id: int, is_here: bool) -> None:
    if is_here:
        views.sign_out()
    sessions.revoke(engine(), user.user_id, session_id)
    st.rerun()


def _weekday(day: int) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[day]
