"""The columns of the one table: name, type and what a cell says. Charts, pages and CSV files all read these."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype


class Row(Protocol):
    """A row of a table, in whatever form, asked for a cell by the name of its column."""

    def __getitem__(self, column: str, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its pandas type, and what a cell of it says."""

    dtype: str | ExtensionDtype
    says: str


MERGED = " | "  # between the roots of a figure that merges several
# Text as Python's own: of the few hundred rows that a page takes again and again it is faster than Arrow's.
TEXT = pd.StringDtype("python", na_value=np.nan)
WHOLE, DAY, YES = "Int64", "datetime64[s]", "bool"

COLUMNS = MappingProxyType(
    {
        "theatre": Column(TEXT, "The dataset: the name of its folder."),
        "estimate_id": Column(TEXT, "The estimate: its report's id, a slash, and its force or an id of its own."),
        "report_id": Column(TEXT, "The report that printed it."),
        "force": Column(TEXT, "Key of what is counted; keys joined by + are counted together, in one figure."),
        "force_label": Column(TEXT, "Name of what is counted."),
        "part_of": Column(TEXT, "Key of the force that every one of these belongs to."),
        "count": Column(TEXT, "The figure as coded, in the count language."),
        "kind": Column(TEXT, "What kind of figure it is: point, range, at least, words and so on."),
        "low": Column(WHOLE, "Lower end under the rulebook; empty where the source states none."),
        "high": Column(WHOLE, "Upper end under the rulebook; empty where the source states none."),
        "low_soft": Column(YES, "Whether the lower end may be undercut without contradicting the source."),
        "high_soft": Column(YES, "Whether the upper end may be exceeded without contradicting the source."),
        "unit": Column(TEXT, "What is counted: persons unless said otherwise; percent for a share."),
        "of": Column(TEXT, "For a share: the force that it is a share of."),
        "measure": Column(TEXT, "present, commanded, cumulative, killed and so on, as config.yaml defines."),
        "increment": Column(YES, 'Whether the figure comes on top of others ("another 5,000").'),
        "place": Column(TEXT, "Key of the part of the theatre; empty for the whole."),
        "unclear": Column(TEXT, "Forces that the source leaves open whether they are included."),
        "as_of": Column(TEXT, "The time that the figure describes, as precise as it is known."),
        "as_of_from": Column(DAY, "First day of the time described; empty for an open beginning."),
        "as_of_to": Column(DAY, "Last day of the time described; for an open end, that of the publication."),
        "published": Column(TEXT, "When the report became public, as precise as it is known."),
        "published_from": Column(DAY, "First day on which it may have become public."),
        "published_to": Column(DAY, "Last day on which it may have become public: known by then for certain."),
        "originator": Column(TEXT, "Key of who made the figure, or an unnamed source in words."),
        "originator_label": Column(TEXT, "Name of who made the figure."),
        "body": Column(TEXT, "Key of the outermost body that the originator belongs to."),
        "side": Column(TEXT, "Key of the side that the originator speaks for."),
        "anonymous": Column(YES, "Whether the originator is unnamed."),
        "speaker": Column(TEXT, "The person who said it."),
        "relayed_by": Column(TEXT, "Who passed on another's figure."),
        "stance": Column(TEXT, "How they passed it on: relays, confirms, doubts, denies."),
        "root": Column(TEXT, "The estimate that the figure goes back to; its own id where it repeats nothing."),
        "repeats": Column(TEXT, "The estimate that it takes its figure from; empty for an own statement."),
        "publisher": Column(TEXT, "Who printed the report."),
        "via": Column(TEXT, "Whose copy was read."),
        "title": Column(TEXT, "Headline of the report."),
        "url": Column(TEXT, "Where a reader can follow the report."),
        "archive_url": Column(TEXT, "An archived copy."),
        "wording": Column(TEXT, "The fragment as printed, in its own language."),
        "translation": Column(TEXT, "The wording in English, where few can read it."),
        "method": Column(TEXT, "How the originator counted, in its words."),
        "status": Column(TEXT, "withdrawn, corrected, misprint or disputed; empty where it stands."),
        "status_date": Column(DAY, "Since when the status holds."),
        "status_reason": Column(TEXT, "Why."),
        "change": Column(TEXT, "Why the originator's figure moved, where the source says so."),
        "note": Column(TEXT, "What a reader of the figure must know."),
        "file": Column(TEXT, "The file in which it is typed."),
        "line": Column(WHOLE, "The line of that file."),
        "scope": Column(TEXT, "What may be compared with what: force, place, measure, unit, level or increment."),
    }
)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain mappings: many times faster to ask than a table is."""
    columns = [_plain(table[name]) for name in table]
    return [dict(zip(table.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def end(cell: Any) -> int | None:
    """The number in a cell of `low` or `high`; None where it is empty, in whatever way."""
    return None if pd.isna(cell) else int(cell)


def _plain(column: pd.Series) -> list[Any]:
    values = column.tolist()
    if column.dtype.kind in "iM":
        return [None if value is pd.NA or value is pd.NaT else value for value in values]
    return values
