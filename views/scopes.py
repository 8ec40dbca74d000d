"""Why scopes stand apart, and what nested ones say about each other."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd
import streamlit as st

from figures.panels import Panel
from figures.tables import table_html
from posture.comparability import apart
from posture.nesting import flags, upward
from posture.panel import live
from posture.sentences import counted, day
from posture.table import JOIN
from views.context import Context, unfolded

MOST_PAIRS = 15


def nested(context: Context) -> None:
    """Parts that are larger than their whole, and what a part says of the least that its whole can be.

    It looks at every force of the theatre, since the whole of a chosen force is often not chosen itself.
    """
    theatre, view = context.theatre, context.view
    current = live(context.everything, view.moment)
    touching = _touching(current, set(view.force) or set(theatre.forces))
    larger = [one for one in flags(current, theatre.forces, theatre.places) if touching & {one.part_id, one.whole_id}]
    bounds = [one for one in upward(current, theatre.forces, theatre.places) if one.news and touching & {one.part_id}]
    if not larger and not bounds:
        return
    found = f"{counted(len(larger), 'part')} larger than the whole, {counted(len(bounds), 'bound')} from a part upwards"
    label = f"Nested forces at {day(view.at)}: {found}"
    if (box := unfolded(label, "nested")) is None:
        return
    with box:
        if larger:
            st.text("A part cannot be larger than its whole, so these claims contradict each other:")
            st.html(table_html(["Who", "What"], [(one.who, one.says) for one in larger]))
        if bounds:
            st.text("If a claim about a part holds, its whole is at least as large:")
            rows = [(theatre.forces[one.whole].label, one.says) for one in bounds]
            st.html(table_html(["Whole", "Bound"], rows))


def _touching(rows: pd.DataFrame, chosen: set[str]) -> set[str]:
    """The estimates that count a chosen force, alone or with others."""
    counts = [not chosen.isdisjoint(cell.split(JOIN)) for cell in rows["force"]]
    return set(rows.loc[counts, "estimate_id"])


def why_apart(context: Context, drawn: Sequence[Panel]) -> None:
    """In words, for each pair of panels, why they are never put on one line."""
    pairs = list(combinations(drawn, 2))
    if not pairs:
        return
    if (box := unfolded("Why these panels are never compared with each other", "apart")) is None:
        return
    measures = context.opened.config.measures
    reasons = [
        (
            f"{one.title} / {other.title}",
            " ".join(apart(one.rows.iloc[0], other.rows.iloc[0], context.theatre, measures)),
        )
        for one, other in pairs[:MOST_PAIRS]
    ]
    with box:
        st.html(table_html(["Panels", "Why"], reasons))
        if len(pairs) > MOST_PAIRS:
            st.text(f"{len(pairs) - MOST_PAIRS} more pairs; choose fewer forces to read them.")
