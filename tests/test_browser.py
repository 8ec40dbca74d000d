"""The dashboard as a reader has it: real pages in a real browser, with what they draw, write and hand out.

Every page opened here is watched: a console error or a request that leaves this machine fails its test.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from posture.config import read_config
from posture.library import Library
from posture.loading import load
from posture.selection import select
from tests.browser import settle
from tests.conftest import ROOT, OpenPage, StartServer
from views import address

CONFIG = read_config(ROOT / "config.yaml")
TITLES = {"": "Posture", "compare": "Compare", "change": "Change", "evidence": "Evidence", "method": "Method"}
CHARTS = ("", "compare", "change")
WITH_CHART = {title: path in CHARTS for path, title in TITLES.items()}
FOUNDING = [f"jpost-2018-06-17/{force}" for force in ("iranian-advisers", "foreign-shia-militias", "hezbollah")]
PATIENCE = 60_000  # milliseconds; a machine may be slow, and only a failure waits so long

# The estimates that the chart holds; those whose marks stand in the document; whether all of them do.
DRAWN = """() => [...new Set([...document.querySelectorAll('.js-plotly-plot')]
  .flatMap(chart => (chart.data || []).flatMap(trace => Array.from(trace.ids || []))))].sort()"""
HOLDS = f"ids => JSON.stringify(({DRAWN})()) === JSON.stringify(ids)"
COMPLETE = """() => {
  const charts = [...document.querySelectorAll('.js-plotly-plot')];
  return charts.length > 0 && charts.every(chart => {
    if (!chart._fullData || !chart.querySelector('.main-svg')) return false;
    const size = wanted => chart._fullData.filter(wanted).reduce((sum, trace) => sum + trace.y.length, 0);
    const shapes = kind => [...chart.querySelectorAll(kind)].filter(path => (path.getAttribute('d') || '').length > 4);
    const dots = shapes('.scatterlayer .points path.point').length, bars = shapes('.barlayer .point path').length;
    return dots + bars > 0
      && dots === size(trace => trace.type === 'scatter' && (trace.mode || '').includes('markers'))
      && bars === size(trace => trace.type === 'bar');
  });
}"""


def drawn(page: Page) -> list[str]:
    """The estimates whose marks stand on the page, once every mark of the chart does."""
    settle(page, PATIENCE)
    page.wait_for_function(COMPLETE, timeout=PATIENCE)
    return page.evaluate(DRAWN)


def draws(page: Page, ids: list[str]) -> None:
    """The chart has come to hold these estimates, and draws each of them."""
    page.wait_for_function(HOLDS, arg=sorted(ids), timeout=PATIENCE)
    assert drawn(page) == sorted(ids)


def query(page: Page) -> dict[str, list[str]]:
    """The address's parameters."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def rows_of(folder: Path) -> tuple[pd.DataFrame, address.Choices]:
    """The table of a theatre, and what its filters offer."""
    opened = Library(folder.parent, ROOT / "config.yaml").open(folder.name, date(2021, 1, 31))
    rows = opened.rows(CONFIG.rulebooks[CONFIG.rulebook])
    return rows, address.choices(opened.dataset, rows, CONFIG)


def expected(parameters: dict[str, list[str]], folder: Path = ROOT / "data" / "syria") -> list[str]:
    """The estimates that the first page draws at an address: single forces by strength, as the filters say."""
    rows, offered = rows_of(folder)
    view, notes = address.read(parameters, offered)
    assert notes == []
    rows = select(rows, view.selection)
    plain = rows["force"].isin(view.force) & (rows["unit"] == "persons") & ~rows["increment"]
    return sorted(rows.loc[plain, "estimate_id"])


def text_of(page: Page) -> str:
    """All that is read on the page; never a traceback."""
    text = page.locator("body").inner_text()
    assert "Traceback" not in text
    assert page.get_by_test_id("stException").count() == 0
    return text


def follow(page: Page, title: str) -> None:
    """To another page by its link."""
    page.locator(".st-key-fp-head").get_by_role("link", name=title, exact=True).click()
    path = next(path for path, one in TITLES.items() if one == title)
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}", timeout=PATIENCE)
    settle(page, PATIENCE)


def field(page: Page, name: str) -> Locator:
    """The filter that stands for a field of the view."""
    return page.locator(f".st-key-fp-{name}")


