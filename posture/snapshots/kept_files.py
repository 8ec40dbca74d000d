"""From the bytes of a snapshot to the texts of its cells: CSV, the zip of a data package, JSON.

Whoever hands in the file is a stranger: what is read is bounded, nothing of it is run, and nothing is written.
"""

import csv
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from posture.problems import MiswrittenError, quoted
from posture.sentences import listed

LARGEST = 20_000_000  # bytes, packed and unpacked: some 25,000 rows
SHORTEST_ROW = 400  # bytes; what has more rows to its size is none of ours, and would take long
LONGEST_RECORD = 1_000_000  # letters; a row of texts as long as may be has a tenth
MOST_COLUMNS = 300
MOST_MEMBERS = 100
TABLE, ABOUT = "estimates.csv", "datapackage.json"  # of a data package: the rows, and how they were made
AS_IT_WAS = "take the file as it was downloaded, before another program saved it"
SMALLER = "take a snapshot of fewer rows, or compare it at the command line"
OURS = "take a CSV, zip or JSON file that this dashboard made"
# What no row of ours was ever without.
NEEDED = ("theatre", "estimate_id", "report_id", "force", "count", "originator", "publisher", "published")
BROKEN_ZIP = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class NotOursError(MiswrittenError):
    """A file that cannot be read as a snapshot: `found` says why, `write` what to do instead."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of a file: a header and a list of as many texts for each row.

    `made` is what a JSON file or a data package says about all its rows. `guarded` says whether what a spreadsheet
    would run stands behind an apostrophe.
    """

    header: list[str]
    records: list[list[str]]
    made: Mapping[str, Any] = field(default_factory=dict)
    guarded: bool = True


def cells(data: bytes, largest: int = LARGEST) -> Cells:
    """The texts of a CSV, zip or JSON file of at most so many bytes. Raises NotOursError where it is none of ours."""
    if len(data) > largest:
        raise NotOursError(f"the file is larger than {largest // 1_000_000} MB", SMALLER)
    most = largest // SHORTEST_ROW
    if data.startswith(b"PK"):
        members = _members(data, largest)
        made = _object(_text(members[ABOUT])).get("made") if ABOUT in members else {}
        return replace(_from_csv(_text(members[TABLE]), most), made=made if isinstance(made, dict) else {})
    text = _text(data)
    return _from_json(text, most) if text.lstrip()[:1] == "{" else _from_csv(text, most)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotOursError("the file is UTF-16, as some spreadsheets save text", AS_IT_WAS)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotOursError("the file is no text in UTF-8", OURS) from None


def _members(data: bytes, largest: int) -> dict[str, bytes]:
    # Counted before the archive is opened, which would make an object of every entry.
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise NotOursError(f"the zip holds more than {MOST_MEMBERS} files", OURS)
    try:
        with ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if names.count(TABLE) != 1:
                raise NotOursError(*_other_zip(names))
            return {name: _member(package, name, largest) for name in (TABLE, ABOUT) if name in names}
    except BROKEN_ZIP as error:
        if isinstance(error, NotOursError):
            raise
        raise NotOursError("the zip is damaged and cannot be opened", "download it again") from error


def _member(package: ZipFile, name: str, largest: int) -> bytes:
    # Of the other methods Python unpacks everything before it looks at the size.
    if package.getinfo(name).compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise NotOursError(f"{name} is packed in an unusual way", AS_IT_WAS)
    with package.open(name) as member:
        content = member.read(largest + 1)
    if len(content) > largest:
        raise NotOursError(f"{name} is larger than {largest // 1_000_000} MB", SMALLER)
    return content


def _other_zip(names: list[str]) -> tuple[str, str]:
    if TABLE in names:
        return f"the zip holds {TABLE} more than once", AS_IT_WAS
    if {"xl/workbook.xml", "content.xml"} & set(names):
        return "the file is a spreadsheet's own, with its cells rewritten", AS_IT_WAS
    return f"the zip holds no {TABLE}", OURS


def _from_csv(text: str, most: int) -> Cells:
    records = _records(text)
    header = next(records, [])
    _check(header)
    rows: list[list[str]] = []
    for number, record in enumerate(records, 2):
        if len(record) != len(header):
            found = f"row {number} has {len(record):,} cells where the header has {len(header)}"
            raise NotOursError(found, AS_IT_WAS)
        if len(rows) == most:
            raise NotOursError(f"the file has more than {most:,} rows", SMALLER)
        rows.append(record)
    return Cells(header, rows)


def _records(text: str) -> Iterator[list[str]]:
    spent = 0

    def lines() -> Iterator[str]:
        nonlocal spent
        for line in io.StringIO(text, newline=""):
            spent += len(line)
            if spent > LONGEST_RECORD:
                raise NotOursError("a row is longer than any of a snapshot", OURS)
            yield line

    reader = csv.reader(lines(), strict=True)
    try:
        for record in reader:
            spent = 0
            yield record
    except csv.Error as error:
        raise NotOursError(f"line {reader.line_num:,} is no CSV ({error})", AS_IT_WAS) from error


def _check(header: list[str]) -> None:
    if not header:
        raise NotOursError("the file is empty", OURS)
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if "estimate_id" not in header and any("estimate_id" in cell.split(mark) for cell in header):
            raise NotOursError(f"the cells are parted by {name}: a spreadsheet saved the file again", AS_IT_WAS)
    if len(header) > MOST_COLUMNS:
        raise NotOursError(f"the file has {len(header):,} columns", OURS)
    if missing := [name for name in NEEDED if name not in header]:
        raise NotOursError(f"there is no column {listed(missing)}", OURS)
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise NotOursError(f"the column {quoted(twice)} stands twice", AS_IT_WAS)


def _object(text: str) -> dict[str, Any]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotOursError("what begins as JSON is none", AS_IT_WAS) from error
    return whole if isinstance(whole, dict) else {}


def _from_json(text: str, most: int) -> Cells:
    # A row is one object; brackets in the texts are few.
    if text.count("[") + text.count("{") > 4 * most:
        raise NotOursError("the JSON has more lists and objects than a snapshot", SMALLER)
    whole = _object(text)
    rows, columns, made = whole.get("rows"), whole.get("columns"), whole.get("made")
    if not (isinstance(rows, list) and isinstance(columns, dict) and isinstance(made, dict)):
        raise NotOursError("the JSON has no made, columns and rows", OURS)
    header = [_as_text(name, 0) for name in columns]
    _check(header)
    records = [_record(row, header, number) for number, row in enumerate(rows, 1)]
    return Cells(header, records, made, guarded=False)


def _record(row: Any, header: list[str], number: int) -> list[str]:
    if not isinstance(row, dict) or set(row) != set(header):
        raise NotOursError(f"row {number} has other names than the columns", AS_IT_WAS)
    return [_as_text(row[name], number) for name in header]


def _as_text(value: Any, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int):
        text = str(value)
        if text.isascii() or text.encode("utf-8", "replace").decode() == text:
            return text
    raise NotOursError(f"row {number} holds what is no text and no whole number", AS_IT_WAS)
