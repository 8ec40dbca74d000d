"""Who repeats whom and what became of the figure: the rules on made-up reports, then the real cases of the data."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture import quantities
from posture.distortions import Distortion, distortions
from posture.echoes import suspected
from posture.lineage import behind, chains, echo_share, effective_number, mentions
from posture.retelling import alike, changed
from tests.datasets import EXAMPLE_G, ROOT, estimate, made_rows, report, rows

SYRIA = ROOT / "data" / "syria"


def kinds(found: list[Distortion], repeat_id: str) -> dict[str, str]:
    """What is told of one repeat: the estimate that it differs from, by kind."""
    return {one.kind: one.source_id for one in found if one.repeat_id == repeat_id}


def retold(folder: Path, told: dict, *repeats: dict) -> list[Distortion]:
    """The distortions of reports that repeat each the one before, beginning with `told`."""
    reports = [report("first", "2020-01-01", estimate(id="it", **told))]
    for number, repeat in enumerate(repeats):
        before = f"{reports[-1]['id']}/it"
        reports.append(report(f"r{number}", f"2020-01-0{number + 2}", estimate(id="it", repeats=before, **repeat)))
    return distortions(made_rows(folder, *reports))


# How concentrated the coverage is: the published numbers


@pytest.mark.parametrize(
    ("counts", "effective", "echoes"),
    [
        ((3, 2, 1, 1, 1), 4.0, 0.375),
        ((10, 3, 1), 1.782, 11 / 14),
        ((2, 2, 2), 3.0, 0.5),
        ((0.4, 0.4, 0.2), 25 / 9, None),
        ((1,), 1.0, 0.0),
        ((), 0.0, 0.0),
    ],
)
def test_coverage_has_the_published_numbers(counts: tuple, effective: float, echoes: float | None):
    assert effective_number(counts) == pytest.approx(effective, abs=0.0005)
    if echoes is not None:
        assert echo_share(counts) == pytest.approx(echoes)


def test_the_worked_example_is_counted_through_its_roots():
    counts = mentions(rows(EXAMPLE_G), ["s3/strength", "s9/strength", "s6/strength", "s7/strength", "s8/strength"])

    assert counts == [3, 2, 1, 1, 1]


# What a repeat may do to a figure


@pytest.mark.parametrize(
    ("told", "repeated", "kind"),
    [
        ("6,000-8,000", "6,000-8,000", None),
        ("some 2,000", "some 2,000", None),
        ("6,000-8,000", "8,000", "bound dropped"),
        ("6,000-8,000", "about 8,000", "bound dropped"),
        ("6,000-8,000", "up to 8,000", "bound dropped"),
        ("6,000-8,000", "at least 6,000", "bound dropped"),
        ("6,000-8,000", "more than 8,000", "bound turned"),
        ("6,000-8,000", "fewer than 6,000", "bound turned"),
        ("3,000-4,000", "nearly 4,000", "bound dropped"),
        ("up to 6,000", "6,000", "bound dropped"),
        ("fewer than 2,000", "some 2,000", "bound dropped"),
        ("fewer than 2,000", "more than 2,000", "bound turned"),
        ("nearly 58,000", "more than 58,000", "bound turned"),
        ("at least 7,000-8,000", "7,000-8,000", "bound dropped"),
        ("100,000", "at least 100,000", "bound added"),
        ("more than 7,000", "at least 7,000", "qualifier changed"),
        ("about 4,000", "4,000", "qualifier changed"),
        ("several thousand", "5,000", "words turned into a number"),
        ("none given", "5,000", "words turned into a number"),
        ("5,000", "thousands", "number turned into words"),
        ("several thousand", "thousands", "other words"),
        ("82,000", "more than 80,000", "number changed"),
        ("700", "700-800", "number changed"),
        ("about 33%", "33", "number changed"),
    ],
)
def test_each_change_of_a_figure_has_its_kind(told: str, repeated: str, kind: str | None):
    found = changed(quantities.parse(told), quantities.parse(repeated))

    assert (found and found[0]) == kind


def test_same_figures_are_alike_whatever_softens_them_but_bounds_are_not():
    assert alike(quantities.parse("about 7,000"), quantities.parse("7,000"))
    assert not alike(quantities.parse("more than 7,000"), quantities.parse("7,000"))
    assert not alike(quantities.parse("thousands"), quantities.parse("thousands"))


@pytest.mark.parametrize(
    ("change", "aspect", "kind"),
    [
        ({"force": "sailors"}, "force", "counts another force"),
        ({"force": ["guards", "sailors"]}, "force", "counts another force"),
        ({"place": "port"}, "place", "another place"),
        ({"unit": "battalions"}, "unit", "another unit"),
        ({"measure": "cumulative"}, "measure", "cumulative instead of present"),
        ({"increment": "true"}, "level", "addition instead of level"),
        ({"as_of": "2020-01-02"}, "time", "dated anew"),
    ],
)
def test_a_repeat_that_changes_the_scope_or_the_time_is_told(tmp_path: Path, change: dict, aspect: str, kind: str):
    found = retold(tmp_path, {}, change)

    assert [(one.aspect, one.kind) for one in found] == [(aspect, kind)]


def test_everyone_who_ever_served_printed_as_present_is_told(tmp_path: Path):
    found = retold(tmp_path, {"measure": "cumulative"}, {})

    assert [one.kind for one in found] == ["present instead of cumulative"]
    assert "it was cumulative and became present" in found[0].says


def test_a_faithful_repeat_is_no_distortion(tmp_path: Path):
    assert retold(tmp_path, {}, {}, {}) == []


def test_a_distortion_is_laid_to_the_report_that_made_it(tmp_path: Path):
    """The third report repeats the second faithfully, so it is wrong about the first without having changed it."""
    made, inherited = retold(tmp_path, {"count": "up to 6,000"}, {"count": "6,000"}, {"count": "6,000"})

    assert (made.repeat_id, made.kind, made.inherited) == ("r0/it", "bound dropped", False)
    assert (inherited.repeat_id, inherited.kind, inherited.inherited) == ("r1/it", "bound dropped", True)


def test_a_repeat_that_restores_its_root_is_no_distortion(tmp_path: Path):
    found = retold(tmp_path, {"count": "up to 6,000"}, {"count": "6,000"}, {"count": "up to 6,000"})

    assert [one.repeat_id for one in found] == ["r0/it"]


def test_an_old_figure_is_told_by_its_age(tmp_path: Path):
    told = report("first", "2018-01-01", estimate())
    later = report("later", "2019-01-01", estimate(repeats="first/guards"))

    (found,) = distortions(made_rows(tmp_path, told, later))

    assert found.kind == "old figure"
    assert "the time described was 1 January 2018" in found.says


def test_two_rival_claims_in_one_range_are_told_as_merged(tmp_path: Path):
    found = made_rows(
        tmp_path,
        report("low", "2020-01-01", estimate("fewer than 2,000")),
        report("high", "2020-01-02", estimate("some 7,000", originator="monitor")),
        report("both", "2020-01-03", estimate("2,000-7,000", repeats=["low/guards", "high/guards"])),
    )

    (merged,) = distortions(found)

    assert (merged.kind, merged.root_id) == ("two claims merged", "low/guards | high/guards")


def test_sources_outside_a_selection_are_looked_up_in_the_whole(tmp_path: Path):
    everything = made_rows(
        tmp_path,
        report("first", "2020-01-01", estimate("up to 6,000")),
        report("later", "2020-01-02", estimate("6,000", repeats="first/guards")),
    )
    selection = everything.iloc[1:]

    assert distortions(selection) == []
    assert [one.kind for one in distortions(selection, everything)] == ["bound dropped"]
    assert [len(one.rows) for one in chains(selection, everything)] == [2]
    assert behind(selection, 6_000, everything).originators == ("The Army",)


# Chains


def test_a_chain_begins_with_its_root_and_follows_the_dates_of_publication():
    first, second = chains(rows(EXAMPLE_G))

    assert list(first.rows["estimate_id"]) == ["s3/strength", "s4/strength", "s5/strength"]
    assert (first.reports, first.publishers, first.quoted) == (3, ("A", "Outlet 1", "Outlet 2"), False)
    assert second.root_id == "s9/strength"


def test_a_chain_of_a_quoted_root_has_its_repeats_alone(tmp_path: Path):
    (chain,) = chains(made_rows(tmp_path, report("one", "2020-01-01", estimate(repeats="A speech, long lost."))))

    assert (chain.quoted, chain.label, len(chain.rows)) == (True, "A speech, long lost.", 1)


# Who stands behind a number


def test_originators_are_counted_at_the_roots_and_unnamed_ones_by_their_body(tmp_path: Path):
    found = behind(
        made_rows(
            tmp_path,
            report("one", "2020-01-01", estimate("10,000")),
            report("two", "2020-01-02", estimate("about 10,000", repeats="one/guards", originator="monitor")),
            report("three", "2020-01-03", estimate("8,000-10,000", originator="clerks")),
            report("four", "2020-01-04", estimate("more than 10,000", originator="unattributed")),
            report("five", "2020-01-05", estimate("11,000", originator="monitor")),
        ),
        10_000,
    )

    assert (found.reports, found.own, found.repeats, found.nobodys) == (4, 2, 1, 1)
    assert (found.originators, found.unnamed, found.bodies) == (("The Army", "Clerks"), 1, ("crown",))


@given(st.lists(st.integers(0, 9), max_size=6), st.sampled_from([4_000, 6_000, 7_000, 8_000, 9_000]))
def test_a_duplicate_changes_no_number_of_originators(picked: list[int], number: int):
    """However often figures are reprinted, as many stand behind each; and a true copy is no distortion."""
    before = rows(EXAMPLE_G)
    copies = [
        before.iloc[[place]].assign(
            estimate_id=f"copy{n}/strength", report_id=f"copy{n}", repeats=before["estimate_id"].iloc[place]
        )
        for n, place in enumerate(picked)
    ]
    after = pd.concat([before, *copies])

    was, became = behind(before, number), behind(after, number)
    assert (became.originators, became.bodies, became.unnamed) == (was.originators, was.bodies, was.unnamed)
    assert became.own == was.own
    assert len(suspected(after)) == len(suspected(before))
    assert {one.aspect for one in distortions(after)} <= {"time"}


# Possible echoes


def echoes(folder: Path, later: str = "2020-01-31", **keys: str) -> int:
    """How many suspicions there are of a second originator's figure, "about 7,000" on a later day unless told."""
    second = estimate(**{"count": "about 7,000", "originator": "monitor", **keys})
    return len(
        suspected(made_rows(folder, report("one", "2020-01-01", estimate("7,000")), report("two", later, second)))
    )


