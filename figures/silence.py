"""The calendar of silence: how many originators spoke in each month, so that a gap is seen as a gap."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from figures.style import Figure, Look, faded, finish, room_for, safe, wrapped
from posture.sentences import isolated, shortened

ROW = 34  # height of a row, pixels: two lines of its name
NAME, LINE = 44, 24  # letters of a force's name that stay, and of a line: a phone has room for the months too
FEW = 4  # years, below which months are named


def silence(calendar: pd.DataFrame, labels: Mapping[str, str], colours: Look, *, sources: str) -> Figure:
    """A row a force, a column a month, darker where more originators spoke; an empty cell is a silent month.

    `calendar` is `posture.silence.calendar`. Raises ValueError where it is empty.
    """
    if calendar.empty:
        raise ValueError("a calendar needs at least one month")
    counts = calendar.pivot_table(index="key", columns="month", values="originators", aggfunc="sum", sort=False)
    months = pd.date_range(counts.columns.min(), counts.columns.max(), freq="MS")
    counts = counts.reindex(columns=months)
    names = [labels.get(key, key) for key in counts.index]
    texts = [
        [
            f"{safe(isolated(name))}, {month:%B %Y}: {f'{count:.0f}' if count > 0 else 'nobody'} spoke"
            for month, count in row.items()
        ]
        for name, (_, row) in zip(names, counts.iterrows(), strict=True)
    ]
    cells = {
        "type": "heatmap",
        "z": counts.where(counts > 0).to_numpy(float),
        "x": months.strftime("%Y-%m-%d").tolist(),
        "y": list(range(len(names))),
        "colorscale": [[0, faded(colours.accent, 0.3)], [1, colours.accent]],
        "zmin": 1,
        "zmax": max(float(np.nanmax(counts.to_numpy(float))), 2.0),
        "showscale": False,
        "xgap": 1,
        "ygap": 3,
        "hovertext": texts,
        "hoverinfo": "text",
    }
    ticks = {"size": 12, "color": colours.muted}
    named = [wrapped(isolated(shortened(name, NAME)), LINE) for name in names]
    room = {"l": room_for(named)}
    # A year stands once: where there are few of them, Plotly chooses months.
    dates = {"tickformat": "%Y", "nticks": 12} if len(months) > 12 * FEW else {"nticks": 4}
    layout = {
        "plot_bgcolor": colours.band,
        "xaxis": {"type": "date", "tickangle": 0, "tickfont": ticks, "fixedrange": True} | dates,
        "yaxis": {
            "autorange": "reversed", "tickvals": list(range(len(names))), "ticktext": named, "automargin": True,
            "tickfont": ticks, "fixedrange": True, "zeroline": False,
        },
    }  # fmt: skip
    return finish([cells], layout, colours=colours, sources=sources, height=ROW * len(counts) + 20, room=room)