def wait_for_parameter(page: Page, name: str, values: list[str]) -> None:
    """The address says so, and the page has followed."""
    page.wait_for_url(
        lambda url: parse_qs(urlsplit(url).query, keep_blank_values=True).get(name) == values, timeout=PATIENCE
    )
    settle(page, PATIENCE)


FITS = """() => [document.documentElement, document.querySelector(".stMain")].every(
  element => element.scrollWidth === element.clientWidth
)"""


def assert_fits(page: Page) -> None:
    """Nothing makes the page wider than the screen, once its tables have taken the width that there is."""
    page.wait_for_function(FITS, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("dark", "width"), [(False, 1280), (True, 1280), (False, 390)], ids=["light", "dark", "narrow"]
)
def test_every_page_opens_by_its_link(open_page: OpenPage, dark: bool, width: int):
    """Each draws every mark of its chart in the colours of its mode and fits on its screen."""
    page = open_page("/", dark=dark, width=width)
    for title, has_chart in WITH_CHART.items():
        follow(page, title)
        if has_chart:
            assert drawn(page)
            paper = page.evaluate("document.querySelector('.js-plotly-plot').layout.paper_bgcolor")
            assert paper == ("#12161c" if dark else "#ffffff")
        assert "Outside forces in Syria" in text_of(page)
        assert_fits(page)


@pytest.mark.parametrize("path", [path for path in TITLES if path])
def test_every_page_opens_by_its_address(open_page: OpenPage, path: str):
    """Each alone in a fresh browser, dark and on a phone."""
    page = open_page(f"/{path}", dark=True, width=390)
    settle(page, PATIENCE)
    page.get_by_role("heading", name="Outside forces in Syria").wait_for(timeout=PATIENCE)

    if path in CHARTS:
        assert drawn(page)
    page.get_by_role("button", name="Take away").wait_for(timeout=PATIENCE)
    assert_fits(page)
    text_of(page)


def test_the_first_view_shows_the_founding_report(page: Page):
    """Its three figures, each said by whom, among their rivals of mid-2018."""
    marks = drawn(page)
    assert set(FOUNDING) <= set(marks)
    assert marks == expected({})

    hovers = page.evaluate(
        """() => Object.fromEntries(document.querySelector('.js-plotly-plot').data
        .flatMap(trace => Array.from(trace.ids || []).map((id, place) => [id, trace.hovertext[place]])))"""
    )
    said = [hovers[name].replace("<br>", " ") for name in FOUNDING]
    for text, figure in zip(said, ("thousands", "9,000", "7,000"), strict=True):
        assert f"said {figure} (" in text
        assert "printed by The Jerusalem Post, 17 June 2018" in text
    shown = text_of(page)
    for words in ("30 June 2018", "Iranian advisers and Guards", "Hezbollah", "Sources: "):
        assert words in shown


def test_a_filter_changes_the_marks_and_the_address_and_back_undoes_it(open_page: OpenPage):
    """Forward does it again; a fresh browser that is given the address shows the same view."""
    page = open_page("/")
    first = drawn(page)

    page.get_by_role("button", name="Remove Hezbollah", exact=True).click()
    wait_for_parameter(page, "force", ["iranian-advisers", "foreign-shia-militias"])
    fewer = expected(query(page))
    draws(page, fewer)
    assert set(fewer) < set(first)
    assert list(query(page)) == [*address.write(rows_of(ROOT / "data" / "syria")[1].default)]

    page.get_by_role("button", name=re.compile("^Newest: ")).click()
    newest = rows_of(ROOT / "data" / "syria")[1].newest.isoformat()
    wait_for_parameter(page, "at", [newest])
    draws(page, fewer)
    copied, shown = page.url, page.locator(".fp-rows").inner_text()

    fresh = open_page(copied)
    draws(fresh, fewer)
    assert fresh.url == copied
    expect(fresh.locator(".fp-rows")).to_have_text(shown, use_inner_text=True, timeout=PATIENCE)

    page.go_back()
    wait_for_parameter(page, "at", ["2018-06-30"])
    page.get_by_text("What was claimed at 30 June 2018").wait_for(timeout=PATIENCE)
    draws(page, fewer)
    page.go_back()
    draws(page, first)
    field(page, "force").get_by_role("button", name="Remove Hezbollah", exact=True).wait_for(timeout=PATIENCE)
    assert query(page) == {}

    page.go_forward()
    draws(page, fewer)
    page.go_forward()
    page.wait_for_url(copied, timeout=PATIENCE)
    expect(page.locator(".fp-rows")).to_have_text(shown, use_inner_text=True, timeout=PATIENCE)


