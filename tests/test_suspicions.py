"""What is lawful and suspicious: each warning speaks up on its case and is silent on a lawful neighbour of it."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from posture import printed
from posture.problems import Problem
from posture.suspicions import warnings
from tests.datasets import EXAMPLE_G, MINIATURE, THEATRE, TODAY, config, dataset, estimate, made, report


def told(folder: Path, *reports: dict[str, Any], today: date = TODAY, **keys: Any) -> list[Problem]:
    """The warnings about a theatre of these reports."""
    return warnings(made(folder, *reports, **keys), config(), today)


def rules(problems: list[Problem]) -> list[str]:
    """Which rules gave these warnings."""
    return [problem.rule for problem in problems]


@pytest.mark.parametrize("folder", [MINIATURE, EXAMPLE_G], ids=lambda folder: folder.name)
def test_a_sound_theatre_is_not_suspected(folder: Path):
    assert warnings(dataset(folder), config(), date(2024, 9, 1)) == []


# Digits of the count that are not in the wording


@pytest.mark.parametrize(
    ("count", "wording"),
    [
        ("7,000", "another 9,000 men"),
        ("5,000-8,000", "5,000 to 9,000 men"),
        ("7,000", "men whose number nobody printed"),
        ("3,000", "أكثر من 5 آلاف"),
        ("about 7,000", "about 700 men"),
    ],
)
def test_a_figure_that_the_wording_does_not_print_is_suspected(count: str, wording: str, tmp_path: Path):
    problems = told(tmp_path, report("r", "2020-01-01", estimate(count, wording=wording)))

    assert rules(problems) == ["digits_stand_in_the_wording"]


@pytest.mark.parametrize(
    ("count", "wording"),
    [
        ("7,000", "7000 men"),
        ("7,000", "seven thousand men"),
        ("75,000", "seventy-five thousand men"),
        ("1,300,000", "1.3 million men"),
        ("3,500", "3,5 thousand men"),
        ("3,000-14,000", "3-14,000 men"),
        ("more than 3,000", "أكثر من 3 آلاف"),
        ("42", "٤٢ رجلا"),
        ("2,000", "две тысячи"),
        ("12,000", "12 000 men"),
        ("9,000", "9'000 men"),
        ("12", "a dozen men"),
        ("several thousand", "several thousand men"),
        ("none given", "We are there"),
    ],
)
def test_a_figure_that_the_wording_prints_in_its_own_way_is_not_suspected(count: str, wording: str, tmp_path: Path):
    assert told(tmp_path, report("r", "2020-01-01", estimate(count, wording=wording))) == []


def test_a_figure_may_stand_in_the_translation(tmp_path: Path):
    said = estimate("7,000", wording="ثمة أعداد", translation="7,000 men")

    assert told(tmp_path, report("r", "2020-01-01", said)) == []


def test_the_numbers_of_a_text_are_those_that_a_reader_sees():
    assert {3, 3_000, 14_000} <= printed.numbers("3-14,000")
    assert 1_300_000 in printed.numbers("1.3 million")
    assert frozenset() == printed.numbers("")


# A part that is larger than its whole


def pair(part: str, whole: str, **keys: Any) -> dict[str, Any]:
    """A report of the scouts, who are part of the guards, and of the guards."""
    return report("r", "2020-01-01", estimate(part, force="scouts", **keys), estimate(whole, force="guards"))


def test_a_part_larger_than_its_whole_is_suspected(tmp_path: Path):
    problems = told(tmp_path, pair("9,000", "7,000"))

    assert rules(problems) == ["a_part_is_no_larger_than_its_whole"]
    assert problems[0].found == "9,000 scouts is more than the 7,000 guards of which they are part"


@pytest.mark.parametrize(("part", "whole"), [("more than 350", "300"), ("several thousand", "fewer than 300")])
def test_what_is_larger_is_told_as_it_was_typed(tmp_path: Path, part: str, whole: str):
    """Nobody said 351, and what a rulebook makes of words nobody said either."""
    (problem,) = told(tmp_path, pair(part, whole))

    assert problem.found == f"{part} scouts is more than the {whole} guards of which they are part"


def test_a_part_larger_than_a_distant_whole_is_suspected(tmp_path: Path):
    both = [estimate("9,000", force="scouts"), estimate("7,000", force="all")]

    assert rules(told(tmp_path, report("r", "2020-01-01", *both))) == ["a_part_is_no_larger_than_its_whole"]


def test_a_part_is_held_against_its_whole_also_where_one_says_present_and_one_says_nothing(tmp_path: Path):
    assert rules(told(tmp_path, pair("9,000", "7,000", measure="present"))) == ["a_part_is_no_larger_than_its_whole"]


@pytest.mark.parametrize(
    ("part", "whole", "keys"),
    [
        ("7,000", "7,000", {}),
        ("9,000", "at least 7,000", {}),
        ("up to 9,000", "7,000", {}),
        ("6,000-9,000", "7,000", {}),
        ("9,000", "7,000", {"as_of": "2019-01-01"}),
        ("9,000", "7,000", {"originator": "monitor"}),
        ("9,000", "7,000", {"measure": "killed"}),
        ("9,000", "7,000", {"place": "port"}),
        ("9,000", "7,000", {"increment": "true"}),
    ],
)
def test_a_part_that_may_fit_into_its_whole_is_not_suspected(
    part: str, whole: str, keys: dict[str, Any], tmp_path: Path
):
    """Two originators, two dates and two scopes may differ; so may ends that nobody stated."""
    assert told(tmp_path, pair(part, whole, **keys)) == []


# A figure that comes back to the digit


def series(*counts: str, **keys: Any) -> list[dict[str, Any]]:
    """Reports of one originator, a day each, with these counts; the keys go to the last."""
    plain = [report(f"r{day}", f"2020-01-0{day}", estimate(count)) for day, count in enumerate(counts, 1)]
    plain[-1]["estimates"][0] |= keys
    return plain


def test_a_figure_that_comes_back_to_the_digit_is_suspected(tmp_path: Path):
    problems = told(tmp_path, *series("7,000", "7,000"))

    assert rules(problems) == ["no_figure_comes_back_to_the_digit"]
    assert problems[0].found == 'army gave "7,000" before, in r1/guards'
    assert problems[0].write.startswith("add repeats")


@pytest.mark.parametrize(
    ("counts", "keys"),
    [
        (("7,000", "7,500"), {}),
        (("7,000", "about 7,000"), {"wording": "about 7,000 men"}),
        (("thousands", "thousands"), {}),
        (("7,000", "7,000"), {"repeats": "r1/guards"}),
        (("7,000", "7,000"), {"note": "Said anew before the chamber."}),
        (("7,000", "7,000"), {"method": "Counted anew."}),
        (("7,000", "7,000"), {"originator": "monitor"}),
        (("7,000", "7,000"), {"originator": "clerks"}),
        (("7,000", "7,000"), {"place": "port"}),
        (("7,000", "7,000"), {"measure": "killed"}),
        (("7,000", "6,000", "7,000"), {}),
    ],
)
def test_a_restatement_that_says_what_it_is_is_not_suspected(
    counts: tuple[str, ...], keys: dict[str, Any], tmp_path: Path
):
    assert told(tmp_path, *series(*counts, **keys)) == []


def test_two_figures_of_one_report_are_no_restatement(tmp_path: Path):
    both = [estimate("7,000"), estimate("7,000", id="again")]

    assert told(tmp_path, report("r", "2020-01-01", *both)) == []


# Dates


def test_a_publication_before_the_date_described_is_suspected(tmp_path: Path):
    problems = told(tmp_path, report("r", "2019-12-31", estimate(as_of="2020-01")))

    assert rules(problems) == ["publication_follows_the_date_described"]
    assert problems[0].found == "2020-01 is later than the publication (2019-12-31)"


@pytest.mark.parametrize(
    ("published", "keys"),
    [
        ("2020-01-01", {"as_of": "2020-01"}),
        ("2020-01", {"as_of": "2020-01-31"}),
        ("2019-12-31", {"as_of": "2020-01", "measure": "planned"}),
        ("2019-12-31", {"as_of": "../2020-01"}),
        ("2019-12-31", {"as_of": "2019/2020"}),
    ],
)
def test_a_publication_within_the_time_described_is_not_suspected(published: str, keys: dict[str, Any], tmp_path: Path):
    assert told(tmp_path, report("r", published, estimate(**keys))) == []


@pytest.mark.parametrize(("published", "today"), [("2020-02", date(2020, 1, 31)), ("2020-02-02", date(2020, 2, 1))])
def test_a_publication_in_the_future_is_suspected_once_a_report(published: str, today: date, tmp_path: Path):
    problems = told(tmp_path, report("r", published, estimate(), estimate(force="sailors")), today=today)

    assert rules(problems) == ["no_date_lies_in_the_future"]


@pytest.mark.parametrize("published", ["2020-02", "2020-02-01", "2020", "2020-01/2020-12"])
def test_a_coarse_publication_that_has_begun_is_not_suspected(published: str, tmp_path: Path):
    assert told(tmp_path, report("r", published, estimate()), today=date(2020, 2, 1)) == []


# Reports and sides


def test_a_report_that_nobody_can_follow_is_suspected_once(tmp_path: Path):
    problems = told(tmp_path, report("r", "2020-01-01", estimate(), estimate(force="sailors"), url=None))

    assert rules(problems) == ["reports_can_be_followed"]
    assert problems[0].found == 'the report "r" has no url'


def test_a_report_with_an_archived_copy_alone_is_not_suspected(tmp_path: Path):
    copy = "https://example.org/copy"

    assert told(tmp_path, report("r", "2020-01-01", estimate(), url=None, archive_url=copy)) == []


@pytest.mark.parametrize(("group", "key"), [("forces", "guards"), ("originators", "army")])
def test_an_undefined_side_is_suspected(group: str, key: str, tmp_path: Path):
    theatre = deepcopy(THEATRE)
    theatre[group][key]["side"] = "norht"
    problems = told(tmp_path, theatre=theatre)

    assert [(one.found, one.write) for one in problems] == [('undefined side "norht"', 'did you mean "north"?')]
    assert f"{tmp_path.name}/theatre.yaml" == problems[0].file


def test_a_force_without_a_side_is_not_suspected(tmp_path: Path):
    assert told(tmp_path, report("r", "2020-01-01", estimate(force="sailors", originator="monitor"))) == []


def test_a_warning_leaves_everything_in_the_dataset(tmp_path: Path):
    found = made(tmp_path, report("r", "2020-01-01", estimate("9,000", wording="7,000 men"), url=None))

    assert len(warnings(found, config(), TODAY)) == 2
    assert len(found.entries) == 1


def test_warnings_are_told_by_place_and_say_that_they_are_warnings(tmp_path: Path):
    problems = told(tmp_path, report("r", "2020-01-01", estimate("9,000", wording="7,000 men"), url=None))

    assert sorted(problems) == problems
    assert all(": warning: " in str(problem) for problem in problems)
