"""What changed between two dates, and who said so: in sentences that cite, and apart from who came and who left."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from figures.panels import Panel
from figures.style import sources_line
from figures.tables import table_html
from figures.waterfall import waterfall
from posture.answers import labels
from posture.collapse import bounds
from posture.comparison import MEDIAN_FROM, Comparison, compare
from posture.composition import split, zones
from posture.movers import compared
from posture.panel import Moment
from posture.sentences import day
from posture.since import UNCHANGED, turns
from views import state
from views.context import Context, draw, plain


def between(context: Context, drawn: Sequence[Panel], told: pd.DataFrame) -> None:
    """Two dates chosen by the reader, and for each scope what became of every claim."""
    view = context.view
    st.header(f"From {day(view.earlier.at)} to {day(view.at)}", anchor=False)
    _dates(context, told)
    if view.earlier.at >= view.at:
        st.warning("The first date is not before the date T; choose an earlier one.")
        return
    for place, panel in enumerate(drawn):
        scope = told[told["scope"] == panel.rows["scope"].iloc[0]]
        _scope(context, panel, scope, place)


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
            st.button(label, on_click=state.change, kwargs={"before": when}, key=f"fp-before-{label}", type="tertiary")


def _scope(context: Context, panel: Panel, rows: pd.DataFrame, place: int) -> None:
    earlier, later = context.view.earlier, context.view.moment
    found = turns(rows, earlier, later)
    if not found:
        return
    st.subheader(plain(panel.title), anchor=False)
    told = [(turn.kind, turn.says) for turn in found if turn.kind != UNCHANGED]
    kinds = Counter(turn.kind for turn in found)
    st.caption(plain(f"{', '.join(f'{number} {kind}' for kind, number in kinds.items())}. {compared(rows, later)}"))
    if told:
        st.html(table_html(["What", "Who said so"], told, context.colours))
    before, after = (_votes(context, rows, moment) for moment in (earlier, later))
    parted = split(before.votes, after.votes)
    st.caption(plain(parted.says + _zones(before, after)))
    if parted.total is not None and parted.total != 1:
        sources = sources_line(rows.loc[rows["estimate_id"].isin(_ids(before, after)), "publisher"])
        draw(waterfall(parted, context.colours, sources=sources), key=f"fp-waterfall-{place}", alt=parted.says)


def _votes(context: Context, rows: pd.DataFrame, moment: Moment) -> Comparison:
    names, tolerance = labels(context.theatre), context.opened.config.tolerance
    return compare(rows, moment, names, by=context.view.votes, tolerance=tolerance)


def _ids(*comparisons: Comparison) -> set[str]:
    return {name for one in comparisons for name in one.ids}


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
