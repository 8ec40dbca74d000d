"""Saving: edits are applied to the files as they are now, the whole theatre is checked, and only then is it written.

One process at a time saves to a theatre. Nothing is written where the theatre would have an error that it did not
have before.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from posture.config import Config
from posture.editing import journal
from posture.editing.edits import Edit, changed
from posture.editing.files import SCHEMA_FILE, THEATRE_FILE, Changes, bytes_of, clear, refusal, replace_all
from posture.loading import Dataset, load
from posture.problems import DataError, Problem
from posture.schemas import printed, reports_schema

LOCK_FILE = ".posture-lock"
SECONDS_TO_WAIT = 30  # for others who are saving
ATTEMPTS = 5  # at a file that an editor saves over and over

_LINE_NUMBER = re.compile(r"(?<=:)[0-9]+$")


@dataclass(frozen=True)
class Saved:
    """What was saved: the names of files and records, the hash of the commit where there is one, and the dataset.

    `trouble` says what failed beside the saving itself, such as git; it is empty where nothing did.
    """

    files: tuple[str, ...]
    records: tuple[str, ...]
    dataset: Dataset
    commit: str = ""
    trouble: str = ""


def save(
    folder: Path, edits: Sequence[Edit], config: Config, *, who: str, what: str, when: datetime, commit: bool = False
) -> Saved:
    """The edits stand in the files of the theatre's folder, and in its log or, with `commit`, in git.

    Raises Conflict where a record is not as its editor saw it, and DataError where the theatre would have new errors
    or a file cannot be written. Either way nothing has changed.
    """
    with _alone(folder):
        clear(folder)
        for _ in range(ATTEMPTS):
            changes: Changes = changed(folder, edits)
            dataset = _checked(folder, config, changes)
            changes = _with_schema(folder, config, dataset, changes)
            if replace_all(changes, folder):
                break
        else:
            found = "its files change faster than they can be saved"
            raise refusal(folder.name, found, "close them elsewhere, and save again")
        files = tuple(path.relative_to(folder).as_posix() for path in changes)
        saved = Saved(files, tuple(dict.fromkeys(edit.touches for edit in edits)), dataset)
        return _noted(folder, saved, _line(saved, changes, who, what, when), when if commit else None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if not (folder / THEATRE_FILE).is_file():
        raise refusal(folder.name, "there is no theatre file", f"write {THEATRE_FILE} first")
    lock = FileLock(folder / LOCK_FILE, timeout=SECONDS_TO_WAIT, poll_interval=0.01)
    try:
        lock.acquire()
    except Timeout as error:
        raise refusal(folder.name, "somebody else is saving, and does not end", "save again later") from error
    except OSError as error:
        found = f"the folder cannot be written ({error.strerror})"
        raise refusal(folder.name, found, "check its rights; nothing has changed") from error
    try:
        yield
    finally:
        lock.release()


def _checked(folder: Path, config: Config, changes: Changes) -> Dataset:
    """The dataset that there would be. Raises DataError where it has errors that the one before does not have."""
    try:
        dataset = load(folder, config, {path: after for path, (_, after) in changes.items()})
    except DataError as error:
        # Without a theatre file nothing can be checked, so old errors of it stand in the way too.
        raise DataError(_new(error.problems, _errors(folder, config)) or error.problems) from error
    if dataset.errors and (problems := _new(dataset.errors, _errors(folder, config))):
        raise DataError(problems)
    return dataset


def _errors(folder: Path, config: Config) -> Iterable[Problem]:
    try:
        return load(folder, config).errors
    except DataError as error:
        return error.problems


def _new(after: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """The problems of which there are more than before; lines may have moved meanwhile."""
    more = Counter(map(_sameness, after)) - Counter(map(_sameness, before))
    return [problem for problem in after if _sameness(problem) in more]


def _sameness(problem: Problem) -> tuple[str, str]:
    return problem.file, _LINE_NUMBER.sub("", problem.found)


def _with_schema(folder: Path, config: Config, dataset: Dataset, changes: Changes) -> Changes:
    """The changes in the order in which a crash between two of them leaves a lawful theatre, with its schema's.

    An originator may stand there before a report names it, and not the other way round.
    """
    theatre, schema = folder / THEATRE_FILE, folder / SCHEMA_FILE
    if theatre not in changes:
        return changes
    first = {theatre: changes[theatre]}
    if schema.exists():
        text = printed(reports_schema(dataset.theatre, config))
        first[schema] = bytes_of(schema, folder), text.encode()
    return first | dict(changes)


def _line(saved: Saved, changes: Changes, who: str, what: str, when: datetime) -> journal.Line:
    before, after = ({}, {})
    for name, (old, new) in zip(saved.files, changes.values(), strict=True):
        before[name] = None if old is None else hashlib.sha256(old).hexdigest()
        after[name] = hashlib.sha256(new).hexdigest()
    moment = when.astimezone().isoformat(timespec="seconds")
    return journal.Line(moment, who, what, saved.files, saved.records, before, after)


def _noted(folder: Path, saved: Saved, line: journal.Line, committed_at: datetime | None) -> Saved:
    """The same, noted in git or in the log. What is saved stays, whatever happens here."""
    if not saved.files:
        return saved
    troubles = []
    if committed_at is not None:
        try:
            made = journal.commit(folder, saved.files, who=line.who, what=line.what, when=committed_at)
            return replace(saved, commit=made)
        except journal.GitError as error:
            troubles.append(f"saved, but not committed: {error}")
    try:
        journal.append(folder, line)
    except OSError as error:
        troubles.append(f"saved, but not noted in {journal.LOG_FILE}: {error.strerror}")
    return replace(saved, trouble="; ".join(troubles))
