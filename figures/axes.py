"""Axes for counts: logarithmic ones labelled in plain digits, linear ones that begin at zero."""

import numpy as np
import pandas as pd

from figures.style import Layout, Look, room_for

STEPS = (1, 2, 5)
MOST_TICKS = 7
TICK = 12  # size of a tick's label in pixels


def count_range(rows: pd.DataFrame, *, log: bool) -> tuple[float, float]:
    """The least and greatest count that an axis shows, with room for open ends."""
    ends = np.concatenate([rows[end].to_numpy(float, na_value=np.nan) for end in ("low", "high")])
    ends = ends[~np.isnan(ends)]
    if not len(ends):
        return (1.0, 10.0) if log else (0.0, 10.0)
    if not log:
        return 0.0, float(ends.max()) * 1.12 or 10.0
    return float(max(ends.min(), 1) / 1.7), float(max(ends.max(), 1) * 1.7)


def count_axis(limits: tuple[float, float], colours: Look, *, log: bool) -> Layout:
    """The axis as Plotly takes it, with ticks at 1, 2 and 5 times the powers of ten."""
    low, high = limits
    values = _log_ticks(low, high) if log else None
    return {
        "type": "log" if log else "linear",
        "range": [float(np.log10(low)), float(np.log10(high))] if log else [low, high],
        "tickmode": "array" if log else "auto",
        "tickvals": values,
        "ticktext": [f"{value:,.0f}" for value in values] if values is not None else None,
        "tickformat": None if log else ",.0f",
        "nticks": 5,
        "gridcolor": colours.grid,
        "zeroline": False,
        "showline": False,
        "tickfont": {"size": TICK, "color": colours.muted},
        "fixedrange": True,
    }


def room_beside(limits: tuple[float, float], *, log: bool) -> int:
    """How many pixels the labels of an upright count axis need beside it.

    Plotly would find that out by itself (`automargin`), by drawing the whole chart and then drawing it once more.
    """
    low, high = limits
    values = (_log_ticks(low, high) if log else []) or [high]
    return room_for(f"{value:,.0f}" for value in values)


# What the labels of a count axis need that lies above a chart: half of the last one may reach beyond it.
ROOM_ABOVE = {"t": 26, "r": 26}


def _log_ticks(low: float, high: float) -> list[float]:
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    every = [
        step * 10.0**power for power in powers for step in STEPS if low <= step * 10.0**power <= high and power >= 0
    ]
    if len(every) > MOST_TICKS:
        every = [value for value in every if np.log10(value) % 1 < 1e-9] or every
    return every
