"""The words of the count language: qualifiers with their synonyms, and counting phrases with their spellings.

Here it is only known which words there are and which are the same; what they mean, the rulebooks say.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

SYNONYMS = {
    "at least": (
        "at least",
        "upwards of",
        "no fewer than",
        "no less than",
        "a minimum of",
        "minimum of",
        ">=",
        "≥",
    ),
    "more than": ("more than", "over", "above", "exceeding", "in excess of", ">"),
    "about": ("about", "around", "roughly", "approximately", "circa", "ca.", "ca", "c.", "~", "≈"),
    "some": ("some",),
    "nearly": ("nearly", "almost", "close to"),
    "up to": ("up to", "as many as"),
    "at most": ("at most", "no more than", "not more than", "a maximum of", "maximum of", "<=", "≤"),
    "fewer than": ("fewer than", "less than", "under", "below", "<"),
}
AFTERTHOUGHTS = {
    "+": "at least",
    " or more": "at least",
    " or so": "about",
    " or fewer": "at most",
    " or less": "at most",
}
BOUNDS = ("at least", "more than", "up to", "at most", "fewer than")
WITHOUT_NUMBER = ("none given", "none seen", "denied")
SIZES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+")
QUALIFIER_OF = {spelling: qualifier for qualifier, spellings in SYNONYMS.items() for spelling in spellings}

UNITS = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1_000,
    "tens of thousands": 10_000,
    "hundreds of thousands": 100_000,
    "millions": 1_000_000,
}
# How a unit is spelt after "a few" and "several". Of several spellings we always write the first.
COUNTED_UNITS = {
    "tens": ("tens",),
    "dozens": ("dozen", "dozens"),
    "scores": ("score", "scores"),
    "hundreds": ("hundred", "hundreds"),
    "thousands": ("thousand", "thousands"),
    "tens of thousands": ("tens of thousands", "ten thousand"),
    "hundreds of thousands": ("hundred thousand", "hundreds of thousands"),
    "millions": ("million", "millions"),
}
NUMERALS = {
    "a couple": ("a couple of", "a couple", "couple of", "couple"),
    "a few": ("a few", "few"),
    "several": ("several",),
}
PARTS = {"low": ("low ", "low-"), "mid": ("mid ", "mid-", "middle "), "high": ("high ", "high-")}


class Phrase(NamedTuple):
    """A counting phrase taken apart: what stands before the unit ("" for nothing), and the unit's size."""

    modifier: str
    unit: int


def _phrases() -> Iterator[tuple[str, Phrase, list[str]]]:
    for numeral in NUMERALS:
        yield numeral, Phrase(numeral, 1), [numeral]
    for plural, size in UNITS.items():
        yield plural, Phrase("", size), [plural]
        counted = COUNTED_UNITS[plural]
        for numeral, spellings in NUMERALS.items():
            spelt = [f"{spelling} {unit}" for spelling in spellings for unit in counted]
            yield spelt[0], Phrase(numeral, size), spelt
        for part, spellings in PARTS.items():
            yield f"{part} {plural}", Phrase(part, size), [f"{spelling}{plural}" for spelling in spellings]


PHRASES: dict[str, Phrase] = {canonical: phrase for canonical, phrase, _ in _phrases()}
SPELLINGS: dict[str, str] = {spelling: canonical for canonical, _, spelt in _phrases() for spelling in spelt}
