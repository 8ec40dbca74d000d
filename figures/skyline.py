"""The skyline of agreement: how many claims hold each count, with the median zone and the zones where most meet."""

from math import inf
from typing import Any

import numpy as np

from figures.style import Layout, Look, Trace, faded, safe
from posture import agreement
from posture.collapse import bounds
from posture.comparison import AGREEMENT_WORDS_FROM, Comparison

SKY, SKY_TEXT = 64, 34  # pixels: the skyline, and the lines of text above it


def skyline(comparison: Comparison, limits: tuple[float, float], colours: Look) -> Trace:
    """Steps over the axis, one step a claim, between the limits of the axis; it stands on SKY + SKY_TEXT."""
    steps: list[tuple[float, int]] = []
    for begin, end, count in agreement.skyline(comparison.spans):
        steps += [(min(max(place, limits[0]), limits[1]), count) for place in (begin, end)]
    around = [(limits[0], 0), (steps[0][0], 0), *steps, (steps[-1][0], 0), (limits[1], 0)]
    places, counts = (np.array(values, float) for values in zip(*around, strict=True))
    return {
        "type": "scatter",
        "x": places,
        "y": SKY + SKY_TEXT - counts / comparison.n * SKY,
        "mode": "lines",
        "line": {"color": colours.neutral, "width": 1},
        "fill": "toself",
        "fillcolor": faded(colours.neutral, 0.18),
        "hoverinfo": "skip",
        "name": "skyline",
    }


def zones(
    comparison: Comparison, limits: tuple[float, float], colours: Look, height: float, *, log: bool
) -> tuple[list[Layout], list[Layout]]:
    """The median zone as a band down to `height` and the zones of agreement, each named above the skyline.

    The shapes, then the annotations.
    """
    shapes, named = [], []
    if comparison.median is not None:
        low, high = comparison.median
        band = {"x0": max(low, limits[0]), "x1": min(high, limits[1]), "y0": SKY_TEXT, "y1": height}
        line = {"color": faded(colours.accent, 0.5), "width": 1}
        fill = {"fillcolor": faded(colours.accent, 0.10), "line": line, "layer": "below"}
        shapes.append({"type": "rect", **band, **fill})
        named.append(((low, high), f"Median zone {bounds(low, high, comparison.votes)}", 2, colours.accent))
    found = comparison.agreement
    if comparison.n >= AGREEMENT_WORDS_FROM and found.k > 1:
        where = " and ".join(bounds(zone.low, zone.high, comparison.votes) for zone in found.zones)
        span = found.zones[0].low, found.zones[-1].high
        named.append((span, f"{found.k} of {found.n} meet at {where}", 17, colours.ink))
    texts = [
        {"text": safe(text), "y": top, "yanchor": "top", "showarrow": False, "font": {"size": 12, "color": colour}}
        | _above(span, limits, log=log)
        for span, text, top, colour in named
    ]
    return shapes, texts


def _above(span: tuple[float, float], limits: tuple[float, float], *, log: bool) -> dict[str, Any]:
    """The place of a text above the middle of a span, anchored so that it stays inside the axis."""
    low, high = max(span[0], limits[0]), limits[1] if span[1] == inf else min(span[1], limits[1])
    # An annotation on a logarithmic axis is placed by the logarithm.
    begin, end, first, last = (np.log10(value) if log else value for value in (*limits, low, high))
    middle = (first + last) / 2
    share = (middle - begin) / (end - begin)
    return {"x": middle, "xanchor": "left" if share < 0.33 else "right" if share > 0.67 else "center"}
