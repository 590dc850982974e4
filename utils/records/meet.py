"""The tab Meet total of Records: three lifts, their total and score, and other lifts by body weight."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from auth.user import User
from services.analysis import meet
from services.body.lists import body_weights
from utils import data_loader, explain, styling, tables
from utils.explain import Evidence
from utils.filters import YEAR_DAYS, display_of
from utils.records import meet_figures
from utils.records.facts import load_best_lifts, load_sets_on
from utils.records.filters import RecordFilter
from utils.records.meet_figures import BestLift, Meet, MeetFilter
from utils.styling import MISSING, Display, plain

LIFTS: Final = {"squat": "Squat", "bench": "Bench press", "deadlift": "Deadlift"}
SCORES: Final[Mapping[str, tuple[str, str]]] = {
    "dots": ("DOTS", "500 × total ÷ a polynomial of body weight (Konertz, BVDK)."),
    "wilks": ("Wilks", "500 × total ÷ a polynomial of body weight (Wilks, the original)."),
    "wilks2": ("Wilks-2", "600 × total ÷ a polynomial of body weight (Wilks, 2020)."),
    "ipf_gl": (
        "IPF GL",
        "100 × total ÷ (A − B × e to the power of −C × body weight), raw lifting (IPF, since May 2020).",
    ),
}
GL_CAVEAT: Final = (
    "IPF GL is fitted to elite lifters (from 84% of a world record): between gym lifters of different body weights "
    "it compares only roughly."
)
TIMES: Final = "× bodyweight is the best divided by the body weight of its day, the last that was entered up to it."
PLACES: Final = 2


def ask(chosen: RecordFilter, last_trained: date) -> MeetFilter:
    """Ask which lifts count: a year of them, or everything if the last workout is older."""
    left, right = st.columns(2)
    counted = left.selectbox("Lifts", list(meet_figures.COUNTED), key="meet_counted", filter_mode=None)
    first_shown = 1 if (chosen.as_of - last_trained).days < YEAR_DAYS else 2
    period = right.selectbox("Best of", list(meet_figures.PERIODS), first_shown, key="meet_period", filter_mode=None)
    return meet_figures.meet_filter(counted, period, chosen.as_of)


def load(user: User, chosen: MeetFilter) -> Meet:
    """Compute the lifter's best meet."""
    loaded = data_loader.facts(user, load_best_lifts, chosen.counted, chosen.first, chosen.last)
    weights = data_loader.oltp(user, body_weights)
    return data_loader.derived(
        user,
        loaded.version,
        ("meet", chosen, user.sex, user.shown_score, user.unit),
        lambda: meet_figures.meet_of(loaded.facts, weights, chosen, user),
    )


def show_total(user: User, found: Meet) -> None:
    """Draw total and score, or the list of missing lifts and facts."""
    display, name = display_of(user), SCORES[found.score_name][0]
    if found.total_kg is None:
        missing = _listed([LIFTS[lift].lower() for lift in found.missing])
        st.write(f"A total needs squat, bench press and deadlift with a barbell; missing here: {missing}.")
        return
    with st.container(horizontal=True, gap="large"):
        st.metric("Total", rounded(found.total_kg, found, display), width="content")
        st.metric(name, score(found, display), width="content")
    if found.bodyweight_kg is None:
        st.write(f"{name} needs a body weight from before the last of the three lifts.")
        st.page_link("pages/body.py", label="Enter body weight", icon=":material/monitor_weight:")
        return
    day = max(lift.day for lift in found.lifts.values())
    weight = _weight(found.bodyweight_kg, display)
    st.caption(
        plain(f"At {weight}, the body weight of {styling.short_day(day, display)}. {SCORES[found.score_name][1]}")
    )
    if found.score_name == "ipf_gl":
        st.caption(plain(GL_CAVEAT))


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def score(found: Meet, display: Display) -> str:
    """Format the points with two decimals, as at a meet."""
    return MISSING if found.score is None else styling.fixed(found.score, display, PLACES)


def rounded(kg: float, found: Meet, display: Display) -> str:
    """Format a lift: an estimate to half a kilogram, a lifted load as it is."""
    return styling.e1rm(kg, display) if found.chosen.counted == "e1rm" else styling.weight(kg, display)


def _weight(kg: float | None, display: Display) -> str:
    return styling.body_weight(kg, display)


def show_lifts(user: User, found: Meet, compares: bool) -> None:
    """Draw the lifts of a meet by body weight and, on request, compared with meet entrants."""
    display = display_of(user)
    if found.lifts:
        tables.draw(lift_table(found, compares, display))
    if compares and found.lifts:
        st.caption(plain(comparison(found, display)))
        st.caption(meet.attribution())
    explain.button("meet", "Meet total", lambda: evidence(user, found))
    if found.others:
        st.subheader("Other lifts, by body weight", anchor=False)
        tables.draw(other_table(found, display))
        explain.button("others", "Other lifts, by body weight", lambda: others_evidence(user, found))


