"""A Chromium or Chrome that really starts, and what a page says while a test looks at it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
)
MAC_APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# Playwright adds what a container and root need (no sandbox). These keep the browser from calling its
# maker, and let no name but this machine's own resolve, so that a test never depends on a network.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
LOCAL = {"localhost", "127.0.0.1", "::1"}
# At any address but the root, Streamlit finds its base path by asking for these and failing.
PROBE = re.compile(r"/.+/_stcore/(health|host-config)$")


def candidates(playwright: Playwright) -> Iterator[str]:
    """Paths at which a browser may be; CHROME in the environment is the only one where it is set."""
    if chosen := os.environ.get("CHROME"):
        yield shutil.which(chosen) or chosen
        return
    yield from filter(None, map(shutil.which, NAMES))
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (str(folder / name) for name in MAC_APPLICATIONS if (folder / name).exists())
    if Path(playwright.chromium.executable_path).exists():
        yield playwright.chromium.executable_path


def launch(playwright: Playwright) -> tuple[Browser, str] | None:
    """The first browser that starts and opens a page, with its path; None where none does.

    Nothing short of a start tells: one may lie there without its libraries, or as a stub.
    """
    for path in candidates(playwright):
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=30_000)
            browser.new_page().close()
        except Error:
            continue
        return browser, path
    return None


def settle(page: Page, timeout: float = 30_000) -> None:
    """Streamlit is connected and its script has run to the end; `timeout` is in milliseconds."""
    app = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    app.and_(page.locator('[data-test-connection-state="CONNECTED"]')).wait_for(timeout=timeout)


class Watch:
    """Collects what no page of ours may do: console errors, failures, calls that leave this machine."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("request", lambda request: self._address(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._address(socket.url)))

    def _console(self, message: ConsoleMessage) -> None:
        probe = "404" in message.text and PROBE.search(urlsplit(message.location["url"]).path)
        if message.type == "error" and not probe:
            self.complaints.append(f"console error: {message.text} ({message.location['url']})")

    def _address(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOCAL:
            self.complaints.append(f"request that leaves this machine: {url}")
