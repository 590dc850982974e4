"""Tab To fix: list likely mistakes in the log, each with a fix, an undo and a way to dismiss it."""

from itertools import groupby

import streamlit as st

from auth.user import User
from services.lifter.dismissals import dismiss, recall
from services.quality.findings import findings, put_right, take_back
from services.quality.shapes import Finding, Fix
from utils import data_loader, notices
from utils.exercises.fix_words import DONE, FIXES, HEADINGS, finding, label
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.lifts import facts
from utils.styling import plain

PAGE = 20


def found(user: User) -> tuple[Finding, ...]:
    """Read all likely mistakes in the log, after updating the facts."""
    facts.lifts(user)  # update the facts first, because odd sets are detected in them
    return data_loader.oltp(user, findings)


def draw_findings(user: User) -> None:
    """Draw likely mistakes by kind."""
    every = found(user)
    if not every:
        st.write("Nothing looks wrong: no impossible set, no workout twice or without an end, no exercise twice.")
        return
    many = st.session_state.setdefault("fixes_shown", PAGE)
    for kind, some in groupby(every[:many], key=lambda item: item.kind):
        st.subheader(HEADINGS[kind], anchor=False)
        for item in some:
            _finding(user, item)
    if len(every) > many:
        st.button(f"Show more of {len(every)}", key="more_fixes", on_click=_more)
    notices.draw_problem("fix")


def _finding(user: User, slip: Finding) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(finding(slip, display_of(user), today_of(user)))
        with st.container(horizontal=True, gap="xsmall"):
            for place, fix in enumerate(slip.fixes):
                words = plain(label(fix, FIXES, display_of(user)))
                st.button(words, key=f"fix_{slip.topic}_{place}", on_click=_put_right, args=(user, fix))
            st.button("It is right", key=f"right_{slip.topic}", type="tertiary", on_click=_settle, args=(user, slip))


def _put_right(user: User, fix: Fix) -> None:
    if notices.attempt(lambda: for_lifter(user, put_right, fix), place="fix"):
        done = label(fix, DONE, display_of(user))
        notices.offer_undo(done, lambda: for_lifter(user, take_back, fix))


def _settle(user: User, finding: Finding) -> None:
    if notices.attempt(lambda: for_lifter(user, dismiss, finding.topic, today_of(user)), place="fix"):
        notices.offer_undo("It stays as it is", lambda: for_lifter(user, recall, finding.topic))


def _more() -> None:
    st.session_state["fixes_shown"] += PAGE
