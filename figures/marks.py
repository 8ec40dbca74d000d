"""How one estimate is drawn: a dot for a figure, a bar for a range, an arrow for an open end, hatching for words.

A `Marks` holds the rows of a table with their place along the other axis (a row of a list, or a time) and makes the
few traces that draw them all: few, since a browser pays for each trace, hardly for each mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.style import SideStyle, faded, safe, style_of, wrapped
from posture.sentences import said

OPEN_FACTOR = 1.45  # how far an arrow reaches beyond the stated end on a log axis
OPEN_SHARE = 0.06  # and on a linear one, as a share of the largest figure drawn
DOTS = ("point", "about")
WORDS = ("words",)
STRUCK = ("withdrawn", "misprint")


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

    @property
    def low(self) -> np.ndarray:
        """Stated lower ends; NaN where there is none."""
        return self.rows["low"].to_numpy(float, na_value=np.nan)

    @property
    def high(self) -> np.ndarray:
        """Stated upper ends; NaN where there is none."""
        return self.rows["high"].to_numpy(float, na_value=np.nan)

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Where a bar begins and ends: an open end reaches a little beyond the stated one."""
        low, high = self.low, self.high
        reach = np.nanmax(np.concatenate([low, high, [1.0]])) * OPEN_SHARE
        upper = np.where(np.isnan(high), low * OPEN_FACTOR if self.log else low + reach, high)
        lower = np.where(np.isnan(low), high / OPEN_FACTOR if self.log else np.maximum(high - reach, 0), low)
        # A log axis has no zero: a source that says zero is drawn at the axis' first unit.
        return (np.maximum(lower, 0.8), np.maximum(upper, 0.8)) if self.log else (lower, upper)

    def traces(self) -> list[go.Bar | go.Scatter]:
        """Bars first, dots and arrows over them."""
        return [trace for trace in (self._bars(), self._dots(), self._arrows()) if trace is not None]

    def _style(self, chosen: np.ndarray) -> list[SideStyle]:
        return [style_of(self.styles, side) for side in self.rows["side"].to_numpy()[chosen]]

    def _kinds(self, *kinds: str) -> np.ndarray:
        return self.rows["kind"].isin(kinds).to_numpy()

    @property
    def numeric(self) -> np.ndarray:
        """Which rows state at least one end."""
        return ~(np.isnan(self.low) & np.isnan(self.high))

    def _hover(self, chosen: np.ndarray) -> list[str]:
        return hover(self.rows[chosen])

    def placed(self, along: np.ndarray, value: np.ndarray) -> dict[str, np.ndarray]:
        """Places and counts as the x and y of a trace."""
        return {"x": along, "y": value} if self.upright else {"x": value, "y": along}

    def _bars(self) -> go.Bar | None:
        chosen = self.numeric & ~self._kinds("point")
        if not chosen.any():
            return None
        lower, upper = (end[chosen] for end in self.ends)
        styles, words = self._style(chosen), self._kinds(*WORDS)[chosen]
        dotted = self._kinds(*DOTS)[chosen]
        size = (
            {"y": upper - lower, "x": self.along[chosen]}
            if self.upright
            else {"x": upper - lower, "y": self.along[chosen]}
        )
        return go.Bar(
            **size,
            base=lower,
            width=self.width[chosen] * np.where(dotted, 0.4, 1.0),
            orientation="v" if self.upright else "h",
            marker={
                "color": [
                    faded(style.colour, 0.30 if dot else 0.55) for style, dot in zip(styles, dotted, strict=True)
                ],
                "line": {"width": 0},
                "pattern": {
                    "shape": np.where(words, "/", "").tolist(),
                    "fgcolor": [style.colour for style in styles],
                    "bgcolor": [faded(style.colour, 0.12) for style in styles],
                    "size": 6,
                    "solidity": 0.35,
                },
            },
            ids=self.rows["estimate_id"].to_numpy()[chosen].tolist(),
            hovertext=self._hover(chosen),
            hoverinfo="text",
            name="range",
        )

    def _dots(self) -> go.Scatter | None:
        chosen = self._kinds(*DOTS)
        if not chosen.any():
            return None
        lower, upper = (end[chosen] for end in self.ends)
        styles = self._style(chosen)
        hollow = (self.rows["unclear"] != "").to_numpy()[chosen]
        struck = self.rows["status"].isin(STRUCK).to_numpy()[chosen]
        symbols = [
            "x-thin-open" if out else f"{style.symbol}-open" if empty else style.symbol
            for style, empty, out in zip(styles, hollow, struck, strict=True)
        ]
        return go.Scatter(
            **self.placed(self.along[chosen], (lower + upper) / 2),
            mode="markers",
            marker={
                "symbol": symbols,
                "size": 11,
                "color": [style.colour for style in styles],
                "line": {"width": 1.5, "color": self.halo},
            },
            ids=self.rows["estimate_id"].to_numpy()[chosen].tolist(),
            hovertext=self._hover(chosen),
            hoverinfo="text",
            cliponaxis=False,
            name="figure",
        )

    def _arrows(self) -> go.Scatter | None:
        lower, upper = self.ends
        above, below = np.isnan(self.high) & self.numeric, np.isnan(self.low) & self.numeric
        if not (above | below).any():
            return None
        up, down = ("triangle-up", "triangle-down") if self.upright else ("triangle-right", "triangle-left")
        colours = [style.colour for style in (*self._style(above), *self._style(below))]
        return go.Scatter(
            **self.placed(
                np.concatenate([self.along[above], self.along[below]]),
                np.concatenate([upper[above], lower[below]]),
            ),
            mode="markers",
            marker={"symbol": [up] * above.sum() + [down] * below.sum(), "size": 10, "color": colours},
            hoverinfo="skip",
            cliponaxis=False,
            name="open end",
        )


def hover(rows: pd.DataFrame) -> list[str]:
    """What a mark says when it is pointed at: who said what, when, and who printed it."""
    texts = []
    for row in rows.to_dict("records"):
        extra = [row["force_label"] + (f", {row['measure']}" if row["measure"] != "present" else "")]
        extra += [f"in: {row['place']}"] * bool(row["place"]) + [f"unclear whether included: {row['unclear']}"] * bool(
            row["unclear"]
        )
        extra += [f"{row['status']}: {row['status_reason']}"] * bool(row["status"])
        texts.append(f"{wrapped(said(row), 60)}<br><i>{safe(' · '.join(extra))}</i>")
    return texts


def unnumbered(marks: Marks, at: float, colour: str) -> go.Scatter | None:
    """Entries without a number, at the foot of the axis: crosses for denials, dashes for the rest; none of them is zero."""
    chosen = ~marks.numeric
    if not chosen.any():
        return None
    kinds = marks.rows["kind"].to_numpy()[chosen]
    return go.Scatter(
        **marks.placed(marks.along[chosen], np.full(chosen.sum(), at)),
        mode="markers",
        marker={
            "symbol": ["x-thin-open" if kind == "denied" else "line-ew-open" for kind in kinds],
            "size": 9,
            "color": colour,
        },
        ids=marks.rows["estimate_id"].to_numpy()[chosen].tolist(),
        hovertext=hover(marks.rows[chosen]),
        hoverinfo="text",
        cliponaxis=False,
        name="no number",
    )
