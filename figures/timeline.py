"""Claims along time: one panel a scope, estimates as marks with their width in time and their range in count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from figures.axes import count_axis, count_range, room_beside
from figures.cursor import shapes
from figures.marks import Marks, unnumbered
from figures.panels import Panel, heading, subtitle
from figures.room import Room
from figures.steps import step_lines, zone_band
from figures.style import Figure, Layout, Look, SideStyle, Trace, faded, finish, sources_line
from figures.times import DAY_MS, milliseconds, ms

PANEL, SMALL, FEW = 190, 110, 4  # height of a panel, pixels; the smaller one holds a few marks
HEAD = 34  # height of a panel's heading, to which each line of its subtitle adds
LINE = 15
REPEAT = 0.55  # the weight of a repeat beside that of an own statement


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the axis: a day, or the month that is known."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all panels share: `span` is the time that is drawn, in milliseconds since 1970."""

    styles: Mapping[str, SideStyle]
    colours: Look
    log: bool
    span: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Panels as they are drawn at whatever date T; `room` is what their labels need beside them, in pixels."""

    drawing: Drawing
    traces: Sequence[Trace]
    layout: Layout
    sources: str
    height: int
    room: int


def sheet(panels: Sequence[Panel], drawing: Drawing) -> Sheet:
    """Small multiples under one time axis.

    A line is a step of a panel's ledger: two consecutive statements of one originator about one scope, coloured by its
    verdict; nothing else is ever joined. Repeats are drawn small, without a line. Raises ValueError without a panel.
    """
    if not panels:
        raise ValueError("a timeline needs at least one panel")
    height, domains = _stacked(panels)
    traces, axes, texts, room = [], {}, [], 0
    for place, (panel, domain) in enumerate(zip(panels, domains, strict=True)):
        number = place + 1 if place else ""
        limits = count_range(panel.rows, log=drawing.log)
        traces += [trace | {"xaxis": "x", "yaxis": f"y{number}"} for trace in _traces(panel, limits, drawing)]
        axes[f"yaxis{number}"] = count_axis(limits, drawing.colours, log=drawing.log) | {"domain": domain}
        room = max(room, room_beside(limits, log=drawing.log))
        texts += _head(panel, domain[1], drawing.colours)
    layout = axes | {"xaxis": _time_axis(len(panels), drawing), "annotations": texts}
    publishers = [publisher for panel in panels for publisher in panel.rows["publisher"]]
    return Sheet(drawing, traces, layout, sources_line(publishers), height, room)


def timeline(laid: Sheet, *, at: date | None = None, window: int = 0, events: Sequence[Event] = ()) -> Figure:
    """The figure of a sheet; with `at` the date T is drawn, with `window` (days) what the live panel looks at."""
    colours = laid.drawing.colours
    drawn = [*_events(events, laid.drawing), *shapes(at, window, colours)]
    everywhere = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    layout = laid.layout | {"shapes": [shape | everywhere for shape in drawn]}
    room = {"l": laid.room}
    return finish(laid.traces, layout, colours=colours, sources=laid.sources, height=laid.height, room=room)


def time_span(panels: Sequence[Panel], *days: date) -> tuple[float, float]:
    """The time that the panels and some days take, with a margin, in milliseconds since 1970."""
    ends = [milliseconds(panel.rows[end]) for panel in panels for end in ("as_of_from", "as_of_to")]
    times = np.concatenate([*ends, [ms(one) for one in days]])
    margin = 60 * DAY_MS
    return float(np.nanmin(times) - margin), float(np.nanmax(times) + margin)


def _stacked(panels: Sequence[Panel]) -> tuple[int, list[tuple[float, float]]]:
    """The height of all panels in pixels, and from where to where each of them reaches, as shares of it."""
    heads = [HEAD + LINE * (len(heading(panel)) + len(subtitle(panel)) - 1) for panel in panels]
    bodies = [_body(panel) for panel in panels]
    height = sum(bodies) + sum(heads)
    tops = [1 - (sum(bodies[:place]) + sum(heads[: place + 1])) / height for place in range(len(panels))]
    return height, [(max(top - body / height, 0), top) for top, body in zip(tops, bodies, strict=True)]


def _body(panel: Panel) -> int:
    """The height of a panel without its heading, in pixels."""
    return SMALL if len(panel.rows) <= FEW else PANEL


def _traces(panel: Panel, limits: tuple[float, float], drawing: Drawing) -> list[Trace]:
    """The band below, then steps and widths of dates, then the estimates, repeats small and pale."""
    rows = panel.rows
    traces = [zone_band(panel.band, limits, drawing.span, drawing.colours)] if panel.band else []
    along, width = _times(rows, drawing.span)
    weight = np.where(rows["repeats"] == "", 1.0, REPEAT)
    halo = drawing.colours.paper
    marks = Marks(rows, along, width, drawing.styles, log=drawing.log, upright=True, halo=halo, weight=weight)
    if panel.steps is not None:
        room = Room(drawing.span, limits, _body(panel), marks)
        traces += step_lines(panel.steps, rows, drawing.colours, room)
    foot = unnumbered(marks, limits[0], drawing.colours.muted)
    return [*traces, *_date_widths(rows, marks.dotted, drawing.colours), *marks.traces(), *([foot] if foot else [])]


def _head(panel: Panel, top: float, colours: Look) -> list[Layout]:
    """The heading of a panel and its subtitle, above it."""
    below = subtitle(panel)
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": top, "yref": "paper", "yanchor": "bottom"}
    title = {"text": f"<b>{'<br>'.join(heading(panel))}</b>", "yshift": 7 + LINE * len(below)}
    # Bars of events reach through all panels, but not through what is read.
    look = {"showarrow": False, "align": "left", "bgcolor": colours.paper, "borderpad": 0}
    return [
        place | look | title | {"font": {"size": 14, "color": colours.ink}},
        *(
            [place | look | {"text": "<br>".join(below), "yshift": 6, "font": {"size": 12, "color": colours.muted}}]
            if below
            else []
        ),
    ]


def _times(rows: pd.DataFrame, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Middle and width of each mark in time; a day is drawn wide enough to be seen."""
    last = milliseconds(rows["as_of_to"])
    first = np.where(np.isnan(start := milliseconds(rows["as_of_from"])), last, start)
    return (first + last) / 2, np.maximum(last - first, (span[1] - span[0]) / 180)


