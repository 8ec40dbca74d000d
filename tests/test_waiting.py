"""Whoever waits for a large theatre sees how far the reading is, also where somebody else reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest

from benchmarks.synthetic import write_theatre
from posture.library import Library, Opened
from posture.progress import Progress
from tests.conftest import OpenPage, StartServer
from tests.datasets import CONFIG, TODAY, estimate, report, write
from tests.test_browser import PATIENCE
from views import waiting


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One theatre, with two files of reports: one and two of them."""
    folder = write(tmp_path / "data" / "isle", report("one", "2020-01-01", estimate()))
    more = write(
        tmp_path / "more", *(report(name, "2020-02-01", estimate(), estimate("8,000", id="b")) for name in "ab")
    )
    (more / "reports" / "all.yaml").rename(folder / "reports" / "more.yaml")
    return Library(tmp_path / "data", CONFIG)


def test_the_library_tells_how_many_files_and_reports_are_read(library: Library):
    """A report is told once, however many figures it prints."""
    told: list[Progress] = []
    library.open("isle", TODAY, told.append)
    assert [(one.done, one.files, one.reports) for one in told] == [(0, 2, 0), (1, 2, 1), (2, 2, 3)]
    assert [one.says for one in told] == [
        "Reading isle: 0 of 2 files, 0 reports",
        "Reading isle: 1 of 2 files, 1 report",
        "Checking and laying out 3 reports of isle",
    ]


def test_nothing_is_told_where_nothing_has_to_be_read(library: Library):
    """The theatre is there already."""
    library.open("isle", TODAY)
    library.open("isle", TODAY, lambda _: pytest.fail("nothing was read"))


def test_a_theatre_without_a_report_has_nothing_to_read(tmp_path: Path):
    """Its files are none, and it opens."""
    folder = write(tmp_path / "isle")
    (folder / "reports" / "all.yaml").unlink()
    told: list[Progress] = []
    assert not Library(tmp_path, CONFIG).open("isle", TODAY, told.append).dataset.entries
    assert {one.files for one in told} == {0}


def test_a_reader_who_leaves_ends_the_reading_and_keeps_nobody_out(library: Library):
    """What the page raises when its reader is gone passes through, and no lock is left."""

    class GoneError(Exception):
        pass

    def leave(progress: Progress) -> None:
        if progress.done:
            raise GoneError

    with pytest.raises(GoneError):
        library.open("isle", TODAY, leave)
    assert len(library.open("isle", TODAY).dataset.entries) == 5


def test_a_second_reader_is_told_what_the_first_one_waits_for(library: Library):
    """Both get the same theatre in the end."""
    seen, opened = Event(), []
    told: list[Progress] = []

    def stay(progress: Progress) -> None:
        if progress.done == 1:
            assert seen.wait(PATIENCE / 1000)

    def look(progress: Progress) -> None:
        told.append(progress)
        seen.set()

    reading = Event()
    first = Thread(target=lambda: opened.append(library.open("isle", TODAY, lambda one: (reading.set(), stay(one)))))
    first.start()
    assert reading.wait(PATIENCE / 1000)
    opened.append(library.open("isle", TODAY, look))
    first.join()
    assert told[0].theatre == "isle"
    assert opened[0] is opened[1]


class Screen:
    """Takes down what a page is sent in place of Streamlit."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    @contextmanager
    def spinner(self, _: str) -> Iterator[None]:
        """Streamlit itself shows it late."""
        yield

    def progress(self, share: float, text: str) -> "Screen":
        """A bar, or the same one further on."""
        self.sent.append(f"{share:.0%} {text.replace(chr(92), '')}")
        return self

    def empty(self) -> None:
        """The bar goes."""
        self.sent.append("gone")


@pytest.mark.parametrize(
    ("seconds", "sent"),
    [
        (0.1, []),
        (0.3, ["100% Checking and laying out 3 reports of isle", "gone"]),
        (0.6, ["50% Reading isle: 1 of 2 files, 1 report", "100% Checking and laying out 3 reports of isle", "gone"]),
    ],
)
def test_only_what_takes_a_while_is_shown(
    library: Library, monkeypatch: pytest.MonkeyPatch, seconds: float, sent: list[str]
):
    """`seconds` pass with each file; what is over within half a second does not flicker."""
    screen, ticks = Screen(), count()
    monkeypatch.setattr(waiting, "st", screen)
    opened = waiting.opened(library, "isle", TODAY, clock=lambda: next(ticks) * seconds)
    assert isinstance(opened, Opened)
    assert screen.sent == sent


def test_a_large_theatre_shows_in_the_browser_how_far_its_reading_is(
    start_server: StartServer, open_page: OpenPage, tmp_path: Path
):
    """And then the page, with nothing of it left."""
    write_theatre(tmp_path, 20_000)
    page = open_page(start_server(data=tmp_path).url)
    page.get_by_text("reports of synthetic").wait_for(timeout=PATIENCE)
    page.locator(".fp-row").first.wait_for(timeout=PATIENCE)
    assert page.get_by_text("reports of synthetic").count() == 0
