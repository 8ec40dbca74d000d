"""From the events of libyaml to values that know their place, with everything that is refused on the way."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from sys import intern
from typing import NoReturn

from yaml import events
from yaml.events import ScalarEvent

from posture.placed import BITS, Mapping, Sequence, Value, line_and_column
from posture.problems import QUOTE, DataError, Problem, quoted

DEEPEST = 20
MOST_PROBLEMS = 100  # of one file; nobody mends more in one go

_QUOTE_FIRST = 'put a text that begins with "{}" in double quotes'

_LINE_END = re.compile(r"\r\n|\r|\n")
# Of a pattern's brackets. U+2028 and U+2029 end a line for YAML and not for an editor; U+061C, U+200E, U+200F, U+202A
# to U+202E and U+2066 to U+2069 turn what stands beside them, so that 7,000 may read 000,7. Persian is written with
# U+200C and U+200D, and they turn nothing.
UNSEEN = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_REFUSED = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f{UNSEEN}]")
_CUT_NUMBER = re.compile(r"[^,:{}\[\]]*\d(?:, ?\d[^,:{}\[\]]*(?=[,}]|$))+")

_Node = Mapping | Sequence
# A node that is being filled, the key in it that waits for its value, and the place of that key.
_State = tuple[_Node, str | None, int]


class Builder:
    """The reading of one file: libyaml's events become values, and what is refused becomes problems."""

    def __init__(self, name: str, data: bytes):
        self.name = name
        self.problems: list[Problem] = []
        self.text = self._decode(data.removeprefix(b"\xef\xbb\xbf"))
        self.documents = Sequence()
        self.outer: list[_State] = []
        self.cut_until = 0

    @cached_property
    def lines(self) -> list[str]:
        """The text in lines, as an editor shows them."""
        return _LINE_END.split(self.text)

    def check_characters(self) -> None:
        """Raises DataError with every place that holds an invisible character, or a line that is endless to read."""
        # libyaml compares each %TAG line with all before it: half an hour for 20 MB of them.
        if not _REFUSED.search(self.text) and "%TAG" not in self.text:
            return
        for number, line in enumerate(self.lines):
            for match in _REFUSED.finditer(line):
                found = f"an invisible control character ({_named(match[0])})"
                self._refuse(number << BITS | match.start(), found, "delete it, and retype its word")
            if line.startswith("%TAG"):
                self._refuse(number << BITS, "a %TAG line", "delete it: tags are not read")
        if self.problems:
            self._give_up()

    def build(self, stream: Iterable[events.Event]) -> None:
        """The events have become values, and what is refused problems. Raises DataError where there are too many."""
        # Nine of ten events are texts, so they are worth the long way round to keep calls away from them.
        node: _Node = self.documents
        key: str | None = None
        key_place = 0
        mapping: Mapping | None = None  # the node, where it is one; else the node is the sequence
        sequence, places, marks = self.documents, self.documents.marks, Mapping().marks
        for event in stream:
            if type(event) is not ScalarEvent:
                node, key, key_place = self._turn(event, node, key, key_place)
                if isinstance(node, Mapping):
                    mapping, marks = node, node.marks
                else:
                    mapping, sequence, places = None, node, node.marks
                continue
            value, start = event.value, event.start_mark
            place = start.line << BITS | start.column  # type: ignore[union-attr]  # libyaml marks every event
            if event.anchor or event.tag or event.style == '"' or not value or value == "<<":
                self._check_text(event, place, mapping is not None and key is None)
            if mapping is None:
                sequence.append(value)
                places.append(place)
            elif key is None:
                key, key_place = intern(value), place
            else:
                if not value or key in mapping:
                    key = self._lasting_key(mapping, key, key_place)
                mapping[key] = value
                marks[key] = key_place << BITS << BITS | place
                key = None

    def result(self) -> Value:
        """What the file holds. Raises DataError with every problem that was found."""
        if not self.problems and self.documents in ([], [""]):
            self._refuse(0, "the file holds nothing", "write its entries, or delete the file")
        if self.problems:
            self._give_up()
        value: Value = self.documents[0]
        return value

    def _decode(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            before = _LINE_END.split(data[: error.start].decode())
            place = len(before) - 1 << BITS | len(before[-1])
            self._refuse(place, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8")
            raise DataError(self.problems) from error

    def _refuse(self, place: int, found: str, write: str) -> None:
        self.problems.append(Problem(self.name, *line_and_column(place), found, write))
        if len(self.problems) == MOST_PROBLEMS:
            self._give_up()

    def _give_up(self) -> NoReturn:
        raise DataError(sorted(self.problems))

    def _turn(self, event: events.Event, node: _Node, key: str | None, key_place: int) -> _State:
        # What is open after an event that is no text, and the key in it that waits for its value.
        if isinstance(event, events.CollectionEndEvent):
            return self.outer.pop()
        start = event.start_mark
        place = start.line << BITS | start.column  # type: ignore[union-attr]  # libyaml marks every event
        if isinstance(event, events.DocumentStartEvent) and self.documents:
            self._refuse(place, "a second document", 'delete the line "---" that begins it')
        if not isinstance(event, events.AliasEvent | events.CollectionStartEvent):
            return node, key, key_place
        self._check_marks(event, place)
        value = _begun(event, place)
        if isinstance(node, Sequence):
            node.append(value)
            node.marks.append(place)
        elif key is None:
            if not isinstance(event, events.AliasEvent):
                self._refuse(place, "a key that is a list or a mapping", "write a text as the key")
            key, key_place = _stand_in(place), place
        else:
            key = self._lasting_key(node, key, key_place)
            node[key], node.marks[key] = value, key_place << BITS << BITS | place
            key = None
        return (node, key, key_place) if isinstance(value, str) else self._enter(value, (node, key, key_place))

    def _enter(self, value: _Node, outer: _State) -> _State:
        self.outer.append(outer)
        if len(self.outer) > DEEPEST:
            self._refuse(value.place, f"more than {DEEPEST} levels of lists and mappings", "write it flatter")
            self._give_up()
        return value, None, 0

    def _check_text(self, event: ScalarEvent, place: int, is_key: bool) -> None:
        self._check_marks(event, place)
        value = event.value
        if event.style == '"' and (match := _REFUSED.search(value)):
            self._refuse(place, f"an escape for a control character ({_named(match[0])})", "leave it out")
        if not value and event.style in (">", "|"):
            self._refuse(place, f'a text that begins with "{event.style}"', QUOTE)
        elif not value and is_key:
            self._refuse(place, "an empty key", "write the key before the colon")
        elif value == "<<" and is_key and not event.style:
            self._refuse(place, "a merge key (<<)", "write out the keys that it would bring in")

    def _check_marks(self, event: events.AliasEvent | ScalarEvent | events.CollectionStartEvent, place: int) -> None:
        if isinstance(event, events.AliasEvent):
            alias = quoted(f"*{event.anchor}")
            self._refuse(place, f"the alias {alias}", f"write out its text, or {_QUOTE_FIRST.format('*')}")
            return
        if event.anchor:
            anchor = quoted(f"&{event.anchor}")
            self._refuse(place, f"the anchor {anchor}", f"leave it out, or {_QUOTE_FIRST.format('&')}")
        if event.tag:
            self._refuse(place, "a tag (!)", f"leave it out, or {_QUOTE_FIRST.format('!')}")

    def _lasting_key(self, node: Mapping, key: str, place: int) -> str:
        # The key itself, or a stand-in where it cannot be kept, so that reading goes on to the next problem.
        if not self._cuts_a_number(node, key, place):
            if key not in node:
                return key
            first = node.mark(key)[0]
            found = f"the key {quoted(key)} stands twice, first in line {first}"
            self._refuse(place, found, "keep one of them")
        return _stand_in(place)

    def _cuts_a_number(self, node: Mapping, key: str, place: int) -> bool:
        # In {count: 5,000} YAML reads count: 5 and a key 000 without a value.
        if place < self.cut_until:
            return True
        if not node or not key[:1].isdigit():
            return False
        begin = next(reversed(node.marks.values())) & (1 << 2 * BITS) - 1
        line, column = divmod(begin, 1 << BITS)
        number = _CUT_NUMBER.match(self.lines[line], column)
        if number is None or place >= line << BITS | number.end():
            return False
        self.cut_until = line << BITS | number.end()
        write = f"put it in double quotes: {quoted(number[0].strip())}"
        self._refuse(begin, "a number that YAML cuts at its comma", write)
        return True


def _begun(event: events.AliasEvent | events.CollectionStartEvent, place: int) -> Value:
    if isinstance(event, events.AliasEvent):
        return ""
    return Mapping(place) if isinstance(event, events.MappingStartEvent) else Sequence(place)


def _named(character: str) -> str:
    # Unicode has names for those that turn a text, and none for the oldest ones.
    return ", ".join(filter(None, (f"U+{ord(character):04X}", unicodedata.name(character, "").lower())))


def _stand_in(place: int) -> str:
    # No text that was read holds the character 0, and no two things stand at one place.
    return f"\0{place}"
