"""The one tidy table: a row an estimate, the same for charts, pages and CSV files."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from posture.columns import COLUMNS, MERGED, Row
from posture.config import Config
from posture.loading import Dataset, Entry
from posture.model import UNATTRIBUTED, Theatre
from posture.rulebooks import Rulebook
from posture.statements import framed
from posture.trees import top

JOIN = "+"  # between the keys of forces or places that are counted together
UNATTRIBUTED_LABEL = "Unattributed"


def table(dataset: Dataset, config: Config, rulebook: Rulebook) -> pd.DataFrame:
    """A row an estimate, in the order of the files, with the columns of `posture.columns.COLUMNS`.

    `low` and `high` are what each count means under `rulebook`; an end that the source does not state is empty.
    """
    roots = Roots(dataset)
    rows = [_row(dataset, entry, config, rulebook, roots) for entry in dataset.entries]
    return frame(rows)


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """A table with every column in its place and type, also where there are no rows."""
    return framed(COLUMNS, rows)


class Roots:
    """Follows repeats to the estimate, or the quoted text, that a figure goes back to."""

    def __init__(self, dataset: Dataset):
        self._by_id = dataset.by_id
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, entry_id: str) -> tuple[str, ...]:
        """The ends of every chain of repeats from this estimate; several where a figure merges several."""
        waiting = [entry_id]  # a list and no recursion, since nothing limits the length of a chain
        while waiting:
            entry = self._by_id.get(waiting[-1])
            links = entry.estimate.repeats if entry else ()
            if unknown := [link for link in links if link not in self._found]:
                waiting += unknown
                continue
            ends = [end for link in links for end in self._found[link]] or [waiting[-1]]
            self._found[waiting.pop()] = tuple(dict.fromkeys(ends))
        return self._found[entry_id]

    def described(self, entry: Entry) -> Any:
        """The time that an estimate describes: its own word, else that of what it repeats, else its publication."""
        while entry.estimate.as_of is None:
            sources = entry.estimate.repeats
            source = self._by_id.get(sources[0]) if len(sources) == 1 else None
            if source is None:
                return entry.report.published
            entry = source
        return entry.estimate.as_of


def _row(dataset: Dataset, entry: Entry, config: Config, rulebook: Rulebook, roots: Roots) -> dict[str, Any]:
    estimate, report = entry.estimate, entry.report
    row: dict[str, Any] = {
        "theatre": dataset.key,
        "estimate_id": entry.id,
        "report_id": report.id,
        "increment": estimate.increment,
        "unclear": "; ".join(estimate.unclear),
        "speaker": estimate.speaker or "",
        "relayed_by": estimate.relayed_by or "",
        "stance": estimate.stance or "",
        "root": MERGED.join(roots.of(entry.id)),
        "repeats": MERGED.join(estimate.repeats),
        "publisher": report.publisher,
        "via": report.via or "",
        "title": report.title or "",
        "url": report.url or "",
        "archive_url": report.archive_url or "",
        "wording": estimate.wording,
        "translation": estimate.translation or "",
        "method": estimate.method or "",
        "change": estimate.change or "",
        "note": " ".join(filter(None, (estimate.note, report.note))),
        "file": entry.file,
        "line": entry.line,
    }
    row |= _counted(estimate, dataset.theatre, rulebook) | _dated(entry, roots)
    row |= _said_by(estimate.originator or UNATTRIBUTED, dataset.theatre) | _status(entry)
    row["scope"] = scope(row, accumulates=config.measures[row["measure"]].kind == "accumulation")
    return row


def _counted(estimate: Any, theatre: Theatre, rulebook: Rulebook) -> dict[str, Any]:
    meaning = estimate.count.quantity(rulebook)
    labels = [theatre.forces[key].label for key in estimate.force]
    return {
        "force": JOIN.join(estimate.force),
        "force_label": labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]} together",
        "part_of": (theatre.forces[estimate.force[0]].part_of or "") if len(estimate.force) == 1 else "",
        "count": str(estimate.count),
        "kind": meaning.kind,
        "low": meaning.low,
        "high": meaning.high,
        "low_soft": meaning.low_soft,
        "high_soft": meaning.high_soft,
        "unit": "percent" if estimate.count.is_share else estimate.unit,
        "of": JOIN.join(estimate.of or ()),
        "measure": estimate.measure or "present",
        "place": JOIN.join(estimate.place or ()),
    }


def _dated(entry: Entry, roots: Roots) -> dict[str, Any]:
    published, described = entry.report.published, roots.described(entry)
    return {
        "as_of": str(described),
        "as_of_from": described.first,
        "as_of_to": described.last or published.last,
        "published": str(published),
        "published_from": published.first,
        "published_to": published.last,
    }


def _said_by(originator: str, theatre: Theatre) -> dict[str, Any]:
    declared = theatre.originators.get(originator)
    if declared is None:
        label = UNATTRIBUTED_LABEL if originator == UNATTRIBUTED else originator
        return {
            "originator": originator,
            "originator_label": label,
            "body": originator,
            "side": "",
            "anonymous": True,
        }
    return {
        "originator": originator,
        "originator_label": declared.label,
        "body": top(theatre.originators, originator),
        "side": declared.side or "",
        "anonymous": declared.anonymous,
    }


def _status(entry: Entry) -> dict[str, Any]:
    status = entry.estimate.status
    if status is None:
        return {"status": "", "status_date": None, "status_reason": ""}
    since: date | None = (status.date or entry.report.published).last
    return {"status": status.is_, "status_date": since, "status_reason": status.reason}


def scope(row: Row, *, accumulates: bool) -> str:
    """What a row may be compared with: only rows of one scope ever share a line, a panel or a sum."""
    parts = [_sorted(row["force"]), row["measure"], _sorted(row["place"]) or "everywhere", row["unit"]]
    parts += [f"of {row['of']}"] * bool(row["of"]) + ["increment"] * row["increment"]
    if accumulates:
        # Running totals are comparable only where they start together; one that states no start starts with the war.
        begins = row["as_of_from"] if "/" in row["as_of"] else None
        parts.append(f"since {begins}" if begins else "since the beginning")
    return " · ".join(parts)


def _sorted(keys: str) -> str:
    return JOIN.join(sorted(keys.split(JOIN)))
