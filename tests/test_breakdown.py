"""An originator's own breakdown: found by the tree of forces, checked against the stated whole, never pooled."""

from pathlib import Path
from typing import Any

import pytest

from posture.breakdown import ADDS_UP, CAN_ADD_UP, EXCEEDS, LEAVES, Breakdown, breakdowns
from posture.table import table
from tests.datasets import ROOT, THEATRE, config, dataset, estimate, made, report, rows

SHIPPED = ROOT / "data" / "syria"
FORCES = {
    "all": {"label": "All", "counts": "Everyone."},
    "foreign": {"label": "Foreigners", "counts": "Foreigners.", "part_of": "all"},
    "guards": {"label": "Guards", "counts": "Its guards.", "part_of": "foreign"},
    "lancers": {"label": "Lancers", "counts": "Its lancers.", "part_of": "foreign"},
    "locals": {"label": "Locals", "counts": "Locals.", "part_of": "all"},
    "sailors": {"label": "Sailors", "counts": "Its sailors."},
}


def found_in(folder: Path, *reports: Any) -> list[Breakdown]:
    """The breakdowns of made-up reports on the forces above."""
    everything = made(folder, *reports, theatre=THEATRE | {"forces": FORCES})
    return breakdowns(table(everything, config(), config().rulebooks["own"]), everything.theatre.forces)


def of_all(count: str, *parts: tuple[str, str], **keys: Any) -> dict:
    """A report of one day with a whole and its parts."""
    figures = [estimate(count, force="all", **keys), *(estimate(part, force=force) for force, part in parts)]
    return report("r", "2020-01-01", *figures)


@pytest.mark.parametrize(
    ("whole", "guards", "locals_", "verdict", "rest"),
    [
        ("9,000", "3,000", "6,000", ADDS_UP, (0, 0)),
        ("8,000-10,000", "3,000-4,000", "5,000-6,000", ADDS_UP, (0, 2000)),
        ("about 9,000", "3,000", "6,500", CAN_ADD_UP, (0, 400)),
        ("more than 9,000", "3,000", "6,500", CAN_ADD_UP, (0, None)),
        ("up to 9,000", "3,000", "5,000", CAN_ADD_UP, (None, 1000)),
        ("9,000", "more than 2,000", "3,000", CAN_ADD_UP, (None, 3999)),
        ("9,000", "3,000", "5,000", LEAVES, (1000, 1000)),
        ("9,000", "3,000", "5,000-5,500", LEAVES, (500, 1000)),
        ("more than 9,000", "3,000", "5,000", LEAVES, (1001, None)),
        ("9,000", "3,000", "6,001", EXCEEDS, (0, 0)),
        ("9,000", "3,000", "more than 6,000", EXCEEDS, (None, 0)),
    ],
)
def test_parts_are_held_against_the_stated_whole(tmp_path, whole, guards, locals_, verdict, rest):
    (found,) = found_in(tmp_path, of_all(whole, ("guards", guards), ("locals", locals_)))

    assert [part["force"] for part in found.parts] == ["guards", "locals"]
    assert found.verdict == verdict
    assert (found.rest_low, found.rest_high) == rest


def test_of_parts_inside_parts_the_outermost_count(tmp_path):
    outer, inner = found_in(
        tmp_path,
        of_all("9,000", ("foreign", "4,000"), ("guards", "3,000"), ("lancers", "1,000"), ("locals", "5,000")),
    )

    assert [part["force"] for part in outer.parts] == ["foreign", "locals"]
    assert (inner.whole["force"], [part["force"] for part in inner.parts]) == ("foreign", ["guards", "lancers"])
    assert (outer.verdict, inner.verdict) == (ADDS_UP, ADDS_UP)


def test_a_union_is_a_whole_and_a_part(tmp_path):
    union = estimate("4,000", force=["guards", "lancers"])
    (above, itself) = found_in(
        tmp_path,
        report(
            "r",
            "2020-01-01",
            estimate("9,000", force="all"),
            union,
            estimate("3,000", force="guards"),
            estimate("1,000", force="lancers"),
            estimate("5,000", force="locals"),
        ),
    )

    assert [part["force"] for part in above.parts] == ["guards+lancers", "locals"]
    assert [part["force"] for part in itself.parts] == ["guards", "lancers"]


def test_unions_that_share_a_force_are_no_breakdown(tmp_path):
    shared = [estimate(force=["guards", "lancers"]), estimate(force=["lancers", "locals"])]

    assert not found_in(tmp_path, report("r", "2020-01-01", estimate("20,000", force="all"), *shared))


