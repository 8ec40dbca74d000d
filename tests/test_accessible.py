"""Every page for readers who see, hear or move otherwise: judged by axe-core, by keys alone, at any width, on paper."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import settle
from tests.conftest import OpenPage
from tests.test_browser import CHARTS, FOUNDING, PATIENCE, assert_fits, drawn, query

GRAVE = ("serious", "critical")  # of axe-core's four impacts; no rule and no element is left out
LONGEST = 95  # letters of a line that is still read with ease; a few more than the 85 that house.css aims at

# The letters of each line of running text, the longest first. Tables for machines and code are no running text.
LINES = """() => {
  const texts = document.createTreeWalker(document.querySelector('.stMain'), NodeFilter.SHOW_TEXT), found = [];
  for (let text; (text = texts.nextNode());) {
    if (text.length < 90 || text.parentElement.closest('svg, canvas, style, code')) continue;
    const range = document.createRange(), lines = {};
    for (let place = 0; place < text.length; place++) {
      range.setStart(text, place);
      range.setEnd(text, place + 1);
      const top = Math.round(range.getBoundingClientRect().top / 6);
      lines[top] = (lines[top] || '') + text.data[place];
    }
    found.push(...Object.values(lines));
  }
  return found.sort((one, other) => other.length - one.length);
}"""
OUTLINE = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
STYLED = "() => [...document.querySelectorAll('style')].some(one => one.textContent.includes('reduced-motion'))"
CONTROLS = """() => [...document.querySelectorAll('.stSidebar, header, details:not([open]), button, input, textarea')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().width > 1)
  .map(one => one.getAttribute('aria-label') || one.innerText || one.className)"""
FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const name = here.getAttribute('aria-label') || here.innerText;
  return [here.tagName, name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one), longest = times => Math.max(...times.split(',').map(parseFloat));
  return longest(style.transitionDuration) > 0.001
    || (style.animationName !== 'none' && longest(style.animationDuration) > 0.001);
}).map(one => one.className)"""


def pages(page: Page) -> Iterator[str]:
    """The path of each page that the head leads to, once it stands there; with a record open, and a figure begun."""
    links = page.locator(".st-key-fp-head a")
    links.get_by_text("Add a report").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    for link in links.evaluate_all("links => links.map(link => link.href)"):
        path = urlsplit(link).path.strip("/")
        page.goto(f"{link}&record={FOUNDING[2]}" if path == "evidence" else link)
        settle(page, PATIENCE)
        if path in CHARTS:
            drawn(page)
        elif path == "evidence":
            page.get_by_role("heading", name="Record").wait_for(timeout=PATIENCE)
        elif path in {"method", "news"}:
            page.get_by_role("button", name="Take away").wait_for(timeout=PATIENCE)
        elif path == "add":
            page.get_by_label("Count", exact=True).fill("7,00x")
            page.keyboard.press("Tab")
            page.get_by_text("The YAML so far").click(timeout=PATIENCE)
        settle(page, PATIENCE)
        yield path


def judged(page: Page) -> list[str]:
    """What axe-core finds grave: the rule, the element and why."""
    # Its script is evaluated as the developer's tools do it, under the page's own content security policy.
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {violation['id']} ({violation['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_grave_on_any_page(open_page: OpenPage, dark: bool):
    """On a desk's screen and on a phone's."""
    page = open_page("/", dark=dark)
    found = []
    for _ in pages(page):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page, PATIENCE)
            found += judged(page)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert not found, "\n".join(found)


def test_every_page_has_an_outline_and_a_name_and_fits_any_screen_and_paper(open_page: OpenPage):
    """From a phone over a page at 200 % to a wall nothing scrolls sideways; lines are short; paper has no buttons."""
    page = open_page("/")
    names = []
    for path in pages(page):
        first, *rest = levels = page.evaluate(OUTLINE)
        assert first == 1, path
        assert rest.count(1) == 0, path
        assert all(after <= before + 1 for before, after in zip(levels, rest, strict=False)), (path, levels)
        names.append(page.title())
        for width in (390, 640, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page, PATIENCE)
            assert_fits(page)
        too_long = [line for line in page.evaluate(LINES) if len(line) > LONGEST]
        assert not too_long, (path, too_long)

        page.emulate_media(media="print")
        assert page.evaluate(CONTROLS) == [], path
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.get_by_test_id("stPlotlyChart").first.is_visible() == (path in CHARTS)
        page.emulate_media(media="screen")
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_paper_is_white_and_what_is_read_on_it_dark(open_page: OpenPage, dark: bool):
    """Also where the screen is dark, text and charts alike."""
    page = open_page("/", dark=dark)
    for path in pages(page):
        settle(page, PATIENCE)
        page.emulate_media(media="print")
        for seen in (page.get_by_test_id("stMain"), page.get_by_test_id("stPlotlyChart")):
            if seen.count():
                shades = np.asarray(Image.open(BytesIO(seen.first.screenshot())).convert("L"))
                assert (shades > 230).mean() > 0.8, path
                assert (shades < 110).mean() > 0.001, path
                assert np.median(shades) > 250, path
        page.emulate_media(media="screen")


def test_the_keyboards_place_is_seen_all_the_way(open_page: OpenPage):
    """Through the form of a report, where nearly every kind of thing stands that can be reached."""
    page = open_page("/add")
    page.get_by_text("The YAML so far").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Copy address").wait_for(timeout=PATIENCE)  # it stands above, and comes later
    page.wait_for_function(STYLED, timeout=PATIENCE)
    settle(page, PATIENCE)
    seen = {}
    for _ in range(60):
        page.keyboard.press("Tab")
        kind, name, outlined = page.evaluate(FOCUSED)
        if kind in {"A", "BUTTON", "SUMMARY"}:
            seen[name] = outlined
        if kind == "SUMMARY" and name.endswith("The YAML so far"):
            break
    assert len(seen) > 20
    assert [name for name, outlined in seen.items() if not outlined] == []


def test_a_row_is_opened_by_keys(open_page: OpenPage):
    """As the page says: Shift and Space."""
    page = open_page("/evidence")
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    page.get_by_test_id("stDataFrame").locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")

    page.get_by_role("heading", name="Record").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    page.get_by_role("cell", name=query(page)["record"][0], exact=True).wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("path", CHARTS)
def test_what_a_chart_draws_is_read_in_a_table_below_it(open_page: OpenPage, path: str):
    """A row an estimate; what the chart is about stands in its text alternative."""
    page = open_page(f"/{path}?force=hezbollah")
    marks = drawn(page)
    boxes = page.locator("details", has_text="The chart as a table")
    for place in range(boxes.count()):
        boxes.nth(place).locator("summary").press("Enter")
        boxes.nth(place).locator(".fp-table").wait_for(timeout=PATIENCE)
    expect(boxes.locator(".fp-table tbody tr")).to_have_count(len(marks), timeout=PATIENCE)
    assert "Hezbollah" in page.get_by_test_id("stPlotlyChart").first.get_attribute("aria-label")


def test_nothing_moves_for_a_reader_who_asked_for_that(page: Page):
    page.emulate_media(reduced_motion="reduce")
    drawn(page)
    assert page.evaluate(MOVING) == []
