"""Revisions: what an originator first said of a time and what it says of the same time now, joined by a line."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from figures.axes import count_axis
from figures.style import Figure, Look, Trace, finish, room_for, safe, wrapped
from posture.sentences import isolated, period, shortened

LETTERS, BETWEEN = 16, 8  # height of a line of a row's name, and the room between rows, pixels
NAME, LINE = 26, 24  # letters of an originator's name that stay, and of a line: a phone has room for the chart too


def dumbbell(
    revisions: pd.DataFrame, titles: Mapping[str, str], colours: Look, *, sources: str, log: bool = True
) -> Figure:
    """A row for each revised figure (`posture.revisions`), hollow where it was first, filled where it is now.

    `titles` are those of the scopes, which the rows tell where there are several.
    Raises ValueError without a revision.
    """
    if revisions.empty:
        raise ValueError("a dumbbell needs at least one revision")
    first, now = (_middle(revisions, side) for side in ("first", "now"))
    names = _names(revisions, titles)
    room = {"l": room_for(names)}
    places = np.arange(len(revisions), dtype=float)
    gap = np.full(len(revisions), np.nan)
    ends = np.concatenate([first, now])
    # Room for the words above the outermost marks.
    limits = (max(ends.min(), 1) / 1.7, max(ends.max(), 1) * 1.7) if log else (0.0, ends.max() * 1.2)
    line: Trace = {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colours.neutral, "width": 2},
        "hoverinfo": "skip",
    }
    mark: Trace = {
        "type": "scatter",
        "mode": "markers+text",
        "textposition": "top center",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    traces = [
        line | {"x": np.column_stack([first, now, gap]).ravel(), "y": np.repeat(places, 3)},
        mark | {"x": first, "y": places, "text": [safe(count) for count in revisions["first_count"]],
                "marker": {"symbol": "circle-open", "size": 11, "color": colours.muted}},
        mark | {"x": now, "y": places, "text": [safe(count) for count in revisions["now_count"]],
                "marker": {"symbol": "circle", "size": 11, "color": colours.accent}},
    ]  # fmt: skip
    layout = {
        "xaxis": count_axis(limits, colours, log=log) | {"tickangle": 0},
        "yaxis": {
            "range": [len(names) - 0.5, -0.7], "tickvals": places, "ticktext": names, "automargin": True,
            "fixedrange": True, "showgrid": False, "zeroline": False,
        },
    }  # fmt: skip
    return finish(traces, layout, colours=colours, sources=sources, height=_row(names) * len(names) + 40, room=room)


def _names(revisions: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Who spoke of which time, and of what where that is not the same in every row."""
    told = zip(revisions["originator_label"], revisions["as_of"], strict=True)
    names = [f"{isolated(shortened(who, NAME))}, {period(when)}" for who, when in told]
    if len(set(revisions["scope"])) > 1:
        scopes = [shortened(titles[scope], NAME) for scope in revisions["scope"]]
        names = [f"{name}, {title}" for name, title in zip(names, scopes, strict=True)]
    return [wrapped(name, LINE) for name in names]


def _row(names: list[str]) -> int:
    """The height of a row in pixels: the most lines of a name, at least two."""
    return LETTERS * max(2, *(name.count("<br>") + 1 for name in names)) + BETWEEN


def _middle(revisions: pd.DataFrame, side: str) -> np.ndarray:
    """The middle of a range, the stated end of an open one."""
    low, high = (revisions[f"{side}_{end}"].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
