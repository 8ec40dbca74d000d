"""The data that ship: they load, they hold what was promised, and the judgements that matter most stand in them."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest

from posture import quantities
from posture.loading import Dataset, load, theatre_folders
from posture.model import Estimate, Report
from posture.placed import Mapping, Sequence
from posture.reading import parse, read
from posture.suspicions import warnings
from tests.datasets import ROOT, config, dataset, rows

DATA = ROOT / "data"
SYRIA = DATA / "syria"
READ_ON = date(2026, 11, 22)  # when the pages were read; nothing shipped is newer
FOUNDING = (
    ("iranian-advisers", "thousands", "thousands of Iranian advisers and Revolutionary Guard Corps officers"),
    ("foreign-shia-militias", "9,000", "9,000 Shi'ite militia fighters from Afghanistan, Pakistan and Iraq"),
    ("hezbollah", "7,000", "another 7,000 Hezbollah fighters"),
)
LONGEST_WORDING = 14  # words: a fragment, never an article


@pytest.fixture(scope="module")
def syria() -> Dataset:
    """The shipped theatre."""
    return dataset(SYRIA)


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    """Its table, by the id of the estimate."""
    return rows(SYRIA).set_index("estimate_id")


def said(claims: pd.DataFrame, originator: str, count: str) -> pd.Series:
    """The one own statement of an originator with this count."""
    found = claims[(claims["originator"] == originator) & (claims["count"] == count) & (claims["repeats"] == "")]
    assert len(found) == 1
    return found.iloc[0]


# What was promised


@pytest.mark.parametrize("folder", theatre_folders(DATA), ids=lambda folder: folder.name)
def test_every_shipped_theatre_loads_without_an_error(folder: Path):
    assert dataset(folder).problems == ()


def test_there_are_as_many_estimates_reports_and_originators_as_promised(syria: Dataset, claims: pd.DataFrame):
    assert len(claims) >= 290
    assert claims["report_id"].nunique() >= 200
    assert len(set(claims["originator"]) & set(syria.theatre.originators)) >= 80


def test_the_claims_span_the_war(claims: pd.DataFrame):
    years = {day.year for day in claims["as_of_to"]}

    assert set(range(2012, 2026)) <= years
    assert claims["published_to"].max().date() <= READ_ON


def test_every_estimate_can_be_followed(claims: pd.DataFrame):
    assert claims[(claims["url"] == "") & (claims["archive_url"] == "")].index.tolist() == []


def test_every_address_leads_to_the_web(syria: Dataset):
    reports = {entry.report.id: entry.report for entry in syria.entries}.values()
    addresses = [link for one in reports for link in (one.url, one.archive_url, *one.copies) if link]
    addresses += [event.url for event in syria.theatre.events if event.url]
    schemes = {urlsplit(address).scheme.lower() for address in addresses}

    assert len(addresses) >= 200
    assert schemes <= {"http", "https"}
    assert all("." in urlsplit(address).netloc for address in addresses)


def test_a_wording_is_a_fragment(claims: pd.DataFrame):
    lengths = claims["wording"].str.split().str.len()

    assert claims[lengths > LONGEST_WORDING].index.tolist() == []
    assert lengths.min() >= 1


def test_wording_in_another_script_has_a_translation(claims: pd.DataFrame):
    foreign = claims["wording"].str.contains(r"[\u0400-\u04ff\u0600-\u06ff]", regex=True)

    assert foreign.sum() > 10
    assert claims[foreign & (claims["translation"] == "")].index.tolist() == []


def test_every_event_has_a_source(syria: Dataset):
    assert len(syria.theatre.events) > 0
    assert [event.label for event in syria.theatre.events if event.url is None] == []


def test_whatever_is_suspicious_has_been_looked_at(syria: Dataset):
    """The one warning that ships: Israeli intelligence gave 7,000 twice, half a year apart."""
    found = [problem.found for problem in warnings(syria, config(), READ_ON)]

    assert found in ([], ['israeli-intelligence gave "7,000" before, in haaretz-2017-12-01/hezbollah'])


def test_no_placeholder_of_the_raw_evidence_is_left():
    texts = "".join(path.read_text(encoding="utf-8") for path in SYRIA.rglob("*.yaml"))

    assert re.findall(r"\bE\d{3}\b", texts) == []


# The judgements


def test_the_founding_report_is_there_with_its_three_figures(claims: pd.DataFrame):
    found = claims[claims["report_id"] == "jpost-2018-06-17"]

    assert [*zip(found.index, found["count"], found["wording"], strict=True)] == [
        (f"jpost-2018-06-17/{force}", count, wording) for force, count, wording in FOUNDING
    ]
    assert {("israeli-intelligence", "The Jerusalem Post", "2018-06-17", "present", False)} == set(
        zip(
            found["originator"],
            found["publisher"],
            found["published"],
            found["measure"],
            found["increment"],
            strict=True,
        )
    )


def test_a_first_visitor_sees_the_founding_report(syria: Dataset):
    assert syria.theatre.headline == ("iranian-advisers", "foreign-shia-militias", "hezbollah")
    assert str(syria.theatre.opens_at) == "2018-06-30"


def test_two_totals_of_one_state_that_count_different_people_share_no_scope(claims: pd.DataFrame):
    """Danon's 82,000 has 60,000 local Syrians in it; Eisenkot's 20,000 has none."""
    danon, eisenkot = said(claims, "israeli-mission-un", "82,000"), said(claims, "idf", "20,000")

    assert danon["scope"] != eisenkot["scope"]
    assert danon["force"] != eisenkot["force"]
    assert {"israel"} == {danon["body"], eisenkot["body"]}


def test_eighty_thousand_in_april_is_january_again(claims: pd.DataFrame):
    january = said(claims, "israeli-mission-un", "82,000").name
    april = claims[claims["report_id"].str.contains("2018-04") & claims["count"].str.contains("80,000")]

    assert len(april) >= 3
    assert {january} == set(april["root"])


@pytest.mark.parametrize(
    ("retelling", "root"),
    [
        ("al-arabiya-2015-06/hezbollah", "haaretz-2015-06-05/hezbollah"),
        ("al-arabiya-2013-05-29/hezbollah", "reuters-2013-05-29/hezbollah"),
        ("halab-today-2019-07-13/hezbollah", "anadolu-2015/hezbollah"),
        ("media-line-2017-09-19/fatemiyoun+zainebiyoun", "ap-2017-09-17/fatemiyoun"),
        ("haaretz-2017-08-28/iran-backed", "ncri-us-2016-09-01/iran-backed"),
        ("iran-international-2025-01-07/iranian-advisers", "ncri-us-2016-08-29/iranian-advisers"),
        ("cnn-2015-10/iranian-advisers", "afp-2015-10/iran-backed"),
        ("times-of-israel-2013-06/iranian-advisers+hezbollah", "washington-post-2013-02-10/local-militias"),
    ],
)
def test_a_chain_of_copies_goes_back_to_its_root(retelling: str, root: str, claims: pd.DataFrame):
    assert root == claims.loc[retelling, "root"]


def test_a_figure_that_merges_two_sources_has_both_for_roots(claims: pd.DataFrame):
    merged = claims.loc["bloomberg-2015-12-14/iranian-advisers"]

    assert {"reuters-2015-10-27/iranian-advisers", "wsj-2015-10-05/iranian-advisers"} == set(
        merged["root"].split(" | ")
    )


def test_one_front_is_not_the_country(claims: pd.DataFrame):
    fronts = claims[claims["wording"].str.contains("Qusayr|Qalamoun|Aleppo", regex=True)]

    assert len(fronts) > 5
    assert (fronts["place"] != "").mean() > 0.8


def test_absence_is_data_and_zero_only_where_the_source_says_so(claims: pd.DataFrame):
    assert {"none given", "none seen", "denied"} <= set(claims["kind"])
    assert (
        not claims["count"].eq("0").any() or claims[claims["count"] == "0"]["wording"].str.contains("0|zero|no ").all()
    )


def test_the_left_out_figures_are_listed_with_their_reason():
    text = (SYRIA / "README.md").read_text(encoding="utf-8")
    left_out = text.split("## Left out")[1]
    listed = [line for line in left_out.splitlines() if line.startswith("|")][2:]

    assert len(listed) == int(re.search(r"(\d+) are left out", text)[1])
    assert all(len(line.strip("|").split("|")) == 4 for line in listed)


def test_the_readme_counts_what_is_there(claims: pd.DataFrame):
    text = (SYRIA / "README.md").read_text(encoding="utf-8")

    assert f"{len(claims)} estimates in {claims['report_id'].nunique()} reports" in text


# Codebook and template


def test_every_shipped_yaml_file_is_read():
    shipped = sorted(DATA.rglob("*.y*ml"))

    assert DATA / "template.yaml" in shipped
    for path in shipped:
        assert isinstance(read(path), Mapping | Sequence)


def template(text: str, folder: Path) -> Dataset:
    """The shipped theatre with this template among its reports."""
    shutil.copytree(SYRIA, folder / "syria")
    (folder / "syria" / "reports" / "template.yaml").write_text(text, encoding="utf-8")
    return load(folder / "syria", config())


def test_the_template_loads(tmp_path: Path):
    found = template((DATA / "template.yaml").read_text(encoding="utf-8"), tmp_path)

    assert found.problems == ()
    assert len(found.entries) > len(dataset(SYRIA).entries)


def test_the_template_loads_with_every_key_in_use_and_shows_them_all(tmp_path: Path):
    text = (DATA / "template.yaml").read_text(encoding="utf-8")
    used = re.sub(r"^( +)# (?=\w+: )", r"\1", text, flags=re.MULTILINE)
    found = template(used, tmp_path)
    keys = {key for one in parse(used.encode(), "f") for record in (one, *one["estimates"]) for key in record}

    assert used != text
    assert found.problems == ()
    assert {*Report.model_fields, *Estimate.model_fields} == keys


def examples() -> Iterator[Any]:
    """The records that the codebook shows, as typed."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        shown = parse(block.encode(), "codebook")
        yield from shown if isinstance(shown, Sequence) else [shown]


