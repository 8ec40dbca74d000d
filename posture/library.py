"""The theatres of a data folder, read when their files change, with the last good data kept while a file is broken."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

import pandas as pd

from posture import suspicions
from posture.config import Config, read_config
from posture.loading import (
    Dataset,
    ReportsFile,
    TheatreFile,
    assemble,
    legible_theatre,
    name_of,
    read_reports,
    report_paths,
    theatre_folders,
)
from posture.problems import DataError, Problem
from posture.progress import Progress, Tell, in_silence
from posture.rulebooks import Rulebook
from posture.stamps import Stamp, Stamps
from posture.table import table

T = TypeVar("T")
Read = TypeVar("Read", TheatreFile, ReportsFile)
WAITS = 0.2  # seconds, between two looks at how far another reader is


@dataclass(frozen=True, slots=True)
class Version:
    """The theatres that there are and how the files of one look: equal for as long as nothing changes."""

    theatres: tuple[str, ...]
    files: Mapping[Path, Stamp | None]

    def loses(self, later: "Version") -> bool:
        """Whether something is gone or empty later on, as a file is for a moment while some editors save it."""
        return not (set(self.theatres) <= set(later.theatres) and _filled(self) <= _filled(later))


MOST_HELD = 64  # of what was worked out from a theatre; some of it is as large as its table


@dataclass(frozen=True, eq=False)
class Opened:
    """A theatre as it can be shown now; two are equal only if they are the same object.

    `stale` says that the files have problems and the data are those from before. `problems` are those of the files as
    they stand; `warnings` what was suspicious in the data shown on the day `told_on`.
    """

    dataset: Dataset
    config: Config
    problems: tuple[Problem, ...] = ()
    stale: bool = False
    warnings: tuple[Problem, ...] = ()
    told_on: date | None = None
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _held: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def rows(self, rulebook: Rulebook) -> pd.DataFrame:
        """The table under a rulebook; shared, so it is never written to."""
        if rulebook.key not in self._rows:
            self._rows[rulebook.key] = table(self.dataset, self.config, rulebook)
        return self._rows[rulebook.key]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a key: most readers look at the same few views. Shared, so never written to.

        A key names everything that `make` depends on beside this theatre. What was not asked for lately is let go.
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast(T, self._held[key])
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > MOST_HELD:
                self._held.popitem(last=False)
        return made


class Library:
    """All theatres below a folder. Files are looked at on every call, and only the changed ones are read again.

    `clock` tells the nanoseconds since 1970, as `time.time_ns` does.
    """

    def __init__(
        self,
        data: Path,
        config: Path,
        after_reading: Callable[[], None] = lambda: None,
        clock: Callable[[], int] = time.time_ns,
    ):
        self._data, self._config_path, self._after = data, config, after_reading
        self._lock = Lock()
        self._at: Progress | None = None  # how far the reading is that goes on
        self._stamps = Stamps(clock)
        self._files: dict[Path, tuple[Stamp | None, TheatreFile | ReportsFile]] = {}
        self._opened: dict[str, tuple[tuple[object, ...], Opened]] = {}
        self._config: tuple[Stamp | None, Config, tuple[Problem, ...]] | None = None

    def keys(self) -> list[str]:
        """The theatres that there are, by name of their folder."""
        return [folder.name for folder in theatre_folders(self._data)]

    def config(self) -> tuple[Config, tuple[Problem, ...]]:
        """The configuration, and what is wrong with its file now. Raises DataError if it could never be read."""
        stamp = self._stamps.of(self._config_path)
        if self._config is None or self._config[0] != stamp:
            try:
                self._config = stamp, read_config(self._config_path), ()
            except DataError as error:
                if self._config is None:
                    raise
                self._config = stamp, self._config[1], tuple(error.problems)
        return self._config[1:]

    def version(self, key: str | None) -> Version:
        """How everything looks that decides what is shown of a theatre, or of none; cheap, for nothing is opened."""
        paths = [self._config_path, *(_paths(self._data / key) if key else ())]
        return Version(tuple(self.keys()), {path: self._stamps.of(path) for path in paths})

    def open(self, key: str, today: date, tell: Tell = in_silence) -> Opened:
        """A theatre as it stands. Raises DataError if it cannot be shown and never could.

        `tell` is called while files are read, with how far that is, also where somebody else reads them; where nothing
        has to be read, never. What it raises ends the reading; what was read by then need not be read again.
        """
        with self._turn(tell):
            config, config_problems = self.config()
            folder = self._data / key
            paths = _paths(folder)
            stamps = tuple((path, self._stamps.of(path)) for path in paths)
            version = (stamps, id(config), config_problems)
            held = self._opened.get(key)
            if held is None or held[0] != version:
                held = version, self._read(folder, paths, config, config_problems, today, self._aloud(tell))
                self._opened[key] = held
                self._after()
            return held[1]

    @contextmanager
    def _turn(self, tell: Tell) -> Iterator[None]:
        """The lock; whoever waits for it is told how far its holder is."""
        while not self._lock.acquire(timeout=WAITS):
            if (at := self._at) is not None:
                tell(at)
        try:
            yield
        finally:
            self._at = None
            self._lock.release()

    def _aloud(self, tell: Tell) -> Tell:
        def told(progress: Progress) -> None:
            self._at = progress
            tell(progress)

        return told

    def _read(  # noqa: PLR0917
        self,
        folder: Path,
        paths: list[Path],
        config: Config,
        config_problems: tuple[Problem, ...],
        today: date,
        tell: Tell,
    ) -> Opened:
        before = self._opened.get(folder.name)
        reports = self._reports(folder, paths[1:], tell)
        try:
            dataset = assemble(folder, self._file(paths[0], folder, legible_theatre), reports, config)
        except DataError as error:
            problems = (
                *error.problems,
                *(problem for file in reports for problem in file.problems),
                *config_problems,
            )
            if before is None:
                raise DataError(problems) from error
            return replace(before[1], problems=problems, stale=True)
        problems = (*dataset.errors, *config_problems)
        # Where the data never were whole, the newest part of them is the best there is.
        if dataset.errors and before is not None and before[1].dataset.entries and not before[1].dataset.errors:
            return replace(before[1], problems=problems, stale=True)
        warnings = tuple(suspicions.warnings(dataset, config, today))
        opened = Opened(dataset, config, problems, False, warnings, today)
        opened.rows(config.rulebooks[config.rulebook])  # every page begins with them, and they take as long as the rest
        return opened

    def _reports(self, folder: Path, paths: list[Path], tell: Tell) -> list[ReportsFile]:
        at = Progress(folder.name, files=len(paths))
        read: list[ReportsFile] = []
        for path in paths:
            tell(at)
            read.append(self._file(path, folder, read_reports))
            at = at.after(len({entry.report.id for entry in read[-1].entries}))
        tell(at)
        return read

    def _file(self, path: Path, folder: Path, reader: Callable[[Path, str], Read]) -> Read:
        stamp, held = self._stamps.of(path), self._files.get(path)
        if held is None or held[0] != stamp:
            held = stamp, reader(path, name_of(path, folder))
            self._files[path] = held
        return cast("Read", held[1])  # a path has one reader


def _filled(version: Version) -> set[Path]:
    return {path for path, stamp in version.files.items() if stamp and stamp.size}


def _paths(folder: Path) -> list[Path]:
    return [folder / "theatre.yaml", *report_paths(folder)]
