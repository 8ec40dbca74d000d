"""The data package: judged by the standard's own library, the same bytes everywhere, harmless and self-explaining."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.library import Library, Opened
from posture.model import Force
from posture.snapshots.asked import PAGES, read
from posture.snapshots.derived import DERIVED
from posture.snapshots.package import package
from posture.snapshots.package_readme import escaped, readme
from posture.snapshots.reference import sheets
from posture.snapshots.version import VERSION, data_version
from posture.snapshots.writing import SNAPSHOT_COLUMNS, csv_bytes, safe_csv, unsafe
from tests.conftest import clean_environment
from tests.datasets import CONFIG, MINIATURE, ROOT, THEATRE, TODAY, config, estimate, made, report

SHIPPED = ROOT / "data" / "syria"
EVERY_PAGE = ("", *PAGES)
CHARTS = b"<!doctype html><title>charts</title>"
REFERENCE = {"forces", "originators", "sides", "places", "measures", "events", "reports"}

# What another process prints of a package, its charts included.
PRINTED = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from figures.export import frozen
from posture.snapshots.asked import read
from posture.library import Library
from posture.snapshots.package import package

folder = Path(sys.argv[1])
opened = Library(folder.parent, Path(sys.argv[2])).open(folder.name, date.today())
asked = read({"page": [sys.argv[3]]}, opened)
print(sha256(package(opened, asked, frozen(opened, asked))).hexdigest())
"""


@cache
def opened(folder: Path) -> Opened:
    """A theatre that no test changes."""
    return Library(folder.parent, CONFIG).open(folder.name, TODAY)


def packed(theatre: Opened, charts: bytes | None = CHARTS, **parameters: str) -> bytes:
    """The package of what an address asks for."""
    return package(theatre, read({name: [value] for name, value in parameters.items()}, theatre), charts)


def files(data: bytes) -> dict[str, bytes]:
    """The members of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes) -> list[dict[str, str]]:
    """The cells of a table, texts as they were before they were made harmless."""
    found = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: unsafe(cell) for name, cell in row.items()} for row in found]


def validated(folder: Path, content: Mapping[str, bytes]) -> frictionless.Report:
    """What the standard's library says of a zip of these files."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return frictionless.validate(str(path))


def descriptor(data: bytes) -> dict[str, Any]:
    """What the package says of itself."""
    return json.loads(files(data)["datapackage.json"])


@pytest.mark.parametrize("page", EVERY_PAGE)
@pytest.mark.parametrize("folder", [SHIPPED, MINIATURE], ids=lambda folder: folder.name)
def test_a_package_is_valid_by_the_standard(tmp_path: Path, folder: Path, page: str):
    path = tmp_path / "package.zip"
    path.write_bytes(packed(opened(folder), page=page))
    found = frictionless.validate(str(path))

    assert found.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert {task.name for task in found.tasks} == {"estimates", *REFERENCE, *DERIVED}
    assert all(task.type == "table" for task in found.tasks)


def test_a_package_without_a_row_is_valid(tmp_path: Path):
    path = tmp_path / "package.zip"
    path.write_bytes(packed(opened(MINIATURE), page="posture", since="2099-01-01"))

    assert frictionless.validate(str(path)).valid
    assert cells(files(path.read_bytes())["estimates.csv"]) == []


@pytest.mark.parametrize(
    ("name", "found", "instead"),
    [
        ("reports.csv", b"\r\nfar-shore-2020-06-10,", b"\r\nelsewhere,"),
        ("estimates.csv", b",8500,", b",8.5k,"),
        ("estimates.csv", b"\r\ntheatre,", b"\r\nan,other,"),
        ("derived/panel.csv", b",True,", b",Yes,"),
        ("forces.csv", b"varn-advisers,", b"volunteers,"),
    ],
)
def test_the_standard_finds_what_was_changed_afterwards(tmp_path: Path, name: str, found: bytes, instead: bytes):
    """So that the tests above mean something: keys, links, types and hashes are looked at."""
    content = files(packed(opened(MINIATURE), page="evidence"))
    assert found in content[name]
    broken = content | {name: content[name].replace(found, instead, 1)}

    assert not validated(tmp_path, broken).valid


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_the_estimates_are_those_of_the_csv(page: str):
    theatre = opened(MINIATURE)

    assert csv_bytes(theatre, read({"page": [page]}, theatre)) == files(packed(theatre, page=page))["estimates.csv"]


