"""The charts of a page outside the dashboard: the same marks, one file, no network, nothing run but its own script."""

import json
import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from figures.behind import behind
from figures.export import frozen, html
from figures.ground import Chart
from figures.pages import charts
from figures.style import LIGHT, finish
from posture.library import Library, Opened
from posture.snapshots.asked import Asked, read
from posture.snapshots.citation import plain
from posture.snapshots.shown import shown
from posture.snapshots.writing import file_name
from tests.datasets import CONFIG, MINIATURE, ROOT, TODAY
from tests.shown import Shown, show

SHIPPED = ROOT / "data" / "syria"
DRAWING = ("posture", "compare", "change")
FILES = {"posture": "overview", "compare": "compare", "change": "change"}
ASKED = {"force": ["hezbollah", "iranian-advisers"], "measure": ["present"], "known_by": ["2018-12-31"]}


@cache
def opened(folder: Path) -> Opened:
    """A theatre that no test changes."""
    return Library(folder.parent, CONFIG).open(folder.name, TODAY)


def ids(found: list[Chart]) -> list[str]:
    """The estimates that the charts draw, each once a chart: a dot that has a bar under it is one estimate."""
    each = [{name for trace in one.figure.data for name in (() if trace.ids is None else trace.ids)} for one in found]
    return sorted(name for names in each for name in names)


def on_screen(page: str, wanted: Asked) -> Shown:
    """The page at the address of what is asked for."""
    return show(FILES[page], **{name: texts for name, texts in wanted.parameters().items() if name != "page"})


def chart(title: str = "A chart", text: str = "words", x: float = 1.0, **keys: str) -> Chart:
    """A chart with one mark."""
    trace = {"type": "scatter", "mode": "markers+text", "x": np.array([x]), "y": [1], "text": [text], "ids": ["one"]}
    return Chart(title, finish([trace], {}, colours=LIGHT, sources="Sources: The Gazette.", height=100), "alt", **keys)


def drawn_numbers(data: bytes) -> list[dict]:
    """The figures that wait in the file."""
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', data.decode(), re.DOTALL)
    return [json.loads(block) for block in blocks]


@pytest.mark.parametrize("page", DRAWING)
def test_charts_draw_what_the_page_draws_and_its_csv_holds(page: str):
    theatre = opened(SHIPPED)
    wanted = read(ASKED | {"page": [page], "span": ["window"], "struck": ["no"]}, theatre)
    marks = ids(charts(theatre, wanted))
    there = on_screen(page, wanted)

    assert marks == sorted(shown(theatre, wanted)["estimate_id"])
    assert set(marks) == there.drawn
    assert len(charts(theatre, wanted)) <= len(there.figures)


@pytest.mark.parametrize("parameters", [{}, {"rulebook": ["iiss"], "votes": ["body"]}, {"struck": ["yes"]}])
@pytest.mark.parametrize("page", DRAWING)
def test_every_row_is_drawn_under_any_choice(page: str, parameters: dict):
    theatre = opened(MINIATURE)
    wanted = read(parameters | {"page": [page]}, theatre)

    assert ids(charts(theatre, wanted)) == sorted(shown(theatre, wanted)["estimate_id"])


@pytest.mark.parametrize("page", DRAWING)
def test_the_sentences_and_the_text_are_those_of_the_page(page: str):
    theatre = opened(SHIPPED)
    wanted = read(ASKED | {"page": [page], "span": ["window"], "struck": ["no"]}, theatre)
    there = on_screen(page, wanted)
    alts = [element.proto.alt for element in there.at.get("plotly_chart")]

    assert {one.alt for one in charts(theatre, wanted)} <= {alt.strip() for alt in alts}
    assert {one.said for one in charts(theatre, wanted) if one.said} <= {quote.strip() for quote in there.quotes}


@pytest.mark.parametrize("page", ["", "evidence"])
def test_a_page_that_lists_has_no_charts(page: str):
    theatre = opened(MINIATURE)
    wanted = read({"page": [page]}, theatre)

    assert charts(theatre, wanted) == []
    assert frozen(theatre, wanted) is None


