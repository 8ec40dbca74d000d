"""How a figure is said in plain words: always "X said N on D, printed by P", never "there are N"."""

import re
from datetime import date
from typing import Any

import pandas as pd

from posture.columns import Row

MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August")
MONTHS += ("September", "October", "November", "December")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that turn the order of what follows
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
WITHOUT_NUMBER = {"none given": "gave no number", "none seen": "saw none", "denied": "denied that there are any"}


def isolated(text: str) -> str:
    """A text of the data for a sentence of ours: the words and figures around right-to-left letters keep their order.

    Any other text is as it was. Unicode's isolates do it, which also a copied sentence keeps.
    """
    if not (RIGHT_TO_LEFT.search(text) or TURNS.search(text)):
        return text
    return f"{ISOLATE}{TURNS.sub('', text)}{END_ISOLATE}"


def shortened(text: str, letters: int) -> str:
    """A text in at most so many letters, the last one an ellipsis where something is left out."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def day(when: date | pd.Timestamp) -> str:
    """A day as a reader says it: 17 June 2018."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def period(text: str) -> str:
    """A coded date as a reader says it, no more precise than it is: `2018-06` is June 2018."""
    if "/" in text:
        first, last = text.split("/")
        if first == "..":
            return f"until {period(last)}"
        return f"since {period(first)}" if last == ".." else f"{period(first)} to {period(last)}"
    plain, inferred = text.rstrip("~"), ", inferred" if text.endswith("~") else ""
    parts = [int(part) for part in plain.split("-")]
    return (
        " ".join([*(str(parts[2]) for _ in parts[2:]), *(MONTHS[parts[1] - 1] for _ in parts[1:2]), str(parts[0])])
        + inferred
    )


def span(low: Any, high: Any) -> str:
    """An interval in digits; an open end in words."""
    if pd.isna(low) and pd.isna(high):
        return "no number"
    if pd.isna(high):
        return f"{low:,} or more"
    if pd.isna(low):
        return f"{high:,} or fewer"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def days(number: int) -> str:
    """An age as a reader says it: 13 days, 7 months, 3 years."""
    if number < 0:
        return f"{-number} days ahead"
    if number == 0:
        return "the same day"
    if number < 60:
        return "1 day" if number == 1 else f"{number} days"
    return f"{number / 30.44:.0f} months" if number < 730 else f"{number / 365.25:.0f} years"


def said(row: Row) -> str:
    """One estimate in a sentence: who said what, in which words, about when, and who printed it."""
    who = isolated(row["originator_label"])
    if row["speaker"]:
        who = f"{isolated(row['speaker'])} ({who})"
    quoted = isolated(row["translation"] or row["wording"])
    about = f", about {period(row['as_of'])}" if row["as_of"] != row["published"] else ""
    what = WITHOUT_NUMBER.get(row["count"], f"said {row['count']}")
    return f"{who} {what} (“{quoted}”){about}; printed by {isolated(row['publisher'])}, {period(row['published'])}"


def factor(number: float) -> str:
    """A ratio with three significant digits: ×2.5, ×1.29."""
    if number == float("inf"):
        return "×∞"
    return f"×{number:.3g}" if number < 10 else f"×{number:,.0f}"


def listed(names: list[str], most: int = 3) -> str:
    """Names as a sentence lists them; beyond `most`, how many more there are."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def summary(rows: pd.DataFrame) -> str:
    """How much stands behind a panel: estimates, originators and the years that they describe."""
    years = sorted({rows["as_of_to"].min().year, rows["as_of_to"].max().year})
    return (
        f"{counted(len(rows), 'estimate')} by {counted(rows['originator'].nunique(), 'originator')}, "
        f"{' to '.join(str(year) for year in years)}"
    )


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things: 1 body, 3 bodies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
