"""Walking up the trees of forces, originators and places."""

from collections.abc import Iterator, Mapping
from typing import Protocol


class Part(Protocol):
    """Anything that may be part of something of its kind."""

    @property
    def part_of(self) -> str | None:
        """The key of its whole."""


def ancestors(declared: Mapping[str, Part], key: str) -> Iterator[str]:
    """The declared wholes of `key`, nearest first; ends also where a tree bites its own tail."""
    seen = {key}
    parent = declared[key].part_of if key in declared else None
    while parent is not None and parent in declared and parent not in seen:
        yield parent
        seen.add(parent)
        parent = declared[parent].part_of


def top(declared: Mapping[str, Part], key: str) -> str:
    """The outermost whole of `key`, which is `key` itself where it is part of nothing."""
    return next(reversed([key, *ancestors(declared, key)]))
