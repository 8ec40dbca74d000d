"""From the files of a theatre to a checked dataset, with every problem of every file."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from posture import checks, placed
from posture.complaints import complaints
from posture.config import Legible
from posture.model import Estimate, Report, Theatre, inherit
from posture.placed import locate
from posture.problems import DataError, Problem
from posture.readable import readable, readable_theatre
from posture.reading import bytes_in_place, parse
from posture.rereading import Known

NOTHING: Mapping[Path, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One estimate with the report that printed it, its full id and the place where it was typed."""

    id: str
    report: Report
    estimate: Estimate
    file: str
    source: placed.Mapping
    report_source: placed.Mapping
    unread: frozenset[str] = frozenset()  # keys that the model refuses, about which nothing more can be said

    @property
    def line(self) -> int:
        """The line of the file at which the estimate begins."""
        return self.source.line

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of the value of `key`, also where the report says it; `report.id` asks the report alone."""
        sources = (self.report_source,) if key.startswith("report.") else (self.source, self.report_source)
        for source in sources:
            if (name := key.removeprefix("report.")) in source:
                return source.value_mark(name)
        return sources[0].line, sources[0].column


@dataclass(frozen=True, slots=True)
class TheatreFile:
    """A theatre file; with `problems` the theatre is only what can be read of it, good for checks and nothing else."""

    name: str
    theatre: Theatre
    source: placed.Mapping
    digest: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportsFile:
    """What could be read of a reports file, and what could not.

    `refused` are the estimates of reports that the model refuses, as far as they can be read: they are checked like
    all others and never used; an id is empty where it cannot be read.
    """

    name: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    lost: tuple[str, ...] | None = ()  # ids of reports of which an estimate has no name; None where not even those
    refused: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A theatre with all its estimates that passed the checks, and the problems of those that did not."""

    key: str
    theatre: Theatre
    theatre_file: TheatreFile
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    read_from: tuple[ReportsFile, ...] = field(default=(), repr=False, compare=False)
    by_id: MappingProxyType[str, Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", MappingProxyType({entry.id: entry for entry in self.entries}))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep a record out of the dataset."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is lawful and suspicious."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def theatre_folders(data: Path) -> list[Path]:
    """The folders of `data` that are theatres: those which hold `theatre.yaml`, by name."""
    return sorted(path.parent for path in data.glob("*/theatre.yaml"))


def report_paths(folder: Path) -> list[Path]:
    """The reports files of a theatre, by name; editors' hidden and temporary files are none."""
    return sorted(
        path
        for path in folder.glob("reports/**/*.y*ml")
        if path.suffix in (".yaml", ".yml") and path.name[0] not in ".#"
    )


def name_of(path: Path, folder: Path) -> str:
    """The name of a file as problems print it: from the theatre's own folder on."""
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def read_theatre(path: Path, name: str, replaced: Mapping[Path, bytes] = NOTHING) -> TheatreFile:
    """The theatre of a file, or of the bytes in its place. Raises DataError with every problem of the file."""
    file = legible_theatre(path, name, replaced)
    if file.problems:
        raise DataError(file.problems)
    return file


def legible_theatre(
    path: Path, name: str, replaced: Mapping[Path, bytes] = NOTHING, before: TheatreFile | None = None
) -> TheatreFile:
    """As `read_theatre`, but what the model refuses stands in the problems; `before` itself where nothing has changed.

    Raises DataError where it cannot even be told what the theatre declares.
    """
    data = bytes_in_place(path, name, replaced)
    digest = hashlib.sha256(data).hexdigest()
    if before and before.digest == digest:
        return before
    source = parse(data, name)
    if not isinstance(source, placed.Mapping):
        found, write = "a theatre file is a mapping of keys", "begin with title: …"
        raise DataError([Problem(name, *locate(source, ()), found, write)])
    try:
        return TheatreFile(name, Theatre.model_validate(source), source, digest)
    except ValidationError as error:
        problems = tuple(complaints(error, Theatre, source, name))
        theatre = readable_theatre(source, error)
        if theatre is None:
            raise DataError(problems) from error
    return TheatreFile(name, theatre, source, digest, problems)


def read_reports(
    path: Path, name: str, replaced: Mapping[Path, bytes] = NOTHING, before: ReportsFile | None = None
) -> ReportsFile:
    """The reports of a file, or of the bytes in its place; what cannot be read stands in its problems.

    `before` is the same file as it was read last: only what has changed since is judged anew.
    """
    try:
        data = bytes_in_place(path, name, replaced)
        digest = hashlib.sha256(data).hexdigest()
        if before and before.digest == digest:
            return before
        source = parse(data, name)
    except DataError as error:
        return ReportsFile(name, problems=tuple(error.problems), lost=None)
    if not isinstance(source, placed.Sequence):
        found, write = "a reports file is a list of reports", "begin each report with - id: …"
        return ReportsFile(name, problems=(Problem(name, *locate(source, ()), found, write),), lost=None)
    read: list[Entry] = []
    problems: list[Problem] = []
    refused: list[Entry] = []
    lost: list[str] = []
    known = Known(before.entries if before else ())
    for position, report_source in enumerate(source):
        try:
            held = known.again(report_source)
            read += held or entries(Report.model_validate(report_source), report_source, name)
        except ValidationError as error:
            problems += complaints(error, Report, source, name, (position,))
            legible = [*_legible(report_source, error, name)]
            refused += legible
            if not (legible and all(entry.id for entry in legible)):
                lost.append(str(report_source.get("id", "")) if isinstance(report_source, dict) else "")
    return ReportsFile(name, tuple(read), tuple(problems), digest, tuple(lost), tuple(refused))


def assemble(folder: Path, theatre: TheatreFile, files: Iterable[ReportsFile], config: Legible) -> Dataset:
    """The dataset of a theatre: what passed the checks, with the errors of everything read.

    Raises DataError where the theatre file has problems, with these and all that the checks find beside them.
    """
    files = list(files)
    entries = tuple(entry for file in files for entry in file.entries)
    # The refused come last: where one of them and a sound one have the same id, it is told at the refused one.
    every = (*entries, *(entry for file in files for entry in file.refused))
    dataset = Dataset(folder.name, theatre.theatre, theatre, every)
    lost = None if any(file.lost is None for file in files) else {one for file in files for one in file.lost or ()}
    refused, errors = checks.errors(dataset, config, lost)
    if theatre.problems:
        raise DataError(sorted([*theatre.problems, *errors]))
    kept = tuple(entry for position, entry in enumerate(entries) if position not in refused)
    problems = sorted([*(problem for file in files for problem in file.problems), *errors])
    names = (theatre.name, *(file.name for file in files))
    return Dataset(folder.name, theatre.theatre, theatre, kept, tuple(problems), names, tuple(files))


def load(
    folder: Path, config: Legible, replaced: Mapping[Path, bytes] = NOTHING, before: Dataset | None = None
) -> Dataset:
    """The dataset of a theatre's folder, some of its files replaced by these bytes, or new ones beside them.

    `before` is the same theatre as it was read at some time: what says the same since then is not judged again.
    Raises DataError where the theatre file itself cannot be read.
    """
    theatre_path = folder / "theatre.yaml"
    paths = sorted({*report_paths(folder), *replaced} - {theatre_path})
    known = {file.name: file for file in before.read_from} if before else {}
    known_theatre = before.theatre_file if before else None
    names = {path: name_of(path, folder) for path in (theatre_path, *paths)}
    files = [read_reports(path, names[path], replaced, known.get(names[path])) for path in paths]
    try:
        theatre = legible_theatre(theatre_path, names[theatre_path], replaced, known_theatre)
        return assemble(folder, theatre, files, config)
    except DataError as error:
        raise DataError([*error.problems, *(problem for file in files for problem in file.problems)]) from error


def entries(report: Report, source: placed.Mapping, name: str) -> Iterator[Entry]:
    """The estimates of a report that was read from `source`, in a file that problems call `name`."""
    for estimate, estimate_source in zip(report.estimates, source["estimates"], strict=True):
        full = f"{report.id}/{estimate.id or '+'.join(estimate.force)}"
        yield Entry(full, report, inherit(report, estimate), name, estimate_source, source)


def _legible(source: placed.Value, error: ValidationError, name: str) -> Iterator[Entry]:
    """The estimates of a report that the model refuses, as far as they can be read."""
    if isinstance(source, placed.Mapping):
        report, parts = readable(source, error)
        for part in parts:
            yield Entry(part.id, report, part.estimate, name, part.source, source, part.unread)
