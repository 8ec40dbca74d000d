"""Compare: how far the claims about one scope agree, scope by scope, and why scopes stand apart."""

import streamlit as st

from figures.compare import ORDERS
from figures.pages import key
from posture.sentences import day
from views import state
from views.address import SCALES, SPANS
from views.agreement import agreement
from views.context import here, known_line, no_room, nothing
from views.rules import rules
from views.scopes import nested, why_apart
from views.take_away import take_away

context = here()
view = context.view
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.selectbox("Dates described", list(SPANS), format_func=SPANS.get, width=250, **state.field("span"))
    st.selectbox("Order", list(ORDERS), format_func=ORDERS.get, width=160, **state.field("order"))
    st.selectbox("Scale", list(SCALES), format_func=SCALES.get, width=150, **state.field("scale"))
rules(st.session_state[state.OFFERED])
ground = context.ground("compare")
panels, left = ground.panels()
when = (
    f"the {view.window:,} days up to {day(view.at)}, and what has expired in as many days before"
    if view.span == "window"
    else "any time"
)
st.caption(
    f"Every chosen estimate that describes {when}, {known_line(context)}. What the claims say together is "
    f"worked out from those that are live at {day(view.at)}, one vote for each voice. Claims, not measurements."
)
if not nothing(panels):
    rows = ground.rows()
    if left:
        st.caption(no_room(left))
    st.html(key(ground))
    for place, panel in enumerate(panels):
        agreement(context, ground, panel, place)
    nested(context)
    why_apart(context, panels)
    take_away(context, rows, page="compare")