# Whether each element fades once a run has left it as it was, and whether it holds figures.
FADING = """() => [...document.querySelectorAll('.stElementContainer')].map(one => {
  const was = one.dataset.stale;
  one.dataset.stale = 'true';
  const {transitionProperty, transitionDelay} = getComputedStyle(one);
  one.dataset.stale = was;
  const holds = one.querySelector('.stPlotlyChart, .stHtml, .stDataFrame') !== null;
  return [transitionProperty === 'opacity' && transitionDelay === '0.5s', holds];
})"""


@pytest.mark.parametrize(("path", "figures"), [("", ".stPlotlyChart"), ("evidence", ".stDataFrame")])
def test_figures_that_a_long_run_has_not_renewed_fade_and_nothing_else_does(
    open_page: OpenPage, path: str, figures: str
):
    """A figure of before is not taken for the answer; a transition for each element would make every answer late."""
    page = open_page(f"/{path}")
    page.locator(figures).wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    found = page.evaluate(FADING)

    assert all(fades == holds for fades, holds in found)
    assert {fades for fades, _ in found} == {True, False}


def test_the_links_of_the_pages_carry_the_view(open_page: OpenPage):
    """From page to page the complete address stays the same, and Back leads to the page before."""
    page = open_page("/change?force=hezbollah&originator=sohr&scale=linear&at=2016-01-01")
    marks = drawn(page)
    assert marks
    follow(page, "Evidence")
    complete = query(page)
    assert complete["originator"] == ["sohr"]
    assert complete["scale"] == ["linear"]
    assert complete["at"] == ["2016-01-01"]
    assert complete["measure"] == ["present"]
    for title in ("Compare", "Posture", "Method", "Change"):
        follow(page, title)
        assert query(page) == complete
    draws(page, marks)

    page.go_back()
    page.wait_for_url("**/method?*", timeout=PATIENCE)
    page.get_by_role("heading", name="The live panel").wait_for(timeout=PATIENCE)


# Whether the date T and its window lie over the chart where its axis has them, to a pixel.
CURSOR = """([last, first]) => {
  const plot = document.querySelector('.js-plotly-plot'), axis = plot._fullLayout.xaxis, size = plot._fullLayout._size;
  const box = plot.getBoundingClientRect(), lies = document.querySelector('.fp-cursor').getBoundingClientRect();
  const at = day => box.left + size.l + Math.max(axis.d2p(day), 0);
  const there = [lies.left, lies.right, lies.top, lies.height];
  // Its right edge is a line, two pixels wide at the least.
  const wanted = [at(first), Math.max(at(last), at(first) + 2), box.top + size.t, size.h];
  return there.every((edge, place) => Math.abs(edge - wanted[place]) < 1);
}"""


@pytest.mark.parametrize(("path", "window"), [("", 365), ("change", 0)])
def test_a_new_date_lies_where_the_axis_has_it_and_leaves_the_chart_alone(open_page: OpenPage, path: str, window: int):
    page = open_page(f"/{path}?at=2016-06-30")
    marks = drawn(page)
    page.evaluate("document.querySelector('.js-plotly-plot').stays = true")
    lies_right(page, date(2016, 6, 30), window)
    page.get_by_role("button", name=re.compile("^Newest")).click(timeout=PATIENCE)
    lies_right(page, rows_of(ROOT / "data" / "syria")[1].newest, window)

    draws(page, marks)
    assert page.evaluate("document.querySelector('.js-plotly-plot').stays")


@pytest.mark.parametrize("path", ["", "change"])
def test_no_timeline_is_shown_without_its_date(open_page: OpenPage, path: str):
    """On the whole screen a chart stands alone, so no button takes it there."""
    page = open_page(f"/{path}?at=2016-06-30")
    drawn(page)
    chart = page.get_by_test_id("stFullScreenFrame").filter(has=page.locator(".js-plotly-plot"))
    chart.hover()

    expect(chart.get_by_test_id("stPlotlyChart")).to_be_visible()
    expect(chart.locator("button, .modebar-btn")).to_have_count(0)


def test_the_date_lies_right_on_a_phone(open_page: OpenPage):
    page = open_page("/?at=2016-06-30", width=390)
    drawn(page)
    lies_right(page, date(2016, 6, 30), 365)


