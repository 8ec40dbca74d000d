"""What changed between two dates, and who said so: in sentences that cite, and apart from who came and who left."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from figures.behind import composition, is_later
from figures.ground import Ground
from figures.panels import Panel
from figures.tables import table_html
from posture.collapse import bounds
from posture.comparison import MEDIAN_FROM, Comparison
from posture.composition import zones
from posture.movers import compared
from posture.sentences import day
from posture.since import UNCHANGED, turns
from views import state
from views.context import Context, draw_with_key, plain


def between(context: Context, ground: Ground, drawn: Sequence[Panel], told: pd.DataFrame) -> None:
    """Two dates chosen by the reader, and for each scope what became of every claim."""
    asked = ground.asked
    st.header(f"From {day(asked.earlier.at)} to {day(asked.at)}", anchor=False)
    _dates(context, told)
    if not is_later(asked):
        st.warning("The first date is not before the date T; choose an earlier one.")
        return
    for place, panel in enumerate(drawn):
        _scope(ground, panel, told, place)


def _dates(context: Context, told: pd.DataFrame) -> None:
    at = context.view.at
    first = told["as_of_to"].min().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "Compare with", format="YYYY-MM-DD", min_value="1900-01-01", max_value="2100-12-31", width=180,
            help="Left empty: a year before the date T.", **state.field("before"),
        )  # fmt: skip
        for label, when in (
            ("A year before", None),
            ("Two years before", at - timedelta(days=730)),
            ("The first", first),
        ):
            arguments = {"args": (state.change,), "kwargs": {"before": when}, "key": f"fp-before-{label}"}
            st.button(label, on_click=state.press, type="tertiary", **arguments)


def _scope(ground: Ground, panel: Panel, told: pd.DataFrame, place: int) -> None:
    rows = told[told["scope"] == panel.scope]
    earlier, later = ground.asked.earlier, ground.asked.moment
    found = turns(rows, earlier, later)
    if not found:
        return
    st.subheader(plain(panel.title), anchor=False)
    changed = [(turn.kind, turn.says) for turn in found if turn.kind != UNCHANGED]
    kinds = Counter(turn.kind for turn in found)
    st.caption(plain(f"{', '.join(f'{number} {kind}' for kind, number in kinds.items())}. {compared(rows, later)}"))
    if changed:
        st.html(table_html(["What", "Who said so"], changed))
    before, after, parted, chart = composition(ground, panel, told)
    st.caption(plain(parted.says + _zones(before, after)))
    if chart:
        draw_with_key(chart, key=f"fp-waterfall-{place}")


def _zones(before: Comparison, after: Comparison) -> str:
    """The median zones at both dates, and of the voices that speak at both, where there are enough of them."""
    if min(before.n, after.n) < MEDIAN_FROM:
        return ""
    found = zones(before.votes, after.votes)
    text = f" Median zone {bounds(*found.earlier, before.votes)}, then {bounds(*found.later, after.votes)}"
    if min(found.n) >= MEDIAN_FROM and found.earlier_same and found.later_same:
        same = f"{bounds(*found.earlier_same, before.votes)}, then {bounds(*found.later_same, after.votes)}"
        text += f"; of the voices at both dates {same}"
    return f"{text}."
