"""Where everything in a YAML file begins and ends, so that one value can be changed and every other byte stays.

Offsets count characters of the text behind a byte order mark. The text is one that `posture.reading` accepts:
no anchor, alias or tag stands in it, and no key twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yaml import events
from yaml._yaml import CParser

from posture.placed import Mapping, Placed, Sequence, Value
from posture.reading import parse

BOM = b"\xef\xbb\xbf"

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"#[^\r\n]*")
_COLON = re.compile(r"\s*:")
_HEADER = re.compile(r"[|>][^\r\n#]*")


@dataclass(slots=True)
class Node:
    """A text, list or mapping, from its first character to behind its last; comments after it are not in it."""

    start: int
    end: int
    kind: str  # text, list or mapping
    flow: bool = False  # between brackets or braces
    text: str = ""
    style: str = ""  # of a text: its quote, or | or >
    items: list["Node"] = field(default_factory=list)
    fields: dict[str, tuple["Node", "Node"]] = field(default_factory=dict)

    def leaves(self) -> Iterator["Node"]:
        """Every text in it, keys included, in the order of the file."""
        if self.kind == "text":
            yield self
        for one in (*self.items, *(part for pair in self.fields.values() for part in pair)):
            yield from one.leaves()

    @property
    def value(self) -> Any:
        """What it holds, in plain texts, lists and mappings."""
        if self.kind == "mapping":
            return {key: content.value for key, (_, content) in self.fields.items()}
        return [one.value for one in self.items] if self.kind == "list" else self.text


@dataclass(frozen=True)
class Document:
    """A YAML file: its text, what it holds, and where."""

    name: str
    mark: bytes  # the byte order mark, where there is one
    text: str
    values: Value

    @classmethod
    def read(cls, data: bytes, name: str) -> "Document":
        """The document of these bytes. Raises DataError where `posture.reading` refuses them."""
        values = parse(data, name)
        mark = BOM if data.startswith(BOM) else b""
        return cls(name, mark, data[len(mark) :].decode(), values)

    @cached_property
    def root(self) -> Node:
        """The node of everything in it."""
        return compose(self.text)

    @property
    def start(self) -> int:
        """Where the list or mapping begins that is the whole content."""
        return self._offset(self.values.line, self.values.column) if isinstance(self.values, Placed) else 0

    @property
    def flow(self) -> bool:
        """Whether the whole content stands between brackets or braces."""
        return isinstance(self.values, Placed) and self.text[self.start] in "[{"

    def entry(self, number: int) -> Node:
        """The node of an entry of the list that is the whole content, as it stands in the whole text."""
        # To find one report by the root takes seconds where there are thousands.
        values = self.values
        if not isinstance(values, Sequence) or not isinstance(values[number], Mapping) or self.flow:
            return self.root.items[number]
        line, column = values.mark(number)
        apart = column - values.column
        if apart < 2:  # the dash stands in a line above, and there is no room for one here
            return self.root.items[number]
        start = self._offset(line, column)
        end = self._lines[values.mark(number + 1)[0] - 1] if number + 1 < len(values) else len(self.text)
        lead = " " * (values.column - 1) + "-" + " " * (apart - 1)
        node = compose(lead + self.text[start:end]).items[0]
        _shift(node, start - len(lead))
        return node

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def _offset(self, line: int, column: int) -> int:
        return self._lines[line - 1] + column - 1

    @property
    def line_end(self) -> str:
        """What ends the lines of the file."""
        return line_end(self.text)

    def with_text(self, text: str) -> bytes:
        """The bytes of the file with another text."""
        return self.mark + text.encode()


def compose(text: str) -> Node:
    """The node of a text of YAML that is known to be sound."""
    stream = iter(CParser(text).get_event, None)
    return next(_node(event, stream, text) for event in stream if isinstance(event, events.NodeEvent))


def line_end(text: str) -> str:
    """What ends the first line of a text, or a line feed where it has only one line."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def rest_of_line(text: str, position: int) -> int:
    """The end of the line in which `position` stands, before its line end."""
    found = _LINE_END.search(text, position)
    return found.start() if found else len(text)


def start_of_line(text: str, position: int) -> int:
    """The start of the line in which `position` stands."""
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def comments(text: str, start: int, end: int, node: Node) -> list[str]:
    """The comments from `start` to `end`, between which only `node` and what separates its parts stand."""
    found, position = [], start
    for leaf in node.leaves():
        found += _COMMENT.findall(text, position, max(position, leaf.start))
        if leaf.style in ("|", ">") and (header := _HEADER.match(text, leaf.start)):
            found += _COMMENT.findall(text, header.end(), rest_of_line(text, leaf.start))
        position = max(position, leaf.end)
    return [comment.rstrip() for comment in [*found, *_COMMENT.findall(text, position, max(position, end))]]


def _node(event: events.Event, stream: Iterator[events.Event], text: str) -> Node:
    if isinstance(event, events.ScalarEvent):
        return _text(event, text)
    if isinstance(event, events.SequenceStartEvent):
        return _list(event, stream, text)
    if isinstance(event, events.MappingStartEvent):
        return _mapping(event, stream, text)
    raise TypeError(event)


def _text(event: events.ScalarEvent, text: str) -> Node:
    (start, end), style = _span(event), event.style or ""
    if style in ("|", ">"):  # libyaml lets these end behind the empty lines below them
        end = start + len(text[start:end].rstrip())
    return Node(start, end, "text", text=event.value, style=style)


def _list(event: events.SequenceStartEvent, stream: Iterator[events.Event], text: str) -> Node:
    node = Node(*_span(event), "list", bool(event.flow_style))
    while not isinstance(part := next(stream), events.SequenceEndEvent):
        node.items.append(_node(part, stream, text))
        node.end = node.items[-1].end
    return _closed(node, part)


def _mapping(event: events.MappingStartEvent, stream: Iterator[events.Event], text: str) -> Node:
    node = Node(*_span(event), "mapping", bool(event.flow_style))
    while not isinstance(part := next(stream), events.MappingEndEvent):
        key = _node(part, stream, text)
        content = _node(next(stream), stream, text)
        if content.start == content.end:  # nothing is written: it stands behind the colon, if there is one
            colon = _COLON.match(text, key.end)
            content.start = content.end = colon.end() if colon else key.end
        node.fields[key.text] = key, content
        node.end = content.end
    return _closed(node, part)


def _closed(node: Node, event: events.CollectionEndEvent) -> Node:
    # A list or mapping in lines ends, for libyaml, where the next thing begins; here, with its last part.
    if node.flow:
        _, node.end = _span(event)
    return node


def _shift(node: Node, by: int) -> None:
    node.start, node.end = node.start + by, node.end + by
    for part in (*node.items, *(part for pair in node.fields.values() for part in pair)):
        _shift(part, by)


def _span(event: events.Event) -> tuple[int, int]:
    """From where to where something stands; libyaml marks every event."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        raise TypeError(event)
    return start.index, end.index
