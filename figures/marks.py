"""How one estimate is drawn: a dot for a figure, a bar for a range, an arrow for an open end, hatching for words.

A `Marks` holds the rows of a table with their place along the other axis (a row of a list, or a time) and makes the
few traces that draw them all: few, since a browser pays for each trace, hardly for each mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from figures.style import SideStyle, Trace, faded, safe, style_of, wrapped
from posture.panel import NOBODYS
from posture.sentences import isolated, said

OPEN_FACTOR = 1.45  # how far an arrow reaches beyond the stated end on a log axis
OPEN_SHARE = 0.06  # and on a linear one, as a share of the largest figure drawn


@dataclass(frozen=True)
class Marks:
    """Rows to draw. `along` is their place on the other axis, `width` the width of a bar there, both as floats."""

    rows: pd.DataFrame
    along: np.ndarray
    width: np.ndarray
    styles: Mapping[str, SideStyle]
    log: bool
    upright: bool  # figures run upwards (a time chart) or to the right (a list)
    halo: str  # the colour around a dot, which keeps neighbours apart
    weight: np.ndarray | float = 1.0  # below 1 a mark is smaller and paler

    @cached_property
    def low(self) -> np.ndarray:
        """Stated lower ends; NaN where there is none."""
        return self.rows["low"].to_numpy(float, na_value=np.nan)

    @cached_property
    def high(self) -> np.ndarray:
        """Stated upper ends; NaN where there is none."""
        return self.rows["high"].to_numpy(float, na_value=np.nan)

    @cached_property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Where a bar begins and ends: an open end reaches a little beyond the stated one."""
        low, high = self.low, self.high
        reach = np.nanmax(np.concatenate([low, high, [1.0]])) * OPEN_SHARE
        upper = np.where(np.isnan(high), low * OPEN_FACTOR if self.log else low + reach, high)
        lower = np.where(np.isnan(low), high / OPEN_FACTOR if self.log else np.maximum(high - reach, 0), low)
        # A log axis has no zero: a source that says zero is drawn at the axis' first unit.
        return (np.maximum(lower, 0.8), np.maximum(upper, 0.8)) if self.log else (lower, upper)

    def traces(self) -> list[Trace]:
        """Bars first, dots and arrows over them; as Plotly's plain data."""
        return [trace for trace in (self._bars(), self._dots(), self._arrows()) if trace is not None]

    def placed(self, along: np.ndarray, value: np.ndarray) -> dict[str, np.ndarray]:
        """Places and counts as the x and y of a trace."""
        return {"x": along, "y": value} if self.upright else {"x": value, "y": along}

    def named(self, chosen: np.ndarray) -> dict[str, list[str] | str]:
        """Which estimate each of the chosen marks is, and what it says when it is pointed at."""
        # Of a table with some fifty columns, taking rows costs more than all that is asked of them.
        ids, told = (list(compress(every, chosen)) for every in (self.rows["estimate_id"], self.hovers))
        return {"ids": ids, "hovertext": told, "hoverinfo": "text"}

    @cached_property
    def hovers(self) -> list[str]:
        """What each row says when it is pointed at."""
        return hover(self.rows)

    @cached_property
    def dotted(self) -> np.ndarray:
        """Which rows state one number."""
        return is_dot(self.rows)

    @cached_property
    def numeric(self) -> np.ndarray:
        """Which rows state at least one end."""
        stated: np.ndarray = ~(np.isnan(self.low) & np.isnan(self.high))
        return stated

    def _style(self, chosen: np.ndarray) -> list[SideStyle]:
        return [style_of(self.styles, side) for side in self.rows["side"].to_numpy()[chosen]]

    def _bars(self) -> Trace | None:
        chosen = self.numeric & (self.rows["kind"] != "point").to_numpy()
        if not chosen.any():
            return None
        lower, upper = (end[chosen] for end in self.ends)
        dotted = self.dotted[chosen]
        return {
            "type": "bar",
            **self.placed(self.along[chosen], upper - lower),
            "base": lower,
            "width": self.width[chosen] * np.where(dotted, 0.4, 1.0) * self._weights(chosen),
            "orientation": "v" if self.upright else "h",
            "marker": self._filled(chosen, dotted),
            **self.named(chosen),
            "name": "range",
        }

    def _weights(self, chosen: np.ndarray) -> np.ndarray:
        weights: np.ndarray = np.broadcast_to(self.weight, len(self.rows))[chosen]
        return weights

    def _filled(self, chosen: np.ndarray, dotted: np.ndarray) -> dict[str, Any]:
        """Bars in their side's colour, pale beneath a dot, hatched where a rulebook read words."""
        colours = [style.colour for style in self._style(chosen)]
        words = (self.rows["kind"] == "words").to_numpy()[chosen]
        return {
            "opacity": self._weights(chosen),
            "color": [faded(colour, 0.30 if dot else 0.55) for colour, dot in zip(colours, dotted, strict=True)],
            "line": {"width": 0},
            "pattern": {
                "shape": np.where(words, "/", "").tolist(),
                "fgcolor": colours,
                "bgcolor": [faded(colour, 0.12) for colour in colours],
                "size": 6,
                "solidity": 0.35,
            },
        }

    def _dots(self) -> Trace | None:
        chosen = self.dotted
        if not chosen.any():
            return None
        lower, upper = (end[chosen] for end in self.ends)
        marker = {
            "symbol": self._symbols(chosen),
            "size": 11 * self._weights(chosen),
            "opacity": self._weights(chosen),
            "color": [style.colour for style in self._style(chosen)],
            "line": {"width": 1.5, "color": self.halo},
        }
        place = self.placed(self.along[chosen], (lower + upper) / 2)
        return points(place, marker, "figure") | self.named(chosen)

    def _symbols(self, chosen: np.ndarray) -> list[str]:
        """The side's shape, hollow where it is unclear who is included, crossed out where the figure fell."""
        hollow = (self.rows["unclear"] != "").to_numpy()[chosen]
        struck = self.rows["status"].isin(NOBODYS).to_numpy()[chosen]
        return [
            "x-thin-open" if out else f"{style.symbol}-open" if empty else style.symbol
            for style, empty, out in zip(self._style(chosen), hollow, struck, strict=True)
        ]

    def _arrows(self) -> Trace | None:
        lower, upper = self.ends
        above, below = np.isnan(self.high) & self.numeric, np.isnan(self.low) & self.numeric
        if not (above | below).any():
            return None
        up, down = ("triangle-up", "triangle-down") if self.upright else ("triangle-right", "triangle-left")
        marker = {
            "symbol": [up] * above.sum() + [down] * below.sum(),
            "size": 10 * np.concatenate([self._weights(above), self._weights(below)]),
            "opacity": np.concatenate([self._weights(above), self._weights(below)]),
            "color": [style.colour for style in (*self._style(above), *self._style(below))],
        }
        along, tip = (
            np.concatenate([self.along[above], self.along[below]]),
            np.concatenate([upper[above], lower[below]]),
        )
        return points(self.placed(along, tip), marker, "open end") | {"hoverinfo": "skip"}


