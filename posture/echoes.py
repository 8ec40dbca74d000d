"""Figures that may be copies without saying so: a warning for a person to judge."""

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from posture import quantities, retelling
from posture.columns import MERGED, Row
from posture.model import UNATTRIBUTED
from posture.sentences import counted, isolated, period

ECHO_DAYS = 60


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two figures that may be one: a possible echo. Nothing is merged.

    `days` is the longest time that can lie between their publications; `one_body` says that both originators are
    organs of one body, which may know the same thing.
    """

    later_id: str
    earlier_id: str
    days: int
    one_body: bool
    says: str


def suspected(rows: pd.DataFrame, within: int = ECHO_DAYS) -> list[Suspicion]:
    """Own figures without a stated method that came within some days after another originator's same figure.

    Same scope, same numbers, same kind of bound and no common root. The days are the most that the dates of
    publication allow, so that a year or a long span proves nothing.
    """
    groups: dict[tuple[str, tuple[int, ...]], list[Row]] = {}
    for row in rows[rows["originator"] != UNATTRIBUTED].to_dict("records"):
        if numbers := quantities.parse(row["count"]).numbers:
            groups.setdefault((row["scope"], numbers), []).append(row)
    found: dict[tuple[str, str], Suspicion] = {}
    for group in groups.values():
        for earlier, later in (_in_order(*pair) for pair in combinations(group, 2)):
            if _is_echo(earlier, later, within):
                found.setdefault((later["estimate_id"], earlier["root"]), _suspicion(earlier, later))
    return list(found.values())


def _in_order(first: Row, second: Row) -> tuple[Row, Row]:
    """Who came first: by the day of publication, or, where coarse dates overlap, by the time described."""
    earlier, later = sorted((first, second), key=lambda row: (row["published_to"], row["as_of_to"]))
    if later["published_from"] <= earlier["published_to"] and later["as_of_to"] < earlier["as_of_to"]:
        return later, earlier
    return earlier, later


def _is_echo(earlier: Row, later: Row, within: int) -> bool:
    own = not later["repeats"] and not later["method"] and later["originator"] != earlier["originator"]
    linked = not set(earlier["root"].split(MERGED)).isdisjoint(later["root"].split(MERGED))
    same = retelling.alike(quantities.parse(earlier["count"]), quantities.parse(later["count"]))
    return own and not linked and same and _days(earlier, later) <= within


def _days(earlier: Row, later: Row) -> int:
    days: int = (later["published_to"] - earlier["published_from"]).days
    return max(0, days)


def _suspicion(earlier: Row, later: Row) -> Suspicion:
    days = _days(earlier, later)
    says = f"Possible echo: {_said(later)}, at most {counted(days, 'day')} after {_said(earlier)}; no method is stated."
    same_body = earlier["body"] == later["body"]
    return Suspicion(later["estimate_id"], earlier["estimate_id"], days, same_body, says)


def _said(row: Row) -> str:
    who, where = isolated(row["originator_label"]), isolated(row["publisher"])
    return f"“{row['count']}” by {who} ({where}, {period(row['published'])})"
