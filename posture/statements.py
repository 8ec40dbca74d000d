"""What each named originator has said of each scope, in order: the base of everything that is compared along time.

A series is one organ's and one scope's. Unnamed sources vote through their body but are nobody's series, and a figure
without a source is nobody's at all. A repeat is left out, unless its own originator repeats the figure with a changed
definition: then it is kept, and its `change` says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from posture.columns import MERGED, Column, Row, end
from posture.model import UNATTRIBUTED
from posture.panel import NOBODYS
from posture.quantities import hull

Ends = tuple[int | None, int | None]  # None where the source states no such end
REDEFINED = "new definition"
NEEDED: tuple[str, ...] = ("scope", "originator", "originator_label", "estimate_id", "count", "low", "high", "as_of")
NEEDED += ("as_of_to", "published", "published_to", "publisher", "change", "unclear", "repeats")
NEEDED += ("root", "status", "anonymous", "body")


@dataclass(frozen=True, slots=True)
class Statement:
    """What an originator said of one scope and time in one day's publications; several figures are their hull.

    `low` and `high` are None where an end is open, both where no number was given.
    """

    scope: str
    originator: str
    label: str
    ids: tuple[str, ...]
    count: str
    low: int | None
    high: int | None
    as_of: str
    as_of_to: pd.Timestamp
    published: str
    published_to: pd.Timestamp
    publisher: str
    change: str
    unclear: bool

    @property
    def ends(self) -> Ends:
        """Both ends."""
        return self.low, self.high

    @property
    def numeric(self) -> bool:
        """Whether it states at least one end; denials, "none seen" and "none given" do not."""
        return self.low is not None or self.high is not None


def own(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are somebody's own statements: no repeats, nothing unattributed, withdrawn or misprinted.

    Adds `voter`: the originator, for an unnamed one its body.
    """
    ours = (rows["repeats"] == "") | _restated(rows)
    kept = rows[ours & (rows["originator"] != UNATTRIBUTED) & ~rows["status"].isin(NOBODYS)]
    return kept.assign(voter=kept["originator"].where(~kept["anonymous"], kept["body"]))


def _restated(rows: pd.DataFrame) -> pd.Series:
    """Whether a row repeats its own originator's figure under a new definition; the root must be among the rows."""
    candidates = rows[(rows["repeats"] != "") & (rows["change"] == REDEFINED)]
    said_by = dict(zip(rows["estimate_id"], rows["originator"], strict=True)) if len(candidates) else {}
    found = [
        place
        for place, root, originator in zip(candidates.index, candidates["root"], candidates["originator"], strict=True)
        if all(said_by.get(one) == originator for one in root.split(MERGED))
    ]
    return pd.Series(rows.index.isin(found), index=rows.index)


def said(rows: pd.DataFrame) -> dict[tuple[str, str], list[Statement]]:
    """By scope and originator everything that named originators said, by the day described, then of publication."""
    # Few columns first: a table has some fifty, and each is copied whenever rows are taken.
    named = own(rows[list(NEEDED)])
    named = named[~named["anonymous"]].sort_values(["as_of_to", "published_to"], kind="stable")
    days: dict[tuple[str, str, pd.Timestamp, pd.Timestamp], list[Row]] = {}
    for row in named.to_dict("records"):
        key = (row["scope"], row["originator"], row["as_of_to"], row["published_to"])
        days.setdefault(key, []).append(row)
    found: dict[tuple[str, str], list[Statement]] = {}
    for (scope, originator, *_), of_one_day in days.items():
        found.setdefault((scope, originator), []).append(_hull(of_one_day))
    return found


def series(rows: pd.DataFrame) -> dict[tuple[str, str], list[Statement]]:
    """As `said`, but of each day described only what was published last: what it replaces is a revision, no change."""
    return {
        key: list({statement.as_of_to: statement for statement in statements}.values())
        for key, statements in said(rows).items()
    }


def _hull(rows: list[Row]) -> Statement:
    # Beside a figure of one's own, a denial on the same day denies somebody else's.
    rows = [row for row in rows if not (pd.isna(row["low"]) and pd.isna(row["high"]))] or rows
    low, high = hull((end(row["low"]), end(row["high"])) for row in rows)
    last = rows[-1]
    return Statement(
        scope=last["scope"],
        originator=last["originator"],
        label=last["originator_label"],
        ids=tuple(row["estimate_id"] for row in rows),
        count=" and ".join(dict.fromkeys(row["count"] for row in rows)),
        low=low,
        high=high,
        as_of=last["as_of"],
        as_of_to=last["as_of_to"],
        published=last["published"],
        published_to=last["published_to"],
        publisher=" and ".join(dict.fromkeys(row["publisher"] for row in rows)),
        change=next((row["change"] for row in rows if row["change"]), ""),
        unclear=any(row["unclear"] for row in rows),
    )


def framed(columns: Mapping[str, Column], rows: Iterable[Row]) -> pd.DataFrame:
    """A frame of declared columns, each with its type, also where there are no rows."""
    rows = list(rows)
    cells = {
        name: pd.array([row[name] for row in rows], dtype=column.dtype)  # type: ignore[call-overload]  # its stub takes no union
        for name, column in columns.items()
    }
    return pd.DataFrame(cells)
