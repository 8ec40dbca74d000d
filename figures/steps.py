"""What leads along time: the steps of the ledger as lines, coloured by verdict, and the median zone as a band."""

from collections.abc import Mapping, Sequence
from math import inf

import numpy as np
import pandas as pd

from figures.room import Room
from figures.style import Look, Trace, faded, safe
from figures.times import middles, ms
from posture.band import Stretch
from posture.columns import MERGED, Row
from posture.ledger import BOUNDS, DOWN, UP
from posture.movers import EXPLAINED
from posture.sentences import days, factor, isolated

# What a step is drawn as: its key on the page, the field of Look that colours it, and its dash.
GROUPS = {
    "higher": (UP, "up", "solid"),
    "lower": (DOWN, "down", "solid"),
    "wider, narrower or unchanged": (("wider", "narrower", "unchanged"), "neutral", "solid"),
    "a bound moved": (BOUNDS, "neutral", "dot"),
}
VERDICTS_DRAWN = {verdict for verdicts, *_ in GROUPS.values() for verdict in verdicts}
EXPLAINED_AS = "told as no movement of forces"


def step_lines(steps: pd.DataFrame, rows: pd.DataFrame, colours: Look, room: Room) -> list[Trace]:
    """A line for each step between statements that are drawn, one path with gaps for each group of verdicts.

    Why a figure moved stands beside its line, in a word, where there is `room`, and else where it is pointed at.
    """
    places = dict(zip(rows["estimate_id"], middles(rows), strict=True))
    drawn = [
        step | {"group": group}
        for step in steps.to_dict("records")
        if places.keys() >= {*step["earlier_ids"].split(MERGED), *step["later_ids"].split(MERGED)}
        and (group := _group(step))
    ]
    if not drawn:
        return []
    found = pd.DataFrame(drawn)
    lines = np.column_stack([part for side in ("earlier", "later") for part in _ends(found, places, side)])
    found["side"] = room.sides(found["change"].tolist(), _middles(lines), lines)
    looks = {name: (getattr(colours, colour), dash) for name, (_, colour, dash) in GROUPS.items()}
    looks[EXPLAINED_AS] = (colours.neutral, "dash")
    there = {name: (found["group"] == name).to_numpy() for name in looks}
    return [
        trace
        for name, which in there.items()
        if which.any()
        for trace in (
            _path(lines[which], name, *looks[name]),
            _words(found[which], lines[which], name, looks[name][0]),
        )
    ]


def _group(step: Row) -> str:
    """How a step is drawn; "" for one that is not: a line would show a change, or a time of it, that nobody claimed."""
    if step["later_as_of"].startswith(".."):
        return ""
    if step["change"] in EXPLAINED:
        return EXPLAINED_AS if step["verdict"] in VERDICTS_DRAWN else ""
    return next((name for name, (verdicts, *_) in GROUPS.items() if step["verdict"] in verdicts), "")


def _ends(steps: pd.DataFrame, places: Mapping[str, float], side: str) -> tuple[np.ndarray, np.ndarray]:
    """The time and the count at which the lines begin ("earlier") or end ("later")."""
    times = [np.mean([places[one] for one in ids.split(MERGED)]) for ids in steps[f"{side}_ids"]]
    return np.array(times), _level(steps, side)


def _middles(lines: np.ndarray) -> np.ndarray:
    """The middle of each line, where its word belongs."""
    begin, low, end, high = lines.T
    return np.column_stack([(begin + end) / 2, np.sqrt(np.maximum(low, 1) * np.maximum(high, 1))])


def _path(lines: np.ndarray, name: str, colour: str, dash: str) -> Trace:
    gap = np.full(len(lines), np.nan)
    return {
        "type": "scatter",
        "x": np.column_stack([lines[:, 0], lines[:, 2], gap]).ravel(),
        "y": np.column_stack([lines[:, 1], lines[:, 3], gap]).ravel(),
        "mode": "lines",
        "line": {"color": colour, "width": 2, "dash": dash},
        "hoverinfo": "skip",
        "name": name,
    }


def _words(steps: pd.DataFrame, lines: np.ndarray, name: str, colour: str) -> Trace:
    middle = _middles(lines)
    return {
        "type": "scatter",
        "x": middle[:, 0],
        "y": middle[:, 1],
        "mode": "markers+text",
        "text": [safe(change) if side else "" for change, side in zip(steps["change"], steps["side"], strict=True)],
        "textposition": [side or "top center" for side in steps["side"]],
        "textfont": {"size": 11, "color": colour},
        "marker": {"size": 12, "color": colour, "opacity": 0},
        "hovertext": [_said(step) for step in steps.to_dict("records")],
        "hoverinfo": "text",
        "name": f"{name}, in words",
    }


def _said(step: Row) -> str:
    moved = "" if pd.isna(step["factor"]) else f", {factor(step['factor'])}"
    why = f"<br>{safe(step['change'])}" if step["change"] else ""
    return (
        f"{safe(isolated(step['originator_label']))}: {safe(step['earlier_count'])}, then {safe(step['later_count'])}"
        f"<br><b>{step['verdict']}</b>{moved}, {days(int(step['days']))} apart{why}"
    )


def _level(steps: pd.DataFrame, side: str) -> np.ndarray:
    """Where a line meets a mark: the middle of a range, the stated end of an open one."""
    low, high = (steps[f"{side}_{end}"].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))


def zone_band(
    stretches: Sequence[Stretch], limits: tuple[float, float], span: tuple[float, float], colours: Look
) -> Trace:
    """The median zone as boxes, each as wide as it holds; where fewer than three voices are live there is none."""
    x, y = [], []
    for stretch in stretches:
        begin, end = (min(max(ms(day), span[0]), span[1]) for day in (stretch.first, stretch.end))
        low, high = max(stretch.low, limits[0]), limits[1] if stretch.high == inf else stretch.high
        x += [begin, end, end, begin, begin, np.nan]
        y += [low, low, high, high, low, np.nan]
    return {
        "type": "scatter",
        "x": np.array(x),
        "y": np.array(y),
        "mode": "lines",
        "line": {"width": 1, "color": faded(colours.accent, 0.35)},
        "fill": "toself",
        "fillcolor": faded(colours.accent, 0.16),
        "hoverinfo": "skip",
        "name": "median zone",
    }
