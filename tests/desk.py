"""A server on data that a test may change, and someone who edits its files as the various editors save."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Desk:
    """A server on one theatre, and someone who edits its files."""

    url: str
    data: Path
    config: Path

    def path(self, name: str) -> Path:
        """A file of the theatre."""
        return self.data / "orvane" / name

    def text(self, name: str) -> str:
        """What a file of the theatre says."""
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """The file is emptied and filled again, as simple editors save."""
        self.path(name).write_text(text, encoding="utf-8")

    def rename_over(self, name: str, text: str) -> None:
        """A new file takes the place of the old one, as careful editors save."""
        new = self.path(name + ".tmp")
        new.write_text(text, encoding="utf-8")
        new.replace(self.path(name))

    def move_away_first(self, name: str, text: str) -> None:
        """The old file becomes the backup before there is a new one, as some editors save."""
        self.path(name).rename(self.path(name + "~"))
        self.write(name, text)
        self.path(name + "~").unlink()