def test_everything_that_is_declared_is_there():
    content, theatre = files(packed(opened(SHIPPED))), opened(SHIPPED).dataset.theatre
    for name in ("forces", "originators", "sides", "places"):
        declared = getattr(theatre, name)
        found = {row["key"]: row for row in cells(content[f"{name}.csv"])}

        assert list(declared) == list(found)
        assert [one.label for one in declared.values()] == [row["label"] for row in found.values()]
    assert [force.counts for force in theatre.forces.values()] == [
        row["counts"] for row in cells(content["forces.csv"])
    ]
    assert [(str(one.date), one.label, one.url or "") for one in theatre.events] == [
        (row["date"], row["label"], row["url"]) for row in cells(content["events.csv"])
    ]


def test_every_report_is_there_once_with_its_dates_and_links():
    theatre = opened(SHIPPED)
    found = {row["id"]: row for row in cells(files(packed(theatre))["reports.csv"])}

    assert found.keys() == {entry.report.id for entry in theatre.dataset.entries}
    for entry in theatre.dataset.entries:
        row, one = found[entry.report.id], entry.report
        assert (row["publisher"], row["url"], row["published"]) == (one.publisher, one.url or "", str(one.published))
        assert (row["published_to"], row["copies"]) == (str(one.published.last or ""), " | ".join(one.copies))


def test_what_was_worked_out_stands_apart_from_what_was_reported():
    content = files(packed(opened(SHIPPED), page="posture"))
    columns = content["estimates.csv"].decode("utf-8-sig").split("\r\n")[0].split(",")

    assert columns == list(SNAPSHOT_COLUMNS)
    assert {name for name in content if "/" in name} == {f"derived/{name}.csv" for name in DERIVED}


def test_every_table_says_what_it_holds_and_every_column_what_it_says():
    for resource in descriptor(packed(opened(SHIPPED)))["resources"]:
        assert resource["description"].endswith(".")
        for field in resource["schema"]["fields"]:
            assert field["description"].strip(), (resource["name"], field["name"])


def test_a_package_says_under_which_choices_it_was_made():
    choices = {"page": "compare", "at": "2018-06-30", "known_by": "2018-07-31", "window": "180", "rulebook": "acled"}
    theatre = opened(SHIPPED)
    found = descriptor(packed(theatre, force="hezbollah", rule="highest", votes="body", **choices))

    assert choices.items() <= {name: texts[0] for name, texts in found["made"]["choices"].items()}.items()
    assert found["made"]["choices"]["force"] == ["hezbollah"]
    assert found["made"]["rulebook"]["citation"] == theatre.config.rulebooks["acled"].citation
    assert found["made"]["rule"]["label"] == "Highest claim"
    assert (found["made"]["data_version"], found["made"]["program_version"]) == (data_version(theatre), VERSION)
    assert found["version"] == data_version(theatre)
    assert [licence["name"] for licence in found["licenses"]] == ["CC-BY-4.0"]


def test_the_sources_are_who_printed_the_estimates():
    data = packed(opened(SHIPPED), page="evidence", force="hezbollah")
    printed = {row["publisher"] for row in cells(files(data)["estimates.csv"])}

    assert [source["title"] for source in descriptor(data)["sources"]] == sorted(printed)


def test_pandas_reads_the_tables_with_the_types_that_are_promised():
    data = packed(opened(SHIPPED), page="evidence")
    for resource in descriptor(data)["resources"]:
        frame = pd.read_csv(io.BytesIO(files(data)[resource["path"]]), dtype="str", keep_default_na=False)
        for field in resource["schema"]["fields"]:
            cells_ = set(frame[field["name"]]) - {""}
            if field["type"] == "integer":
                assert all(re.fullmatch("-?[0-9]+", cell) for cell in cells_)
            if field["type"] == "boolean":
                assert cells_ <= {"True", "False"}
            if field["type"] == "date":
                assert all(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell) for cell in cells_)


def test_the_members_bear_no_day_and_no_machine():
    with zipfile.ZipFile(io.BytesIO(packed(opened(MINIATURE)))) as archive:
        found = archive.infolist()

    assert [one.filename for one in found] == sorted(one.filename for one in found)
    assert {one.date_time for one in found} == {(1980, 1, 1, 0, 0, 0)}
    assert {(one.compress_type, one.create_system, one.external_attr) for one in found} == {
        (zipfile.ZIP_STORED, 3, 0o100644 << 16)
    }
    assert all(re.fullmatch(r"(derived/)?[A-Za-z]+\.[a-z]+", one.filename) for one in found)


