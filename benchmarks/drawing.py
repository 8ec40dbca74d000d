"""What the pages draw when they open, and how long a page's script runs, without a browser.

Each page is run by Streamlit's own test harness. The figures are taken down as the page asks for them and then made
again by themselves, so that what is measured is what is shown, whatever a page chooses to show.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import Any
from unittest.mock import patch

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

import figures.compare
import figures.headline
import figures.timeline
from benchmarks.datasets import ROOT, Dataset
from benchmarks.timing import Result, medians, say

FIGURES = {
    "overview": ((figures.headline, "headline_rows"), (figures.timeline, "timeline")),
    "compare": ((figures.compare, "compare"),),
    "change": ((figures.timeline, "timeline"),),
}
DATES = ("fp-at-newest", "fp-at-opens")
SECONDS = 600  # before a page counts as hanging

Call = Callable[[], Any]


def measure(chosen: Sequence[Dataset]) -> Iterator[Result]:
    """Each figure with which a page opens, built and turned into JSON, then the script of the whole first page."""
    for dataset in chosen:
        say(f"figures: {dataset.label} …")
        with _opened(dataset) as page:
            calls = {name: call for folder in FIGURES for name, call in _figures(page, folder)}
            page.switch_page("overview.py").run()
            buttons = cycle(DATES)
            calls["first page, script alone"] = lambda page=page, buttons=buttons: _press(page, next(buttons))
            took = medians(calls, dataset.repeats)
        yield from (Result("figures", name, dataset.label, seconds) for name, seconds in took.items())


@contextmanager
def _opened(dataset: Dataset) -> Iterator[AppTest]:
    with patch.dict(os.environ, FORCE_POSTURE_DATA=str(dataset.data)):
        yield _sound(AppTest.from_file(ROOT / "views" / "frame.py", default_timeout=SECONDS).run())


def _figures(page: AppTest, name: str) -> list[tuple[str, Call]]:
    """The figures that a page asks for as it opens, each as a call that makes it again."""
    made: list[tuple[str, Call]] = []

    def taken_down(make: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            figure = make(*given, **named)
            made.append((f"{name}: {make.__name__}{_marks(figure)}", lambda: _finished(make(*given, **named))))
            return figure

        return call

    with ExitStack() as patches:
        for module, function in FIGURES[name]:
            patches.enter_context(patch.object(module, function, taken_down(getattr(module, function))))
        _sound(page.switch_page(f"{name}.py").run())
    return made


def _finished(figure: Any) -> str:
    return figure.to_json() if isinstance(figure, go.Figure) else figure


def _marks(figure: Any) -> str:
    if not isinstance(figure, go.Figure):
        return ""
    marks = sum(len(trace.ids) for trace in figure.data if trace.ids is not None)
    return f" ({len(figure.data)} traces, {marks:,} marks)"


def _press(page: AppTest, button: str) -> AppTest:
    return _sound(page.button(key=button).click().run())


def _sound(page: AppTest) -> AppTest:
    """The page, if it ran to its end. Raises RuntimeError otherwise."""
    if page.exception:
        raise RuntimeError(f"the page failed: {page.exception[0].value}")
    return page
