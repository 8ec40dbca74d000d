"""Changes to one mapping in a YAML text: a field gets another value, is added or is taken out; the rest stays.

Every function takes the text of which the mapping is the whole content and gives the changed text. What stood
there as a comment is kept, where need be on a line of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from posture.editing.spans import Node, comments, compose, rest_of_line, start_of_line
from posture.editing.writing import STATUS_ORDER, is_empty, scalar, value


def change(text: str, fields: Mapping[str, Any], order: Sequence[str], line_end: str) -> str:
    """The text with these fields changed, added where `order` wants them, or taken out where they are empty."""
    for key, content in fields.items():
        mapping = compose(text)
        standing = mapping.fields.get(key)
        if is_empty(content):
            text = _without(text, mapping, key, line_end) if standing else text
        elif standing is None:
            written = f"{scalar(key, flow=mapping.flow)}: {value(content, key, flow=mapping.flow)}"
            text = add(text, mapping, written, predecessor(mapping, key, order), line_end)
        elif standing[1].value != plain(content):
            text = _changed(text, mapping, key, content, line_end)
    return text


def plain(content: Any) -> Any:
    """What the reader gives for a value that was written."""
    if isinstance(content, Mapping):
        return {key: plain(one) for key, one in content.items() if not is_empty(one)}
    if isinstance(content, list | tuple):
        return [plain(one) for one in content]
    return str(content).lower() if isinstance(content, bool) else str(content)


def add(text: str, mapping: Node, written: str, behind: str | None, line_end: str) -> str:
    """The text with a written field behind that of the key `behind`, or first of all where it is None.

    What is written may have several lines, without an indent of their own; in braces it has one.
    """
    if mapping.flow:
        return _add_in_braces(text, mapping, written, behind, line_end)
    indent = _indent(text, mapping)
    lines = f"{line_end}{indent}".join(written.split("\n"))
    if behind is None:
        return f"{text[: mapping.start]}{lines}{line_end}{indent}{text[mapping.start :]}"
    end = rest_of_line(text, mapping.fields[behind][1].end)
    return f"{text[:end]}{line_end}{indent}{lines}{text[end:]}"


def append(text: str, written: str, line_end: str) -> str:
    """The text with a written field behind all others."""
    mapping = compose(text)
    return add(text, mapping, written, next(reversed(mapping.fields), None), line_end)


def cut(text: str, node: Node) -> str:
    """The text of a mapping alone, at the column at which it stands, with the comment behind it."""
    return _indent(text, node) + text[node.start : _end(text, node)]


def put(text: str, node: Node, changed: str) -> str:
    """The text in which the mapping is changed to what became of its `cut`."""
    return text[: node.start] + changed[len(_indent(text, node)) :] + text[_end(text, node) :]


def predecessor(mapping: Node, key: str, order: Sequence[str]) -> str | None:
    """The key behind which a new one belongs: the last of those before it in the order that there are."""
    if key not in order:
        return next(reversed(mapping.fields), None)
    before = order[: order.index(key)]
    return next((one for one in reversed(before) if one in mapping.fields), None)


def _end(text: str, node: Node) -> int:
    return node.end if node.flow else rest_of_line(text, node.end)


def _indent(text: str, node: Node) -> str:
    return " " * (node.start - start_of_line(text, node.start))


def _add_in_braces(text: str, mapping: Node, written: str, behind: str | None, line_end: str) -> str:
    if behind is None:
        comma = ", " if mapping.fields else ""
        return f"{text[: mapping.start + 1]}{written}{comma}{text[mapping.start + 1 :]}"
    key, content = mapping.fields[behind]
    begin = text[start_of_line(text, key.start) : key.start]
    between = f",{line_end}{begin}" if begin.isspace() else ", "
    return f"{text[: content.end]}{between}{written}{text[content.end :]}"


def _changed(text: str, mapping: Node, key: str, content: Any, line_end: str) -> str:
    name, standing = mapping.fields[key]
    if isinstance(content, Mapping) and standing.kind == "mapping":
        fields = dict.fromkeys(standing.fields) | dict(content)
        return put(text, standing, change(cut(text, standing), fields, STATUS_ORDER, line_end))
    written = value(content, key, flow=mapping.flow)
    lost = comments(text, name.end, standing.end, standing)
    in_line = start_of_line(text, name.end) == start_of_line(text, standing.start)
    if not lost and in_line and standing.start != standing.end:
        return text[: standing.start] + written + text[standing.end :]
    text = f"{text[: name.end]}: {written}{text[standing.end :]}"
    return _commented(text, name, lost, line_end)


def _commented(text: str, node: Node, lost: list[str], line_end: str) -> str:
    # A comment ends its line, so what it stands before goes on below it, at its own column.
    space = "" if text[: node.start][-1:].isspace() else " "
    kept = (f"{space}{comment}{line_end}{_indent(text, node)}" for comment in lost)
    return text[: node.start] + "".join(kept) + text[node.start :]


def _without(text: str, mapping: Node, key: str, line_end: str) -> str:
    fields = list(mapping.fields.values())
    position = list(mapping.fields).index(key)
    if mapping.flow:
        return _without_in_braces(text, fields, position, line_end)
    name, standing = fields[position]
    end = rest_of_line(text, standing.end)
    if kept := comments(text, name.end, end, standing):
        return text[: name.start] + f"{line_end}{_indent(text, name)}".join(kept) + text[end:]
    if position:
        above = text[: start_of_line(text, name.start)].removesuffix("\n").removesuffix("\r")
        return above + text[end:]
    # The mapping begins behind the dash of its entry, where its second key moves up.
    following = fields[1][0].start if len(fields) > 1 else end
    return text[: name.start] + text[following if text[end:following].isspace() else end :]


def _without_in_braces(text: str, fields: list[tuple[Node, Node]], position: int, line_end: str) -> str:
    name, standing = fields[position]
    if position:
        start, end = fields[position - 1][1].end, standing.end
    else:
        start, end = name.start, fields[1][0].start if len(fields) > 1 else standing.end
    lost = comments(text, start, end, Node(name.start, standing.end, "list", items=[name, standing]))
    kept = "".join(f" {comment}{line_end}{_indent(text, name)}" for comment in lost)
    return text[:start] + kept + text[end:]