@pytest.mark.parametrize("page", ["posture", "compare", "change"])
def test_the_bytes_are_the_same_in_another_process_time_zone_and_language(page: str):
    """Day, zone, locale, the order of sets and the working folder say nothing."""
    places = (("Pacific/Kiritimati", "C", "0"), ("America/Los_Angeles", "C.UTF-8", "7"))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PRINTED, str(MINIATURE), str(CONFIG), page],
            cwd=cwd,
            env=clean_environment() | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for cwd, (zone, locale, seed) in zip((ROOT, os.sep), places, strict=True)
    ]
    printed = {process.communicate()[0].strip() for process in started}

    assert len(printed) == 1
    assert re.fullmatch("[0-9a-f]{64}", printed.pop())


def test_a_package_is_the_same_for_another_reader_of_the_same_files():
    """The library that opened the theatre, and the day on which it did, say nothing."""
    first, again = (Library(MINIATURE.parent, CONFIG).open(MINIATURE.name, TODAY) for _ in range(2))

    assert first is not again
    assert sha256(packed(first)).digest() == sha256(packed(again)).digest()


def test_without_charts_there_is_no_page_of_them():
    data = packed(opened(MINIATURE), charts=None, page="evidence")

    assert "charts.html" not in files(data)
    assert "charts.html" not in files(data)["README.md"].decode()
    assert files(packed(opened(MINIATURE), page="posture"))["charts.html"] == CHARTS


def test_the_readme_names_every_file_the_choices_and_how_it_is_cited():
    data = packed(opened(SHIPPED), page="posture", known_by="2018-06-30", force="hezbollah")
    told = files(data)["README.md"].decode()

    assert all(f"\n- {name}: " in told for name in files(data).keys() - {"README.md", "datapackage.json"})
    for said in ("K, known by: 30 June 2018", "Forces: Hezbollah", "W, the window: 365 days", "CC BY 4.0"):
        assert said in told
    assert data_version(opened(SHIPPED)) in told
    assert "claim, not a measurement" in told
    assert "Accessed" not in told


@given(st.text() | st.from_regex(r"\A[0-9]{1,4}[.)] [-+=<>*\\]{1,5}\Z"))
def test_no_text_of_the_data_is_markdown(text: str):
    told = escaped(text)
    signs = re.findall(r"\\?.", told)
    begin = "".join(sign if len(sign) == 1 else " " for sign in signs[:20])

    assert "\n" not in told
    assert not set(signs) & set("\\`*_{}[]<>#~|$&!")
    assert not re.match(r"[-+=]|[0-9]+[.)]", begin)
    assert " ".join(text.split()) == "".join(sign[-1] for sign in signs)


def test_a_hostile_title_and_search_are_harmless_in_the_readme(tmp_path: Path):
    bad = "<script>alert(1)</script> ![x](http://elsewhere.example/x.png)\n\n# *loud*"
    dataset = made(
        tmp_path, report("a", "2020-01-01", estimate()), theatre=THEATRE | {"title": bad, "summary": "- " + bad}
    )
    theatre = Opened(dataset, config())
    told = readme(theatre, read({"search": [bad]}, theatre), {})

    assert "<script>" not in told
    assert "![" not in told
    assert "\n# *loud*" not in told
    assert "\n- \\<script" not in told


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_text_comes_back_from_a_table_as_it_was_and_is_no_formula(texts: list[str]):
    theatre = opened(MINIATURE)
    forces = {f"force-{place}": Force.model_construct(label=text, counts=text) for place, text in enumerate(texts)}
    changed = theatre.dataset.theatre.model_copy(update={"forces": forces})
    sheet = sheets(replace(theatre, dataset=replace(theatre.dataset, theatre=changed)))[0]
    data = safe_csv(sheet.rows)
    raw = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))

    assert [(row["key"], row["label"], row["counts"]) for row in cells(data)] == [
        (key, text, text) for key, text in zip(forces, texts, strict=True)
    ]
    assert not any(re.match(r"[\s'\"]*[=+\-@]", row["label"]) and row["label"][0] != "'" for row in raw)


def test_the_hostile_texts_of_the_miniature_are_harmless_in_every_table():
    for name, data in files(packed(opened(MINIATURE), page="evidence")).items():
        if name.endswith(".csv"):
            every = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))

            assert not [cell for row in every for cell in row if re.match("[=+@-]", cell)]
