"""Change: what each originator changed, apart from who came and who left; no line runs through different voices."""

import streamlit as st

from figures.pages import changes, key, told_of
from posture.ledger import ledger
from views import state
from views.address import SCALES
from views.as_table import as_table
from views.between import between
from views.context import draw, here, known_line, no_room, nothing
from views.knowledge import knowledge, known_about
from views.ledger import breakdown, definitions, happened, revised, silent, steps_table
from views.take_away import take_away

context = here()
view = context.view
st.caption(
    f"Each mark is one estimate, {known_line(context)}. A line is a step of one originator's own statements about one "
    "scope. The band is the median zone of the live claims; it breaks where fewer than three originators are live. "
    "There is no trend line: at these sizes a pooled trend raises a false alarm in a quarter to two fifths of the "
    "simulated cases in which nothing moves, a comparison of each originator with itself in less than a tenth."
)
ground = context.ground("change")
panels, left = ground.panels()
if not nothing(panels):
    if left:
        st.caption(no_room(left))
    rows, told = ground.rows(), told_of(ground, panels)
    steps = ledger(told, view.known_by)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Scale", list(SCALES), format_func=SCALES.get, width=160, **state.field("scale"))
        knowledge(context, told)
    chart = changes(ground, panels, told, steps)
    st.html(key(ground, chart.figure))
    draw(chart.figure, key="fp-change", alt=chart.alt, over=chart.over)
    as_table(panels, "change")
    take_away(context, rows, page="change")
    if view.side or view.originator or view.since or view.until:
        st.caption(
            "What follows looks at all that is told of these scopes, whatever the filters on sides, originators and "
            "dates leave: a filter would measure a step from the wrong statement."
        )
    known_about(context, panels, told)
    between(context, ground, panels, told)
    st.header("Behind it", anchor=False)
    steps_table(panels, steps)
    revised(context, ground, panels, told)
    silent(context, ground, told)
    breakdown(ground)
    definitions(panels)
    happened(context)
