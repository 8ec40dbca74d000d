"""Theatres as small and as long-winded as they can be: nothing overlaps, is cut off, or pushes the page aside."""

from itertools import product
from pathlib import Path

import pytest

from figures.dumbbell import dumbbell
from figures.silence import silence
from figures.style import LIGHT
from figures.tables import table_html
from posture.revisions import revisions
from posture.silence import calendar
from tests.browser import settle
from tests.conftest import OpenPage, StartServer
from tests.datasets import estimate, made_rows, report, write
from tests.shown import show
from tests.test_browser import PATIENCE

WORDS = "The united northern and southern provinces with their reservists and local allies"[:80]
WORD = "Wehrkreisverwaltungsangestelltenvertretungsbeauftragtenversammlungsleiterinnenausschuss"[:80]
PAGES = ("", "compare", "change", "evidence", "method", "news", "add")
LONG = {
    "title": WORDS,
    "summary": WORD,
    "sides": {"north": {"label": WORDS}, "south": {"label": WORD}},
    "forces": {
        "guards": {"label": WORD, "counts": WORDS, "side": "north"},
        "scouts": {"label": WORDS, "counts": WORD, "part_of": "guards"},
    },
    "originators": {"army": {"label": WORD, "side": "south"}, "monitor": {"label": WORDS, "side": "north"}},
    "places": {"port": {"label": WORD}, "hills": {"label": WORDS}},
    "events": [{"date": "2018-03", "label": WORD}],
}


@pytest.fixture(scope="module")
def long(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server on a theatre whose names have eighty letters, in one word and in many."""
    data = tmp_path_factory.mktemp("data")
    figures = [
        estimate("several hundred"),
        estimate("200-300", force="scouts"),
        estimate("90", place="port", id="port"),
    ]
    reports = [
        report(f"r-{n}", f"2018-0{n}-10", *figures, originator=who, publisher=where, title=WORD)
        for n, (who, where) in enumerate([("army", WORDS), ("monitor", WORD)] * 3, 1)
    ]
    reports += [report("anew", "2018-09-10", estimate("9,000", as_of="2018-01-10"), publisher=WORD)]
    write(data / "long", *reports, theatre=LONG)
    return start_server(data=data).url


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_names_of_eighty_letters_push_no_page_aside(open_page: OpenPage, long: str, page: str, width: int):
    """Whatever is wider than the screen scrolls by itself, with its edge shaded."""
    window = open_page(f"{long}/{page}?record=r-1/guards", width=width)
    window.get_by_role("heading", name=WORDS).first.wait_for(timeout=PATIENCE)
    settle(window, PATIENCE)
    main = window.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") == 0


def test_a_headline_stays_in_its_column(open_page: OpenPage, long: str):
    """No name covers the figure beside it."""
    window = open_page(f"{long}/?force=guards&measure=&place=", width=1280)
    name, figure = (window.locator(f".fp-row {part}").first for part in ("h2", ".fp-figure"))
    name.wait_for(timeout=PATIENCE)
    assert name.evaluate("element => element.scrollWidth - element.clientWidth") == 0
    assert name.bounding_box()["x"] + name.bounding_box()["width"] <= figure.bounding_box()["x"]


COUNTS = ("7,000", "more than several hundred", "more than several tens of thousands", "none given")
TIMES = ("2020-01-17", "2019-12-27~/2020-01-17~")
NAMES = ("army", "monitor", "MANY WITNESSES WHOM WE MAY NOT NAME", "two men")


def test_the_labels_of_a_comparison_have_room_on_a_phone(
    start_server: StartServer, open_page: OpenPage, tmp_path: Path
):
    """Of a long name and of a long time as much is shown as fits beside the figure; the hover says all of them."""
    told = enumerate(product(COUNTS, TIMES, NAMES))
    reports = [report(f"r-{n}", "2020-02-17", estimate(one, as_of=t), originator=who) for n, (one, t, who) in told]
    write(tmp_path / "long", *reports, theatre=LONG)
    page = open_page(f"{start_server(data=tmp_path).url}/compare?span=all&at=2021-12-31", width=390)
    labels = page.locator(".js-plotly-plot .textpoint text")
    labels.first.wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    edge = page.locator(".js-plotly-plot").bounding_box()
    texts = {label.text_content(): label.bounding_box() for label in labels.all()}

    assert len(texts) > len(COUNTS) * len(TIMES)
    assert all(text.startswith(COUNTS) for text in texts)
    assert any(text.endswith("two men") for text in texts)
    beyond = [text for text, box in texts.items() if box["x"] + box["width"] > edge["x"] + edge["width"]]
    assert beyond == []


def test_rows_of_a_chart_are_told_apart_by_place_not_by_a_shortened_name(tmp_path: Path):
    """Two names that begin alike stay two rows."""
    forces = ("guards", "scouts")
    said = {n: [estimate(f"{n},000", as_of="2020-01", force=force) for force in forces] for n in (1, 2)}
    anew = [report(f"r-{n}", f"2020-0{n}-17", *figures) for n, figures in said.items()]
    rows = made_rows(tmp_path, *anew)
    drawn = dumbbell(revisions(rows), {scope: scope for scope in rows["scope"]}, LIGHT, sources="Sources: A.")
    assert sorted(drawn.data[1].y) == [0, 1]
    labels = {"guards": f"{WORDS} one", "scouts": f"{WORDS} two"}
    cells = silence(calendar(rows), labels, LIGHT, sources="Sources: A.")
    assert list(cells.data[0].y) == [0, 1]
    assert max(len(line) for text in cells.layout.yaxis.ticktext for line in text.split("<br>")) < 30


def test_a_long_word_may_be_broken_in_a_cell_and_never_in_an_address():
    """So that its column hides no other, and the link still leads where it did."""
    address = f"https://example.org/{WORD}"
    table = table_html(["Name", "Link"], [(WORD, address)])
    assert "<wbr>" in table
    assert f"href='{address}'" in table


@pytest.mark.parametrize("page", ["overview", "compare", "change", "evidence", "news"])
def test_one_report_with_one_figure_is_enough_for_every_page(tmp_path: Path, page: str):
    """Each of them shows it, and no chart is without height."""
    write(tmp_path / "isle", report("r", "2020-05-04", estimate("7,000")))
    shown = show(page, folder=tmp_path)
    assert not shown.at.info
    assert all(figure["layout"]["height"] > 100 for figure in shown.figures)


def test_one_year_is_named_once(tmp_path: Path):
    """Not as from 2020 to 2020."""
    write(tmp_path / "isle", report("r", "2020-05-04", estimate("7,000")))
    assert any("1 own statement, 2020 " in f"{html} " for html in show("overview", folder=tmp_path).html)
