"""Reads the count language: `[qualifier] number`, `[qualifier] range` or `[qualifier] words`.

Whatever text comes in, it is either read or refused with two phrases for the person who typed it: what was
found, and what to write.
"""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from posture import miscounts
from posture.miscounts import SILENCES, CountError
from posture.vocabulary import AFTERTHOUGHTS, BOUNDS, QUALIFIER_OF, SIZES, SPELLINGS, WHOLE, WITHOUT_NUMBER

LONGEST = 80  # characters; a count is short, what was printed goes into wording
MOST = 10**15  # fifteen digits still survive a spreadsheet
VAGUE_NONE = ("none", "no", "nil", "nobody", "unknown", "not known", "not given", "n/a", "-", "?")

QUALIFIER = re.compile(
    "|".join(
        # A letter after it would make it another word, as in "overall".
        re.escape(spelling) + ("(?![a-z])" if spelling[-1].isalpha() else "")
        for spelling in sorted(QUALIFIER_OF, key=len, reverse=True)
    )
)
DASHES = re.compile("[\u2010-\u2015\u2212]")
NUMBER = re.compile(
    r"(?P<digits>[0-9](?:[0-9,.' ]*[0-9])?)(?: ?(?P<unit>hundred|thousand|million)s?(?![a-z]))?(?P<rest>.*)"
)


class Parts(NamedTuple):
    """A count taken apart: its form, its qualifier ("" for none), its numbers as stated, or its words."""

    form: str  # number, range, words, share or one of WITHOUT_NUMBER
    qualifier: str = ""
    low: int | None = None
    high: int | None = None
    words: str = ""


def read(text: str) -> Parts:
    """The parts of a count; a share has whole percents for numbers. Raises CountError for any other text."""
    plain = _plain(text)
    if plain in WITHOUT_NUMBER:
        return Parts(plain)
    if plain in VAGUE_NONE:
        raise CountError(f'"{plain}" has more than one meaning', f"write {SILENCES}")
    qualifiers, body = _qualifiers(plain)
    qualifier = _one_of(qualifiers)
    if body in SPELLINGS:
        return _sensible(Parts("words", qualifier, words=SPELLINGS[body]))
    if re.search("[0-9]", body):
        share, body = _share(body)
        low, high = _ends(body)
        form = "share" if share else "number" if low == high else "range"
        return _sensible(Parts(form, qualifier, low, high))
    raise miscounts.unknown(body, plain)


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        write = "write the number alone; the printed text goes into wording"
        raise CountError(f"a count of {len(text):,} characters", write)
    plain = DASHES.sub("-", " ".join(text.split())).lower()
    if not plain:
        raise CountError("the count is empty", f"write {SILENCES}")
    for letter in plain:
        if not letter.isprintable():
            raise CountError(f"an invisible character (U+{ord(letter):04X}) in the count", "type it anew")
        if letter.isdecimal() and not letter.isascii():
            western = "".join(str(unicodedata.decimal(one, one)) for one in plain)
            raise CountError(f'the digits of "{plain}" are not 0 to 9', f"write {western}")
    return plain


def _qualifiers(body: str) -> tuple[list[str], str]:
    found = []
    while match := QUALIFIER.match(body):
        found.append(QUALIFIER_OF[match[0]])
        body = body[match.end() :].lstrip()
    for ending, qualifier in AFTERTHOUGHTS.items():
        if body.endswith(ending) and re.match("[0-9]", body):
            return [*found, qualifier], body.removesuffix(ending).rstrip()
    return found, body


def _one_of(qualifiers: list[str]) -> str:
    """Of two qualifiers the bound stays, since "more than about 7,000" bounds the number from below."""
    different = list(dict.fromkeys(qualifiers))
    kept = [one for one in different if one in BOUNDS] or different
    if len(kept) > 1:
        write = f"write {kept[0]} or {kept[1]}, or two estimates"
        raise CountError(f'"{kept[0]}" and "{kept[1]}" stand in one count', write)
    return kept[0] if kept else ""