def test_the_same_figure_soon_after_is_a_possible_echo(tmp_path: Path):
    assert echoes(tmp_path) == 1
    assert echoes(tmp_path, later="2020-03-01") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"later": "2020-03-02"},
        {"later": "2020"},
        {"method": "head count"},
        {"originator": "army"},
        {"originator": "unattributed"},
        {"repeats": "one/guards"},
        {"repeats": "A speech."},
        {"force": "sailors"},
        {"place": "port"},
        {"count": "more than 7,000"},
        {"count": "7,500"},
    ],
    ids=str,
)
def test_whatever_explains_or_parts_two_figures_ends_the_suspicion(tmp_path: Path, change: dict):
    assert echoes(tmp_path, **change) == 0


def test_where_coarse_dates_overlap_the_time_described_decides_who_echoes_whom(tmp_path: Path):
    (found,) = suspected(
        made_rows(
            tmp_path,
            report("month", "2020-01", estimate("7,000", as_of="2020-01-02")),
            report("day", "2020-01-25", estimate("7,000", originator="monitor")),
        )
    )

    assert (found.later_id, found.earlier_id, found.days) == ("day/guards", "month/guards", 24)


# The shipped data


def about_2013(*, present: bool = False) -> pd.DataFrame:
    """Figures for one force that describe 2013."""
    found = rows(SYRIA)
    found = found[(found["force"] == "hezbollah") & (found["as_of_to"].dt.year == 2013)]
    return found[found["measure"] == "present"] if present else found


