"""One scope on the Compare page: the disagreement in words, the claims in a chart, and every rule beside each other."""

import streamlit as st

from figures.behind import shares_chart
from figures.ground import Ground
from figures.pages import comparison, comparison_of
from figures.panels import Panel
from figures.tables import table_html
from posture.agreement import envelope
from posture.answers import around, official
from posture.collapse import RULES, collapse
from posture.comparison import Around, Comparison, hear
from posture.lineage import echo_share, effective_number
from posture.sentences import counted, days, factor, span
from views.as_table import as_table
from views.context import Context, draw, draw_with_key, plain, unfolded
from views.lineage import retold


def agreement(context: Context, ground: Ground, panel: Panel, place: int) -> None:
    """A scope: heading and definition, two or three sentences to quote, the chart, and what lies behind it."""
    found = comparison_of(ground, panel)
    chart = comparison(ground, panel, found)
    st.header(plain(panel.title), anchor=False)
    st.caption(plain(panel.subtitle))
    with st.container(key=f"fp-quote-{place}"):
        st.code(chart.said, language=None, wrap_lines=True)
    draw(chart.figure, key=f"fp-compare-{place}", alt=chart.alt)
    as_table([panel], str(place))
    label = f"Under every rule, and who carries the disagreement ({counted(found.n, 'voice')})"
    if (box := unfolded(label, f"rules-{place}")) is not None:
        with box:
            heard = hear(ground.rows_of(panel), ground.asked.known_by)
            _rules(context, ground, around(ground.opened, ground.asked, heard)[panel.scope])
            _carriers(ground, panel, found, place)
    _rulebook(context, panel)
    retold(context, ground, panel, place)


def _rules(context: Context, ground: Ground, windows: Around) -> None:
    preferred = official(context.theatre, context.opened.config)
    rows = []
    for key, rule in RULES.items():
        if key == "one" and not context.view.voice:
            continue
        found = [collapse(one, key, preferred, ground.asked.voice) for one in windows]
        cells = [one.figure if one else "says nothing" for one in found]
        rows.append(
            (
                rule.label + (" (in force)" if key == context.view.rule else ""),
                *cells,
                found[1].whose if found[1] else rule.says,
            )
        )
    headers = ["Rule", *(f"{one.moment.window:,} days" for one in windows), "Whose"]
    st.html(table_html(headers, rows))


def _carriers(ground: Ground, panel: Panel, found: Comparison, place: int) -> None:
    if (chart := shares_chart(ground, panel, found)) is None:
        return
    mentions, printed = [vote.mentions for vote in found.votes], [row["mentions"] for row in found.voting]
    rows = [
        (vote.label, vote.counts, span(vote.low, vote.high), days(vote.age), factor(without))
        for vote, without in zip(found.votes, found.gaps_without, strict=True)
    ]
    st.text(
        f"The gap of all is {factor(found.gap)}; the last column is the gap without that voice. "
        f"{counted(found.mentions, 'live mention')}, {counted(found.n, 'voice')}, "
        f"{counted(found.bodies, 'body', 'bodies')}; echo share {echo_share(printed):.0%}, "
        f"coverage equal to {effective_number(mentions):.1f} voices."
    )
    st.html(table_html(["Voice", "Says", "Read as", "Age", "Gap without it"], rows))
    ends = envelope([(vote.low, vote.high) for vote in found.votes])
    lowest, highest = found.votes[ends.low_row], found.votes[ends.high_row]
    st.text(
        f"Stated figures run from {lowest.counts} ({lowest.label}) to {highest.counts} ({highest.label})."
        f"{' Somebody sets no lower end.' * ends.open_below}{' Somebody sets no upper end.' * ends.open_above}"
    )
    st.text(chart.brief)
    draw_with_key(chart, key=f"fp-support-{place}")


def _rulebook(context: Context, panel: Panel) -> None:
    """Which rows another rulebook than the configured one moves."""
    moved = context.moved(panel.rows)
    if moved.empty:
        return
    before = context.opened.config.rulebooks[context.opened.config.rulebook].label
    with st.expander(f"{counted(len(moved), 'row')} moved by the rulebook {context.rulebook.label}"):
        rows = [
            (
                row["count"],
                row["originator_label"],
                span(row["low_before"], row["high_before"]),
                span(row["low"], row["high"]),
            )
            for row in moved.to_dict("records")
        ]
        st.html(table_html(["Count", "Originator", before, context.rulebook.label], rows))
