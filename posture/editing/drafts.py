"""A report as a form fills it in, and how it becomes a report of a file: house order, nothing empty, nothing twice.

Every value is a text or a tuple of texts, as typed; nothing here judges them (see `posture.editing.faults`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

from posture.complaints import keys_of
from posture.editing.edits import AddEntry, AddReport
from posture.editing.naming import slug
from posture.loading import report_paths
from posture.model import INHERITED, Report

YEARLY = re.compile(r"reports/([0-9]{4})\.ya?ml")
YEAR = re.compile("[0-9]{4}")
HALF = re.compile("[\ud800-\udfff]")
USUAL = {"measure": "present", "unit": "persons"}  # what is meant where nothing is written
ALWAYS_LISTS = ("unclear",)
APART = ("measure", "place", "increment", "as_of", "originator", "count")  # what names the second figure of a force


@dataclass(frozen=True)
class DraftStatus:
    """What became of an estimate; all empty where it stands."""

    is_: str = ""
    date: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class DraftEstimate:
    """One estimate of a form; the fields are those of `posture.model.Estimate`."""

    force: tuple[str, ...] = ()
    count: str = ""
    wording: str = ""
    translation: str = ""
    originator: str = ""
    speaker: str = ""
    relayed_by: str = ""
    stance: str = ""
    as_of: str = ""
    measure: str = ""
    place: tuple[str, ...] = ()
    unit: str = ""
    of: tuple[str, ...] = ()
    increment: bool = False
    unclear: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    status: DraftStatus = DraftStatus()
    change: str = ""
    method: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True)
class DraftEntry:
    """An originator, a place or a force that the theatre does not know yet; `section` says which.

    Of the optional fields only those are filled in that such an entry has.
    """

    section: Literal["originators", "places", "forces"]
    key: str = ""
    label: str = ""
    counts: str = ""
    part_of: str = ""
    side: str = ""
    kind: str = ""
    anonymous: bool = False
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """A report of a form; the fields are those of `posture.model.Report`, and what is new to the theatre."""

    id: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    published: str = ""
    author: str = ""
    via: str = ""
    copies: tuple[str, ...] = ()
    archive_url: str = ""
    accessed: str = ""
    originator: str = ""
    speaker: str = ""
    as_of: str = ""
    place: tuple[str, ...] = ()
    measure: str = ""
    note: str = ""
    estimates: tuple[DraftEstimate, ...] = ()
    entries: tuple[DraftEntry, ...] = ()


def report(draft: Draft) -> dict[str, Any]:
    """The report as a file holds it: what all of several estimates say alike stands once, above them."""
    return _said_once(typed(draft))


def typed(draft: Draft) -> dict[str, Any]:
    """The report with every value where it was typed; estimates that would share a name have ids."""
    record = written(draft, leaving=("estimates", "entries"))
    estimates = [written(estimate) for estimate in draft.estimates]
    for one in (record, *estimates):
        for key, usual in USUAL.items():
            # Below a report that names a measure, the usual one has to be said.
            if one.get(key) == usual and (one is record or key not in record):
                del one[key]
    return record | {"estimates": list(_named(estimates))}


def written(part: Any, leaving: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a part of a form that are filled in, as YAML holds them."""
    named = {field.name.rstrip("_"): getattr(part, field.name) for field in fields(part) if field.name not in leaving}
    values = {key: value_of(key, value) for key, value in named.items()}
    return {key: value for key, value in values.items() if value not in ("", [], {}, False)}


def value_of(key: str, value: Any) -> Any:
    """One value as YAML holds it: on one line, without empty entries; a list of one is that one."""
    if isinstance(value, DraftStatus):
        return written(value)
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, tuple):
        texts = [text for text in map(_line, value) if text]
        return texts[0] if len(texts) == 1 and key not in ALWAYS_LISTS else texts
    return value


def _line(text: str) -> str:
    # Half a character, which no file can hold, becomes the sign for one that was lost.
    return " ".join(HALF.sub("\ufffd", text).split())


def file_for(draft: Draft, folder: Path) -> str:
    """The file that the report belongs into, from the theatre's folder on: that of its year, or else the last one."""
    names = [path.relative_to(folder).as_posix() for path in report_paths(folder)]
    yearly = {found[1]: name for name in names if (found := YEARLY.fullmatch(name))}
    year = YEAR.search(draft.published)
    if year and 2 * len(yearly) >= len(names):
        return yearly.get(year[0], f"reports/{year[0]}.yaml")
    return max(names, default="reports/undated.yaml")


def edits(draft: Draft, folder: Path) -> list[AddEntry | AddReport]:
    """What saving the draft does to the files of the theatre: first what it declares, then the report."""
    declared = [
        AddEntry(entry.section, value_of("key", entry.key), written(entry, leaving=("section", "key")))
        for entry in draft.entries
    ]
    return [*declared, AddReport(file_for(draft, folder), report(draft))]


def _said_once(record: Mapping[str, Any]) -> dict[str, Any]:
    estimates = [dict(estimate) for estimate in record["estimates"]]
    above = {key: record[key] for key in record if key != "estimates"}
    for key in INHERITED:
        first = estimates[0].get(key) if len(estimates) > 1 else None
        if key not in above and first is not None and all(estimate.get(key) == first for estimate in estimates):
            above[key] = first
        for estimate in estimates:
            if key in above and estimate.get(key) == above[key]:
                del estimate[key]
    order = keys_of(Report)
    return {key: above[key] for key in sorted(above, key=order.index)} | {"estimates": estimates}


def _named(estimates: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The estimates, of which every second one of a force has an id that says what sets it apart."""
    taken = {str(estimate["id"]) for estimate in estimates if "id" in estimate}
    first: dict[str, dict[str, Any]] = {}
    for estimate in estimates:
        force = estimate.get("force", "")
        name = force if isinstance(force, str) else "+".join(force)
        if "id" in estimate or not name:
            yield estimate
        elif name not in first and name not in taken:
            first[name] = estimate
            taken.add(name)
            yield estimate
        else:
            chosen = _apart(slug(name), estimate, first.get(name, {}), taken)
            taken.add(chosen)
            yield {"id": chosen} | estimate


def _apart(name: str, estimate: Mapping[str, Any], first: Mapping[str, Any], taken: set[str]) -> str:
    told = [key for key in APART if estimate.get(key) != first.get(key)]
    words = ["more" if key == "increment" else slug(str(estimate[key])) for key in told if key in estimate]
    numbers = (str(number) for number in count(2))
    return next(each for word in chain(words, numbers) if word and (each := f"{name}-{word}") not in taken)
