"""A new report among those of a file: where it belongs, and how it stands there with one blank line around it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from posture.dates import DateError, parse
from posture.editing.spans import Document, line_end, rest_of_line, start_of_line

_END = r"(?:\r\n|\r|\n)"
_COMMENTS_BELOW = re.compile(rf"(?:{_END}[ \t]*#[^\r\n]*)+")
_NOTHING_BELOW = re.compile(rf"{_END}[ \t]*(?:{_END}|\Z)|\s*\Z")
_COMMENTS_ABOVE = re.compile(rf"(?:^|(?<=[\r\n]))(?:[ \t]*#[^\r\n]*{_END})+\Z")


def position(report: Mapping[str, Any], others: Sequence[Any]) -> int:
    """How many of the others come before a report: those up to its day, where they are in the order of their days.

    The day is the last one of a coarse date. Otherwise all of them do.
    """
    own, days = _day(report), [day for other in others if (day := _day(other))]
    if own is None or len(days) < len(others) or days != sorted(days):
        return len(others)
    return sum(day <= own for day in days)


def holds_nothing(text: str) -> bool:
    """Whether there is nothing but comments in a text."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def begun(text: str, written: str) -> str:
    """What a file needs that holds nothing but comments, so that a report follows them as it is written."""
    end = line_end(text)
    return ("" if not text or text[-1] in "\r\n" else end) + written.replace("\n", end)


def inserted(document: Document, number: int, written: str) -> str:
    """The text of a list in lines, with a report as it is written behind so many others."""
    start, end = document.start, document.line_end
    indent = " " * (start - start_of_line(document.text, start))
    lines = end.join(indent + line for line in written.rstrip("\n").split("\n"))
    if number == 0:
        at = _above(document.text, start_of_line(document.text, start))
        return document.text[:at] + lines + end + end + document.text[at:]
    at = _below(document.text, document.entry(number - 1).end, indent)
    rest = document.text[at:]
    blank = "" if rest and _NOTHING_BELOW.match(rest) else end
    return document.text[:at] + end + end + lines + blank + rest


def _day(report: Any) -> date | None:
    published = report.get("published") if isinstance(report, Mapping) else None
    try:
        return parse(published).order[0] if isinstance(published, str) else None
    except DateError:
        return None


def _above(text: str, start: int) -> int:
    # A comment right above a report speaks of it, unless it is that at the top of the file.
    found = _COMMENTS_ABOVE.search(text, 0, start)
    return found.start() if found and found.start() else start


def _below(text: str, end: int, indent: str) -> int:
    # A comment right below a report speaks of it, unless it is flush and the next report follows at once.
    end = rest_of_line(text, end)
    found = _COMMENTS_BELOW.match(text, end)
    if found and _NOTHING_BELOW.match(text, found.end()):
        return found.end()
    deeper = re.compile(rf"(?:{_END}{indent}[ \t]+#[^\r\n]*)+").match(text, end)
    return deeper.end() if deeper else end
