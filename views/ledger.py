"""What stands behind the Change page: the ledger, revisions and lags, the calendar of silence, own breakdowns."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from figures.behind import MOST_BREAKDOWNS, own_parts, parts_chart, revision_chart, silence_chart
from figures.ground import Ground
from figures.panels import Panel
from figures.tables import table_html
from posture.columns import MERGED
from posture.movers import summary
from posture.revisions import lags, revisions
from posture.sentences import counted, days, factor, isolated, period
from posture.silence import ages
from views.context import Context, draw_with_key, unfolded


def steps_table(drawn: Sequence[Panel], steps: pd.DataFrame) -> None:
    """Every step between statements that the page shows, with its verdict."""
    shown = {name for panel in drawn for name in panel.rows["estimate_id"]}
    both = steps["earlier_ids"] + MERGED + steps["later_ids"]
    kept = steps[pd.Series([shown.issuperset(ids.split(MERGED)) for ids in both], index=steps.index, dtype=bool)]
    if (
        box := unfolded(f"The ledger: {counted(len(kept), 'step')} of one originator about one scope", "ledger")
    ) is None:
        return
    titles = {panel.scope: panel.title for panel in drawn}
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
            st.html(table_html(["Who", "First", "Then", "Verdict", "Factor", "Apart"], rows))


def _factors(step: dict) -> str:
    """The point factor where it is lawful, and what the ends allow."""
    if not pd.isna(step["factor"]) and step["factor_low"] == step["factor_high"]:
        return factor(step["factor"])
    point = "" if pd.isna(step["factor"]) else f"{factor(step['factor'])}; "
    low = "" if pd.isna(step["factor_low"]) else f"from {factor(step['factor_low'])}"
    high = "" if pd.isna(step["factor_high"]) else f"to {factor(step['factor_high'])}"
    return f"{point}{' '.join(filter(None, (low, high)))}".strip("; ") or "any"


def revised(context: Context, ground: Ground, drawn: Sequence[Panel], told: pd.DataFrame) -> None:
    """First said, now said; and how late each originator's figures come."""
    found = revisions(told, context.view.known_by)
    box = unfolded(f"Revisions: {counted(len(found), 'figure')} said anew for the same date", "revisions")
    if box is None:
        return
    with box:
        if chart := revision_chart(ground, drawn, found):
            draw_with_key(chart, key="fp-revisions")
            _verdicts(found)
        else:
            st.text("No originator has published another figure for a date that it had described before.")
        _late(context, told)


def _verdicts(found: pd.DataFrame) -> None:
    rows = [
        (
            row["originator_label"],
            f"{row['first_count']} ({isolated(row['first_publisher'])})",
            f"{row['now_count']} ({isolated(row['now_publisher'])})",
            row["verdict"] + ("" if pd.isna(row["factor"]) else f", {factor(row['factor'])}"),
        )
        for row in found.to_dict("records")
    ]
    st.html(table_html(["Who", "First said", "Now said", "Verdict"], rows))


def _late(context: Context, told: pd.DataFrame) -> None:
    """How late the figures of each originator come."""
    slow = [
        (
            row["originator_label"],
            f"{row['median_days']:,g}",
            f"{row['longest_days']:,}",
            f"{row['same_time']} of {row['statements']}",
        )
        for row in lags(told, context.view.known_by).to_dict("records")
        if row["longest_days"] > 0
    ]
    if not slow:
        st.text("Every figure here describes the day of its publication, or no other time is known.")
        return
    st.text("Days from the time described to the publication, by originator; most reports name no other time:")
    headers = ["Who", "Median days", "Longest", "Describe the time of publication"]
    st.html(table_html(headers, slow))


def silent(context: Context, ground: Ground, told: pd.DataFrame) -> None:
    """The calendar of silence, and how old what is known is."""
    if (box := unfolded("Silence: in which months nobody spoke, and how old what is known is", "silence")) is None:
        return
    with box:
        if (chart := silence_chart(ground, told)) is None:
            st.text("Nobody had spoken of it yet.")
            return
        st.text(chart.brief)
        draw_with_key(chart, key="fp-silence")
        _ages(context, told)


def _ages(context: Context, told: pd.DataFrame) -> None:
    labels = dict(zip(told["force"], told["force_label"], strict=True))
    old = [
        (
            labels.get(row["key"], row["key"]),
            *(
                "never" if pd.isna(row[f"{name}_days"]) else days(int(row[f"{name}_days"]))
                for name in ("described", "spoke", "mentioned")
            ),
        )
        for row in ages(told, context.view.moment, by="force").to_dict("records")
    ]
    headers = ["Force", "Since the time described", "Since somebody spoke anew", "Since it was last printed"]
    st.html(table_html(headers, old))


def breakdown(ground: Ground) -> None:
    """One originator's own parts under its own whole, never parts of different originators."""
    found = own_parts(ground)
    if not found:
        return
    label = f"Own breakdowns: {counted(len(found), 'whole')} that an originator splits itself"
    if (box := unfolded(label, "breakdown")) is None:
        return
    with box:
        for place, one in enumerate(found[:MOST_BREAKDOWNS]):
            if chart := parts_chart(ground, one):
                draw_with_key(chart, key=f"fp-breakdown-{place}")
            st.text(one.says)
        if len(found) > MOST_BREAKDOWNS:
            st.text(f"{counted(len(found) - MOST_BREAKDOWNS, 'more whole')}; choose fewer forces to read them.")


def definitions(drawn: Sequence[Panel]) -> None:
    """What each panel counts, whole sentences."""
    if (box := unfolded("What each panel counts", "definitions")) is not None:
        with box:
            rows = [(panel.title, panel.subtitle) for panel in drawn]
            st.html(table_html(["Panel", "Counts"], rows))


def happened(context: Context) -> None:
    """The events that are shaded, each with a source."""
    events = context.theatre.events
    if events and (box := unfolded("The events that are shaded", "events")) is not None:
        with box:
            rows = [(period(str(event.date)), event.label, event.url or "") for event in events]
            st.html(table_html(["When", "What", "Where it can be followed"], rows))
