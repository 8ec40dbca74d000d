"""Days as milliseconds since 1970, which travel to the browser as numbers."""

from datetime import date

import numpy as np
import pandas as pd

DAY_MS = 86_400_000


def milliseconds(days: pd.Series) -> np.ndarray:
    """A column of days; NaN where a day is open."""
    values = days.to_numpy("datetime64[ms]")
    return np.where(np.isnat(values), np.nan, values.astype("int64").astype("float64"))


def ms(day: date) -> float:
    """One day."""
    return float(np.datetime64(day, "ms").astype("int64"))


def middles(rows: pd.DataFrame) -> np.ndarray:
    """The middle of the time that each row describes; of an open beginning only the end is known."""
    last = milliseconds(rows["as_of_to"])
    first = milliseconds(rows["as_of_from"])
    middle: np.ndarray = (np.where(np.isnan(first), last, first) + last) / 2
    return middle