def test_three_originators_stand_behind_10_000_present_in_2013():
    """Of six reports one repeats and three, that one included, name nobody."""
    found = behind(about_2013(present=True), 10_000, rows(SYRIA))

    assert (found.reports, found.own, found.repeats, found.nobodys) == (6, 3, 1, 3)
    assert set(found.bodies) == {"syrian-opposition", "a source close to Hezbollah", "university-of-edinburgh"}
    assert len(found.originators) == 3
    assert found.unnamed == 1
    assert len(found.scopes) == 1


def test_a_fourth_originator_of_10_000_in_2013_counts_who_ever_took_part():
    found = behind(about_2013(), 10_000, rows(SYRIA))

    assert (found.reports, len(found.originators), found.unnamed, len(found.scopes)) == (7, 4, 2, 2)


@pytest.mark.parametrize(
    ("repeat_id", "expected"),
    [
        ("al-arabiya-2015-06/hezbollah", {"bound dropped": "haaretz-2015-06-05/hezbollah"}),
        (
            "cnn-2015-10/iranian-advisers",
            {"bound dropped": "afp-2015-10/iran-backed", "counts another force": "afp-2015-10/iran-backed"},
        ),
        (
            "bloomberg-2015-12-14/iranian-advisers",
            {"two claims merged": "reuters-2015-10-27/iranian-advisers | wsj-2015-10-05/iranian-advisers"},
        ),
        (
            "media-line-2017-09-19/fatemiyoun+zainebiyoun",
            dict.fromkeys(
                ("bound dropped", "counts another force", "recruited instead of present"), "ap-2017-09-17/fatemiyoun"
            ),
        ),
        ("iran-international-2021-03-15/iran-backed", {"bound turned": "sohr-2021-03/iran-backed"}),
        ("rfe-rl-2013-11-06/iranian-advisers", {"another unit": "yjc-2013-11-04/iranian-advisers"}),
        (
            "haaretz-2017-08-28/iran-backed",
            dict.fromkeys(("bound dropped", "old figure"), "ncri-us-2016-09-01/iran-backed"),
        ),
        ("halab-today-2019-07-13/hezbollah", {"old figure": "anadolu-2015/hezbollah"}),
        ("atlantic-council-2020-11-19/hezbollah", {"old figure": "zee-news-2016/hezbollah"}),
    ],
)
def test_the_distortions_that_the_evidence_names_are_found_by_rule(repeat_id: str, expected: dict[str, str]):
    assert kinds(distortions(rows(SYRIA)), repeat_id) == expected


