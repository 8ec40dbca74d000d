"""The live panel L(T, K, W): for a date T, known by K, the latest own statement of each originator, at most W days old."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from posture.model import UNATTRIBUTED

NOBODYS = ("withdrawn", "misprint")  # a figure of which this became known is in no panel
ENDS = ("denied", "none seen")  # said instead of a number, they end the originator's earlier one
FAR_PAST, FAR_FUTURE = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")


@dataclass(frozen=True, slots=True)
class Moment:
    """T, the date that figures are about; K, the date of knowledge (None: everything published); W in days."""

    at: date
    known_by: date | None = None
    window: int = 365


def known(rows: pd.DataFrame, known_by: date | None) -> pd.DataFrame:
    """What was public by a date: later publications are gone, and so is every status that came later."""
    if known_by is None:
        return rows
    day = pd.Timestamp(known_by)
    rows = rows[rows["published_to"] <= day]
    later = rows["status_date"] > day
    return rows.assign(
        status=rows["status"].mask(later, ""),
        status_reason=rows["status_reason"].mask(later, ""),
        status_date=rows["status_date"].mask(later),
    )


def panel(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """The latest own statement of each voter in each scope, live or expired.

    Adds to the columns of the table: `voter` (the originator; for an unnamed one its body), `age` (days from the end
    of the time described to T), `live` (age at most W), `mentions` (reports of this statement, itself included)
    and `together` (how many figures of one day stand in its hull).
    """
    day = pd.Timestamp(moment.at)
    heard = known(rows, moment.known_by)
    heard = heard[(heard["as_of_to"] <= day) & ~heard["status"].isin(NOBODYS)]
    latest = _latest(_statements(heard))
    age = (day - latest["as_of_to"]).dt.days
    mentions = heard["root"].value_counts()
    return latest.assign(
        age=age,
        live=(age <= moment.window) & ~latest["kind"].isin(ENDS),
        mentions=latest["estimate_id"].map(mentions).fillna(1).astype("int64"),
    )


def live(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """The live panel alone."""
    everybody = panel(rows, moment)
    return everybody[everybody["live"]]


def oldest_day(moment: Moment) -> date:
    """The first day that a live statement may describe."""
    return moment.at - timedelta(days=moment.window)


def _statements(heard: pd.DataFrame) -> pd.DataFrame:
    """Own statements that carry a number or end one: no repeats, no mentions without an originator."""
    numeric = heard["low"].notna() | heard["high"].notna() | heard["kind"].isin(ENDS)
    own = heard[(heard["repeats"] == "") & (heard["originator"] != UNATTRIBUTED) & numeric]
    return own.assign(voter=own["originator"].where(~own["anonymous"], own["body"]))


def _latest(statements: pd.DataFrame) -> pd.DataFrame:
    """Of each voter and scope the statement of the latest day described, then published; of several, their hull."""
    ordered = statements.sort_values(["as_of_to", "published_to"], kind="stable", na_position="first")
    by_voter = ordered.groupby(["scope", "voter"], sort=False)
    newest = by_voter[["as_of_to", "published_to"]].transform("last")
    same_day = ordered[
        (ordered["as_of_to"] == newest["as_of_to"]) & (ordered["published_to"] == newest["published_to"])
    ]
    hull = same_day.assign(
        low_=same_day["low"].astype("Float64").fillna(float("-inf")),
        high_=same_day["high"].astype("Float64").fillna(float("inf")),
    ).groupby(["scope", "voter"], sort=False)
    last = hull.tail(1).set_index(["scope", "voter"])
    ends = hull.agg(low_=("low_", "min"), high_=("high_", "max"), together=("estimate_id", "size")).reindex(last.index)
    last = last.assign(
        low=ends["low_"].where(ends["low_"] > float("-inf")).astype("Int64"),
        high=ends["high_"].where(ends["high_"] < float("inf")).astype("Int64"),
        together=ends["together"],
    )
    return last.reset_index()[[*statements.columns, "together"]]
