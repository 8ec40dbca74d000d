"""The live panel L(T, K, W): at a date T, known by K, the latest own statement of each voice, at most W days old."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from posture.columns import MERGED, TEXT, WHOLE, YES, Row, records
from posture.model import UNATTRIBUTED
from posture.quantities import hull

NOBODYS = ("withdrawn", "misprint")  # a figure of which this became known is in no panel
ENDS = ("denied", "none seen")  # said instead of a number, they end the originator's earlier one
# What is read of a row to find the statements, and what a panel adds to the table or puts in its place.
READ: tuple[str, ...] = ("estimate_id", "scope", "as_of_to", "published_to", "low", "high", "kind", "count", "root")
READ += ("repeats", "originator", "anonymous", "body", "status")
ADDED: dict[str, Any] = {"voter": TEXT, "low": WHOLE, "high": WHOLE, "count": TEXT, "together": "int64"}
ADDED |= {"age": "int64", "live": YES, "mentions": "int64"}


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


@dataclass(frozen=True, slots=True)
class Statement:
    """The latest own statement of one voter in one scope.

    `place` is that of its row (the last one, where several of one day stand in its hull) and `together` how many do;
    `count` is then theirs joined by "and". `voter` is the originator, of an unnamed one its body; `age` in days from
    the end of the time described to T; `mentions` the reports of this statement, itself included.
    """

    place: int
    voter: str
    low: int | None
    high: int | None
    count: str
    together: int
    age: int
    live: bool
    mentions: int


def panel(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """The latest own statement of each voter in each scope, live or expired.

    Adds to the columns of the table those of `Statement`; `low`, `high` and `count` are those of the hull.
    """
    heard = known(rows, moment.known_by)
    found = statements(records(heard[[*READ]]), moment)
    latest = heard.iloc[[one.place for one in found]].reset_index(drop=True)
    added = {name: pd.array([getattr(one, name) for one in found], dtype=dtype) for name, dtype in ADDED.items()}
    return latest.assign(**added)


def statements(heard: Sequence[Row], moment: Moment) -> list[Statement]:
    """As `panel`, of rows as `posture.columns.records` gives them, among them those of `READ`; oldest first.

    They are what is `known` by K; the moment's own K is not looked at.
    """
    # Plain values all along: this is asked for at every change of a filter.
    day = pd.Timestamp(moment.at)
    told = [
        (place, row)
        for place, row in enumerate(heard)
        if row["as_of_to"] and row["as_of_to"] <= day and row["status"] not in NOBODYS
    ]
    mentions = Counter(end for _, row in told for end in row["root"].split(MERGED))
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in sorted(told, key=lambda one: when(one[1])):
        if is_own(row):
            who = row["scope"], voter(row)
            held = groups.pop(who, [])
            groups[who] = [*held, place] if held and when(heard[held[0]]) == when(row) else [place]
    return [_statement(heard, group, moment, day, mentions) for group in groups.values()]


def _statement(
    heard: Sequence[Row], group: list[int], moment: Moment, day: pd.Timestamp, mentions: Mapping[str, int]
) -> Statement:
    # Beside a figure of one's own, a denial on the same day denies somebody else's.
    group = [place for place in group if is_numeric(heard[place])] or group
    rows = [heard[place] for place in group]
    last = rows[-1]
    low, high = hull((row["low"], row["high"]) for row in rows)
    age = (day - last["as_of_to"]).days
    return Statement(
        place=group[-1],
        voter=voter(last),
        low=low,
        high=high,
        count=" and ".join(dict.fromkeys(row["count"] for row in rows)),
        together=len(group),
        age=age,
        live=is_live(age, last["kind"], moment.window),
        mentions=max(mentions[last["estimate_id"]], 1),
    )


def when(row: Row) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The end of the time that a row describes, then of the time of its publication."""
    return row["as_of_to"], row["published_to"] or pd.Timestamp.min


def is_live(age: int, kind: str, window: int) -> bool:
    """Whether a statement of some days is still a claim: young enough, and not said instead of a number."""
    return age <= window and kind not in ENDS


def live(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """The live panel alone."""
    everybody = panel(rows, moment)
    return everybody[everybody["live"]]


def is_own(row: Row) -> bool:
    """Whether a row is an own statement that carries a number or ends one: no repeat, nothing without an originator."""
    own = row["repeats"] == "" and row["originator"] != UNATTRIBUTED
    return own and (is_numeric(row) or row["kind"] in ENDS)


def is_numeric(row: Row) -> bool:
    """Whether a row states an end."""
    return row["low"] is not None or row["high"] is not None


def voter(row: Row) -> str:
    """Whose voice a row is: its originator's, of an unnamed one its body's."""
    name: str = row["body" if row["anonymous"] else "originator"]
    return name
