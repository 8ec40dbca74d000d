"""Every page and every filter, run as a reader would run them: what is drawn is what is listed and handed out."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from posture.config import read_config
from posture.library import Library
from posture.search import found
from posture.selection import Selection, select
from posture.snapshots.writing import csv_bytes, unsafe
from tests.shown import show
from views import address, context
from views.routes import snapshot

ROOT = Path(__file__).parents[1]
FRAME = ROOT / "views" / "frame.py"
PAGES = ("overview", "compare", "change", "evidence", "method")
CHARTS = ("overview", "compare", "change")
LISTS = ("force", "measure", "place", "side", "originator")
CONFIG = read_config(ROOT / "config.yaml")
# Everything there is: no filter chooses anything.
ALL = {"force": "", "measure": "", "place": "", "struck": "yes", "span": "all"}
BOXES = ("nested", "apart", *(f"{name}-{place}" for name in ("table", "rules", "lineage") for place in range(12)))
HOSTILE = "*a* ~~b~~ $x$ :red[c] <b>d</b> ![e](http://elsewhere.example/e.png)"


@dataclass
class Visit:
    """A reader's session: what stands on the page, and the files that its links hand out."""

    at: AppTest

    def go(self, page: str) -> "Visit":
        """The same session on another page."""
        self.at.switch_page(f"{page}.py").run()
        return self.sound()

    def set(self, kind: str, name: str, value: Any) -> "Visit":
        """The same session after a filter was set."""
        getattr(self.at, kind)(key=f"fp-{name}").set_value(value).run()
        return self.sound()

    def click(self, name: str) -> "Visit":
        """The same session after a button was pressed."""
        self.at.button(key=f"fp-{name}").click().run()
        return self.sound()

    def sound(self) -> "Visit":
        """This session, if its page ran to the end."""
        assert [error.value for error in self.at.exception] == []
        return self

    @property
    def query(self) -> dict[str, list[str]]:
        """The address, each parameter as a list."""
        return {name: [value] if isinstance(value, str) else value for name, value in self.at.query_params.items()}

    @property
    def figures(self) -> list[dict]:
        """The charts of the page as the browser gets them."""
        return [json.loads(chart.proto.spec) for chart in self.at.get("plotly_chart")]

    @property
    def traces(self) -> list[dict]:
        """What the charts draw, trace by trace."""
        return [trace for figure in self.figures for trace in figure["data"]]

    @property
    def drawn(self) -> list[str]:
        """The estimates that the charts draw, in the order of their marks, each once."""
        return list(dict.fromkeys(name for trace in self.traces for name in trace.get("ids", [])))

    @property
    def links(self) -> list[str]:
        """The addresses of the snapshots that the page offers: what I see as CSV, zip and JSON, then everything."""
        return [unescape(link) for link in re.findall("<a href='([^']*/snapshots/[^']*)' download", self.html)]

    @property
    def file(self) -> pd.DataFrame:
        """The CSV file of what is seen, from its address, as a program reads it."""
        return read_csv(self.links[0])

    @property
    def handed_out(self) -> list[str]:
        """The estimates of that file."""
        return self.file["estimate_id"].tolist()

    @property
    def told(self) -> str:
        """The warnings of the page as they are read, without the signs that keep them from being Markdown."""
        return "\n".join(warning.value.replace("\\", "") for warning in self.at.warning)

    @property
    def html(self) -> str:
        """The HTML of the page."""
        return "\n".join(element.proto.body for element in self.at.get("html"))


Visitor = Callable[..., Visit]


def served(link: str) -> bytes:
    """What the server answers to a link."""
    found = urlsplit(link)
    answer = snapshot(found.path.removeprefix("/snapshots/"), parse_qs(found.query, keep_blank_values=True))
    assert answer.status_code == 200, answer.body
    return answer.body


