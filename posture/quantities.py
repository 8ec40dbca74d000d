"""Counts and what they mean: a count is kept as coded, a rulebook turns it into an interval.

`parse` reads the count language, `format` writes it canonically, `quantity` gives the interval, `explain`
says it in plain words. An end that the source does not state is None: no number stands in for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from posture import counting
from posture.miscounts import CountError
from posture.rulebooks import Rulebook, Span
from posture.vocabulary import SYNONYMS, WITHOUT_NUMBER

__all__ = ["KINDS", "Count", "CountError", "Quantity", "explain", "format", "interval", "parse", "quantity"]

KINDS = ("point", "range", *(name for name in SYNONYMS if name != "some"), "words", "share", *WITHOUT_NUMBER)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a count means under a rulebook: an interval of persons, or of percents where the kind is share.

    `low` and `high` are both inside; None is an end that the source does not state. A soft end may be passed
    without contradicting the source.
    """

    low: int | None
    high: int | None
    kind: str
    low_soft: bool = False
    high_soft: bool = False

    @property
    def numeric(self) -> bool:
        """Whether at least one end is stated."""
        return self.low is not None or self.high is not None

    @property
    def interval(self) -> tuple[float, float]:
        """The ends for statistics: an unstated low is 1, an unstated high infinite.

        Raises ValueError for a kind without ends, which would otherwise agree with everything.
        """
        if not self.numeric:
            raise ValueError(f'"{self.kind}" has no ends: ask numeric first')
        return interval(self.low, self.high)


def hull(claims: Iterable[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """The stated ends of claims taken together, of one at least: an end that one of them leaves open is open."""
    lows, highs = zip(*claims, strict=True)
    return None if None in lows else min(lows), None if None in highs else max(highs)


def interval(low: int | None, high: int | None) -> tuple[float, float]:
    """Stated ends for statistics: an unstated low is 1, or the high where that is 0; an unstated high is infinite."""
    top = inf if high is None else float(high)
    return (min(1.0, top) if low is None else float(low)), top


@dataclass(frozen=True, slots=True)
class Count:
    """A figure as coded, before any rulebook: its form, qualifier ("" for none), numbers or words.

    `form` is number, range, words, share, or one of none given, none seen and denied. The numbers of a share
    are whole percents. `str` gives the canonical text.
    """

    form: str
    qualifier: str = ""
    low: int | None = None
    high: int | None = None
    words: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage of another force and no number of persons."""
        return self.form == "share"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that the source states: none, one, or the two of a range."""
        if self.low is None or self.high is None:
            return ()
        return (self.low,) if self.low == self.high else (self.low, self.high)

    def quantity(self, rulebook: Rulebook) -> Quantity:
        """What the count means under `rulebook`."""
        return quantity(self, rulebook)

    def __str__(self) -> str:
        return format(self)


@lru_cache(maxsize=16_384)
def parse(text: str) -> Count:
    """The count that a text states, whatever its spacing, case and synonyms; else raises CountError."""
    return Count(*counting.read(text))


def format(count: Count) -> str:  # noqa: A001  (called as quantities.format, beside quantities.parse)
    """The canonical text of a count, which parses to the same count again."""
    if count.form in WITHOUT_NUMBER:
        return count.form
    body = count.words or "-".join(f"{number:,}" for number in count.numbers)
    return f"{count.qualifier} {body}".lstrip() + "%" * count.is_share


# What a qualifier makes of the two stated ends: the ends that hold, and whether each is soft.
Ends = tuple[int | None, int | None, bool, bool]
RULES: dict[str, Callable[[int, int], Ends]] = {
    "": lambda low, high: (low, high, False, False),
    "at least": lambda low, _high: (low, None, False, False),
    "more than": lambda low, _high: (low + 1, None, False, False),
    "about": lambda low, high: (_tenth_below(low), _tenth_above(high), True, True),
    "nearly": lambda low, high: (_tenth_below(low), high - 1, True, False),
    "up to": lambda _low, high: (None, high, False, True),
    "at most": lambda _low, high: (None, high, False, False),
    "fewer than": lambda _low, high: (None, high - 1, False, False),
}


def _tenth_below(number: int) -> int:
    # "About 1" says that there is somebody, so rounding outward stops at one.
    return max(9 * number // 10, min(1, number))


def _tenth_above(number: int) -> int:
    return -(-11 * number // 10)


@lru_cache(maxsize=16_384)
def quantity(count: Count, rulebook: Rulebook) -> Quantity:
    """The interval that a count means under a rulebook; kinds without a number have no ends."""
    if count.form in WITHOUT_NUMBER:
        return Quantity(None, None, count.form)
    meaning = rulebook.meaning(count.qualifier)
    if count.form == "words":
        return _words(rulebook.span(count.words), meaning)
    low, high, low_soft, high_soft = RULES[meaning](count.numbers[0], count.numbers[-1])
    if count.is_share:
        return Quantity(low, None if high is None else min(high, 100), "share", low_soft, high_soft)
    kind = meaning or {"number": "point", "range": "range"}[count.form]
    return Quantity(low, high, kind, low_soft, high_soft)


def _words(span: Span, meaning: str) -> Quantity:
    if meaning == "about":
        # Words are a range already: "about" loosens its ends and moves neither.
        return Quantity(span.low, span.high, "words", low_soft=True, high_soft=True)
    low, high, low_soft, high_soft = RULES[meaning](span.low, span.high)
    return Quantity(low, high, "words", low_soft, high_soft or (high is not None and span.high_soft))


SAID_WITHOUT_NUMBER = {
    "none given": "the source confirms them and gives no number",
    "none seen": "the source has seen none, which is not the same as zero",
    "denied": "the source denies that there are any, and gives no number",
}
# By whether the lower and the upper end are soft.
LOOSE = {
    (False, False): "",
    (False, True): ", possibly more",
    (True, False): ", the lower end approximate",
    (True, True): ", both ends approximate",
}


def explain(count: Count, rulebook: Rulebook) -> str:
    """What the count is taken for, in plain words: "at least 7,001, no upper end stated"."""
    if count.form in WITHOUT_NUMBER:
        return SAID_WITHOUT_NUMBER[count.form]
    meant = quantity(count, rulebook)
    read: dict[str, list[str]] = {}
    if rulebook.meaning(count.qualifier) != count.qualifier:
        read.setdefault(rulebook.qualifier_reader(count.qualifier).label, []).append(f'"{count.qualifier}"')
    if count.words:
        read.setdefault(rulebook.reader(count.words).label, []).append(f'"{count.words}"')
    readings = " and ".join(f"as {label} reads {' and '.join(words)}" for label, words in read.items())
    return ", ".join(filter(None, (_stated(meant, "% of another force" * count.is_share), readings)))


def _stated(meant: Quantity, unit: str) -> str:
    low, high, loose = meant.low, meant.high, LOOSE[meant.low_soft, meant.high_soft]
    if high is None:
        return f"at least {low:,}{unit}, no upper end stated"
    if low is None:
        return f"{'up to' if meant.high_soft else 'at most'} {high:,}{unit}{loose}, no lower end stated"
    if high == 0:
        return "none at all: the source itself says zero"
    return f"{low:,}{unit}{loose}" if low == high else f"{low:,}{unit[:1]} to {high:,}{unit}{loose}"
