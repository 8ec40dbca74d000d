"""Servers to measure: the dashboard on any data, and a page of stock Streamlit under its defaults."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from benchmarks.datasets import ROOT

FIRST_PORT = 8700
SECONDS_TO_START = 120
STOCK = Path(__file__).with_name("stock_page.py")
STOCK_LIVE = Path(__file__).with_name("stock_live.py")


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: its address, when its process was started, and how long its health took, in seconds."""

    url: str
    begun: float
    healthy: float


@contextmanager
def dashboard(data: Path) -> Iterator[Served]:
    """The dashboard on a data folder, with its own configuration."""
    with _serving(ROOT / "dashboard.py", ROOT, FORCE_POSTURE_DATA=str(data)) as served:
        yield served


@contextmanager
def stock() -> Iterator[Served]:
    """An empty page of Streamlit in a folder of its own, where no configuration but Streamlit's is found."""
    with TemporaryDirectory(prefix="stock-") as folder:
        page = Path(copy(STOCK, folder))
        with _serving(page, page.parent) as served:
            yield served


@contextmanager
def watching(text: str) -> Iterator[tuple[Served, Path]]:
    """A page of stock Streamlit that shows a file with this text and watches its folder, and the file."""
    with TemporaryDirectory(prefix="stock-") as folder:
        page = Path(copy(STOCK_LIVE, folder))
        shown = page.parent / "data" / "shown.yaml"
        shown.parent.mkdir()
        shown.write_text(text, encoding="utf-8")
        watch = {"STREAMLIT_SERVER_FOLDER_WATCH_LIST": "data", "STREAMLIT_SERVER_RUN_ON_SAVE": "true"}
        with _serving(page, page.parent, **watch) as served:
            yield served, shown


@contextmanager
def _serving(script: Path, cwd: Path, **variables: str) -> Iterator[Served]:
    with TemporaryDirectory(prefix="home-") as home:
        port = _free_port()
        # Headless and without telemetry for both: neither changes how a page runs again.
        settings = (f"--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false")
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *settings],
            cwd=cwd,
            env=_clean() | variables | {"HOME": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            url = f"http://localhost:{port}"
            _wait(process, url)
            yield Served(url, begun, time.perf_counter() - begun)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _clean() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "FORCE_POSTURE_"))}


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        with socket.socket() as tried:
            if tried.connect_ex(("localhost", port)):
                return port
    raise OSError("no port is free")


def _wait(process: subprocess.Popen, url: str) -> None:
    deadline = time.perf_counter() + SECONDS_TO_START
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"the server at {url} did not start")


def since(served: Served) -> float:
    """Seconds since the server's process was started."""
    return time.perf_counter() - served.begun
