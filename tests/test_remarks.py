"""What is worth a look in a draft: each remark speaks up on its case and is silent on a lawful neighbour of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from posture.editing.addresses import same_page
from posture.editing.drafts import Draft, DraftEntry, DraftEstimate, report
from posture.editing.faults import faults
from posture.editing.remarks import Remark, remarks
from posture.loading import Dataset
from posture.suspicions import warnings
from tests.datasets import MINIATURE, ROOT, TODAY, config, dataset, estimate, made
from tests.datasets import report as standing

SHIPPED = ROOT / "data" / "syria"
FIGURE = DraftEstimate(force=("guards",), count="7,000", wording="7,000 men", originator="army")
SOUND = Draft("new", "The Post", url="https://example.org/new", published="2020-03-01", estimates=(FIGURE,))


def said(about: Dataset, *estimates: DraftEstimate, today: date = TODAY, **keys: Any) -> list[Remark]:
    """The remarks on the sound draft with these estimates and keys in place of its own."""
    return remarks(replace(SOUND, estimates=estimates or SOUND.estimates, **keys), about, config(), today)


def asked(folder: Path, *reports: dict[str, Any], figure: DraftEstimate = FIGURE) -> list[str | None]:
    """What the figure of the draft is asked to repeat, in a theatre of these reports."""
    told = [remark for remark in said(made(folder, *reports), figure) if "The same figure" in remark.text]
    assert {remark.where for remark in told} <= {("estimates", 0, "count")}
    return [remark.repeats for remark in told]


def test_a_sound_draft_calls_for_no_remark(tmp_path: Path):
    assert said(made(tmp_path, standing("r", "2020-01-01", estimate("5,000")))) == []


# Addresses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://example.org/a#part", "https://EXAMPLE.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?id=3&fbclid=x", "https://example.org/a?gclid=y&id=3"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
        ("https://example.org:443/", "https://example.org"),
        (" https://example.org/a?ref=home ", "https://example.org/a"),
    ],
)
def test_addresses_of_one_page_are_one(one: str, other: str):
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/?reference=1", "https://example.org/"),
        ("https://example.org/", "https://example.com/"),
    ],
)
def test_addresses_of_two_pages_are_two(one: str, other: str):
    assert same_page(one) != same_page(other)


def test_no_two_shipped_reports_are_taken_for_one_page_that_have_two_addresses():
    """Copies of one page are shared on purpose; nothing else may fall together."""
    addresses = {entry.report.url for entry in dataset(SHIPPED).entries if entry.report.url}

    assert len({same_page(address) for address in addresses}) == len(addresses)


@pytest.mark.parametrize("field", ["url", "archive_url", "copies"])
@pytest.mark.parametrize("held", ["url", "archive_url", "copies"])
def test_a_page_that_is_in_the_dataset_is_told(field: str, held: str, tmp_path: Path):
    about = made(tmp_path, standing("r", "2019-01-01", estimate("5,000"), **{held: "https://www.example.org/one/"}))
    typed = "http://example.org/one?utm_source=letter"
    (told,) = said(about, **{field: (typed,) if field == "copies" else typed})

    assert told.where == (("copies", 0) if field == "copies" else (field,))
    assert told.text == "This page is in the dataset already: r (The Gazette, 1 January 2019)."


@pytest.mark.parametrize("url", ["https://[", "//", "https://", "javascript:1", "http://[::1"])
def test_an_address_that_is_none_is_a_fault_and_no_remark(url: str, tmp_path: Path):
    about = made(tmp_path, standing("r", "2019-01-01", estimate("5,000"), url="https://example.org/one"))

    assert [remark for remark in said(about, url=url) if remark.where == ("url",)] == []


# The same report


def test_a_report_of_the_same_publisher_and_date_is_told(tmp_path: Path):
    about = made(tmp_path, standing("r", "2020-03-01", estimate("5,000"), publisher="the post"))

    assert said(about) == [
        Remark(("published",), "The same publisher has a report of this date: r (the post, 1 March 2020).")
    ]
    assert said(about, published="2020-03-02") == said(about, publisher="The Posting") == []


# Repeats


@pytest.mark.parametrize(
    ("published", "originator", "expected"),
    [
        ("2020-02-20", "army", ["r/guards"]),
        ("2020-01-01", "army", ["r/guards"]),
        ("2019-12-31", "army", []),
        ("2020-01-15", "crown", ["r/guards"]),
        ("2020-01-15", "clerks", ["r/guards"]),
        ("2020-02", "army", ["r/guards"]),
        ("2020", "army", []),
        ("2020-02-16", "monitor", ["r/guards"]),
        ("2020-02-15", "monitor", []),
        ("2020-02-25", "unattributed", ["r/guards"]),
        ("2020-02-01", "unattributed", []),
        ("2020-03-01", "a man in the street", ["r/guards"]),
        ("2020-03-10", "monitor", [None]),
        ("2020-04-20", "army", [None]),
        ("2020-05-20", "army", []),
    ],
)
def test_the_same_figure_near_in_time_may_be_a_repeat(
    published: str, originator: str, expected: list[str | None], tmp_path: Path
):
    """Within 60 days of the same body, within 14 of anybody; what was printed later may repeat the draft instead."""
    assert asked(tmp_path, standing("r", published, estimate(originator=originator))) == expected


@pytest.mark.parametrize(
    ("there", "here", "likely"),
    [
        ({}, {"count": "more than 7,000"}, True),
        ({"count": "about 7,000"}, {}, True),
        ({"count": "thousands"}, {"count": "thousands", "wording": "thousands"}, True),
        ({"count": "thousands"}, {"count": "several thousand", "wording": "several thousand"}, False),
        ({"count": "none given"}, {"count": "none given", "wording": "We are there"}, False),
        ({"count": "6,000-7,000"}, {}, False),
        ({"force": "scouts"}, {}, False),
        ({"force": ["guards", "sailors"]}, {"force": ("sailors", "guards")}, True),
        ({"measure": "killed"}, {}, False),
        ({"measure": "present"}, {}, True),
        ({"place": "port"}, {}, False),
        ({"place": ["hills", "port"]}, {"place": ("port", "hills")}, True),
        ({"unit": "companies"}, {}, False),
        ({"increment": "true"}, {}, False),
        ({}, {"repeats": ("A radio said so.",)}, False),
    ],
)
def test_only_the_same_figure_of_the_same_scope_is_likely(
    there: dict[str, Any], here: dict[str, Any], likely: bool, tmp_path: Path
):
    count = there.pop("count", "7,000")
    reports = [standing("r", "2020-02-20", {**estimate(count), **there})]

    assert bool(asked(tmp_path, *reports, figure=replace(FIGURE, **here))) is likely


def test_what_repeats_is_asked_about_by_its_root(tmp_path: Path):
    root = standing("root", "2020-02-01", estimate())
    again = standing("again", "2020-02-25", estimate(repeats="root/guards"))
    quoted = standing("quoted", "2020-02-25", estimate(originator="monitor", repeats="A radio said so."))

    assert asked(tmp_path, root, again, quoted) == ["quoted/guards", "root/guards"]


def test_a_figure_said_again_years_later_is_warned_of_as_in_the_files(tmp_path: Path):
    about = made(tmp_path, standing("r", "2018-01-01", estimate()))
    (told,) = said(about)

    assert told.where == ("estimates", 0, "count")
    assert told.text.startswith('army gave "7,000" before, in r/guards; add repeats')
    assert said(about, replace(FIGURE, note="Said anew.")) == []


def test_a_figure_that_was_said_again_later_is_told_once(tmp_path: Path):
    """That the later one comes back to the digit is the same question."""
    (near,) = said(made(tmp_path / "near", standing("r", "2020-04-01", estimate())))
    (far,) = said(made(tmp_path / "far", standing("r", "2021-01-01", estimate())))

    assert near.text.endswith("Is that a repeat of this one?")
    assert far.where == ("estimates", 0, "count")
    assert 'army gave "7,000" before, in new/guards' in far.text


# What the files would be warned of


@pytest.mark.parametrize(
    ("keys", "where", "text"),
    [
        ({"published": "2021-02-01"}, ("published",), "2021-02-01 lies in the future; check the date."),
        ({"url": ""}, ("url",), 'the report "new" has no url; add the address at which a reader can follow it.'),
    ],
)
def test_what_is_suspicious_in_a_report_is_told_at_its_field(
    keys: dict[str, str], where: tuple, text: str, tmp_path: Path
):
    assert said(made(tmp_path, standing("r", "2019-01-01", estimate("5,000"))), **keys) == [Remark(where, text)]


@pytest.mark.parametrize(
    ("change", "where", "text"),
    [
        ({"wording": "9,000 men"}, "count", '7,000 does not stand in the wording "9,000 men"; compare the count'),
        ({"as_of": "2020-04"}, "as_of", "2020-04 is later than the publication (2020-03-01); check both dates."),
        (
            {"wording": "of them all at least 7,000 men were seen at the gate on Friday morning"},
            "wording",
            "The wording has 15 words; 12 that show the figure are enough.",
        ),
    ],
)
def test_what_is_suspicious_in_an_estimate_is_told_at_its_field(
    change: dict[str, str], where: str, text: str, tmp_path: Path
):
    about = made(tmp_path, standing("r", "2019-01-01", estimate("5,000")))
    (told,) = said(about, replace(FIGURE, force=("sailors",)), replace(FIGURE, **change))

    assert told.where == ("estimates", 1, where)
    assert told.text.startswith(text)


def test_a_part_that_is_larger_than_its_whole_is_told_wherever_it_stands(tmp_path: Path):
    there = standing("r", "2020-03-01", estimate("6,000", force="all"), estimate("8,000", force="scouts"))
    about = made(tmp_path, there)
    (other, part) = said(about)

    assert part == Remark(
        ("estimates", 0, "count"),
        f"7,000 guards is more than the 6,000 all of which they are part; compare with {about.entries[0].file}:"
        f"{about.entries[0].line}.",
    )
    assert other.where == ("estimates", 0, "count")
    assert other.text == (
        f"{about.entries[1].file}:{about.entries[1].place('count')[0]}: 8,000 scouts is more than the 7,000 guards of "
        "which they are part; compare with estimate 1 of this report."
    )


def test_an_undefined_side_of_something_new_is_told(tmp_path: Path):
    about = made(tmp_path, standing("r", "2019-01-01", estimate("5,000")))
    new = DraftEntry("originators", "radio", "Radio", side="nroth")

    assert said(about, entries=(new,)) == [
        Remark(("entries", 0, "side"), 'undefined side "nroth"; did you mean "north"?')
    ]


def test_what_the_dataset_was_warned_of_before_is_not_told_again(tmp_path: Path):
    (tmp_path / "a").mkdir()
    about = made(tmp_path / "a", standing("r", "2022-01-01", estimate("5,000", wording="9,000"), url=None))
    known = warnings(about, config(), TODAY)

    assert len(known) == 3
    assert remarks(SOUND, about, config(), TODAY) == remarks(SOUND, about, config(), TODAY, known) == []


# Drafts that are not finished


def test_a_field_that_has_a_fault_has_no_remark(tmp_path: Path):
    about = made(tmp_path, standing("r", "2020-03-01", estimate("5,000"), publisher="The Post"))
    half = replace(SOUND, published="2020-03-01", estimates=(replace(FIGURE, wording=""),))

    assert [fault.where for fault in faults(half, about, config())] == [("estimates", 0, "wording")]
    assert [remark.where for remark in remarks(half, about, config(), TODAY)] == [("published",)]


def test_what_is_finished_is_looked_at_while_the_rest_is_not(tmp_path: Path):
    about = made(tmp_path, standing("r", "2020-02-20", estimate("5,000")))
    long = replace(FIGURE, wording="word " * 13)
    half = Draft(url="https://example.org/r", estimates=(DraftEstimate(), long))

    assert [remark.where for remark in remarks(half, about, config(), TODAY)] == [
        ("url",),
        ("estimates", 1, "wording"),
        ("estimates", 1, "count"),
    ]


@pytest.mark.parametrize("folder", [MINIATURE, SHIPPED], ids=lambda folder: folder.name)
def test_an_empty_form_calls_for_no_remark(folder: Path):
    assert remarks(Draft(estimates=(DraftEstimate(),)), dataset(folder), config(), TODAY) == []


def test_the_speech_that_everybody_printed_is_recognised():
    """The ambassador's 82,000 in one more paper of the same week."""
    about = dataset(SHIPPED)
    who = {"originator": "israeli-mission-un", "speaker": "Danny Danon"}
    speech = Draft(
        id="example-2018-01-26",
        publisher="Example",
        url="https://example.org/danon",
        published="2018-01-26",
        estimates=(
            DraftEstimate(("iran-backed",), "82,000", "82,000 fighters in Syria", measure="commanded", **who),
            DraftEstimate(("hezbollah",), "9,000", "9,000 from Hezbollah", **who),
            DraftEstimate(("iranian-advisers",), "3,000", "3,000 Guards", **who),
            DraftEstimate(("local-militias",), "60,000", "60,000 local Syrians", measure="commanded", **who),
        ),
    )
    told = remarks(speech, about, config(), date(2026, 11, 23))

    assert report(speech)["originator"] == "israeli-mission-un"
    assert [(remark.where[1], remark.repeats) for remark in told] == [
        (0, "cnn-2018-01-25/iran-backed"),
        (1, "jpost-2018-01-25/hezbollah"),
        (2, "cnn-2018-01-25/iranian-advisers"),
        (3, "algemeiner-2018-01-25/local-militias"),
    ]
