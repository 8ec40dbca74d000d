"""The address of a snapshot, asked as programs ask: from a running dashboard, and by the command line."""

import contextlib
import csv
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pandas as pd
import pytest

from figures.export import frozen
from posture.library import Library, Opened
from posture.snapshots import asked
from posture.snapshots.shown import shown
from posture.snapshots.writing import csv_bytes, file_name, json_bytes
from tests.browser import settle
from tests.conftest import ROOT, OpenPage, clean_environment, stop, wait_until_up
from tests.datasets import CONFIG, MINIATURE, TODAY
from views.routes import snapshot

QUERY = {"known_by": "2018-06-30", "force": "hezbollah"}
PATH = f"/snapshots/syria.csv?{urlencode(QUERY)}"
CHARTS = f"/snapshots/syria.html?{urlencode(QUERY)}&page=compare"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def get(server: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to one request, errors included."""
    with contextlib.closing(http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


@pytest.fixture(scope="module")
def opened() -> Opened:
    """The shipped theatre."""
    return Library(ROOT / "data", CONFIG).open("syria", TODAY)


@pytest.fixture(scope="module")
def wanted(opened: Opened) -> asked.Asked:
    """What `PATH` asks for."""
    return asked.read({name: [value] for name, value in QUERY.items()}, opened)


def test_an_address_gives_the_bytes_of_the_snapshot(server: str, opened: Opened, wanted: asked.Asked):
    """As a file with its name, which a program may keep and must ask for anew."""
    answer = get(server, PATH)

    assert answer.status == 200
    assert answer.body == csv_bytes(opened, wanted)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file_name(opened, wanted, "csv")}"'
    assert re.fullmatch('"[0-9a-f]{64}"', answer.headers["ETag"])
    assert answer.headers["Cache-Control"] == "no-cache"
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert answer.headers[name]


def test_pandas_reads_an_address(server: str, opened: Opened, wanted: asked.Asked):
    """In one line, with numbers as numbers."""
    rows = pd.read_csv(server + PATH)

    assert rows["estimate_id"].tolist() == shown(opened, wanted)["estimate_id"].tolist()
    assert rows["low"].astype("Float64").equals(shown(opened, wanted)["low"].astype("Float64").reset_index(drop=True))
    assert (rows["published_to"] <= "2018-06-30").all()
    assert set(rows["chosen_known_by"]) == {"2018-06-30"}


def test_the_other_forms_hold_the_same_rows(server: str, opened: Opened, wanted: asked.Asked):
    as_json = get(server, PATH.replace(".csv", ".json"))
    as_zip = get(server, PATH.replace(".csv", ".zip"))

    assert as_json.headers["Content-Type"] == "application/json"
    assert as_json.body == json_bytes(opened, wanted)
    assert as_zip.headers["Content-Type"] == "application/zip"
    assert file_name(opened, wanted, "zip") in as_zip.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(as_zip.body)) as package:
        assert package.testzip() is None
        assert package.read("estimates.csv") == csv_bytes(opened, wanted)


@pytest.mark.parametrize("path", [PATH, PATH.replace(".csv", ".json"), CHARTS, "/snapshots/atlantis.csv"])
def test_head_answers_as_get_without_a_body(server: str, path: str):
    """Curl -I tells the name and the size before anything is fetched."""
    head, whole = get(server, path, "HEAD"), get(server, path)

    assert (head.status, head.body) == (whole.status, b"")
    for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_the_charts_of_a_page_come_as_a_file_that_a_browser_opens(server: str, opened: Opened, wanted: asked.Asked):
    answer, drawn = get(server, CHARTS), replace(wanted, page="compare")

    assert answer.body == frozen(opened, drawn)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{file_name(opened, drawn, "html")}"'
    assert answer.headers["Cache-Control"] == "no-cache"
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert answer.headers[name] == get(server, PATH).headers[name]


def test_a_file_of_charts_runs_its_own_scripts_alone(server: str):
    """In a sandbox, so that it reaches nothing of the dashboard; every other answer keeps the dashboard's policy."""
    policy = parts(get(server, CHARTS).headers["Content-Security-Policy"])
    usual = get(server, "/").headers["Content-Security-Policy"]

    assert policy["default-src"] == ["'none'"]
    assert len(policy["script-src"]) == 2
    assert all(source.startswith("'sha256-") for source in policy["script-src"])
    assert policy["sandbox"] == ["allow-scripts", "allow-downloads"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert "connect-src" not in policy
    for path in (PATH, PATH.replace(".csv", ".zip"), "/snapshots/syria.html", "/snapshots/atlantis.html"):
        assert get(server, path).headers["Content-Security-Policy"] == usual


def parts(policy: str) -> dict[str, list[str]]:
    """A content security policy by its directives."""
    return {words[0]: words[1:] for words in map(str.split, policy.split(";"))}


def test_a_browser_that_asks_again_keeps_the_policy_of_the_file(server: str, open_page: OpenPage):
    """What an answer without bytes says is put in the place of what was kept: charts are drawn after a reload too."""
    whole = get(server, CHARTS)
    again = get(server, CHARTS, If_None_Match=whole.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Content-Security-Policy"] == whole.headers["Content-Security-Policy"]

    page = open_page(CHARTS)
    for _ in range(2):
        page.locator("#chart-1 .main-svg").first.wait_for()
        page.reload()
    assert page.evaluate("origin") == "null"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "page: without a page there are no charts; write one of posture, compare, change"),
        ("?page=evidence", 'page: "evidence" draws no charts; write one of posture, compare, change'),
        ("?page=change&since=2099-01-01", "No estimate fits what is asked for, so there is no chart."),
    ],
)
def test_where_there_is_no_chart_that_is_told(server: str, query: str, told: str, tmp_path: Path):
    answer = get(server, f"/snapshots/syria.html{query}")
    chosen = [f"--{part}" for part in filter(None, query[1:].split("&"))]
    ended = run("syria", "--html", *chosen, "--out", tmp_path / "x.html", folder=tmp_path)

    assert (answer.status, answer.text.strip()) == (400, told)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (ended.returncode, ended.stderr.decode().strip()) == (1, told)
    assert not (tmp_path / "x.html").exists()


