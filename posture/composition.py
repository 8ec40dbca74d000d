"""Who moved, who came and who left: the difference between two dates taken apart.

total = like for like × entry × exit, on the geometric middles of the live claims with both ends. The middles serve the
split alone: nobody said them, so they are no figure to print. Works on the votes of `posture.votes`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean

from posture.agreement import Interval, median_zone
from posture.sentences import factor, listed
from posture.votes import Vote

Factors = tuple[float | None, float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Split:
    """The factors between two dates; all None, with the reason in `cannot_tell`, where nobody can be compared.

    `both` are the labels of the voices with a two-sided claim at both dates, `standing` those of them whose claim is
    one and the same statement at both; `entered` and `left` have such a claim at one date only. `open_ended` are live
    at one of the dates without two ends above zero, and stay outside the split there.
    """

    total: float | None
    like_for_like: float | None
    entry: float | None
    exit: float | None
    both: tuple[str, ...]
    standing: tuple[str, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    open_ended: tuple[str, ...]
    cannot_tell: str = ""

    @property
    def says(self) -> str:
        """The split in a sentence or two."""
        names = listed(list(self.open_ended), most=6)
        outside = f" Outside the split where their claim has no two ends: {names}." if names else ""
        if self.total is None or self.like_for_like is None or self.entry is None or self.exit is None:
            return f"Cannot tell: {self.cannot_tell}.{outside}"
        same = f", of whom {listed(list(self.standing))} with one statement" if self.standing else ""
        parts = [f"Like for like {factor(self.like_for_like)} ({listed(list(self.both))}{same})"]
        parts.append(f"entry {factor(self.entry)} ({listed(list(self.entered)) or 'nobody'})")
        parts.append(f"exit {factor(self.exit)} ({listed(list(self.left)) or 'nobody'})")
        return f"{' · '.join(parts)}; together {factor(self.total)}.{outside}"


def split(earlier: Sequence[Vote], later: Sequence[Vote]) -> Split:
    """What between two dates is change of the same voices, and what is who speaks: on the votes of each date."""
    before, after = _middles(earlier), _middles(later)
    both = [voice for voice in before if voice in after]
    labels = {vote.voice: vote.label for vote in (*earlier, *later)}
    open_ended = [vote.voice for vote in earlier if vote.voice not in before]
    open_ended += [vote.voice for vote in later if vote.voice not in after]
    statements, newer = ({vote.voice: vote.ids for vote in votes} for votes in (earlier, later))

    def named(voices: Iterable[str]) -> tuple[str, ...]:
        return tuple(labels[voice] for voice in dict.fromkeys(voices))

    return Split(
        *_factors(before, after, both),
        both=named(both),
        standing=named(voice for voice in both if statements[voice] == newer[voice]),
        entered=named(voice for voice in after if voice not in before),
        left=named(voice for voice in before if voice not in after),
        open_ended=named(open_ended),
        cannot_tell="" if both else "nobody has a claim with a lower and an upper end at both dates",
    )


def _middles(votes: Sequence[Vote]) -> dict[str, float]:
    """The logarithm of the geometric middle of each claim with two ends above zero."""
    return {vote.voice: (log(vote.low) + log(vote.high)) / 2 for vote in votes if vote.low and vote.high is not None}


def _factors(before: dict[str, float], after: dict[str, float], both: list[str]) -> Factors:
    """Total, like for like, entry and exit; the logarithms of the last three add up to that of the first.

    All None where nobody is in both.
    """
    if not both:
        return None, None, None, None
    all_before, all_after = fmean(before.values()), fmean(after.values())
    same_before, same_after = (fmean(middles[voice] for voice in both) for middles in (before, after))
    entry, left = exp(all_after - same_after), exp(same_before - all_before)
    return exp(all_after - all_before), exp(same_after - same_before), entry, left


@dataclass(frozen=True, slots=True)
class Zones:
    """Median zones at two dates, of everybody and of those who spoke at both; None where nobody did.

    `n` says how many voices stand behind each, in the same order; from how many a page prints a zone is its business.
    """

    earlier: Interval | None
    later: Interval | None
    earlier_same: Interval | None
    later_same: Interval | None
    n: tuple[int, int, int]


def zones(earlier: Sequence[Vote], later: Sequence[Vote]) -> Zones:
    """The median zones to show side by side: a difference that the same voices do not share is one of composition."""
    both = {vote.voice for vote in earlier} & {vote.voice for vote in later}
    before, after = ([vote for vote in votes if vote.voice in both] for votes in (earlier, later))
    n = len(earlier), len(later), len(before)
    return Zones(_zone(earlier), _zone(later), _zone(before), _zone(after), n)


def _zone(votes: Sequence[Vote]) -> Interval | None:
    return median_zone([vote.span for vote in votes]) if votes else None
