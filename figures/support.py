"""The support curve: between which shares of the voices claim at least so many."""

from math import inf

import numpy as np

from figures.axes import count_axis
from figures.style import Figure, Look, faded, finish
from posture.agreement import support
from posture.comparison import Comparison

LABELS = 46  # pixels for "100%"
HEIGHT = 150


def support_curve(comparison: Comparison, colours: Look, *, sources: str, log: bool = True) -> Figure:
    """A step band: the lower edge is the share whose claim lies wholly at or above a count, the upper whose may.

    Raises ValueError with fewer than two voices.
    """
    if comparison.n < 2:
        raise ValueError("a support curve needs at least two voices")
    stated = [end for span in comparison.spans for end in span if 1 < end < inf]
    limits = (min(stated) / 1.4, max(stated) * 1.4) if log else (0.0, max(stated) * 1.1)
    endless = sum(high == inf for _, high in comparison.spans) / comparison.n
    steps = [(limits[0], 1.0, 1.0), *support(comparison.spans), (limits[1], 0.0, endless)]
    steps = [step for step in steps if step[0] >= limits[0]]
    counts = np.array([count for count, *_ in steps], float)
    surely, perhaps = (np.array([step[edge] for step in steps], float) * 100 for edge in (1, 2))
    line = {"shape": "vh", "width": 1.5, "color": colours.accent}
    shared = {
        "type": "scatter",
        "x": counts,
        "mode": "lines",
        "line": line,
        "hovertemplate": "%{x:,.0f}: %{y:.0f}%<extra></extra>",
    }
    traces = [
        shared | {"y": surely, "name": "surely"},
        shared | {"y": perhaps, "name": "perhaps", "fill": "tonexty", "fillcolor": faded(colours.accent, 0.15)},
    ]
    layout = {
        "xaxis": count_axis(limits, colours, log=log),
        "yaxis": {
            "range": [0, 104],
            "tickvals": [0, 50, 100],
            "ticktext": ["0%", "50%", "100%"],
            "tickfont": {"size": 12, "color": colours.muted},
            "gridcolor": colours.grid,
            "fixedrange": True,
        },
    }
    return finish(traces, layout, colours=colours, sources=sources, height=HEIGHT, room={"l": LABELS, "r": 26})
