"""Posture, the first page: who claims what at the date T, and how it came to be claimed."""

from dataclasses import replace

import streamlit as st

from figures.headline import HeadRow, headline_rows
from figures.timeline import timeline
from posture.band import band
from posture.sentences import day
from views import state
from views.context import download, draw, here, known_line, legend, nothing, panels, scope_of, shown, strengths
from views.rules import rules

context = here()
view = context.view
st.caption(
    f"What was claimed at {day(view.at)}: the latest own statement of each originator, "
    f"at most {view.window:,} days old, {known_line(context)}. Claims, not measurements."
)
rows = strengths(context, context.rows)
if not nothing(rows):
    drawn, left = panels(context, rows)
    said = context.headlines(shown(drawn))
    heads = [HeadRow(panel.title, panel.subtitle, said[scope_of(panel)], panel.rows) for panel in drawn]
    st.html(headline_rows(heads, context.styles, context.colours, view.at, view.window))
    rules(st.session_state[state.OFFERED])
    others = len(context.rows) - len(shown(drawn))
    if others:
        st.caption(
            f"{others} more estimates fit the filters and count something else (several forces together, a share, "
            "an addition) or have no room here: Compare shows them."
        )
    st.subheader("How it came to be claimed", anchor=False)
    legend(context, shown(drawn))
    bare = [
        replace(panel, subtitle="", band=band(panel.rows, window=view.window, known_by=view.known_by))
        for panel in drawn
    ]
    figure = timeline(bare, context.styles, context.colours, at=view.at, window=view.window, log=view.scale == "log")
    names = ", ".join(panel.title for panel in drawn)
    draw(figure, key="fp-timeline", alt=f"Claims along time, one panel for each of: {names}.")
    download(shown(drawn), page="posture")
