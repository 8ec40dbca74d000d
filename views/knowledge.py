"""As known then: a slider that replays the picture at any day of knowledge."""

import pandas as pd
import streamlit as st

from posture.revisions import vintages
from posture.sentences import day
from views import state
from views.context import Context

KEY = "fp-knowledge"


def knowledge(context: Context, rows: pd.DataFrame) -> None:
    """The days on which the picture changed, the last of them standing for everything published so far."""
    days = vintages(rows)
    if len(days) < 2:
        return
    known_by = context.view.known_by
    held = [one for one in days if known_by is None or one <= known_by]
    st.session_state[KEY] = held[-1] if held else days[0]
    st.select_slider(
        "Known by",
        days,
        format_func=lambda one: "everything" if one == days[-1] else day(one),
        key=KEY,
        on_change=_changed,
        args=(days[-1],),
        help="Hides what was published later. The date T stays where it is.",
        width="stretch",
    )


def _changed(last: object) -> None:
    chosen = st.session_state[KEY]
    state.change(known_by=None if chosen == last else chosen)