def test_distortions_are_read_from_the_printed_figures_and_so_alike_under_every_rulebook():
    found = [(one.repeat_id, one.kind) for one in distortions(rows(SYRIA))]

    assert found == [(one.repeat_id, one.kind) for one in distortions(rows(SYRIA, "iiss"))]
    assert found == [(one.repeat_id, one.kind) for one in distortions(rows(SYRIA, "acled"))]


def test_a_militia_that_became_soldiers_of_two_others_is_found_by_rule():
    found = kinds(distortions(rows(SYRIA)), "times-of-israel-2013-06/iranian-advisers+hezbollah")

    assert found["counts another force"] == "washington-post-2013-02-10/local-militias"
    assert found["present instead of commanded"] == "washington-post-2013-02-10/local-militias"


def test_the_total_of_april_2018_is_another_number_than_that_of_january():
    found = kinds(distortions(rows(SYRIA)), "jpost-2018-04/iran-backed")

    assert found["number changed"] == "cnn-2018-01-25/iran-backed"


def test_possible_echoes_in_the_data_are_few_enough_to_be_judged_one_by_one():
    found = {(one.later_id, one.earlier_id): one.one_body for one in suspected(rows(SYRIA))}

    assert len(found) <= 10
    assert found["cnn-2018-01-25/foreign-shia-militias", "janes-2018-01/foreign-shia-militias"]


def test_the_longest_chain_of_the_data_begins_with_the_total_of_january_2018():
    longest = chains(rows(SYRIA))[0]

    assert longest.root_id == "cnn-2018-01-25/iran-backed"
    assert len(longest.publishers) == 5
