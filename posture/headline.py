"""What stands in the first row of a scope: who claims what at T, by how many, how old, how far apart."""

from dataclasses import dataclass

import pandas as pd

from posture import agreement, sentences
from posture.panel import Moment, panel


@dataclass(frozen=True)
class Headline:
    """One scope at one moment, in words and numbers that can be worked out by hand from its live rows.

    `figure` is what stands in large type, `claim` the sentence that says whose figures it is made of, and `facts`
    the short facts beside it: label and text.
    """

    figure: str
    claim: str
    facts: tuple[tuple[str, str], ...]
    live: pd.DataFrame


def headline(rows: pd.DataFrame, moment: Moment) -> Headline:
    """The headline of one scope's rows at a moment."""
    everybody = panel(rows, moment)
    current = everybody[everybody["live"]].sort_values("age", kind="stable")
    if current.empty:
        return Headline("no live figure", _silence(everybody, moment), (), current)
    numeric = current[current["low"].notna() | current["high"].notna()]
    if len(numeric) == 1:
        only = numeric.iloc[0]
        return Headline(only["count"], f"{sentences.said(only)}.", _facts(current, numeric), current)
    return Headline(_envelope(numeric), _run(numeric), _facts(current, numeric), current)


def _envelope(rows: pd.DataFrame) -> str:
    ends = agreement.envelope(rows)
    low, high = _as_said(rows.iloc[ends.low_row], ends.low), _as_said(rows.iloc[ends.high_row], ends.high)
    return low if low == high else f"{low} to {high}"


def _as_said(row: pd.Series, end: int) -> str:
    """An end as somebody said it: its digits where they were said, else the words, never the rulebook's number."""
    return f"{end:,}" if row["kind"] in ("point", "range", "at least", "up to", "at most") else row["count"]


def _run(rows: pd.DataFrame) -> str:
    ends = agreement.envelope(rows)
    lowest, highest = rows.iloc[ends.low_row], rows.iloc[ends.high_row]
    if ends.low == ends.high:
        return f"Everybody who speaks says {lowest['count']}: {sentences.listed(rows['originator_label'].tolist())}."
    unbounded = int(rows["high"].isna().sum())
    open_ended = f" {unbounded} of {len(rows)} set no upper end." if unbounded else ""
    return f"Stated figures run from {_whose(lowest)} to {_whose(highest)}.{open_ended}"


def _whose(row: pd.Series) -> str:
    return f"{row['count']} ({row['originator_label']}, {sentences.period(row['as_of'])})"


def _facts(current: pd.DataFrame, numeric: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    voters, bodies = len(current), current["body"].nunique()
    ages = current["age"]
    facts = [
        ("Who", f"{sentences.counted(voters, 'originator')}, {sentences.counted(bodies, 'body', 'bodies')}"),
        (
            "Age",
            sentences.days(int(ages.min()))
            if len(ages) == 1
            else f"{sentences.days(int(ages.min()))} to {sentences.days(int(ages.max()))}",
        ),
    ]
    if len(numeric) > 1:
        apart = agreement.gap(agreement.intervals(numeric))
        facts.append(
            (
                "Gap",
                "none: one number suits all" if apart == 1 else f"{sentences.factor(apart)}: no number suits all",
            )
        )
    return tuple(facts)


def _silence(everybody: pd.DataFrame, moment: Moment) -> str:
    if everybody.empty:
        return f"Nobody had given a figure by {sentences.day(moment.at)}."
    newest = everybody.sort_values("age", kind="stable").iloc[0]
    if newest["kind"] in ("denied", "none seen"):
        return f"The newest entry carries no number: {sentences.said(newest)}."
    return f"The newest is {sentences.days(int(newest['age']))} old: {sentences.said(newest)}."
