"""Questions that strength scores need: the lifter's sex, and whether to compare with lifters of meets."""

from typing import Any, Final

import streamlit as st

from auth import accounts
from auth.settings_forms import SEX_NAMES
from auth.user import User
from database.db_connector import engine
from database.oltp_tables import SEXES
from services.errors import TonnageError

COMPARES: Final = "compares_with_meets"


def ask_sex(user: User) -> None:
    """Ask once which of a score's two formulas to use."""
    st.write("Scores have one formula for women and one for men: which is yours?")
    with st.container(horizontal=True):
        for sex in SEXES:
            if st.button(SEX_NAMES[sex], key=f"sex_{sex}"):
                _keep(user, "sex", sex)


def ask_comparison(user: User) -> bool:
    """Ask whether to compare lifts with those of lifters who entered a meet; off by default."""
    compares = st.toggle("Compare with lifters who entered a meet", user.compares_with_meets, key=COMPARES)
    if compares != user.compares_with_meets:
        _keep(user, COMPARES, compares)
    return user.compares_with_meets


def _keep(user: User, name: str, value: Any) -> None:
    try:
        accounts.amend(engine(), user.user_id, {name: value})
    except TonnageError as refused:
        st.error(str(refused))
        return
    st.rerun()
