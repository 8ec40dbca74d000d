"""The lines of a YAML text in another order: keys as the model names them, reports by their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from posture.complaints import keys_of
from posture.editing.outline import Outline, Part, in_block, indent
from posture.editing.spans import Node


def ordered_reports(text: str, days: Sequence[date]) -> str:
    """The reports of a text by `days`, one for each; those of one day as they were typed, a blank line between."""
    outline = Outline(text)
    if not in_block(outline.root):
        return _joined(outline.lines)
    top, stop = outline.top(), outline.end(outline.root, len(outline.lines))
    parts = list(outline.parts(outline.root, top, stop))
    order = sorted(range(len(parts)), key=days.__getitem__)
    lines, apart = _from_content(outline.lines[:top]), parts[0].blank > 0
    moved, column = order != sorted(order), outline.column(outline.root)
    for part in (parts[position] for position in order):
        lead = _beside(part.lead, column) if moved else part.lead
        lines += _below(lines, [*lead, *outline.lines[part.begin : part.end]], apart=apart)
        apart = True
    return _joined(lines + outline.lines[stop:])


def ordered_keys(text: str, kind: Any) -> str:
    """The text with the keys of every record as the model names them.

    `kind` is the annotation of the whole: a record, a list of records or a mapping to them.
    """
    outline = Outline(text)
    top = outline.top()
    above, body = _ordered(outline, outline.root, kind, top, len(outline.lines))
    lines = _from_content(outline.lines[:top])
    return _joined(lines + _below(lines, [*above, *body], apart=False))


@dataclass(slots=True)
class _Entry:
    # A key with its value, or an entry of a list: the blank lines and comments above it, and its own lines.
    name: str
    blank: int
    lead: list[str]
    body: list[str]


def _ordered(outline: Outline, node: Node, kind: Any, start: int, stop: int) -> tuple[list[str], list[str]]:
    # The lines of a value, and before them those that belong above the dash in its first line.
    record = _record_in(kind)
    if record is None or not in_block(node):
        return [], outline.lines[start:stop]
    kinds = _kinds(record) if node.kind == "mapping" and get_origin(kind) is not dict else {}
    parts = list(outline.parts(node, start, stop))
    entries = [_entry(outline, part, kinds[part.name] if kinds else record) for part in parts]
    above, entries = _by_name(entries, list(kinds), outline.column(node)) if kinds else ([], entries)
    lines = [line for entry in entries for line in (*[""] * entry.blank, *entry.lead, *entry.body)]
    return above, lines + outline.lines[parts[-1].end : stop]


def _entry(outline: Outline, part: Part, kind: Any) -> _Entry:
    begin, value = part.begin, part.value
    begun = in_block(value) and outline.line(value) > begin
    above, body = _ordered(outline, value, kind, begin + begun, part.end)
    return _Entry(part.name, part.blank, [*part.lead, *above], outline.lines[begin : begin + begun] + body)


def _by_name(entries: list[_Entry], names: list[str], column: int) -> tuple[list[str], list[_Entry]]:
    ordered = sorted(entries, key=lambda entry: names.index(entry.name))
    if ordered == entries:
        return [], entries
    for entry in ordered:
        entry.lead = _beside(entry.lead, column)
    return _bring_up(ordered[0], entries[0], column), ordered


def _bring_up(entry: _Entry, first: _Entry, column: int) -> list[str]:
    # The entry takes the place of the first, with the dash and the blank lines of that place. Its comment
    # goes above the dash, where a comment is one on the record.
    if entry is first:
        return []
    begin = first.body[0][:column]
    first.body[0] = " " * column + first.body[0][column:]
    entry.body[0] = begin + entry.body[0][column:]
    first.blank, entry.blank = entry.blank, first.blank
    if not begin.strip():
        return []
    above, entry.lead = _beside(entry.lead, indent(begin)), []
    return above


def _beside(comments: list[str], column: int) -> list[str]:
    # Farther to the right, a comment that moves would belong to what it comes to stand below.
    return [" " * column + line.lstrip(" ") if indent(line) > column else line for line in comments]


def _below(top: list[str], lines: list[str], *, apart: bool) -> list[str]:
    # A comment right below those on top of a file would be taken for one of them.
    apart = apart or lines[0].lstrip().startswith("#")
    return [*[""] * apart, *lines] if top else _from_content(lines)


def _from_content(lines: list[str]) -> list[str]:
    return next((lines[number:] for number, line in enumerate(lines) if line), [])


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _kinds(record: type[BaseModel]) -> dict[str, Any]:
    # What each key of a record holds, in the order of the model.
    return dict(zip(keys_of(record), (field.annotation for field in record.model_fields.values()), strict=True))


def _record_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next(filter(None, map(_record_in, get_args(kind))), None)