@pytest.mark.parametrize("shown", list(examples()), ids=lambda shown: shown.get("wording", "report")[:40])
def test_an_example_of_the_codebook_is_in_the_data(shown: Mapping, syria: Dataset):
    """Word for word, but for notes, which may be shorter there."""
    wanted = {key: value for key, value in shown.items() if key != "note"}

    typed = ({**entry.report_source, **entry.source} for entry in syria.entries)
    assert any(all(one.get(key) == value for key, value in wanted.items()) for one in typed)


def test_the_codebook_shows_an_example_for_each_of_its_twelve_rules():
    text = (DATA / "README.md").read_text(encoding="utf-8")

    assert [str(number) for number in range(1, 13)] == re.findall(r"^### (\d+)\.", text, re.MULTILINE)
    assert len(list(examples())) == 12


def test_the_codebook_names_every_key_and_every_measure():
    text = (DATA / "README.md").read_text(encoding="utf-8")

    assert [key for key in {*Report.model_fields, *Estimate.model_fields} if f"`{key}`" not in text] == []
    assert [key for key in config().measures if f"`{key}`" not in text] == []


def test_what_the_codebook_says_of_counts_can_be_written():
    text = (DATA / "README.md").read_text(encoding="utf-8").split("## The count language")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    written = [count for cell in cells for count in re.findall("`([^`]+)`", cell) if "…" not in count]

    assert len(written) > 30
    for count in written:
        quantities.parse(count)
