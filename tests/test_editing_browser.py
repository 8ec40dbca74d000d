"""Adding and correcting as a reader does it: keys and clicks in a real browser, and what then stands in the files."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import settle
from tests.conftest import OpenPage
from tests.desk import Desk
from tests.test_browser import PATIENCE, assert_fits, drawn, draws, text_of
from tests.visitor import SECONDS, Visitor, visit
from views.permission import OFF

ARTICLE = {
    "publisher": "The Daily Gull",
    "published": "2020-06-25",
    "url": "https://example.org/gull/2020-06-25",
    "title": "Three figures from Tessal",
}
FIGURES = [
    ("Lantern League", "more than 7,000", "over 7,000 Lanternmen"),
    ("Volunteers, without", "9,000", "some 9,000 volunteers"),
    ("Varnish advisers", "several hundred", "several hundred advisers"),
]
IDS = [f"daily-gull-2020-06-25/{force}" for force in ("lanternmen", "varn-advisers", "volunteers")]
RECORD = """
- id: daily-gull-2020-06-25
  publisher: The Daily Gull
  title: Three figures from Tessal
  url: https://example.org/gull/2020-06-25
  published: 2020-06-25
  originator: tessal
  estimates:
    - force: lanternmen
      count: more than 7,000
      wording: "over 7,000 Lanternmen"
    - force: volunteers
      count: 9,000
      wording: "some 9,000 volunteers"
    - force: varn-advisers
      count: several hundred
      wording: "several hundred advisers"
