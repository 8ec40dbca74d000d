"""Where a report or an estimate stands in a file, found by its id, and its text as a reader is shown it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from posture.editing.rewriting import cut
from posture.editing.spans import Document, Node
from posture.placed import Mapping, Sequence, Value

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in a file: its fields and where they stand; `estimates` is the part that is no report's own."""

    source: Mapping
    node: Node
    estimates: Node | None = None


class DoubledError(LookupError):
    """Two records of the file have the id that was looked for."""


def record_text(data: bytes, record: str, name: str = "the file") -> str:
    """The text of an estimate (`report/estimate`) or of a report, as `Correct.read` wants it.

    It begins at the left margin, whatever ends its lines; that of a report leaves its estimates out. Raises
    LookupError where the record does not stand there once, DataError where the file cannot be read.
    """
    document = Document.read(data, name)
    standing = find(document, record)
    if standing is None:
        raise LookupError(record)
    return shown(document, standing)


def find(document: Document, record: str) -> Standing | None:
    """Where an estimate or a report stands, None where it does not. Raises DoubledError where it stands twice."""
    found = [place for name, place in _records(document.values) if name == record]
    if len(found) > 1:
        raise DoubledError(record)
    return _standing(document, *found[0]) if found else None


def shown(document: Document, standing: Standing) -> str:
    """The text of a record at the left margin, without its estimates."""
    text, node = document.text, standing.node
    whole = cut(text, node)
    indent = len(whole) - len(whole.lstrip(" "))
    if standing.estimates is not None:
        begin = standing.estimates.start - node.start + indent
        whole = whole[:begin] + whole[begin + standing.estimates.end - standing.estimates.start :]
    lines = _LINE_END.split(whole)
    return "\n".join(re.sub(f"^ {{0,{indent}}}", "", line).rstrip() for line in lines).strip("\n")


def line_of(document: Document, node: Node) -> int:
    """The line in which something begins, from 1."""
    return len(_LINE_END.findall(document.text, 0, node.start)) + 1


def _records(values: Value) -> Iterator[tuple[str | None, tuple[int, Mapping, int | None]]]:
    """What each report and estimate is called, with the report's number, the report and, of an estimate, its own."""
    for number, source in enumerate(values if isinstance(values, Sequence) else ()):
        if not isinstance(source, Mapping):
            continue
        report = source.get("id")
        yield report, (number, source, None)
        estimates = source.get("estimates")
        for place, estimate in enumerate(estimates if isinstance(estimates, Sequence) else ()):
            if isinstance(estimate, Mapping):
                yield f"{report}/{_own_name(estimate)}", (number, source, place)


def _standing(document: Document, number: int, source: Mapping, place: int | None) -> Standing:
    node = document.entry(number)
    _, estimates = node.fields.get("estimates", (None, None))
    if place is None or estimates is None:
        return Standing(source, node, estimates)
    return Standing(source["estimates"][place], estimates.items[place])


def _own_name(estimate: Mapping) -> str:
    # As in `posture.loading.entries`, of what is typed.
    force = estimate.get("force", "")
    named = "+".join(dict.fromkeys(map(str, force))) if isinstance(force, Sequence) else str(force)
    return str(estimate.get("id") or named)
