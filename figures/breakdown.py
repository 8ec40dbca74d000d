"""One originator's own breakdown: its parts end to end under the whole that it states."""

from figures.style import Figure, Look, Trace, faded, finish, safe, sources_line
from posture.breakdown import LEAVES, Breakdown
from posture.columns import Row
from posture.sentences import span

HEIGHT = 92


def breakdown_chart(found: Breakdown, colours: Look) -> Figure:
    """Two bars: the whole, and beneath it its parts; what no part names is pale. For breakdowns that are exact."""
    pieces = [(part["force_label"], part["count"], _size(part)) for part in found.parts]
    whole = _size(found.whole)
    rest = whole - sum(size for *_, size in pieces)
    if found.verdict == LEAVES and rest > 0:
        pieces.append(("named by no part", span(found.rest_low, found.rest_high), rest))
    bars = [_bar("Whole", whole, 0, found.whole["count"], found.whole["force_label"], colours.accent, colours)]
    begin = 0.0
    for place, (label, count, size) in enumerate(pieces):
        colour = (
            faded(colours.neutral, 0.25) if label == "named by no part" else colours.sides[place % len(colours.sides)]
        )
        bars.append(_bar("Parts", size, begin, count, label, colour, colours))
        begin += size
    layout = {
        "xaxis": {"range": [0, max(whole, begin) * 1.02], "visible": False, "fixedrange": True},
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "tickfont": {"size": 12, "color": colours.ink},
        },
    }
    publishers = [row["publisher"] for row in (found.whole, *found.parts)]
    return finish(bars, layout, colours=colours, sources=sources_line(publishers), height=HEIGHT)


def is_exact(found: Breakdown) -> bool:
    """Whether whole and parts are plain figures, whose lengths can be put end to end; words and bounds have none."""
    return all(row["kind"] == "point" for row in (found.whole, *found.parts))


def _size(row: Row) -> float:
    return float(row["high"])


def _bar(row: str, size: float, begin: float, count: str, label: str, colour: str, colours: Look) -> Trace:  # noqa: PLR0917
    return {
        "type": "bar",
        "x": [size],
        "y": [row],
        "base": [begin],
        "orientation": "h",
        "width": 0.7,
        "marker": {"color": colour, "line": {"width": 1, "color": colours.paper}},
        "text": [safe(count)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "hovertext": [f"{safe(label)}: {safe(count)}"],
        "hoverinfo": "text",
        "name": safe(label),
    }