def lift_table(found: Meet, compares: bool, display: Display) -> pd.DataFrame:
    """List the three lifts and their total as rows."""
    rows = [_row(LIFTS[lift], best, found, compares, display) for lift, best in found.lifts.items()]
    if found.total_kg is not None:
        rows.append(
            {
                "Lift": "Total",
                "Best": rounded(found.total_kg, found, display),
                "× bodyweight": _times(found.total_kg / found.bodyweight_kg if found.bodyweight_kg else None, display),
                "Day": MISSING,
                "Lifted less": among(found.percentile, display) if compares else MISSING,
            }
        )
    return _unbroken(explain.table(rows, ("Best", "× bodyweight")))


def other_table(found: Meet, display: Display) -> pd.DataFrame:
    """List the other exercises, strongest first."""
    rows = [_row(other.name, other, found, False, display) for other in found.others]
    return _unbroken(explain.table(rows, ("Best", "× bodyweight")))


def _unbroken(table: pd.DataFrame) -> pd.DataFrame:
    return tables.unbroken(table, "Best", "× bodyweight", "Day")


def _row(name: str, best_lift: BestLift, found: Meet, compares: bool, display: Display) -> dict[str, str]:
    return {
        "Lift": plain(name),
        "Best": rounded(best_lift.best_kg, found, display),
        "× bodyweight": _times(best_lift.times_bodyweight, display),
        # Four columns fit a phone; the evidence of the total lists the day.
        "Day": MISSING if compares else plain(styling.short_day(best_lift.day, display)),
        "Lifted less": among(best_lift.percentile, display) if compares else MISSING,
    }


def _times(times: float | None, display: Display) -> str:
    return MISSING if times is None else f"{styling.fixed(times, display, PLACES)} ×"


def among(percentile: float | None, display: Display) -> str:
    """Format a percentile: "62%"; at the published limits "5% or fewer" and "95% or more"."""
    if percentile is None:
        return MISSING
    ends = {meet.KNOTS[0]: " or fewer", meet.KNOTS[-1]: " or more"}
    return styling.percent(percentile / 100, display) + ends.get(int(percentile) if percentile % 1 == 0 else -1, "")


def comparison(found: Meet, display: Display) -> str:
    """Describe the comparison group, as far as the data allows."""
    who = "women" if found.sex == "F" else "men"
    known = [lift.bodyweight_kg for lift in found.lifts.values() if lift.bodyweight_kg]
    if found.sex is None or not known:
        return "The comparison needs your sex and a body weight from before the lifts."
    band = meet.band_of(found.sex, found.bodyweight_kg or known[-1])
    limit = f"{'up to' if band.startswith('<') else 'over'} {styling.weight(float(band.strip('<=>')), display)}"
    return (
        f"“Lifted less” is compared with lifters who entered a meet: {who} {limit}, raw, of all ages, tested and "
        "untested. They are a trained group that chose to compete, and their lifts were judged; yours are training."
    )


def evidence(user: User, found: Meet) -> list[Evidence]:
    """Explain the total as a sum and its score as a formula, with the sets of the days of the lifts."""
    display = display_of(user)
    rows = [_by_bodyweight(lift, found, display) for lift in found.lifts.values()]
    total = {"Best": MISSING if found.total_kg is None else rounded(found.total_kg, found, display)}
    rule = f"{_best_rule(user, found)} {TIMES}"
    listed = tables.unbroken(explain.table(rows, ("Best", "×"), total), "Best", "×")
    name, formula = SCORES[found.score_name]
    return [
        Evidence("Total", total["Best"], rule, listed),
        Evidence(name, score(found, display), formula, pd.DataFrame()),
        *(_sets(user, lift, display) for lift in found.lifts.values()),
    ]


def _best_rule(user: User, found: Meet) -> str:
    is_estimate = found.chosen.counted == "e1rm"
    return explain.estimate_rule(user.e1rm_formula) if is_estimate else "The heaviest load of a set."


def _by_bodyweight(best_lift: BestLift, found: Meet, display: Display) -> dict[str, str]:
    """Return a row of four columns, the most that fits a phone."""
    return {
        "Lift": f"{plain(best_lift.name)}, {plain(styling.short_day(best_lift.day, display))}",
        "Best": rounded(best_lift.best_kg, found, display),
        "Body weight": _weight(best_lift.bodyweight_kg, display),
        "×": _times(best_lift.times_bodyweight, display),
    }


def others_evidence(user: User, found: Meet) -> list[Evidence]:
    """List the other lifts with the body weight of each, and the sets of their days."""
    display = display_of(user)
    told = [_by_bodyweight(other, found, display) for other in found.others]
    rows = tables.unbroken(explain.table(told, ("Best", "×")), "Best", "×")
    name, value = "Other lifts", f"the strongest {styling.count(len(told), display)}"
    rule = f"{_best_rule(user, found)} {TIMES}"
    return [Evidence(name, value, rule, rows), *(_sets(user, other, display) for other in found.others)]


def _sets(user: User, best_lift: BestLift, display: Display) -> Evidence:
    loaded = data_loader.facts(user, load_sets_on, (best_lift.exercise_id,), (best_lift.day,))
    rows = explain.set_table(loaded.facts, display)
    return Evidence(best_lift.name, styling.long_day(best_lift.day, display), "The sets of that day.", rows)
