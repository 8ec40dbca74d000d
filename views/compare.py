"""Compare: a row for each statement, apart by scope, with its repeats beneath it."""

import streamlit as st

from figures.compare import ORDERS, compare
from posture.selection import near
from posture.sentences import day, days
from views import state
from views.address import SCALES, SPANS
from views.context import download, draw, here, known_line, legend, nothing, panels, shown

context = here()
view = context.view
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.selectbox("Dates described", list(SPANS), format_func=SPANS.get, width=260, **state.field("span"))
    st.selectbox("Order", list(ORDERS), format_func=ORDERS.get, width=180, **state.field("order"))
    st.selectbox("Scale", list(SCALES), format_func=SCALES.get, width=160, **state.field("scale"))
rows = near(context.rows, view.moment) if view.span == "window" else context.rows
when = f"the {days(view.window)} up to {day(view.at)}" if view.span == "window" else "any time"
st.text(
    f"Every chosen estimate that describes {when}, {known_line(context)}. Only rows of one panel count the same thing."
)
if not nothing(rows):
    drawn, left = panels(context, rows)
    if left:
        st.text(f"{left} more scopes fit the filters; choose fewer forces, measures or places to see them.")
    legend(context, shown(drawn))
    figure = compare(drawn, context.styles, context.colours, order=view.order, log=view.scale == "log")
    draw(
        figure,
        key="fp-compare",
        alt=f"Estimates side by side, one list for each of: {', '.join(panel.title for panel in drawn)}.",
    )
    download(shown(drawn), page="compare")
