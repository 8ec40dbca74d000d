"""What each command of `python -m posture` does, one function a command, each giving the exit code."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from shutil import copymode

from posture import quantities, schemas, suspicions
from posture.annotations import annotation
from posture.config import Legible, legible_config, read_config
from posture.editing.files import UNFINISHED, refusal
from posture.editing.tidying import tidy_reports, tidy_theatre
from posture.loading import load, report_paths, theatre_folders
from posture.problems import DataError, MiswrittenError, Problem
from posture.reading import read_bytes

ROOT = Path(__file__).resolve().parent.parent
Say = Callable[[str], None]  # prints a line
Show = Callable[[Problem, Path], str]  # the line that tells of a problem in a file
# How `format` and `schema` leave a file.
IN_ORDER, PUT_IN_ORDER, OUT_OF_ORDER, LEFT = "in order", "put in order", "out of order", "left alone"
UP_TO_DATE, WRITTEN, OUT_OF_DATE = "up to date", "written", "out of date"


def check(chosen: Namespace, say: Say) -> int:
    """Says every error and warning of the configuration and the theatres; 1 where there is an error.

    Raises MiswrittenError where there is no theatre.
    """
    show = annotation if chosen.format == "github" else lambda problem, _path: str(problem)
    today = chosen.today or datetime.now().astimezone().date()
    config, problems = legible_config(chosen.config)
    codes = []
    if problems:
        codes.append(_report(problems, "in the configuration", chosen.config.resolve().parent, show, say))
    for folder in map(Path.resolve, chosen.folders or _theatres()):
        found, where = _problems(folder, config, today)
        codes.append(_report(found, where, folder.parent, show, say))
    return max(codes)


def schema(chosen: Namespace, say: Say) -> int:
    """Writes each schema whose text is no longer what the model says; with `check` only says so, and gives 1.

    Raises DataError where the configuration cannot be read or a file cannot be written.
    """
    texts = {path: text.encode() for path, text in schemas.files(chosen.data, chosen.config).items()}
    ends: Counter[str] = Counter()
    for path, text in texts.items():
        before = path.read_bytes() if path.is_file() else None
        stale = before != text
        if stale and not chosen.check:
            _replace(path, before, text)
        end = UP_TO_DATE if not stale else OUT_OF_DATE if chosen.check else WRITTEN
        ends[end] += 1
        if stale:
            say(f"{end}: {_shown(path)}")
    return _tally(ends, "schema", OUT_OF_DATE, "python -m posture schema", say)


def tidy(chosen: Namespace, say: Say) -> int:
    """Brings files into the house order; 1 where one cannot be read or, with `check`, where one is out of order.

    Raises MiswrittenError where there is no theatre.
    """
    ends = Counter(_tidy(path, say, only_check=chosen.check) for path in _files(chosen.paths or _theatres()))
    code = _tally(ends, "file", OUT_OF_ORDER, "python -m posture format", say)
    return 1 if ends[LEFT] else code


def explain(chosen: Namespace, say: Say) -> int:
    """Says what a count means under each rulebook, in words and as an interval, and by which authority.

    Raises MiswrittenError where the text is no count, DataError where the configuration cannot be read.
    """
    count = quantities.parse(" ".join(chosen.count))
    books = read_config(chosen.config).rulebooks.values()
    meanings = [(book.label, quantities.explain(count, book), _interval(count.quantity(book))) for book in books]
    widths = [max(map(len, column)) for column in zip(*meanings, strict=True)]
    say(f"{count}:")
    for meaning in meanings:
        say("  ".join(("", *map(str.ljust, meaning, widths))).rstrip())
    say("after:")
    for book in books:
        say(f"  {book.label.ljust(widths[0])}  {book.citation}")
    return 0


def _theatres() -> list[Path]:
    if folders := theatre_folders(ROOT / "data"):
        return folders
    raise MiswrittenError("no theatre found", "make a folder in data/ that holds theatre.yaml")


def _problems(folder: Path, config: Legible, today: date) -> tuple[Iterable[Problem], str]:
    # What is wrong in a theatre, and what to call it.
    try:
        dataset = load(folder, config)
    except DataError as error:
        return error.problems, f"in {folder.name}"
    reports = len({entry.report.id for entry in dataset.entries})
    where = f"in {folder.name}: {len(dataset.entries):,} estimates of {reports:,} reports can be used"
    return [*dataset.errors, *suspicions.warnings(dataset, config, today)], where


def _report(problems: Iterable[Problem], where: str, folder: Path, show: Show, say: Say) -> int:
    problems = sorted(problems)
    for problem in problems:
        say(show(problem, folder / problem.file))
    errors = sum(problem.severity == "error" for problem in problems)
    say(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')} {where}")
    return 1 if errors else 0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield path / "theatre.yaml"
            yield from report_paths(path)
        else:
            yield path


def _tidy(path: Path, say: Say, *, only_check: bool) -> str:
    name = _shown(path)
    try:
        before = read_bytes(path, name)
        after = (tidy_theatre if path.name == "theatre.yaml" else tidy_reports)(before, name)
        if before == after:
            return IN_ORDER
        if not only_check:
            _replace(path, before, after)
    except DataError as error:
        for problem in error.problems:
            say(str(problem))
        return LEFT
    end = OUT_OF_ORDER if only_check else PUT_IN_ORDER
    say(f"{end}: {name}")
    return end


def _tally(ends: Counter[str], noun: str, bad: str, mending: str, say: Say) -> int:
    told = ", ".join(f"{_count(number, noun)} {end}" for end, number in ends.items())
    say(f"{told}; mend it with {mending}" if ends[bad] else told)
    return 1 if ends[bad] else 0


def _interval(quantity: quantities.Quantity) -> str:
    if not quantity.numeric:
        return "no number"
    percent = "%" * (quantity.kind == "share")
    low = "(open" if quantity.low is None else f"[{quantity.low:,}{percent}"
    high = "open)" if quantity.high is None else f"{quantity.high:,}{percent}]"
    return f"{low}, {high}"


def _replace(path: Path, before: bytes | None, after: bytes) -> None:
    # Whoever reads the file finds the old or the new one, whole. Raises DataError where it cannot be written, or
    # is no longer what it was before.
    path, name = path.resolve(), _shown(path)
    new = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, new)
        if before != (path.read_bytes() if path.exists() else None):
            raise refusal(name, "the file has just been changed by somebody else", "run the command again")
        new.replace(path)
    except OSError as error:
        raise refusal(name, f"the file cannot be written ({error.strerror})", "check its rights") from error
    finally:
        new.unlink(missing_ok=True)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
