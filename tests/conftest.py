"""Servers and browsers for the tests, started once and ended whatever happens."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import Watch, launch
from tests.datasets import CONFIG, MINIATURE
from tests.desk import Desk

# The shipped configuration hides every error's text from a visitor; AppTest, in this process, needs it.
os.environ["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] = "full"

# No test is timed, on a busy machine least of all.
settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
PRINTED_ADDRESS = re.compile(r"URL: (http://\S+)")
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class Server:
    """A running dashboard: the address that it printed, its process and the file of its output."""

    url: str
    process: subprocess.Popen
    log: Path

    def output(self) -> str:
        """What the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


StartServer = Callable[..., Server]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """`start_server(data=…, config=…, root=…, cwd=…)` starts a dashboard of its own on a free port.

    `data` and `config` stand in for the shipped data/ and config.yaml, `root` for the whole tree; `cwd` is
    the working folder, by default the root. It runs until the session ends.
    """
    processes = []

    def start(
        *, data: Path | None = None, config: Path | None = None, root: Path = ROOT, cwd: Path | None = None
    ) -> Server:
        folder = tmp_path_factory.mktemp("server")
        given = {"FORCE_POSTURE_DATA": data, "FORCE_POSTURE_CONFIG": config, "HOME": folder}
        log = folder / "output.txt"
        process = subprocess.Popen(
            # Port 0 is any free one; the server prints which.
            [sys.executable, "-m", "streamlit", "run", str(root / "dashboard.py"), "--server.port=0"],
            cwd=cwd or root,
            env=clean_environment() | {name: str(path) for name, path in given.items() if path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        processes.append(process)
        return Server(wait_until_up(process, log), process, log)

    yield start
    for process in processes:
        stop(process)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would change how a server behaves."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "FORCE_POSTURE_"))}


def wait_until_up(process: subprocess.Popen, log: Path) -> str:
    """The address that the server prints once it listens; its output goes on into the log until it ends."""
    told: Queue[str] = Queue()

    def follow() -> None:
        with log.open("wb", buffering=0) as output, process.stdout:
            for line in process.stdout:
                output.write(line)
                if printed := PRINTED_ADDRESS.search(line.decode("utf-8", "replace")):
                    told.put(printed[1])
        told.put("")

    Thread(target=follow, daemon=True).start()
    try:
        url = told.get(timeout=SECONDS_TO_START)
    except Empty:
        url = ""
    if not url or not is_healthy(url):
        output = log.read_text(encoding="utf-8", errors="replace")
        pytest.fail(f"The server is not up (it ended with {process.poll()}). It printed:\n{output}")
    return url


def is_healthy(url: str) -> bool:
    """Whether the server at this address answers its health check."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=SECONDS_TO_START) as response:
            return response.status == 200
    except OSError:
        return False


def stop(process: subprocess.Popen) -> None:
    """The server and all that it started have ended."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> str:
    """The address of a dashboard on the shipped data, which tests share: they change no file of it."""
    return start_server().url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium or Chrome; without one the tests fail, they are never skipped."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        if started is None:
            pytest.fail("No Chromium or Chrome starts here: run python tests/ensure_browser.py")
        yield started[0]
        started[0].close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """`open_page("/compare?…", dark=True, width=390)` opens an address in a fresh browser profile.

    The address is that of `server` where it is only a path. When the test ends it fails on any error on a
    console and on any request that left this machine.
    """
    opened = []

    def open_(address: str = "/", *, dark: bool = False, width: int = 1280, height: int = 900) -> Page:
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": height}
        )
        opened.append((context, Watch(context)))
        page = context.new_page()
        page.goto(address if "://" in address else server + address)
        return page

    yield open_
    for context, _ in opened:
        context.close()
    complaints = [complaint for _, watch in opened for complaint in watch.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The first page of the dashboard, opened as `open_page` does."""
    return open_page()


@pytest.fixture(scope="module")
def server_of_ours(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A server whose data the tests may change."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "data").mkdir()
    shutil.copy(CONFIG, folder / "config.yaml")
    url = start_server(data=folder / "data", config=folder / "config.yaml").url
    return Desk(url, folder / "data", folder / "config.yaml")


@pytest.fixture
def desk(server_of_ours: Desk) -> Iterator[Desk]:
    """That server on the miniature theatre, as if nobody had changed anything before."""
    shutil.copy(CONFIG, server_of_ours.config)
    shutil.copytree(MINIATURE, server_of_ours.data / "orvane")
    yield server_of_ours
    for folder in server_of_ours.data.iterdir():
        shutil.rmtree(folder)


@pytest.fixture
def from_disk(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """`from_disk(data, width=390)` opens a file of charts in a fresh profile; console and network stay still."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def open_(data: bytes, width: int = 1280) -> Page:
        path = tmp_path / "charts.html"
        path.write_bytes(data)
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append((context, Watch(context)))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_
    for context, _ in contexts:
        context.close()
    assert [complaint for _, watch in contexts for complaint in watch.complaints] == []
