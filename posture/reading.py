"""YAML becomes plain texts, lists and mappings that know the line and column of everything in them.

Nothing is guessed: `9,000`, `no`, `010` and dates stay the text that was typed. What YAML would share, change
or lose without a word (anchors, aliases, tags, `<<`, a key that stands twice, a number cut at its comma) is
refused, with its place and what to write instead.
"""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sys import intern

from yaml import MarkedYAMLError, events
from yaml.events import ScalarEvent

from posture.problems import QUOTE, DataError, Problem, quoted, syntax_problem

try:
    from yaml.cyaml import CParser
except ImportError as error:
    raise ImportError("this PyYAML lacks libyaml: install it as a wheel, or build it with libyaml") from error

LARGEST_FILE = 20_000_000  # bytes
DEEPEST = 20
MOST_PROBLEMS = 100  # of one file; nobody mends more in one go

# A place is kept as one integer, since there are millions: the line above the column, both from 0.
_BITS = 32
_BELOW = (1 << _BITS) - 1

_QUOTE_FIRST = 'put a text that begins with "{}" in double quotes'

_LINE_END = re.compile(r"\r\n|\r|\n")
# Also U+2028 and U+2029, at which YAML ends a line and an editor does not.
_REFUSED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CUT_NUMBER = re.compile(r"[^,:{}\[\]]*\d(?:, ?\d[^,:{}\[\]]*(?=[,}]|$))+")


class _Placed:
    __slots__ = ()

    @property
    def line(self) -> int:
        """The line at which this begins, from 1."""
        return _line_and_column(self.place)[0]

    @property
    def column(self) -> int:
        """The column at which this begins, in characters, from 1."""
        return _line_and_column(self.place)[1]


class Mapping(dict, _Placed):
    """Keys with their texts, lists and mappings; a key without a value has the empty text."""

    __slots__ = ("marks", "place")

    def __init__(self, place: int = 0):
        self.place = place
        self.marks: dict[str, int] = {}

    def mark(self, key: str) -> tuple[int, int]:
        """Line and column of a key. Raises KeyError where there is none."""
        return _line_and_column(self.marks[key] >> _BITS >> _BITS)

    def value_mark(self, key: str) -> tuple[int, int]:
        """Line and column of the value of a key. Raises KeyError where there is none."""
        return _line_and_column(self.marks[key])


class Sequence(list, _Placed):
    """A list of texts, lists and mappings."""

    __slots__ = ("marks", "place")

    def __init__(self, place: int = 0):
        self.place = place
        self.marks: list[int] = []

    def mark(self, index: int) -> tuple[int, int]:
        """Line and column of an entry. Raises IndexError where there is none."""
        return _line_and_column(self.marks[index])


Value = Mapping | Sequence | str
_Node = Mapping | Sequence
# A node that is being filled, the key in it that waits for its value, and the place of that key.
_State = tuple[_Node, str | None, int]


