"""How far the claims of a live panel agree: exact statistics on intervals, no model and no average.

Every function takes the live rows of one scope (`posture.panel.live`); the sections named are those of the method.
"""

from dataclasses import dataclass
from math import inf

import pandas as pd

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The lowest and the highest stated end, the rows that state them, and whether someone leaves an end open."""

    low: int
    high: int
    low_row: int
    high_row: int
    open_below: bool
    open_above: bool


def intervals(rows: pd.DataFrame) -> list[Interval]:
    """Each row as a closed interval: an unstated lower end is 1 (or the upper end, where that is 0), an upper one infinite."""
    ends = zip(rows["low"].array, rows["high"].array, strict=True)
    return [(min(1, high) if low is pd.NA else low, inf if high is pd.NA else high) for low, high in _plain(ends)]


def envelope(rows: pd.DataFrame) -> Envelope:
    """From the lowest to the highest figure that somebody states (section 4a). Raises ValueError without rows."""
    low = rows["low"].fillna(rows["high"])
    high = rows["high"].fillna(rows["low"])
    return Envelope(
        int(low.min()),
        int(high.max()),
        low_row=int(low.to_numpy().argmin()),
        high_row=int(high.to_numpy().argmax()),
        open_below=bool(rows["low"].isna().any()),
        open_above=bool(rows["high"].isna().any()),
    )


def gap(spans: list[Interval]) -> float:
    """The factor by which the claims cannot be reconciled (section 4d): 1 where one number satisfies all of them."""
    lowest_top = min(high for _, high in spans)
    highest_bottom = max(low for low, _ in spans)
    if highest_bottom <= lowest_top:
        return 1.0
    return highest_bottom / lowest_top if lowest_top else inf


def _plain(ends):
    for low, high in ends:
        yield low, high
