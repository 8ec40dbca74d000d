"""From files to rows: loading with every check, what is suspicious, the table, the live panel, a selection, the CSV."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pandas as pd

from benchmarks.datasets import Dataset, configuration
from benchmarks.timing import Result, medians, say
from posture import loading, suspicions
from posture.config import Config
from posture.panel import Moment, live
from posture.printed import numbers
from posture.selection import EVERYWHERE, Selection, select
from posture.snapshots.writing import safe_csv
from posture.table import table

MOMENT = Moment(date(2018, 6, 30))


def measure(chosen: Sequence[Dataset]) -> Iterator[Result]:
    """Each step by itself, on what the step before it made."""
    config = configuration()
    for dataset in chosen:
        say(f"load: {dataset.label} …")
        took = medians(_steps(dataset, config), dataset.repeats)
        yield from (Result("load", name, dataset.label, seconds) for name, seconds in took.items())


def rows_of(dataset: Dataset, config: Config) -> tuple[loading.Dataset, pd.DataFrame]:
    """The checked dataset and its table. Raises ValueError where a record was refused."""
    loaded = loading.load(dataset.folder, config)
    if loaded.errors:
        raise ValueError(f"{len(loaded.errors)} errors, the first: {loaded.errors[0]}")
    return loaded, table(loaded, config, config.rulebooks[config.rulebook])


def _steps(dataset: Dataset, config: Config) -> dict[str, Callable[[], object]]:
    loaded, rows = rows_of(dataset, config)
    chosen = Selection(
        forces=loaded.theatre.headline, measures=("present",), places=(EVERYWHERE,), known_by=date(2020, 1, 1)
    )
    return {
        "load with checks": lambda: loading.load(dataset.folder, config),
        "warnings": lambda: _warnings(loaded, config),
        "table": lambda: table(loaded, config, config.rulebooks[config.rulebook]),
        "live panel, all scopes": lambda: live(rows, MOMENT),
        "select": lambda: select(rows, chosen),
        "CSV of everything": lambda: safe_csv(rows),
    }


def _warnings(loaded: loading.Dataset, config: Config) -> list:
    numbers.cache_clear()  # what a first look at the files pays, not a second one
    return suspicions.warnings(loaded, config, date(2026, 1, 1))