def _share(body: str) -> tuple[bool, str]:
    match = re.fullmatch("(.*?[0-9]) ?(?:%|percent|per cent)(.*)", body)
    if not match:
        return False, body
    if match[2]:
        write = f"write {match[1]}%, or a range as 20-30%; the key of: names the whole"
        raise CountError(f'"{match[2].strip()}" after the percentage', write)
    if "." in match[1]:
        raise CountError(
            f'"{match[1]}%" is no whole percentage', "round it, as in about 33%; the wording keeps the rest"
        )
    return True, match[1]


def _ends(body: str) -> tuple[int, int]:
    body = re.sub("^between (.+?)(?: and | to | ?- ?)", r"\1 to ", body)
    pieces = re.split(" ?- ?| to ", body)
    if len(pieces) > 2:
        raise CountError(f'more than two numbers in "{body}"', "write one number, or one range such as 5,000-8,000")
    if pieces[0] == "":
        raise CountError(f'"{body}" is below zero', f"write {pieces[1]}: a count is never negative")
    if len(pieces) == 1:
        return (value := _value(*_number(body))), value
    return _range(*(_number(piece) for piece in pieces))


def _range(first: tuple[str, str], second: tuple[str, str]) -> tuple[int, int]:
    high = _value(*second)
    low = _first_end(*first, second[1], high)
    if low > high:
        raise CountError(
            f"the range runs down, from {low:,} to {high:,}",
            f"write {high:,}-{low:,}; a change over time is two estimates",
        )
    if low == high:
        raise CountError(f"both ends of the range are {low:,}", f"write {low:,}")
    if 0 < low * 1_000 <= high:
        write = f"write both ends in full, as in {low * 1_000:,}-{high:,}"
        raise CountError(f"the range from {low:,} to {high:,} may be short for another", write)
    return low, high


def _first_end(digits: str, unit: str, last_unit: str, high: int) -> int:
    """The low end of a range, which shares the unit of "5-8 thousand" but not that of "800,000-1 million"."""
    if unit or not last_unit:
        return _value(digits, unit)
    if "." in digits:
        return _value(digits, last_unit)
    low = _value(digits, "")
    return low * SIZES[last_unit] if low * SIZES[last_unit] <= high else low


def _number(piece: str) -> tuple[str, str]:
    """The digits and the unit of a text that is one number."""
    match = NUMBER.fullmatch(piece)
    if not match:
        raise miscounts.no_number(piece)
    digits, unit, rest = match["digits"], match["unit"] or "", match["rest"].strip()
    if rest:
        raise miscounts.trailing(rest, digits, unit)
    return digits, unit


def _value(digits: str, unit: str) -> int:
    size = SIZES.get(unit, 1)
    if WHOLE.fullmatch(digits) and not re.match("0.", digits):
        value = Fraction(re.sub("[, ]", "", digits)) * size
    elif unit and re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,9}", digits):
        value = Fraction(digits) * size
    else:
        raise miscounts.odd(digits, unit)
    if value.denominator != 1:
        raise CountError(f'"{digits} {unit}" is no whole number', "write the number in full, as in 1,300,000")
    if value >= MOST:
        raise CountError(f"a number of {len(str(value))} digits", "write at most 15 digits")
    return int(value)


def _sensible(parts: Parts) -> Parts:
    """The same parts, unless qualifier and number together say nothing."""
    qualifier, low, high = parts.qualifier, parts.low, parts.high
    if parts.form == "share" and high is not None and high > 100:
        raise CountError(f"{high}% is more than the whole", "write a share of at most 100%")
    if parts.form == "words" and qualifier == "nearly":
        raise CountError(f'"nearly" before "{parts.words}"', "write the words alone, or nearly and a number")
    if low == 0 and qualifier:
        raise CountError(f'"{qualifier}" before zero says nothing', f"write {SILENCES}")
    if high == 1 and qualifier in ("nearly", "fewer than"):
        raise CountError(f'"{qualifier} 1" is nobody', "write 0 if the source says zero")
    return parts
