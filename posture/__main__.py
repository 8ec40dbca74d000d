"""The command line: `python -m posture` lists the commands."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from posture import commands, kept_commands, snapshot_commands
from posture.problems import DataError, MiswrittenError, did_you_mean

ABOUT = "The data of Force Posture at the command line: look for mistakes, put files in order, try out a count."
EXAMPLES = """\
examples:
  python -m posture check                          every theatre in data/
  python -m posture check data/my-theatre          one theatre, wherever it is
  python -m posture format data/my-theatre         its files, in the house order
  python -m posture explain more than 7,000        what a count means
  python -m posture snapshot my-theatre --known-by 2018-06-30 --out .
                                                   what was known then, as CSV
  python -m posture check --help                   what a command takes
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code: 0 where all is well, 1 where it is not, 2 for no such command."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="python -m posture",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = _add_commands(parser)
    if not arguments:
        parser.print_help(sys.stderr)
        return 2
    if arguments[0] not in known and not arguments[0].startswith("-"):
        print(f'"{arguments[0]}" is no command; {did_you_mean(arguments[0], known)}', file=sys.stderr)
        return 2
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except DataError as error:
        for problem in error.problems:
            _say(str(problem), sys.stderr)
    except MiswrittenError as error:
        _say(str(error), sys.stderr)
    except BrokenPipeError:
        # Whoever reads has read enough, as in `check | head`; the rest goes nowhere, at the interpreter's end too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _run(chosen: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace, commands.Say], int] = chosen.run
    ended = run(chosen, _say)
    sys.stdout.flush()  # so that a reader who is gone is noticed here
    return ended


def _say(line: str, stream: TextIO | None = None) -> None:
    # A line end inside a text from the data must not begin what looks like a line of ours, or a workflow's command.
    print(line.replace("\r", "\\r").replace("\n", "\\n"), file=stream)


def _add_commands(parser: argparse.ArgumentParser) -> list[str]:
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_check, _add_format, _add_schema, _add_explain, _add_snapshot, _add_verify, _add_diff):
        add(added)
    return list(added.choices)


def _add_check(added: Any) -> None:
    check = _command(added, "check", commands.check, "say every error and warning of the data, one a line")
    check.add_argument(
        "folders", nargs="*", type=Path, metavar="THEATRE_FOLDER", help="left out: every theatre in data/"
    )
    how = "text for people, or github for a workflow that shows problems beside the lines of a change"
    check.add_argument("--format", choices=("text", "github"), default="text", help=how)
    check.add_argument("--today", type=date.fromisoformat, help="the day that dates are held against, as 2018-06-30")
    _take_config(check)


def _add_format(added: Any) -> None:
    put = _command(added, "format", commands.tidy, "put keys and reports in the house order, every comment kept")
    where = "a reports file, a theatre.yaml or the folder of a theatre; left out: every theatre in data/"
    put.add_argument("paths", nargs="*", type=Path, metavar="FILE", help=where)
    put.add_argument("--check", action="store_true", help="change nothing, and fail where a file is out of order")


def _add_schema(added: Any) -> None:
    schema = _command(added, "schema", commands.schema, "write the schemas by which editors complete and underline")
    schema.add_argument("--check", action="store_true", help="change nothing, and fail where a schema is out of date")
    schema.add_argument("--data", type=Path, default=commands.ROOT / "data", help="the folder that holds the theatres")
    _take_config(schema)


def _add_explain(added: Any) -> None:
    explain = _command(added, "explain", commands.explain, "say what a count means under each rulebook")
    explain.add_argument("count", nargs="+", metavar="COUNT", help="as in: more than several hundred")
    _take_config(explain)


def _add_snapshot(added: Any) -> None:
    about = "write what is asked for to a file, the same bytes as from the address of the dashboard"
    made = _command(added, "snapshot", snapshot_commands.snapshot, about)
    snapshot_commands.take(made)
    _take_config(made)


def _add_verify(added: Any) -> None:
    verify = _command(added, "verify", kept_commands.verify_file, "say whether a snapshot agrees with the data at hand")
    kept_commands.take_verify(verify)
    _take_config(verify)


def _add_diff(added: Any) -> None:
    diff = _command(added, "diff", kept_commands.diff, "say what changed since a snapshot was made")
    kept_commands.take_diff(diff)
    _take_config(diff)


def _command(added: Any, name: str, run: Callable[..., int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = added.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    parser.set_defaults(run=run)
    return parser


def _take_config(parser: argparse.ArgumentParser) -> None:
    config = commands.ROOT / "config.yaml"
    parser.add_argument("--config", type=Path, default=config, help="another configuration file")


if __name__ == "__main__":
    sys.exit(main())
