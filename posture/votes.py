"""One vote for each voice: the live statements of one scope as votes, an originator's or a body's."""

from collections.abc import Mapping

import pandas as pd

BY = {"originator": "One vote for each originator", "body": "One vote for each body"}


def votes(live: pd.DataFrame, labels: Mapping[str, str], *, by: str = "originator") -> pd.DataFrame:
    """The numeric live statements of one scope, a row a voice, in the order of their lower end.

    `by="body"` takes the organs of one body together: their hull is its claim, and an end that one of them leaves
    open is open. Columns: `voice` and `label` (who), `low`, `high`, `vague` (words), `age` (days, of the newest),
    `ids` (the statements), `counts` (as coded), `mentions`, `body`, `kinds`.
    """
    numeric = live[live["low"].notna() | live["high"].notna()]
    voices = [
        _vote(voice, group, labels) for voice, group in numeric.groupby("body" if by == "body" else "voter", sort=False)
    ]
    columns = ["voice", "label", "low", "high", "vague", "age", "ids", "counts", "mentions", "body"]
    frame = pd.DataFrame(voices, columns=columns).astype({"low": "Int64", "high": "Int64"})
    return frame.sort_values(["low", "high"], na_position="first", kind="stable", ignore_index=True)


def _vote(voice: str, group: pd.DataFrame, labels: Mapping[str, str]) -> dict:
    alone = len(group) == 1
    return {
        "voice": voice,
        "label": group["originator_label"].iloc[0] if alone else labels.get(voice, voice),
        "low": pd.NA if group["low"].isna().any() else group["low"].min(),
        "high": pd.NA if group["high"].isna().any() else group["high"].max(),
        "vague": bool((group["kind"] == "words").all()),
        "age": int(group["age"].min()),
        "ids": tuple(group["estimate_id"]),
        "counts": " and ".join(dict.fromkeys(group["count"])),
        "mentions": int(group["mentions"].sum()),
        "body": group["body"].iloc[0],
    }
