"""Parts and wholes: a part above its whole is told, and what a part is said to be at least flows upward."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.model import Place
from posture.nesting import Bound, Excess, flags, upward
from posture.panel import Moment, live
from tests.datasets import ROOT, dataset, estimate, made, made_rows, report, rows

SYRIA = ROOT / "data" / "syria"
NOW = Moment(date(2020, 1, 31))
PLACES = {"coast": Place(label="Coast"), "port": Place(label="Port", part_of="coast")}


def panel_of(folder: Path, *estimates: dict[str, Any]) -> pd.DataFrame:
    """The live panel of these estimates, a report each."""
    return live(made_rows(folder, *(report(f"r{n}", "2020-01-01", one) for n, one in enumerate(estimates))), NOW)


def flagged(folder: Path, *estimates: dict[str, Any]) -> list[Excess]:
    """The parts above their wholes among these estimates."""
    return flags(panel_of(folder, *estimates), made(folder, report("none", "2020-01-01", estimate())).theatre.forces)


def bounds(folder: Path, *estimates: dict[str, Any]) -> dict[str, Bound]:
    """The bounds that flow upward among these estimates, by whole."""
    forces = made(folder / "declared", report("none", "2020-01-01", estimate())).theatre.forces
    return {one.whole: one for one in upward(panel_of(folder, *estimates), forces)}


def test_a_part_above_its_whole_is_told_with_who_said_each(tmp_path: Path):
    whole = estimate("6,000", force="all", originator="monitor")
    (found,) = flagged(tmp_path, estimate("9,000", force="scouts"), whole)

    assert (found.part_id, found.whole_id) == ("r0/scouts", "r1/all")
    assert found.factor == pytest.approx(1.5)
    assert found.who == "different originators"
    assert "The Army" in found.says
    assert "Monitor" in found.says
    assert "1 January 2020" in found.says


@pytest.mark.parametrize(
    ("originator", "who"),
    [("army", "the same originator"), ("crown", "one body"), ("monitor", "different originators")],
)
def test_it_is_told_whether_one_originator_contradicts_itself(tmp_path: Path, originator: str, who: str):
    (found,) = flagged(tmp_path, estimate("9,000"), estimate("6,000", force="all", originator=originator))

    assert found.who == who


@pytest.mark.parametrize(
    "part",
    [
        {"count": "6,000"},
        {"count": "up to 9,000"},
        {"count": "5,000-9,000"},
        {"force": "sailors"},
        {"measure": "planned"},
        {"place": "port"},
        {"unit": "battalions"},
        {"increment": "true"},
        {"count": "90%", "of": "all"},
        {"count": "none given"},
        {"unclear": "sailors"},
    ],
    ids=str,
)
def test_what_does_not_exceed_or_is_no_part_is_not_told(tmp_path: Path, part: dict):
    assert flagged(tmp_path, estimate(**{"count": "9,000", **part}), estimate("6,000", force="all")) == []


@pytest.mark.parametrize(
    "whole",
    [{"count": "at least 6,000"}, {"unclear": "guards"}, {"unclear": "guards", "count": "up to 6,000"}],
    ids=str,
)
def test_a_whole_that_sets_no_upper_end_or_leaves_the_part_open_is_not_exceeded(tmp_path: Path, whole: dict):
    assert flagged(tmp_path, estimate("9,000"), estimate(**{"count": "6,000", "force": "all", **whole})) == []


def test_a_union_is_a_part_where_all_its_members_are(tmp_path: Path):
    forces = {"force": ["guards", "scouts"]}

    assert len(flagged(tmp_path, estimate("9,000", **forces), estimate("6,000", force="all"))) == 1
    assert not flagged(tmp_path, estimate("9,000", force=["guards", "sailors"]), estimate("6,000", force="all"))


def test_a_member_is_part_of_the_union_that_counts_it(tmp_path: Path):
    assert len(flagged(tmp_path, estimate("9,000"), estimate("6,000", force=["guards", "sailors"]))) == 1


def test_places_nest_only_as_declared(tmp_path: Path):
    """A place without a whole may lie beyond the theatre, so it is no part of "everywhere"."""
    found = panel_of(tmp_path, estimate("9,000", place="port"), estimate("6,000", place="hills"), estimate("5,000"))
    coast = found.assign(place=found["place"].replace("hills", "coast"))
    forces = made(tmp_path / "declared", report("none", "2020-01-01", estimate())).theatre.forces

    assert flags(found, forces) == []
    assert [(one.part_id, one.whole_id) for one in flags(coast, forces, PLACES)] == [("r0/guards", "r1/guards")]


def test_a_bound_that_a_source_excludes_flows_upward_as_it_was_said(tmp_path: Path):
    """Nobody said 801."""
    (bound,) = bounds(tmp_path, estimate("more than 800-1,200")).values()

    assert bound.low == 801
    assert bound.says.startswith("More than 800 (present) for All follows from ")


def test_the_greatest_lower_end_of_a_part_flows_upward(tmp_path: Path):
    found = bounds(
        tmp_path,
        estimate("9,000", force="scouts"),
        estimate("at least 4,000"),
        estimate("5,000-6,000", force="all"),
    )

    assert (found["all"].low, found["all"].part_id, found["all"].own) == (9_000, "r0/scouts", 5_000)
    assert found["all"].news
    assert (found["guards"].low, found["guards"].own) == (9_000, 4_000)
    assert found["all"].says == (
        "At least 9,000 (present) for All follows from “9,000” for Scouts by The Army (1 January 2020)."
    )
    assert "scouts" not in found


def test_an_upper_bound_does_not_flow_upward(tmp_path: Path):
    assert bounds(tmp_path, estimate("up to 9,000"), estimate("fewer than 300", force="scouts")) == {}


def test_a_claim_that_may_count_others_does_not_flow_into_a_whole_without_them(tmp_path: Path):
    assert bounds(tmp_path, estimate("9,000", unclear="sailors")) == {}
    assert bounds(tmp_path / "inside", estimate("9,000", unclear="scouts"))["all"].low == 9_000


@given(st.permutations([("scouts", 9_000), ("guards", 4_000), ("all", 6_000), ("sailors", 1_000)]))
def test_bounds_and_flags_do_not_depend_on_the_order(order: list[tuple[str, int]]):
    forces = dataset(SYRIA).theatre.forces
    keys = {"scouts": "nujaba", "guards": "iraqi-militias", "all": "foreign-shia-fighters", "sailors": "us-forces"}
    template = rows(SYRIA).iloc[[0]].assign(measure="present", place="", unit="persons", unclear="", originator="x")
    scopes = {name: f"{key} · present · everywhere · persons" for name, key in keys.items()}
    panel = pd.concat(
        template.assign(estimate_id=name, force=keys[name], low=low, high=low, scope=scopes[name])
        for name, low in order
    )

    assert {(one.part_id, one.whole_id) for one in flags(panel, forces)} == {("scouts", "guards"), ("scouts", "all")}
    found = {(one.whole, one.low) for one in upward(panel, forces, wholes=["iraqi-militias", "foreign-shia-fighters"])}
    assert found == {("iraqi-militias", 9_000), ("foreign-shia-fighters", 9_000)}


# The shipped data


def test_in_june_2018_the_afghans_of_one_exceed_all_foreign_militias_of_three_others():
    """Nearly 15,000 Afghans are at least 13,500; all foreign militias without Hezbollah are 9,000 or 10,000."""
    panel = live(rows(SYRIA), Moment(date(2018, 6, 30)))

    found = flags(panel, dataset(SYRIA).theatre.forces, dataset(SYRIA).theatre.places)

    afghans = [one for one in found if one.part_id.endswith("/fatemiyoun")]
    assert {one.whole_id for one in afghans} == {
        "jpost-2018-06-17/foreign-shia-militias",
        "janes-2018-01/foreign-shia-militias",
        "cnn-2018-01-25/foreign-shia-militias",
    }
    assert max(one.factor for one in afghans) == pytest.approx(1.5)
    assert {one.who for one in afghans} == {"different originators"}


def test_at_the_end_of_2018_the_foreigners_of_a_monitor_bound_all_iran_backed_forces():
    panel = live(rows(SYRIA), Moment(date(2018, 12, 31)))

    (found,) = [
        one
        for one in upward(panel, dataset(SYRIA).theatre.forces, wholes=["iran-backed"])
        if (one.measure, one.place) == ("present", "")
    ]

    assert (found.low, found.own, found.news) == (30_001, None, True)
