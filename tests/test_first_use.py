"""A theatre that has just begun: each page says what is missing and what to do next, and opens at the first report."""

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import OpenPage, StartServer
from tests.datasets import estimate, report, write
from tests.shown import show
from tests.test_browser import PATIENCE

EMPTY_PAGES = ("overview", "compare", "change", "evidence", "news")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one theatre, which declares forces and originators and holds no report."""
    folder = write(tmp_path / "data" / "isle")
    shutil.rmtree(folder / "reports")
    return folder.parent


@pytest.mark.parametrize("page", EMPTY_PAGES)
def test_a_theatre_without_a_report_says_how_to_add_one(data: Path, page: str):
    """By the form and by a file; no filter is offered, since none would find anything."""
    shown = show(page, folder=data)
    assert [box.value for box in shown.at.info] == [
        "This theatre holds no report yet, so there is nothing to show. Add the first one:"
    ]
    assert "data/isle/reports/" in shown.texts
    assert "Add a report" in [link.proto.label for link in shown.at.main.get("page_link")][-1:]
    assert not shown.at.sidebar.multiselect
    assert "2000" not in shown.captions  # no date is made up


@pytest.mark.parametrize("page", ["method", "add"])
def test_the_pages_that_need_no_report_are_there_all_the_same(data: Path, page: str):
    """Method and the form."""
    shown = show(page, folder=data)
    assert not shown.at.info
    assert not shown.figures


def test_a_theatre_whose_reports_have_errors_is_not_called_empty(data: Path):
    """It says that they are to be mended, and which."""
    write(data / "isle", report("r", "2020-05", estimate("so many")))
    shown = show("overview", folder=data)
    assert [box.value for box in shown.at.info] == ["No report can be shown before the errors above are mended."]
    assert any("so many" in code.value for code in shown.at.code)


def test_a_theatre_opens_at_its_first_report_as_soon_as_there_is_one(data: Path):
    """The session that stood on the empty one goes on, and its links hold no date from before."""
    shown = show("overview", folder=data)
    assert set(shown.query) <= {"theatre"}
    write(data / "isle", report("r", "2020-05-04", estimate("7,000")))
    again = shown.again()
    assert any("What was claimed at 4 May 2020" in html and "7,000" in html for html in again.html)


def test_the_links_of_an_empty_theatre_name_the_theatre_alone(
    start_server: StartServer, open_page: OpenPage, data: Path
):
    """In the browser: through the form's page and back nothing of a made-up day stands in an address."""
    page = open_page(start_server(data=data).url)
    page.get_by_text("This theatre holds no report yet").wait_for(timeout=PATIENCE)
    page.get_by_test_id("stMain").get_by_role("link", name="Add a report").last.click()
    page.get_by_role("textbox", name="Publisher").wait_for(timeout=PATIENCE)
    assert re.search(r"/add(\?theatre=isle)?$", page.url)
    write(data / "isle", report("r", "2020-05-04", estimate("7,000")))
    page.get_by_role("link", name="Posture").click()
    page.get_by_text("What was claimed at 4 May 2020").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("rule", "means"),
    [
        ("median", "“6,000–7,000” for Guards at 4 May 2020 means that the middle of what 4 voices claim lies there."),
        ("lowest", "“5,000” for Guards at 4 May 2020 means that the lowest claim is that of The Army."),
        ("highest", "“8,000” for Guards at 4 May 2020 means that the highest claim is that of a fourth source."),
        ("agreement", "“5,000 to 8,000” for Guards at 4 May 2020 means that what 4 voices claim lies in this range."),
    ],
)
def test_the_first_page_explains_its_first_figure(data: Path, rule: str, means: str):
    """In words that follow the data and the rule in force."""
    voices = ("army", "crown", "monitor", "a fourth source")
    said = [report(f"r-{n}", "2020-05-04", estimate(f"{n},000"), originator=who) for n, who in enumerate(voices, 5)]
    write(data / "isle", *said)
    shown = show("overview", folder=data, rule=rule)
    assert sum(f"How to read it: {means} The claims stand beneath." in html for html in shown.html) == 1


def test_a_single_claim_is_explained_as_one(data: Path):
    """There is no middle of one."""
    write(data / "isle", report("r", "2020-05-04", estimate("7,000")))
    (told,) = [html for html in show("overview", folder=data).html if "How to read it" in html]
    assert "“7,000” for Guards at 4 May 2020 means that The Army alone gives a figure." in told


def test_nothing_is_explained_where_there_is_no_figure(data: Path):
    """A date long after the last report."""
    write(data / "isle", report("r", "2020-05-04", estimate("7,000")))
    assert not any("How to read it" in html for html in show("overview", folder=data, at="2024-01-01").html)


def test_method_explains_the_words_that_the_other_pages_use(data: Path):
    """Each in a sentence, also before there is a report."""
    told = dict(show("method", folder=data).table("Word", "What it means here"))
    assert told.keys() >= {"Originator", "Body", "Voice", "Scope", "Date T", "Window W", "Known by", "Rulebook"}
    assert all(sentence.endswith(".") for sentence in told.values())


def test_no_heading_stands_over_an_empty_table(data: Path):
    """Where each figure describes the day on which it was printed there is no lag to list."""
    write(data / "isle", report("r", "2020-05-04", estimate("7,000")))
    shown = show("change", "revisions", folder=data)
    assert "Every figure here describes the day of its publication" in shown.texts
    assert not any("Median days" in html for html in shown.html)
