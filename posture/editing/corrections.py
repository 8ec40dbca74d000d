"""What is corrected in a record: the fields that change, and what would be wrong with them.

A record is never deleted, and its id never changes: what turned out wrong gets a status.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from posture.config import Config
from posture.editing.drafts import USUAL, Draft, DraftEstimate, DraftStatus, value_of
from posture.editing.edits import Correct
from posture.editing.faults import Fault, judged
from posture.editing.numbered import Where
from posture.loading import Dataset, Entry
from posture.model import INHERITED
from posture.problems import quoted

FIXED = ("id", "estimates", "entries")  # what no correction touches
FLAGS = ("increment",)
Fields = Mapping[str, Any]
_Form = TypeVar("_Form", Draft, DraftEstimate, DraftStatus)


def form_of(entry: Entry) -> DraftEstimate:
    """The estimate as a form shows it, with what its report says for it."""
    return _filled(DraftEstimate(), _inherited(entry) | entry.source)


def report_form_of(entry: Entry) -> Draft:
    """The report of an estimate as a form shows it, without its estimates."""
    return _filled(Draft(), {key: value for key, value in entry.report_source.items() if key != "estimates"})


def fields_of(part: Draft | DraftEstimate) -> dict[str, Any]:
    """Every field of a form that may be corrected, as a file holds it; None where it is empty."""
    named = {field.name: value_of(field.name, getattr(part, field.name)) for field in fields(part)}
    return {key: value or None for key, value in named.items() if key not in FIXED}


def correction(dataset: Dataset, record: str, wanted: Fields, read: str) -> Correct:
    """The edit that makes `wanted` of the fields of an estimate (`report/estimate`) or of a report's own.

    Of these only what changes is written; an estimate that is called by its force keeps that name when it turns out to
    count another. `read` is the text of the record as its editor saw it. Raises KeyError where the dataset has no such
    record, ValueError for a field that no correction touches; the forces of an estimate that is called by several are
    one.
    """
    entry = _entry(dataset, record)
    changed = _changed(entry, record, wanted)
    if _renames(entry, record, changed):
        raise ValueError(["force"])
    return Correct(entry.file.partition("/")[2], record, changed, read)


def correction_faults(dataset: Dataset, record: str, wanted: Fields, config: Config) -> list[Fault]:
    """What would be wrong with the record after a correction, and was not before.

    `Fault.where` begins at the record; what is wrong with an estimate beside it begins at its report.
    """
    entry = _entry(dataset, record)
    changed = _changed(entry, record, wanted)
    rest = replace(dataset, entries=tuple(one for one in dataset.entries if one.report.id != entry.report.id))
    above = _above(entry, record)
    standing = set(judged(_with(entry, above, {}), (), rest, config).faults)
    found = judged(_with(entry, above, changed), (), rest, config).faults
    told = [
        replace(one, where=one.where[len(above) :]) if one.where[: len(above)] == above else one
        for one in found
        if one not in standing
    ]
    return [*_impossible(entry, record, changed), *told]


def _entry(dataset: Dataset, record: str) -> Entry:
    if "/" not in record:
        return {entry.report.id: entry for entry in dataset.entries}[record]
    entry: Entry = dataset.by_id[record]
    return entry


def _changed(entry: Entry, record: str, wanted: Fields) -> dict[str, Any]:
    """What of the wanted differs from what is said now, be it by the report; None where it is to go."""
    if fixed := [key for key in wanted if key in FIXED]:
        raise ValueError(fixed)
    above = _inherited(entry) if "/" in record else {}
    source = entry.source if "/" in record else entry.report_source
    said = above | source
    now = {key: _normal(key, said.get(key), above) for key in wanted}
    new = {key: _normal(key, value, above) for key, value in wanted.items()}
    changed = {key: value for key, value in new.items() if value != now[key]}
    return {"id": entry.estimate.force[0]} | changed if _keeps_its_name(entry, record, changed) else changed


def _normal(key: str, value: Any, above: Fields) -> Any:
    """A value of a form or of a file as it would be written; None where it says no more than its absence."""
    if key in FLAGS:
        return True if value in (True, "true") else None
    held = value_of(key, tuple(value) if isinstance(value, list) else value)
    return None if not held or (held == USUAL.get(key) and key not in above) else held


def _inherited(entry: Entry) -> dict[str, Any]:
    return {key: entry.report_source[key] for key in INHERITED if key in entry.report_source}


def _keeps_its_name(entry: Entry, record: str, changed: Fields) -> bool:
    """Whether an estimate that is called by its one force gets another, so that its name has to be written."""
    called_by_it = "/" in record and "id" not in entry.source and len(entry.estimate.force) == 1
    return called_by_it and bool(changed.get("force"))


def _renames(entry: Entry, record: str, changed: Fields) -> bool:
    """Whether an estimate that is called by several forces gets others: what repeats it would lose it."""
    return "/" in record and "force" in changed and "id" not in entry.source and len(entry.estimate.force) > 1


def _impossible(entry: Entry, record: str, changed: Fields) -> Iterator[Fault]:
    """What one record cannot say by itself."""
    if _renames(entry, record, changed):
        write = "give it the status corrected, and add the right figure as an estimate of its own"
        yield Fault(("force",), "the id of this estimate is made of what it counts, and ids never change", write)
    above = _inherited(entry) if "/" in record else {}
    for key in [key for key, value in changed.items() if value is None and key in above]:
        found = f"the report says {quoted(str(value_of(key, above[key])))} for all its estimates"
        yield Fault((key,), found, "write what holds for this one, or correct the report")


def _above(entry: Entry, record: str) -> Where:
    """The way from the report to the record."""
    if "/" not in record:
        return ()
    return "estimates", next(n for n, one in enumerate(entry.report_source["estimates"]) if one is entry.source)


def _with(entry: Entry, above: Where, changed: Fields) -> dict[str, Any]:
    """The report as it would be typed with other fields in the record at `above`."""
    report: dict[str, Any] = _plain(entry.report_source)
    record = report["estimates"][above[1]] if above else report
    record.update(changed)
    for key in [key for key, value in record.items() if value is None]:
        del record[key]
    return report


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _filled(form: _Form, source: Fields) -> _Form:
    """The form with the texts of a record."""
    values: dict[str, Any] = {}
    for field in fields(form):
        usual, value = getattr(form, field.name), source.get(field.name.rstrip("_"))
        if value is None:
            continue
        if isinstance(usual, DraftStatus):
            values[field.name] = _filled(usual, value)
        elif isinstance(usual, tuple):
            values[field.name] = tuple(value) if isinstance(value, list) else (value,)
        else:
            values[field.name] = value == "true" if isinstance(usual, bool) else value
    return replace(form, **values)
