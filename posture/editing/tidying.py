"""Files in the house order: keys as the model names them, reports as they became public, comments where they belong.

Only whole lines change places. What a line says, its quotes, its comment and the folding of a long text stay as
they were typed; lists and mappings in brackets and braces stay whole. A second time, nothing changes.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import cast

from posture import dates
from posture.editing.ordering import ordered_keys, ordered_reports
from posture.editing.outline import odd
from posture.loading import read_reports, read_theatre
from posture.model import Report, Theatre
from posture.placed import Sequence, Value
from posture.problems import DataError, Problem
from posture.reading import parse


def tidy_reports(data: bytes, name: str) -> bytes:
    """A reports file in the house order: by the last day of publication, those of one day as they were typed.

    Raises DataError with every problem that keeps the file, which problems call `name`, from being read.
    """
    if problems := read_reports(Path(name), name, {Path(name): data}).problems:
        raise DataError(problems)
    text = _plain(data, name)
    source = cast(Sequence, parse(text.encode(), name))
    days = [dates.parse(report["published"]).last or date.max for report in source]
    return _checked(ordered_keys(ordered_reports(text, days), tuple[Report, ...]), text, source, name)


def tidy_theatre(data: bytes, name: str) -> bytes:
    """A theatre file in the house order; forces, originators, places and events stay as they were typed.

    Raises DataError with every problem that keeps the file, which problems call `name`, from being read.
    """
    source = read_theatre(Path(name), name, {Path(name): data}).source
    text = _plain(data, name)
    return _checked(ordered_keys(text, Theatre), text, source, name)


def _plain(data: bytes, name: str) -> str:
    # Without a byte order mark, each line ended by one \n, the last one too.
    text = re.sub(r"\r\n?", "\n", data.decode().removeprefix("\ufeff"))
    text = text if text.endswith("\n") else f"{text}\n"
    if problems := list(odd(text, name)):
        raise DataError(problems)
    return text


def _checked(after: str, before: str, source: Value, name: str) -> bytes:
    same_values = _values(parse(after.encode(), name)) == _values(source)
    if same_values and _said(after) == _said(before):
        return after.encode()
    found = "the file cannot be brought into order without a change of what it says"
    raise DataError([Problem(name, 0, 0, found, "order it by hand")])


def _values(source: Value) -> list[str]:
    entries = source if isinstance(source, list) else [source]
    return sorted(json.dumps(entry, sort_keys=True) for entry in entries)


def _said(text: str) -> list[str]:
    # What the lines say, wherever they stand; the dash before a key may have changed places.
    return sorted(filter(None, (line.lstrip(" -").rstrip(" \t") for line in text.split("\n"))))
