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
    assert any("7,000" in html for html in again.html)
    assert "4 May 2020" in again.captions


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
