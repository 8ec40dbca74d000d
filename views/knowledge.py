"""As known then: a slider that replays the picture at any day of knowledge."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from figures.panels import Panel
from figures.tables import table_html
from posture.revisions import vintages
from posture.sentences import day
from posture.since import UNCHANGED, known_then, turns
from views import state
from views.context import Context, unfolded

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
        on_change=state.hold,
        args=(_changed, days[-1]),
        help="Hides what was published later. The date T stays where it is.",
        width="stretch",
    )


def known_about(context: Context, drawn: Sequence[Panel], rows: pd.DataFrame) -> None:
    """For a day of knowledge, scope by scope: what was known then about T, and what became known of it later."""
    moment = context.view.moment
    if moment.known_by is None:
        return
    label = f"What was known on {day(moment.known_by)} about {day(moment.at)}, and what became known later"
    if (box := unfolded(label, "known")) is None:
        return
    with box:
        for panel in drawn:
            _known(context, panel, rows[rows["scope"] == panel.scope])


def _known(context: Context, panel: Panel, rows: pd.DataFrame) -> None:
    moment = context.view.moment
    head, *told = known_then(rows, moment)
    later = [turn for turn in turns(rows, moment, replace(moment, known_by=None)) if turn.kind != UNCHANGED]
    st.text(f"{panel.title}: {head}")
    lines = [("known then", text) for text in told] + [(f"later: {turn.kind}", turn.says) for turn in later]
    if lines:
        st.html(table_html(["When", "What was known"], lines))


def _changed(last: object) -> None:
    if (chosen := st.session_state.get(KEY)) is None:
        return  # the reader has gone on to another page
    state.change(known_by=None if chosen == last else chosen)
