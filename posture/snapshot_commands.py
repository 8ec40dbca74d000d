"""What `python -m posture snapshot` does: it writes the bytes that the address of a snapshot serves."""

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from posture.commands import ROOT, Say
from posture.library import Library, Opened
from posture.loading import theatre_folders
from posture.problems import DataError, MiswrittenError, Problem, did_you_mean, quoted
from posture.sentences import counted
from posture.snapshots import asked
from posture.snapshots.asked import HEARD, Asked, AskedError
from posture.snapshots.package import package
from posture.snapshots.writing import CHOICES, csv_bytes, file_name, json_bytes

STANDARD_OUTPUT = "-"


def zip_bytes(opened: Opened, wanted: Asked) -> bytes:
    """The data package of what is asked for, its page's charts included."""
    # The command line stands above every layer, as the dashboard does; who wants no charts need not wait for them.
    from figures.export import frozen  # noqa: PLC0415

    return package(opened, wanted, frozen(opened, wanted))


def html_bytes(opened: Opened, wanted: Asked) -> bytes:
    """The charts of what is asked for as one file, which hands each out as a picture. Raises AskedError without one."""
    from figures.export import frozen  # noqa: PLC0415
    from figures.pages import PAGES  # noqa: PLC0415

    content = frozen(opened, wanted)
    if content is None and wanted.page in PAGES:
        raise AskedError(["No estimate fits what is asked for, so there is no chart."])
    if content is None:
        page = f"{quoted(wanted.page)} draws no charts" if wanted.page else "without a page there are no charts"
        raise AskedError([f"page: {page}; write one of {', '.join(PAGES)}"])
    return content


FORMS: Mapping[str, Callable[[Opened, Asked], bytes]] = {
    "csv": csv_bytes,
    "zip": zip_bytes,
    "json": json_bytes,
    "html": html_bytes,
}


def take(parser: ArgumentParser) -> None:
    """The arguments of the command: one for each parameter of an address, in its own words."""
    parser.add_argument("theatre", metavar="THEATRE", help="a theatre of data/, or the folder of one")
    for name in HEARD:
        options = [f"--{name.replace('_', '-')}"] if name != "at" else ["--as-of", "--at"]
        says = CHOICES[name].says.rstrip(".")
        parser.add_argument(*options, dest=name, action="append", default=SUPPRESS, metavar=name.upper(), help=says)
    form = parser.add_mutually_exclusive_group()
    forms = {"zip": "a data package with the charts", "json": "JSON", "html": "the charts, to be saved as pictures"}
    for name, what in forms.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, default="csv", help=what)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the folder that holds the theatres")
    where = "the file to write, a folder for a file that names itself, or - for the standard output"
    parser.add_argument("--out", required=True, metavar="FILE", help=where)


def snapshot(chosen: Namespace, say: Say) -> int:
    """Writes a snapshot, and says which; 1 where what is asked for cannot be followed.

    Raises MiswrittenError where there is no such theatre, DataError where its data cannot be read or the file cannot
    be written.
    """
    opened = _opened(chosen)
    try:
        wanted = asked.read({name: values for name, values in vars(chosen).items() if name in HEARD}, opened)
        content, name = FORMS[chosen.form](opened, wanted), file_name(opened, wanted, chosen.form)
    except AskedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if opened.problems:
        told = f"The data have {counted(len(opened.problems), 'error')}, so rows are missing: python -m posture check"
        sys.stderr.write(f"{told}\n")
    if chosen.out == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return 0
    path = Path(chosen.out) / name if Path(chosen.out).is_dir() else Path(chosen.out)
    _write(path, content)
    say(f"written: {path} ({name})" if path.name != name else f"written: {path}")
    return 0


def _opened(chosen: Namespace) -> Opened:
    folders = {folder.name: folder for folder in theatre_folders(chosen.data)}
    folder = folders.get(chosen.theatre, Path(chosen.theatre))
    if not (folder / "theatre.yaml").is_file():
        raise MiswrittenError(f"there is no theatre {quoted(chosen.theatre)}", did_you_mean(chosen.theatre, folders))
    folder = folder.resolve()
    return Library(folder.parent, chosen.config).open(folder.name, datetime.now().astimezone().date())


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        found = f"the file cannot be written ({error.strerror})"
        raise DataError([Problem(str(path), 0, 0, found, "name another with --out")]) from error