def read(path: Path, name: str | None = None) -> Value:
    """The content of a YAML file, which problems call `name`. Raises DataError with every problem found."""
    name = str(path) if name is None else name
    return parse(read_bytes(path, name), name)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, which problems call `name`. Raises DataError where it is missing or too large."""
    found, write = "this is no file", "put a file in its place"
    try:
        size = path.stat().st_size
        if size <= LARGEST_FILE and path.is_file():
            return path.read_bytes()
        if size > LARGEST_FILE:
            found, write = "the file is larger than 20 MB", "spread what it holds over several files"
    except OSError as error:
        found, write = f"the file cannot be read ({error.strerror})", "check its name and its rights"
    raise DataError([Problem(name, 0, 0, found, write)])


def parse(data: bytes, name: str) -> Value:
    """The content of YAML text, which problems call `name`. Raises DataError with every problem found."""
    builder = _Builder(name, data)
    builder.check_characters()
    try:
        with _collector_at_rest():
            builder.build(iter(CParser(builder.text).get_event, None))
    except MarkedYAMLError as error:
        builder.problems.append(syntax_problem(error, name, builder.lines))
    return builder.result()


def locate(root: Value, loc: Iterable[str | int], *, key: bool = False) -> tuple[int, int]:
    """Line and column of the value at `loc`, or of the last one on the way there that exists.

    With `key=True` a mapping's entry is found at its key instead.
    """
    place = (root.line, root.column) if isinstance(root, _Placed) else (1, 1)
    for step in loc:
        if isinstance(root, Mapping) and step in root:
            place = root.mark(step) if key else root.value_mark(step)
        elif isinstance(root, Sequence) and isinstance(step, int) and 0 <= step < len(root):
            place = root.mark(step)
        else:
            break
        root = root[step]
    return place


def _line_and_column(place: int) -> tuple[int, int]:
    return (place >> _BITS & _BELOW) + 1, (place & _BELOW) + 1


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    # The many new objects hold no cycle, and the collector would search them over and over.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Builder:
    """The reading of one file: libyaml's events become values, and what is refused becomes problems."""

    def __init__(self, name: str, data: bytes):
        self.name = name
        self.problems: list[Problem] = []
        self.text = self.decode(data.removeprefix(b"\xef\xbb\xbf"))
        self.documents = Sequence()
        self.outer: list[_State] = []
        self.cut_until = 0

    @cached_property
    def lines(self) -> list[str]:
        return _LINE_END.split(self.text)

    def refuse(self, place: int, found: str, write: str) -> None:
        self.problems.append(Problem(self.name, *_line_and_column(place), found, write))
        if len(self.problems) == MOST_PROBLEMS:
            self.give_up()

    def give_up(self) -> None:
        raise DataError(sorted(self.problems))

    def result(self) -> Value:
        if not self.problems and self.documents in ([], [""]):
            self.refuse(0, "the file holds nothing", "write its entries, or delete the file")
        if self.problems:
            self.give_up()
        return self.documents[0]

    def decode(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            before = _LINE_END.split(data[: error.start].decode())
            place = len(before) - 1 << _BITS | len(before[-1])
            self.refuse(place, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8")
            raise DataError(self.problems) from error

    def check_characters(self) -> None:
        # libyaml compares each %TAG line with all before it: half an hour for 20 MB of them.
        if not _REFUSED.search(self.text) and "%TAG" not in self.text:
            return
        for number, line in enumerate(self.lines):
            for match in _REFUSED.finditer(line):
                found = f"an invisible control character (U+{ord(match[0]):04X})"
                self.refuse(number << _BITS | match.start(), found, "delete it, and retype its word")
            if line.startswith("%TAG"):
                self.refuse(number << _BITS, "a %TAG line", "delete it: tags are not read")
        if self.problems:
            self.give_up()

    def build(self, stream: Iterable[events.Event]) -> None:
        # Nine of ten events are texts, so they are worth the long way round to keep calls away from them.
        node, key, key_place = self.documents, None, 0
        keyed, marks = False, node.marks
        for event in stream:
            if type(event) is not ScalarEvent:
                node, key, key_place = self.turn(event, node, key, key_place)
                keyed, marks = type(node) is Mapping, node.marks
                continue
            value, start = event.value, event.start_mark
            place = start.line << _BITS | start.column
            if event.anchor or event.tag or event.style == '"' or not value or value == "<<":
                self.check_text(event, place, keyed and key is None)
            if not keyed:
                node.append(value)
                marks.append(place)
            elif key is None:
                key, key_place = intern(value), place
            else:
                if not value or key in node:
                    key = self.lasting_key(node, key, key_place)
                node[key] = value
                marks[key] = key_place << _BITS << _BITS | place
                key = None

    def turn(self, event: events.Event, node: _Node, key: str | None, key_place: int) -> _State:
        # What is open after an event that is no text, and the key in it that waits for its value.
        if isinstance(event, events.CollectionEndEvent):
            return self.outer.pop()
        place = event.start_mark.line << _BITS | event.start_mark.column
        if isinstance(event, events.DocumentStartEvent) and self.documents:
            self.refuse(place, "a second document", 'delete the line "---" that begins it')
        if not isinstance(event, events.NodeEvent):
            return node, key, key_place
        self.check_marks(event, place)
        alias = isinstance(event, events.AliasEvent)
        value = "" if alias else (Mapping if isinstance(event, events.MappingStartEvent) else Sequence)(place)
        if isinstance(node, Sequence):
            node.append(value)
            node.marks.append(place)
        elif key is None:
            if not alias:
                self.refuse(place, "a key that is a list or a mapping", "write a text as the key")
            key, key_place = _stand_in(place), place
        else:
            key = self.lasting_key(node, key, key_place)
            node[key], node.marks[key] = value, key_place << _BITS << _BITS | place
            key = None
        return (node, key, key_place) if alias else self.enter(value, (node, key, key_place))

    def enter(self, value: _Node, outer: _State) -> _State:
        self.outer.append(outer)
        if len(self.outer) > DEEPEST:
            self.refuse(value.place, f"more than {DEEPEST} levels of lists and mappings", "write it flatter")
            self.give_up()
        return value, None, 0

    def check_text(self, event: ScalarEvent, place: int, is_key: bool) -> None:
        self.check_marks(event, place)
        value = event.value
        if event.style == '"' and (match := _REFUSED.search(value)):
            self.refuse(place, f"an escape for a control character (U+{ord(match[0]):04X})", "leave it out")
        if not value and event.style in (">", "|"):
            self.refuse(place, f'a text that begins with "{event.style}"', QUOTE)
        elif not value and is_key:
            self.refuse(place, "an empty key", "write the key before the colon")
        elif value == "<<" and is_key and not event.style:
            self.refuse(place, "a merge key (<<)", "write out the keys that it would bring in")

    def check_marks(self, event: events.NodeEvent, place: int) -> None:
        if isinstance(event, events.AliasEvent):
            alias = quoted(f"*{event.anchor}")
            self.refuse(place, f"the alias {alias}", f"write out its text, or {_QUOTE_FIRST.format('*')}")
            return
        if event.anchor:
            anchor = quoted(f"&{event.anchor}")
            self.refuse(place, f"the anchor {anchor}", f"leave it out, or {_QUOTE_FIRST.format('&')}")
        if event.tag:
            self.refuse(place, "a tag (!)", f"leave it out, or {_QUOTE_FIRST.format('!')}")

    def lasting_key(self, node: Mapping, key: str, place: int) -> str:
        # The key itself, or a stand-in where it cannot be kept, so that reading goes on to the next problem.
        if not self.cuts_a_number(node, key, place):
            if key not in node:
                return key
            first = node.mark(key)[0]
            found = f"the key {quoted(key)} stands twice, first in line {first}"
            self.refuse(place, found, "keep one of them")
        return _stand_in(place)

    def cuts_a_number(self, node: Mapping, key: str, place: int) -> bool:
        # In {count: 5,000} YAML reads count: 5 and a key 000 without a value.
        if place < self.cut_until:
            return True
        if not node or not key[:1].isdigit():
            return False
        begin = next(reversed(node.marks.values())) & (1 << 2 * _BITS) - 1
        line, column = divmod(begin, 1 << _BITS)
        number = _CUT_NUMBER.match(self.lines[line], column)
        if number is None or place >= line << _BITS | number.end():
            return False
        self.cut_until = line << _BITS | number.end()
        write = f"put it in double quotes: {quoted(number[0].strip())}"
        self.refuse(begin, "a number that YAML cuts at its comma", write)
        return True


def _stand_in(place: int) -> str:
    # No text that was read holds the character 0, and no two things stand at one place.
    return f"\0{place}"
