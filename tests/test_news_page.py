"""The page that says what changed: between two days, and since a snapshot that somebody kept."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from posture.library import Library
from posture.panel import known
from posture.snapshots import asked
from posture.snapshots.differences import ADDED, WITHDRAWN, differences
from posture.snapshots.writing import csv_bytes, json_bytes, safe_csv
from tests.browser import settle
from tests.conftest import OpenPage, StartServer
from tests.datasets import CONFIG, MINIATURE, ROOT, TODAY, estimate, report, rows, write
from tests.shown import Shown, said_by, show

SHIPPED = ROOT / "data" / "syria"
FILE = "A snapshot that I kept"
ALL = {"force": "", "measure": "", "place": ""}
HOSTILE = "*a* ~~b~~ $x$ :red[c] <b>d</b> ![e](http://elsewhere.example/e.png)"


@pytest.fixture(scope="module")
def orvane(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the miniature theatre."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(MINIATURE, folder / "orvane")
    return folder


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """What the buttons of a page hand out."""
    files: dict[str, bytes] = {}
    keep = MemoryMediaFileStorage.load_and_get_id

    def load_and_get_id(self: MemoryMediaFileStorage, data: bytes, *rest: object, **named: object) -> str:
        name = keep(self, data, *rest, **named)
        files[name] = data
        return name

    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", load_and_get_id)
    return files


def snapshot(folder: Path, **parameters: str) -> bytes:
    """A snapshot of a theatre's folder."""
    theatre = Library(folder.parent, CONFIG).open(folder.name, TODAY)
    return csv_bytes(theatre, asked.read({name: [text] for name, text in parameters.items()}, theatre))


def brought(data: bytes, folder: Path = ROOT / "data", name: str = "mine.csv") -> Shown:
    """The page after a file was brought back to it."""
    opened = show("news", folder=folder).set("radio", "news-way", FILE)
    opened.at.file_uploader(key="fp-news-file").upload(name, data, "text/csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORCE_POSTURE_DATA", str(folder))
        opened.at.run()
    return opened.sound()


COLUMNS = ("What", "Figure", "Column", "Before", "Now", "Why", "Source", "Link")


def listed(opened: Shown) -> list[tuple[str, ...]]:
    """The rows of the page's table; a column in which nothing stands is left out there and empty here."""
    return [tuple(row.get(name, "") for name in COLUMNS) for row in opened.named("What", "Figure")]


def with_ten_more(target: Path) -> Path:
    """A data folder with the shipped data and ten reports more."""
    copy = shutil.copytree(SHIPPED, target / SHIPPED.name)
    keys = {"originator": "idf", "publisher": "The Gazette"}
    ten = [report(f"later-{n}", f"2026-01-{n + 1:02}", estimate(force="hezbollah"), **keys) for n in range(10)]
    (copy / "reports" / "later.yaml").write_text(json.dumps(ten), encoding="utf-8")
    return target


def test_at_first_it_tells_of_the_year_before_everything(orvane: Path):
    opened = show("news", folder=orvane, **ALL)
    found = differences(known(rows(MINIATURE), date(2019, 7, 6)), rows(MINIATURE))

    assert [box.value for box in opened.at.header] == ["From 6 July 2019 to all that is published"]
    assert len(listed(opened)) == len(found)
    assert {row[0] for row in listed(opened)} == {one.kind for one in found}


def test_between_two_days_the_table_and_the_csv_say_what_became_known(orvane: Path, served: dict[str, bytes]):
    opened = show("news", folder=orvane, **ALL)
    opened.set("date_input", "news-later", date(2020, 6, 30)).set("date_input", "news-earlier", date(2019, 12, 31))
    first, last = (known(rows(MINIATURE), day) for day in (date(2019, 12, 31), date(2020, 6, 30)))
    found = differences(first, last)
    (button,) = opened.at.get("download_button")
    data = served[button.proto.url.rsplit("/", 1)[1].removesuffix(".csv")]
    cells = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert {one.kind for one in found} >= {ADDED}
    assert [(row[0], row[7]) for row in listed(opened)] == [
        (one.kind, one.url.removeprefix("https://")) for one in found
    ]
    assert [(cell["kind"], cell["estimate_id"], cell["reason"]) for cell in cells] == [
        (one.kind, one.estimate_id, one.reason) for one in found
    ]


def test_the_chosen_rows_and_everything_can_be_taken_away(orvane: Path):
    opened = show("news", folder=orvane, **{**ALL, "force": "lanternmen"})
    links = "".join(html for element in opened.at.get("html") if "fp-links" in (html := element.proto.body))

    assert re.search(r"/snapshots/orvane\.csv\?force=lanternmen", links)
    assert re.search(r"/snapshots/orvane\.zip\?at=", links)


def test_the_filters_choose_what_is_told(orvane: Path):
    everything = show("news", folder=orvane, **ALL)
    some = show("news", folder=orvane, **{**ALL, "force": "lanternmen"})

    assert 0 < len(listed(some)) < len(listed(everything))
    assert {row[1] for row in listed(some)} <= {row[1] for row in listed(everything)}