def _date_widths(rows: pd.DataFrame, dotted: np.ndarray, colours: Look) -> list[Trace]:
    """A thin line under each dot whose date is no day: as wide as the time that it may mean."""
    rows = rows[["as_of_from", "as_of_to", "low", "high"]]
    wide = rows[dotted & (rows["as_of_from"] < rows["as_of_to"]).to_numpy()]
    if wide.empty:
        return []
    value = (wide["low"].to_numpy(float, na_value=np.nan) + wide["high"].to_numpy(float, na_value=np.nan)) / 2
    gap = np.full(len(wide), np.nan)
    line = {"color": faded(colours.neutral, 0.6), "width": 3}
    return [
        {
            "type": "scatter",
            "x": np.column_stack([milliseconds(wide["as_of_from"]), milliseconds(wide["as_of_to"]), gap]).ravel(),
            "y": np.column_stack([value, value, gap]).ravel(),
            "mode": "lines",
            "line": line,
            "hoverinfo": "skip",
            "name": "width of a date",
        }
    ]


def _events(events: Sequence[Event], drawing: Drawing) -> list[Layout]:
    """What happened in the time that is drawn, as wide as its day or month."""
    muted = drawing.colours.muted
    look = {"fillcolor": faded(muted, 0.14), "line": {"width": 1, "color": faded(muted, 0.35)}}
    return [
        {"type": "rect", "x0": ms(event.first), "x1": ms(event.last) + DAY_MS} | look
        for event in events
        if drawing.span[0] <= ms(event.first) <= drawing.span[1]
    ]


def _time_axis(panels: int, drawing: Drawing) -> Layout:
    years = (drawing.span[1] - drawing.span[0]) / (365.25 * DAY_MS)
    return {
        "type": "date",
        "range": list(drawing.span),
        "anchor": f"y{panels}" if panels > 1 else "y",
        "showgrid": False,
        "linecolor": drawing.colours.grid,
        "showline": True,
        "ticks": "outside",
        "tickcolor": drawing.colours.grid,
        "tickfont": {"size": 12, "color": drawing.colours.muted},
        "tickangle": 0,
        "tickformat": "%Y" if years > 3 else None,
        # At most one tick a year, fewer where the screen is narrow.
        "nticks": max(int(years), 4),
        "fixedrange": True,
    }
