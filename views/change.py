"""Change: what each originator changed, apart from who came and who left; no line runs through different voices."""

from dataclasses import replace

import streamlit as st

from figures.timeline import Event, timeline
from posture.band import band
from posture.ledger import ledger
from posture.sentences import day, summary
from views import state
from views.address import SCALES
from views.between import between
from views.context import download, draw, here, known_line, legend, nothing, panels, shown
from views.knowledge import knowledge, known_about
from views.ledger import breakdown, definitions, happened, revised, silent, steps_table

context = here()
view = context.view
st.caption(
    f"Each mark is one estimate, {known_line(context)}. A line is a step of one originator's own statements about one "
    "scope. The band is the median zone of the live claims; it breaks where fewer than three originators are live. "
    "There is no trend line: at these sizes a pooled trend raises a false alarm, in simulations where nothing moves, "
    "in a quarter to two fifths of all cases, a comparison like for like in less than a tenth."
)
if not nothing(context.rows):
    drawn, left = panels(context, context.rows)
    if left:
        st.caption(f"{left} more scopes fit the filters; choose fewer forces, measures or places to see them.")
    scopes = [panel.rows["scope"].iloc[0] for panel in drawn]
    told = context.everything[context.everything["scope"].isin(scopes)]
    steps = ledger(told, view.known_by)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Scale", list(SCALES), format_func=SCALES.get, width=160, **state.field("scale"))
        knowledge(context, told)
    legend(context, shown(drawn), steps=True)
    brief = [
        replace(
            panel,
            subtitle=summary(panel.rows),
            band=band(told[told["scope"] == scope], window=view.window, known_by=view.known_by),
            steps=steps[steps["scope"] == scope],
        )
        for panel, scope in zip(drawn, scopes, strict=True)
    ]
    dated = [event for event in context.theatre.events if event.date.days]
    figure = timeline(
        brief,
        context.styles,
        context.colours,
        at=view.at,
        log=view.scale == "log",
        events=[Event(event.date.first, event.date.last, event.label) for event in dated],
    )
    names = ", ".join(panel.title for panel in drawn)
    draw(figure, key="fp-change", alt=f"Estimates along time to {day(view.at)}, one panel for each of: {names}.")
    download(shown(drawn), page="change")
    known_about(context, drawn, told)
    between(context, drawn, told)
    st.subheader("Behind it", anchor=False)
    steps_table(context, drawn, steps)
    revised(context, told)
    silent(context, told)
    breakdown(context)
    definitions(context, drawn)
    happened(context)
