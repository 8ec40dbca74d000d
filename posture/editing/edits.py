"""What changes in the files of a theatre, as an intent that is applied to a file as it stands at that moment.

Only the text of the edited record changes: comments, order, line ends and every other byte stay. What an edit has
made is read again, and refused unless it says exactly what was meant. No edit deletes a record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from posture import placed
from posture.editing import inserting, rewriting
from posture.editing.files import THEATRE_FILE, bytes_of, first_line, place
from posture.editing.records import DoubledError, Standing, find, line_of, record_text, shown
from posture.editing.spans import Document, Node
from posture.editing.writing import ESTIMATE_ORDER, REPORT_ORDER, entry_text, is_empty, report_text, scalar, value
from posture.loading import name_of
from posture.model import Theatre
from posture.problems import DataError, Problem
from posture.reading import parse

__all__ = ["AddEntry", "AddReport", "Conflict", "Correct", "Edit", "changed", "record_text"]

SECTIONS = ("forces", "originators", "places")
THEATRE_ORDER = tuple(Theatre.model_fields)
UNSAFE = "a way of writing that cannot be changed here without a risk"


class Conflict(Exception):  # noqa: N818 (nobody is at fault: two were at one record)
    """A record is not as its editor saw it: what was `expected` there and what was `found`, so that neither is lost."""

    def __init__(self, message: str, *, expected: str, found: str):
        super().__init__(message)
        self.message, self.expected, self.found = message, expected, found


@dataclass(frozen=True)
class AddReport:
    """A new report, in the shape in which it is typed, for `file` in the theatre's folder."""

    file: str
    report: Mapping[str, Any]

    @property
    def touches(self) -> str:
        """The id of the report."""
        return str(self.report.get("id", ""))

    def apply(self, data: bytes | None) -> bytes:
        """The file with the report where its day belongs, or at the end of a file that is not in order.

        Raises Conflict where the file has a report of that id, DataError where nothing can be added to it.
        """
        text = report_text(self.report)
        if data is None:
            return text.encode()
        if inserting.holds_nothing(begun := data.decode("utf-8-sig", "replace")):
            return data + inserting.begun(begun, text).encode()
        document = Document.read(data, self.file)
        others = document.values
        if not isinstance(others, placed.Sequence) or document.flow:
            raise _refusal(document, document.root, "a file that is no list with a dash before each report")
        if standing := _find(document, self.touches):
            message = f'the id "{self.touches}" stands already at {self.file}:{line_of(document, standing.node)}'
            raise Conflict(message, expected=text, found=shown(document, standing))
        number = inserting.position(self.report, others)
        values = [*others[:number], *_read_back(text, self.file), *others[number:]]
        return _sound(document, inserting.inserted(document, number, text), values)


@dataclass(frozen=True)
class AddEntry:
    """A new force, originator or place, last in its section of the theatre file."""

    section: str
    key: str
    record: Mapping[str, Any]
    file: ClassVar[str] = THEATRE_FILE

    @property
    def touches(self) -> str:
        """The section and the key."""
        return f"{self.section}/{self.key}"

    def apply(self, data: bytes | None) -> bytes:
        """The theatre file with the entry, or as it is where the very same entry stands there.

        Raises Conflict where the key has another entry, DataError where nothing can be added to the file.
        """
        if self.section not in SECTIONS:
            raise ValueError(self.section)
        data = data or b""
        document = Document.read(data, self.file)
        theatre = document.values
        if not isinstance(theatre, placed.Mapping):
            raise _refusal(document, document.root, "a theatre file that is no mapping of keys")
        section = theatre.get(self.section, {})
        if section and not isinstance(section, dict):
            raise _refusal(
                document, document.root.fields[self.section][0], f"{self.section} that are no mapping of keys"
            )
        if section and self.key in section:
            self._demand_the_same(document, section[self.key])
            return data
        written = _read_back(entry_text(self.key, self.record), self.file)
        values = {**theatre, self.section: {**(section or {}), **written}}
        return _sound(document, self._added(document), values)

    def _demand_the_same(self, document: Document, standing: placed.Value) -> None:
        if standing == rewriting.plain(self.record):
            return
        name, content = document.root.fields[self.section][1].fields[self.key]
        raise Conflict(
            f'the key "{self.key}" stands already at {self.file}:{line_of(document, name)}',
            expected=entry_text(self.key, self.record),
            found=document.text[name.start : content.end],
        )

    def _added(self, document: Document) -> str:
        text, root, end = document.text, document.root, document.line_end
        section = root.fields[self.section][1] if self.section in root.fields else None
        if section and section.kind == "mapping":
            part = rewriting.cut(text, section)
            written = entry_text(self.key, self.record).rstrip("\n")
            if section.flow:
                written = f"{scalar(self.key, flow=True)}: {value(self.record, flow=True)}"
            return rewriting.put(text, section, rewriting.append(part, written, end))
        if section or root.flow:
            return rewriting.change(text, {self.section: {self.key: self.record}}, THEATRE_ORDER, end)
        entry = entry_text(self.key, self.record).rstrip("\n").replace("\n", "\n  ")
        behind = rewriting.predecessor(root, self.section, THEATRE_ORDER)
        return rewriting.add(text, root, f"\n{self.section}:\n  {entry}", behind, end)


