"""What was saved, by whom and when: a line in the theatre's log, or a commit where its folder is a git checkout."""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from posture.editing.files import sync_folder

LOG_FILE = "log.jsonl"
SECONDS_FOR_GIT = 60  # its hooks included

_LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}  # which JSON leaves as they are
_NO_NAME = re.compile(r"[<>\0-\x1f\x7f\ud800-\udfff]+")
# What git sets for its hooks, in one of which this program may run: another checkout would be meant.
_LEADING_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_CRUD = " .,:;\"'\\"  # of which git makes no name
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class GitError(Exception):
    """What was saved could not be committed; the text says why."""


@dataclass(frozen=True)
class Line:
    """One save: `when` in ISO 8601 with its offset, `before` and `after` the SHA-256 of each file (None: no such file).

    Files are named from the theatre's folder on; records are ids of reports and estimates, or section and key.
    """

    when: str
    who: str
    what: str
    files: Sequence[str]
    records: Sequence[str]
    before: dict[str, str | None]
    after: dict[str, str]


def append(folder: Path, line: Line) -> None:
    """The line stands at the end of the log. Raises OSError where it cannot be written."""
    path = folder / LOG_FILE
    text = json.dumps(asdict(line), ensure_ascii=False).translate(_LINE_ENDS)
    opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        size = os.fstat(opened).st_size
        os.lseek(opened, max(size - 1, 0), os.SEEK_SET)
        # A crash may have cut the last line short.
        begin = "" if os.read(opened, 1) in (b"", b"\n") else "\n"
        data = f"{begin}{text}\n".encode(errors="backslashreplace")
        if os.write(opened, data) != len(data):
            os.ftruncate(opened, size)
            raise OSError(0, "no space is left for the log")
        os.fsync(opened)
    finally:
        os.close(opened)
    if not size:
        sync_folder(folder)


def commit(folder: Path, files: Sequence[str], *, who: str, what: str, when: datetime) -> str:
    """The hash of a commit of these files alone; whatever else is staged stays staged.

    Raises GitError where there is no checkout, or where git or one of its hooks refuses.
    """
    _git(folder, "add", "--", *files)
    message = what.replace("\0", "").strip() or "Save"
    options = ("--quiet", "--only", "--cleanup=whitespace", "--file=-", f"--date={when.isoformat()}")
    _git(folder, "commit", *options, f"--author={_author(who)}", "--", *files, text=message)
    return _git(folder, "rev-parse", "HEAD")


def _author(who: str) -> str:
    found = _ADDRESS.search(who)
    address = found[0] if found else ""
    name = " ".join(_NO_NAME.sub(" ", who.replace(f"<{address}>", "")).split())
    return f"{name.strip(_CRUD) or 'unknown'} <{_NO_NAME.sub('', address)}>"


def _git(folder: Path, *arguments: str, text: str = "") -> str:
    environment = {name: one for name, one in os.environ.items() if name not in _LEADING_ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", *arguments],  # noqa: S607 (the one on the path, as everybody has it)
            cwd=folder,
            env={**environment, "GIT_TERMINAL_PROMPT": "0"},
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS_FOR_GIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git could not be run: {error}") from error
    if done.returncode:
        raise GitError((done.stderr.strip() or done.stdout.strip() or "git failed").splitlines()[-1])
    return done.stdout.strip()
