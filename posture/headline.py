"""What stands in the first row of a scope: who claims what at T, by how many, how old, how far apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from posture import agreement, sentences
from posture.collapse import RULES, Collapsed, collapse
from posture.columns import Row
from posture.comparison import Comparison

MOST_CLAIMS = 6
# What a figure is that a rule took from somebody, and one that it made of many.
TAKEN = {"lowest": "the lowest claim is that", "highest": "the highest claim is that", "latest": "the latest is that"}
MADE = {"median": "the middle of what {} claim lies there", "agreement": "most of what {} claim meets there"}


@dataclass(frozen=True)
class Headline:
    """One scope at one moment, in words and numbers that can be worked out by hand from its live rows.

    `figure` stands in large type and `rule` says which rule made it; `claims` are the live figures, newest first, each
    with whose it is and when; `note` says what the list cannot; `facts` are the short facts beside it: label and text.
    `means` goes on from "7,000 for Guards at 30 June 2020 means that".
    """

    figure: str
    rule: str
    claims: tuple[tuple[str, str], ...]
    note: str
    facts: tuple[tuple[str, str], ...]
    means: str = ""

    @property
    def silent(self) -> bool:
        """Whether nobody has a live figure."""
        return not self.facts


def headline(around: Sequence[Comparison], rule: str, official: Sequence[str], voice: str = "") -> Headline:
    """The headline of a scope from its comparisons with half the window, the window and twice the window."""
    comparison = around[1]
    live = comparison.live
    numeric = [row for row in live if row["low"] is not None or row["high"] is not None]
    if not numeric:
        return Headline("no live figure", "", (), _silence(comparison), ())
    if len(numeric) == 1:
        (only,) = numeric
        means = f"{sentences.isolated(only['originator_label'])} alone gives a figure"
        return Headline(only["count"], "one claim", (), f"{sentences.said(only)}.", _facts(around, live), means)
    chosen = collapse(comparison, rule, official, voice)
    if chosen is None:
        why, means = _why_not(rule, comparison.n), f"what {_voices(comparison)} claim lies in this range"
        return Headline(_envelope(numeric), why, *_claims(numeric), _facts(around, live), means)
    named = f"{RULES[rule].label.lower()}: {chosen.whose}"
    return Headline(chosen.figure, named, *_claims(numeric), _facts(around, live), _means(rule, chosen, comparison))


def _means(rule: str, chosen: Collapsed, comparison: Comparison) -> str:
    if rule in MADE:
        return MADE[rule].format(_voices(comparison))
    return f"{TAKEN.get(rule, 'this is the claim')} of {chosen.whose}"


def _voices(comparison: Comparison) -> str:
    return sentences.counted(comparison.n, "voice")


def _claims(rows: Sequence[Row]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The newest claims one by one, and in a sentence what of them is left over or open."""
    shown = tuple(
        (row["count"], f"{sentences.isolated(row['originator_label'])}, {sentences.period(row['as_of'])}")
        for row in rows[:MOST_CLAIMS]
    )
    unbounded, left = sum(row["high"] is None for row in rows), len(rows) - len(shown)
    notes = [f"and {left} more" + (f", from {_envelope(rows)} in all" if left else "")] * bool(left)
    notes += [f"{unbounded} of {len(rows)} set no upper end"] * bool(unbounded)
    return shown, f"{'; '.join(notes)}." if notes else ""


def changes_with_the_window(around: Sequence[Comparison]) -> str:
    """The median zones of the other windows, where they differ from that of the window; else nothing."""
    zones = [_zone(comparison) for comparison in around]
    if len(set(zones)) == 1:
        return ""
    others = (around[0], zones[0]), (around[2], zones[2])
    return "; ".join(f"{zone} with {one.moment.window} days" for one, zone in others if zone != zones[1])


def _zone(comparison: Comparison) -> str:
    found: Collapsed | None = collapse(comparison, "median", ())
    return found.figure if found else f"no zone ({_voices(comparison)})"


def _why_not(rule: str, voices: int) -> str:
    return f"stated range; too little for the {RULES[rule].label.lower()} ({sentences.counted(voices, 'voice')})"


def _envelope(rows: Sequence[Row]) -> str:
    ends = agreement.envelope([(row["low"], row["high"]) for row in rows])
    low, high = _as_said(rows[ends.low_row], ends.low), _as_said(rows[ends.high_row], ends.high)
    return low if low == high else f"{low} to {high}"


def _as_said(row: Row, end: int) -> str:
    """An end as somebody said it: its digits where they were said, else the words, never the rulebook's number."""
    return f"{end:,}" if row["kind"] in ("point", "range", "at least", "up to", "at most") else row["count"]


def _facts(around: Sequence[Comparison], live: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    comparison = around[1]
    who, bodies = comparison.originators, comparison.bodies
    ages = [sentences.days(row["age"]) for row in (live[0], live[-1])]
    facts = [
        ("Who", f"{sentences.counted(who, 'originator')}, {sentences.counted(bodies, 'body', 'bodies')}"),
        ("Age", " to ".join(dict.fromkeys(ages))),
    ]
    if comparison.n > 1:
        suits = (
            "one number suits all"
            if comparison.gap == 1
            else f"{sentences.factor(comparison.gap)}, no number suits all"
        )
        facts.append(("Gap", suits))
    if other := changes_with_the_window(around):
        facts.append(("Window", f"changes with it: {other}"))
    return tuple(facts)


def _silence(comparison: Comparison) -> str:
    if not comparison.statements:
        return f"Nobody had given a figure by {sentences.day(comparison.moment.at)}."
    newest = min(comparison.statements, key=lambda row: row["age"])
    if newest["kind"] in ("denied", "none seen"):
        return f"The newest entry carries no number: {sentences.said(newest)}."
    return f"The newest is {sentences.days(newest['age'])} old: {sentences.said(newest)}."
