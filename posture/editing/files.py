"""The files of a theatre that may be written: which they are, and how several are replaced whole.

A file is written beside the one that it replaces and moved over it, so that a crash at any moment leaves the old one
or the new one. What a crash leaves beside them has a name that no reader of the theatre looks at.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from posture.loading import name_of
from posture.problems import DataError, Problem
from posture.reading import read_bytes

THEATRE_FILE = "theatre.yaml"
SCHEMA_FILE = "reports.schema.json"
UNFINISHED = ".posture-save"  # how the names of new files end until they are moved

_PART = re.compile(r'[^\0-\x1f\x7f\\/:*?"<>|.#~][^\0-\x1f\x7f\\/:*?"<>|]*')

# The bytes of files before (None: there is no such file) and after.
Changes = Mapping[Path, tuple[bytes | None, bytes]]


def place(folder: Path, file: str) -> Path:
    """The path of a file of a theatre, named from its folder on.

    Raises DataError where it is neither the theatre file nor a reports file, or where a link leads elsewhere.
    """
    parts = PurePosixPath(file).parts
    if file != THEATRE_FILE:
        lawful = len(parts) > 1 and parts[0] == "reports" and "/".join(parts) == file
        if not (lawful and file.endswith((".yaml", ".yml")) and all(map(_PART.fullmatch, parts))):
            raise refusal(file, "this is no reports file", "name one such as reports/2018.yaml")
    path = folder / file
    if path.is_symlink() or Path(os.path.realpath(path)) != Path(os.path.realpath(folder), *parts):
        raise refusal(file, "this is a link, or it stands below one", "put the file itself in its place")
    return path


def bytes_of(path: Path, folder: Path) -> bytes | None:
    """What stands in a file of the theatre, None where there is no such file. Raises DataError as reading does."""
    return read_bytes(path, name_of(path, folder)) if path.exists() else None


def first_line(path: Path, folder: Path) -> bytes | None:
    """How a new reports file begins: with the theatre's schema, where there is one, for editors that know schemas."""
    schema = folder / SCHEMA_FILE
    if not schema.exists():
        return None
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}\n".encode()


def replace_all(changes: Changes, folder: Path) -> bool:
    """The files now hold what they should, or none does because one is no longer as it was before: then false.

    They are moved one after the other, in the order given. Raises DataError where one cannot be written.
    """
    moved: list[str] = []
    try:
        for path, (_, after) in changes.items():
            with _told(path, folder, moved):
                _write_beside(path, after)
        if any(bytes_of(path, folder) != before for path, (before, _) in changes.items()):
            return False
        for path in changes:
            with _told(path, folder, moved):
                unfinished(path).replace(path)
                moved.append(name_of(path, folder))
                sync_folder(path.parent)
    finally:
        for path in changes:
            if unfinished(path).exists():
                unfinished(path).unlink()
    return True


def clear(folder: Path) -> None:
    """What a crash left of files that were being saved is gone. Raises DataError where it cannot be removed."""
    for path in folder.rglob(f".*{UNFINISHED}"):
        with _told(path, folder, ()):
            path.unlink()


def unfinished(path: Path) -> Path:
    """Where a file stands until it is moved to its place."""
    return path.with_name(f".{path.name}{UNFINISHED}")


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk."""
    if os.name == "nt":  # Windows opens no folders
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def refusal(file: str, found: str, write: str) -> DataError:
    """What is wrong with a whole file."""
    return DataError([Problem(file, 0, 0, found, write)])


@contextmanager
def _told(path: Path, folder: Path, moved: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        outcome = f"only {' and '.join(moved)} changed" if moved else "nothing has changed"
        found = f"the file cannot be written ({error.strerror})"
        raise refusal(name_of(path, folder), found, f"check rights and space; {outcome}") from error


def _write_beside(path: Path, data: bytes) -> None:
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        sync_folder(path.parent.parent)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only")
    with unfinished(path).open("xb") as file:
        if path.exists():
            unfinished(path).chmod(stat.S_IMODE(path.stat().st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
