"""What changed between two tables of estimates: what was added, corrected, withdrawn or read otherwise.

Where a record is typed is no fact about it, so the columns `file` and `line` never count. What follows from another
column that changed too, as the ends of a figure follow from its count, is not told again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import pandas as pd

from posture.columns import COLUMNS, TEXT, records
from posture.panel import NOBODYS
from posture.sentences import counted, listed, period
from posture.snapshots.kept import completed
from posture.snapshots.left_out import left_out

ADDED, CORRECTED, WITHDRAWN, GONE = "added", "corrected", "withdrawn", "gone"
RULED, MOVED = "moved by a rulebook", "moved"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        WITHDRAWN: "It is withdrawn or a misprint now.",
        CORRECTED: "Its record was corrected.",
        ADDED: "It was not there before.",
        GONE: "It is there no more; the reason says which choice left it out, or that its record is missing.",
        RULED: "The words are the same, and the rulebook reads them otherwise.",
        MOVED: "Its record is the same; what the theatre says about its force, originator or root is not.",
    }
)
MISSING = "its record is missing, though none is ever deleted"
UNCHOSEN = "its record is unchanged, and no longer among the rows that these choices show"
PLACE = ("file", "line")
READ = ("kind", "low", "high", "low_soft", "high_soft")  # what a rulebook makes of a count
DECLARED = ("theatre", "force_label", "part_of", "originator_label", "body", "side", "anonymous", "root", "scope")
# What each column follows from: where one of these changed too, it is told and not what follows.
FOLLOWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(READ, ("count",))
    | dict.fromkeys(("force_label", "part_of"), ("force",))
    | dict.fromkeys(("originator_label", "body", "side", "anonymous"), ("originator",))
    | dict.fromkeys(("published_from", "published_to"), ("published",))
    | dict.fromkeys(("status_date", "status_reason"), ("status",))
    | {
        "root": ("repeats",),
        "as_of": ("repeats", "published"),
        "as_of_from": ("as_of", "repeats", "published"),
        "as_of_to": ("as_of", "repeats", "published"),
        "scope": ("force", "measure", "place", "unit", "of", "count", "increment", "as_of"),
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs, each side as a CSV file writes it."""

    estimate_id: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, of one of `KINDS`.

    `column` is the column that changed, empty where a whole estimate came or went; `old` and `new` are its cells, or
    the figure that went or came. `reason` is empty where none is known.
    """

    kind: str
    estimate_id: str
    originator: str
    force: str
    column: str
    old: str
    new: str
    reason: str
    publisher: str
    published: str
    url: str

    @property
    def source(self) -> str:
        """Who printed it, and when."""
        return ", ".join(filter(None, (self.publisher, period(self.published) if self.published else "")))


def changed(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Cell]:
    """The cells that differ of the estimates and columns that both tables have, by the order of the new one."""
    here = {name: place for place, name in enumerate(old["estimate_id"])}
    both = [(here[name], place, name) for place, name in enumerate(new["estimate_id"]) if name in here]
    found = []
    for number, name in enumerate(column for column in COLUMNS if column in old and column in new):
        then, now = _texts(old[name]), _texts(new[name])
        found += [
            (place, number, Cell(estimate, name, then[was], now[place]))
            for was, place, estimate in both
            if then[was] != now[place] and name not in PLACE
        ]
    return (cell for *_, cell in sorted(found, key=lambda one: one[:2]))


def differences(
    old: pd.DataFrame,
    new: pd.DataFrame,
    before: Mapping[str, Sequence[str]] = MappingProxyType({}),
    after: Mapping[str, Sequence[str]] = MappingProxyType({}),
    record: pd.DataFrame | None = None,
) -> list[Difference]:
    """What changed from the old rows to the new ones, in the order of `KINDS`, then of the rows.

    `before` and `after` are the choices under which either was made, as parameters of an address. `record` is every
    row that there is now: it tells what became of an estimate that the choices no longer show.
    """
    gone = old[~old["estimate_id"].isin(new["estimate_id"])]
    came = new[~new["estimate_id"].isin(old["estimate_id"])]
    now = new if record is None else pd.concat([new, record[record["estimate_id"].isin(gone["estimate_id"])]])
    found = _altered(old, now, _other_rulebook(before, after))
    told = {one.estimate_id for one in found}
    found += _whole(ADDED, came, left_out(completed(came), before, after, "earlier"))
    gone = gone[~gone["estimate_id"].isin(told)]
    why = left_out(completed(gone), after, before, "later")
    # Without the whole record and with other choices, nobody can tell what is missing from what was not chosen.
    if record is not None or before == after:
        here = set(now["estimate_id"])
        why = {name: why.get(name) or (UNCHOSEN if name in here else MISSING) for name in gone["estimate_id"]}
    found += _whole(GONE, gone, why)
    return sorted(found, key=lambda one: list(KINDS).index(one.kind))


def counts(found: Iterable[Difference]) -> dict[str, int]:
    """How many estimates there are of each kind of difference, in the order of `KINDS`."""
    pairs = {(one.kind, one.estimate_id) for one in found}
    number = Counter(kind for kind, _ in pairs)
    return {kind: number[kind] for kind in KINDS if number[kind]}


def says(found: Iterable[Difference]) -> str:
    """The differences in a sentence: how many estimates were added, corrected and so on."""
    parts = [f"{counted(number, 'estimate')} {kind}" for kind, number in counts(found).items()]
    return f"{listed(parts, len(parts))}." if parts else "Nothing changed."


def table(found: Sequence[Difference]) -> pd.DataFrame:
    """The differences as a table, with the fields of a difference as columns."""
    names = [field.name for field in fields(Difference)]
    return pd.DataFrame({name: pd.array([getattr(one, name) for one in found], dtype=TEXT) for name in names})


def _altered(old: pd.DataFrame, new: pd.DataFrame, rulebooks: str) -> list[Difference]:
    cells: dict[str, list[Cell]] = {}
    for cell in changed(old, new):
        cells.setdefault(cell.estimate_id, []).append(cell)
    found = []
    for row in records(new[new["estimate_id"].isin(cells)]):
        of_row = cells[row["estimate_id"]]
        names = {cell.column for cell in of_row}
        for cell in of_row:
            if names.isdisjoint(FOLLOWS.get(cell.column, ())):
                kind = _kind(cell)
                reason = rulebooks if kind == RULED else row.get("status_reason") or row.get("change") or ""
                found.append(_difference(kind, row, cell, reason))
    return found


def _kind(cell: Cell) -> str:
    if cell.column in READ:
        return RULED
    if cell.column in DECLARED:
        return MOVED
    struck = cell.column == "status" and cell.new in NOBODYS and cell.old not in NOBODYS
    return WITHDRAWN if struck else CORRECTED


def _whole(kind: str, rows: pd.DataFrame, why: Mapping[str, str]) -> list[Difference]:
    found = []
    for row in records(rows):
        name, count = row["estimate_id"], row["count"]
        cell = Cell(name, "", "", count) if kind == ADDED else Cell(name, "", count, "")
        # What came or went may have been withdrawn from the start, which its figure does not show.
        status = f"{row['status']}: {row.get('status_reason') or ''}" if row.get("status") else ""
        found.append(_difference(kind, row, cell, why.get(name) or status or row.get("change") or ""))
    return found


def _difference(kind: str, row: Mapping[str, Any], cell: Cell, reason: str) -> Difference:
    who, what = row.get("originator_label") or row["originator"], row.get("force_label") or row["force"]
    place = [row.get(name) or "" for name in ("publisher", "published", "url")]
    return Difference(kind, cell.estimate_id, who, what, cell.column, cell.old, cell.new, reason, *place)


def _other_rulebook(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> str:
    old, new = (next(iter(one.get("rulebook", ())), "") for one in (before, after))
    return f"rulebook {old}, then {new}" if old != new and old and new else ""


def _texts(column: pd.Series) -> list[str]:
    if column.dtype.kind == "M":
        days: list[str] = column.dt.strftime("%Y-%m-%d").fillna("").tolist()
        return days
    return ["" if cell is pd.NA or cell != cell else str(cell) for cell in column.tolist()]  # noqa: PLR0124
