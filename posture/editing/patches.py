"""The difference of a file as a unified diff that `git apply` and `patch -p1` take, to the last byte."""

import re
from collections.abc import Iterator
from difflib import unified_diff

CONTEXT = 3
HUNK = re.compile(r"@@ -([0-9]+)(,[0-9]+)? \+([0-9]+)(,[0-9]+)? @@")
NO_END = "\n\\ No newline at end of file\n"
ODD = re.compile(r'["\\\x00-\x1f\x7f]')


def patch(name: str, before: bytes | None, after: bytes) -> str:
    """What turns a file into another, its name given from the root of the repository; empty where nothing changes.

    `before` is None for a file that is not there yet. Both are UTF-8.
    """
    if before == after:
        return ""
    old, new = (_lines((content or b"").decode()) for content in (before, after))
    begun, made = _name(f"a/{name}"), _name(f"b/{name}")
    header = f"diff --git {begun} {made}\n"
    header += "new file mode 100644\n--- /dev/null\n" if before is None else f"--- {begun}{_tab(name)}\n"
    return header + f"+++ {made}{_tab(name)}\n" + "".join(_hunks(old, new))


def _hunks(old: list[str], new: list[str]) -> Iterator[str]:
    # What is alike on both sides is cut first: difflib takes seconds for ten thousand lines.
    skipped = max(_alike(old, new) - CONTEXT, 0)
    old, new = old[skipped:], new[skipped:]
    rest = max(_alike(old[::-1], new[::-1]) - CONTEXT, 0)
    old, new = old[: len(old) - rest], new[: len(new) - rest]
    for line in list(unified_diff(old, new, n=CONTEXT))[2:]:
        if line.startswith("@@"):
            yield HUNK.sub(lambda hunk: f"@@ -{_from(hunk, 1, skipped)} +{_from(hunk, 3, skipped)} @@", line)
        else:
            yield line if line.endswith("\n") else line + NO_END


def _from(hunk: re.Match[str], group: int, skipped: int) -> str:
    return f"{int(hunk[group]) + skipped}{hunk[group + 1] or ''}"


def _alike(old: list[str], new: list[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _lines(text: str) -> list[str]:
    """The lines as git counts them, each with its end."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _name(name: str) -> str:
    """The name as git writes it: in quotes where it holds a character that would end it."""
    return '"' + ODD.sub(lambda odd: f"\\{ord(odd[0]):03o}", name) + '"' if ODD.search(name) else name


def _tab(name: str) -> str:
    return "\t" if " " in name else ""
