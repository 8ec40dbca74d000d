"""The theatres of a data folder, read when their files change, with the last good data kept while a file is broken."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock

import pandas as pd

from posture import suspicions
from posture.config import Config, read_config
from posture.loading import (
    Dataset,
    ReportsFile,
    TheatreFile,
    assemble,
    name_of,
    read_reports,
    read_theatre,
    report_paths,
    theatre_folders,
)
from posture.problems import DataError, Problem
from posture.rulebooks import Rulebook
from posture.table import table

Stamp = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Opened:
    """A theatre as it can be shown now; two are equal only if they are the same object.

    `stale` says that the files have problems and the data are those from before. `problems` are those of the files as
    they stand; `warnings` what is suspicious in the data shown.
    """

    dataset: Dataset
    config: Config
    problems: tuple[Problem, ...] = ()
    stale: bool = False
    warnings: tuple[Problem, ...] = ()
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def rows(self, rulebook: Rulebook) -> pd.DataFrame:
        """The table under a rulebook; shared, so it is never written to."""
        if rulebook.key not in self._rows:
            self._rows[rulebook.key] = table(self.dataset, self.config, rulebook)
        return self._rows[rulebook.key]


class Library:
    """All theatres below a folder. Files are looked at on every call, and only the changed ones are read again."""

    def __init__(self, data: Path, config: Path, after_reading: Callable[[], None] = lambda: None):
        self._data, self._config_path, self._after = data, config, after_reading
        self._lock = Lock()
        self._files: dict[Path, tuple[Stamp, TheatreFile | ReportsFile]] = {}
        self._opened: dict[str, tuple[tuple, Opened]] = {}
        self._config: tuple[Stamp | None, Config] | None = None

    def keys(self) -> list[str]:
        """The theatres that there are, by name of their folder."""
        return [folder.name for folder in theatre_folders(self._data)]

    def config(self) -> tuple[Config, tuple[Problem, ...]]:
        """The configuration, and what is wrong with its file now. Raises DataError if it could never be read."""
        stamp = _stamp(self._config_path)
        if self._config is None or self._config[0] != stamp:
            try:
                self._config = stamp, read_config(self._config_path)
            except DataError as error:
                if self._config is None:
                    raise
                return self._config[1], tuple(error.problems)
        return self._config[1], ()

    def open(self, key: str, today: date) -> Opened:
        """A theatre as it stands. Raises DataError if it cannot be shown and never could."""
        with self._lock:
            config, config_problems = self.config()
            folder = self._data / key
            paths = [folder / "theatre.yaml", *report_paths(folder)]
            stamps = tuple((path, _stamp(path)) for path in paths)
            version = (stamps, id(config), config_problems)
            held = self._opened.get(key)
            if held is None or held[0] != version:
                held = version, self._read(folder, paths, config, config_problems, today)
                self._opened[key] = held
                self._after()
            return held[1]

    def _read(self, folder: Path, paths: list[Path], config: Config, config_problems: tuple, today: date) -> Opened:
        before = self._opened.get(folder.name)
        reports = [self._file(path, folder, read_reports) for path in paths[1:]]
        try:
            dataset = assemble(folder, self._file(paths[0], folder, read_theatre), reports, config)
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
        return Opened(dataset, config, problems, False, tuple(suspicions.warnings(dataset, config, today)))

    def _file(self, path: Path, folder: Path, reader: Callable) -> TheatreFile | ReportsFile:
        stamp, held = _stamp(path), self._files.get(path)
        if held is None or held[0] != stamp:
            held = stamp, reader(path, name_of(path, folder))
            self._files[path] = held
        return held[1]


def _stamp(path: Path) -> Stamp | None:
    """What changes when a file does, also by renaming another one over it; None where there is none."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
