"""A theatre with what a form declares beside its report: originators, places and forces that it did not know."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from posture.complaints import complaints
from posture.editing.drafts import DraftEntry, written
from posture.editing.numbered import Lines
from posture.loading import TheatreFile
from posture.model import Force, Originator, Place, Record, Theatre
from posture.placed import BITS, Mapping, line_and_column
from posture.problems import Problem

SECTIONS: dict[str, type[Record]] = {"forces": Force, "originators": Originator, "places": Place}


def with_declared(
    theatre: Theatre, declared: Sequence[DraftEntry], lines: Lines, name: str
) -> tuple[TheatreFile, list[Problem]]:
    """The theatre with what is new to it, as a file called `name` that holds only the new, and what is wrong with it.

    What cannot be read is there by its key alone, so that an estimate may name it.
    """
    known = {section: dict(getattr(theatre, section)) for section in SECTIONS}
    root, problems = Mapping(), []
    for number, entry in enumerate(declared):
        section, key = _placed(entry, number, root, lines)
        if key in known[entry.section]:
            place = line_and_column(section.marks[key] >> BITS >> BITS)
            found = f'the {entry.section.removesuffix("s")} "{key}" is declared already'
            problems.append(Problem(name, *place, found, "choose it from the list, or write another key"))
            continue
        record, refused = _read(theatre, entry.section, key, root, name)
        known[entry.section][key] = record
        problems += refused
    return TheatreFile(name, theatre.model_copy(update=known), root, ""), problems


def _placed(entry: DraftEntry, number: int, root: Mapping, lines: Lines) -> tuple[Mapping, str]:
    """The section with the entry under its key, each of its fields in a line of its own."""
    record = {"key": "", "label": ""} | written(entry, leaving=("section",))
    node = lines.numbered(record, ("entries", number))
    key, at = node.pop("key"), node.marks.pop("key") & (1 << BITS << BITS) - 1
    section = root.setdefault(entry.section, Mapping())
    root.marks[entry.section] = 0
    section[key], section.marks[key] = node, at << BITS << BITS | node.place
    return section, key


def _read(theatre: Theatre, section: str, key: str, root: Mapping, name: str) -> tuple[Record, list[Problem]]:
    needed = {"title": theatre.title, "forces": theatre.forces}
    new = {section: {key: root[section][key]}}
    bare: dict[str, Any] = {"label": key}
    try:
        read = Theatre.model_validate(needed | new)
    except ValidationError as error:
        return SECTIONS[section].model_construct(**bare), list(complaints(error, Theatre, root, name))
    return getattr(read, section)[key], []
