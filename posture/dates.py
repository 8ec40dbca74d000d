"""Dates as precise as they are known, in the notation of ISO 8601-2.

`2018-06-17`, `2018-06` and `2018` are a day, a month and a year; `2012-01/2018-01` is a span, `../2015-06`
and `2013-12/..` have an open end, and `2013-05~` was inferred rather than printed. A date stays as coarse as
it is.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from posture.problems import MiswrittenError

LONGEST = 40  # characters; the longest lawful date has 23
FIRST_YEAR, LAST_YEAR = 1900, 2100
EXAMPLES = "2018-06-17, 2018-06, 2018, 2012-01/2018-01, ../2015-06, 2013-12/.. or 2013-05~"
# Not from the calendar module, which takes the language of the machine.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SINGLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
Precision = Literal["day", "month", "year", "span", "open"]


class DateError(MiswrittenError):
    """A text that is no date."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date covers, from `first` to `last` inclusive; None is an open end.

    `precision` is day, month, year, span, or open where an end is; `inferred` is true where any part bears
    a `~`. `text` is the canonical text, which `str` gives.
    """

    first: date | None
    last: date | None
    precision: Precision
    inferred: bool
    text: str

    @property
    def days(self) -> int | None:
        """How many days it covers; None with an open end."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1

    @property
    def middle(self) -> date:
        """Where a mark for it stands: the middle day, or the only end that is known."""
        if self.first is None or self.last is None:
            return self.first or self.last or date.min
        return self.first + timedelta(days=(self.last - self.first).days // 2)

    @property
    def order(self) -> tuple[date, date]:
        """What to sort by: the last day, since a coarse date is certain only then, and then the first."""
        return self.last or date.max, self.first or date.min

    def __str__(self) -> str:
        return self.text


class _Single(NamedTuple):
    first: date
    last: date
    precision: Precision
    inferred: bool


@lru_cache(maxsize=16_384)
def parse(text: str) -> Period:
    """The period that a text in ISO 8601-2 means. Raises DateError for any other text."""
    if len(text) > LONGEST:
        raise DateError(f"a date of {len(text):,} characters", f"write {EXAMPLES}")
    plain = re.sub(r"\s*/\s*", "/", text.strip())
    if not plain:
        raise DateError("the date is empty", f"write {EXAMPLES}")
    begin, slash, end = plain.partition("/")
    if slash:
        return _span(begin, end, plain)
    single = _single(plain, plain)
    return Period(*single, plain)


def _span(begin: str, end: str, whole: str) -> Period:
    if {begin, end} <= {"..", ""}:
        raise DateError("a span without any date", "give it one end, or leave the key out")
    if "" in (begin, end):
        raise DateError(f'an end of "{whole}" is missing', f"write {begin or '..'}/{end or '..'} for an open end")
    first = None if begin == ".." else _single(begin, whole)
    last = None if end == ".." else _single(end, whole)
    if first is None or last is None:
        inferred = any(one.inferred for one in (first, last) if one)
        return Period(first and first.first, last and last.last, "open", inferred, whole)
    if first.first > last.last:
        raise DateError(f'"{whole}" ends before it begins', f"write {end}/{begin}")
    if begin == end:
        raise DateError(f'"{whole}" begins and ends with the same date', f"write {begin}")
    return Period(first.first, last.last, "span", first.inferred or last.inferred, whole)


def _single(text: str, whole: str) -> _Single:
    match = SINGLE.fullmatch(text)
    if not match:
        raise DateError(f'"{whole}" is no date that we read', f"write {_advice(whole) or EXAMPLES}")
    year, month, day = int(match[1]), *(int(part) if part else None for part in match.group(2, 3))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f'the year {year:04} in "{whole}"', f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    if month is None:
        return _Single(date(year, 1, 1), date(year, 12, 31), "year", bool(match[4]))
    if not 1 <= month <= 12:
        raise DateError(f'no such month: "{text}"', "write a month from 01 to 12, after the year")
    longest = monthrange(year, month)[1]
    if day is None:
        return _Single(date(year, month, 1), date(year, month, longest), "month", bool(match[4]))
    if not 1 <= day <= longest:
        raise DateError(f'no such day: "{text}"', f"{MONTHS[month - 1]} {year} has the days 01 to {longest}")
    return _Single(date(year, month, day), date(year, month, day), "day", bool(match[4]))


def _named(month: str, year: str, day: str | None = None) -> Iterator[str]:
    for number, name in enumerate(MONTHS, start=1):
        if len(month) >= 3 and name.lower().startswith(month):
            yield f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def _ordered(year: str, month: str, day: str | None = None, inferred: str = "") -> Iterator[str]:
    yield f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "") + inferred


def _either_way(one: str, other: str, year: str) -> Iterator[str]:
    yield from _ordered(year, other, one)
    yield from _ordered(year, one, other)


# Ways in which people write dates, and what each of them may have meant.
HABITS: tuple[tuple[str, Callable[..., Iterator[str]]], ...] = (
    ("([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", _either_way),
    ("([0-9]{1,2})[-/. ]([0-9]{4})", lambda m, y: _ordered(y, m)),
    ("([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?(~?)", _ordered),
    ("([0-9]{4})([0-9]{2})([0-9]{2})", _ordered),
    (r"([a-z]+)\.?,? ([0-9]{4})", _named),
    (r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-z]+)\.?,? ([0-9]{4})", lambda d, m, y: _named(m, y, d)),
    (r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", lambda m, d, y: _named(m, y, d)),
    ("([0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{1,2}:.*", lambda day: iter((day,))),
    ("([0-9]{4})[-–]([0-9]{4})", lambda a, b: iter((f"{a}/{b}",))),
    (r"(?:~|c\.|ca\.?|circa|about|around) ?([0-9]{4}(?:-[0-9]{2}){0,2})", lambda known: iter((f"{known}~",))),
    (r"([0-9]{4}(?:-[0-9]{2}){0,2})[?%]", lambda known: iter((f"{known}~",))),
)


# The same for spans; their ends are mended one by one.
SPAN_HABITS = (
    ("since (.+)", r"\1/.."),
    ("until (.+)", r"../\1"),
    ("(.+?)(?: to | until | - | – )(.+)", r"\1/\2"),
)


def _advice(text: str) -> str:
    """The lawful texts that `text` may have meant, joined by "or"; empty where nothing can be guessed."""
    lower = " ".join(text.lower().split())
    meant = ((re.fullmatch(habit, lower), mend) for habit, mend in HABITS)
    guesses = [guess for match, mend in meant if match for guess in mend(*match.groups())]
    single = " or ".join(dict.fromkeys(guess for guess in guesses if _lawful(guess)))
    return single or _span_advice(lower)


def _span_advice(lower: str) -> str:
    for habit, span in SPAN_HABITS:
        lower = re.sub(f"^{habit}$", span, lower)
    begin, slash, end = lower.partition("/")
    if not slash or "/" in end:
        return ""
    mended = "/".join(one if one == ".." or _lawful(one) else _advice(one) for one in (begin, end))
    return mended if _lawful(mended) else ""


def _lawful(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True
