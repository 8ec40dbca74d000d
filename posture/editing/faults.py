"""What is wrong with a report in a form, told at the field that it is about.

The model and the checks that judge files judge it too: the draft is read as if it stood in one of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from posture import checks
from posture.complaints import OPTIONAL, complaints
from posture.config import Config
from posture.editing.declared import with_declared
from posture.editing.drafts import Draft, DraftEntry, typed
from posture.editing.numbered import Lines, Where
from posture.loading import Dataset, Entry, entries
from posture.model import Estimate, Report
from posture.placed import Mapping, Value
from posture.problems import DataError, Problem
from posture.reading import parse

HERE = "this report"  # the name of the file that is not written yet
ADD = re.compile("add ([a-z_]+): ")
QUOTED = "- '{}'"
STAND_INS = {"id": "0", "publisher": "0", "published": "2100"}  # of what is refused, so that the rest can be judged


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found at a field, and what to write there: two phrases without a full stop.

    `where` leads to the field: ("published",), ("estimates", 0, "count"), ("entries", 0, "label").
    """

    where: Where
    found: str
    write: str


@dataclass(frozen=True)
class Judged:
    """The dataset with what can be read of a draft, whose entries come last, and what is wrong with the draft."""

    dataset: Dataset
    faults: tuple[Fault, ...]
    lines: Lines

    @property
    def own(self) -> dict[int, Entry]:
        """The draft's entries by their position among its estimates."""
        return {self.estimate(entry.line): entry for entry in self.dataset.entries if entry.file == HERE}

    def estimate(self, line: int) -> int:
        """The position among the draft's estimates of that which stands in a line."""
        return int(self.lines.at(line)[1])


def faults(draft: Draft, dataset: Dataset, config: Config) -> list[Fault]:
    """Everything that is wrong with a draft; one without a fault can be saved."""
    return list(judged(typed(draft), draft.entries, dataset, config).faults)


def judged(record: dict[str, Any], declared: Sequence[DraftEntry], dataset: Dataset, config: Config) -> Judged:
    """The dataset with a report, and with what is declared for it, judged as if they stood in files."""
    lines = Lines()
    theatre, problems = with_declared(dataset.theatre, declared, lines, HERE)
    source = lines.numbered(_complete(record))
    own, refused = _read(source, lines)
    joined = Dataset(dataset.key, theatre.theatre, theatre, (*dataset.entries, *own))
    # What the files lost may be what the draft repeats, and nobody knows any more what that was.
    broken, told = checks.errors(joined, config, None if dataset.errors else ())
    kept = tuple(entry for position, entry in enumerate(joined.entries) if position not in broken)
    here = [problem for problem in (*problems, *refused, *told) if problem.file == HERE and lines.at(problem.line)]
    found = [*_unreadable([theatre.source, source], lines), *(_fault(problem, lines) for problem in here)]
    return Judged(replace(joined, entries=kept), tuple(dict.fromkeys(found)), lines)


def _complete(record: dict[str, Any]) -> dict[str, Any]:
    """The record with what it has to have, be it empty, so that a complaint about it has its field."""
    estimates = [_required(Estimate) | estimate for estimate in record["estimates"]]
    return _required(Report) | record | {"estimates": estimates}


def _required(model: type[BaseModel]) -> dict[str, str]:
    return {key: "" for key, field in model.model_fields.items() if field.is_required()}


def _read(source: Mapping, lines: Lines) -> tuple[list[Entry], list[Problem]]:
    """The entries of those estimates that can be read, and what is wrong with the others and their report."""
    try:
        return list(entries(Report.model_validate(source), source, HERE)), []
    except ValidationError as error:
        problems = list(complaints(error, Report, source, HERE))
    rest = _sound(source, {lines.at(problem.line)[:2] for problem in problems})
    return list(entries(Report.model_validate(rest), rest, HERE)) if rest["estimates"] else [], problems


def _sound(source: Mapping, refused: set[Where]) -> Mapping:
    """The record without what is refused, and without the estimates in which something is."""
    rest = Mapping(source.place)
    rest.marks = source.marks
    for key, value in source.items():
        if key == "estimates":
            rest[key] = [one for number, one in enumerate(value) if (key, number) not in refused]
        elif key not in {where[0] for where in refused if where}:
            rest[key] = value
        elif key in STAND_INS:
            rest[key] = STAND_INS[key]
    return rest


def _fault(problem: Problem, lines: Lines) -> Fault:
    where = lines.at(problem.line)
    # What is to be added has a field of its own; a key that is missing is told at the record that lacks it.
    if added := ADD.match(problem.write):
        where = (*(where if problem.rule == "missing" else where[:-1]), added[1])
    return Fault(where, problem.found, problem.write.replace(OPTIONAL, ", or leave it empty"))


def _unreadable(values: Sequence[Value], lines: Lines) -> Iterator[Fault]:
    """What the reader of files would refuse in a text: characters that nobody sees."""
    for line, text in (place for value in values for place in _texts(value)):
        try:
            parse(QUOTED.format(text.replace("'", "''")).encode(), HERE)
        except DataError as error:
            yield from (Fault(lines.at(line), problem.found, problem.write) for problem in error.problems[:1])


def _texts(value: Value, line: int = 0) -> Iterator[tuple[int, str]]:
    """Every text, with the line that stands for its field."""
    if isinstance(value, str):
        yield line, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(each, value.value_mark(key)[0])
    elif isinstance(value, Sequence):
        for number, each in enumerate(value):
            yield from _texts(each, value.mark(number)[0])
