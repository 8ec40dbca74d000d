"""One scope on the Compare page: the disagreement in words, the claims in a chart, and every rule beside each other."""

import streamlit as st

from figures import compare as chart
from figures.panels import Panel
from figures.style import sources_line
from figures.support import support_curve
from figures.tables import table_html
from posture.agreement import envelope
from posture.collapse import RULES, collapse
from posture.comparison import Comparison
from posture.disagreement import disagreement
from posture.lineage import echo_share, effective_number
from posture.sentences import counted, factor, period, span
from posture.votes import BY
from views.context import Context, draw, plain, unfolded
from views.lineage import echoes


def agreement(context: Context, panel: Panel, place: int) -> None:
    """A scope: heading and definition, two or three sentences to quote, the chart, and what lies behind it."""
    scope = context.rows[context.rows["scope"] == panel.rows["scope"].iloc[0]]
    comparison = context.compared(scope)
    st.subheader(plain(panel.title), anchor=False)
    st.caption(plain(panel.subtitle))
    with st.container(key=f"fp-quote-{place}"):
        st.code(disagreement(comparison, panel.title, cited(comparison)), language=None, wrap_lines=True)
    figure = chart.compare(
        panel.rows,
        comparison,
        context.styles,
        context.colours,
        order=context.view.order,
        log=context.view.scale == "log",
        reading=reading(context),
    )
    draw(figure, key=f"fp-compare-{place}", alt=disagreement(comparison, panel.title, ""))
    label = f"Under every rule, and who carries the disagreement ({counted(comparison.n, 'voice')})"
    if (box := unfolded(label, f"rules-{place}")) is not None:
        with box:
            _rules(context, comparison)
            _carriers(context, comparison, place)
    _rulebook(context, panel)
    echoes(context, scope, place)


def reading(context: Context) -> str:
    """By which choices a chart is read: the rule, the votes and the rulebook in force."""
    view = context.view
    rule = RULES[view.rule].label.lower()
    return f"Rule in force: {rule}. {BY[view.votes]}. Words as {context.rulebook.label} reads them."


def cited(comparison: Comparison) -> str:
    """Who printed the live figures, and when."""
    printed = dict.fromkeys(f"{row['publisher']}, {period(row['published'])}" for row in comparison.live)
    return f"Sources: {'; '.join(printed)}." if printed else ""


def _rules(context: Context, comparison: Comparison) -> None:
    around = context.around(comparison)
    rows = []
    for key, rule in RULES.items():
        if key == "one" and not context.view.voice:
            continue
        found = [collapse(one, key, context.official, context.view.voice) for one in around]
        cells = [one.figure if one else "says nothing" for one in found]
        rows.append(
            (
                rule.label + (" (in force)" if key == context.view.rule else ""),
                *cells,
                found[1].whose if found[1] else rule.says,
            )
        )
    headers = ["Rule", *(f"{one.moment.window} days" for one in around), "Whose"]
    st.html(table_html(headers, rows, context.colours))


def _carriers(context: Context, comparison: Comparison, place: int) -> None:
    if comparison.n < 2:
        return
    mentions, printed = [vote.mentions for vote in comparison.votes], [row["mentions"] for row in comparison.voting]
    rows = [
        (vote.label, vote.counts, span(vote.low, vote.high), f"{vote.age} days", factor(without))
        for vote, without in zip(comparison.votes, comparison.gaps_without, strict=True)
    ]
    st.text(
        f"The gap of all is {factor(comparison.gap)}; the last column is the gap without that voice. "
        f"{counted(comparison.mentions, 'live mention')}, {counted(comparison.n, 'voice')}, "
        f"{counted(comparison.bodies, 'body', 'bodies')}; echo share {echo_share(printed):.0%}, "
        f"coverage equal to {effective_number(mentions):.1f} voices."
    )
    st.html(table_html(["Voice", "Says", "Read as", "Age", "Gap without it"], rows, context.colours))
    ends = envelope([(vote.low, vote.high) for vote in comparison.votes])
    lowest, highest = comparison.votes[ends.low_row], comparison.votes[ends.high_row]
    st.text(
        f"Stated figures run from {lowest.counts} ({lowest.label}) to {highest.counts} ({highest.label})."
        f"{' Somebody sets no lower end.' * ends.open_below}{' Somebody sets no upper end.' * ends.open_above}"
    )
    st.text("The share of voices who claim at least so many: surely the lower edge of the band, perhaps the upper.")
    sources = sources_line(row["publisher"] for row in comparison.live)
    figure = support_curve(comparison, context.colours, sources=sources, log=context.view.scale == "log")
    draw(figure, key=f"fp-support-{place}", alt="Share of voices who claim at least each count")


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
        st.html(table_html(["Count", "Originator", before, context.rulebook.label], rows, context.colours))