def lies_right(page: Page, at: date, window: int) -> None:
    """The date and its window come to lie where the axis has them."""
    days = [str(at), str(at - timedelta(window))]
    page.wait_for_function(f"days => ({CURSOR})(days)", arg=days, timeout=PATIENCE)


def test_the_address_to_copy_is_complete(open_page: OpenPage):
    """A view that was opened by a bare address has a full one to pass on."""
    page = open_page("/change")
    marks = drawn(page)
    page.get_by_role("button", name="Copy address").click()
    code = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").locator("code")
    code.wait_for(timeout=PATIENCE)
    complete = code.inner_text().replace("\n", "")

    assert urlsplit(complete).path == "/change"
    default = rows_of(ROOT / "data" / "syria")[1].default
    assert urlsplit(complete).query == urlencode(address.write(default), doseq=True)
    draws(open_page(complete), marks)


def test_the_file_handed_out_holds_exactly_what_is_drawn(open_page: OpenPage):
    """On every page with a chart; on Evidence, as many as its table says."""
    page = open_page("/?force=hezbollah&force=iranian-advisers&until=2016-12-31&at=2016-12-31")
    for title, has_chart in WITH_CHART.items():
        follow(page, title)
        marks = drawn(page) if has_chart else []
        page.get_by_role("button", name="Take away").click()
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_test_id("stPopoverBody").get_by_role("link", name="CSV. What I see").click()
        page.keyboard.press("Escape")
        with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))

        assert download.value.suggested_filename.endswith(".csv")
        assert rows
        assert {row["theatre"] for row in rows} == {"syria"}
        if has_chart:
            assert sorted(row["estimate_id"] for row in rows) == marks
        if title == "Evidence":
            assert f"{len(rows):,} of " in text_of(page)


def test_a_mark_that_is_pointed_at_says_who_said_it(open_page: OpenPage):
    """X said N, in these words, printed by P."""
    page = open_page("/change?force=hezbollah")
    drawn(page)
    mark = page.locator(".js-plotly-plot .scatterlayer .points path.point").last
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = page.locator(".js-plotly-plot .hoverlayer .hovertext")
    hover.first.wait_for(timeout=PATIENCE)

    assert re.search(r"\S+ said [^(]+\(“.+”\).*; printed by \S+", hover.first.text_content())


def test_a_row_of_the_table_opens_its_record(open_page: OpenPage):
    """The table is a canvas: the first row lies below its head; the record's address opens it again."""
    page = open_page("/evidence")
    table = page.get_by_test_id("stDataFrame")
    table.locator("canvas").first.wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 15, box["y"] + 35 + 17)
    page.wait_for_url(lambda url: "record" in url and not url.endswith("record="), timeout=PATIENCE)
    page.get_by_role("heading", name="Record").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    (name,) = query(page)["record"]
    rows = rows_of(ROOT / "data" / "syria")[0].set_index("estimate_id")

    for told in (name, rows.loc[name, "wording"], f"{rows.loc[name, 'file']}:{rows.loc[name, 'line']}"):
        page.get_by_role("cell", name=told, exact=True).first.wait_for(timeout=PATIENCE)
    again = open_page(page.url)
    again.get_by_role("cell", name=name, exact=True).wait_for(timeout=PATIENCE)


def test_a_record_opens_by_its_address_and_leads_along_its_chain(open_page: OpenPage):
    """Hezbollah's founding figure, and one that is not there."""
    page = open_page(f"/evidence?record={FOUNDING[2]}")
    page.get_by_role("cell", name="another 7,000 Hezbollah fighters").wait_for(timeout=PATIENCE)
    link = page.locator(".fp-table a[href^='https://www.jpost.com/']")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")
    text_of(page)

    page = open_page("/evidence?record=no-such/record")
    page.get_by_text("There is no estimate called no-such/record in this theatre.").wait_for(timeout=PATIENCE)


def test_an_address_that_cannot_be_followed_is_told_letter_by_letter(open_page: OpenPage):
    """What was typed is shown as it was typed; the next filter puts the address right."""
    typed = "<b>x</b> *y* $z$ :red[w]"
    page = open_page("/?" + urlencode({"force": typed, "at": "2018-13-40", "struck": "no"}))
    for note in (f"In the address, force: {typed} is not known here", "at: 2018-13-40 is no date"):
        page.get_by_text(note).wait_for(timeout=PATIENCE)
    assert drawn(page) == expected({})

    page.get_by_role("button", name=re.compile("^Newest: ")).click()
    page.get_by_text("In the address").first.wait_for(state="detached", timeout=PATIENCE)
    settle(page, PATIENCE)
    assert query(page)["force"] == ["iranian-advisers", "foreign-shia-militias", "hezbollah"]