def read_csv(link: str) -> pd.DataFrame:
    """The cells of a CSV file behind a link, as they were before they were made safe."""
    text = io.StringIO(served(link).decode("utf-8-sig"), newline="")
    return pd.DataFrame([{name: unsafe(cell) for name, cell in row.items()} for row in csv.DictReader(text)])


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data folders: the shipped one, one with the miniature theatre, and that one with hostile text for names."""
    orvane = tmp_path_factory.mktemp("orvane")
    shutil.copytree(ROOT / "tests" / "theatre", orvane / "orvane")
    hostile = tmp_path_factory.mktemp("hostile")
    shutil.copytree(orvane / "orvane", hostile / "hostile")
    make_hostile(hostile / "hostile")
    return {"syria": ROOT / "data", "orvane": orvane, "hostile": hostile}


def make_hostile(theatre: Path) -> None:
    """The theatre's title and labels, and a wording that is repeated, end in what Markdown and HTML would act on."""
    path = theatre / "theatre.yaml"
    text = path.read_text(encoding="utf-8")
    for name in (
        "Outside forces on Orvane",
        "Lantern League",
        "Tessal intelligence",
        "Port Sarn",
        "Truce in the Ashfold",
    ):
        for key in ("title", "label"):
            text = text.replace(f"{key}: {name}", f'{key}: "{name} {HOSTILE}"')
    path.write_text(text.replace(f'{HOSTILE}" press office', f'press office {HOSTILE}"'), encoding="utf-8")
    path = theatre / "reports" / "2019.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("another 2,500 Lanternmen", f"another 2,500 Lanternmen {HOSTILE}"), encoding="utf-8")