def points(place: Mapping[str, np.ndarray], marker: Mapping[str, Any], name: str) -> Trace:
    """Marks without lines; they are drawn whole also at the edge of a chart."""
    return {"type": "scatter", "mode": "markers", **place, "marker": {**marker}, "cliponaxis": False, "name": name}


def is_dot(rows: pd.DataFrame) -> np.ndarray:
    """Which rows state one number, at which a dot says no more than the source does; "about 7,000-8,000" is none."""
    single = (rows["kind"] == "point") | ((rows["kind"] == "about") & ~rows["count"].str.contains("-", regex=False))
    return single.to_numpy(bool)


HOVERED: tuple[str, ...] = ("force_label", "measure", "place", "unclear", "status", "status_reason", "speaker")
HOVERED += ("originator_label", "count", "kind", "wording", "translation", "as_of", "published", "publisher")


def hover(rows: pd.DataFrame) -> list[str]:
    """What each mark says when it is pointed at: who said what, when, who printed it, and what is counted."""
    return [_hover(cells) for cells in zip(*(rows[column].tolist() for column in HOVERED), strict=True)]


@lru_cache(maxsize=32_768)
def _hover(cells: tuple[str, ...]) -> str:
    row = dict(zip(HOVERED, cells, strict=True))
    force = isolated(row["force_label"])
    counted = force if row["measure"] == "present" else f"{force}, {row['measure']}"
    extra = {
        "place": f"in: {row['place']}",
        "unclear": f"unclear whether included: {row['unclear']}",
        "status": f"{row['status']}: {isolated(row['status_reason'])}",
    }
    facts = " · ".join([counted, *(text for column, text in extra.items() if row[column])])
    return f"{wrapped(said(row), 60)}<br><i>{safe(facts)}</i>"


def unnumbered(marks: Marks, at: float, colour: str) -> Trace | None:
    """Entries without a number, at the foot of the axis: a cross for a denial, else a dash; none of them is zero."""
    chosen = ~marks.numeric
    if not chosen.any():
        return None
    kinds = marks.rows["kind"].to_numpy()[chosen]
    symbols = ["x-thin-open" if kind == "denied" else "line-ew-open" for kind in kinds]
    place = marks.placed(marks.along[chosen], np.full(chosen.sum(), at))
    return points(place, {"symbol": symbols, "size": 9, "color": colour}, "no number") | marks.named(chosen)


def apart(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that stand by themselves, and repeats of one of them, which become its ticks."""
    own = rows["repeats"] == ""
    numeric = rows["low"].notna() | rows["high"].notna()
    echo = ~own & numeric & rows["root"].isin(rows.loc[own, "estimate_id"])
    return rows[~echo], rows[echo]
