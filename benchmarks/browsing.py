"""In a real browser: from a start to the first chart, and from a filter's change to painted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import painted, serving
from benchmarks.datasets import Dataset
from benchmarks.timing import Goal, Result, say
from tests.browser import launch, settle

SCREEN = {"width": 1280, "height": 1600}  # tall enough to have to paint the first page to its end
ROUNDS, WARM_UP = 12, 2
STARTS, QUICK_STARTS = 3, 1
RESTS, LONGER = 5, 100  # so many rests between two inputs, each by so many milliseconds longer than the one before

HEADLINE, CHART = (".fp-rows", "content"), (".st-key-fp-timeline", "chart")
MARK = f"{CHART[0]} .point"
ANSWER = (".st-key-answer", "content")

# Three inputs, each beside an empty page of stock Streamlit with one input of the same kind. A button: two dates T in
# turn, so that every click changes the headline rows and the chart.
TURN = ".st-key-turn button"
DATES = (".st-key-fp-at-newest button", ".st-key-fp-at-opens button")
# A date of the reader's own: a month set with the arrow keys, which holds as soon as the field is left.
STOCK_MONTH, BESIDE = ".st-key-date [role=spinbutton] >> nth=1", ".st-key-answer"
MONTH, ELSEWHERE = ".st-key-fp-at [role=spinbutton] >> nth=1", ".fp-rows"
# A list, from which one is taken out; on ours a force, so that other marks are drawn, and all are put back.
STOCK_OUT = ".st-key-list [aria-label^=Remove]"
OUT, BACK = ".st-key-fp-force [aria-label^=Remove]", ".st-key-fp-clear button"

HEAD, WHOLE = "headline rows", "whole page with its timeline"
# By the kind of input: the row of the empty page, and those of ours.
INPUTS = {
    "button": ("empty page of stock Streamlit, by a button", f"{HEAD}, at a date seen before", f"{WHOLE}, likewise"),
    "date": ("empty page, by a date", f"{HEAD}, at a new date", f"{WHOLE}, at a new date"),
    "list": ("empty page, by a list", f"{HEAD}, of other forces", f"{WHOLE}, of other forces"),
}
GOALS = (Goal(1), Goal(2))


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
    """Each kind of input on an empty page and on ours in turn, in one browser, a server idle while the other works.

    Both servers are started several times: whether an empty page answers before or after its server collects garbage is
    settled by chance for as long as that server runs, and makes a factor of two.
    """
    for dataset in chosen:
        times: dict[str, list[float]] = {name: [] for names in INPUTS.values() for name in names}
        for start in range(QUICK_STARTS if quick else STARTS):
            say(f"filter: {dataset.label}, start {start + 1} …")
            for name, took in _filtered(dataset).items():
                times[name] += took
        for name, *ours_ in INPUTS.values():
            against = median(times[name])
            yield Result("filter", name, dataset.label, against, 1.0)
            for part, goal in zip(ours_, GOALS, strict=True):
                took = median(times[part])
                yield Result("filter", part, dataset.label, took, took / against, "the empty page above", goal)


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


def _filtered(dataset: Dataset) -> dict[str, list[float]]:
    with browsing() as browser, serving.stock() as theirs, serving.dashboard(dataset.data) as ours:
        empty = {kind: open_page(browser, f"{theirs.url}/?input={kind}", ANSWER[0]) for kind in INPUTS}
        return _take_turns(empty, open_page(browser, ours.url, MARK))


def _take_turns(empty: Mapping[str, Page], page: Page) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for names in INPUTS.values() for name in names}
    answers = {kind: {name: ANSWER} for kind, (name, *_) in INPUTS.items()}
    parts = {kind: dict(zip(ours, (HEADLINE, CHART), strict=True)) for kind, (_, *ours) in INPUTS.items()}
    for turn in range(WARM_UP + ROUNDS):
        # Our page looks at its files twice a second: readers meet such a look now and then, never always or never.
        click = partial(painted.click, rest=painted.REST + turn % RESTS * LONGER)
        took = click(empty["button"].locator(TURN), answers["button"])
        if turn % 2:  # the filters were cleared, so the page stands at the second date already
            click(page.locator(DATES[0]), parts["button"])
        took |= click(page.locator(DATES[turn % 2]), parts["button"])
        # Months back from the button's date: no view comes twice.
        _back(empty["date"], STOCK_MONTH, 1)
        took |= click(empty["date"].locator(BESIDE), answers["date"])
        _back(page, MONTH, turn // 2 + 1)
        took |= click(page.locator(ELSEWHERE), parts["date"])
        took |= click(empty["list"].locator(STOCK_OUT).first, answers["list"])
        took |= click(page.locator(OUT).first, parts["list"])
        click(page.locator(BACK), parts["list"])
        if turn >= WARM_UP:
            for name, seconds in took.items():
                times[name].append(seconds)
    return times


def _back(page: Page, field: str, months: int) -> None:
    """Sets a date some months back, which is sent as soon as the field is left."""
    page.locator(field).focus()
    for _ in range(months):
        page.keyboard.press("ArrowDown")


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
