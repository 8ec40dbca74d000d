"""The disagreement in two or three sentences that a reader may quote: counts and bounds, never a verdict."""

from math import inf

from posture.collapse import bounds
from posture.comparison import AGREEMENT_WORDS_FROM, Comparison
from posture.sentences import counted, day, factor, listed, said

SLIGHT = 1.01  # closer than this, a factor says nothing
FORBIDDEN = ("best estimate", "average", "consensus", "likely", "trend", "probably", "actually")


def disagreement(comparison: Comparison, title: str, cited: str) -> str:
    """What the live claims about one scope say together, and where it can be looked up (`cited`)."""
    head = f"{title}, as claimed at {day(comparison.moment.at)}"
    if not comparison.n:
        return f"{head}: no figure is at most {comparison.moment.window:,} days old. {cited}"
    if comparison.n == 1:
        return f"{head}: {_only(comparison)}. {cited}"
    sentences = [
        f"{head}: {_who(comparison)}.",
        *_zone(comparison),
        *_conflict(comparison),
        *_unclear(comparison),
        *_words(comparison),
        *_excluded(comparison),
        cited,
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _only(comparison: Comparison) -> str:
    """The one vote: a statement in full, or what the organs of one body say."""
    if comparison.originators == 1:
        return f"one figure. {said(comparison.voting[0])}"
    (body,) = comparison.votes
    return f"{_who(comparison)}: {body.label} says {body.counts}"


def _who(comparison: Comparison) -> str:
    voices = comparison.originators
    mentions = f" ({counted(comparison.mentions, 'live mention')})" if comparison.mentions > voices else ""
    bodies = f" of {counted(comparison.bodies, 'body', 'bodies')}" if comparison.bodies < voices else ""
    together = ", one vote for each body" if comparison.n < voices else ""
    return f"{counted(voices, 'originator')}{bodies}{mentions}{together}"


def _zone(comparison: Comparison) -> list[str]:
    sentences = []
    if comparison.median is not None:
        low, high = comparison.median
        open_above = "; no majority gives an upper bound" if high == inf else ""
        sentences.append(f"Median zone {bounds(low, high, comparison.votes)}{open_above}.")
    found = comparison.agreement
    if comparison.n < AGREEMENT_WORDS_FROM or found.k < 2:
        return sentences
    if len(found.zones) == 1:
        sentences.append(_members(comparison))
    else:
        zones = listed([bounds(zone.low, zone.high, comparison.votes) for zone in found.zones])
        sentences.append(f"They fall into camps: {found.k} of {found.n} meet at each of {zones}.")
    return sentences


def _members(comparison: Comparison) -> str:
    found, zone = comparison.agreement, comparison.agreement.zones[0]
    parts = [f"{len(zone.supports)} support it"] * bool(zone.supports)
    parts += [f"{len(zone.does_not_contradict)} do not contradict it"] * bool(zone.does_not_contradict)
    for side, word in ((zone.above, "above"), (zone.below, "below")):
        if side:
            names = listed([comparison.votes[place].label for place in side])
            parts.append(f"{len(side)} ({names}) {'is' if len(side) == 1 else 'are'} {word}")
    where = bounds(zone.low, zone.high, comparison.votes)
    return f"{found.k} of {found.n} are compatible with {where}: {', '.join(parts)}."


def _conflict(comparison: Comparison) -> list[str]:
    if comparison.gap == 1:
        return ["One number would contradict nobody."]
    least = min(comparison.gaps_without)
    if comparison.gap < SLIGHT:
        return [f"Apart by less than {factor(SLIGHT)}."]
    sentence = f"Not reconcilable below {factor(comparison.gap)}"
    carriers = [
        vote.label for vote, left in zip(comparison.votes, comparison.gaps_without, strict=True) if left == least
    ]
    if comparison.n > 2 and least < comparison.gap and len(carriers) == 1:
        sentence += f"; without {carriers[0]}, " + (
            "one number would contradict nobody" if least == 1 else factor(least)
        )
    return [f"{sentence}."]


def _unclear(comparison: Comparison) -> list[str]:
    if not comparison.unclear:
        return []
    return [f"{comparison.unclear} of {comparison.originators} leave open who is included."]


def _words(comparison: Comparison) -> list[str]:
    """How words were read, since the numbers that stand for them were said by nobody."""
    read = dict.fromkeys(f"“{vote.counts}” as {bounds(*vote.span)}" for vote in comparison.votes if vote.vague)
    if not read:
        return []
    return [f"Words are read by a rulebook: {listed(list(read))}."]


def _excluded(comparison: Comparison) -> list[str]:
    """Which number that nobody said begins or ends a zone, since the one that was said is outside."""
    met = comparison.agreement.zones if comparison.n >= AGREEMENT_WORDS_FROM else ()
    zones = [*filter(None, [comparison.median]), *((zone.low, zone.high) for zone in met)]
    lows, highs = ({zone[end] for zone in zones if zone[0] > 1 and zone[1] < inf} for end in (0, 1))
    read = [f"“{vote.counts}” as from {vote.low:,} on" for vote in comparison.votes if vote.over and vote.low in lows]
    read += [
        f"“{vote.counts}” as up to {vote.high:,}" for vote in comparison.votes if vote.under and vote.high in highs
    ]
    return [f"Counted are {listed(list(dict.fromkeys(read)))}."] if read else []
