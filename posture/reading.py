"""YAML becomes plain texts, lists and mappings that know the line and column of everything in them.

Nothing is guessed: `9,000`, `no`, `010` and dates stay the text that was typed. What YAML would share, change
or lose without a word (anchors, aliases, tags, `<<`, a key that stands twice, a number cut at its comma) is
refused, with its place and what to write instead.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from yaml import MarkedYAMLError

from posture.building import Builder
from posture.placed import Value
from posture.problems import DataError, Problem
from posture.syntax import syntax_problem

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its stub hides it
except ImportError as error:
    raise ImportError("this PyYAML lacks libyaml: install it as a wheel, or build it with libyaml") from error

__all__ = ["LARGEST_FILE", "CParser", "parse", "read", "read_bytes"]

LARGEST_FILE = 20_000_000  # bytes


def read(path: Path, name: str | None = None) -> Value:
    """The content of a YAML file, which problems call `name`. Raises DataError with every problem found."""
    name = str(path) if name is None else name
    return parse(read_bytes(path, name), name)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, which problems call `name`. Raises DataError where it is missing or too large."""
    found, write = "this is no file", "put a file in its place"
    try:
        size = path.stat().st_size
        if size <= LARGEST_FILE and path.is_file():
            return path.read_bytes()
        if size > LARGEST_FILE:
            found, write = "the file is larger than 20 MB", "spread what it holds over several files"
    except OSError as error:
        found, write = f"the file cannot be read ({error.strerror})", "check its name and its rights"
    raise DataError([Problem(name, 0, 0, found, write)])


def bytes_in_place(path: Path, name: str, replaced: Mapping[Path, bytes]) -> bytes:
    """The bytes that stand in for a file, or else its own. Raises DataError as `read_bytes` does."""
    if path not in replaced:
        return read_bytes(path, name)
    if len(replaced[path]) > LARGEST_FILE:
        found, write = "the file would be larger than 20 MB", "begin another file"
        raise DataError([Problem(name, 0, 0, found, write)])
    return replaced[path]


def parse(data: bytes, name: str) -> Value:
    """The content of YAML text, which problems call `name`. Raises DataError with every problem found."""
    builder = Builder(name, data)
    builder.check_characters()
    try:
        with _collector_at_rest():
            builder.build(iter(CParser(builder.text).get_event, None))
    except MarkedYAMLError as error:
        builder.problems.append(syntax_problem(error, name, builder.lines))
    return builder.result()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    # The many new objects hold no cycle, and the collector would search them over and over.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
