"""What was known when: versions of one figure, revisions, and how late figures come.

Two axes of time that are never mixed: the time that a figure describes, and the day on which it became public. What the
whole panel knew at a day, `posture.panel` says. Corrections of our own typing are in the history of the files.
"""

from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

import pandas as pd

from posture.columns import DAY, MERGED, TEXT, WHOLE, Column
from posture.ledger import NOT_COMPARABLE, barred, factors, verdict
from posture.panel import known
from posture.statements import Statement, framed, own, said

MONTH = 31  # days; a publication that is dated more coarsely has no lag worth a number
WHO = {
    "scope": Column(TEXT, "What the figure is about."),
    "originator": Column(TEXT, "Key of who made it."),
    "originator_label": Column(TEXT, "Name of who made it."),
    "as_of": Column(TEXT, "The time that it describes."),
    "as_of_to": Column(DAY, "Last day of the time described."),
}
VERSIONS: Mapping[str, Column] = MappingProxyType(
    WHO
    | {
        "ids": Column(TEXT, "The estimate; several, joined by |, of one day."),
        "count": Column(TEXT, "The figure as coded."),
        "low": Column(WHOLE, "Lower end; empty where none is stated."),
        "high": Column(WHOLE, "Upper end; empty where none is stated."),
        "publisher": Column(TEXT, "Who printed it."),
        "known_from": Column(DAY, "First day on which this was what the originator had said."),
        "known_to": Column(DAY, "Last such day; empty where it still is."),
    }
)
REVISIONS: Mapping[str, Column] = MappingProxyType(
    WHO
    | {
        f"{side}_{name}": Column(VERSIONS[name].dtype, f"{says}: {VERSIONS[name].says}")
        for side, says in (("first", "As first said"), ("now", "As said now"))
        for name in ("ids", "count", "low", "high", "publisher", "known_from")
    }
    | {
        "versions": Column(WHOLE, "How many versions there are."),
        "verdict": Column(TEXT, "What became of the figure, in the words of the ledger."),
        "change": Column(TEXT, "Why, where the source of the last version says so."),
        "factor": Column("Float64", "Now over first, between geometric middles; empty where that is not lawful."),
        "days": Column(WHOLE, "Days between the two publications."),
    }
)
LAGS: Mapping[str, Column] = MappingProxyType(
    {
        "originator": WHO["originator"],
        "originator_label": WHO["originator_label"],
        "statements": Column(WHOLE, "Own statements whose publication is known to the month."),
        "same_time": Column(WHOLE, "Of these, how many describe the time of their publication, or state no other."),
        "median_days": Column("Float64", "Median days from the end of the time described to the publication."),
        "longest_days": Column(WHOLE, "The longest of them."),
    }
)


def versions(rows: pd.DataFrame, known_by: date | None = None) -> pd.DataFrame:
    """Every version of every figure that a named originator stated for one scope and time, with `VERSIONS`.

    `known_from` and `known_to` bound closed periods that follow each other. Withdrawn figures and misprints are left
    out: `posture.panel.known` says until when they stood.
    """
    pairs = (pair for told in _told(known(rows, known_by)).values() for pair in zip_longest(told, told[1:]))
    return framed(VERSIONS, [_version(*pair) for pair in pairs])


def _told(rows: pd.DataFrame) -> dict[tuple[object, ...], list[Statement]]:
    """What was said of each scope and time by whom, in the order of publication; how sure a date is does not matter."""
    found: dict[tuple[object, ...], list[Statement]] = {}
    for statements in said(rows).values():
        for one in statements:
            if one.numeric:
                key = (one.scope, one.originator, one.as_of.replace("~", ""), one.as_of_to)
                found.setdefault(key, []).append(one)
    return found


def _version(statement: Statement, following: Statement | None) -> dict[str, Any]:
    known_to = following.published_to - pd.Timedelta(days=1) if following else None
    return _who(statement) | _figure(statement) | {"known_to": known_to}


def _who(statement: Statement) -> dict[str, Any]:
    return {
        "scope": statement.scope,
        "originator": statement.originator,
        "originator_label": statement.label,
        "as_of": statement.as_of,
        "as_of_to": statement.as_of_to,
    }


def _figure(statement: Statement) -> dict[str, Any]:
    return {
        "ids": MERGED.join(statement.ids),
        "count": statement.count,
        "low": statement.low,
        "high": statement.high,
        "publisher": statement.publisher,
        "known_from": statement.published_to,
    }


def revisions(rows: pd.DataFrame, known_by: date | None = None) -> pd.DataFrame:
    """First said and now said: a row, with `REVISIONS`, for each figure that its originator published again.

    Same originator, same scope, same time described, later publication, and other ends than at first.
    """
    told = [one for one in _told(known(rows, known_by)).values() if one[0].ends != one[-1].ends]
    return framed(REVISIONS, [_revision(one) for one in told])


def _revision(told: list[Statement]) -> dict[str, Any]:
    first, now = told[0], told[-1]
    bar = barred(now.scope, now.change)
    return {
        **_who(now),
        **{f"first_{name}": cell for name, cell in _figure(first).items()},
        **{f"now_{name}": cell for name, cell in _figure(now).items()},
        "versions": len(told),
        # A running total of one and the same period does not grow: a later figure for it is a revision like any other.
        "verdict": bar if bar == NOT_COMPARABLE else verdict(first.ends, now.ends),
        "change": now.change,
        "factor": None if bar == NOT_COMPARABLE else factors(first.ends, now.ends)[2],
        "days": (now.published_to - first.published_to).days,
    }


def lags(rows: pd.DataFrame, known_by: date | None = None) -> pd.DataFrame:
    """How late each named originator's figures come, with `LAGS`, the slowest first.

    Counted from the last day described to the last day of publication, never less than zero; a date of publication
    that is coarser than a month is left out, since it says how well we know the date and not how late the figure is.
    """
    ours = own(known(rows, known_by))
    ours = ours[~ours["anonymous"] & ((ours["published_to"] - ours["published_from"]).dt.days <= MONTH)]
    ours = ours.assign(
        lag=(ours["published_to"] - ours["as_of_to"]).dt.days.clip(lower=0),
        same_time=ours["as_of"] == ours["published"],
    )
    found = ours.groupby("originator", sort=False).agg(
        originator_label=("originator_label", "first"),
        statements=("lag", "size"),
        same_time=("same_time", "sum"),
        median_days=("lag", "median"),
        longest_days=("lag", "max"),
    )
    late = found.sort_values("median_days", ascending=False, kind="stable").reset_index()
    return framed(LAGS, late.to_dict("records"))


def vintages(rows: pd.DataFrame) -> list[date]:
    """The days on which what is known changed, by a publication or a change of status: stops for a slider."""
    days = pd.concat([rows["published_to"], rows["status_date"]]).dropna().drop_duplicates().sort_values()
    return [day.date() for day in days]