def test_a_withdrawn_figure_is_told_also_where_the_page_shows_none(tmp_path: Path):
    why = {"is": "withdrawn", "date": "2020-05-01", "reason": "Taken back."}
    write(tmp_path / "isle", report("a", "2018-01-01", estimate(status=why)), report("b", "2020-06-01", estimate()))
    opened = show("news", folder=tmp_path, struck="no")

    assert [(row[0], row[3], row[4], row[5]) for row in listed(opened)] == [
        (WITHDRAWN, "", "withdrawn", "Taken back."),
        (ADDED, "", "7,000", ""),
    ]


def test_where_nothing_became_known_it_says_so(orvane: Path):
    opened = show("news", folder=orvane, **ALL)
    opened.set("date_input", "news-later", date(2000, 1, 1)).set("date_input", "news-earlier", date(1999, 1, 1))

    assert "Nothing changed." in opened.texts
    assert listed(opened) == []
    assert opened.at.get("download_button") == []


def test_days_in_the_wrong_order_are_told(orvane: Path):
    opened = show("news", folder=orvane, **ALL)
    opened.set("date_input", "news-earlier", date(2020, 1, 1)).set("date_input", "news-later", date(2019, 1, 1))

    assert [box.value for box in opened.at.warning] == ["Choose an earlier day that comes before the later one."]


def test_ten_reports_that_were_added_since_are_told_and_nothing_else(tmp_path: Path):
    """Download, close, come back, bring the old file, read what changed."""
    opened = brought(snapshot(SHIPPED), with_ten_more(tmp_path))

    assert "10 estimates added." in opened.texts
    assert [(row[0], row[4]) for row in listed(opened)] == [("added", "7,000")] * 10
    assert {row[6] for row in listed(opened)} == {f"The Gazette, {n} January 2026" for n in range(1, 11)}


def test_a_snapshot_of_the_data_at_hand_says_that_nothing_changed():
    opened = brought(snapshot(SHIPPED, page="compare", known_by="2018-06-30"))

    assert "Nothing changed." in opened.texts
    assert "known by: 2018-06-30" in opened.captions
    assert "page: compare" in opened.captions


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,age\r\nAnn,7\r\n", "cannot be read as a snapshot: there is no column theatre"),
        (b"", "the file is empty"),
        (b"PK\x03\x04", "the zip is damaged"),
        (b"\xff\xfe\x00", "UTF-16"),
    ],
)
def test_a_file_that_is_no_snapshot_gets_a_clear_answer(data: bytes, said: str):
    opened = brought(data)
    (error,) = opened.at.error

    assert said in re.sub(r"\\(.)", r"\1", error.value)
    assert listed(opened) == []


def test_a_snapshot_of_another_theatre_is_not_compared():
    opened = brought(snapshot(MINIATURE))

    assert [re.sub(r"\\(.)", r"\1", box.value) for box in opened.at.warning] == [
        "This snapshot is of theatre; choose that theatre to read what changed in it."
    ]


def test_texts_of_a_file_come_out_as_they_are():
    """Whoever made the file may have written anything into it."""
    theatre = Library(SHIPPED.parent, CONFIG).open(SHIPPED.name, TODAY)
    content = json.loads(json_bytes(theatre, asked.read({}, theatre)))
    content["rows"] = [row | {"wording": HOSTILE, "url": "javascript:alert(1)"} for row in content["rows"][:2]]
    content["made"]["choices"]["search"] = [HOSTILE]
    gone = content["rows"][0] | {"estimate_id": f"x/{HOSTILE}", "publisher": HOSTILE, "count": HOSTILE}
    content["rows"].append(gone)
    opened = brought(json.dumps(content).encode(), name=f"{HOSTILE}.json")
    told = list(said_by(opened))

    assert [row for row in listed(opened) if HOSTILE in row]
    assert any(HOSTILE in text for text in told)
    assert not [element for element in opened.at.get("html") if re.search(r"<img|<b>|href='java", element.proto.body)]


def test_a_long_list_ends_with_where_the_rest_is(tmp_path: Path):
    copy = shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)
    table = rows(SHIPPED).assign(wording="x", speaker="y")
    opened = brought(safe_csv(table), copy.parent)

    assert len(listed(opened)) == 300
    assert re.search(r"^\d+ more rows in the CSV\.$", opened.texts, re.MULTILINE)


def test_an_old_file_is_read_in_a_browser(
    open_page: OpenPage, start_server: StartServer, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
):
    """Nothing of it is left behind, and the page's own download is a CSV."""
    old = tmp_path / "old.csv"
    old.write_bytes(snapshot(SHIPPED))
    server = start_server(data=with_ten_more(tmp_path_factory.mktemp("data")))
    page = open_page(f"{server.url}/news")
    settle(page)
    page.get_by_text(FILE).click()
    page.locator("input[type=file]").set_input_files(old)

    expect(page.get_by_text("10 estimates added.")).to_be_visible(timeout=60_000)
    expect(page.locator(".fp-table tbody tr")).to_have_count(10)
    with page.expect_download() as handed:
        page.get_by_role("button", name="CSV of 10 differences").click()
    text = Path(handed.value.path()).read_text(encoding="utf-8-sig")
    assert [row["estimate_id"] for row in csv.DictReader(io.StringIO(text))] == [
        f"later-{n}/hezbollah" for n in range(10)
    ]
    assert not list(server.log.parent.rglob("old.csv"))
