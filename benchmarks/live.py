"""From a save to painted in a tab that stands open: our look every half second beside Streamlit's own folder watch."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Error, Page

from benchmarks import painted, serving
from benchmarks.browsing import ANSWER, CHART, MARK, browsing, open_page
from benchmarks.datasets import ROOT, Dataset
from benchmarks.timing import Goal, Result, say
from posture.library import Library
from posture.loading import report_paths
from views import address

FEWEST = 3  # repeats of a theatre that is not too large to be read anew many times
REST, SPREAD = 2_000, 500  # milliseconds between two saves, which fall anywhere between two looks
GIVE_UP = 10_000  # milliseconds after which a save counts as missed
BEGIN = "document.dispatchEvent(new PointerEvent('pointerdown'))"
FIRST = "\n- id: benchmark-"
REPORT = """{first}{number}
  publisher: Benchmark
  url: https://example.org/benchmark/{number}
  published: {day}
  originator: {originator}
  estimates:
    - {{force: {force}, count: "{number}", wording: "{number}"}}
"""


@dataclass
class Tab:
    """A tab that stands open, the part of it that shows a file, and what that file says."""

    page: Page
    part: tuple[str, str]
    file: Path
    text: str

    def save(self, save: Callable[[Path, str], None]) -> float | None:
        """Seconds from a save of the text until it is painted; None where that never happened."""
        self.page.evaluate(painted.WATCH, {"part": list(self.part)})
        self.page.evaluate(BEGIN)
        save(self.file, self.text)
        try:
            self.page.wait_for_function("() => window.waited", timeout=GIVE_UP)
        except Error:  # its time is up
            return None
        return self.page.evaluate("window.painted")["part"] / 1000


def measure(chosen: Sequence[Dataset], *, quick: bool) -> Iterator[Result]:
    """Saves that add an estimate, in place and by rename, and saves that take one out, in both tabs in turn."""
    for dataset in chosen:
        if dataset.repeats < FEWEST:
            continue
        say(f"live: {dataset.label} …")
        with browsing() as browser, _tabs(browser, dataset) as (tabs, reports):
            times = _take_turns(tabs, reports, 4 if quick else 12)
        for (kind, name), took in times.items():
            # A large theatre takes longer to be checked and drawn than any look.
            goal = Goal(1) if name == "look" and dataset.label == "shipped" else None
            yield from _told(f"{name}, {kind}", dataset.label, took, goal)


@contextmanager
def _tabs(browser: Browser, dataset: Dataset) -> Iterator[tuple[dict[str, Tab], Iterator[str]]]:
    """One tab on the dashboard, one on the page of stock Streamlit, and reports to add to what both show."""
    with TemporaryDirectory(prefix="live-") as folder:
        copy = Path(shutil.copytree(dataset.folder, Path(folder) / "data" / dataset.folder.name))
        file = report_paths(copy)[-1]
        text = file.read_text(encoding="utf-8")
        with serving.dashboard(copy.parent) as ours, serving.watching(text) as (stock, shown):
            tabs = {
                "look": Tab(open_page(browser, ours.url, MARK), CHART, file, text),
                "folder watch": Tab(open_page(browser, stock.url, ANSWER[0]), ANSWER, shown, text),
            }
            yield tabs, _reports(copy)


def _reports(folder: Path) -> Iterator[str]:
    """Reports of one estimate each that the first page draws as it opens."""
    opened = Library(folder.parent, ROOT / "config.yaml").open(folder.name, date(2000, 1, 1))
    view, originator = address.offered(opened).default, next(iter(opened.dataset.theatre.originators))
    return (
        REPORT.format(first=FIRST, number=number, day=view.at, force=view.force[0], originator=originator)
        for number in count(1_000)
    )


def _take_turns(tabs: dict[str, Tab], reports: Iterator[str], rounds: int) -> dict[tuple[str, str], list]:
    times: dict[tuple[str, str], list] = {(kind, name): [] for kind in KINDS for name in tabs}
    chance = random.Random(1)
    for kind, (save, change) in KINDS.items():
        for _ in range(rounds):
            report = next(reports)
            for name, tab in tabs.items():
                tab.page.wait_for_timeout(REST + chance.random() * SPREAD)
                tab.text = change(tab.text, report)
                times[kind, name].append(tab.save(save))
    return times


def _in_place(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _by_rename(file: Path, text: str) -> None:
    new = file.with_name(f"{file.name}.tmp")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def _added(text: str, report: str) -> str:
    return text + report


def _taken_out(text: str, _report: str) -> str:
    return text[: text.rindex(FIRST)]


KINDS = {
    "in place": (_in_place, _added),
    "by rename": (_by_rename, _added),
    "taken out, in place": (_in_place, _taken_out),
}


def _told(what: str, data: str, times: list[float | None], goal: Goal | None) -> Iterator[Result]:
    took = [seconds for seconds in times if seconds is not None] or [float("inf")]
    missed = times.count(None)
    middle = median(took)
    yield Result("live", f"{what}: {missed} of {len(times)} missed", data, middle, middle, "a second", goal)
    yield Result("live", f"{what}: worst", data, max(took))
