"""The claims of one scope side by side: a row a statement, its repeats beneath it, the skyline of agreement above."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from figures.axes import ROOM_ABOVE, count_axis, count_range
from figures.marks import Marks, apart, hover, unnumbered
from figures.skyline import SKY, SKY_TEXT, skyline, zones
from figures.style import Figure, Layout, Look, SideStyle, Trace, finish, fitted, safe, sources_line, style_of, wide
from posture.comparison import AGREEMENT_WORDS_FROM, Comparison
from posture.sentences import isolated, period, shortened

ROW = 42  # height of a row, pixels: its label, then its mark
LABEL, MARK, TICK = 11, 27, 38  # where in a row they stand
HEAD = 26  # the heading of a group of rows
ORDERS = {"date": "Newest first", "size": "Largest first", "originator": "By originator"}
FADED = 0.35
SIZE = 12  # of the letters of a label
PHONE = 346  # pixels that a phone has for a label
NAME = 70  # pixels of them that an originator's name has at least
LONGEST = 40  # letters of a name that stay however much room there is


def compare(
    rows: pd.DataFrame,
    comparison: Comparison,
    styles: Mapping[str, SideStyle],
    colours: Look,
    *,
    order: str = "date",
    log: bool = True,
    reading: str = "",
) -> Figure:
    """The rows of one scope with what their live votes say together. Raises ValueError without rows.

    `reading` says behind the sources by which rule, votes and rulebook the figure was made.

    Live votes are drawn in full; expired, superseded and voteless statements are faded and stand below them.
    """
    if rows.empty:
        raise ValueError("a comparison needs at least one row")
    limits = count_range(rows, log=log)
    # Plotly draws nothing that stands outside an axis, by however little.
    edge = limits[0] * 1.001 if log else limits[1] / 1000
    sky = SKY + SKY_TEXT if comparison.n > 1 else 0
    places = _places(rows, comparison, order, sky)
    traces = [skyline(comparison, limits, colours)] if sky else []
    for group, strength in ((places.live, 1.0), (places.rest, FADED)):
        traces += _group(group, edge, styles, colours, strength=strength, log=log)
    traces += _ticks(places.repeats, places.repeat_places + TICK, styles)
    shapes, texts = zones(comparison, limits, colours, places.height, log=log) if sky else ([], [])
    if len(places.rest.rows) and len(places.live.rows):
        texts.append(_heading("Expired, superseded or without a vote", places.rest.places[0] - HEAD, colours))
    layout = {
        "shapes": shapes,
        "annotations": texts,
        "xaxis": count_axis(limits, colours, log=log) | {"side": "top"},
        "yaxis": {"range": [places.height, 0], "visible": False, "fixedrange": True},
        # Where a picture that is too low for all rows may end, and how many of them it may not leave out.
        "meta": {"tops": [*places.live.places.tolist(), *places.rest.places.tolist()], "live": len(places.live.rows)},
    }
    sources = f"{sources_line(rows['publisher'])} {reading}".rstrip()
    return finish(traces, layout, colours=colours, sources=sources, height=int(places.height) + 24, room=ROOM_ABOVE)


@dataclass(frozen=True)
class Group:
    """Rows that are drawn alike, with their places in pixels from the top and the last words of their labels."""

    rows: pd.DataFrame
    places: np.ndarray
    remarks: list[str]


@dataclass(frozen=True)
class Places:
    """Where everything stands."""

    live: Group
    rest: Group
    repeats: pd.DataFrame
    repeat_places: np.ndarray
    height: float


def _places(rows: pd.DataFrame, comparison: Comparison, order: str, top: float) -> Places:
    own, echoes = apart(rows)
    voting = own["estimate_id"].isin(comparison.ids)
    live, rest = ordered(own[voting], order), ordered(own[~voting], order)
    below = top + ROW * len(live) + (HEAD if len(live) and len(rest) else 0)
    live_places, rest_places = top + ROW * np.arange(len(live)), below + ROW * np.arange(len(rest))
    at_root = dict(zip([*live["root"], *rest["root"]], [*live_places, *rest_places], strict=True))
    return Places(
        Group(live, live_places, _sides_of_the_zone(live, comparison)),
        Group(rest, rest_places, _standing(rest, comparison)),
        echoes,
        np.array([at_root[root] for root in echoes["root"]]),
        below + ROW * len(rest),
    )


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


def _sides_of_the_zone(live: pd.DataFrame, comparison: Comparison) -> list[str]:
    """Who stands above or below the zone of agreement, where there is one and enough voices for it."""
    if comparison.n < AGREEMENT_WORDS_FROM or len(comparison.agreement.zones) != 1:
        return [""] * len(live)
    zone = comparison.agreement.zones[0]
    remark = dict.fromkeys(zone.above, "above the others") | dict.fromkeys(zone.below, "below the others")
    by_id = {name: remark.get(place, "") for place, vote in enumerate(comparison.votes) for name in vote.ids}
    return [by_id[name] for name in live["estimate_id"]]


def _standing(rest: pd.DataFrame, comparison: Comparison) -> list[str]:
    """Why a statement has no vote."""
    expired = comparison.ghosts
    return [
        "a repeat" if repeats else "expired" if name in expired else "no source named" if who == "unattributed" else ""
        for name, repeats, who in zip(rest["estimate_id"], rest["repeats"], rest["originator"], strict=True)
    ]


def _group(
    group: Group, edge: float, styles: Mapping[str, SideStyle], colours: Look, *, strength: float, log: bool
) -> list[Trace]:
    if group.rows.empty:
        return []
    width = np.full(len(group.places), 11.0)
    marks = Marks(group.rows, group.places + MARK, width, styles, log=log, upright=False, halo=colours.paper)
    words = unnumbered(marks, edge, colours.muted)
    traces = [trace | {"opacity": strength} for trace in (*marks.traces(), *([words] if words else []))]
    return [*traces, _labels(group, edge, colours.ink if strength == 1 else colours.muted)]


def _labels(group: Group, at: float, colour: str) -> Trace:
    """Above each mark: the figure as coded, how it stands to the others, about when, and who said it."""
    rows = zip(group.rows.to_dict("records"), group.remarks, strict=True)
    texts = [_label(row["count"], remark, period(row["as_of"]), row["originator_label"]) for row, remark in rows]
    return {
        "type": "scatter",
        "x": np.full(len(texts), at),
        "y": group.places + LABEL,
        "mode": "text",
        "text": texts,
        "textposition": "middle right",
        "textfont": {"size": SIZE, "color": colour},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "name": "label",
    }


def _label(count: str, remark: str, when: str, name: str) -> str:
    """One line that a phone has room for: first the name is cut, then the date."""
    # The remark stands before the name: it may have no room on a phone.
    said = f"<b>{safe(count)}</b>" + (f", <i>{remark}</i>" if remark else "")
    left = PHONE - 1.06 * wide(f"{count}, {remark}" if remark else count, SIZE) - 2 * wide(" · ", SIZE)
    when = fitted(when, left - min(wide(name, SIZE), NAME), SIZE)
    name = fitted(shortened(name, LONGEST), left - wide(when, SIZE), SIZE)
    return " · ".join([said, safe(when), safe(isolated(name))])


def _ticks(repeats: pd.DataFrame, places: np.ndarray, styles: Mapping[str, SideStyle]) -> list[Trace]:
    if repeats.empty:
        return []
    low, high = (repeats[end].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    middle = np.sqrt(np.maximum(low, 1) * np.maximum(high, 1))
    return [
        {
            "type": "scatter",
            "x": np.where(np.isnan(low), high, np.where(np.isnan(high), low, middle)),
            "y": places,
            "mode": "markers",
            "marker": {
                "symbol": "line-ns-open",
                "size": 8,
                "color": [style_of(styles, side).colour for side in repeats["side"]],
                "line": {"width": 2},
            },
            "ids": repeats["estimate_id"].tolist(),
            "hovertext": hover(repeats),
            "hoverinfo": "text",
            "name": "repeat",
        }
    ]


def _heading(text: str, top: float, colours: Look) -> Layout:
    return {
        "text": safe(text), "x": 0, "xref": "paper", "xanchor": "left", "y": top + 6, "yanchor": "top",
        "showarrow": False, "font": {"size": 12, "color": colours.muted},
    }  # fmt: skip
