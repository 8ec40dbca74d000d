"""Claims along time: one panel a scope, estimates as marks with their width in time and their range in count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.axes import count_axis, count_range
from figures.marks import DOTS, Marks, unnumbered
from figures.panels import Panel, heading, subtitle
from figures.style import Look, SideStyle, faded, finish, sources_line, style_of

PANEL, SMALL, FEW = 190, 110, 4  # height of a panel, pixels; the smaller one holds a few marks
HEAD = 34  # height of a panel's heading, to which each line of its subtitle adds
LINE = 15
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the axis: a day, or the month that is known."""

    first: date
    last: date
    label: str


def timeline(
    panels: Sequence[Panel],
    styles: Mapping[str, SideStyle],
    colours: Look,
    *,
    at: date | None = None,
    window: int = 0,
    log: bool = True,
    lines: bool = False,
    events: Sequence[Event] = (),
) -> go.Figure:
    """Small multiples under one time axis.

    `at` and `window` (days) shade the time that the live panel looks at. `lines` joins own statements of one
    originator about one scope, and nothing else. Repeats are drawn small, without a line. Raises ValueError without
    a panel.
    """
    if not panels:
        raise ValueError("a timeline needs at least one panel")
    rows = pd.concat([panel.rows for panel in panels])
    first, last = _span(rows, at)
    figure = go.Figure()
    heads = [HEAD + LINE * (len(heading(panel)) + len(subtitle(panel)) - 1) for panel in panels]
    bodies = [SMALL if len(panel.rows) <= FEW else PANEL for panel in panels]
    height = sum(bodies) + sum(heads)
    for place, panel in enumerate(panels):
        top = 1 - (sum(bodies[:place]) + sum(heads[: place + 1])) / height
        _add_panel(
            figure,
            panel,
            place,
            (max(top - bodies[place] / height, 0), top),
            styles,
            colours,
            log=log,
            lines=lines,
            span=(first, last),
        )
    _mark_times(figure, at, window, events, colours, (first, last))
    _time_axis(figure, len(panels), (first, last), colours)
    return finish(figure, colours=colours, sources=sources_line(rows["publisher"]), height=height)


def _add_panel(figure, panel, place, domain, styles, colours, *, log, lines, span) -> None:
    axes = {"xaxis": "x", "yaxis": f"y{place + 1}" if place else "y"}
    own, repeats = panel.rows[panel.rows["repeats"] == ""], panel.rows[panel.rows["repeats"] != ""]
    limits = count_range(panel.rows, log=log)
    traces = _lines(own, styles) if lines else []
    traces += _date_widths(panel.rows, styles, log=log)
    for rows, scale in ((repeats, 0.6), (own, 1.0)):
        along, width = _times(rows, span)
        marks = Marks(rows, along, width * scale, styles, log=log, upright=True, halo=colours.paper)
        traces += [_smaller(trace) if scale < 1 else trace for trace in marks.traces()]
        foot = unnumbered(marks, limits[0], colours.muted)
        traces += [foot] if foot else []
    figure.add_traces([trace.update(**axes) for trace in traces])
    figure.update_layout(
        {f"yaxis{place + 1 if place else ''}": count_axis(limits, colours, log=log) | {"domain": domain}}
    )
    lines_below = subtitle(panel)
    for text, shift, font in (
        (
            f"<b>{'<br>'.join(heading(panel))}</b>",
            7 + LINE * len(lines_below),
            {"size": 14, "color": colours.ink},
        ),
        ("<br>".join(lines_below), 6, {"size": 12, "color": colours.muted}),
    ):
        figure.add_annotation(
            text=text, x=0, xref="paper", xanchor="left", y=domain[1], yref="paper", yanchor="bottom",
            yshift=shift, showarrow=False, font=font, align="left",
        )  # fmt: skip


def milliseconds(days: pd.Series) -> np.ndarray:
    """Days as milliseconds since 1970, which travel to the browser as numbers; NaN where a day is open."""
    return days.to_numpy("datetime64[ms]").astype("float64", copy=True) if days.notna().all() else _with_gaps(days)


def _with_gaps(days: pd.Series) -> np.ndarray:
    values = days.to_numpy("datetime64[ms]")
    return np.where(np.isnat(values), np.nan, values.astype("int64").astype("float64"))


