"""Posture, the first page: who claims what at the date T, and how it came to be claimed."""

from html import escape

import streamlit as st

from figures.pages import heads, history, key
from posture.sentences import counted, day
from views import state
from views.as_table import as_table
from views.context import ahead, draw, here, known_line, nothing
from views.rules import rules
from views.take_away import take_away

context = here()
view = context.view
lead = (
    f"What was claimed at {day(view.at)}: the latest own statement of each originator, "
    f"at most {view.window:,} days old, {known_line(context)}. Claims, not measurements."
)
ground = context.ground("posture")
panels, _ = ground.panels()
# It names T, so it changes with the rows and is sent with them: each element costs a browser time.
st.html(f"<p class='fp-lead'>{escape(lead)}</p>{heads(ground, panels) if panels else ''}")
if not nothing(panels):
    rows = ground.rows()
    chart = ahead(lambda: history(ground, panels))
    rules(st.session_state[state.OFFERED])
    if others := len(context.rows) - len(rows):
        st.caption(
            f"Left out here: {counted(others, 'estimate')} that the filters choose, since they count something else "
            "(several forces together, a share, an addition) or there is no room. Compare shows them."
        )
    st.header(chart.title, anchor=False)
    st.html(key(ground, chart.figure))
    draw(chart.figure, key="fp-timeline", alt=chart.alt, over=chart.over)
    as_table(panels, "posture")
    take_away(context, rows, page="posture")
