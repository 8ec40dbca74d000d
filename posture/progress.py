"""How far the reading of a theatre is, for whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from posture.sentences import counted


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of a theatre's files of reports are read, and so many reports in them."""

    theatre: str
    files: int
    done: int = 0
    reports: int = 0

    @property
    def read(self) -> bool:
        """Whether every file is read: then the reports are checked and laid out as a table."""
        return self.done == self.files

    @property
    def says(self) -> str:
        """The sentence for the screen."""
        if self.read:
            return f"Checking and laying out {counted(self.reports, 'report')} of {self.theatre}"
        files = f"{self.done:,} of {counted(self.files, 'file')}"
        return f"Reading {self.theatre}: {files}, {counted(self.reports, 'report')}"

    def after(self, reports: int) -> "Progress":
        """One file further, in which there are so many reports."""
        return replace(self, done=self.done + 1, reports=self.reports + reports)


Tell: TypeAlias = Callable[[Progress], None]


def in_silence(_: Progress) -> None:
    """For whoever has nobody to tell."""
