"""The calendar of silence: how many originators spoke in each month, so that a gap is seen as a gap."""

from collections.abc import Mapping

import pandas as pd

from figures.style import Figure, Look, Trace, finish, room_for, safe, wrapped
from figures.times import milliseconds, ms
from posture.sentences import isolated, shortened

ROW = 34  # height of a row, pixels: two lines of its name
NAME, LINE = 44, 24  # letters of a force's name that stay, and of a line: a phone has room for the months too
PALE = 0.3  # opacity of a month in which one originator spoke
MONTH = pd.offsets.MonthBegin()
FEW = 4  # years, below which months are named


def silence(calendar: pd.DataFrame, labels: Mapping[str, str], colours: Look, *, sources: str) -> Figure:
    """A row a force, a column a month, darker where more originators spoke; an empty one is silent.

    `calendar` is `posture.silence.calendar`. Raises ValueError where it is empty.
    """
    if calendar.empty:
        raise ValueError("a calendar needs at least one month")
    names = {key: labels.get(key, key) for key in calendar["key"].unique()}
    months = calendar["month"].unique()
    ticks = {"size": 12, "color": colours.muted}
    named = [wrapped(isolated(shortened(name, NAME)), LINE) for name in names.values()]
    room = {"l": room_for(named)}
    # A year stands once: where there are few of them, Plotly chooses months.
    dates = {"tickformat": "%Y", "nticks": 12} if len(months) > 12 * FEW else {"nticks": 4}
    layout = {
        "plot_bgcolor": colours.band,
        "xaxis": {
            "type": "date", "range": [ms(months.min()), ms(months.max() + MONTH)], "tickangle": 0,
            "tickfont": ticks, "fixedrange": True, "gridcolor": colours.paper,
        } | dates,
        "yaxis": {
            "range": [len(named) - 0.5, -0.5], "tickvals": list(range(len(named))), "ticktext": named,
            "automargin": True, "tickfont": ticks, "fixedrange": True, "zeroline": False, "showgrid": False,
        },
    }  # fmt: skip
    return finish(
        [_spoken(calendar, names, colours)],
        layout,
        colours=colours,
        sources=sources,
        height=ROW * len(named) + 20,
        room=room,
    )


def _spoken(calendar: pd.DataFrame, names: Mapping[str, str], colours: Look) -> Trace:
    """A bar for each month in which somebody spoke, as long as the month."""
    spoken = calendar[calendar["originators"] > 0]
    most = max(int(spoken["originators"].max()), 2)
    begin, end = (milliseconds(month) for month in (spoken["month"], spoken["month"] + MONTH))
    places = {key: place for place, key in enumerate(names)}
    return {
        "type": "bar",
        "orientation": "h",
        "y": spoken["key"].map(places).to_numpy(),
        "base": begin,
        "x": end - begin,
        "width": 0.9,
        "marker": {
            "color": colours.accent,
            "opacity": (PALE + (1 - PALE) * (spoken["originators"] - 1) / (most - 1)).to_numpy(float),
            # A month that is narrower than a pixel is seen all the same.
            "line": {"width": 1, "color": colours.accent},
        },
        "hovertext": [
            f"{safe(isolated(names[key]))}, {month:%B %Y}: {number} spoke"
            for key, month, number in zip(spoken["key"], spoken["month"], spoken["originators"], strict=True)
        ],
        "hoverinfo": "text",
    }
