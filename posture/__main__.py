"""The command line: `python -m posture check [THEATRE_FOLDER ...]`."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from posture import suspicions
from posture.config import Config, read_config
from posture.loading import load, theatre_folders
from posture.problems import DataError, Problem

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code: 0 where all is well, 1 where the data have errors."""
    parser = argparse.ArgumentParser(prog="python -m posture", description="Force Posture at the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="print every error and warning of the data, one a line")
    check.add_argument(
        "folders", nargs="*", type=Path, metavar="THEATRE_FOLDER", help="left out: every theatre in data/"
    )
    check.add_argument("--config", type=Path, default=ROOT / "config.yaml", help="the configuration file")
    check.add_argument("--today", type=date.fromisoformat, default=None, help="the day that dates are held against")
    check.set_defaults(run=_check)
    chosen = parser.parse_args(arguments)
    return chosen.run(chosen)


def _check(chosen: argparse.Namespace) -> int:
    try:
        config = read_config(chosen.config)
    except DataError as error:
        return _print(error.problems, "in the configuration")
    folders = chosen.folders or theatre_folders(ROOT / "data")
    if not folders:
        print("no theatre found: a theatre is a folder that holds theatre.yaml", file=sys.stderr)
        return 1
    today = chosen.today or datetime.now().astimezone().date()
    return max(_check_theatre(folder.resolve(), config, today) for folder in folders)


def _check_theatre(folder: Path, config: Config, today: date) -> int:
    try:
        dataset = load(folder, config)
    except DataError as error:
        return _print(error.problems, f"in {folder.name}")
    reports = len({entry.report.id for entry in dataset.entries})
    where = f"in {folder.name}: {len(dataset.entries):,} estimates of {reports:,} reports can be used"
    return _print([*dataset.errors, *suspicions.warnings(dataset, config, today)], where)


def _print(problems: Iterable[Problem], where: str) -> int:
    problems = sorted(problems)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')} {where}")
    return 1 if errors else 0


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
