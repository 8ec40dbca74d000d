"""Why two figures are no contradiction: told in words exactly where their scopes differ."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from posture.comparability import apart
from tests.datasets import MINIATURE, ROOT, config, dataset, estimate, made, made_rows, report, row, rows

SYRIA = ROOT / "data" / "syria"


def reasons(folder: Path, first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Why two estimates of the made-up theatre are apart."""
    reports = [report("one", "2020-01-01", first), report("two", "2020-02-01", second)]
    pair = made_rows(folder, *reports).to_dict("records")
    return apart(*pair, made(folder, *reports).theatre, config().measures)


def told(first: str, second: str) -> list[str]:
    """Why two estimates of the shipped data are apart."""
    return apart(row(SYRIA, first), row(SYRIA, second), dataset(SYRIA).theatre, config().measures)


def test_one_scope_needs_no_reason(tmp_path: Path):
    assert reasons(tmp_path, estimate("5,000"), estimate("up to 90,000", originator="monitor")) == []


@pytest.mark.parametrize(
    ("change", "starts", "says"),
    [
        ({"force": "sailors"}, "Who is counted", "Neither is declared as part of the other"),
        ({"force": "all"}, "Who is counted", "“Guards” is part of “All”."),
        ({"force": "scouts"}, "Who is counted", "“Scouts” is part of “Guards”."),
        ({"force": ["guards", "sailors"]}, "Who is counted", "which also holds “Sailors”"),
        ({"place": "port"}, "Where", "the whole theatre"),
        ({"measure": "cumulative"}, "On what basis", "“Ever there” (Everyone who was there at some time"),
        ({"unit": "battalions"}, "In what unit", "in battalions"),
        ({"count": "90%", "of": "all"}, "In what unit", "percent of All"),
        ({"increment": "true"}, "Level or addition", "comes on top of others"),
    ],
    ids=str,
)
def test_each_difference_has_its_own_sentence(tmp_path: Path, change: dict, starts: str, says: str):
    (found,) = reasons(tmp_path, estimate(), estimate(**change))

    assert found.startswith(starts)
    assert says in found


def test_running_totals_that_begin_apart_are_told(tmp_path: Path):
    first = estimate(measure="killed", as_of="2019-01/2019-06")
    (found,) = reasons(tmp_path, first, estimate(measure="killed", as_of="2019-12"))

    assert found.startswith("Since when")
    assert "from January 2019 on" in found
    assert "from the beginning" in found


def test_several_differences_are_all_told(tmp_path: Path):
    found = reasons(tmp_path, estimate(), estimate(force="sailors", place="port", measure="planned"))

    assert [one.split(":")[0] for one in found] == ["Who is counted", "Where", "On what basis"]


@pytest.mark.parametrize("folder", [SYRIA, MINIATURE], ids=["shipped", "miniature"])
def test_there_is_a_reason_exactly_where_scopes_differ(folder: Path):
    theatre = dataset(folder).theatre
    one_of_each = rows(folder).drop_duplicates("scope").to_dict("records")

    for pair in combinations(one_of_each, 2):
        found = apart(*pair, theatre, config().measures)
        assert found, [one["scope"] for one in pair]
        assert found != ["They have different scopes."], [one["scope"] for one in pair]
    for _, group in rows(folder).groupby("scope"):
        assert apart(group.iloc[0], group.iloc[-1], theatre, config().measures) == []


def test_82_000_and_20_000_of_2018_are_no_contradiction():
    """Who is counted: the first holds the Syrians and the Iranians. On what basis: commanded and not present."""
    who, basis = told("cnn-2018-01-25/iran-backed", "panarmenian-2018-12-24/foreign-shia-fighters")

    assert "Includes Iranians, Hezbollah, foreign militias and local Syrians" in who
    assert "Excludes Iranians and Syrians" in who
    assert "“Foreign Shi'ite fighters, Hezbollah included” is part of “All Iran-backed forces”" in who
    assert "Syrians included" in who.split("which also holds")[1]
    assert "Commanded" in basis
    assert "Present" in basis


def test_82_000_and_the_parts_that_the_chief_of_staff_gave_in_the_same_month_are_no_contradiction():
    for part in ("hezbollah", "foreign-shia-militias"):
        who, basis = told("cnn-2018-01-25/iran-backed", f"janes-2018-01/{part}")
        assert "is part of “All Iran-backed forces”" in who
        assert basis.startswith("On what basis")


def test_10_000_who_ever_took_part_are_not_10_000_present():
    (found,) = told("times-of-israel-2013-10/hezbollah-cumulative", "now-2013-08-25/hezbollah")

    assert found.startswith("On what basis")
