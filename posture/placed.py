"""Lists and mappings that know the line and column of everything in them."""

from collections.abc import Iterable
from typing import Any

# A place is kept as one integer, since there are millions: the line above the column, both from 0.
BITS = 32
_BELOW = (1 << BITS) - 1


class Placed:
    """What stands somewhere in a file."""

    __slots__ = ()
    place: int

    @property
    def line(self) -> int:
        """The line at which this begins, from 1."""
        return line_and_column(self.place)[0]

    @property
    def column(self) -> int:
        """The column at which this begins, in characters, from 1."""
        return line_and_column(self.place)[1]


class Mapping(dict[str, Any], Placed):
    """Keys with their texts, lists and mappings; a key without a value has the empty text."""

    __slots__ = ("marks", "place")

    def __init__(self, place: int = 0):
        self.place = place
        self.marks: dict[str, int] = {}

    def mark(self, key: str) -> tuple[int, int]:
        """Line and column of a key. Raises KeyError where there is none."""
        return line_and_column(self.marks[key] >> BITS >> BITS)

    def value_mark(self, key: str) -> tuple[int, int]:
        """Line and column of the value of a key. Raises KeyError where there is none."""
        return line_and_column(self.marks[key])


class Sequence(list[Any], Placed):
    """A list of texts, lists and mappings."""

    __slots__ = ("marks", "place")

    def __init__(self, place: int = 0):
        self.place = place
        self.marks: list[int] = []

    def mark(self, index: int) -> tuple[int, int]:
        """Line and column of an entry. Raises IndexError where there is none."""
        return line_and_column(self.marks[index])


Value = Mapping | Sequence | str


def locate(root: Value, loc: Iterable[str | int], *, key: bool = False) -> tuple[int, int]:
    """Line and column of the value at `loc`, or of the last one on the way there that exists.

    With `key=True` a mapping's entry is found at its key instead.
    """
    place = (root.line, root.column) if isinstance(root, Placed) else (1, 1)
    for step in loc:
        if isinstance(root, Mapping) and isinstance(step, str) and step in root:
            place, root = root.mark(step) if key else root.value_mark(step), root[step]
        elif isinstance(root, Sequence) and isinstance(step, int) and 0 <= step < len(root):
            place, root = root.mark(step), root[step]
        else:
            break
    return place


def line_and_column(place: int) -> tuple[int, int]:
    """Line and column, both from 1, of a place kept as one integer."""
    return (place >> BITS & _BELOW) + 1, (place & _BELOW) + 1
