"""Who repeats whom: a line of its own for each root, its repeats along it in the order of publication."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from figures.marks import hover
from figures.style import Figure, Layout, Look, SideStyle, Trace, faded, finish, safe, sources_line, style_of
from figures.times import milliseconds
from posture.sentences import counted, isolated, shortened

ROW, LABEL, MARK, HEAD = 54, 9, 28, 12  # pixels: a row, its label, its line, and room above the first row


def lineage(
    chains: Sequence[pd.DataFrame],
    distorted: Mapping[str, str],
    styles: Mapping[str, SideStyle],
    colours: Look,
) -> Figure:
    """A row for each chain, root first, along the time of publication; distorted repeats (by id) are hollow.

    A mark stands at the first day on which its report may have been published.

    `chains` are rows of the table, each in the order of publication; `distorted` says in words what changed. Raises
    ValueError without a chain.
    """
    if not chains:
        raise ValueError("a lineage needs at least one chain")
    rows = pd.concat(chains)
    places = np.concatenate([np.full(len(chain), HEAD + MARK + ROW * place) for place, chain in enumerate(chains)])
    times = milliseconds(rows["published_from"])
    traces = [_threads(chains, colours), _marks(rows, times, places, distorted, styles, colours)]
    height = HEAD + ROW * len(chains) + 6
    room = max(np.ptp(times) * 0.04, 30 * 86_400_000.0)
    layout = {
        "annotations": [_named(chain, HEAD + LABEL + ROW * place, colours) for place, chain in enumerate(chains)],
        "xaxis": {
            "type": "date", "range": [times.min() - room, times.max() + room], "fixedrange": True, "showgrid": True,
            "gridcolor": colours.grid, "tickangle": 0, "tickfont": {"size": 12, "color": colours.muted}, "nticks": 8,
        },
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }  # fmt: skip
    return finish(traces, layout, colours=colours, sources=sources_line(rows["publisher"]), height=height)


def _named(chain: pd.DataFrame, top: float, colours: Look) -> Layout:
    root = chain.iloc[0]
    name = safe(isolated(shortened(root["originator_label"], 36)))
    return {
        "text": f"<b>{safe(root['count'])}</b> · {name} · {counted(len(chain), 'report')}", "x": 0, "xref": "paper",
        "xanchor": "left", "y": top, "yanchor": "middle", "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }  # fmt: skip


def _threads(chains: Sequence[pd.DataFrame], colours: Look) -> Trace:
    x, y = [], []
    for place, chain in enumerate(chains):
        x += [*milliseconds(chain["published_from"]), np.nan]
        y += [*np.full(len(chain), float(HEAD + MARK + ROW * place)), np.nan]
    line = {"color": faded(colours.neutral, 0.5), "width": 2}
    path = {"x": np.array(x), "y": np.array(y), "mode": "lines", "line": line}
    return {"type": "scatter", **path, "hoverinfo": "skip", "name": "thread"}


def _marks(  # noqa: PLR0917
    rows: pd.DataFrame,
    times: np.ndarray,
    places: np.ndarray,
    distorted: Mapping[str, str],
    styles: Mapping[str, SideStyle],
    colours: Look,
) -> Trace:
    ids, counts = rows["estimate_id"].tolist(), rows["count"].tolist()
    looks = [style_of(styles, side) for side in rows["side"]]
    told = [
        f"{text}<br><b>{safe(distorted[name])}</b>" if name in distorted else text
        for name, text in zip(ids, hover(rows), strict=True)
    ]
    return {
        "type": "scatter",
        "x": times,
        "y": places,
        "mode": "markers+text",
        "text": [f" {safe(count)}" if name in distorted else "" for name, count in zip(ids, counts, strict=True)],
        "textposition": "bottom center",
        "textfont": {"size": 11, "color": colours.muted},
        "marker": {
            "symbol": [
                f"{style.symbol}-open" if name in distorted else style.symbol
                for style, name in zip(looks, ids, strict=True)
            ],
            "size": [11 if repeats == "" else 8 for repeats in rows["repeats"]],
            "color": [style.colour for style in looks],
            "line": {"width": 1.5, "color": colours.paper},
        },
        "ids": ids,
        "hovertext": told,
        "hoverinfo": "text",
        "cliponaxis": False,
        "name": "report",
    }
