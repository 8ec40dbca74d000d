"""What stands behind the Change page: the ledger, revisions and lags, the calendar of silence, own breakdowns."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from figures.breakdown import breakdown_chart, is_exact
from figures.dumbbell import dumbbell
from figures.panels import Panel
from figures.silence import silence
from figures.style import sources_line
from figures.tables import table_html
from posture.breakdown import breakdowns
from posture.columns import MERGED
from posture.movers import summary
from posture.revisions import lags, revisions
from posture.sentences import counted, days, factor, isolated, period
from posture.silence import ages, calendar
from posture.table import JOIN
from views.context import Context, draw, unfolded

MOST_BREAKDOWNS = 6


def steps_table(context: Context, drawn: Sequence[Panel], steps: pd.DataFrame) -> None:
    """Every step between statements that the page shows, with its verdict."""
    shown = {name for panel in drawn for name in panel.rows["estimate_id"]}
    both = steps["earlier_ids"] + MERGED + steps["later_ids"]
    kept = steps[pd.Series([shown.issuperset(ids.split(MERGED)) for ids in both], index=steps.index, dtype=bool)]
    if (
        box := unfolded(f"The ledger: {counted(len(kept), 'step')} of one originator about one scope", "ledger")
    ) is None:
        return
    titles = {panel.rows["scope"].iloc[0]: panel.title for panel in drawn}
    rows = [
        (
            f"{isolated(step['originator_label'])}, {titles[step['scope']]}",
            f"{step['earlier_count']} ({period(step['earlier_as_of'])}, {isolated(step['earlier_publisher'])})",
            f"{step['later_count']} ({period(step['later_as_of'])}, {isolated(step['later_publisher'])})",
            step["verdict"] + (f"; {step['change']}" if step["change"] else ""),
            _factors(step),
            "not known" if ".." in step["earlier_as_of"] + step["later_as_of"] else days(int(step["days"])),
        )
        for step in kept.to_dict("records")
    ]
    with box:
        st.text(summary(kept).says if len(kept) else "Nobody has said anything twice here.")
        if rows:
            st.html(table_html(["Who", "First", "Then", "Verdict", "Factor", "Apart"], rows, context.colours))


def _factors(step: dict) -> str:
    """The point factor where it is lawful, and what the ends allow."""
    if not pd.isna(step["factor"]) and step["factor_low"] == step["factor_high"]:
        return factor(step["factor"])
    point = "" if pd.isna(step["factor"]) else f"{factor(step['factor'])}; "
    low = "" if pd.isna(step["factor_low"]) else f"from {factor(step['factor_low'])}"
    high = "" if pd.isna(step["factor_high"]) else f"to {factor(step['factor_high'])}"
    return f"{point}{' '.join(filter(None, (low, high)))}".strip("; ") or "any"


def revised(context: Context, rows: pd.DataFrame) -> None:
    """First said, now said; and how late each originator's figures come."""
    found, late = revisions(rows, context.view.known_by), lags(rows, context.view.known_by)
    if (
        box := unfolded(f"Revisions: {counted(len(found), 'figure')} said anew for the same date", "revisions")
    ) is None:
        return
    with box:
        if len(found):
            told = [
                (
                    row["originator_label"],
                    f"{row['first_count']} ({isolated(row['first_publisher'])})",
                    f"{row['now_count']} ({isolated(row['now_publisher'])})",
                    row["verdict"] + ("" if pd.isna(row["factor"]) else f", {factor(row['factor'])}"),
                )
                for row in found.to_dict("records")
            ]
            sources = sources_line([*found["first_publisher"], *found["now_publisher"]])
            figure = dumbbell(found, context.colours, sources=sources, log=context.view.scale == "log")
            draw(figure, key="fp-revisions", alt="What was first said, and what is said now of the same time")
            st.html(table_html(["Who", "First said", "Now said", "Verdict"], told, context.colours))
        else:
            st.text("No originator has published another figure for a date that it had described before.")
        slow = [
            (
                row["originator_label"],
                f"{row['median_days']:,g}",
                f"{row['longest_days']:,}",
                f"{row['same_time']} of {row['statements']}",
            )
            for row in late.to_dict("records")
            if row["longest_days"] > 0
        ]
        if not slow:
            st.text("Every figure here describes the day of its publication, or no other time is known.")
            return
        st.text("Days from the time described to the publication, by originator; most reports name no other time:")
        headers = ["Who", "Median days", "Longest", "Describe the time of publication"]
        st.html(table_html(headers, slow, context.colours))


def silent(context: Context, rows: pd.DataFrame) -> None:
    """The calendar of silence, and how old what is known is."""
    if (box := unfolded("Silence: in which months nobody spoke, and how old what is known is", "silence")) is None:
        return
    labels = dict(zip(rows["force"], rows["force_label"], strict=True))
    with box:
        st.text("A figure counts in the month in which the time that it describes ends.")
        months = calendar(rows, until=context.view.at)
        figure = silence(months, labels, context.colours, sources=sources_line(rows["publisher"]))
        spoken = (months["originators"] > 0).groupby(months["key"], sort=False).agg(["sum", "size"])
        told = [f"{labels.get(key, key)} in {some} of {every}" for key, some, every in spoken.itertuples()]
        draw(figure, key="fp-silence", alt=f"Months in which somebody spoke of it: {'; '.join(told)}.")
        old = [
            (
                labels.get(row["key"], row["key"]),
                *(
                    "never" if pd.isna(row[f"{name}_days"]) else days(int(row[f"{name}_days"]))
                    for name in ("described", "spoke", "mentioned")
                ),
            )
            for row in ages(rows, context.view.moment, by="force").to_dict("records")
        ]
        headers = ["Force", "Since the time described", "Since somebody spoke anew", "Since it was last printed"]
        st.html(table_html(headers, old, context.colours))


def breakdown(context: Context) -> None:
    """One originator's own parts under its own whole, never parts of different originators."""
    chosen = set(context.view.force)
    found = [
        one
        for one in breakdowns(context.everything, context.theatre.forces)
        if not chosen or any(chosen & set(row["force"].split(JOIN)) for row in (one.whole, *one.parts))
    ]
    if not found:
        return
    if (
        box := unfolded(f"Own breakdowns: {counted(len(found), 'whole')} that an originator splits itself", "breakdown")
    ) is None:
        return
    with box:
        for place, one in enumerate(found[:MOST_BREAKDOWNS]):
            if is_exact(one):
                draw(breakdown_chart(one, context.colours), key=f"fp-breakdown-{place}", alt=one.says)
            st.text(one.says)


def definitions(context: Context, drawn: Sequence[Panel]) -> None:
    """What each panel counts, whole sentences."""
    if (box := unfolded("What each panel counts", "definitions")) is not None:
        with box:
            rows = [(panel.title, panel.subtitle) for panel in drawn]
            st.html(table_html(["Panel", "Counts"], rows, context.colours))


def happened(context: Context) -> None:
    """The events that are shaded, each with a source."""
    events = context.theatre.events
    if events and (box := unfolded("The events that are shaded", "events")) is not None:
        with box:
            rows = [(period(str(event.date)), event.label, event.url or "") for event in events]
            st.html(table_html(["When", "What", "Where it can be followed"], rows, context.colours))
