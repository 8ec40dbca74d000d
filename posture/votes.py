"""One vote for each voice: the live statements of one scope as votes, an originator's or a body's."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from posture.columns import TEXT

BY = {"originator": "One vote for each originator", "body": "One vote for each body"}
COLUMNS = {"voice": TEXT, "label": TEXT, "low": "Int64", "high": "Int64", "vague": "bool", "age": "int64"}
COLUMNS |= {"ids": "object", "counts": TEXT, "mentions": "int64", "body": TEXT}
READ = ("estimate_id", "voter", "body", "originator_label", "low", "high", "kind", "count", "age", "mentions")

Row = Mapping[str, Any]


def votes(live: pd.DataFrame, labels: Mapping[str, str], *, by: str = "originator") -> pd.DataFrame:
    """The numeric live statements of one scope, a row a voice, in the order of their lower end.

    `by="body"` takes the organs of one body together: their hull is its claim, and an end that one of them leaves
    open is open. Columns: `voice` and `label` (who), `low`, `high`, `vague` (words), `age` (days, of the newest),
    `ids` (the statements), `counts` (as coded), `mentions`, `body`.
    """
    voices: dict[str, list[Row]] = {}
    for cells in zip(*(live[column].tolist() for column in READ), strict=True):
        row = dict(zip(READ, cells, strict=True))
        if not (row["low"] is pd.NA and row["high"] is pd.NA):
            voices.setdefault(row["body" if by == "body" else "voter"], []).append(row)
    found = sorted((_vote(voice, rows, labels) for voice, rows in voices.items()), key=_order)
    return pd.DataFrame({name: pd.array([vote[name] for vote in found], dtype=kind) for name, kind in COLUMNS.items()})


def _order(vote: Row) -> tuple[float, float]:
    return tuple(-1 if end is None else end for end in (vote["low"], vote["high"]))


def _vote(voice: str, rows: Sequence[Row], labels: Mapping[str, str]) -> dict[str, Any]:
    lows, highs = ([None if row[end] is pd.NA else int(row[end]) for row in rows] for end in ("low", "high"))
    return {
        "voice": voice,
        "label": rows[0]["originator_label"] if len(rows) == 1 else labels.get(voice, voice),
        "low": None if None in lows else min(lows),
        "high": None if None in highs else max(highs),
        "vague": all(row["kind"] == "words" for row in rows),
        "age": min(row["age"] for row in rows),
        "ids": tuple(row["estimate_id"] for row in rows),
        "counts": " and ".join(dict.fromkeys(row["count"] for row in rows)),
        "mentions": sum(row["mentions"] for row in rows),
        "body": rows[0]["body"],
    }
