"""What `python -m posture verify` and `python -m posture diff` do with snapshots that somebody kept."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from posture.commands import ROOT, Say
from posture.library import Library, Opened
from posture.loading import theatre_folders
from posture.problems import MiswrittenError, did_you_mean, quoted
from posture.snapshots.differences import Difference, says, table
from posture.snapshots.kept import Kept, read
from posture.snapshots.kept_files import NotOursError
from posture.snapshots.verification import between, since, verify
from posture.snapshots.writing import safe_csv

AGREES, DIFFERS, NOT_OURS = 0, 1, 2
LARGEST = 500_000_000  # bytes; at the command line a reader fills only their own memory
MOST_LINES = 200


def take_verify(parser: ArgumentParser) -> None:
    """The arguments of `verify`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV, zip or JSON snapshot")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the folder that holds the theatres")


def take_diff(parser: ArgumentParser) -> None:
    """The arguments of `diff`."""
    parser.add_argument("old", metavar="OLD", type=Path, help="a CSV, zip or JSON snapshot")
    parser.add_argument(
        "new", metavar="NEW", type=Path, help="a later one, or a theatre of data/ as it is now, or the folder of one"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="a file to write the differences to")


def verify_file(chosen: Namespace, say: Say) -> int:
    """Says whether a snapshot agrees with the dataset at hand; 1 where it differs, 2 where it is none of ours.

    Raises MiswrittenError where the dataset is not there, DataError where it cannot be read.
    """
    say = _harmless(say)
    try:
        kept = _kept(chosen.file)
    except NotOursError as error:
        say(str(error))
        return NOT_OURS
    opened = _opened(chosen.data, kept.theatre, chosen.config)
    verdict = verify(kept, opened)
    say(verdict.says)
    lines = [f"  no longer there: {name}" for name in verdict.missing]
    lines += [f"  not in the snapshot: {name}" for name in verdict.more]
    lines += [f"  {one.estimate_id}, {one.column}: {_cell(one.old)}, now {_cell(one.new)}" for one in verdict.cells]
    _lines(lines, say)
    for note in (*verdict.notes, *_unsound(opened)):
        say(note)
    return AGREES if verdict.agrees else DIFFERS


def diff(chosen: Namespace, say: Say) -> int:
    """Says what changed from a snapshot to another, or to a theatre as it is now; 1 where anything did, 2 as above.

    With `csv` the differences are written to a file as well. Raises as `verify_file` does.
    """
    say = _harmless(say)
    try:
        found, notes = _compared(chosen)
    except NotOursError as error:
        say(str(error))
        return NOT_OURS
    say(says(found))
    _lines([_line(one) for one in found], say)
    for note in notes:
        say(note)
    if chosen.csv:
        _write(chosen.csv, safe_csv(table(found)))
    return DIFFERS if found else AGREES


def _compared(chosen: Namespace) -> tuple[list[Difference], tuple[str, ...]]:
    old = _kept(chosen.old)
    for folder in (chosen.new.resolve(), ROOT / "data" / chosen.new):
        if (folder / "theatre.yaml").is_file():
            _same_theatre(old.theatre, folder.name)
            opened = _opened(folder.parent, folder.name, chosen.config)
            found, notes = since(old, opened)
            return found, (*notes, *_unsound(opened))
    new = _kept(chosen.new)
    _same_theatre(old.theatre, new.theatre)
    return between(old, new)


def _same_theatre(old: str, new: str) -> None:
    if old and new and old != new:
        found = f"the old one is of {quoted(old)}, the new one of {quoted(new)}"
        raise MiswrittenError(found, "compare snapshots of one theatre")


def _kept(path: Path) -> Kept:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise MiswrittenError(f"{path} cannot be read ({error.strerror})", "check its name and its rights") from error
    return read(data, path.name, LARGEST)


def _opened(data: Path, key: str, config: Path) -> Opened:
    known = [folder.name for folder in theatre_folders(data)]
    if not key and len(known) == 1:  # a snapshot without rows names none
        key = known[0]
    # The name comes from the file, so nothing but a theatre that is there may be opened.
    if key not in known:
        raise MiswrittenError(f"there is no theatre {quoted(key)}", did_you_mean(key, known))
    return Library(data, config).open(key, datetime.now().astimezone().date())


def _unsound(opened: Opened) -> Sequence[str]:
    errors = len(opened.problems)
    return [f"The dataset has errors ({errors:,}); what they keep out counts as missing."] if errors else []


def _harmless(say: Say) -> Say:
    # A file may hold what a terminal obeys, such as colours, titles and text that runs backwards.
    return lambda line: say("".join(letter if letter.isprintable() else " " for letter in line))


def _lines(lines: Sequence[str], say: Say) -> None:
    for line in lines[:MOST_LINES]:
        say(line)
    if len(lines) > MOST_LINES:
        say(f"  … and {len(lines) - MOST_LINES:,} more")


def _line(one: Difference) -> str:
    what = one.column or "figure"
    changed = ", now ".join(_cell(text) for text in (one.old, one.new)) if one.column else _cell(one.old or one.new)
    reason = f" ({one.reason})" if one.reason else ""
    return (
        f"  {one.kind}: {one.estimate_id}, {what}: {changed}{reason}; {', '.join(filter(None, (one.source, one.url)))}"
    )


def _cell(text: str) -> str:
    return " ".join(text.split()) or "nothing"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        found = f"{path} cannot be written ({error.strerror})"
        raise MiswrittenError(found, "check the rights of its folder") from error
