"""The configuration: the words for measures, the rulebooks, how far back the pages look, and who may save."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationError

from posture.complaints import complaints
from posture.fields import Key, Keys, Text, refuse
from posture.model import Record
from posture.placed import Mapping, locate
from posture.problems import DataError, Problem, did_you_mean
from posture.reading import read
from posture.rulebooks import DEFAULT, Rulebook, RulebookError, rulebooks_from

Editing = Literal["local", "signed-in", "off"]
RecordKept = Literal["log", "commit"]
ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def _days(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch("[0-9]{1,5}", value) and 0 < int(value) <= 36_500):
        raise refuse(f'"{value}" is no number of days', "write a whole number from 1 to 36500, such as 365")
    return int(value)


def _percent(value: Any) -> Any:
    digits = value[:-1] if isinstance(value, str) else ""
    if not (re.fullmatch("[0-9]{1,3}", digits) and int(digits) <= 100 and value.endswith("%")):
        raise refuse(f'"{value}" is no percentage from 0% to 100%', "write it as 10%")
    return int(digits) / 100


def _one_of(words: Any, kind: str) -> Callable[[Any], Any]:
    """A validator that names the word which was probably meant."""
    known = get_args(words)

    def chosen(value: Any) -> Any:
        if isinstance(value, str) and value not in known:
            found = f'"{value}" is no {kind}' if value else f"no {kind} is written here"
            raise refuse(found, did_you_mean(value, known) if value else f"write one of: {', '.join(known)}")
        return value

    return chosen


def _address(value: Any) -> Any:
    if isinstance(value, str) and not ADDRESS.fullmatch(value):
        raise refuse(f'"{value}" is no e-mail address', "write it whole, as in name@example.org")
    return value


def _addresses(value: Any) -> Any:
    if isinstance(value, str):
        raise refuse("editors is no list", f"write it in brackets: [{value or 'name@example.org'}]")
    return value


class Measure(Record):
    """What a figure is a figure of: people there now, people ever sent, people killed."""

    label: Text = Field(description="The name that pages print.")
    counts: Text = Field(description="What is counted, in a sentence.")
    kind: Literal["level", "accumulation"] = Field(description="A level rises and falls; an accumulation only rises.")


class Written(Record):
    """config.yaml as typed, its rulebooks not yet read."""

    window: Annotated[int, BeforeValidator(_days)] = Field(description="W: days for which a statement stays live.")
    tolerance: Annotated[float, BeforeValidator(_percent)] = Field(
        description="How far the ends of two claims may be apart and still meet in an agreement zone."
    )
    official: Keys = Field(description="The kinds of originator that the rule 'official first' prefers.")
    rulebook: Key = Field(description="The rulebook that reads words when nobody chooses another.")
    editing: Annotated[Editing, BeforeValidator(_one_of(Editing, "way of editing"))] = Field(
        "local", description="Who may save from the pages: this machine (local), editors (signed-in) or nobody (off)."
    )
    editors: Annotated[tuple[Annotated[str, BeforeValidator(_address)], ...], BeforeValidator(_addresses)] = Field(
        (), description="E-mail addresses of those who may save where editing is signed-in."
    )
    record: Annotated[RecordKept, BeforeValidator(_one_of(RecordKept, "way of keeping a record"))] = Field(
        "log", description="Where a save is written down: a line in log.jsonl (log), or a git commit (commit)."
    )
    measures: dict[Key, Measure] = Field(min_length=1, description="What figures are figures of.")
    rulebooks: dict[Key, Any] = Field(min_length=1, description="What counting words mean.")


class Legible(Record):
    """What can be read of a configuration with problems, good for checks and nothing else.

    `measures` has the names of those that it defines; None where even these cannot be read.
    """

    measures: dict[str, Any] | None


class Config(Legible):
    """The configuration, ready for use."""

    window: int
    tolerance: float
    official: tuple[str, ...]
    rulebook: str
    editing: Editing
    editors: tuple[str, ...]
    record: RecordKept
    measures: dict[str, Measure]
    rulebooks: dict[str, Rulebook]


def read_config(path: Path) -> Config:
    """The configuration of a file. Raises DataError with every problem of it."""
    config, problems = legible_config(path)
    if not isinstance(config, Config):
        raise DataError(problems)
    return config


def legible_config(path: Path) -> tuple[Legible, list[Problem]]:
    """The configuration of a file; where it has problems, these and what can be read in spite of them."""
    name = path.name
    try:
        source = read(path, name)
    except DataError as error:
        return Legible(measures=None), [*error.problems]
    if not isinstance(source, Mapping):
        found, write = "the configuration is a mapping of keys", "begin with window: 365"
        return Legible(measures=None), [Problem(name, 1, 1, found, write)]
    written, problems = _written(source, name)
    rulebooks, faults = _rulebooks(source, name)
    problems += faults
    if problems or not written:
        measures = source.get("measures")
        return Legible(measures=measures if isinstance(measures, Mapping) else None), problems
    plain = {name: getattr(written, name) for name in Config.model_fields if name != "rulebooks"}
    return Config(**plain, rulebooks=rulebooks), []


def _written(source: Mapping, name: str) -> tuple[Written | None, list[Problem]]:
    try:
        written = Written.model_validate(source)
    except ValidationError as error:
        return None, [*complaints(error, Written, source, name)]
    # That the rulebook is missing that answers for the others is told with the rulebooks.
    missing = _missing(written, [*written.rulebooks, DEFAULT])
    return written, [Problem(name, *locate(source, (key,)), found, write) for key, found, write in missing]


def _rulebooks(source: Mapping, name: str) -> tuple[dict[str, Rulebook], list[Problem]]:
    typed = source.get("rulebooks")
    if not typed or not isinstance(typed, Mapping):
        return {}, []  # told as a key that is missing, or holds something else
    try:
        return rulebooks_from(typed), []
    except RulebookError as error:
        return {}, [_fault(source, name, fault) for fault in error.faults]


def _missing(written: Written, rulebooks: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What one key needs of another: the key, what was found, what to write."""
    if written.rulebook not in rulebooks:
        yield "rulebook", f'no rulebook "{written.rulebook}"', did_you_mean(written.rulebook, rulebooks)
    if "present" not in written.measures:
        yield "measures", 'no measure "present"', "add present: what a figure counts that names no measure"
    if written.editing == "signed-in" and not written.editors:
        yield "editing", "editing is signed-in and nobody may save", "name them: editors: [name@example.org]"


def _fault(source: Mapping, name: str, fault: Any) -> Problem:
    return Problem(name, *locate(source, ("rulebooks", *fault.where)), fault.found, fault.write)
