"""The configuration: the words for measures, the rulebooks, and how far back the pages look."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from posture.complaints import complaints
from posture.model import Key, Record, Text, refuse
from posture.problems import DataError, Problem, did_you_mean
from posture.reading import Mapping, locate, read
from posture.rulebooks import Rulebook, RulebookError, rulebooks_from


def _days(value: Any) -> Any:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and 0 < int(value[:6]) <= 36_500):
        raise refuse(f'"{value}" is no number of days', "write a whole number from 1 to 36500, such as 365")
    return int(value)


class Measure(Record):
    """What a figure is a figure of: people there now, people ever sent, people killed."""

    label: Text = Field(description="The name that pages print.")
    counts: Text = Field(description="What is counted, in a sentence.")
    kind: Literal["level", "accumulation"] = Field(description="A level rises and falls; an accumulation only rises.")


class Written(Record):
    """config.yaml as typed, its rulebooks not yet read."""

    window: Annotated[int, BeforeValidator(_days)] = Field(description="W: days for which a statement stays live.")
    rulebook: Key = Field(description="The rulebook that reads words when nobody chooses another.")
    measures: dict[Key, Measure] = Field(min_length=1, description="What figures are figures of.")
    rulebooks: dict[Key, Any] = Field(min_length=1, description="What counting words mean.")


class Config(Record):
    """The configuration, ready for use."""

    window: int
    rulebook: str
    measures: dict[str, Measure]
    rulebooks: dict[str, Rulebook]


def read_config(path: Path) -> Config:
    """The configuration of a file. Raises DataError with every problem of it."""
    name = path.name
    source = read(path, name)
    if not isinstance(source, Mapping):
        raise DataError([Problem(name, 1, 1, "the configuration is a mapping of keys", "begin with window: 365")])
    try:
        written = Written.model_validate(source)
    except ValidationError as error:
        raise DataError(complaints(error, Written, source, name)) from error
    try:
        rulebooks = rulebooks_from(source["rulebooks"])
    except RulebookError as error:
        raise DataError(_fault(source, name, fault) for fault in error.faults) from error
    missing = [("rulebook", written.rulebook, rulebooks)] if written.rulebook not in rulebooks else []
    missing += [("measures", "present", written.measures)] if "present" not in written.measures else []
    if missing:
        raise DataError(
            Problem(
                name,
                *locate(source, (key,)),
                f'no {key.removesuffix("s")} "{value}"',
                did_you_mean(value, known),
            )
            for key, value, known in missing
        )
    return Config(window=written.window, rulebook=written.rulebook, measures=written.measures, rulebooks=rulebooks)


def _fault(source: Mapping, name: str, fault: Any) -> Problem:
    return Problem(name, *locate(source, ("rulebooks", *fault.where)), fault.found, fault.write)
