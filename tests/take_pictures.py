"""`make pictures`: the pictures of README.md, taken from the running dashboard, so that they show what it shows."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.serving import dashboard
from tests.browser import launch, settle

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs"
SCREEN = {"width": 1280, "height": 1150}
PATIENCE = 60_000  # milliseconds
MODES = ("light", "dark")


def main() -> None:
    """Takes the first page as it opens, in light and in dark. Raises RuntimeError where there is no browser."""
    with sync_playwright() as playwright, dashboard(ROOT / "data") as served:
        started = launch(playwright)
        if started is None:
            raise RuntimeError("no Chromium or Chrome starts here: run python tests/ensure_browser.py")
        browser, _ = started
        for mode in MODES:
            page = browser.new_page(viewport=SCREEN, color_scheme=mode, reduced_motion="reduce")
            page.goto(served.url)
            page.locator(".st-key-fp-timeline .point").first.wait_for(timeout=PATIENCE)
            settle(page, PATIENCE)
            path = FOLDER / f"posture-{mode}.png"
            page.screenshot(path=path, animations="disabled")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
