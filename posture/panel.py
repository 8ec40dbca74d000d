"""The live panel L(T, K, W): at a date T, known by K, the latest own statement of each voice, at most W days old."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from posture.columns import MERGED
from posture.model import UNATTRIBUTED

NOBODYS = ("withdrawn", "misprint")  # a figure of which this became known is in no panel
ENDS = ("denied", "none seen")  # said instead of a number, they end the originator's earlier one


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
    and `together` (how many figures of one day stand in its hull; their counts are then joined by "and").
    """
    day = pd.Timestamp(moment.at)
    heard = known(rows, moment.known_by)
    heard = heard[(heard["as_of_to"] <= day) & ~heard["status"].isin(NOBODYS)]
    latest = _latest(own_statements(heard))
    age = (day - latest["as_of_to"]).dt.days
    mentions = pd.Series([end for root in heard["root"] for end in root.split(MERGED)], dtype="str").value_counts()
    return latest.assign(
        age=age,
        live=_live(age, latest["kind"], moment.window),
        mentions=latest["estimate_id"].map(mentions).fillna(1).astype("int64"),
    )


def within(everybody: pd.DataFrame, window: int) -> pd.DataFrame:
    """The same panel with another window."""
    return everybody.assign(live=_live(everybody["age"], everybody["kind"], window))


def _live(age: pd.Series, kind: pd.Series, window: int) -> pd.Series:
    return (age <= window) & ~kind.isin(ENDS)


def live(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """The live panel alone."""
    everybody = panel(rows, moment)
    return everybody[everybody["live"]]


def own_statements(heard: pd.DataFrame) -> pd.DataFrame:
    """Own statements that carry a number or end one: no repeats, no mentions without an originator."""
    numeric = heard["low"].notna() | heard["high"].notna() | heard["kind"].isin(ENDS)
    own = heard[(heard["repeats"] == "") & (heard["originator"] != UNATTRIBUTED) & numeric]
    return own.assign(voter=own["originator"].where(~own["anonymous"], own["body"]))


def _latest(statements: pd.DataFrame) -> pd.DataFrame:
    """Of each voter and scope the statement of the latest day described, then published; of several, their hull."""
    days = statements[["as_of_to", "published_to"]].reset_index(drop=True)
    ordered = statements.iloc[days.sort_values([*days], kind="stable", na_position="first").index]
    # Arrays, and whole rows only of what is left: this is asked for at every change of a filter.
    voter = ordered.groupby(["scope", "voter"], sort=False).ngroup().to_numpy()
    low, high = (ordered[end].to_numpy(dtype=float, na_value=np.nan) for end in ("low", "high"))
    newest = _of_the_newest_day(ordered, voter)
    numeric = ~(np.isnan(low) & np.isnan(high))
    # Beside a figure of one's own, a denial on the same day denies somebody else's.
    newest &= numeric | ~np.isin(voter, voter[newest & numeric])
    hulls = pd.DataFrame(
        {
            "row": np.flatnonzero(newest),
            "low": np.where(np.isnan(low), -np.inf, low)[newest],
            "high": np.where(np.isnan(high), np.inf, high)[newest],
        }
    ).groupby(voter[newest])
    hulls = hulls.agg(row=("row", "max"), low=("low", "min"), high=("high", "max"), together=("row", "size"))
    hulls = hulls.sort_values("row")
    last = ordered.iloc[hulls["row"]]
    counts = _joined(ordered["count"].to_numpy()[newest], voter[newest])
    return last.assign(
        low=hulls["low"].replace(-np.inf, np.nan).astype("Int64").array,
        high=hulls["high"].replace(np.inf, np.nan).astype("Int64").array,
        together=hulls["together"].array,
        count=pd.array([counts[one] for one in hulls.index], dtype="str"),
    ).reset_index(drop=True)


def _of_the_newest_day(ordered: pd.DataFrame, voter: np.ndarray) -> np.ndarray:
    """Whether each of the rows, ordered by their days, has the same days as the last row of its voter."""
    last = np.zeros(voter.max(initial=-1) + 1, dtype=int)
    last[voter] = np.arange(len(voter))
    days = [ordered[name].to_numpy(dtype="datetime64[s]").view("int64") for name in ("as_of_to", "published_to")]
    return np.logical_and(*(day == day[last[voter]] for day in days))


def _joined(counts: np.ndarray, voter: np.ndarray) -> dict[int, str]:
    """Each voter's count; of several different ones, all of them."""
    given: dict[int, dict[str, None]] = {}
    for one, count in zip(voter.tolist(), counts, strict=True):
        given.setdefault(one, {})[count] = None
    return {one: " and ".join(different) for one, different in given.items()}
