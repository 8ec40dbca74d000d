"""Ids and keys that the tools propose: short, lower-case, lawful whatever was typed, and not in use yet."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import count

from posture.loading import Dataset
from posture.model import UNATTRIBUTED
from posture.selection import EVERYWHERE, NOBODY

LONGEST, MOST_WORDS = 40, 4  # letters and words of a proposal
RESERVED = (UNATTRIBUTED, EVERYWHERE, NOBODY)  # keys that mean something else where originators and places are chosen
# Letters that no decomposition turns into ASCII.
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
LINKS = ("for", "of", "on", "and", "the", "in", "to", "at", "a", "an", "not", "named")
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
DATED = re.compile(r"-(?:[0-9]{4}(?:-[0-9]{2}){0,2}|undated)(?:-[0-9]+)?")


def slug(text: str) -> str:
    """The text in lower-case ASCII with hyphens between its words; empty where it has no Latin letter and no digit."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", re.sub("['’`]", "", plain)))


def published_by(dataset: Dataset) -> dict[str, str]:
    """The publisher of each report, by the report's id."""
    return {entry.report.id: entry.report.publisher for entry in dataset.entries}


def proposed_id(publisher: str, published: str, taken: Collection[str]) -> str:
    """The id of a new report: its publisher in short, and its date.

    `taken` are the ids in use; where it is a mapping to their publishers, a publisher keeps the short name that it has.
    """
    known = taken if isinstance(taken, Mapping) else {}
    stem = _precedent(publisher, known) or _short(publisher) or "report"
    found = DATE.search(published)
    return _unused(f"{stem}-{found[0] if found else 'undated'}", taken)


def proposed_key(label: str, taken: Collection[str]) -> str:
    """The key of a new originator or place: its label in short."""
    words = slug(label).removeprefix("the-").split("-")
    return _unused(_fitting(words) or "new", {*taken, *RESERVED})


def _precedent(publisher: str, known: Mapping[str, str]) -> str:
    """How the ids of this publisher begin most often."""
    stems = Counter(
        DATED.sub("", name)
        for name, printed_by in known.items()
        if printed_by.casefold() == publisher.strip().casefold() and DATED.search(name)
    )
    return stems.most_common(1)[0][0] if stems else ""


def _short(publisher: str) -> str:
    """What is left of a name without its article, its brackets and what follows "for", "of" and their like."""
    words = slug(re.sub(r"\(.*?\)", " ", publisher)).removeprefix("the-").split("-")[:MOST_WORDS]
    cut = next((place for place, word in enumerate(words) if place > 1 and word in LINKS), len(words))
    return _fitting(words[:cut])


def _fitting(words: Sequence[str]) -> str:
    """The first words that are not too long together, the last of them no mere link; of one long word its beginning."""
    fitting = [word for place, word in enumerate(words) if len("-".join(words[: place + 1])) <= LONGEST]
    while fitting and fitting[-1] in LINKS:
        fitting.pop()
    return "-".join(fitting or words[:1])[:LONGEST]


def _unused(name: str, taken: Collection[str]) -> str:
    return next(each for each in (name if n == 1 else f"{name}-{n}" for n in count(1)) if each not in taken)