def test_who_holds_the_bytes_gets_no_second_copy(server: str):
    tag = get(server, PATH).headers["ETag"]

    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(server, PATH, If_None_Match=held)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert get(server, PATH, If_None_Match='"other"').status == 200
    assert get(server, "/snapshots/atlantis.csv", If_None_Match="*").status == 404


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/snapshots/syrai.csv", 404, 'There is no theatre "syrai" here; did you mean "syria"?'),
        ("/snapshots/syrai.csv", 404, "Theatres here: syria."),
        (
            "/snapshots/syria.xlsx",
            404,
            '"syria.xlsx" is no snapshot; write a theatre and one of .csv, .zip, .json',
        ),
        ("/snapshots/syria", 404, '"syria" is no snapshot'),
        ("/snapshots/", 404, '"" is no snapshot'),
        ("/snapshots/a/b.csv", 404, 'There is no theatre "a/b" here'),
        ("/snapshots/syria.csv?force=hezbolah", 400, 'force: hezbolah is not known here; did you mean "hezbollah"?'),
        ("/snapshots/syria.csv?forse=x&at=1", 400, '"forse" is no parameter; did you mean "force"?'),
        ("/snapshots/syria.csv?forse=x&at=1", 400, "at: 1 is no date; write it as 2018-06-30"),
    ],
)
def test_what_is_not_there_is_told_in_plain_words(server: str, path: str, status: int, told: str):
    """As text that no browser takes for a page, each fault on a line of its own."""
    answer = get(server, path)

    assert answer.status == status
    assert any(line.startswith(told) for line in answer.text.splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] is None


@pytest.mark.parametrize("name", ["..%2Fconfig.csv", "..%2F..%2Fetc%2Fpasswd.csv", "%00.csv", "syria%0d%0aX:1.csv"])
def test_a_name_never_becomes_a_path(server: str, name: str):
    """A theatre is found by its key alone."""
    answer = get(server, f"/snapshots/{name}")

    assert answer.status in (400, 404)
    assert "root:" not in answer.text
    assert answer.headers["X"] is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_snapshot_is_only_read(server: str, method: str):
    answer = get(server, PATH, method)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "ask with GET or HEAD" in answer.text


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that is served below a path."""
    folder = tmp_path_factory.mktemp("below")
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.port=0"]
    process = subprocess.Popen(
        [*command, "--server.baseUrlPath=shared/posture"],
        cwd=ROOT,
        env=clean_environment() | {"HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield wait_until_up(process, folder / "output.txt")
    finally:
        stop(process)


def test_below_a_path_addresses_and_links_work_as_well(below: str, open_page: OpenPage):
    origin = f"http://{urlsplit(below).netloc}"
    assert get(origin, f"/shared/posture{PATH}").status == 200
    assert get(origin, PATH).body[:6] != b"\xef\xbb\xbfthe"

    page = open_page(f"{origin}/shared/posture/change?force=hezbollah")
    settle(page)
    page.get_by_role("button", name="Take away").click()
    link = page.get_by_test_id("stPopoverBody").get_by_role("link", name="CSV").first
    assert link.get_attribute("href").startswith(f"{origin}/shared/posture/snapshots/syria.csv?page=change&")
    with page.expect_download() as download:
        link.click()

    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert {row["chosen_force"] for row in csv.DictReader(file)} == {"hezbollah"}


def test_a_link_leaves_the_page_as_it_is(server: str, open_page: OpenPage):
    """No new tab, no new run, and the box stays open for the next file."""
    page = open_page("/compare?force=hezbollah")
    settle(page)
    page.get_by_role("button", name="Take away").click()
    box = page.get_by_test_id("stPopoverBody")
    before = page.url
    for name, suffix in (("CSV", "csv"), ("JSON", "json"), ("Zip with charts", "zip")):
        with page.expect_download() as download:
            box.get_by_role("link", name=name).first.click()
        assert re.fullmatch(
            f"force-posture_syria_known-all_[0-9a-f]{{12}}[.]{suffix}", download.value.suggested_filename
        )

    assert len(page.context.pages) == 1
    assert page.url == before
    assert box.is_visible()
    told = box.get_by_test_id("stCode").first.inner_text().replace("\n", "")
    with urllib.request.urlopen(told) as answer:
        assert urlsplit(told).netloc == urlsplit(server).netloc
        assert "chosen_page" in answer.readline().decode("utf-8-sig")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose one theatre a test may change, as the running dashboard would see it."""
    shutil.copytree(MINIATURE, tmp_path / "orvane")
    monkeypatch.setenv("FORCE_POSTURE_DATA", str(tmp_path))
    return tmp_path / "orvane"


