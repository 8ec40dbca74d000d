"""What a theatre declares, as plain tables: forces, originators, sides, places, measures, events and reports.

The descriptions of the columns are those of the model, so a table cannot say otherwise than the files.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

import pandas as pd

from posture.columns import DAY, MERGED, TEXT, YES, Column
from posture.config import Measure
from posture.dates import Period
from posture.library import Opened
from posture.model import INHERITED, Event, Force, Originator, Place, Record, Report, Side
from posture.statements import framed

KEY = {"key": Column(TEXT, "The key by which other tables name it.")}
OF_ESTIMATES = {*INHERITED, "estimates"}  # what a report says for its estimates stands with each of them


class Link(NamedTuple):
    """A column whose cells, where they are not empty, are found in a column of another sheet."""

    column: str
    sheet: str
    found_in: str = "key"


class Sheet(NamedTuple):
    """A table with what it says: its columns, the column whose cells are all different, and its links."""

    name: str
    says: str
    columns: Mapping[str, Column]
    rows: pd.DataFrame
    key: str = ""
    links: tuple[Link, ...] = ()


def sheets(opened: Opened) -> list[Sheet]:
    """The tables of all that a theatre declares, whatever is chosen; those without a row are left out."""
    theatre, measures = opened.dataset.theatre, opened.config.measures
    side = Link("side", "sides")
    every = [
        _keyed("forces", "What is counted: who is in and who is out.", Force, theatre.forces, _whole("forces"), side),
        _keyed("originators", "Who makes figures.", Originator, theatre.originators, _whole("originators"), side),
        _keyed("sides", "Whom originators speak for, and whom forces fight for.", Side, theatre.sides),
        _keyed("places", "Named parts of the theatre.", Place, theatre.places, _whole("places")),
        _keyed("measures", "What a figure is a figure of.", Measure, measures),
        _sheet("events", "What happened meanwhile; no claim is explained by it.", Event, theatre.events),
        _sheet("reports", "The publications that printed the estimates.", Report, _reports(opened))._replace(key="id"),
    ]
    return [sheet for sheet in every if len(sheet.rows)]


def holds(link: Link, rows: pd.DataFrame, sheets: Mapping[str, Sheet]) -> bool:
    """Whether every cell of the linking column is empty or found where the link leads: nothing forces a theatre to."""
    cells = set(rows[link.column]) - {""}
    return link.sheet in sheets and cells <= set(sheets[link.sheet].rows[link.found_in])


def _reports(opened: Opened) -> list[Report]:
    """Every report once, in the order of the files."""
    return list({entry.report.id: entry.report for entry in opened.dataset.entries}.values())


def _whole(name: str) -> Link:
    return Link("part_of", name)


def _keyed(name: str, says: str, model: type[Record], declared: Mapping[str, Record], *links: Link) -> Sheet:
    sheet = _sheet(name, says, model, declared.values())
    columns = {**KEY, **sheet.columns}
    return sheet._replace(
        columns=columns,
        rows=sheet.rows.assign(key=pd.array(list(declared), dtype=TEXT))[list(columns)],
        key="key",
        links=links,
    )


def _sheet(name: str, says: str, model: type[Record], records: Iterable[Record]) -> Sheet:
    columns = _columns(model)
    return Sheet(name, says, columns, framed(columns, [_cells(record) for record in records]))


def _columns(model: type[Record]) -> dict[str, Column]:
    """A column a field, described as in the model; a date has its first and last day beside it."""
    columns: dict[str, Column] = {}
    for name, field in model.model_fields.items():
        if name in OF_ESTIMATES and model is Report:
            continue
        columns[name] = Column(YES if field.annotation is bool else TEXT, field.description or "")
        if _names(field.annotation, Period):
            columns[f"{name}_from"] = Column(DAY, "The first day of it; empty for an open beginning.")
            columns[f"{name}_to"] = Column(DAY, "The last day of it; empty for an open end.")
    return columns


def _cells(record: Record) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if _names(field.annotation, Period):
            cells |= {f"{name}_from": value and value.first, f"{name}_to": value and value.last}
        cells[name] = value if isinstance(value, bool) else _text(value)
    return cells


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return MERGED.join(str(one) for one in value)
    return "" if value is None else str(value)


def _names(annotation: Any, kind: type) -> bool:
    """Whether a type, or what it is made of, is this one: `Period | None` names Period."""
    return annotation is kind or any(_names(part, kind) for part in get_args(annotation))
