"""`python tests/ensure_browser.py`: afterwards there is a browser for the tests, or one line says what to do.

A Chromium or Chrome that is there is used. Else Playwright is asked for its own, then the system's package
manager, where it may install without a question.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import launch

PLAYWRIGHT = (sys.executable, "-m", "playwright")
# What installs a browser, by the program that does it: the commands in order. Homebrew refuses to be root.
PACKAGE_MANAGERS = {
    "apt-get": (
        ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"),
        ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "chromium"),
    ),
    "dnf": (("dnf", "install", "-y", "chromium"),),
    "zypper": (("zypper", "--non-interactive", "install", "chromium"),),
    "pacman": (("pacman", "-S", "--noconfirm", "--needed", "chromium"),),
    "brew": (("brew", "install", "--cask", "google-chrome"),),
}
ADVICE = "No Chromium or Chrome could be started or installed: install one, or set CHROME to its path."


def main() -> int:
    """The exit code: 0 with the browser's path printed, 1 with the advice."""
    for steps in ways():
        if found := usable():
            print(f"The browser tests use {found}.")
            return 0
        for step in steps:
            # A list of packages that can't be renewed may still do, so a failure does not end the way.
            run(step)
    print(ADVICE, file=sys.stderr)
    return 1


def ways() -> Iterator[tuple[tuple[str, ...], ...]]:
    """The ways to a browser, the cheapest first; after each, and after the last, one is looked for."""
    if os.environ.get("CHROME"):
        # Who names a browser wants that one, not another that the tests fetched in its place.
        yield ()
        return
    yield ((*PLAYWRIGHT, "install", "chromium"),)
    privilege = privileged()
    if privilege is not None and shutil.which("apt-get") and playwright_has_one():
        # It is there by now and would not start, so what it lacks are its libraries.
        yield ((*privilege, *PLAYWRIGHT, "install-deps", "chromium"),)
    for program, commands in PACKAGE_MANAGERS.items():
        prefix = () if program == "brew" else privilege
        if shutil.which(program) and prefix is not None:
            yield tuple((*prefix, *command) for command in commands)
    yield ()


def usable() -> str | None:
    """The path of a browser that starts, or None."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        if started is None:
            return None
        started[0].close()
        return started[1]


def playwright_has_one() -> bool:
    """Whether Playwright's own browser is on the disk, startable or not."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def privileged() -> tuple[str, ...] | None:
    """What to put before a command that needs to be root; None where that would need a password."""
    if os.geteuid() == 0:
        return ()
    return ("sudo", "-n") if shutil.which("sudo") and run(("sudo", "-n", "true")) else None


def run(command: tuple[str, ...], seconds: float = 600) -> bool:
    """Whether the command ended well in time; it and what it started are ended otherwise."""
    print("Looking for a browser:", " ".join(command), flush=True)
    # Where Playwright's host is out of reach, to know that in seconds matters more than a retry.
    environment = {**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return False


if __name__ == "__main__":
    sys.exit(main())