@pytest.fixture
def visit(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """`visit(page, folder, **address)` opens a page in a folder of data as a new reader does."""

    def open_(page: str = "overview", folder: str = "orvane", **parameters: Any) -> Visit:
        monkeypatch.setenv("FORCE_POSTURE_DATA", str(folders[folder]))
        at = AppTest.from_file(FRAME, default_timeout=120)
        at.query_params.update(parameters)
        at.session_state["fp-box-filters"] = True  # every filter is in reach
        visited = Visit(at)
        if page == "overview":  # the one page whose address is not its file's name
            at.run()
            return visited.sound()
        return visited.go(page)

    return open_


@pytest.fixture(scope="session")
def rows(folders: dict[str, Path]) -> dict[str, pd.DataFrame]:
    """The whole table of each theatre."""

    def read(theatre: str) -> pd.DataFrame:
        return (
            Library(folders[theatre], ROOT / "config.yaml")
            .open(theatre, date(2021, 1, 31))
            .rows(CONFIG.rulebooks[CONFIG.rulebook])
        )

    return {theatre: read(theatre) for theatre in folders}


def ids(rows: pd.DataFrame) -> set[str]:
    """The estimates of some rows."""
    return set(rows["estimate_id"])


@pytest.mark.parametrize("parameters", [{}, ALL], ids=["as it opens", "everything"])
@pytest.mark.parametrize("theatre", ["syria", "orvane", "hostile"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_exactly_what_its_csv_holds(
    visit: Visitor, rows: dict[str, pd.DataFrame], page: str, theatre: str, parameters: dict[str, str]
):
    """Every estimate of the file has a mark, every mark is in the file, and both are rows of the table."""
    opened = visit(page, theatre, **parameters)

    assert (opened.told, opened.at.error.len) == ("", 0)
    assert opened.handed_out
    assert ids(opened.file) <= ids(rows[theatre])
    assert bool(opened.figures) == (page in CHARTS)
    if page in CHARTS:
        assert sorted(opened.drawn) == sorted(opened.handed_out)
    assert f"What I see: {len(opened.file):,} estimate" in opened.html
    for trace in opened.traces:
        if "ids" in trace:
            assert len(trace["hovertext"]) == len(trace["ids"])


@pytest.mark.parametrize("theatre", ["syria", "orvane", "hostile"])
def test_the_table_lists_exactly_what_its_csv_holds(visit: Visitor, rows: dict[str, pd.DataFrame], theatre: str):
    """In the same order, newest first; the words of a cell are those of the file."""
    opened = visit("evidence", theatre, **ALL)
    listed = opened.at.dataframe[0].value.reset_index(drop=True)
    file = opened.file

    assert ids(file) == ids(rows[theatre])
    assert len(listed) == len(file)
    for column in ("wording", "count", "originator_label", "publisher", "url"):
        assert file[column].tolist() == listed[column].tolist()
    assert file["as_of_to"].is_monotonic_decreasing


@pytest.mark.parametrize("theatre", ["syria", "orvane"])
def test_a_csv_file_is_the_table_cell_by_cell(visit: Visitor, rows: dict[str, pd.DataFrame], theatre: str):
    """Plain digits, ISO dates, nothing for what is not stated."""
    file = visit("evidence", theatre, **ALL).file.set_index("estimate_id")

    for row in rows[theatre].to_dict("records"):
        cells = file.loc[row.pop("estimate_id")]
        for name, value in row.items():
            if pd.isna(value):
                expected = ""
            elif isinstance(value, pd.Timestamp):
                expected = value.date().isoformat()
            else:
                expected = str(value)
            assert cells[name] == expected, name


@pytest.mark.parametrize("parameters", [{}, ALL, {"known_by": "2020-01-01", "votes": "body"}], ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_handed_out_says_how_it_was_chosen(visit: Visitor, page: str, parameters: dict[str, str]):
    """The file of a page, its address and the page's own view tell of the same choices, in three forms."""
    opened = visit(page, **parameters)
    view = opened.at.session_state["fp-view"]
    file = opened.file

    assert set(file["chosen_page"]) == {"" if page == "method" else "posture" if page == "overview" else page}
    for name in ("known_by", "at", "window", "votes", "rule", "rulebook", "struck"):
        assert set(file[f"chosen_{name}"]) == {address.write(view)[name][0]}
    rows = json.loads(served(next(link for link in opened.links if ".json?" in link)))["rows"]
    assert [row["estimate_id"] for row in rows] == opened.handed_out


@pytest.mark.parametrize("page", PAGES)
def test_everything_is_every_estimate_whatever_the_filters(visit: Visitor, rows: dict[str, pd.DataFrame], page: str):
    opened = visit(page, force="lanternmen", known_by="2020-03-01", rulebook="acled")
    everything = read_csv(opened.links[3])

    assert everything["estimate_id"].tolist() == rows["orvane"]["estimate_id"].tolist()
    assert set(everything["chosen_rulebook"]) == {"acled"}
    assert f"Everything: all {len(everything)} estimates" in opened.html


@pytest.mark.parametrize("page", PAGES)
def test_a_page_makes_no_file(visit: Visitor, page: str):
    """Only whoever follows a link has one made."""
    csv_bytes.cache_clear()
    visit(page)

    assert csv_bytes.cache_info().currsize == 0


def test_a_page_gives_the_citation_of_what_is_seen(visit: Visitor):
    """When it is asked for, with the address from which the same bytes come again."""
    opened = visit("compare", **ALL)
    assert not any("Licence" in code.value for code in opened.at.code)

    opened.set("toggle", "cite", True)

    (plain,) = [code.value for code in opened.at.code if code.value.startswith("Force Posture contributors")]
    assert opened.links[0] in plain


FILTERS = [
    ("multiselect", "force", ["lanternmen"], {"forces": ("lanternmen",)}),
    ("multiselect", "force", ["volunteers", "balloons"], {"forces": ("volunteers", "balloons")}),
    ("multiselect", "measure", ["killed"], {"measures": ("killed",)}),
    ("multiselect", "measure", ["present", "planned"], {"measures": ("present", "planned")}),
    ("multiselect", "place", ["everywhere"], {"places": ("everywhere",)}),
    ("multiselect", "place", ["kelmora", "port-sarn"], {"places": ("kelmora", "port-sarn")}),
    ("multiselect", "side", ["tessal"], {"sides": ("tessal",)}),
    ("multiselect", "side", ["unnamed", "varn"], {"sides": ("unnamed", "varn")}),
    ("multiselect", "originator", ["monitor", "institute"], {"originators": ("monitor", "institute")}),
    ("multiselect", "originator", ["a ferryman of Port Sarn"], {"originators": ("a ferryman of Port Sarn",)}),
    ("date_input", "since", date(2020, 4, 1), {"since": date(2020, 4, 1)}),
    ("date_input", "until", date(2019, 6, 30), {"until": date(2019, 6, 30)}),
    ("date_input", "known_by", date(2019, 6, 30), {"known_by": date(2019, 6, 30)}),
    ("checkbox", "struck", False, {"struck": False}),
]


@pytest.mark.parametrize(("kind", "name", "value", "chosen"), FILTERS, ids=lambda part: str(part)[:30])
@pytest.mark.parametrize("page", ["evidence", "method"])
def test_a_filter_leaves_the_rows_that_it_names(
    visit: Visitor, rows: dict[str, pd.DataFrame], page: str, kind: str, name: str, value: Any, chosen: dict
):
    """Set by hand or in the address, it comes to the same rows and the same address."""
    expected = select(rows["orvane"], Selection(**{"struck": True, **chosen}))
    opened = visit(page, **ALL)
    assert ids(opened.file) == ids(rows["orvane"])

    opened.set(kind, name, value)

    assert 0 < len(expected) < len(rows["orvane"])
    assert ids(opened.file) == ids(expected)
    again = visit(page, **opened.query)
    assert again.handed_out == opened.handed_out
    assert again.told == ""
    assert set(opened.query) == set(address.write(again.at.session_state["fp-view"]))


@pytest.mark.parametrize(("name", "value", "chosen"), [case[1:] for case in FILTERS], ids=lambda part: str(part)[:30])
@pytest.mark.parametrize("page", CHARTS)
def test_a_filter_narrows_what_is_drawn(
    visit: Visitor, rows: dict[str, pd.DataFrame], page: str, name: str, value: Any, chosen: dict
):
    """The pages that draw follow the same filters, as far as they draw scopes of that kind and have room."""
    allowed = ids(select(rows["orvane"], Selection(**{"struck": True, **chosen})))
    opened = visit(page, **{**ALL, name: "no" if value is False else value})

    if opened.at.get("plotly_chart"):
        assert set(opened.drawn) <= allowed
        assert sorted(opened.drawn) == sorted(opened.handed_out)
    else:
        assert "No estimate fits these filters." in [info.value for info in opened.at.info]
    if page == "change" and not any("more scopes" in text.value for text in (*opened.at.text, *opened.at.caption)):
        assert set(opened.drawn) == allowed


def test_each_page_keeps_the_filters(visit: Visitor):
    """From page to page in one session the view stays, and so does its address."""
    opened = visit("overview", **ALL).set("multiselect", "originator", ["monitor"])
    expected = opened.query

    for page in (*PAGES[1:], "overview"):
        opened.go(page)
        assert opened.query == expected
        assert set(opened.file["originator"]) == {"monitor"}
        assert opened.at.multiselect(key="fp-originator").value == ["monitor"]


def headline(opened: Visit) -> str:
    """The rows of the first page as they are read."""
    return unescape(opened.html)


def test_the_first_page_answers_for_its_date(visit: Visitor):
    """T, the window and the day known by decide which statements speak."""
    opened = visit()
    assert all(figure in headline(opened) for figure in ("about 800", "3,300", "low thousands"))

    opened.set("date_input", "at", date(2019, 5, 15))
    assert all(figure in headline(opened) for figure in ("thousands", "4,000", "2,500"))
    assert "about 800" not in headline(opened)
    assert opened.query["at"] == ["2019-05-15"]

    opened.click("at-opens")
    assert opened.query["at"] == ["2020-06-30"]
    opened.set("selectbox", "window", 90)
    assert opened.query["window"] == ["90"]
    opened.set("date_input", "known_by", date(2020, 5, 30))
    assert "about 800" not in headline(opened)

    opened.click("at-newest")
    assert opened.query["at"] == ["2020-07-05"]


def test_an_emptied_date_comes_back(visit: Visitor):
    """T is always some day; the other dates may be left open."""
    opened = visit().set("date_input", "at", None)

    assert opened.at.date_input(key="fp-at").value == date(2020, 6, 30)
    opened.set("date_input", "known_by", date(2020, 1, 1)).set("date_input", "known_by", None)
    assert opened.query["known_by"] == [""]


@pytest.mark.parametrize("page", ["compare", "change"])
def test_a_scale_is_logarithmic_or_linear(visit: Visitor, page: str):
    """The axis of counts follows, and the marks stay the same estimates."""
    opened = visit(page)
    before, axes = opened.drawn, scales(opened)

    opened.set("selectbox", "scale", "linear")

    assert (axes, scales(opened)) == ({"log"}, {"linear"})
    assert sorted(opened.drawn) == sorted(before)
    assert opened.query["scale"] == ["linear"]


def scales(opened: Visit) -> set[str]:
    """The kinds of the axes that show counts."""
    axes = [
        axis
        for figure in opened.figures
        for name, axis in figure["layout"].items()
        if name.startswith(("xaxis", "yaxis"))
    ]
    return {axis["type"] for axis in axes if axis.get("tickfont") and axis.get("type") in ("log", "linear")}


def test_a_comparison_looks_at_the_window_or_at_all_dates(visit: Visitor, rows: dict[str, pd.DataFrame]):
    """Nothing describes a later day; what is older than the window is a voice's expired last word."""
    opened = visit("compare", at="2019-12-31", window="180")
    described = rows["orvane"].set_index("estimate_id").loc[opened.drawn, "as_of_to"]
    assert described.between("2019-01-05", "2019-12-31").all()
    old = described[described < "2019-07-04"].index
    table = rows["orvane"]
    for voice, said in table[table["estimate_id"].isin(old)].groupby(["scope", "originator"]):
        later = table[(table["scope"] == voice[0]) & (table["originator"] == voice[1]) & (table["repeats"] == "")]
        assert later.loc[later["as_of_to"] <= "2019-12-31", "as_of_to"].max() == said["as_of_to"].max()

    opened.set("selectbox", "span", "all")
    assert set(opened.drawn) > set(described.index)


def test_a_comparison_is_ordered_as_asked(visit: Visitor):
    """The same estimates in another order down the page."""
    opened = visit("compare", "syria", force="hezbollah", span="all")
    places, drawn = {"date": json.dumps(opened.traces)}, set(opened.drawn)
    for order in ("size", "originator"):
        opened.set("selectbox", "order", order)
        places[order] = json.dumps(opened.traces)
        assert set(opened.drawn) == drawn
        assert opened.query["order"] == [order]
    assert len(set(places.values())) == 3


@pytest.mark.parametrize("text", ["lantern", "MONITOR yearbook", "متطوع", "советников", "<b>5,000", "no such word"])
def test_a_search_finds_every_word(visit: Visitor, rows: dict[str, pd.DataFrame], text: str):
    """In any of the columns that are searched; what is found is what is listed."""
    expected = found(rows["orvane"], text)
    opened = visit("evidence", **ALL).set("text_input", "search", text)

    assert opened.query["search"] == [text]
    if expected.empty:
        assert "No estimate fits these filters." in [info.value for info in opened.at.info]
    else:
        assert ids(opened.file) == ids(expected)
        assert len(opened.at.dataframe[0].value) == len(expected)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "method"])
def test_an_empty_selection_says_so_and_offers_the_way_out(visit: Visitor, page: str):
    """Nothing is drawn, nothing is handed out, and one button leads back to how the theatre opens."""
    opened = visit(page, since="2099-01-01", search="nothing like this", originator="monitor")

    assert [info.value for info in opened.at.info] == ["No estimate fits these filters."]
    assert not opened.at.get("plotly_chart")
    assert not opened.links

    opened.click("clear-page")

    assert opened.at.info.len == 0
    assert opened.handed_out == visit(page).handed_out
    assert opened.query == address.write(visit(page).at.session_state["fp-view"])


def test_a_folded_filter_holds_and_is_told_on_its_box(visit: Visitor):
    """It is made when the box is opened, and says then what the address says."""
    opened = visit("overview", originator="monitor")
    opened.at.session_state["fp-box-filters"] = False
    opened.at.run()
    (box,) = [box for box in opened.at.sidebar.expander if box.label.startswith("More filters")]

    assert box.label == "More filters: 1 in use"
    assert not box.children
    assert set(opened.file["originator"]) == {"monitor"}
    assert opened.query["originator"] == ["monitor"]
    opened.at.session_state["fp-box-filters"] = True
    opened.at.run()
    assert opened.at.multiselect(key="fp-originator").value == ["monitor"]


def test_the_box_of_folded_filters_is_open_at_first_where_one_is_in_use(folders: dict[str, Path]):
    plain, used = (
        show("overview", folder=folders["orvane"], **parameters).at.sidebar.expander[0]
        for parameters in ({}, {"originator": "monitor"})
    )

    assert (plain.label, bool(plain.children)) == ("More filters", False)
    assert (used.label, bool(used.children)) == ("More filters: 1 in use", True)


@pytest.mark.parametrize("page", PAGES)
def test_the_filters_can_be_cleared_from_every_page(visit: Visitor, page: str):
    """The button below the filters does the same where something is shown."""
    opened = visit(page, **ALL, originator="monitor", at="2019-06-30", scale="linear").click("clear")

    assert opened.handed_out == visit(page).handed_out
    assert opened.at.multiselect(key="fp-originator").value == []


def test_a_record_is_opened_by_its_address(visit: Visitor, rows: dict[str, pd.DataFrame]):
    """Wording, publisher, link, what it repeats and what repeats it, and where it stands in the files."""
    name = "evening-lamp-2019-06-03/lanternmen"
    row = rows["orvane"].set_index("estimate_id").loc[name]
    opened = visit("evidence", record=name)

    page = unescape(opened.html)
    for cell in (
        "2,500 Lanternmen, if Tessal is to be believed",
        "The Evening Lamp",
        "the harbour master",
        "doubts",
        name,
    ):
        assert f">{cell}<" in page
    assert f">{row['file']}:{row['line']}<" in page
    assert "<a href='https://example.org/lamp/2019-06-03'" in page
    assert [text.value for text in opened.at.text if text.value in ("Repeats", "Repeated by")] == [
        "Repeats",
        "Repeated by",
    ]

    opened.at.button(key="fp-chain-sarn-courier-2019-05-01/lanternmen").click().run()

    assert opened.sound().query["record"] == ["sarn-courier-2019-05-01/lanternmen"]
    assert "another 2,500 Lanternmen" in opened.html


def test_every_record_opens(visit: Visitor, rows: dict[str, pd.DataFrame]):
    """Each estimate of the miniature theatre, the strange ones too."""
    for name in rows["hostile"]["estimate_id"]:
        opened = visit("evidence", "hostile", record=name)
        assert f">{name}<" in opened.html
        assert opened.told == ""


@pytest.mark.parametrize("name", ["no-such-report/force", "<script>alert(1)</script>", "x" * 5_000, "*a* $x$ :red[b]"])
def test_a_record_that_is_not_there_is_told(visit: Visitor, name: str):
    opened = visit("evidence", record=name)

    assert opened.told == f"There is no estimate called {name[:120]} in this theatre."
    assert opened.handed_out


HOSTILE_ADDRESSES = [
    ({"force": "hezbolah"}, "force: hezbolah is not known here"),
    ({"force": ["lanternmen", "nobody", "nothing"]}, "force: nobody and nothing is not known here"),
    ({"originator": "<script>alert(1)</script>"}, "originator: <script>alert(1)</script> is not known here"),
    (
        {"side": "*a* _b_ `c` $x$ :red[d] [e](http://f)"},
        "side: *a* _b_ `c` $x$ :red[d] [e](http://f) is not known here",
    ),
    ({"at": "2018-13-40"}, "at: 2018-13-40 is no date"),
    ({"at": ["2018-01-01", "x"]}, "at: x is no date"),
    ({"since": "9999-12-31", "until": "0001-01-01"}, "since: 9999 is not a year"),
    ({"window": "00001" + "0" * 40}, "window: 00001"),
    ({"window": "-1"}, "window: -1 is no number of days"),
    ({"struck": "1"}, "struck: 1 is neither yes nor no"),
    ({"order": "'; drop table"}, "order: '; drop table is not one of"),
    ({"scale": "x" * 5_000}, f"scale: {'x' * 40} is not one of"),
    ({"measure": ["x" * 100] * 300}, f"measure: {'x' * 40} is not known here"),
    ({"theatre": "../../etc"}, "theatre: ../../etc is not here; orvane is shown"),
    ({"window": "36500", "at": "1900-01-01", "known_by": "1900-01-01"}, ""),
    ({"window": "36500", "at": "2100-12-31"}, ""),
    ({"search": "x" * 5_000, "record": "\x00\u202e\u0000"}, ""),
    ({"utm_source": "elsewhere", "embed": "true", "__proto__": "x"}, ""),
]


@pytest.mark.parametrize(("parameters", "told"), HOSTILE_ADDRESSES, ids=lambda part: str(part)[:40])
@pytest.mark.parametrize("page", ["overview", "evidence"])
def test_an_address_that_cannot_be_followed_is_told(visit: Visitor, page: str, parameters: dict, told: str):
    """The page opens all the same, and the next filter that is set makes the address good again."""
    opened = visit(page, **parameters)

    if told:
        assert f"In the address, {told}" in opened.told
    opened.set("checkbox", "struck", True)
    assert "In the address" not in opened.told
    assert address.read(opened.query, opened.at.session_state["fp-offered"])[1] == []


def elements(opened: Visit) -> Iterator[Any]:
    """Every element of the page as it is sent to the browser."""
    todo = [opened.at._tree]
    while todo:
        node = todo.pop()
        todo += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield proto


def markdown_of(opened: Visit) -> Iterator[str]:
    """Every text of the page that the browser takes for Markdown: bodies, headings, labels and help."""
    for proto in elements(opened):
        kind = type(proto).__name__
        if kind in ("Text", "Code", "Html", "PlotlyChart", "Arrow", "Dataframe"):
            continue
        for name in ("body", "label", "help", "value"):
            text = getattr(proto, name, "")
            if isinstance(text, str) and text:
                yield text


@pytest.mark.parametrize("page", PAGES)
def test_data_are_never_markdown(visit: Visitor, page: str):
    """Names and wordings that would be formatted, or would call a stranger, come out as they were printed."""
    opened = visit(page, "hostile", **ALL, record="evening-lamp-2019-06-03/lanternmen")
    for name in BOXES:  # what is worked out only when it is opened
        opened.at.session_state[f"fp-box-{name}"] = True
    opened.at.run()
    seen = list(markdown_of(opened.sound()))

    assert any(context.plain(HOSTILE) in text for text in seen)
    for text in seen:
        for signs in ("*a*", "~~b~~", "$x$", ":red[", "<b>", "![e]", "](http", "*5*3*", "=1+1"):
            assert signs not in text
    assert "<b>d</b>" not in opened.html
    assert "<b>5,000</b>" not in opened.html
    assert "<script>" not in opened.html


@pytest.mark.parametrize("page", CHARTS)
def test_data_are_never_markup_in_a_chart(visit: Visitor, page: str):
    """Labels and hovers show the signs that were printed; the chart's own markup is its own."""
    writer = "a source that writes <i>markup</i>"
    opened = visit(page, **{**ALL, "force": ["lanternmen", "volunteers"], "originator": writer})
    hovers = [text for trace in opened.traces for text in trace.get("hovertext") or []]

    assert any(escape("<b>5,000</b>", quote=False) in text for text in hovers)
    assert any("*5*3*" in text for text in hovers)
    assert not any("<b>" in text for text in hovers)
    assert "<i>markup" not in json.dumps(opened.figures)


def test_a_hover_says_who_said_it_and_who_printed_it(visit: Visitor):
    """X said N, in which words, about when, printed by whom."""
    opened = visit("change", force="lanternmen")
    hovers = {
        name: text.replace("<br>", " ")
        for trace in opened.traces
        for name, text in zip(trace.get("ids", []), trace.get("hovertext") or [], strict=False)
    }

    said = "Ilen Taro (Tessal intelligence) said 2,500 (“another 2,500 Lanternmen”)"
    own = hovers["sarn-courier-2019-05-01/lanternmen"]
    assert own.startswith(f"{said}; printed by The Sarn Courier, 1 May 2019")
    assert "about 1 May 2019; printed by The Evening Lamp" in hovers["evening-lamp-2019-06-03/lanternmen"]


@pytest.mark.parametrize("page", CHARTS)
def test_every_chart_has_its_sources_and_its_text(visit: Visitor, page: str):
    """The line below the chart names the publishers; who does not see the chart reads what it shows."""
    opened = visit(page)
    publishers = set(opened.file["publisher"])
    for chart, figure in zip(opened.at.get("plotly_chart"), opened.figures, strict=True):
        (line,) = [note["text"] for note in figure["layout"]["annotations"] if note.get("name") == "sources"]
        assert line.startswith("Sources: ")
        assert any(publisher in unescape(line.replace("<br>", " ")) for publisher in publishers)
        assert len(chart.proto.alt) > 20
        # Figures are put together without Plotly's own checks, which would raise here.
        assert len(go.Figure(figure).data) == len(figure["data"])


def test_a_folder_without_a_theatre_says_what_a_theatre_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Nothing fails, and the reader learns how to begin."""
    monkeypatch.setenv("FORCE_POSTURE_DATA", str(tmp_path))
    at = AppTest.from_file(FRAME, default_timeout=120).run()

    assert not at.exception
    assert "A theatre is a folder of data/ that holds theatre.yaml" in at.info[0].value


def test_a_configuration_that_cannot_be_read_says_what_to_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """By file and line, without a traceback."""
    config = tmp_path / "config.yaml"
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config.write_text(text.replace("window: 365", "window: a year", 1), encoding="utf-8")
    monkeypatch.setenv("FORCE_POSTURE_CONFIG", str(config))
    at = AppTest.from_file(FRAME, default_timeout=120).run()

    assert not at.exception
    (told,) = at.code
    line = text[: text.index("window: 365")].count("\n") + 1
    assert f"config.yaml:{line}:" in told.value
    assert "a year" in told.value


def test_theatres_do_not_share_their_filters(monkeypatch: pytest.MonkeyPatch, folders: dict[str, Path], tmp_path: Path):
    """Another theatre opens as it opens for everybody, and its neighbour's forces are gone from the filters."""
    for theatre in ("orvane", "hostile"):
        shutil.copytree(folders[theatre] / theatre, tmp_path / theatre)
    monkeypatch.setenv("FORCE_POSTURE_DATA", str(tmp_path))
    at = AppTest.from_file(FRAME, default_timeout=120)
    at.query_params.update({"theatre": "orvane", "force": "balloons", "measure": "", "at": "2019-01-01"})
    at.run()
    assert at.multiselect(key="fp-force").value == ["balloons"]

    at.selectbox(key="fp-theatre").set_value("hostile").run()

    assert not at.exception
    assert at.query_params["theatre"] == "hostile"
    assert at.multiselect(key="fp-force").value == ["varn-advisers", "volunteers", "lanternmen"]
    assert at.date_input(key="fp-at").value == date(2020, 6, 30)
    assert context.plain(HOSTILE) in at.title[0].value
