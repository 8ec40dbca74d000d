"""What to say to a person whose count cannot be read: what was found, and what to write instead."""

import re
from math import prod

from posture.problems import MiswrittenError, nearest
from posture.vocabulary import NUMERALS, QUALIFIER_OF, SIZES, SPELLINGS, SYNONYMS, WHOLE, WITHOUT_NUMBER

EXAMPLES = "7,000 · 5,000-8,000 · about 8,000 · several hundred · none given"
SILENCES = "none given (confirmed without a number), none seen, denied, or 0 if the source says zero"
ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TENS = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPELT = {"a": 1, "an": 1, "dozen": 12, **SIZES}
SPELT |= dict(zip(ONES, range(11), strict=True)) | dict(zip(TENS, range(10, 100, 10), strict=True))


class CountError(MiswrittenError):
    """A text that is no count."""


def odd(digits: str, unit: str) -> CountError:
    """Digits that are no whole number in any of our spellings."""
    bare = re.sub("[^0-9]", "", digits).lstrip("0") or "0"
    found = f'"{digits}" is no number that we read'
    if len(bare) > 15:
        return CountError(f"a number of {len(bare)} digits", "write at most 15 digits")
    if digits[0] == "0" and "." not in digits:
        return CountError(f'"{digits}" begins with a zero', f"write {int(bare):,}")
    if re.fullmatch(r"[1-9][0-9]{0,2}\.000", digits):
        write = f"write {int(bare):,} (or {digits[:-4]} if that is meant)"
        return CountError(f'"{digits}" may be {int(bare):,} or {digits[:-4]}', write)
    if re.fullmatch(r"[0-9]{1,3}(?:[.'][0-9]{3})+", digits):
        return CountError(found, f"write {int(bare):,}")
    if unit and "," in digits:
        return CountError(found, f"write {digits.replace(',', '.', 1)} {unit}")
    return CountError(found, "write a whole number, its thousands in threes: 7,000 or 7000 or 1.3 million")


def trailing(rest: str, digits: str, unit: str) -> CountError:
    """Text after a number."""
    if rest in ("k", "m"):
        size = SIZES["thousand" if rest == "k" else "million"]
        number = int(re.sub("[, ]", "", digits)) * size if WHOLE.fullmatch(digits) else 7 * size
        return CountError(f'"{digits}{rest}" is short for another number', f"write it in full, as in {number:,}")
    stated = f"{digits} {unit}".strip()
    write = f"write {stated} alone: the force says who is counted, the wording what was printed"
    return CountError(f'"{rest}" after "{stated}"', write)


def no_number(piece: str) -> CountError:
    """Something else where a number should begin."""
    if not re.search("[0-9]", piece):
        found = f'"{piece}" at one end of a range' if piece else "a range with one end"
        return CountError(found, f"write both ends in digits, or at least or up to; for example {EXAMPLES}")
    head = re.split("[0-9]", piece, maxsplit=1)[0].strip()
    if head == "from":
        return CountError('"from" before a number', "write a range as 3,000-5,000; a change over time is two estimates")
    near = nearest(head, QUALIFIER_OF)
    write = f'did you mean "{near}"?' if near else f"write one of: {', '.join(SYNONYMS)}"
    return CountError(f'"{head}" before a number is not known', write)


def unknown(body: str, plain: str) -> CountError:
    """A text without digits that is not in the vocabulary."""
    if not body:
        return CountError(f'"{plain}" without a number', f"add one, as in {plain} 7,000")
    tokens = body.split(" ")
    if (value := _spelt(tokens)) is not None:
        return CountError(f'the number "{body}" is in words', f"write it in digits: {value:,}")
    for length in range(len(tokens) - 1, 0, -1):
        phrase = SPELLINGS.get(" ".join(tokens[:length]))
        if phrase and phrase not in NUMERALS:
            rest = " ".join(tokens[length:])
            return CountError(f'"{rest}" after "{phrase}"', f"write {phrase} alone: the force says who is counted")
    if tokens[0] in SPELT and tokens[0] not in ("a", "an"):
        return CountError(f'the number "{body}" is in words', "write it in digits, as in 7,500")
    near = nearest(body, [*SPELLINGS, *QUALIFIER_OF, *WITHOUT_NUMBER])
    return CountError(f'"{body}" is no count', f'did you mean "{near}"?' if near else f"write for example {EXAMPLES}")


def _spelt(tokens: list[str]) -> int | None:
    if tokens[0] not in SPELT or not all(token in SIZES for token in tokens[1:]):
        return None
    return prod(SPELT[token] for token in tokens)
