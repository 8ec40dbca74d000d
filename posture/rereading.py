"""Reports that say what they said when they were read last, so that only where they stand is new."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.placed import Value

if TYPE_CHECKING:
    from posture.loading import Entry


class Known:
    """The reports of a file as it was, by what they say."""

    def __init__(self, entries: Iterable["Entry"]):
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            of_report = self._entries.setdefault(entry.report.id, [entry])
            if of_report[-1] is not entry and of_report[0].report is entry.report:
                of_report.append(entry)

    def again(self, source: Value) -> list["Entry"]:
        """The entries of a report that stands elsewhere now and says the same, once; else none."""
        name = source.get("id") if isinstance(source, dict) else None
        held = self._entries.get(name, []) if isinstance(name, str) else []
        if not held or held[0].report_source != source:
            return []
        del self._entries[held[0].report.id]  # two reports of one file are two, though they say the same
        pairs = zip(held, source["estimates"], strict=True)
        return [replace(entry, source=estimate, report_source=source) for entry, estimate in pairs]
