"""How far claims agree: exact order statistics and counts on intervals; no model, no average, recomputable by hand.

An interval is a closed pair of floats: an unstated lower end is 1, an unstated upper end infinite. Every function
takes the intervals of one scope, one for each voter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

Interval = tuple[float, float]
NARROW = 3.0  # a claim whose ends are further apart by a factor says too little to support a number


def median_zone(spans: Sequence[Interval]) -> Interval:
    """From the lower median of the lower ends to the upper median of the upper ends.

    It contains the median of every choice of one number from each interval, and both its ends were stated by somebody.
    """
    lows, highs = sorted(low for low, _ in spans), sorted(high for _, high in spans)
    return lows[(len(spans) - 1) // 2], highs[len(spans) // 2]


def gap(spans: Sequence[Interval]) -> float:
    """The factor within which the claims cannot be reconciled: 1 if one number satisfies everybody."""
    lowest_top, highest_bottom = min(high for _, high in spans), max(low for low, _ in spans)
    if highest_bottom <= lowest_top:
        return 1.0
    return highest_bottom / lowest_top if lowest_top else inf


def gaps_without(spans: Sequence[Interval]) -> list[float]:
    """The gap that remains when each in turn is left out: where it falls most stands who carries the conflict."""
    return [gap([*spans[:place], *spans[place + 1 :]]) if len(spans) > 1 else 1.0 for place in range(len(spans))]


def zones(spans: Sequence[Interval]) -> tuple[int, list[Interval]]:
    """The greatest number of intervals that share a point, and every zone that reaches it (Marzullo's sweep, 1984)."""
    if not spans:
        return 0, []
    ends = sorted([(low, 0) for low, _ in spans] + [(high, 1) for _, high in spans])
    count = best = 0
    found: list[Interval] = []
    for (place, closes), following in zip(ends, [*ends[1:], (inf, 1)], strict=True):
        count += -1 if closes else 1
        if not closes and following[1]:  # a beginning followed by an end: the count is highest here
            best, found = (count, []) if count > best else (best, found)
            if count == best and (place, following[0]) not in found:
                found.append((place, following[0]))
    return best, found


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of greatest agreement, and what each voter (by position) has to do with it."""

    low: float
    high: float
    supports: tuple[int, ...]
    does_not_contradict: tuple[int, ...]
    above: tuple[int, ...]
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """k of n, and every zone at which k is reached: several are several camps."""

    k: int
    n: int
    zones: tuple[Zone, ...]


def agreement(spans: Sequence[Interval], *, vague: Sequence[bool] = (), tolerance: float = 0.0) -> Agreement:
    """The agreement zones with a tolerance (0.1: ends that differ by a tenth still meet).

    A member supports a zone with a figure or a range whose ends differ by at most a factor of 3; one-sided, wider
    and `vague` claims (words) merely do not contradict it, since they agree with nearly everything.
    """
    slack = sqrt(1 + tolerance)
    widened = [(low / slack, high * slack) for low, high in spans]
    k, found = zones(widened)
    vague = vague or [False] * len(spans)
    return Agreement(k, len(spans), tuple(_zone(zone, spans, widened, vague) for zone in found))


def _zone(zone: Interval, spans: Sequence[Interval], widened: Sequence[Interval], vague: Sequence[bool]) -> Zone:
    members = [place for place, (low, high) in enumerate(widened) if low <= zone[0] and high >= zone[1]]
    low, high = sorted((max(spans[place][0] for place in members), min(spans[place][1] for place in members)))
    firm = [place for place in members if not vague[place] and is_firm(spans[place])]
    others = [place for place in range(len(spans)) if place not in members]
    return Zone(
        low,
        high,
        supports=tuple(firm),
        does_not_contradict=tuple(place for place in members if place not in firm),
        above=tuple(place for place in others if widened[place][0] > zone[1]),
        below=tuple(place for place in others if widened[place][1] < zone[0]),
    )


def is_firm(span: Interval) -> bool:
    """Whether a claim is narrow enough to support a number: both ends stated, at most a factor of 3 apart."""
    low, high = span
    return low > 1 and high <= NARROW * low


def support(spans: Sequence[Interval]) -> list[tuple[float, float, float]]:
    """The support curve: for each finite end x the least and greatest share who claim at least x."""
    ends = sorted({end for span in spans for end in span if end < inf})
    total = len(spans)
    return [(x, sum(low >= x for low, _ in spans) / total, sum(high >= x for _, high in spans) / total) for x in ends]


def skyline(spans: Sequence[Interval]) -> list[tuple[float, float, int]]:
    """From where to where how many claims hold: segments between neighbouring ends, the last one may be endless."""
    ends = sorted({end for span in spans for end in span})
    segments = []
    for begin, end in pairwise(ends):
        middle = begin * 2 if end == inf else (begin + end) / 2
        segments.append((begin, end, sum(low <= middle <= high for low, high in spans)))
    points = [(x, x, sum(low <= x <= high for low, high in spans)) for x in ends if x < inf]
    return sorted([*segments, *points])


def stated(end: int | None, other: int | None) -> int:
    """An end of a claim, or, where nobody states that, its other one. Raises ValueError without either."""
    found = other if end is None else end
    if found is None:
        raise ValueError("a claim states at least one end")
    return found


@dataclass(frozen=True, slots=True)
class Envelope:
    """The lowest and the highest stated end, the claims that state them, and whether someone leaves an end open."""

    low: int
    high: int
    low_row: int
    high_row: int
    open_below: bool
    open_above: bool


def envelope(ends: Sequence[tuple[int | None, int | None]]) -> Envelope:
    """From the lowest to the highest figure that somebody states. Raises ValueError without claims.

    A claim is its stated ends, at least one of them.
    """
    lows, highs = [stated(low, high) for low, high in ends], [stated(high, low) for low, high in ends]
    low, high = min(lows), max(highs)
    return Envelope(
        low,
        high,
        low_row=lows.index(low),
        high_row=highs.index(high),
        open_below=any(low is None for low, _ in ends),
        open_above=any(high is None for _, high in ends),
    )
