"""How a snapshot is cited: three forms that say the same, harmless to TeX, and a file for the whole repository."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.library import Library, Opened
from posture.reading import read as read_yaml
from posture.snapshots.asked import read
from posture.snapshots.citation import AUTHORS, LICENCE_TITLE, LICENCE_URL, bibtex, csl_json, issued, plain, tex, texts
from posture.snapshots.version import VERSION, data_version
from posture.snapshots.writing import LICENCE, file_name
from tests.datasets import CONFIG, MINIATURE, ROOT, THEATRE, TODAY, config, estimate, made, report

SHIPPED = ROOT / "data" / "syria"
DAY = date(2026, 11, 23)
ADDRESS = "http://localhost:8501/snapshots/syria.csv?known_by=2018-06-30&force=hezbollah"
# The names that the schema of CSL-JSON knows, as far as a dataset has a use for them.
CSL_NAMES = {"id", "type", "title", "author", "issued", "accessed", "version", "note", "URL"}
UNTANGLED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}


@cache
def opened(folder: Path) -> Opened:
    """A theatre that no test changes."""
    return Library(folder.parent, CONFIG).open(folder.name, TODAY)


def asked(theatre: Opened, **parameters: str):
    """What an address asks for."""
    return read({name: [value] for name, value in parameters.items()}, theatre)


def fields(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry that has one a line."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry, re.MULTILINE))


def balanced(text: str) -> bool:
    """Whether every brace is closed, as BibTeX counts them: a backslash before one changes nothing."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def untangled(text: str) -> str:
    """What TeX prints for a text."""
    words = "|".join(map(re.escape, UNTANGLED))
    return re.sub(rf"{words}|\\([&%$#_])", lambda match: UNTANGLED.get(match[0], match[1]), text)


@pytest.mark.parametrize("form", ["Plain", "BibTeX", "CSL-JSON"])
def test_every_form_says_what_was_taken_which_version_and_on_what_terms(form: str):
    theatre = opened(SHIPPED)
    wanted = asked(theatre, known_by="2018-06-30", force="hezbollah")
    told = untangled(texts(theatre, wanted, DAY, ADDRESS)[form])

    for said in (AUTHORS, theatre.dataset.theatre.title, data_version(theatre), VERSION, "nown by 30 June 2018"):
        assert said in told
    for said in ("CC BY 4.0", ADDRESS, file_name(theatre, wanted, "csv")):
        assert said in told


def test_the_day_of_access_is_the_readers():
    theatre = opened(SHIPPED)
    wanted = asked(theatre)

    assert "Accessed 23 November 2026" in plain(theatre, wanted, DAY)
    assert fields(bibtex(theatre, wanted, DAY))["urldate"] == "2026-11-23"
    assert json.loads(csl_json(theatre, wanted, DAY))[0]["accessed"] == {"date-parts": [[2026, 11, 23]]}
    for form in (plain, bibtex, csl_json):
        assert not re.search("access|urldate", form(theatre, wanted), re.IGNORECASE)


def test_other_choices_are_another_snapshot_of_the_same_version():
    theatre = opened(MINIATURE)
    told = {plain(theatre, asked(theatre, force=key)) for key in theatre.dataset.theatre.forces}

    assert len(told) == len(theatre.dataset.theatre.forces)
    assert all(data_version(theatre) in one for one in told)


def test_a_dataset_is_dated_by_its_newest_report(tmp_path: Path):
    reports = [report(f"r{place}", day, estimate()) for place, day in enumerate(["2018-02", "2019-05-03", "../2020"])]
    theatre = Opened(made(tmp_path, *reports), config())

    assert issued(theatre) == date(2019, 5, 3)
    assert f"{AUTHORS} (2019): Made up." in plain(theatre, asked(theatre))


def test_a_dataset_without_a_report_is_cited_without_a_year(tmp_path: Path):
    theatre = Opened(made(tmp_path), config())
    wanted = asked(theatre)

    assert plain(theatre, wanted).startswith(f"{AUTHORS}: Made up.")
    assert "year" not in fields(bibtex(theatre, wanted))
    assert "issued" not in json.loads(csl_json(theatre, wanted))[0]


def test_csl_json_is_one_dataset_with_names_that_the_schema_knows():
    theatre = opened(SHIPPED)
    (item,) = json.loads(csl_json(theatre, asked(theatre), DAY, ADDRESS))

    assert item.keys() == CSL_NAMES
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": AUTHORS}]
    for name in ("issued", "accessed"):
        (parts,) = item[name]["date-parts"]
        assert len(parts) == 3
        assert all(isinstance(part, int) for part in parts)
    assert all(isinstance(item[name], str) for name in CSL_NAMES - {"author", "issued", "accessed"})


def test_bibtex_is_one_entry_whose_name_and_braces_are_in_order():
    theatre = opened(SHIPPED)
    entry = bibtex(theatre, asked(theatre), DAY, ADDRESS)

    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)
    assert balanced(entry)
    assert {"author", "title", "year", "version", "howpublished", "note", "url", "urldate"} == fields(entry).keys()
    assert fields(entry)["author"] == f"{{{AUTHORS}}}"


@given(st.text())
def test_tex_prints_any_text_as_it_is(text: str):
    assert untangled(tex(text)) == text
    assert balanced(tex(text))


@pytest.mark.parametrize("title", ["100% {of", "a } b", r"\input{/etc/passwd}", "a_b^c~d", "$x$ # & %", "“É” كل"])
def test_a_title_cannot_break_its_entry(tmp_path: Path, title: str):
    dataset = made(tmp_path, report("a", "2020-01-01", estimate()), theatre=THEATRE | {"title": title})
    theatre = Opened(dataset, config())
    entry = bibtex(theatre, asked(theatre), DAY, "http://example.org/a.csv?search={x}")

    assert balanced(entry)
    assert untangled(fields(entry)["title"]) == f"{{{title}}}"
    assert json.loads(csl_json(theatre, asked(theatre)))[0]["title"] == title


@given(st.text())
def test_an_address_cannot_break_its_entry(address: str):
    theatre = opened(MINIATURE)
    entry = bibtex(theatre, asked(theatre), None, address.encode("utf-8", "replace").decode())

    assert balanced(entry)
    assert "\\" not in fields(entry).get("url", "")
    assert re.fullmatch(r"@misc\{[^\n]+,\n(  \w+ = \{.*\},?\n)+\}\n", entry)


def test_the_file_for_the_repository_says_what_the_program_and_the_data_say():
    found = read_yaml(ROOT / "CITATION.cff")
    (data,) = found["references"]

    assert {"cff-version", "message", "title", "authors"} <= found.keys()
    assert (found["cff-version"], found["type"], found["license"]) == ("1.2.0", "software", "MIT")
    assert found["version"] == VERSION
    assert found["authors"] == data["authors"] == [{"name": AUTHORS}]
    assert (data["type"], data["license"]) == ("data", LICENCE)
    assert data["title"] == opened(SHIPPED).dataset.theatre.title


def test_the_authors_and_the_terms_are_those_of_the_licence():
    licence = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())

    assert AUTHORS in licence
    assert "Creative Commons Attribution 4.0 International" == LICENCE_TITLE
    assert f"{LICENCE_TITLE} License (CC BY 4.0)" in licence
    assert LICENCE_URL in licence
