"""Revisions: what an originator first said of a time and what it says of the same time now, joined by a line."""

import numpy as np
import pandas as pd

from figures.axes import count_axis
from figures.style import Figure, Look, Trace, finish, safe
from posture.sentences import period

ROW = 34  # height of a row, pixels


def dumbbell(revisions: pd.DataFrame, colours: Look, *, sources: str, log: bool = True) -> Figure:
    """A row for each revised figure (`posture.revisions`), hollow where it was first, filled where it is now.

    Raises ValueError without a revision.
    """
    if revisions.empty:
        raise ValueError("a dumbbell needs at least one revision")
    first, now = (_middle(revisions, side) for side in ("first", "now"))
    names = [f"{safe(row['originator_label'])}, {safe(period(row['as_of']))}" for row in revisions.to_dict("records")]
    gap = np.full(len(revisions), np.nan)
    ends = np.concatenate([first, now])
    limits = (max(ends.min(), 1) / 1.4, max(ends.max(), 1) * 1.4) if log else (0.0, ends.max() * 1.1)
    line: Trace = {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colours.neutral, "width": 2},
        "hoverinfo": "skip",
    }
    mark: Trace = {"type": "scatter", "mode": "markers+text", "textposition": "top center", "hoverinfo": "skip"}
    traces = [
        line | {"x": np.column_stack([first, now, gap]).ravel(), "y": [name for name in names for _ in range(3)]},
        mark | {"x": first, "y": names, "text": [safe(count) for count in revisions["first_count"]],
                "marker": {"symbol": "circle-open", "size": 11, "color": colours.muted}},
        mark | {"x": now, "y": names, "text": [safe(count) for count in revisions["now_count"]],
                "marker": {"symbol": "circle", "size": 11, "color": colours.accent}},
    ]  # fmt: skip
    layout = {
        "xaxis": count_axis(limits, colours, log=log),
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True, "showgrid": False},
    }
    return finish(traces, layout, colours=colours, sources=sources, height=ROW * len(revisions) + 40)


def _middle(revisions: pd.DataFrame, side: str) -> np.ndarray:
    """The middle of a range, the stated end of an open one."""
    low, high = (revisions[f"{side}_{end}"].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
