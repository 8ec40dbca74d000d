"""A page that stands open in a browser follows its files, without a click and wherever its reader stands."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from posture.config import read_config
from posture.library import Library
from posture.loading import load
from tests.browser import settle
from tests.conftest import OpenPage
from tests.datasets import CONFIG, MINIATURE, TODAY
from tests.desk import Desk
from tests.test_browser import PATIENCE, drawn, draws, query, spoil, text_of, wait_for_parameter
from views import address, live, state

REPORT = """
- id: harbour-weekly-2020-06-25
  publisher: Harbour Weekly
  url: https://example.org/weekly/2020-06-25
  published: 2020-06-25
  originator: monitor
  estimates:
    - force: lanternmen
      count: 1,700
      wording: "1,700 Lanternmen"
    - force: volunteers
      count: 3,100
      wording: "3,100 volunteers"
"""
NEW = "harbour-weekly-2020-06-25/lanternmen"
HOSTILE = "hostile-2020-06-20/lanternmen"
CHARTS = ("", "compare", "change")
FILTER = "?force=lanternmen&place=&at=2020-06-30"

# Counts how often the page has looked at its files, and takes down whatever else happens in the document.
WATCH = """() => {
  window.looks = 0;
  window.touched = [];
  new MutationObserver(records => {
    for (const one of records) {
      const state = one.attributeName === 'data-test-script-state';
      if (state) window.looks += one.target.getAttribute(one.attributeName) === 'notRunning';
      else window.touched.push([one.type, one.attributeName, one.target.nodeName, one.target.className].join(' '));
    }
  }).observe(document.documentElement, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
LOOKS = 6
# A page in which hardly anything happens without a look under way.
OFTEN = f"""const every = window.setInterval;
window.setInterval = (act, wait, ...rest) => every(act, wait === {live.SECONDS * 1000} ? 25 : wait, ...rest);"""


class LookFirst:
    """Stands between a page and its server, and lets a look be answered before each request that a reader makes.

    A browser sends such a request in a moment of its own, so a look that falls due before it brings the same widgets.
    """

    def __init__(self, page: Page) -> None:
        self.fragment = ""  # the look's name
        self.kept: list[bytes | str] = []  # what waits for the answer
        page.route_web_socket(re.compile("_stcore/stream"), self._connect)
        page.reload()

    def _connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(lambda sent: self._asks(server, sent))
        server.on_message(lambda sent: self._answers(page, server, sent))

    def _asks(self, server: WebSocketRoute, sent: bytes | str) -> None:
        asked = BackMsg.FromString(sent) if isinstance(sent, bytes) else BackMsg()
        if asked.rerun_script.is_auto_rerun:
            self.fragment = asked.rerun_script.fragment_id
        elif asked.HasField("rerun_script") and self.fragment and not self.kept:
            self.kept.append(sent)
            asked.rerun_script.fragment_id, asked.rerun_script.is_auto_rerun = self.fragment, True
            server.send(asked.SerializeToString())
            return
        if self.kept:
            self.kept.append(sent)
        else:
            server.send(sent)

    def _answers(self, page: WebSocketRoute, server: WebSocketRoute, sent: bytes | str) -> None:
        page.send(sent)
        answer = ForwardMsg.FromString(sent) if isinstance(sent, bytes) else ForwardMsg()
        if answer.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            while self.kept:
                server.send(self.kept.pop(0))


@pytest.fixture
def reruns(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the page was asked to draw anew."""
    asked: list[str] = []
    monkeypatch.setattr(live.st, "rerun", lambda *, scope: asked.append(scope))
    return asked


def looks_of_a_page(library: Library) -> Callable[[], None]:
    """A look at its files by a page outside of a browser, which has stood there for a while."""
    drawn_from, looks = library.version("orvane"), []

    def look() -> None:
        live._look.__wrapped__(library, "orvane", drawn_from, looks)

    for _ in range(live.REST):
        look()
    return look


def stand(open_page: OpenPage, desk: Desk, path: str = "", more: str = "") -> Page:
    """A page that is drawn, with its filters, before anybody edits a file."""
    page = open_page(f"{desk.url}/{path}{FILTER}{more}")
    page.get_by_role("button", name="Remove Lantern League", exact=True).wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Clear the filters").wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    return page


def box(page: Page) -> Locator:
    """What the page says about files with errors."""
    return page.locator(".st-key-fp-trouble")


def estimates(desk: Desk) -> int:
    """How many estimates the theatre's files hold now."""
    return len(load(desk.data / "orvane", read_config(desk.config)).entries)


def watch(page: Page) -> None:
    """From now on what happens in the document is taken down."""
    page.evaluate(WATCH)


def looks_on(page: Page) -> None:
    """The page has looked at its files a few times more."""
    begun = page.evaluate("window.looks")
    page.wait_for_function("least => window.looks >= least", arg=begun + LOOKS, timeout=PATIENCE)


@pytest.mark.parametrize("path", CHARTS)
def test_a_saved_estimate_is_drawn_where_the_reader_stands(desk: Desk, open_page: OpenPage, path: str):
    """On every page with a chart; the filters and the address stay, and what they leave out stays out."""
    page = stand(open_page, desk, path)
    before, url = drawn(page), page.url
    desk.write("reports/2020.yaml", desk.text("reports/2020.yaml") + REPORT)

    draws(page, [*before, NEW])
    assert page.url == url
    text_of(page)


def test_a_saved_estimate_is_listed_and_handed_out(desk: Desk, open_page: OpenPage):
    """On the page Evidence, with a search and with the record open before it was there."""
    page = stand(open_page, desk, "evidence", f"&search=lanternmen&record={NEW}")
    page.get_by_text(f"There is no estimate called {NEW} in this theatre.").wait_for(timeout=PATIENCE)
    expect(page.get_by_role("textbox", name="Search", exact=True)).to_have_value("lanternmen", timeout=PATIENCE)
    url = page.url
    told = page.get_by_text(re.compile("[0-9]+ of [0-9]+ estimates"))
    found, everything = map(int, re.findall("[0-9]+", told.inner_text())[:2])
    desk.write("reports/2020.yaml", desk.text("reports/2020.yaml") + REPORT)

    page.get_by_text(f"{found + 1} of {everything + 2} estimates").wait_for(timeout=PATIENCE)
    page.get_by_role("cell", name="1,700 Lanternmen", exact=True).first.wait_for(timeout=PATIENCE)
    settle(page, PATIENCE)
    page.get_by_role("button", name="Take away").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_test_id("stPopoverBody").get_by_role("link", name="CSV. What I see").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert NEW in [row["estimate_id"] for row in csv.DictReader(file)]
    assert page.url == url


def test_a_saved_estimate_is_counted_on_the_page_about_the_data(desk: Desk, open_page: OpenPage):
    page = open_page(f"{desk.url}/method")
    row = page.get_by_role("row", name=re.compile("^Estimates [0-9]+$"))
    row.wait_for(timeout=PATIENCE)
    before = int(row.inner_text().split()[-1])
    desk.write("reports/2020.yaml", desk.text("reports/2020.yaml") + REPORT)

    page.get_by_role("row", name=f"Estimates {before + 2}", exact=True).wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("save", [Desk.write, Desk.rename_over, Desk.move_away_first], ids=lambda save: save.__name__)
def test_every_way_of_saving_is_seen(desk: Desk, open_page: OpenPage, save: Callable[[Desk, str, str], None]):
    """Twice in a row, longer and shorter than before; the file that an editor leaves behind is no report."""
    page = stand(open_page, desk)
    before, text = drawn(page), desk.text("reports/2020.yaml")
    save(desk, "reports/2020.yaml", text + REPORT)
    draws(page, [*before, NEW])
    save(desk, "reports/2020.yaml", text)

    draws(page, before)
    assert box(page).count() == 0


def test_all_open_tabs_follow(desk: Desk, open_page: OpenPage):
    """Each on its own page, with its own filters."""
    first = stand(open_page, desk)
    second = stand(open_page, desk, "change", "&force=volunteers")
    marks, others = drawn(first), drawn(second)
    desk.write("reports/2020.yaml", desk.text("reports/2020.yaml") + REPORT)

    draws(first, [*marks, NEW])
    draws(second, [*others, NEW, NEW.replace("lanternmen", "volunteers")])


def test_a_bad_save_is_told_over_the_last_good_data_and_mending_clears_it(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk)
    before, good = drawn(page), desk.text("reports/2020.yaml")
    line, column = spoil(desk.path("reports/2020.yaml"), "lanternmen\n      count: low", "lanternman\n      count: low")

    box(page).get_by_text(f"orvane/reports/2020.yaml:{line}:{column}: ").wait_for(timeout=PATIENCE)
    expect(box(page)).to_contain_text('did you mean "lanternmen"?', timeout=PATIENCE)
    draws(page, before)

    desk.write("reports/2020.yaml", good + REPORT)
    box(page).wait_for(state="detached", timeout=PATIENCE)
    draws(page, [*before, NEW])


def test_a_file_that_is_written_by_and_by_comes_through_whole(desk: Desk, open_page: OpenPage):
    """Emptied, then cut within a line, then cut between two reports, then complete."""
    page = stand(open_page, desk)
    before, text = drawn(page), desk.text("reports/2020.yaml")
    desk.write("reports/2020.yaml", "")
    box(page).get_by_text("the file holds nothing").wait_for(timeout=PATIENCE)
    draws(page, before)

    desk.write("reports/2020.yaml", text[: text.index("count: low")])
    box(page).get_by_text('the key "count" is missing').wait_for(timeout=PATIENCE)
    draws(page, before)

    desk.write("reports/2020.yaml", text[: text.index("- id: far-shore")])
    box(page).wait_for(state="detached", timeout=PATIENCE)
    draws(page, [name for name in before if not name.startswith("far-shore")])

    desk.write("reports/2020.yaml", text + REPORT)
    draws(page, [*before, NEW])


def test_a_new_file_and_a_deleted_file_are_seen(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk)
    before = drawn(page)
    assert HOSTILE in before
    desk.write("reports/2021.yaml", REPORT)
    draws(page, [*before, NEW])

    desk.path("reports/odd/hostile.yml").unlink()
    draws(page, sorted({*before, NEW} - {HOSTILE}))
    desk.path("reports/2021.yaml").unlink()
    draws(page, sorted({*before} - {HOSTILE}))


def test_a_change_of_the_theatre_file_is_seen(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk)
    before = drawn(page)
    desk.rename_over("theatre.yaml", desk.text("theatre.yaml").replace("title: Outside", "title: Foreign"))
    page.get_by_role("heading", name="Foreign forces on Orvane").wait_for(timeout=PATIENCE)
    draws(page, before)


def test_a_bad_configuration_is_told_and_mending_clears_it(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk)
    before, good = drawn(page), desk.config.read_text(encoding="utf-8")
    line, column = spoil(desk.config, "365", "never")
    box(page).get_by_text(f'config.yaml:{line}:{column}: "never" is no number of days').wait_for(timeout=PATIENCE)
    draws(page, before)

    desk.config.write_text(good, encoding="utf-8")
    box(page).wait_for(state="detached", timeout=PATIENCE)
    draws(page, before)


def test_the_first_theatre_appears(desk: Desk, open_page: OpenPage):
    shutil.rmtree(desk.data / "orvane")
    page = open_page(desk.url + FILTER)
    page.get_by_text("There is no theatre yet.").wait_for(timeout=PATIENCE)
    shutil.copytree(MINIATURE, desk.data / "orvane")

    page.get_by_role("heading", name="Outside forces on Orvane").wait_for(timeout=PATIENCE)
    assert HOSTILE in drawn(page)


def test_a_theatre_that_cannot_be_read_comes_to_life_once_it_is_mended(desk: Desk, open_page: OpenPage):
    """Though no page of it was ever drawn."""
    folder = desk.data / "varnland"
    shutil.copytree(MINIATURE, folder)
    good = (folder / "theatre.yaml").read_text(encoding="utf-8")
    line, _ = spoil(folder / "theatre.yaml", "title: Outside", "titel: Outside")
    page = open_page(f"{desk.url}/change{FILTER}&theatre=varnland")
    page.get_by_text("This theatre cannot be read yet.").wait_for(timeout=PATIENCE)
    expect(box(page)).to_contain_text(f"varnland/theatre.yaml:{line}:", timeout=PATIENCE)

    (folder / "theatre.yaml").write_text(good, encoding="utf-8")
    box(page).wait_for(state="detached", timeout=PATIENCE)
    assert HOSTILE in drawn(page)


def test_a_further_theatre_is_offered_without_a_click(desk: Desk, open_page: OpenPage):
    page = open_page(desk.url)
    before = drawn(page)
    shutil.copytree(MINIATURE, desk.data / "varnland")
    page.get_by_role("combobox", name="Theatre").wait_for(timeout=PATIENCE)
    draws(page, before)


def test_whose_theatre_is_renamed_is_led_to_the_first_one_and_told(desk: Desk, open_page: OpenPage):
    """The note goes away with the next filter."""
    page = open_page(desk.url)
    before = drawn(page)
    (desk.data / "orvane").rename(desk.data / "varnland")

    page.get_by_text("The theatre orvane is no longer here; varnland is shown.").wait_for(timeout=PATIENCE)
    draws(page, before)
    page.get_by_role("button", name=re.compile("^Newest: ")).click()
    page.get_by_text("is no longer here").wait_for(state="detached", timeout=PATIENCE)
    settle(page, PATIENCE)
    assert query(page)["theatre"] == ["varnland"]


def test_an_address_of_a_renamed_theatre_keeps_its_filters(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk, "change", "&theatre=orvane")
    before = drawn(page)
    (desk.data / "orvane").rename(desk.data / "varnland")

    page.get_by_text("In the address, theatre: orvane is not here; varnland is shown.").wait_for(timeout=PATIENCE)
    draws(page, before)
    assert page.get_by_text("is no longer here").count() == 0


def test_a_page_is_left_alone_while_nothing_changes(desk: Desk, open_page: OpenPage):
    """No element is touched, so no text is lost, no focus moved, no chart reset; nor by what editors leave about."""
    page = stand(open_page, desk, "evidence")
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for(timeout=PATIENCE)
    search = page.get_by_role("textbox", name="Search", exact=True)
    search.click(timeout=PATIENCE)
    search.press_sequentially("lantern")
    watch(page)
    looks_on(page)
    page.evaluate("window.touched = []")  # what went on until here was the page being drawn
    looks_on(page)
    for name in (".2020.yaml.swp", "2020.yaml~", "#2020.yaml#", ".#2020.yaml", "4913", "2020.yaml.tmp", ".new.yaml"):
        desk.write(f"reports/{name}", "- {")
    looks_on(page)

    assert page.evaluate("window.touched") == []
    expect(search).to_be_focused()
    expect(search).to_have_value("lantern")


def test_what_is_being_typed_outlives_a_save(desk: Desk, open_page: OpenPage):
    page = stand(open_page, desk, "evidence")
    search = page.get_by_role("textbox", name="Search", exact=True)
    search.click(timeout=PATIENCE)
    search.press_sequentially("1,70")
    desk.write("reports/2020.yaml", desk.text("reports/2020.yaml") + REPORT)
    page.get_by_text(re.compile(f"of {estimates(desk)} estimates")).wait_for(timeout=PATIENCE)

    expect(search).to_be_focused()
    expect(search).to_have_value("1,70")
    search.press("Enter")
    page.get_by_text(f"1 of {estimates(desk)} estimates").wait_for(timeout=PATIENCE)


def test_a_file_that_is_gone_for_a_moment_is_waited_for(reruns: list[str], tmp_path: Path):
    """An editor that moves the old file away first would else make the chart blink."""
    library, theatre = Library(tmp_path, CONFIG), shutil.copytree(MINIATURE, tmp_path / "orvane")
    look = looks_of_a_page(library)
    file = theatre / "reports" / "2020.yaml"
    text = file.read_text(encoding="utf-8")
    file.rename(theatre / "reports" / "2020.yaml~")
    look()
    assert reruns == []

    file.write_text(text + REPORT, encoding="utf-8")
    look()
    assert reruns == ["app"]


def test_what_stays_away_or_empty_is_drawn_at_the_second_look(reruns: list[str], tmp_path: Path):
    library, theatre = Library(tmp_path, CONFIG), shutil.copytree(MINIATURE, tmp_path / "orvane")
    for change in (
        (theatre / "reports" / "2020.yaml").unlink,
        lambda: (theatre / "reports" / "2019.yaml").write_text("", encoding="utf-8"),
        lambda: theatre.rename(tmp_path / "varnland"),
    ):
        look = looks_of_a_page(library)
        reruns.clear()
        change()
        look()
        assert reruns == []
        look()
        assert reruns == ["app"]


def test_a_page_that_was_just_drawn_is_left_in_peace_for_a_few_looks(reruns: list[str], tmp_path: Path):
    """A browser that gets two runs at once would mix up the filters."""
    library, theatre = Library(tmp_path, CONFIG), shutil.copytree(MINIATURE, tmp_path / "orvane")
    drawn_from, seen = library.version("orvane"), []
    (theatre / "reports" / "2021.yaml").write_text(REPORT, encoding="utf-8")
    for _ in range(live.REST - 1):
        live._look.__wrapped__(library, "orvane", drawn_from, seen)
    assert reruns == []

    live._look.__wrapped__(library, "orvane", drawn_from, seen)
    assert reruns == ["app"]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict:
    """What a session on the miniature theatre holds, apart from any browser."""
    shutil.copytree(MINIATURE, tmp_path / "orvane")
    view = address.offered(Library(tmp_path, CONFIG).open("orvane", TODAY)).default
    held = {state.VIEW: view, "fp-window": view.window}
    monkeypatch.setattr(live.st, "session_state", held)
    return held


def test_a_filter_that_lost_its_value_gets_it_again(reruns: list[str], session: dict, tmp_path: Path):
    """A browser may have built it without; then it says so at every look."""
    look = looks_of_a_page(Library(tmp_path, CONFIG))
    session["fp-window"] = 90
    look()
    assert reruns == []

    look()
    assert session["fp-window"] == session[state.VIEW].window != 90
    assert reruns == ["app"]


def test_a_look_that_brings_an_old_value_changes_nothing(reruns: list[str], session: dict, tmp_path: Path):
    """It left the browser before the new one got there; the next look knows better."""
    look, view = looks_of_a_page(Library(tmp_path, CONFIG)), session[state.VIEW]
    for brought in (90, view.window, view.window):
        session["fp-window"] = brought
        state.hold(state._changed, "window")
        look()
    state.take()

    assert session[state.VIEW] is view
    assert reruns == []


def test_what_a_reader_chooses_is_done_when_the_page_runs(monkeypatch: pytest.MonkeyPatch):
    """In the order of the choices, and once."""
    monkeypatch.setattr(live.st, "session_state", {})
    done: list[str] = []
    for name in ("force", "at"):
        state.hold(done.append, name)
    assert done == []

    state.take()
    state.take()
    assert done == ["force", "at"]


def test_a_press_that_a_look_brings_is_done_with_its_own_request(reruns: list[str], session: dict, tmp_path: Path):
    """Once, though the page may run before that request comes."""
    look, pressed = looks_of_a_page(Library(tmp_path, CONFIG)), session.setdefault("pressed", [])
    state.press(pressed.append, "Save")
    look()
    state.take()
    assert pressed == []

    for _ in range(2):
        state.press(pressed.append, "Save")
    state.take()
    state.take()
    assert pressed == ["Save"]
    assert reruns == []


def test_back_leads_to_the_view_before_whatever_look_is_under_way(desk: Desk, open_page: OpenPage):
    """A look that leaves the browser between a choice and its answer adds nothing to the browser's history."""
    shutil.copytree(MINIATURE, desk.data / "varnland")
    page = open_page(f"{desk.url}/method?theatre=orvane")
    page.context.add_init_script(OFTEN)
    page.reload()
    theatre = page.get_by_role("combobox", name="Theatre")
    theatre.wait_for(timeout=PATIENCE)
    watch(page)
    for _ in range(5):
        looks_on(page)
        theatre.click(timeout=PATIENCE)
        page.get_by_role("option", name="varnland").click(timeout=PATIENCE)
        wait_for_parameter(page, "theatre", ["varnland"])
        expect(theatre).to_have_value("varnland", timeout=PATIENCE)
        looks_on(page)
        page.go_back()
        wait_for_parameter(page, "theatre", ["orvane"])
        expect(theatre).to_have_value("orvane", timeout=PATIENCE)


def test_a_row_opens_its_record_though_a_look_tells_of_it_first(desk: Desk, open_page: OpenPage):
    """What the look would write into the address, the request behind it does not know yet."""
    page = stand(open_page, desk, "evidence")
    look_first = LookFirst(page)
    table = page.get_by_test_id("stDataFrame")
    table.locator("canvas").first.wait_for(timeout=PATIENCE)
    watch(page)
    looks_on(page)
    place = table.bounding_box()
    page.mouse.click(place["x"] + 15, place["y"] + 35 + 17)
    page.wait_for_url(re.compile("record=[a-z]"), timeout=PATIENCE)

    page.get_by_role("heading", name="Record").wait_for(timeout=PATIENCE)
    page.get_by_role("cell", name=query(page)["record"][0], exact=True).wait_for(timeout=PATIENCE)
    assert look_first.fragment


def test_a_button_is_pressed_once_though_a_look_tells_of_it_first(desk: Desk, open_page: OpenPage):
    page = open_page(f"{desk.url}/add?theatre=orvane")
    look_first = LookFirst(page)
    another = page.get_by_role("button", name="Another figure")
    another.wait_for(timeout=PATIENCE)
    watch(page)
    looks_on(page)
    another.click()
    page.get_by_role("heading", name="Figure 2").wait_for(timeout=PATIENCE)
    looks_on(page)

    assert page.get_by_role("heading", name="Figure 3").count() == 0
    assert look_first.fragment