"""
LEAGUE = "sarn-courier-2019-05-01/lanternmen"
POSTURE = "/?force=lanternmen&force=volunteers&force=varn-advisers&place=&at=2020-06-30"


def field(page: Page, name: str) -> Locator:
    """What is typed into, of the field whose key ends so."""
    return page.locator(
        f'[class*="st-key-fp-add-"][class$="-{name}"] input, [class*="st-key-fp-add-"][class*="-{name} "] input'
    ).first


def choose(page: Page, name: str, words: str) -> None:
    """Types what the option begins with and takes it."""
    field(page, name).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    settle(page, PATIENCE)


def type_in(page: Page, name: str, text: str) -> None:
    """Types into a field and leaves it."""
    field(page, name).click()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    settle(page, PATIENCE)


def look(page: Page) -> None:
    """Presses Preview and waits for what it shows."""
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("tab", name="What is written").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)


def csv_of(page: Page) -> set[str]:
    """The estimates of the CSV file of what is seen."""
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Take away").click()
        page.get_by_test_id("stPopoverBody").get_by_role("link", name="CSV. What I see").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return {row["estimate_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}


def fill_in(page: Page, figures: Sequence[tuple[str, str, str]] = FIGURES, originator: str = "Tessal") -> None:
    """The article with some of its figures."""
    for name, text in ARTICLE.items():
        type_in(page, name, text)
    for slot, (force, count, wording) in enumerate(figures):
        if slot:
            page.get_by_role("button", name="Another figure").click()
        field(page, f"estimate-{slot}-count").wait_for(timeout=PATIENCE)
        choose(page, f"estimate-{slot}-force", force)
        page.keyboard.press("Escape")
        type_in(page, f"estimate-{slot}-count", count)
        type_in(page, f"estimate-{slot}-wording", wording)
        if originator and not slot:
            choose(page, f"estimate-{slot}-originator", originator)


def test_an_article_of_three_figures_is_added(desk: Desk, open_page: OpenPage):
    """It stands in the file, in the chart of another tab, in the table and in the CSV."""
    other = open_page(f"{desk.url}{POSTURE}")
    before = drawn(other)
    file = desk.text("reports/2020.yaml")
    page = open_page(f"{desk.url}/add")
    settle(page, PATIENCE)

    fill_in(page)
    look(page)
    assert desk.text("reports/2020.yaml") == file
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved daily-gull-2020-06-25 in orvane/reports/2020.yaml.").wait_for(timeout=PATIENCE)

    expect(field(page, "publisher")).to_have_value("", timeout=PATIENCE)
    begin, end = desk.text("reports/2020.yaml").split(RECORD)
    assert begin + end == file
    draws(other, sorted({*before, *IDS}))
    (line,) = desk.text("log.jsonl").splitlines()
    assert json.loads(line)["records"] == ["daily-gull-2020-06-25"]
    page.get_by_role("link", name="Open its record").click()
    page.get_by_role("heading", name="Record").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    assert "over 7,000 Lanternmen" in text_of(page)
    assert set(IDS) <= csv_of(page)


def test_a_record_is_corrected(desk: Desk, open_page: OpenPage):
    """The record says so at once, and the file has changed in one line."""
    before = desk.text("reports/2019.yaml")
    page = open_page(f"{desk.url}/evidence?record={LEAGUE}")
    page.get_by_text("Correct this record, or say what became of it").click()
    count = page.get_by_label("Count", exact=True)
    expect(count).to_have_value("2,500", timeout=PATIENCE)

    count.fill("2,600")
    count.press("Tab")
    page.get_by_role("button", name="Save", exact=True).click(timeout=PATIENCE)

    page.get_by_text(f"Saved {LEAGUE} in orvane/reports/2019.yaml.").wait_for(timeout=PATIENCE)
    after = desk.text("reports/2019.yaml")
    assert after == before.replace("count: 2,500", "count: 2,600", 1)
    assert "2,600" in page.locator(".fp-table", has_text="Figure as coded").inner_text()
    expect(count).to_have_value("2,600", timeout=PATIENCE)


def test_a_new_originator_is_chosen_before_it_has_a_name(desk: Desk, open_page: OpenPage):
    """Whatever it is called afterwards, it stays chosen."""
    page = open_page(f"{desk.url}/add")
    settle(page, PATIENCE)
    fill_in(page, FIGURES[:1], originator="")
    page.get_by_role("button", name="New originator").click()
    field(page, "entry-1-label").wait_for(timeout=PATIENCE)
    choose(page, "estimate-0-originator", "New originator 1")

    type_in(page, "entry-1-label", "Harbour Guild")
    look(page)
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_text("Saved originators/harbour-guild").wait_for(timeout=PATIENCE)
    assert "originator: harbour-guild" in desk.text("reports/2020.yaml")


def test_the_form_and_its_preview_fit_a_phone(desk: Desk, open_page: OpenPage):
    page = open_page(f"{desk.url}/add", width=390)
    settle(page, PATIENCE)
    assert_fits(page)

    fill_in(page, FIGURES[:1])
    look(page)
    assert_fits(page)
    text_of(page)


def test_where_editing_is_off_the_patch_is_handed_out_and_no_button_saves(desk: Desk, open_page: OpenPage):
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace("editing: local", "editing: off"), encoding="utf-8")
    page = open_page(f"{desk.url}/add")
    settle(page, PATIENCE)
    fill_in(page, FIGURES[:1])
    look(page)

    page.get_by_text(OFF).wait_for(timeout=PATIENCE)
    assert page.get_by_role("button", name="Save", exact=True).count() == 0
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Download the patch").click()
    patch = Path(download.value.path()).read_text(encoding="utf-8")
    assert "+- id: daily-gull-2020-06-25" in patch


@pytest.mark.parametrize(
    "headers", [{}, {"X-Forwarded-For": "192.168.1.20"}, {"Via": "1.1 x"}, {"Origin": "http://localhost:3000"}]
)
def test_a_button_that_was_drawn_for_this_machine_saves_for_nobody_else(
    desk: Desk, browser: Browser, headers: dict[str, str]
):
    """A session that goes on over another connection is judged by that one, at the moment of writing."""
    files = {path: path.read_bytes() for path in desk.data.rglob("*.yaml")}
    context = browser.new_context()
    page = context.new_page()
    heard: list[ForwardMsg] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(message(frame))))
    page.goto(f"{desk.url}/add")
    settle(page, PATIENCE)
    fill_in(page, FIGURES[:1])
    look(page)
    page.get_by_role("button", name="Save", exact=True).wait_for(timeout=PATIENCE)
    context.close()

    session = next(one.new_session.initialize.session_id for one in heard if one.HasField("new_session"))
    buttons = (one.delta.new_element.button.id for one in reversed(heard))
    pressed = next(name for name in buttons if name.endswith("fp-add-save"))
    with visit(desk.url, headers, protocols=("none", session)) as visitor:
        press(visitor, pressed)
        assert visitor.session == session

    assert ({path: path.read_bytes() for path in files} == files) == bool(headers)


def press(visitor: Visitor, button: str) -> None:
    """A button of the session's page is pressed over this connection, and the page has run."""
    asked = BackMsg()
    pressed = asked.rerun_script.widget_states.widgets.add()
    pressed.id, pressed.trigger_value = button, True
    visitor.connection.send(asked.SerializeToString())
    while (heard := message(visitor.connection.recv(SECONDS))).WhichOneof("type") != "script_finished":
        if heard.HasField("new_session"):
            visitor.session = heard.new_session.initialize.session_id


def message(frame: bytes | str) -> ForwardMsg:
    """What came over a connection."""
    return ForwardMsg.FromString(frame if isinstance(frame, bytes) else b"")
