"""When nobody spoke: a calendar of silence, and how old what is known is.

A statement is counted in the month of the last day that it describes, also where its date is coarser: spread over a
year it would fill twelve months with a voice that spoke once. The same day decides its age. What describes all the
time since a beginning, in a report that no year can be given for, stands in no month and has no age.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from posture.columns import DAY, TEXT, WHOLE, Column
from posture.panel import Moment, known
from posture.statements import framed, own

YEAR = 366  # days
MONTH = 31  # days; what is dated more coarsely could have been said of another month
KEY = Column(TEXT, "The force or the scope.")
CALENDAR: Mapping[str, Column] = MappingProxyType(
    {
        "key": KEY,
        "month": Column(DAY, "First day of the month."),
        "originators": Column(WHOLE, "How many originators spoke of it; unnamed ones count once for their body."),
        "statements": Column(WHOLE, "How many own statements they made, those without a number included."),
        "coarse": Column(WHOLE, "How many of these describe a time longer than a month that ends in it."),
    }
)
AGES: Mapping[str, Column] = MappingProxyType(
    {
        "key": KEY,
        "described": Column(DAY, "Last day described by anybody's own statement."),
        "described_days": Column(WHOLE, "Days from then to T."),
        "described_id": Column(TEXT, "That statement."),
        "spoke": Column(DAY, "Last day on which an originator published a statement of its own."),
        "spoke_days": Column(WHOLE, "Days from then to T."),
        "spoke_id": Column(TEXT, "That statement."),
        "mentioned": Column(DAY, "Last day on which anybody printed a figure, repeats and unattributed ones included."),
        "mentioned_days": Column(WHOLE, "Days from then to T."),
        "mentioned_id": Column(TEXT, "The mention."),
    }
)


def calendar(rows: pd.DataFrame, by: str = "force", until: date | None = None) -> pd.DataFrame:
    """How many originators spoke of each force (or `by="scope"`) in each month, with `CALENDAR`.

    Every month from the first that anybody describes to the last (or `until`) has a row for every key, also the
    silent ones. A figure for several forces together counts for that union alone.
    """
    spoken = own(rows[~endless(rows)])
    if spoken.empty:
        return framed(CALENDAR, [])
    long = spoken["as_of_from"].isna() | ((spoken["as_of_to"] - spoken["as_of_from"]).dt.days >= MONTH)
    spoken = spoken.assign(key=spoken[by], month=_month(spoken["as_of_to"]), long=long)
    found = spoken.groupby(["key", "month"], sort=False).agg(
        originators=("voter", "nunique"), statements=("voter", "size"), coarse=("long", "sum")
    )
    last = max(spoken["month"].max(), pd.Timestamp(until or 0).replace(day=1))
    months = pd.date_range(spoken["month"].min(), last, freq="MS", unit="s")
    grid = pd.MultiIndex.from_product([spoken["key"].unique(), months], names=["key", "month"])
    filled = found.reindex(grid, fill_value=0).reset_index()
    return filled.astype({name: column.dtype for name, column in CALENDAR.items()})


def endless(rows: pd.DataFrame) -> pd.Series:
    """Whether the end of the time that each row describes is open, and its report is not known to the year either."""
    return rows["as_of"].str.rstrip("~").str.endswith("..") & _vague(rows)


def _vague(rows: pd.DataFrame) -> pd.Series:
    vague: pd.Series = (rows["published_to"] - rows["published_from"]).dt.days >= YEAR
    return vague | rows["published_from"].isna()


def _month(days: pd.Series) -> pd.Series:
    first: pd.Series = days.dt.to_period("M").dt.to_timestamp().astype(DAY)
    return first


def ages(rows: pd.DataFrame, moment: Moment, by: str = "scope") -> pd.DataFrame:
    """How old what is known of each scope (or `by="force"`) is at T, with `AGES`, the longest silence first.

    The newest time described is what was known by K. Who spoke and who printed is asked of what was published by T
    (and by K): a figure can be in print every week and go back to a voice that has been silent for years. Whoever asks
    for voices apart from the parties hands in only their rows.
    """
    day = pd.Timestamp(moment.at)
    heard = known(rows, moment.known_by)
    public = heard[(heard["published_to"] <= day) & ~_vague(heard)]
    newest = {
        "described": _last(own(heard[(heard["as_of_to"] <= day) & ~endless(heard)]), by, "as_of_to"),
        "spoke": _last(own(public), by, "published_to"),
        "mentioned": _last(public, by, "published_to"),
    }
    found = pd.concat(newest, axis="columns", sort=False)
    found.columns = ["".join(pair) for pair in found.columns]
    for name in newest:
        found[f"{name}_days"] = (day - found[name]).dt.days
        found[f"{name}_id"] = found[f"{name}_id"].fillna("")
    found = found.rename_axis("key").reset_index().sort_values("spoke", na_position="first", kind="stable")
    return found[[*AGES]].astype({name: column.dtype for name, column in AGES.items()}).reset_index(drop=True)


def _last(rows: pd.DataFrame, by: str, column: str) -> pd.DataFrame:
    """Of each key the row with the latest day in a column: that day, as "", and the row's id."""
    ordered = rows[[by, column, "estimate_id"]].sort_values(column, kind="stable")
    return ordered.groupby(by, sort=False).tail(1).set_index(by).set_axis(["", "_id"], axis="columns")
