"""The numbers that a printed fragment shows, in digits of any script or in English words."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

ONES = "zero one two three four five six seven eight nine ten"
ONES += " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: value for value, word in enumerate(ONES.split())} | {
    word: 10 * (n + 2) for n, word in enumerate(TENS.split())
}
WORDS |= {f"{ten} {one}": WORDS[ten] + WORDS[one] for ten in TENS.split() for one in ONES.split()[1:10]}
WORDS |= {"a": 1, "dozen": 12, "couple": 2, "half": 0}
UNITS = {
    100: ("hundred", "hundreds", "cent", "cents", "cientos", "yüz", "سکس", "مئة", "مائة", "صد"),
    1_000: (
        *("thousand", "thousands", "mille", "mil", "mila", "bin", "tausend", "k", "тыс", "тысяч", "тысячи"),
        *("آلاف", "الاف", "ألف", "الف", "ألفا", "ألفاً", "هزار"),
    ),
    1_000_000: ("million", "millions", "مليون", "میلیون"),
}
GROUPED = re.compile(r"\d{1,3}(?:[,.٬'’\u00a0\u2009\u202f ]\d{3})+(?!\d)|\d+")
DECIMAL = re.compile(r"\d+[.,]\d(?!\d)")
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=100_000)
def numbers(text: str) -> frozenset[int]:
    """The whole numbers that `text` prints, each also times the units (thousand, آلاف) that it names.

    A reader's help and no proof: "3-14,000" yields 3, 3,000 and 14,000.
    """
    plain = _ascii_digits(text)
    bare = {int(re.sub(r"\D", "", found)) for found in GROUPED.findall(plain) if len(found) < 20}
    words = [word.lower() for word in WORD.findall(plain)]
    pairs = (" ".join(pair) for pair in pairwise(words))
    bare |= {WORDS[word] for word in (*words, *pairs) if word in WORDS}
    units = {unit for unit, names in UNITS.items() if not set(names).isdisjoint(words)}
    if re.search(r"\d\s*(?:-|–|to|و)\s*\d+[,.]\d{3}", plain):
        units.add(1_000)
    tenths = {int(re.sub(r"\D", "", found)) for found in DECIMAL.findall(plain)}
    parts = {number * unit // 10 for number in tenths for unit in units}
    return frozenset(bare | parts | {number * unit for number in bare for unit in units})


def names_number(text: str) -> bool:
    """Whether `text` can be searched for a number at all: it has digits, or is written in Latin letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return any(letter.isdigit() for letter in text) or all(
        "LATIN" in unicodedata.name(letter, "") for letter in letters
    )


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in text)
