"""What is wrong in the data, for the person who typed it: its place, what was found and what to write."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

LONGEST_WORD = 80  # difflib takes quadratic time, and no key that anybody meant is longer
MOST_KNOWN = 8
QUOTE = "put the text in double quotes"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """What was found at one place, and what to write there: two phrases without a full stop.

    `line` and `column` (in characters) count from 1; both are 0 where the whole file is meant. `file` is
    shown as it is given. `rule` names the check that found it.
    """

    file: str
    line: int
    column: int
    found: str
    write: str
    severity: Literal["error", "warning"] = "error"
    rule: str = ""

    def __str__(self) -> str:
        kind = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.found}; {self.write}"


class DataError(Exception):
    """The data cannot be used; `problems` says why, as far as it could be found in one go."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class MiswrittenError(ValueError):
    """A text that cannot be read: `found` says what was found, `write` what to write instead."""

    def __init__(self, found: str, write: str):
        super().__init__(found, write)
        self.found = found
        self.write = write

    def __str__(self) -> str:
        return f"{self.found}; {self.write}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be (capitals and underscores aside), or None."""
    return _nearest(_plain(word), tuple(known)) if len(word) <= LONGEST_WORD else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to write instead of the unknown `word`: the nearest known one, or else the first of them all."""
    known = tuple(known)
    near = nearest(word, known)
    if near is not None:
        return f'did you mean "{near}"?'
    if not known:
        return "none is known"
    return f"known: {', '.join(known[:MOST_KNOWN])}{' …' if len(known) > MOST_KNOWN else ''}"


# One misspelt key often stands in thousands of records.
@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    plain = {_plain(each): each for each in reversed(known)}
    return next((plain[match] for match in get_close_matches(word, plain, n=1)), None)


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def quoted(text: str) -> str:
    """The text on one line and in double quotes, cut where it is long."""
    return json.dumps(text if len(text) <= LONGEST_WORD else text[:LONGEST_WORD] + "…", ensure_ascii=False)