@pytest.mark.parametrize("page", DRAWING)
def test_nothing_that_fits_is_no_chart(page: str):
    theatre = opened(MINIATURE)

    assert frozen(theatre, read({"page": [page], "since": ["2099-01-01"]}, theatre)) is None


@pytest.mark.parametrize("page", DRAWING)
def test_a_file_says_its_choices_and_how_it_is_cited(page: str):
    theatre = opened(SHIPPED)
    wanted = read(ASKED | {"page": [page]}, theatre)
    told = unescape(frozen(theatre, wanted).decode())

    assert plain(theatre, wanted) in told
    assert file_name(theatre, wanted, "csv") in told
    assert "K, known by: 31 December 2018" in told
    assert "not measurements" in told


def test_a_file_brings_the_library_once_and_numbers_its_charts():
    data = html([chart("One"), chart("Two")], ["Title", "A line"], ["A footer"]).decode()

    assert data.count("plotly.js v") == 1
    assert re.findall(r'<div id="(chart-\d)" data-chart="\1-data"', data) == ["chart-1", "chart-2"]
    assert re.findall(r"<h[12]>(.*?)</h[12]>", data) == ["Title", "One", "Two"]


def test_the_same_charts_are_the_same_bytes():
    theatre = opened(MINIATURE)
    for page in DRAWING:
        wanted = read({"page": [page]}, theatre)

        assert frozen(theatre, wanted) == frozen(theatre, wanted)


def test_the_last_digit_of_a_number_on_which_machines_differ_is_left_out():
    one, other = ([chart(x=x)] for x in (0.1 + 0.2, 0.3))

    assert html(one, ["T"], []) == html(other, ["T"], [])
    assert drawn_numbers(html([chart(x=1_529_193_600_000.0)], ["T"], []))[0]["data"][0]["x"] == [1_529_193_600_000]
    assert drawn_numbers(html([chart(x=float("nan"))], ["T"], []))[0]["data"][0]["x"] == [None]


def test_the_policy_lets_the_file_run_its_own_scripts_and_fetch_nothing():
    data = html([chart()], ["T"], []).decode()
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', data)[1])

    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    assert not {"'unsafe-eval'", "'unsafe-hashes'", "*"} & set(re.split("[ ;]+", policy))
    assert "'unsafe-inline'" not in re.search("script-src [^;]*", policy)[0]
    assert not re.search(r"<(link|script|img|iframe)[^>]*(src|href)=[\"']?(https?:)?//", data)


@pytest.mark.parametrize(
    "bad", ["</script><script>document.title='run'</script>", "<img src=x onerror=alert(1)>", "&lt;"]
)
def test_no_text_is_markup(bad: str):
    data = html([chart(bad, bad, said=bad, definitions=((bad, bad),))], [bad, bad], [bad]).decode()
    own = data.replace(data[data.index("<script>/**") :], "")

    assert bad not in own
    assert drawn_numbers(data.encode())[0]["data"][0]["text"] == [bad]
    assert unescape(re.search(r"<h1>(.*?)</h1>", data)[1]) == bad


@pytest.mark.parametrize("page", DRAWING)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_draws_the_file_from_a_disk(from_disk: Callable[..., Page], page: str, width: int):
    """The fixture fails on any word on the console; the file asks for nothing, not even on this machine."""
    theatre = opened(SHIPPED)
    wanted = read(ASKED | {"page": [page]}, theatre)
    there = from_disk(frozen(theatre, wanted), width)
    requests: list[str] = []
    there.on("request", lambda request: requests.append(request.url))
    there.reload()
    found = [*charts(theatre, wanted), *behind(theatre, wanted)]
    for number in range(1, len(found) + 1):
        there.locator(f"#chart-{number} .main-svg").first.wait_for()

    assert requests == [there.url]
    assert there.locator("[data-chart] path.point").count() > 10
    assert there.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [one.alt for one in found] == [
        place.get_attribute("aria-label") for place in there.locator("[role=img][data-chart]").all()
    ]


def test_a_browser_runs_no_script_of_the_data(from_disk: Callable[..., Page]):
    bad = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    there = from_disk(html([chart(bad, said=bad)], [bad], [bad]))
    there.locator("#chart-1 .main-svg").first.wait_for()

    assert there.title() == bad
    assert there.locator("img").count() == 0