@dataclass(frozen=True)
class Correct:
    """Other fields for an estimate (`report/estimate`) or for a report's own; what is empty is taken out.

    `read` is the record as its editor saw it: what `record_text` gave. An `id` may only be what the estimate is called.
    """

    file: str
    record: str
    fields: Mapping[str, Any]
    read: str

    @property
    def touches(self) -> str:
        """The id of the record."""
        return self.record

    def apply(self, data: bytes | None) -> bytes:
        """The file with the corrected record.

        Raises Conflict where the record is gone or reads otherwise by now, DataError where it cannot be changed.
        """
        self._demand_lasting_ids()
        document = Document.read(data, self.file) if data is not None else None
        standing = _find(document, self.record) if document else None
        found = shown(document, standing) if document and standing else ""
        if document is None or standing is None or found != self.read:
            here = "reads otherwise by now" if standing else "is no longer there"
            raise Conflict(f'"{self.record}" of {self.file} {here}', expected=self.read, found=found)
        order = ESTIMATE_ORDER if standing.estimates is None else REPORT_ORDER
        part = rewriting.cut(document.text, standing.node)
        part = rewriting.change(part, self.fields, order, document.line_end)
        self._mean(standing.source)
        return _sound(document, rewriting.put(document.text, standing.node, part), document.values, standing.node)

    def _demand_lasting_ids(self) -> None:
        # An estimate that is called after its force is given that name as its id when the force is corrected.
        _, slash, name = self.record.partition("/")
        if "estimates" in self.fields or self.fields.get("id", name) != name or ("id" in self.fields and not slash):
            raise ValueError("ids last, and estimates are corrected one by one")

    def _mean(self, source: dict[str, Any]) -> None:
        for name, content in self.fields.items():
            source.pop(name, None)
            if not is_empty(content):
                source[name] = _read_back(value(content, name), self.file)


Edit = AddReport | AddEntry | Correct


def changed(folder: Path, edits: Iterable[Edit]) -> dict[Path, tuple[bytes | None, bytes]]:
    """The bytes of every file that the edits change, before (None: there is none) and after; nothing is written.

    Raises DataError and Conflict as the edits do, and DataError where one names a file that is none of the theatre's.
    """
    files: dict[Path, tuple[bytes | None, bytes]] = {}
    for edit in edits:
        path = place(folder, edit.file)
        if path not in files:
            before = bytes_of(path, folder)
            now = first_line(path, folder) if before is None else before
        else:
            before, now = files[path]
        try:
            files[path] = before, edit.apply(now)
        except DataError as error:
            name = name_of(path, folder)
            raise DataError(replace(problem, file=name) for problem in error.problems) from error
    return {path: (before, after) for path, (before, after) in files.items() if before != after}


def _find(document: Document, record: str) -> Standing | None:
    try:
        return find(document, record)
    except DoubledError as error:
        found = f'two records are called "{record}"'
        raise DataError([Problem(document.name, 0, 0, found, "give one of them an id of its own")]) from error


def _read_back(written: str, file: str) -> Any:
    """What the reader makes of new text. Raises DataError, without a place, where it holds what no file may hold."""
    try:
        return parse(written.encode(), file)
    except DataError as error:
        raise DataError(replace(problem, line=0, column=0) for problem in error.problems) from error


def _sound(document: Document, text: str, values: object, near: Node | None = None) -> bytes:
    """The bytes of the changed text, if it says what was meant. Raises DataError where it does not."""
    data = document.with_text(text)
    try:
        sound = parse(data, document.name) == values
    except DataError as error:
        raise _refusal(document, near or document.root, UNSAFE) from error
    if not sound:
        raise _refusal(document, near or document.root, UNSAFE)
    return data


def _refusal(document: Document, node: Node, found: str) -> DataError:
    return DataError([Problem(document.name, line_of(document, node), 0, found, "make this change in an editor")])
