"""What libyaml means when it stops: the place that a person has to mend, what stands there and what to write."""

import re
from collections.abc import Iterator, Sequence

from yaml import Mark, MarkedYAMLError

from posture.problems import QUOTE, Problem

LONGEST_LINE = 1000  # of which a pattern that takes quadratic time sees the end


def syntax_problem(error: MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem:
    """What libyaml's syntax error means in the `lines` of the file, at the place where it is to be mended."""
    stop = _Stop(error, lines)
    told = next(told for rule in _RULES for told in rule(stop))
    return Problem(file, told[0][0] + 1, told[0][1] + 1, told[1], told[2])


_Place = tuple[int, int]
_Told = Iterator[tuple[_Place, str, str]]


def _place(mark: Mark | None) -> _Place:
    return (mark.line, mark.column) if mark else (0, 0)


class _Stop:
    # Where libyaml stopped (`at`) in what it had begun to read (`since`), both counted from 0, and its words.
    def __init__(self, error: MarkedYAMLError, lines: Sequence[str]):
        self.at = line, column = _place(error.problem_mark)
        self.since = _place(error.context_mark) if error.context_mark else self.at
        self.said = f"{error.context}: {error.problem}"
        self.lines = lines
        # The end of a file without a last line break lies, for libyaml, on the line behind it.
        self.line = lines[line] if line < len(lines) else ""
        self.before = self.line[:column]

    def sign(self, place: _Place) -> str:
        return self.lines[place[0]][place[1] : place[1] + 1] if place[0] < len(self.lines) else ""


def _conflict(stop: _Stop) -> _Told:
    for number, line in enumerate(stop.lines):
        if line.startswith("<<<<<<< "):
            write = 'keep one version, and delete the lines "<<<<<<<", "=======" and ">>>>>>>"'
            yield (number, 0), "a merge conflict", write


def _tab(stop: _Stop) -> _Told:
    indent = re.match(r" *\t", stop.line)
    if indent or stop.sign(stop.at) == "\t":
        column = indent.end() - 1 if indent else stop.at[1]
        yield (stop.at[0], column), "a tab where YAML takes only spaces", "write spaces instead"


def _text_behind(stop: _Stop) -> _Told:
    before = stop.before.rstrip()[-LONGEST_LINE:]
    quote = re.search(r"""(?:^ *|[-:,] +|[\[{] *)(["'])(?:.*\1)?$""", before)
    if quote and re.search(r"expected (key|'[,:]|<)|mapping values", stop.said):
        sign = r"\"" if quote[1] == '"' else "''"
        write = f"write {sign} for such a mark inside the text, and see that each text is closed"
        yield stop.at, "text behind a closing quotation mark", write
    if before.endswith(("]", "}")) and "expected key" in stop.said:
        yield stop.at, "text behind a closing bracket", "put the whole text in double quotes"


def _colon(stop: _Stop) -> _Told:
    inside = stop.at, "a colon inside text without quotes", QUOTE
    if "expected ','" in stop.said and stop.sign(stop.at) == ":" and stop.at[0] == stop.since[0]:
        yield inside
    if "mapping values" not in stop.said:
        return
    above = next((n for n in range(stop.at[0] - 1, -1, -1) if re.match(r" *[^ #]", stop.lines[n])), None)
    if above is None or ": " in stop.before:
        yield inside
        return
    indent = _indent(stop.line)
    if indent > _indent(stop.lines[above]):
        write = "start it below the key that it belongs beside, or put the text in double quotes"
        yield (stop.at[0], indent), "a key that stands deeper than the line above, whose text goes on", write
    if not re.search(r":( |$)", stop.lines[above]):
        yield (above, _indent(stop.lines[above])), *_NEITHER
    yield inside


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key(stop: _Stop) -> _Told:
    if "expected key" not in stop.said or stop.before.strip(" -"):
        return
    if stop.sign(stop.at) == ":":
        yield stop.at, "an empty key", "write the key before the colon"
    if stop.line.strip().startswith("- "):
        yield stop.at, "a list entry among keys", "indent it below the key that its list belongs to"
    line, column = stop.since
    write = f"start it in column {column + 1} like the keys from line {line + 1} on, or below its own key"
    yield stop.at, "an indentation that fits no line above", write


def _end(stop: _Stop) -> _Told:
    if "expected node content" in stop.said and not stop.sign(stop.at):
        yield stop.at, "the end of the file inside brackets", "close each bracket"


def _phrase(stop: _Stop) -> _Told:
    for phrase, begun, found, write in _PHRASES:
        if phrase in stop.said:
            place = stop.since if begun else stop.at
            yield place, found.format(sign=stop.sign(place), line=stop.since[0] + 1), write


_RULES = (_conflict, _tab, _text_behind, _colon, _key, _end, _phrase)
_NEITHER = (
    'a line that is neither "key: value" nor "- entry"',
    "write it as one of them, with the space, or indent it below the text that it continues",
)
_BEGINS = 'a text that begins with "{sign}"', QUOTE
_OPEN = "a quotation mark that is never closed", "close the text with the same mark"
_ESCAPE = "an escape that stands for no character", "write the character itself"
_PERCENT = 'a line that begins with "%"', "delete it"
# A phrase of libyaml; whether its place is where the thing began, or else where it stopped; and our words.
_PHRASES = (
    ("could not find expected ':'", True, *_NEITHER),
    ("unexpected end of stream", True, *_OPEN),
    ("unexpected document indicator", True, *_OPEN),
    ("cannot start any token", False, *_BEGINS),
    ("mapping keys are not allowed", False, *_BEGINS),
    ("scanning a block scalar", True, *_BEGINS),
    ("scanning an anchor", True, *_BEGINS),
    ("scanning an alias", True, *_BEGINS),
    ("a tag", True, *_BEGINS),
    ("undefined tag handle", True, *_BEGINS),
    ("unknown escape", False, "a backslash that begins no escape", r"write \\ for a backslash"),
    ("hexdecimal", False, *_ESCAPE),
    ("Unicode character escape", False, *_ESCAPE),
    ("expected ','", True, 'a "{sign}" that is not closed', "close it, and put commas between its entries"),
    ("expected node content", False, '"{sign}" where a value should stand', f"write the value, or {QUOTE}"),
    (
        "expected '-'",
        False,
        "a line that is no entry of the list from line {line} on",
        'begin it with "- ", or indent it like the keys of its entry',
    ),
    (
        "block sequence entries",
        False,
        "a list in the line of its key",
        f"begin it in the next line, or {QUOTE}",
    ),
    (
        "<document start>",
        False,
        "a line that does not belong to what stands above",
        "start it in the column of the first line",
    ),
    ("directive", True, *_PERCENT),
    ("incompatible YAML", True, *_PERCENT),
    ("", False, "something that YAML cannot read", f"{QUOTE}, or check the lines above"),
)
