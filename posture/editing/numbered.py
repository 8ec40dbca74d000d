"""The fields of a form as if each stood in a line of its own: what is found in a line is told at its field.

So a form is judged by the very model and checks that judge a file.
"""

from dataclasses import dataclass, field
from typing import Any

from posture.placed import BITS, Mapping, Sequence

Where = tuple[str | int, ...]  # the way to a field of a form, as in ("estimates", 0, "count")


@dataclass
class Lines:
    """Which line stands for which field."""

    # The first line is nobody's: what is found there is not about the form.
    _fields: list[Where] = field(default_factory=lambda: [()])

    def numbered(self, record: dict[str, Any], where: Where = ()) -> Mapping:
        """The record with everything in it in a line of its own."""
        return self._mapping(record, where, self._line(where))

    def at(self, line: int) -> Where:
        """The field that stands in a line."""
        return self._fields[line - 1]

    def _placed(self, value: Any, where: Where) -> tuple[Any, int]:
        place = self._line(where)
        if isinstance(value, dict):
            return self._mapping(value, where, place), place
        if isinstance(value, list):
            return self._sequence(value, where, place), place
        return value, place

    def _line(self, where: Where) -> int:
        """The place of a new line, which stands for a field."""
        self._fields.append(where)
        return len(self._fields) - 1 << BITS

    def _mapping(self, value: dict[str, Any], where: Where, place: int) -> Mapping:
        node = Mapping(place)
        for key, each in value.items():
            node[key], at = self._placed(each, (*where, key))
            node.marks[key] = at << BITS << BITS | at
        return node

    def _sequence(self, value: list[Any], where: Where, place: int) -> Sequence:
        node = Sequence(place)
        for number, each in enumerate(value):
            one, at = self._placed(each, (*where, number))
            node.append(one)
            node.marks.append(at)
        return node
