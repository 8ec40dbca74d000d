"""How files look, so that a change is seen without reading them."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from posture.problems import DataError
from posture.reading import read_bytes

TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system; within it two saves may bear the same time


class Stamp(NamedTuple):
    """What changes when a file does: written in place, renamed over, or given other rights.

    The digest is that of a file so young when it was first seen that another save could hide in its times.
    """

    written: int
    touched: int
    size: int
    inode: int
    digest: bytes


class Stamps:
    """The stamps of files, as they were last looked at; `clock` tells the nanoseconds since 1970."""

    def __init__(self, clock: Callable[[], int]):
        self._clock = clock
        self._held: dict[Path, tuple[Stamp, bool]] = {}

    def of(self, path: Path) -> Stamp | None:
        """The stamp of a file as it looks now; None where there is none."""
        now = self._clock()
        try:
            seen = path.stat()
        except OSError:
            return None
        stamp = Stamp(seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino, b"")
        held, settled = self._held.get(path, (stamp, False))
        same = held._replace(digest=b"") == stamp
        if same and settled:
            return held
        young = min(abs(now - stamp.written), abs(now - stamp.touched)) < TICK
        if young or (same and held.digest):
            stamp = stamp._replace(digest=_digest(path))
        self._held[path] = stamp, not young
        return stamp


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(read_bytes(path, path.name)).digest()
    except DataError:
        return b""
