"""A new report and a new entry stand where a person would have put them, and nothing else moves."""

import pytest

from posture.editing.edits import AddEntry, AddReport, Conflict
from posture.problems import DataError
from posture.reading import parse

FILE = "reports/a.yaml"
HEADER = "# yaml-language-server: $schema=../reports.schema.json\n# About this file.\n"
JUNE = "- id: june\n  publisher: P\n  published: 2018-06-17 # printed\n  estimates:\n    - {force: a, count: 1}\n"
YEAR = "# Undated.\n- id: year\n  publisher: P\n  published: 2018\n  estimates:\n    - {force: a, count: 1}\n"
NEW = (
    '- id: new\n  publisher: P\n  published: {}\n  estimates:\n    - force: a\n      count: 7,000\n      wording: "w"\n'
)
BEHIND_JUNE = f"{JUNE}\n{NEW}"
BELOW = f"{JUNE}  # more\n\n"
FLUSH = f"{JUNE}# more\n\n"
PORT = 'port: {label: "Port, old", counts: Its quays.}'


def new(published: str) -> AddReport:
    """A report of that day."""
    figure = {"force": "a", "count": "7,000", "wording": "w"}
    return AddReport(FILE, {"id": "new", "publisher": "P", "published": published, "estimates": [figure]})


@pytest.mark.parametrize(
    ("before", "published", "expected"),
    [
        pytest.param(None, "2018", NEW, id="a new file"),
        pytest.param("", "2018", NEW, id="an empty file"),
        pytest.param(HEADER, "2018", HEADER + NEW, id="a file that holds only comments"),
        pytest.param(HEADER.rstrip(), "2018", HEADER + NEW, id="comments without a last line end"),
        pytest.param(JUNE, "2018-06-17", BEHIND_JUNE, id="the same day: behind"),
        pytest.param(JUNE.rstrip(), "2018-07", BEHIND_JUNE, id="no last line end"),
        pytest.param(f"{JUNE}\n\n", "2018-07", f"{BEHIND_JUNE}\n\n", id="empty lines at the end stay there"),
        pytest.param(f"{JUNE}\n{YEAR}", "2018-07", f"{BEHIND_JUNE}\n{YEAR}", id="above the comment of the next"),
        pytest.param(JUNE + YEAR, "2018-07", f"{BEHIND_JUNE}\n{YEAR}", id="between two without an empty line"),
        pytest.param(BELOW + YEAR, "2018-07", f"{BELOW}{NEW}\n{YEAR}", id="below an indented comment"),
        pytest.param(FLUSH + YEAR, "2018-07", f"{FLUSH}{NEW}\n{YEAR}", id="below a comment right below the last"),
        pytest.param(f"{YEAR}\n{JUNE}", "2018-07", f"{YEAR}\n{BEHIND_JUNE}", id="not in order: at the end"),
        pytest.param(f"{JUNE}\n{YEAR}", "2018-07/", f"{JUNE}\n{YEAR}\n{NEW}", id="no date: at the end"),
        pytest.param(HEADER + JUNE, "2018-05", f"{HEADER}{NEW}\n{JUNE}", id="first, below the comment of the file"),
        pytest.param(f"{HEADER}\n{YEAR}", "2018-05", f"{HEADER}\n{NEW}\n{YEAR}", id="first, above a comment"),
        pytest.param(f"{HEADER}\n{YEAR}", "2018", f"{HEADER}\n{YEAR}\n{NEW}", id="the same year"),
        pytest.param("---\n- {id: a}\n...\n", "2018", f"---\n- {{id: a}}\n\n{NEW}\n...\n", id="between marks"),
    ],
)
def test_a_new_report_stands_where_its_day_belongs(before: str | None, published: str, expected: str):
    after = new(published).apply(None if before is None else before.encode())

    assert after.decode() == expected.replace("{}", published)


def test_a_list_that_is_indented_stays_so():
    after = new("2019").apply(b"  - id: a\n    published: 2018\n")

    assert after.startswith(b"  - id: a\n    published: 2018\n\n  - id: new\n    publisher: P\n")
    assert [one["id"] for one in parse(after, "")] == ["a", "new"]


def test_an_id_that_is_taken_conflicts_and_both_texts_are_kept():
    with pytest.raises(Conflict, match=r'"june" stands already at .*:3') as raised:
        AddReport(FILE, {"id": "june", "publisher": "Q", "estimates": []}).apply((HEADER + JUNE).encode())

    assert raised.value.expected == "- id: june\n  publisher: Q\n  estimates:\n"
    assert raised.value.found == "id: june\npublisher: P\npublished: 2018-06-17 # printed\nestimates:"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"[{id: a}]\n", "no list with a dash before each report"),
        (b"id: a\n", "no list with a dash before each report"),
        (b"- id: a\n  id: b\n", "stands twice"),
        (b"- id: 'a\n", "reports/a.yaml:1"),
        (b"\xff", "not UTF-8"),
        (b"---\n", "the file holds nothing"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_refused_with_its_place(data: bytes, found: str):
    with pytest.raises(DataError, match=found):
        new("2018").apply(data)


ENTRY = AddEntry("places", "port", {"label": "Port, old", "counts": "Its quays."})


@pytest.mark.parametrize(
    ("before", "old", "expected"),
    [
        ("places:\n  # north\n  hills: {label: H} # all\n\n# End.\nevents: []\n", "all\n", f"all\n  {PORT}\n"),
        ("places:\n    hills:\n        label: H\n", "H\n", f"H\n    {PORT}\n"),
        ("forces: {a: {label: A}}\n\nevents: []\n", "}}\n", f"}}}}\n\nplaces:\n  {PORT}\n"),
        ("title: T\nforces:\n  a:\n    label: A", "label: A", f"label: A\n\nplaces:\n  {PORT}"),
        ("places: {hills: {label: H}}\n", "}}", f"}}, {PORT}}}"),
        ("places: {}\n", "{}", f"{{{PORT}}}"),
        ("title: T\nplaces:\nevents: []\n", "places:", f"places: {{{PORT}}}"),
        ('{\n  "places": {\n    "hills": {"label": "H"}\n  }\n}\n', "}\n  }", f"}},\n    {PORT}\n  }}"),
        ("{title: T}", "T", f"T, places: {{{PORT}}}"),
    ],
)
def test_a_new_entry_stands_last_in_its_section(before: str, old: str, expected: str):
    after = ENTRY.apply(before.encode())

    assert after.decode() == before.replace(old, expected, 1)
    assert ENTRY.apply(after) == after


def test_a_long_entry_is_written_in_lines():
    after = AddEntry("forces", "b", {"label": "B", "counts": "b " * 60 + "b"}).apply(b"forces:\n  a: {label: A}\r\n")

    assert after.decode() == f"forces:\n  a: {{label: A}}\n  b:\n    label: B\n    counts: {'b ' * 60}b\r\n"


def test_a_key_that_is_taken_conflicts():
    with pytest.raises(Conflict, match=r'"port" stands already at .*:2') as raised:
        ENTRY.apply(b"places:\n  port: {label: Other}\n")

    assert raised.value.found == "port: {label: Other}"
    assert raised.value.expected == 'port: {label: "Port, old", counts: Its quays.}\n'


@pytest.mark.parametrize("data", [None, b"", b"- a\n", b"places: none\n", b"places: [a]\n", b"places:\n\t- a\n"])
def test_a_theatre_file_that_cannot_be_added_to_is_refused(data: bytes | None):
    with pytest.raises(DataError):
        ENTRY.apply(data)
