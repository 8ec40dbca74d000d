"""The rules that turn many claims into one: each one is somebody's convention, so the reader sees and chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from posture.agreement import stated
from posture.comparison import AGREEMENT_WORDS_FROM, MEDIAN_FROM, Comparison
from posture.sentences import counted, listed
from posture.votes import Vote


@dataclass(frozen=True, slots=True)
class Collapsed:
    """What a rule makes of the claims: its figure in words, its ends (None: open), and whose it is."""

    figure: str
    low: int | None
    high: int | None
    whose: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name, with what it does in a sentence."""

    label: str
    says: str
    apply: Callable[[Comparison, Sequence[str], str], Collapsed | None]


def bounds(low: float, high: float, votes: Sequence[Vote] = ()) -> str:
    """An interval as text; an end that nobody states is left out in words.

    `votes` are those that it comes from: where nobody says "at least 351", but somebody "more than 350", so does it.
    """
    if high == inf:
        over = [vote.over for vote in votes if vote.low == low]
        return f"more than {low - 1:,.0f}" if over and all(over) else f"at least {low:,.0f}"
    if low <= 1:
        under = [vote.under for vote in votes if vote.high == high]
        return f"fewer than {high + 1:,.0f}" if under and all(under) else f"at most {high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"


def _of(vote: Vote) -> Collapsed:
    return Collapsed(vote.counts, vote.low, vote.high, vote.label)


def _lowest(comparison: Comparison, _official: Sequence[str], _voice: str) -> Collapsed | None:
    return _of(min(comparison.votes, key=lambda vote: stated(vote.low, vote.high)))


def _highest(comparison: Comparison, _official: Sequence[str], _voice: str) -> Collapsed | None:
    return _of(max(reversed(comparison.votes), key=lambda vote: stated(vote.high, vote.low)))


def _latest(comparison: Comparison, _official: Sequence[str], _voice: str) -> Collapsed | None:
    youngest = min(vote.age for vote in comparison.votes)
    newest = [vote for vote in comparison.votes if vote.age == youngest]
    if len(newest) > 1:
        figures = " and ".join(vote.counts for vote in newest)
        return Collapsed(figures, None, None, listed([vote.label for vote in newest]))
    return _of(newest[0])


def _official(comparison: Comparison, official: Sequence[str], _voice: str) -> Collapsed | None:
    chosen = tuple(vote for vote in comparison.votes if vote.voice in official)
    return _latest(replace(comparison, votes=chosen), official, "") if chosen else None


def _median(comparison: Comparison, _official: Sequence[str], _voice: str) -> Collapsed | None:
    if comparison.median is None:
        return None
    low, high = comparison.median
    return Collapsed(bounds(low, high, comparison.votes), _stated(low), _stated(high), counted(comparison.n, "voice"))


def _agreement(comparison: Comparison, _official: Sequence[str], _voice: str) -> Collapsed | None:
    found = comparison.agreement
    if comparison.n < AGREEMENT_WORDS_FROM or found.k < 2:
        return None
    figure = " or ".join(bounds(zone.low, zone.high, comparison.votes) for zone in found.zones)
    ends = (_stated(found.zones[0].low), _stated(found.zones[0].high)) if len(found.zones) == 1 else (None, None)
    return Collapsed(figure, *ends, f"{found.k} of {found.n} do not contradict it")


def _one(comparison: Comparison, _official: Sequence[str], voice: str) -> Collapsed | None:
    return next((_of(vote) for vote in comparison.votes if vote.voice == voice), None)


RULES = {
    "median": Rule(
        "Median zone",
        f"from the lower median of the lower ends to the upper median of the upper ends, from {MEDIAN_FROM} voices",
        _median,
    ),
    "agreement": Rule("Agreement zone", f"where most claims meet, from {AGREEMENT_WORDS_FROM} voices", _agreement),
    "lowest": Rule("Lowest claim", "the most conservative live claim", _lowest),
    "highest": Rule("Highest claim", "the highest live claim", _highest),
    "latest": Rule("Latest claim", "the claim about the latest time", _latest),
    "official": Rule("Official first", "the latest claim of a government, its forces or its services", _official),
    "one": Rule("One originator", "what the chosen originator says", _one),
}


def collapse(comparison: Comparison, rule: str, official: Sequence[str], voice: str = "") -> Collapsed | None:
    """What a rule of `RULES` makes of a comparison; None where it has nothing to say.

    `official` are the voices that count as official, `voice` the one that the rule "one" asks.
    """
    return RULES[rule].apply(comparison, official, voice) if comparison.n else None


def _stated(end: float) -> int | None:
    return None if end == inf or end <= 1 else int(end)
