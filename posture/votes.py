"""One vote for each voice: the live statements of one scope as votes, an originator's or a body's."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

BY = {"originator": "One vote for each originator", "body": "One vote for each body"}
COLUMNS = ("voice", "label", "low", "high", "vague", "age", "ids", "counts", "mentions", "body")

Row = Mapping[str, Any]


def votes(live: pd.DataFrame, labels: Mapping[str, str], *, by: str = "originator") -> pd.DataFrame:
    """The numeric live statements of one scope, a row a voice, in the order of their lower end.

    `by="body"` takes the organs of one body together: their hull is its claim, and an end that one of them leaves
    open is open. Columns: `voice` and `label` (who), `low`, `high`, `vague` (words), `age` (days, of the newest),
    `ids` (the statements), `counts` (as coded), `mentions`, `body`.
    """
    voices: dict[str, list[Row]] = {}
    for row in live.to_dict("records"):
        if not (pd.isna(row["low"]) and pd.isna(row["high"])):
            voices.setdefault(row["body" if by == "body" else "voter"], []).append(row)
    found = sorted((_vote(voice, rows, labels) for voice, rows in voices.items()), key=_order)
    frame = pd.DataFrame(found, columns=[*COLUMNS])
    return frame.astype({"low": "Int64", "high": "Int64", "vague": "bool", "age": "int64", "mentions": "int64"})


def _order(vote: Row) -> tuple[float, float]:
    return tuple(-1 if end is None else end for end in (vote["low"], vote["high"]))


def _vote(voice: str, rows: Sequence[Row], labels: Mapping[str, str]) -> dict[str, Any]:
    lows, highs = ([None if pd.isna(row[end]) else int(row[end]) for row in rows] for end in ("low", "high"))
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
