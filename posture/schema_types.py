"""What an editor is told of each kind of value: pieces of JSON Schema that accept whatever the model accepts.

A schema sees what a YAML reader made of the text: `7000` and `2018` come as numbers, `7,000` and `2018-06-17` as
text. Its patterns are read by JavaScript and by Python, so they have no flags, and spell small and capital letters.
"""

from calendar import isleap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from posture import counting, dates, miscounts
from posture.vocabulary import (
    AFTERTHOUGHTS,
    COUNTED_UNITS,
    NUMERALS,
    PARTS,
    PHRASES,
    QUALIFIER_OF,
    SIZES,
    UNITS,
    WITHOUT_NUMBER,
)

Schema = dict[str, Any]

HINT = "x-hint"  # a sentence for the description of every field of a kind


def text(longest: int) -> Schema:
    """Free text of up to `longest` letters; it needs no quotes where YAML takes it for a number."""
    write = "write one text, in double quotes where it is true, false or null"
    return {"type": ["string", "number"], "minLength": 1, "maxLength": longest, "errorMessage": write}


def matching(pattern: str, write: str, **more: Any) -> Schema:
    """Text that is all `pattern`; an editor says what to `write` instead of any other."""
    return {"type": "string", "pattern": f"^(?:{pattern})$", "errorMessage": write, **more}


def key(pattern: str, write: str) -> Schema:
    """A key, which YAML takes for a number where it has only digits."""
    return matching(pattern, write, type=["string", "number"], minimum=0)


def one_or_several(one: Schema, *, least: int = 1) -> Schema:
    """One value, or a list of at least so many. The title keeps editors from showing the two as alike."""
    return {"anyOf": [one, {"title": "List", "type": "array", "items": one, "minItems": least}]}


def flag(write: str) -> Schema:
    """True or false, as YAML means them or as text."""
    return matching("true|false", write, type=["boolean", "string"])


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


# Dates

_DAYS = _any_of(
    (
        "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
        "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
        "02-(?:0[1-9]|1[0-9]|2[0-8])",
    )
)


def _years(years: Iterable[int]) -> str:
    return _any_of(_century(one, [f"{year % 100:02}" for year in of_it]) for one, of_it in groupby(years, _hundreds))


def _hundreds(year: int) -> int:
    return year // 100


def _century(century: int, ends: list[str]) -> str:
    return f"{century}{'[0-9]{2}' if len(ends) == 100 else _any_of(ends)}"


def _date_pattern() -> str:
    years = range(dates.FIRST_YEAR, dates.LAST_YEAR + 1)
    leap_day = f"{_years(filter(isleap, years))}-02-29"
    single = f"(?:{_years(years)}(?:-(?:{_DAYS}|0[1-9]|1[0-2]))?|{leap_day})~?"
    to = r"\s*/\s*"
    return rf"\s*(?:{single}(?:{to}(?:{single}|\.\.))?|\.\.{to}{single})\s*"


DATE = matching(
    _date_pattern(),
    f"write {dates.EXAMPLES}",
    type=["string", "integer"],
    maxLength=dates.LONGEST,
    minimum=dates.FIRST_YEAR,
    maximum=dates.LAST_YEAR,
) | {HINT: f"Write {dates.EXAMPLES}."}


# Counts

_DASH = "[-\u2010-\u2015\u2212]"
_ENDS_WORD = "(?![a-zA-Z])"
_WHOLE = r"(?:0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,4}|(?:\s+[0-9]{3}){1,4}))"
_DECIMAL = r"[0-9]{1,3}\.[0-9]{1,9}"


def _spelt(words: str) -> str:
    """The pattern of words, in small or capital letters, with any space or dash in them."""
    return "".join(map(_letter, words))


def _letter(letter: str) -> str:
    if letter in " -":
        return r"\s+" if letter == " " else _DASH
    if letter.isascii() and letter.isalpha():
        return f"[{letter}{letter.upper()}]"
    return f"\\{letter}" if letter in r".+*?^$|\()[]{}" else letter


def _one_of(words: Iterable[str]) -> str:
    return _any_of(map(_spelt, words))


def _numbers() -> str:
    """A number, or the two of a range, of which the second may hold the unit of both."""
    unit = rf"\s*{_one_of(SIZES)}[sS]?{_ENDS_WORD}"
    scaled = f"(?:{_WHOLE}|{_DECIMAL}){unit}"
    number = f"(?:{scaled}|{_WHOLE})"
    to, up_to = rf"(?:\s*{_DASH}\s*|\s+{_spelt('to')}\s+)", rf"\s+{_spelt('and')}\s+"
    pair = f"(?:{number}{{}}{number}|{_DECIMAL}{{}}{scaled})"
    between = pair.replace("{}", f"(?:{to}|{up_to})")
    return _any_of((pair.replace("{}", to), rf"{_spelt('between')}\s+{between}", number))


def _words() -> str:
    counted = _one_of(spelling for spellings in COUNTED_UNITS.values() for spelling in spellings)
    numeral = _one_of(spelling for spellings in NUMERALS.values() for spelling in spellings)
    part = _one_of(spelling for spellings in PARTS.values() for spelling in spellings)
    return _any_of((rf"{numeral}\s+{counted}", f"{part}?{_one_of(UNITS)}", _one_of(NUMERALS)))


def _qualifiers() -> str:
    spelt = (_spelt(words) + _ENDS_WORD * words[-1].isalpha() for words in QUALIFIER_OF)
    return rf"(?:{_any_of(spelt)}\s*)*"


def _count_pattern() -> str:
    """Whatever the count language reads. What it refuses for its sense alone, as 8,000-5,000, passes here."""
    share = rf"(?:\s*{SHARE})?"
    afterthought = rf"(?:\s*{_one_of(one.strip() for one in AFTERTHOUGHTS)})?"
    stated = rf"{_qualifiers()}(?:{_words()}|{_numbers()}{share}{afterthought})"
    return rf"\s*(?:{_one_of(WITHOUT_NUMBER)}|{stated})\s*"


def _offered() -> list[str]:
    return [words for words, phrase in PHRASES.items() if phrase.modifier not in PARTS]


SHARE = _one_of(("%", "percent", "per cent"))
COUNT = matching(
    _count_pattern(),
    f"write for example {miscounts.EXAMPLES}",
    type=["string", "integer"],
    maxLength=counting.LONGEST,
    minimum=0,
    maximum=counting.MOST - 1,
    defaultSnippets=[{"label": words, "body": words} for words in (*WITHOUT_NUMBER, *_offered())],
) | {HINT: "A full stop parts no thousands: 9.000 may be 9 or 9,000."}
