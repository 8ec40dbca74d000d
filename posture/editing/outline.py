"""Which lines of a YAML text belong to which key and entry, with the comments beside them.

Lines are counted from 0, and an end is the line behind the last one. The text is one that `posture.reading`
accepts, each line ended by a line feed.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from posture.editing.spans import Node, compose
from posture.problems import Problem

BLOCK_TEXT = ("|", ">")


@dataclass(frozen=True, slots=True)
class Part:
    """A key with its value, or an entry of a list: its lines, and above them blank ones and those that speak of it."""

    name: str
    value: Node
    blank: int
    lead: list[str]
    begin: int
    end: int


def odd(text: str, name: str) -> Iterator[Problem]:
    """What keeps the lines of a text, which problems call `name`, from changing places one by one."""
    outline = Outline(text)
    for node in _nodes(outline.root):
        line, column = outline.line(node), outline.column(node)
        header = outline.lines[line][column:].partition(" ")[0] if node.style in BLOCK_TEXT else ""
        if "+" in header:
            found = f"a text that takes in the blank lines below it ({header})"
            yield Problem(name, line + 1, column + 1, found, f"write {header.replace('+', '')}")
        if in_block(node) and any(outline.column(key) != column for key, _ in node.fields.values()):
            found, write = "a key behind a question mark", "write the key, a colon and its value"
            yield Problem(name, line + 1, column + 1, found, write)


class Outline:
    """The lines of a text, without spaces at their ends where these are no part of a value, and what they hold."""

    def __init__(self, text: str):
        self.root = compose(text)
        self.lines = text.split("\n")[:-1]
        self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self._strip_spaces()
        while len(self.lines) > self._behind(self.root) and not self.lines[-1]:
            self.lines.pop()

    def line(self, node: Node) -> int:
        """The line in which a node begins."""
        return bisect_right(self._starts, node.start) - 1

    def column(self, node: Node) -> int:
        """The column in which a node begins, from 0."""
        return node.start - self._starts[self.line(node)]

    def top(self) -> int:
        """Where the lines end that stay on top of the file: its directives and its first comments."""
        begin = self.line(self.root)
        marks = [number for number in range(begin) if self.lines[number].startswith(("---", "%"))]
        end = marks[-1] + 1 if marks else self._next_line(0)
        while end < begin and self.lines[end]:
            end += 1
        return end

    def parts(self, block: Node, start: int, stop: int) -> Iterator[Part]:
        """What a list or mapping in block style consists of, in order; all of it stands from `start` to `stop`."""
        values = [*block.items, *(value for _, value in block.fields.values())]
        names = [*block.fields] or [""] * len(values)
        for position, (name, value) in enumerate(zip(names, values, strict=True)):
            first, begin = self._next_line(start), self._next_content(start)
            last = position == len(values) - 1
            end = self.end(value, stop if last else self._next_content(self._behind(value)))
            yield Part(name, value, first - start, self.lines[first:begin], begin, end)
            start = end

    def end(self, value: Node, stop: int) -> int:
        """Where the lines of a value end that is followed by something in line `stop`.

        A comment behind a mapping belongs to it as long as it is indented like its keys.
        """
        end, column = self._behind(value), self._column_of_keys(value)
        for number in range(end, stop):
            line = self.lines[number]
            if line and indent(line) < column:
                break
            end = number + 1 if line else end
        return end

    def _behind(self, value: Node) -> int:
        # The line behind the last one with content, comments aside.
        return bisect_right(self._starts, value.end)

    def _column_of_keys(self, node: Node) -> float:
        # Of the outermost mapping in block style that ends where the node ends.
        while in_block(node):
            if node.kind == "mapping":
                return self.column(node)
            node = node.items[-1]
        return inf

    def _next_line(self, number: int) -> int:
        while not self.lines[number]:
            number += 1
        return number

    def _next_content(self, number: int) -> int:
        while not self.lines[number].strip() or self.lines[number].lstrip().startswith("#"):
            number += 1
        return number

    def _strip_spaces(self) -> None:
        kept = {number for text in self.root.leaves() for number in self._inside(text)}
        for number, line in enumerate(self.lines):
            if number not in kept:
                self.lines[number] = line.rstrip(" \t")

    def _inside(self, text: Node) -> range:
        # The lines whose ends stand inside a text.
        begin, behind = self.line(text), self._behind(text)
        return range(begin + 1, behind) if text.style in BLOCK_TEXT else range(begin, behind - 1)


def in_block(node: Node) -> bool:
    """Whether it is a list or mapping without brackets and braces, whose parts have lines of their own."""
    return node.kind != "text" and not node.flow


def indent(line: str) -> int:
    """The spaces before the first sign of a line."""
    return len(line) - len(line.lstrip(" "))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.items, *(value for _, value in node.fields.values())):
        yield from _nodes(child)
