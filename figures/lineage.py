"""Who repeats whom: a line of its own for each root, its repeats along it in the order of publication."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from figures.marks import hover
from figures.style import Figure, Layout, Look, SideStyle, Trace, faded, finish, safe, sources_line, style_of
from figures.times import milliseconds
from posture.sentences import counted, isolated, shortened

# Pixels: a row, its label, its line, what its repeats say from there, and room above the first row.
ROW, LABEL, MARK, UNDER, HEAD = 54, 9, 28, 6, 12
LETTER = 6 / 330  # width of a letter as a share of the chart on a phone


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
    lines = [float(HEAD + MARK + ROW * place) for place in range(len(chains))]
    times = milliseconds(rows["published_from"])
    room = max(np.ptp(times) * 0.04, 30 * 86_400_000.0)
    span = (times.min() - room, times.max() + room)
    each = list(zip(chains, lines, strict=True))
    # A trace each: an estimate that repeats two roots stands in two chains, and Plotly draws an id once a trace.
    marks = [_marks(chain, line, distorted, styles, colours) for chain, line in each]
    traces = [_threads(each, colours), *marks, _said(each, distorted, span, colours)]
    height = HEAD + ROW * len(chains) + 6
    layout = {
        "annotations": [_named(chain, HEAD + LABEL + ROW * place, colours) for place, chain in enumerate(chains)],
        "xaxis": {
            "type": "date", "range": list(span), "fixedrange": True, "showgrid": True,
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


def _threads(each: Sequence[tuple[pd.DataFrame, float]], colours: Look) -> Trace:
    x, y = [], []
    for chain, place in each:
        x += [*milliseconds(chain["published_from"]), np.nan]
        y += [*np.full(len(chain), place), np.nan]
    line = {"color": faded(colours.neutral, 0.5), "width": 2}
    path = {"x": np.array(x), "y": np.array(y), "mode": "lines", "line": line}
    return {"type": "scatter", **path, "hoverinfo": "skip", "name": "thread"}


def _marks(
    rows: pd.DataFrame, place: float, distorted: Mapping[str, str], styles: Mapping[str, SideStyle], colours: Look
) -> Trace:
    ids = rows["estimate_id"].tolist()
    looks = [style_of(styles, side) for side in rows["side"]]
    told = [
        f"{text}<br><b>{safe(distorted[name])}</b>" if name in distorted else text
        for name, text in zip(ids, hover(rows), strict=True)
    ]
    return {
        "type": "scatter",
        "x": milliseconds(rows["published_from"]),
        "y": np.full(len(rows), place),
        "mode": "markers",
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


def _said(
    each: Sequence[tuple[pd.DataFrame, float]], distorted: Mapping[str, str], span: tuple[float, float], colours: Look
) -> Trace:
    """What distorted repeats say, below their marks; marks that stand close share a label."""
    labels: list[tuple[float, float, list[str]]] = []
    for chain, place in each:
        own: list[tuple[float, float, list[str]]] = []
        shares = (milliseconds(chain["published_from"]) - span[0]) / (span[1] - span[0])
        for name, count, share in zip(chain["estimate_id"], chain["count"], shares, strict=True):
            if name not in distorted:
                continue
            if own and share - own[-1][0] < len("; ".join(own[-1][2])) * LETTER:
                own[-1][2].extend([count] if count not in own[-1][2] else [])
            else:
                own.append((share, place, [count]))
        labels += own
    texts = ["; ".join(counts) for *_, counts in labels]
    return {
        "type": "scatter",
        "x": np.array([span[0] + share * (span[1] - span[0]) for share, *_ in labels]),
        "y": np.array([place + UNDER for _, place, _ in labels]),
        "mode": "text",
        "text": [safe(text) for text in texts],
        "textposition": [_side(share, text) for (share, *_), text in zip(labels, texts, strict=True)],
        "textfont": {"size": 11, "color": colours.muted},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "name": "says",
    }


def _side(share: float, text: str) -> str:
    """Below a mark, and towards the middle where the text would reach beyond an edge."""
    half = len(text) * LETTER / 2
    return "bottom right" if share < half else "bottom left" if share > 1 - half else "bottom center"
