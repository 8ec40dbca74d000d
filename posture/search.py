"""Searching rows for words."""

import unicodedata

import pandas as pd

SEARCHED = (
    "wording",
    "translation",
    "originator_label",
    "speaker",
    "relayed_by",
    "publisher",
    "title",
    "force_label",
    "count",
    "note",
    "estimate_id",
)


def found(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """The rows in which every word of `text` occurs somewhere, whatever its case and accents."""
    words = folded(text).split()
    if not words:
        return rows
    where = rows[SEARCHED[0]]
    for column in SEARCHED[1:]:
        where = where + " " + rows[column]
    texts = where.map(folded)
    keep = pd.Series(True, index=rows.index)
    for word in words:
        keep &= texts.str.contains(word, regex=False)
    return rows[keep]


def folded(text: str) -> str:
    """Text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