def test_an_empty_selection_offers_the_way_out(open_page: OpenPage):
    page = open_page("/?since=2099-01-01")
    page.get_by_text("No estimate fits these filters.").wait_for(timeout=PATIENCE)
    page.locator(".st-key-fp-clear-page button").click()
    draws(page, expected({}))


def test_the_keyboard_reaches_the_pages_and_the_filters(open_page: OpenPage):
    """From the top of the page Tab goes to visible things with names."""
    page = open_page("/")
    drawn(page)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => {
              const here = document.activeElement, box = here.getBoundingClientRect();
              const name = here.getAttribute('aria-label') || here.innerText || here.id || '';
              return [name.replace(/\\s+/g, ' ').trim(), box.width > 0 && box.height > 0];
            }""")
        )
        if re.match("(download )?Take away", reached[-1][0]):
            break

    names = [name for name, _ in reached]
    for name in (*TITLES.values(), "Forces", "Measure", "As it opens"):
        assert name in names
    for words in ("Copy address", "Newest: ", "Date T", "More filters", "Clear the filters", "Take away"):
        assert any(words in name for name in names), words
    assert all(visible for _, visible in reached)


@dataclass(frozen=True)
class Own:
    """A dashboard whose data the tests may change."""

    url: str
    data: Path


@pytest.fixture(scope="module")
def own(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Own:
    """A server on the miniature theatre alone."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "tests" / "theatre", data / "orvane")
    return Own(start_server(data=data).url, data)