def _times(rows: pd.DataFrame, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Middle and width of each mark in time; a day is drawn wide enough to be seen."""
    last = milliseconds(rows["as_of_to"])
    first = np.where(np.isnan(start := milliseconds(rows["as_of_from"])), last, start)
    return (first + last) / 2, np.maximum(last - first, (span[1] - span[0]) / 180)


def _span(rows: pd.DataFrame, at: date | None) -> tuple[float, float]:
    times = np.concatenate([milliseconds(rows["as_of_from"]), milliseconds(rows["as_of_to"])])
    times = np.append(times[~np.isnan(times)], [_ms(at)] if at else [])
    margin = 60 * DAY_MS
    return float(times.min() - margin), float(times.max() + margin)


def _date_widths(rows: pd.DataFrame, styles: Mapping[str, SideStyle], *, log: bool) -> list[go.Scatter]:
    """A thin line under each dot whose date is no day: as wide as the time that it may mean."""
    wide = rows[(rows["kind"].isin(DOTS)) & (rows["as_of_from"] < rows["as_of_to"])]
    traces = []
    for side, group in wide.groupby("side"):
        value = (group["low"].to_numpy(float, na_value=np.nan) + group["high"].to_numpy(float, na_value=np.nan)) / 2
        x = np.column_stack(
            [milliseconds(group["as_of_from"]), milliseconds(group["as_of_to"]), np.full(len(group), np.nan)]
        )
        y = np.column_stack([value, value, np.full(len(group), np.nan)])
        line = {"color": faded(style_of(styles, side).colour, 0.45), "width": 3}
        traces.append(
            go.Scatter(x=x.ravel(), y=y.ravel(), mode="lines", line=line, hoverinfo="skip", name="width of a date")
        )
    return traces


def _lines(own: pd.DataFrame, styles: Mapping[str, SideStyle]) -> list[go.Scatter]:
    """Own statements of one named originator about one scope, in the order described, as one path with gaps a side."""
    numeric = own[own["low"].notna() | own["high"].notna()]
    joined = numeric[~numeric["anonymous"] & ~numeric["status"].isin(["withdrawn", "misprint"])]
    joined = joined.sort_values(["scope", "originator", "as_of_to", "published_to"], kind="stable")
    traces = []
    for side, rows in joined.groupby("side"):
        path_x, path_y = [], []
        for _, group in rows.groupby(["scope", "originator"], sort=False):
            if len(group) > 1:
                path_x += [*_times(group, (0.0, 1.0))[0], np.nan]
                path_y += [*_level(group), np.nan]
        if path_x:
            line = {"color": faded(style_of(styles, side).colour, 0.8), "width": 1.5}
            traces.append(
                go.Scatter(
                    x=np.array(path_x),
                    y=np.array(path_y),
                    mode="lines",
                    line=line,
                    hoverinfo="skip",
                    name="same originator",
                )
            )
    return traces


def _level(rows: pd.DataFrame) -> np.ndarray:
    """Where a line meets a mark: the middle of a range, the stated end of an open one."""
    low, high = (rows[end].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))


def _smaller(trace: go.Bar | go.Scatter) -> go.Bar | go.Scatter:
    if isinstance(trace, go.Scatter):
        trace.marker.size = 6
    return trace.update(opacity=0.55)


def _mark_times(figure, at, window, events, colours, span) -> None:
    """The window as a shade, T as a dotted line and events as thin ones, through all panels."""
    shapes = []
    if at is not None and window:
        shade = {"fillcolor": faded(colours.accent, 0.07), "line": {"width": 0}}
        shapes.append({"type": "rect", "x0": _ms(at) - window * DAY_MS, "x1": _ms(at)} | shade)
    for event in events:
        begin, end = _ms(event.first), _ms(event.last) + DAY_MS
        if span[0] <= begin <= span[1]:
            line = {"width": 1, "color": faded(colours.muted, 0.35)}
            shapes.append(
                {
                    "type": "rect",
                    "x0": begin,
                    "x1": end,
                    "fillcolor": faded(colours.muted, 0.14),
                    "line": line,
                }
            )
    if at is not None:
        line = {"color": colours.accent, "width": 1.5, "dash": "dot"}
        shapes.append({"type": "line", "x0": _ms(at), "x1": _ms(at), "line": line})
    everywhere = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    figure.update_layout(shapes=[shape | everywhere for shape in shapes])


def _time_axis(figure, panels: int, span: tuple[float, float], colours: Look) -> None:
    years = (span[1] - span[0]) / (365.25 * DAY_MS)
    figure.update_layout(
        xaxis={
            "type": "date",
            "range": list(span),
            "anchor": f"y{panels}" if panels > 1 else "y",
            "showgrid": False,
            "linecolor": colours.grid,
            "showline": True,
            "ticks": "outside",
            "tickcolor": colours.grid,
            "tickfont": {"size": 12, "color": colours.muted},
            "tickangle": 0,
            "tickformat": "%Y" if years > 3 else None,
            # At most one tick a year, fewer where the screen is narrow.
            "nticks": max(int(years), 4),
            "fixedrange": True,
        }
    )


def _ms(day: date) -> float:
    return float(np.datetime64(day, "ms").astype("int64"))
