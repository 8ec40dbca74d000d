"""In a real browser: from a start to the first chart, and from a filter's change to painted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import painted, serving
from benchmarks.datasets import Dataset
from benchmarks.timing import Goal, Result, say
from tests.browser import launch, settle

SCREEN = {"width": 1280, "height": 1600}  # tall enough to have to paint the first page to its end
ROUNDS, QUICK_ROUNDS, WARM_UP = 16, 12, 2
STARTS, QUICK_STARTS = 3, 1

HEADLINE, CHART = (".fp-rows", "content"), (".st-key-fp-timeline", "chart")
MARK = f"{CHART[0]} .point"
ANSWER, TURN = (".st-key-answer", "content"), ".st-key-turn button"
# Two dates T in turn, so that every click changes the headline rows and the chart.
DATES = (".st-key-fp-at-newest button", ".st-key-fp-at-opens button")
# A date T of the reader's own: a month set with the arrow keys, which holds as soon as the field is left.
MONTH, ELSEWHERE = ".st-key-fp-at [role=spinbutton] >> nth=1", ".fp-rows"

# Another selection, so that other marks are drawn: a force is taken out, and all are put back.
OUT, BACK = ".st-key-fp-force [aria-label^=Remove]", ".st-key-fp-clear button"

EMPTY = "empty page of stock Streamlit"
BUTTON = {"headline rows": HEADLINE, "whole page with its timeline": CHART}
FRESH = {"headline rows, at a new date": HEADLINE, "whole page, at a new date": CHART}
OTHER = {"headline rows, of other forces": HEADLINE, "whole page, of other forces": CHART}
GOALS = dict(zip([*BUTTON, *FRESH, *OTHER], (Goal(1), Goal(2)) * 3, strict=True))


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser that the tests use. Raises RuntimeError where there is none."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        if started is None:
            raise RuntimeError("no Chromium or Chrome starts here: run python tests/ensure_browser.py")
        yield started[0]
        started[0].close()


def filters(chosen: Sequence[Dataset], *, quick: bool) -> Iterator[Result]:
    """An input on the empty page and two on ours in turn, in one browser, each server idle while the other works."""
    for dataset in chosen:
        say(f"filter: {dataset.label} …")
        with browsing() as browser, serving.stock() as theirs, serving.dashboard(dataset.data) as ours:
            empty, page = open_page(browser, theirs.url, ANSWER[0]), open_page(browser, ours.url, MARK)
            times = _take_turns(empty, page, QUICK_ROUNDS if quick else ROUNDS)
        against = median(times[EMPTY])
        yield Result("filter", EMPTY, dataset.label, against, 1.0)
        for name, goal in GOALS.items():
            took = median(times[name])
            yield Result("filter", name, dataset.label, took, took / against, "the empty page", goal)


def starts(chosen: Sequence[Dataset], *, quick: bool) -> Iterator[Result]:
    """From the start of a process to a healthy server, to the first headline rows, to the first chart."""
    for dataset in chosen:
        say(f"start: {dataset.label} …")
        times: dict[str, list[float]] = {}
        with browsing() as browser:
            for _ in range(QUICK_STARTS if quick else STARTS):
                for name, seconds in _start(browser, dataset).items():
                    times.setdefault(name, []).append(seconds)
        yield from (Result("start", name, dataset.label, median(took)) for name, took in times.items())


def open_page(browser: Browser, url: str, awaited: str) -> Page:
    """A page of its own that has come to rest, with what is awaited on it."""
    page = browser.new_context(viewport=SCREEN).new_page()
    page.set_default_timeout(painted.GIVE_UP)
    page.goto(url)
    page.locator(awaited).first.wait_for()
    settle(page, painted.GIVE_UP)
    return page


def _take_turns(empty: Page, page: Page, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in (EMPTY, *GOALS)}
    for turn in range(WARM_UP + rounds):
        took = painted.click(empty.locator(TURN), {EMPTY: ANSWER})
        if turn % 2:  # the filters were cleared, so the page stands at the second date already
            painted.click(page.locator(DATES[0]), BUTTON)
        took |= painted.click(page.locator(DATES[turn % 2]), BUTTON)
        page.locator(MONTH).focus()
        for _ in range(turn // 2 + 1):  # months back from the button's date: no view comes twice
            page.keyboard.press("ArrowDown")
        took |= painted.click(page.locator(ELSEWHERE), FRESH)
        took |= painted.click(page.locator(OUT).first, OTHER)
        painted.click(page.locator(BACK), OTHER)
        if turn >= WARM_UP:
            for name, seconds in took.items():
                times[name].append(seconds)
    return times


def _start(browser: Browser, dataset: Dataset) -> dict[str, float]:
    with serving.dashboard(dataset.data) as served:
        page = browser.new_context(viewport=SCREEN).new_page()
        page.set_default_timeout(painted.GIVE_UP)
        page.goto(served.url)
        took = {"server healthy": served.healthy}
        for name, selector in (("first headline rows", HEADLINE[0]), ("first chart", MARK)):
            page.locator(selector).first.wait_for()
            took[name] = serving.since(served)
        page.context.close()
    return took
