"""What saving would do, told before anything is written: the diff, the dataset, what is new in it, the charts."""

import operator
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import indent

from posture import suspicions
from posture.config import Config
from posture.editing import moves
from posture.editing.edits import AddEntry, AddReport, Edit, changed
from posture.editing.patches import patch
from posture.editing.records import record_text
from posture.editing.writing import entry_text, report_text
from posture.library import Opened
from posture.loading import Dataset, load, name_of
from posture.problems import Problem
from posture.rulebooks import Rulebook
from posture.table import table


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file before (None: there is none) and after."""

    name: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Preview:
    """What saving would do.

    `patch` is taken by `git apply` and `patch -p1` in the folder above that of the theatres; `yaml` is the text of
    what is new or corrected alone. `problems` and `warnings` are those that the dataset does not have today.
    """

    files: tuple[Rewritten, ...]
    patch: str
    yaml: str
    dataset: Dataset
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    moves: tuple[moves.Move, ...]


def preview(
    folder: Path,
    edits: Sequence[Edit],
    config: Config,
    rulebook: Rulebook,
    glance: moves.Glance,
    *,
    today: date,
    opened: Opened | None = None,
) -> Preview:
    """What the edits would do to a theatre as it stands on disk; `today` is the day that dates are held against.

    `opened` is the theatre as it is open, where it is at hand: what still stands like that is not worked out again.
    Raises DataError where a file cannot be read or changed, Conflict where a record is not as its editor saw it.
    """
    files = changed(folder, edits)
    was = _standing(folder, config, opened)
    now = load(folder, config, {path: after for path, (_, after) in files.items()}, was.dataset)
    names = {path: name_of(path, folder) for path in files}
    suspicious = was.warnings if was.told_on == today else suspicions.warnings(was.dataset, config, today)
    return Preview(
        files=tuple(
            Rewritten(names[path], before.decode() if before is not None else None, after.decode())
            for path, (before, after) in files.items()
        ),
        patch="".join(patch(f"{folder.parent.name}/{names[path]}", *files[path]) for path in sorted(files)),
        yaml="\n".join(_text(edit, folder, files) for edit in edits),
        dataset=now,
        problems=_new(was.dataset.errors, now.errors),
        warnings=_new(suspicious, suspicions.warnings(now, config, today)),
        moves=tuple(moves.moves(was.rows(rulebook), table(now, config, rulebook), now.theatre, config, glance)),
    )


def _standing(folder: Path, config: Config, opened: Opened | None) -> Opened:
    """The theatre as it stands on disk: the one that is open where that is the same."""
    if opened is None or opened.config is not config:
        return Opened(load(folder, config), config)
    dataset = load(folder, config, before=opened.dataset)
    held, read = ((one.theatre_file, *one.read_from) for one in (opened.dataset, dataset))
    same = len(held) == len(read) and all(map(operator.is_, held, read))
    return opened if same else Opened(dataset, config)


def _text(edit: Edit, folder: Path, files: dict[Path, tuple[bytes | None, bytes]]) -> str:
    """What the edit writes, by itself."""
    if isinstance(edit, AddReport):
        return report_text(edit.report)
    if isinstance(edit, AddEntry):
        return f"{edit.section}:\n{indent(entry_text(edit.key, edit.record), '  ')}"
    _, after = files.get(folder / edit.file, (None, b""))
    return record_text(after, edit.record, edit.file) + "\n" if after else ""


def _new(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that were not there before; lines move, so they are no part of what makes two problems one."""
    standing = Counter(_told(problem) for problem in before)
    found = []
    for problem in after:
        standing[_told(problem)] -= 1
        if standing[_told(problem)] < 0:
            found.append(problem)
    return tuple(found)


def _told(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.found, problem.write