@pytest.fixture
def theatre(own: Own, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A further theatre on that server, which is taken away again."""
    folder = own.data / request.node.name.removeprefix("test_")[:30]
    shutil.copytree(ROOT / "tests" / "theatre", folder)
    yield folder
    shutil.rmtree(folder)


def test_a_second_theatre_appears_without_a_restart(own: Own, open_page: OpenPage, tmp_path: Path):
    """The page offers it by itself; chosen, it opens as it opens for everybody."""
    page = open_page(f"{own.url}/?force=tessal-marines&at=2019-09-09")
    first = drawn(page)
    assert first == expected(query(page), own.data / "orvane")
    assert page.locator(".st-key-fp-theatre").count() == 0

    second = own.data / "varnland"
    shutil.copytree(ROOT / "tests" / "theatre", tmp_path / "varnland")
    title = "title: Another island"
    text = (tmp_path / "varnland" / "theatre.yaml").read_text(encoding="utf-8")
    (tmp_path / "varnland" / "theatre.yaml").write_text(re.sub("title: .*", title, text), encoding="utf-8")
    (tmp_path / "varnland").rename(second)
    # The page is drawn anew once for the new folder; a list that is opened meanwhile would close.
    page.get_by_role("combobox", name="Theatre").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    page.get_by_role("combobox", name="Theatre").click(timeout=PATIENCE)
    page.get_by_role("option", name="varnland").click(timeout=PATIENCE)

    page.get_by_role("heading", name="Another island").wait_for(timeout=PATIENCE)
    wait_for_parameter(page, "theatre", ["varnland"])
    draws(page, expected({}, second))
    assert page.get_by_role("button", name="Remove Marines of Tessal").count() == 0
    page.get_by_text("What was claimed at 30 June 2020").wait_for(timeout=PATIENCE)

    page.go_back()
    page.get_by_role("heading", name="Outside forces on Orvane").wait_for(timeout=PATIENCE)
    draws(page, first)
    shutil.rmtree(second)
    page.get_by_role("combobox", name="Theatre").wait_for(state="detached", timeout=PATIENCE)
    draws(page, first)


def spoil(path: Path, right: str, wrong: str) -> tuple[int, int]:
    """The line and column, from 1, of a typing error made in a file."""
    text = path.read_text(encoding="utf-8")
    before = text[: text.index(right)]
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_a_typing_error_is_shown_by_its_place_over_the_last_good_data(own: Own, theatre: Path, open_page: OpenPage):
    """File, line, column and what to write; mended, the box goes away and what was written is drawn."""
    page = open_page(f"{own.url}/?theatre={theatre.name}")
    first = drawn(page)
    file = theatre / "reports" / "2020.yaml"
    good = file.read_text(encoding="utf-8")

    line, column = spoil(file, "lanternmen\n      count: low thousands", "lanternman\n      count: low thousands")
    page.get_by_role("button", name=re.compile("^Newest: ")).click()
    box = page.locator(".st-key-fp-trouble")
    box.locator("code").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)

    told = box.inner_text()
    assert f"{theatre.name}/reports/2020.yaml:{line}:{column}: " in told
    assert 'did you mean "lanternmen"?' in told
    assert told.splitlines()[-1].strip() in [str(problem) for problem in load(theatre, CONFIG).errors]
    assert "last good data" in told
    assert str(own.data) not in text_of(page)
    draws(page, first)
    follow(page, "Evidence")
    box.wait_for(timeout=PATIENCE)
    follow(page, "Posture")

    file.write_text(good.replace("low thousands", "1,234"), encoding="utf-8")
    page.get_by_role("button", name="As it opens").click()
    box.wait_for(state="detached", timeout=PATIENCE)
    page.locator(".fp-rows").get_by_text("1,234").first.wait_for(timeout=PATIENCE)
    draws(page, first)


def test_a_server_that_starts_on_a_broken_file_shows_the_rest(
    start_server: StartServer, open_page: OpenPage, tmp_path: Path
):
    """The estimate that cannot be read is left out and told; a theatre that cannot be read hides no other."""
    shutil.copytree(ROOT / "tests" / "theatre", tmp_path / "orvane")
    everything = expected({}, tmp_path / "orvane")
    line, column = spoil(tmp_path / "orvane" / "reports" / "2020.yaml", "about 800", "abuot 800")
    shutil.copytree(tmp_path / "orvane", tmp_path / "spoilt")
    spoil(tmp_path / "spoilt" / "theatre.yaml", "title: Outside", "titel: Outside")
    url = start_server(data=tmp_path).url

    page = open_page(url)
    rest = drawn(page)
    box = page.locator(".st-key-fp-trouble")
    box.locator("code").wait_for(timeout=PATIENCE)
    told = box.inner_text()
    assert f"orvane/reports/2020.yaml:{line}:{column}: " in told
    assert "abuot" in told
    assert set(rest) < set(everything)
    assert "far-shore-2020-06-10/varn-advisers" not in rest

    page = open_page(f"{url}/compare?theatre=spoilt")
    box = page.locator(".st-key-fp-trouble")
    box.locator("code").wait_for(timeout=PATIENCE)
    assert "This theatre cannot be read yet." in box.inner_text()
    assert re.search(r"spoilt/theatre\.yaml:\d+:\d+: .*titel", box.inner_text())
    assert str(tmp_path) not in text_of(page)
    page.get_by_role("button", name="Open orvane").click()
    page.get_by_role("heading", name="Outside forces on Orvane").wait_for(timeout=PATIENCE)
    text_of(page)


def test_data_come_out_letter_by_letter(own: Own, theatre: Path, open_page: OpenPage):
    """A title, a name and a wording full of markup are read as they were typed, and call nobody."""
    hostile = "*a* ~~b~~ $x$ :red[c] <b>d</b> ![e](http://elsewhere.example/e.png)"
    file = theatre / "theatre.yaml"
    text = file.read_text(encoding="utf-8").replace("Outside forces on Orvane", f'"{hostile}"')
    file.write_text(text.replace("label: Lantern League\n", f'label: "{hostile}"\n'), encoding="utf-8")

    page = open_page(f"{own.url}/?theatre={theatre.name}&force=lanternmen&force=volunteers&place=&record=x")
    drawn(page)
    assert page.get_by_role("heading", name=hostile, exact=True).count() >= 1
    assert text_of(page).count(hostile) >= 3
    assert page.locator(".js-plotly-plot .annotation").filter(has_text="*a* ~~b~~ $x$").count() >= 1
    follow(page, "Evidence")
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for(timeout=PATIENCE)
    page = open_page(f"{own.url}/evidence?theatre={theatre.name}&record=hostile-2020-06-20/lanternmen")
    page.get_by_role("cell", name="<b>5,000</b>", exact=True).wait_for(timeout=PATIENCE)
    for cell in ("<script>alert(1)</script> [link](http://example.org) ~~title~~", hostile):
        page.get_by_role("cell", name=cell, exact=True).wait_for(timeout=PATIENCE)