def test_while_a_file_is_broken_the_last_good_data_are_served_and_said_to_be(own: Path):
    sound = snapshot("orvane.csv", {})
    file = own / "reports" / "2019.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("count: 4,000", "count: 4.000"), encoding="utf-8")
    broken = snapshot("orvane.csv", {})

    assert (broken.status_code, broken.body) == (200, sound.body)
    assert "snapshot-notice" not in sound.headers
    assert "last good data" in broken.headers["snapshot-notice"]


def test_data_that_never_could_be_read_say_what_to_mend(own: Path):
    (own / "theatre.yaml").write_text("title: [", encoding="utf-8")
    answer = snapshot("orvane.csv", {})

    assert answer.status_code == 503
    assert "orvane/theatre.yaml:2:1: the end of the file inside brackets" in answer.body.decode()


def test_a_report_that_was_added_is_in_the_next_answer(own: Path):
    before = snapshot("orvane.json", {})
    file = own / "reports" / "new.yaml"
    file.write_text(
        "- {id: new-2020-07-01, publisher: New, published: 2020-07-01, url: 'https://example.org/new', "
        "originator: monitor, estimates: [{force: lanternmen, count: '2,000', wording: '2,000 men'}]}\n",
        encoding="utf-8",
    )
    after = snapshot("orvane.json", {})

    names = [{row["estimate_id"] for row in json.loads(one.body)["rows"]} for one in (before, after)]
    assert names[1] - names[0] == {"new-2020-07-01/lanternmen"}
    assert before.headers["etag"] != after.headers["etag"]


# The command line.


def run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """`python -m posture snapshot`, started in a folder that is not the project's."""
    command = [sys.executable, "-m", "posture", "snapshot", *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)


@pytest.mark.parametrize("form", ["csv", "json", "zip", "html"])
def test_the_command_writes_the_bytes_of_the_address(server: str, form: str, tmp_path: Path):
    answer = get(
        server, f"/snapshots/syria.{form}?known_by=2018-06-30&force=hezbollah&force=iranian-advisers&page=change"
    )
    chosen = ["--known-by", "2018-06-30", "--force", "hezbollah", "--force", "iranian-advisers", "--page", "change"]
    ended = run("syria", *chosen, *([] if form == "csv" else [f"--{form}"]), "--out", "-", folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert answer.status == 200
    assert ended.stdout == answer.body


def test_in_a_folder_the_file_names_itself(tmp_path: Path, opened: Opened):
    ended = run("syria", "--as-of", "2016-06-30", "--rulebook", "acled", "--out", tmp_path, folder=tmp_path)
    wanted = asked.read({"at": ["2016-06-30"], "rulebook": ["acled"]}, opened)
    (file,) = tmp_path.iterdir()

    assert ended.returncode == 0
    assert file.name == file_name(opened, wanted, "csv")
    assert file.read_bytes() == csv_bytes(opened, wanted)
    assert ended.stdout.decode().strip() == f"written: {file}"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ["syria", "--force", "hezbolah", "--at", "x"],
            1,
            'force: hezbolah is not known here; did you mean "hezbollah"?',
        ),
        (["syrai"], 1, 'there is no theatre "syrai"; did you mean "syria"?'),
        (["syria", "--zip", "--json"], 2, "not allowed with argument"),
        (["syria", "--known", "2018"], 1, "known_by: 2018 is no date; write it as 2018-06-30"),
    ],
)
def test_a_bad_word_is_explained(arguments: list[str], code: int, told: str, tmp_path: Path):
    ended = run(*arguments, "--out", "x.csv", folder=tmp_path)

    assert ended.returncode == code
    assert told in ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_explained(tmp_path: Path):
    ended = run(MINIATURE, "--out", tmp_path / "no" / "x.csv", folder=tmp_path)

    assert ended.returncode == 1
    assert "cannot be written" in ended.stderr.decode()


def test_data_with_errors_are_written_with_a_warning(tmp_path: Path):
    """As far as they can be read, which is what the dashboard does when it starts on them."""
    shutil.copytree(MINIATURE, tmp_path / "isle")
    file = tmp_path / "isle" / "reports" / "2019.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("count: 4,000", "count: 4.000"), encoding="utf-8")
    ended = run(tmp_path / "isle", "--out", "-", folder=tmp_path)

    assert ended.returncode == 0
    assert "1 error" in ended.stderr.decode()
    assert ended.stdout.startswith(b"\xef\xbb\xbftheatre,")
