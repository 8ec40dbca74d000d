"""What counting words mean: a rulebook turns "several thousand" into numbers, and several rulebooks ship.

Published rules differ by a factor of two, so the words are kept and the reader chooses whose rule is used.
The tables stand in config.yaml with what was read where; this module knows how a table is read and applied.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from posture.problems import did_you_mean
from posture.vocabulary import NUMERALS, PARTS, PHRASES, SYNONYMS, UNITS, WHOLE

DEFAULT = "own"  # key of the rulebook that answers where another is silent


class Span(NamedTuple):
    """The numbers that a phrase stands for; writers also use it for more where the top is soft."""

    low: int
    high: int
    high_soft: bool = False


@dataclass(frozen=True, eq=False)
class Rulebook:
    """One project's table of words and qualifiers, with what was read where.

    `words` holds the phrases that the project itself names. `each_unit` or `multiples` is its general rule
    for the rest: the first makes every phrase with a unit that many units, the second says how many units a
    modifier begins, so that 2 to 5 thousands are 2,000 to 5,999. `qualifiers` says which of our qualifiers
    it reads as another. What it is silent about, `fallback` answers. Rulebooks are compared by identity.
    """

    key: str
    label: str
    citation: str
    version: str
    url: str = ""
    note: str = ""
    words: dict[str, Span] = field(default_factory=dict)
    multiples: dict[str, Span] = field(default_factory=dict)
    each_unit: int | None = None
    qualifiers: dict[str, str] = field(default_factory=dict)
    fallback: "Rulebook | None" = None

    def span(self, phrase: str) -> Span:
        """The numbers that a phrase in canonical spelling stands for. Raises KeyError if nobody reads it."""
        own = self._general(phrase) if phrase not in self.words else self.words[phrase]
        if own is not None:
            return own
        if self.fallback is None:
            raise KeyError(phrase)
        return self.fallback.span(phrase)

    def meaning(self, qualifier: str) -> str:
        """The qualifier that this rulebook takes `qualifier` for: mostly itself."""
        return self.qualifier_reader(qualifier).qualifiers.get(qualifier, qualifier)

    def source(self, phrase: str) -> str:
        """Where the reading of a phrase comes from: "own word", "general rule" or "default"."""
        if phrase in self.words:
            return "own word"
        return "general rule" if self._general(phrase) else "default"

    def reader(self, phrase: str) -> "Rulebook":
        """The rulebook whose reading is used: this one, or the one that it falls back on."""
        return self if self.source(phrase) != "default" or self.fallback is None else self.fallback

    def qualifier_reader(self, qualifier: str) -> "Rulebook":
        """The rulebook that says what `qualifier` means: this one, or the one that it falls back on."""
        return self if qualifier in self.qualifiers or self.fallback is None else self.fallback

    def _general(self, phrase: str) -> Span | None:
        modifier, unit = PHRASES[phrase]
        if unit == 1:
            return None
        if self.each_unit is not None:
            return Span(self.each_unit * unit, self.each_unit * unit)
        if modifier not in self.multiples:
            return None
        multiple = self.multiples[modifier]
        return Span(multiple.low * unit, (multiple.high + 1) * unit - 1, multiple.high_soft)


class Fault(NamedTuple):
    """One thing wrong in the rulebooks section: the keys that lead to it, what was found, what to write."""

    where: tuple[str, ...]
    found: str
    write: str


class RulebookError(ValueError):
    """The rulebooks section cannot be used; `faults` lists everything that is wrong in it."""

    def __init__(self, faults: tuple[Fault, ...]):
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(f"{'.'.join(fault.where)}: {fault.found}; {fault.write}" for fault in self.faults)


REQUIRED = ("label", "citation", "version")
TEXTS = (*REQUIRED, "url", "note")
TABLES = {"words": tuple(PHRASES), "multiples": (*NUMERALS, *PARTS), "qualifiers": tuple(SYNONYMS)}
# A meaning that lowers the number by one would leave nothing of 1.
MEANINGS = ("at least", "more than", "about", "up to", "at most")
SPAN = re.compile(r"([0-9,]{1,19})(?:-([0-9,]{1,19}))?( soft top)?")


def rulebooks_from(section: Mapping[str, Any], default: str = DEFAULT) -> dict[str, Rulebook]:
    """The rulebooks of a `rulebooks:` section of texts; the one called `default` answers for the silent ones.

    Raises RulebookError with every fault: `where` is the path of keys below the section.
    """
    if not isinstance(section, Mapping) or default not in section:
        fault = Fault((), f'no rulebook "{default}"', f"add {default}: it answers where others are silent")
        raise RulebookError((fault,))
    faults = tuple(fault for key, entry in section.items() for fault in _faults(key, entry))
    if faults:
        raise RulebookError(faults)
    own = _rulebook(default, section[default], None)
    if faults := tuple(_gaps(own)):
        raise RulebookError(faults)
    return {key: own if key == default else _rulebook(key, entry, own) for key, entry in section.items()}


def _rulebook(key: str, entry: Mapping[str, Any], fallback: Rulebook | None) -> Rulebook:
    return Rulebook(
        key,
        **{name: entry[name] for name in TEXTS if name in entry},
        words=_spans(entry.get("words", {})),
        multiples=_spans(entry.get("multiples", {})),
        each_unit=int(entry["each_unit"]) if "each_unit" in entry else None,
        qualifiers=dict(entry.get("qualifiers", {})),
        fallback=fallback,
    )


def _spans(table: Mapping[str, Any]) -> dict[str, Span]:
    return {word: span for word, text in table.items() if (span := _span(text)) is not None}


def _gaps(own: Rulebook) -> Iterator[Fault]:
    """What the rulebook that answers for all the others leaves without an answer."""
    needed = {"words": (*NUMERALS, *UNITS), "multiples": TABLES["multiples"], "qualifiers": ("some",)}
    for table, words in needed.items():
        for word in words:
            if word not in getattr(own, table):
                yield Fault((own.key, table), f'"{word}" is missing', f"add {word}:")


def _span(text: Any) -> Span | None:
    match = SPAN.fullmatch(text) if isinstance(text, str) else None
    if not match:
        return None
    ends = match[1], match[2] or match[1]
    if not all(WHOLE.fullmatch(end) for end in ends):
        return None
    low, high = (int(end.replace(",", "")) for end in ends)
    return Span(low, high, bool(match[3])) if 1 <= low <= high else None


def _faults(key: str, entry: Any) -> Iterator[Fault]:
    if not isinstance(entry, Mapping):
        yield Fault((key,), "a rulebook is a mapping of keys", "begin with label:, citation: and version:")
        return
    known = (*TEXTS, "each_unit", *TABLES)
    for name in entry:
        if name not in known:
            yield Fault((key, name), f'unknown key "{name}"', did_you_mean(name, known))
    yield from _text_faults(key, entry)
    each = entry.get("each_unit", "1")
    if not (isinstance(each, str) and re.fullmatch("[1-9]", each)):
        yield Fault((key, "each_unit"), f'"{each}" is no number of units', "write 1 or 2")
    for table, words in TABLES.items():
        yield from _table_faults((key, table), entry.get(table, {}), words)


def _text_faults(key: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    for name in TEXTS:
        text = entry.get(name, "")
        if not isinstance(text, str):
            yield Fault((key, name), f"the {name} is no text", "write text")
        elif name in REQUIRED and not text:
            yield Fault((key, name), f"the {name} is missing", f"add {name}:")
        elif name == "url" and text and not re.fullmatch(r"https?://\S+", text):
            yield Fault((key, name), f'"{text}" is no web address', "begin it with https:// or http://")


def _table_faults(where: tuple[str, str], table: Any, known: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(table, Mapping):
        yield Fault(where, f"{where[1]} is no mapping", "write one word a line, as in hundreds: 200-999")
        return
    for word, value in table.items():
        if word not in known:
            yield Fault((*where, word), f'unknown word "{word}"', did_you_mean(word, known))
        elif where[1] == "qualifiers":
            if not isinstance(value, str) or value not in MEANINGS:
                found = f'"{value}" is no meaning of a qualifier'
                yield Fault((*where, word), found, did_you_mean(str(value), MEANINGS))
        elif _span(value) is None:
            yield Fault((*where, word), f'"{value}" is no span', "write 200, 200-999 or 2,000-9,999 soft top")
