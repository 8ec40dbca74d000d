"""Change: what each originator said along time; a line joins only one originator's statements about one scope."""

from dataclasses import replace

import streamlit as st

from figures.tables import table_html
from figures.timeline import Event, timeline
from posture.sentences import period, summary
from views import state
from views.address import SCALES
from views.context import download, draw, here, known_line, legend, nothing, panels, shown

context = here()
view = context.view
st.selectbox("Scale", list(SCALES), format_func=SCALES.get, width=160, **state.field("scale"))
st.text(
    f"Each mark is one estimate, {known_line(context)}. A line joins statements of one originator about one scope; "
    "no line runs through different originators, since it would invent a change that nobody claimed."
)
if not nothing(context.rows):
    drawn, left = panels(context, context.rows)
    if left:
        st.text(f"{left} more scopes fit the filters; choose fewer forces, measures or places to see them.")
    legend(context, shown(drawn))
    events = [
        Event(event.date.first, event.date.last, event.label) for event in context.theatre.events if event.date.days
    ]
    brief = [replace(panel, subtitle=summary(panel.rows)) for panel in drawn]
    figure = timeline(
        brief, context.styles, context.colours, at=view.at, log=view.scale == "log", lines=True, events=events
    )
    draw(
        figure,
        key="fp-change",
        alt=f"Estimates along time, one panel for each of: {', '.join(panel.title for panel in drawn)}.",
    )
    download(shown(drawn), page="change")
    with st.expander("What each panel counts"):
        st.html(table_html(["Panel", "Counts"], [(panel.title, panel.subtitle) for panel in drawn], context.colours))
    if context.theatre.events:
        with st.expander("The events that are shaded"):
            listed = [(period(str(event.date)), event.label, event.url or "") for event in context.theatre.events]
            st.html(table_html(["When", "What", "Where it can be followed"], listed, context.colours))