def test_one_part_is_no_breakdown(tmp_path):
    assert not found_in(tmp_path, of_all("9,000", ("guards", "3,000"), ("sailors", "1,000")))


def test_parts_of_two_originators_are_never_put_together(tmp_path):
    other = report("s", "2020-01-01", estimate("6,000", force="locals"), originator="monitor")

    assert not found_in(tmp_path, of_all("9,000", ("guards", "3,000")), other)


@pytest.mark.parametrize(
    "apart",
    [{"as_of": "2019-12-31"}, {"place": "port"}, {"unit": "groups"}, {"increment": "true"}, {"measure": "planned"}],
)
def test_another_time_place_unit_or_level_is_no_part(tmp_path, apart):
    parts = estimate("3,000", force="guards"), estimate("6,000", force="locals", **apart)

    assert not found_in(tmp_path, report("r", "2020-01-01", estimate("9,000", force="all"), *parts))


def test_who_is_present_may_be_part_of_who_is_commanded_and_it_is_said(tmp_path):
    (found,) = found_in(tmp_path, of_all("9,000", ("guards", "3,000"), ("locals", "6,000"), measure="commanded"))

    assert found.verdict == ADDS_UP
    assert "The whole is counted as commanded, 2 of 2 parts as present" in found.says


def test_who_is_commanded_is_no_part_of_who_is_present(tmp_path):
    parts = (estimate("3,000", force=force, measure="commanded") for force in ("guards", "locals"))

    assert not found_in(tmp_path, report("r", "2020-01-01", estimate("9,000", force="all"), *parts))


def test_a_named_originator_may_be_printed_in_two_reports_of_a_day_and_an_unnamed_one_may_not(tmp_path):
    def told(who: str) -> list[dict]:
        return [
            report("r", "2020-01-01", estimate("9,000", force="all"), estimate("3,000"), originator=who),
            report("s", "2020-01-01", estimate("6,000", force="locals"), originator=who, publisher="The Herald"),
        ]

    (found,) = found_in(tmp_path / "named", *told("army"))

    assert found.verdict == ADDS_UP
    assert found.notes == ("Some parts were printed elsewhere, by The Herald.",)
    assert not found_in(tmp_path / "unnamed", *told("clerks"))


def test_two_reports_of_a_year_need_not_speak_of_one_moment(tmp_path):
    first = report("r", "2020", estimate("9,000", force="all"), estimate("3,000"))

    assert not found_in(tmp_path, first, report("s", "2020", estimate("6,000", force="locals")))


def test_a_repeat_is_no_part(tmp_path):
    parts = estimate("3,000"), estimate("6,000", force="locals", repeats="Somebody's six thousand.")

    assert not found_in(tmp_path, report("r", "2020-01-01", estimate("9,000", force="all"), *parts))


def test_danons_eighty_two_thousand_are_found_by_rule():
    found = {one.whole["estimate_id"]: one for one in shipped()}["cnn-2018-01-25/iran-backed"]
    named = {part["force"]: part["low"] for part in found.parts}
    locals_ = named.pop("local-militias", 0)

    assert named == {"iranian-advisers": 3_000, "hezbollah": 9_000, "foreign-shia-militias": 10_000}
    assert found.whole["low"] == 82_000
    # The rest is the number of the local Syrians, whom the speech names as well.
    assert found.rest_low == found.rest_high == 60_000 - locals_
    assert any("The whole is counted as commanded" in note for note in found.notes)


def test_the_opposition_groups_breakdown_of_2016_adds_up_in_one_place_and_can_in_the_other():
    found = {one.whole["estimate_id"]: one for one in shipped()}
    iranians = found["daily-mail-2016-08-31/iranian-advisers+iranian-army"]
    everybody = found["daily-mail-2016-08-31/iran-backed-foreign"]

    # 10,000 + 6,000 = 16,000; 16,000 + 45,000 = 61,000 against about 60,000.
    assert (iranians.low, iranians.high, iranians.verdict) == (16_000, 16_000, ADDS_UP)
    assert (everybody.low, everybody.high, everybody.verdict) == (61_000, 61_000, CAN_ADD_UP)
    assert [part["force"] for part in everybody.parts] == ["iranian-advisers+iranian-army", "foreign-shia-fighters"]


def test_every_shipped_breakdown_is_one_originators():
    for found in shipped():
        assert {row["originator"] for row in (found.whole, *found.parts)} == {found.whole["originator"]}
        assert found.says.startswith(found.whole["originator_label"])


def shipped() -> list[Breakdown]:
    """The breakdowns of the shipped data."""
    return breakdowns(rows(SHIPPED), dataset(SHIPPED).theatre.forces)
