"""Claims side by side: a row an own statement, its repeats as small ticks beneath, scopes kept apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.axes import count_axis, count_range
from figures.marks import Marks, hover, unnumbered
from figures.panels import Panel, heading, subtitle
from figures.style import Look, SideStyle, finish, safe, sources_line, style_of
from posture.sentences import period

ROW = 42  # height of a row, pixels: its label, then its mark
LABEL, MARK, TICK = 11, 27, 38  # where in a row they stand
HEAD = 40  # height of a panel's heading, to which each line of its subtitle adds
LINE = 15
ORDERS = {"date": "Newest first", "size": "Largest first", "originator": "By originator"}


def compare(
    panels: Sequence[Panel],
    styles: Mapping[str, SideStyle],
    colours: Look,
    *,
    order: str = "date",
    log: bool = True,
) -> go.Figure:
    """One list of rows a scope, all on one count axis. Raises ValueError without rows."""
    if not panels:
        raise ValueError("a comparison needs at least one panel")
    drawn = pd.concat([panel.rows for panel in panels])
    limits = count_range(drawn, log=log)
    # Plotly draws nothing that stands outside an axis, by however little.
    edge = limits[0] * 1.001 if log else limits[1] / 1000
    layout = _layout(panels, order)
    marks = Marks(
        layout.statements,
        layout.places + MARK,
        np.full(len(layout.places), 11.0),
        styles,
        log=log,
        upright=False,
        halo=colours.paper,
    )
    figure = go.Figure([*marks.traces(), *_ticks(layout.repeats, layout.repeat_places + TICK, styles)])
    if words := unnumbered(marks, edge, colours.muted):
        figure.add_trace(words)
    figure.add_trace(_labels(layout, edge, colours))
    _headings(figure, layout.headings, colours)
    figure.update_layout(
        xaxis=count_axis(limits, colours, log=log) | {"side": "top"},
        yaxis={"range": [layout.height, 0], "visible": False, "fixedrange": True},
    )
    return finish(figure, colours=colours, sources=sources_line(drawn["publisher"]), height=int(layout.height) + 24)


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in pixels from the top: the rows, the repeats beneath them, the headings."""

    statements: pd.DataFrame
    places: np.ndarray
    repeats: pd.DataFrame
    repeat_places: np.ndarray
    headings: list[tuple[float, Panel]]
    height: float


def _layout(panels: Sequence[Panel], order: str) -> Layout:
    top, headings, statements, places, repeats, repeat_places = 0.0, [], [], [], [], []
    for panel in panels:
        headings.append((top, panel))
        top += HEAD + LINE * (len(heading(panel)) + len(subtitle(panel)) - 1)
        rows, echoes = _apart(panel.rows, order)
        for place, root in enumerate(rows["root"]):
            mine = echoes[echoes["root"] == root]
            echoes = echoes[echoes["root"] != root]
            repeats.append(mine)
            repeat_places += [top + place * ROW] * len(mine)
        places += [top + place * ROW for place in range(len(rows))]
        statements.append(rows)
        top += ROW * len(rows)
    return Layout(pd.concat(statements), np.array(places), pd.concat(repeats), np.array(repeat_places), headings, top)


def _apart(rows: pd.DataFrame, order: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that stand by themselves, and repeats of one of them, which become its ticks."""
    own = rows["repeats"] == ""
    numeric = rows["low"].notna() | rows["high"].notna()
    echo = ~own & numeric & rows["root"].isin(rows.loc[own, "estimate_id"])
    return ordered(rows[~echo], order), rows[echo]


def ordered(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """Rows by date described, by size or by originator; entries without a number come last."""
    size = rows["high"].fillna(rows["low"]).astype("Float64").fillna(-1)
    keys = {
        "date": (["as_of_to", "published_to"], [False, False]),
        "size": (["size", "as_of_to"], [False, False]),
        "originator": (["originator_label", "as_of_to"], [True, False]),
    }
    by, ascending = keys[order]
    return rows.assign(size=size).sort_values(by, ascending=ascending, kind="stable").drop(columns="size")


def _labels(layout: Layout, at: float, colours: Look) -> go.Scatter:
    """Above each mark: who said it, about when, and the figure as coded."""
    texts = []
    for row in layout.statements.to_dict("records"):
        name = row["originator_label"]
        short = safe(name if len(name) <= 40 else f"{name[:39]}…")
        what = safe(row["count"] + (", a repeat" if row["repeats"] else ""))
        texts.append(f"<b>{what}</b> · {safe(period(row['as_of']))} · {short}")
    return go.Scatter(
        x=np.full(len(texts), at),
        y=layout.places + LABEL,
        mode="text",
        text=texts,
        textposition="middle right",
        textfont={"size": 12, "color": colours.ink},
        hoverinfo="skip",
        cliponaxis=False,
        name="label",
    )


def _ticks(repeats: pd.DataFrame, places: np.ndarray, styles: Mapping[str, SideStyle]) -> list[go.Scatter]:
    if not len(repeats):
        return []
    low, high = (repeats[end].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    value = np.where(
        np.isnan(low), high, np.where(np.isnan(high), low, np.sqrt(np.maximum(low, 1) * np.maximum(high, 1)))
    )
    return [
        go.Scatter(
            x=value,
            y=places,
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "size": 8,
                "color": [style_of(styles, side).colour for side in repeats["side"]],
                "line": {"width": 2},
            },
            ids=repeats["estimate_id"].tolist(),
            hovertext=hover(repeats),
            hoverinfo="text",
            name="repeat",
        )
    ]


def _headings(figure: go.Figure, headings: list[tuple[float, Panel]], colours: Look) -> None:
    for top, panel in headings:
        for text, down, font in (
            (f"<b>{'<br>'.join(heading(panel))}</b>", 10, {"size": 14, "color": colours.ink}),
            (
                "<br>".join(subtitle(panel)),
                13 + 17 * len(heading(panel)),
                {"size": 12, "color": colours.muted},
            ),
        ):
            place = {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": top + down,
                "yref": "y",
                "yanchor": "top",
            }
            figure.add_annotation(text=text, font=font, showarrow=False, align="left", **place)
