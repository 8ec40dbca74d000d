"""The live panel L(T, K, W): at a date T, known by K, the latest own statement of each voice, at most W days old."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from posture.columns import MERGED, TEXT
from posture.model import UNATTRIBUTED

NOBODYS = ("withdrawn", "misprint")  # a figure of which this became known is in no panel
DAYS = ("as_of_to", "published_to")
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
    mentions = Counter(end for root in heard["root"] for end in root.split(MERGED))
    held = [is_live(*one, moment.window) for one in zip(age, latest["kind"], strict=True)]
    return latest.assign(
        age=age,
        live=pd.array(held, dtype="bool"),
        mentions=pd.array([max(mentions[name], 1) for name in latest["estimate_id"]], dtype="int64"),
    )


def is_live(age: int, kind: str, window: int) -> bool:
    """Whether a statement of some days is still a claim: young enough, and not said instead of a number."""
    return age <= window and kind not in ENDS


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
    # Plain lists, and whole rows only of what is left: this is asked for at every change of a filter.
    days = zip(*(statements[day].to_numpy("datetime64[s]").view("int64").tolist() for day in DAYS), strict=True)
    when, ends = list(days), list(zip(statements["low"].tolist(), statements["high"].tolist(), strict=True))
    who = list(zip(statements["scope"].tolist(), statements["voter"].tolist(), strict=True))
    groups: dict[tuple[str, str], list[int]] = {}
    for place in sorted(range(len(when)), key=when.__getitem__):
        held = groups.pop(who[place], [])
        groups[who[place]] = [*held, place] if held and when[held[0]] == when[place] else [place]
    # Beside a figure of one's own, a denial on the same day denies somebody else's.
    newest = [
        [place for place in group if not (ends[place][0] is pd.NA and ends[place][1] is pd.NA)] or group
        for group in groups.values()
    ]
    counts = statements["count"].tolist()
    return statements.iloc[[group[-1] for group in newest]].assign(
        low=pd.array([_hull([ends[place][0] for place in group], min) for group in newest], dtype="Int64"),
        high=pd.array([_hull([ends[place][1] for place in group], max) for group in newest], dtype="Int64"),
        together=[len(group) for group in newest],
        count=pd.array([" and ".join(dict.fromkeys(counts[place] for place in group)) for group in newest], dtype=TEXT),
    ).reset_index(drop=True)  # fmt: skip


def _hull(ends: list[Any], outer: Callable[[list[Any]], Any]) -> Any:
    """The outer of several ends; open where one of them is."""
    return pd.NA if any(end is pd.NA for end in ends) else outer(ends)
