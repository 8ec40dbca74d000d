"""How a value is written as YAML in the house style: plain where every reader agrees on it, else in double quotes.

`posture.reading` takes every text as it stands. Other readers take `no`, `010` and `12:30` for something else,
so these are quoted; whole numbers and dates, which every reader gives back as they were typed, stay bare.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from posture.building import UNSEEN
from posture.complaints import keys_of
from posture.model import Estimate, Force, Originator, Place, Report, Status

ESTIMATE_ORDER = tuple(keys_of(Estimate))
REPORT_ORDER = tuple(keys_of(Report))
STATUS_ORDER = tuple(keys_of(Status))
ENTRY_ORDER = tuple(dict.fromkeys(key for model in (Originator, Force, Place) for key in keys_of(model)))

QUOTED_FIELDS = ("wording", "translation")  # what was printed stands in quotes, as it does in print
LONGEST_LINE = 118  # characters of an entry on one line

_PLAIN = re.compile(r"(?:[^\W_]|\.\./).*")  # begins with a letter or a digit, or is a span with an open begin
_NOT_PLAIN = re.compile(rf":(?:\s|$)|\s#|[^\S ]|[\0-\x1f{UNSEEN}\ud800-\udfff]")
_NOT_PLAIN_IN_BRACES = re.compile(r"[][{},:?#\"']")
_DIGITS = re.compile(r"0|[1-9][0-9]{0,14}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What readers of YAML 1.2, or of all of YAML 1.1, take for a number or a truth beside what PyYAML does.
_TYPED = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-f]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?|y|n", re.IGNORECASE
)
_ESCAPED = re.compile(rf'["\\]|[\0-\x1f{UNSEEN}\ud800-\udfff]')
_tag: Callable[[type[ScalarNode], str, tuple[bool, bool]], str] = Resolver().resolve
_SHORT = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}


def scalar(text: str, *, flow: bool = False) -> str:
    """The text on one line, plain or in double quotes; `flow` is between brackets or braces."""
    return text if _is_plain(text, flow=flow) else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes on one line, whatever is in it."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def value(content: Any, key: str = "", *, flow: bool = False) -> str:
    """A text, a list or a mapping on one line, as it is written behind `key`; what is empty in it is left out."""
    if isinstance(content, Mapping):
        fields = ordered(content, STATUS_ORDER if key == "status" else ENTRY_ORDER)
        return f"{{{', '.join(f'{scalar(name, flow=True)}: {value(one, name, flow=True)}' for name, one in fields)}}}"
    if isinstance(content, list | tuple):
        return f"[{', '.join(value(one, flow=True) for one in content)}]"
    if isinstance(content, bool):
        return "true" if content else "false"
    if content in ("true", "false") and key in ("increment", "anonymous"):
        return str(content)
    return quoted(content) if key in QUOTED_FIELDS else scalar(str(content), flow=flow)


def is_empty(content: Any) -> bool:
    """Whether a value says no more than its absence would."""
    return content is None or content is False or (isinstance(content, str | list | tuple | Mapping) and not content)


def ordered(record: Mapping[str, Any], order: Iterable[str]) -> list[tuple[str, Any]]:
    """The fields of a record that say something: those of `order` in that order, then the others."""
    names = dict.fromkeys([*(name for name in order if name in record), *record])
    return [(name, record[name]) for name in names if not is_empty(record[name])]


def report_text(report: Mapping[str, Any]) -> str:
    """A report as it stands in a reports file, its keys in the house order, estimates last."""
    own = {name: content for name, content in report.items() if name != "estimates"}
    lines = [_line(name, content) for name, content in ordered(own, REPORT_ORDER)]
    lines.append("estimates:")
    for estimate in report.get("estimates", ()):
        lines += ["  " + line for line in _entry([_line(*field) for field in ordered(estimate, ESTIMATE_ORDER)])]
    return "".join(f"{line}\n" for line in _entry(lines))


def entry_text(key: str, record: Mapping[str, Any]) -> str:
    """A force, an originator or a place as it stands in a theatre file: on one line where it fits."""
    line = _line(key, record)
    # Two columns are left for the section that it stands in.
    if len(line) <= LONGEST_LINE:
        return f"{line}\n"
    fields = (f"  {_line(name, content)}" for name, content in ordered(record, ENTRY_ORDER))
    return "".join(f"{line}\n" for line in (f"{scalar(key)}:", *fields))


def _line(name: str, content: Any) -> str:
    return f"{scalar(name)}: {value(content, name)}"


def _entry(lines: list[str]) -> list[str]:
    return [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _is_plain(text: str, *, flow: bool) -> bool:
    if not _PLAIN.fullmatch(text) or text != text.strip() or _NOT_PLAIN.search(text):
        return False
    if flow and _NOT_PLAIN_IN_BRACES.search(text):
        return False
    if _DIGITS.fullmatch(text) or (_DAY.fullmatch(text) and _is_day(text)):
        return True
    if _TYPED.fullmatch(text):
        return False
    return _tag(ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}")
