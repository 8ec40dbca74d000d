"""Processes that save, run as `python -m tests.savers …`: at once with another, killed at a step, or out of space."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from posture.editing.edits import AddEntry, AddReport, Edit
from posture.editing.saving import Saved, save
from posture.problems import DataError
from tests.datasets import ROOT, config, estimate, report

WHEN = datetime(2021, 1, 31, 12, tzinfo=UTC)
# Whatever touches the disk in a save; a kill comes before and behind each of them.
STEPS = {"chmod", "fsync", "flock", "mkdir", "replace", "unlink", "write"}
MOST_STEPS = 300


def added(name: str, file: str = "reports/all.yaml", **keys: Any) -> AddReport:
    """A sound report for the theatre of `tests.datasets`."""
    return AddReport(file, report(name, "2020-05", estimate(**keys)))


def several(file: str = "reports/all.yaml") -> list[Edit]:
    """What touches several files: a report and the originator that it needs, in the order of the form."""
    return [added("new", file, originator="navy"), AddEntry("originators", "navy", {"label": "The Navy"})]


def saved(folder: Path, *edits: Edit, commit: bool = False, who: str = "Jane", what: str = "Add a report") -> Saved:
    """The edits, saved."""
    return save(folder, edits, config(), who=who, what=what, when=WHEN, commit=commit)


def started(*arguments: str | int | Path) -> subprocess.Popen:
    """One of the processes below."""
    command = [sys.executable, "-m", "tests.savers", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def output(process: subprocess.Popen) -> str:
    """What such a process printed. It ended well, or the test that asks for it fails."""
    printed, complaint = process.communicate()
    assert process.returncode == 0, complaint
    return printed


def add(folder: str, name: str, number: str) -> None:
    """Saves so many reports, five at a time, to one of a few files."""
    for count in range(0, int(number), 5):
        reports = (added(f"{name}-{count + each}", f"reports/{count % 40}.yaml") for each in range(5))
        saved(Path(folder), *reports, who=name)


def kill_at_every_step(folder: str, copies: str, file: str) -> None:
    """Copies the folder and saves to the copy, killed at the first step, then at the second … until it gets through.

    Prints how each save ended, as a list of the step and the copy.
    """
    print(json.dumps(_each(Path(folder), Path(copies), _killed_at, file)))


def run_out_of_space(folder: str, copies: str, file: str, deadly: str) -> None:
    """The same with so many bytes that no file may grow beyond, by which the save is killed or complains."""
    sizes = [0, 1, 10, 100, 500, 1_500, 3_100, 1_000_000]
    print(json.dumps(_each(Path(folder), Path(copies), lambda number: _limited(sizes[number - 1], deadly), file)))


def _each(folder: Path, copies: Path, prepare: Callable[[int], None], file: str) -> list[tuple[str, str]]:
    config()  # read before anything is killed
    ended: list[tuple[str, str]] = []
    while len(ended) < MOST_STEPS and (not ended or ended[-1][0] != "saved"):
        copy = copies / str(len(ended) + 1)
        shutil.copytree(folder, copy)
        read, write = os.pipe()
        if not (child := os.fork()):
            _child(write, copy, file, lambda: prepare(len(ended) + 1))
        os.close(write)
        with os.fdopen(read) as pipe:
            ended.append((pipe.read(), str(copy)))
        os.waitpid(child, 0)
    return ended


def _child(write: int, copy: Path, file: str, prepare: Callable[[], None]) -> NoReturn:
    os.dup2(write, 1)
    try:
        prepare()
        saved(copy, *several(file))
        sys.setprofile(None)
        os.write(1, b"saved")
    except DataError as error:
        os.write(1, str(error).encode())
    finally:
        os._exit(0)


def _killed_at(number: int) -> None:
    passed = 0

    def profile(_frame: Any, event: str, function: Any) -> None:
        nonlocal passed
        if event not in ("c_call", "c_return") or function.__name__ not in STEPS:
            return
        if not isinstance(function.__self__, str):  # the replace of a text is no step
            passed += 1
            if passed == number:
                sys.setprofile(None)
                os.write(1, f"{event} {function.__name__}".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)


def _limited(size: int, deadly: str) -> None:
    # What is printed goes to a pipe, which has no size.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if deadly == "deadly" else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


if __name__ == "__main__":
    {"add": add, "kill": kill_at_every_step, "space": run_out_of_space}[sys.argv[1]](*sys.argv[2:])
