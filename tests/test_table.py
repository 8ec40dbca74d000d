"""The one tidy table: its columns, what a cell says, and what goes back to which root."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from posture.columns import COLUMNS
from posture.table import frame, table
from tests.datasets import EXAMPLE_G, MINIATURE, config, dataset, estimate, made, made_rows, report, row, rows

# As the project's brief lists them; `of` and `scope` are ours.
PROMISED = (
    "theatre", "estimate_id", "report_id", "force", "force_label", "part_of",
    "count", "kind", "low", "high", "low_soft", "high_soft",
    "unit", "measure", "increment", "place", "unclear", "as_of",
    "as_of_from", "as_of_to", "published", "published_from", "published_to", "originator",
    "originator_label", "body", "side", "anonymous", "speaker", "relayed_by",
    "stance", "root", "repeats", "publisher", "via", "title",
    "url", "archive_url", "wording", "translation", "method", "status",
    "status_date", "status_reason", "change", "note", "file", "line",
)  # fmt: skip


def test_every_promised_column_is_there_and_described():
    assert set(PROMISED) | {"of", "scope"} == set(COLUMNS)
    assert all(column.says.endswith(".") for column in COLUMNS.values())


@pytest.mark.parametrize("folder", [MINIATURE, EXAMPLE_G], ids=lambda folder: folder.name)
def test_columns_stand_as_declared_in_order_and_type(folder: Path):
    found = rows(folder)

    assert list(COLUMNS) == list(found.columns)
    assert [column.dtype for column in COLUMNS.values()] == [str(dtype) for dtype in found.dtypes]


def test_a_table_without_rows_has_the_same_columns():
    empty = frame([])

    assert len(empty) == 0
    assert rows(MINIATURE).dtypes.equals(empty.dtypes)


def test_there_is_a_row_an_estimate_in_the_order_of_the_files():
    found = rows(MINIATURE)

    assert [entry.id for entry in dataset(MINIATURE).entries] == found["estimate_id"].tolist()
    assert found["estimate_id"].is_unique
    assert sorted(zip(found["file"], found["line"], strict=True)) == [*zip(found["file"], found["line"], strict=True)]


def test_making_a_table_leaves_the_dataset_as_it_was(tmp_path: Path):
    found = made(tmp_path, report("r", "2020-01-01", estimate(), estimate(force="sailors", repeats="r/guards")))
    before = [entry.estimate.model_dump_json() for entry in found.entries]
    first = table(found, config(), config().rulebooks["own"])
    first["low"] = 0
    second = table(found, config(), config().rulebooks["own"])

    assert before == [entry.estimate.model_dump_json() for entry in found.entries]
    assert second["low"].tolist() == [7_000, 7_000]


def test_a_row_says_everything_that_was_typed():
    found = row(MINIATURE, "sarn-courier-2019-05-01/varn-backed")

    assert {
        "theatre": "theatre", "report_id": "sarn-courier-2019-05-01", "force": "varn-backed",
        "force_label": "All Varn-backed forces", "part_of": "", "count": "at least 8,500", "kind": "at least",
        "low": 8_500, "unit": "persons", "measure": "present", "place": "", "as_of": "2019-05-01",
        "published": "2019-05-01", "originator": "tessal-intelligence", "originator_label": "Tessal intelligence",
        "body": "tessal", "side": "tessal", "speaker": "Ilen Taro's deputy", "publisher": "The Sarn Courier",
        "title": "Tessal: thousands of advisers across the strait", "url": "https://example.org/courier/2019-05-01",
        "wording": "no fewer than 8,500 in all", "file": "theatre/reports/2019.yaml", "line": 23,
        "root": "sarn-courier-2019-05-01/varn-backed", "repeats": "", "status": "",
    }.items() <= found.to_dict().items()  # fmt: skip
    assert pd.isna(found["high"])


def test_an_end_that_nobody_states_is_empty_and_a_stated_zero_is_zero():
    lows, highs = (rows(MINIATURE).set_index("estimate_id")[end] for end in ("low", "high"))

    assert pd.isna(highs["sarn-courier-2019-05-01/varn-backed"])
    assert pd.isna(lows["sarn-courier-2020-02-14/tessal-marines"])
    assert pd.isna(lows["lantern-press-2019-05/lanternmen"])
    assert pd.isna(highs["lantern-press-2019-05/lanternmen"])
    assert 0 == lows["sarn-courier-2020-02-14/balloons"] == highs["sarn-courier-2020-02-14/balloons"]


def test_words_mean_what_the_chosen_rulebook_says():
    thousands = "sarn-courier-2019-05-01/varn-advisers"
    read = {key: rows(MINIATURE, key).set_index("estimate_id").loc[thousands] for key in ("own", "acled", "ccc")}

    assert [(one["low"], one["high"]) for one in read.values()] == [(2_000, 9_999), (1_000, 1_000), (2_000, 2_000)]
    assert (read["own"]["low_soft"], read["own"]["high_soft"]) == (False, True)


def test_some_is_up_to_under_one_rulebook_and_about_under_another():
    found = {key: rows(MINIATURE, key).set_index("estimate_id") for key in ("own", "iiss")}
    some = "monitor-2019/lanternmen-port-sarn"

    assert (found["own"].loc[some, "low"], found["own"].loc[some, "high"]) == (270, 330)
    assert pd.isna(found["iiss"].loc[some, "low"])
    assert found["iiss"].loc[some, "high"] == 300


def test_a_date_keeps_its_precision_and_covers_its_days():
    found = row(MINIATURE, "monitor-2019/tessal-marines")

    assert (found["as_of"], found["published"]) == ("2019", "2019")
    assert (date(2019, 1, 1), date(2019, 12, 31)) == (found["as_of_from"].date(), found["as_of_to"].date())


def test_an_open_beginning_is_empty_and_an_open_end_ends_with_the_publication():
    beginning = row(MINIATURE, "monitor-2020-07-05/volunteers")
    end = row(MINIATURE, "sarn-courier-2020-02-14/varn-advisers")

    assert (beginning["as_of"], pd.isna(beginning["as_of_from"])) == ("../2020-06", True)
    assert ("2020-01/..", date(2020, 2, 14)) == (end["as_of"], end["as_of_to"].date())


def test_an_estimate_that_gives_no_date_describes_its_publication():
    found = row(MINIATURE, "lantern-press-2019-05/lanternmen")

    assert (found["as_of"], found["published"]) == ("2019-05", "2019-05")


def test_what_a_report_says_for_all_stands_in_every_row_that_says_nothing_else():
    killed = rows(MINIATURE)[rows(MINIATURE)["report_id"] == "monitor-2020-07-05"]

    assert killed["measure"].tolist() == ["killed", "killed", "cumulative", "present", "present"]
    assert {"monitor"} == set(killed["originator"])
    assert killed["as_of"].iloc[-1] == "2020-06"


def test_a_chain_of_repeats_goes_back_to_its_root_and_describes_its_time():
    chain = [
        row(MINIATURE, name) for name in ("evening-lamp-2019-06-03/lanternmen", "daily-gull-2019-06-20/lanternmen")
    ]

    for link in chain:
        assert (link["root"], link["as_of"]) == ("sarn-courier-2019-05-01/lanternmen", "2019-05-01")
    assert [link["repeats"] for link in chain] == [
        "sarn-courier-2019-05-01/lanternmen",
        "evening-lamp-2019-06-03/lanternmen",
    ]
    assert chain[1]["published"] == "2019-06-20"


def test_a_repeat_that_states_its_own_time_keeps_it(tmp_path: Path):
    found = made_rows(
        tmp_path,
        report("root", "2020-01-01", estimate()),
        report("retelling", "2020-03-01", estimate(repeats="root/guards", as_of="2020-02")),
    )

    assert found["as_of"].tolist() == ["2020-01-01", "2020-02"]


def test_a_chain_may_be_long(tmp_path: Path):
    """Nothing limits it, so nothing may fall over it."""
    links = [{"repeats": f"r{number - 1}/guards"} if number else {} for number in range(1_500)]
    chain = [report(f"r{number}", "2020-01-01", estimate(**link)) for number, link in enumerate(links)]
    found = made_rows(tmp_path, *reversed(chain))

    assert set(found["root"]) == {"r0/guards"}


def test_a_merged_figure_has_several_roots():
    found = row(MINIATURE, "daily-gull-2019-06-20/varn-backed")

    assert found["root"] == "sarn-courier-2019-05-01/varn-backed | monitor-2019/lanternmen+volunteers"
    assert found["as_of"] == "2019-06-20"


def test_two_ways_back_to_one_root_are_one_root(tmp_path: Path):
    found = made_rows(
        tmp_path,
        report("root", "2020-01-01", estimate()),
        report("a", "2020-01-02", estimate(repeats="root/guards")),
        report("b", "2020-01-03", estimate(repeats="root/guards")),
        report("c", "2020-01-04", estimate(repeats=["a/guards", "b/guards"])),
    )

    assert found["root"].tolist() == ["root/guards"] * 4


def test_the_time_that_a_link_of_the_chain_states_is_that_of_those_behind_it(tmp_path: Path):
    found = made_rows(
        tmp_path,
        report("root", "2020-01-01", estimate()),
        report("a", "2020-03-01", estimate(repeats="root/guards", as_of="2020-02")),
        report("b", "2020-04-01", estimate(repeats="a/guards")),
    )

    assert found["as_of"].tolist() == ["2020-01-01", "2020-02", "2020-02"]
    assert found["root"].tolist() == ["root/guards"] * 3


def test_a_quoted_root_is_the_quotation():
    found = row(MINIATURE, "harbour-weekly-2019-08/lanternmen")

    assert "A broadcast of Radio Sarn in July 2019 that nobody recorded." == found["root"] == found["repeats"]


def test_unnamed_originators_are_anonymous_and_speak_through_their_body():
    named = {
        "far-shore-2020-06-10/volunteers": ("varn-officials", "varn", "varn", True),
        "harbour-weekly-2019-08/varn-advisers": ("a ferryman of Port Sarn", "a ferryman of Port Sarn", "", True),
        "harbour-weekly-2019-08/volunteers": ("unattributed", "unattributed", "", True),
        "sarn-courier-2020-02-14/varn-advisers": ("varn-staff", "varn", "varn", False),
        "monitor-2019/tessal-marines": ("monitor", "monitor", "independent", False),
    }
    found = {name: row(MINIATURE, name) for name in named}

    assert named == {
        name: (one["originator"], one["body"], one["side"], bool(one["anonymous"])) for name, one in found.items()
    }
    assert found["harbour-weekly-2019-08/volunteers"]["originator_label"] == "Unattributed"


def test_forces_and_places_that_are_counted_together_are_joined():
    union, north = (
        row(MINIATURE, "monitor-2019/lanternmen+volunteers"),
        row(MINIATURE, "monitor-2019/volunteers-north-and-ashfold"),
    )

    assert (union["force"], union["part_of"]) == ("lanternmen+volunteers", "")
    assert union["force_label"] == "Lantern League and Volunteers, without the Lantern League together"
    assert (union["unclear"], north["place"]) == ("hill-volunteers", "kelmora+ashfold")


def test_a_status_has_a_date_its_own_or_that_of_the_publication():
    withdrawn, misprint = (row(MINIATURE, f"sarn-courier-2020-04-18/{name}") for name in ("lanternmen", "volunteers"))

    assert ("withdrawn", date(2020, 4, 25)) == (withdrawn["status"], withdrawn["status_date"].date())
    assert ("misprint", date(2020, 4, 18)) == (misprint["status"], misprint["status_date"].date())
    assert withdrawn["status_reason"] == "Tessal took the figure back."


def test_a_note_joins_those_of_estimate_and_report():
    assert (
        row(MINIATURE, "harbour-weekly-2019-08/lanternmen")["note"]
        == "The month is inferred from the tide table on the last page."
    )


def test_a_share_is_a_percentage_of_its_whole():
    found = row(MINIATURE, "monitor-2020-07-05/hill-volunteers")

    assert (found["kind"], found["unit"], found["of"]) == ("share", "percent", "volunteers")


def scope_of(folder: Path, **keys: object) -> str:
    """The scope of one estimate with these keys."""
    return made_rows(folder, report("r", "2020-01-01", estimate(**keys)))["scope"].iloc[0]


@pytest.mark.parametrize(
    "keys",
    [
        {"force": "sailors"},
        {"force": ["guards", "sailors"]},
        {"place": "port"},
        {"measure": "killed"},
        {"measure": "planned"},
        {"increment": "true"},
        {"unit": "boats"},
        {"count": "about 33%", "of": "all"},
    ],
)
def test_a_different_scope_is_never_shared(keys: dict[str, object], tmp_path: Path):
    assert scope_of(tmp_path / "plain") != scope_of(tmp_path / "other", **keys)


@pytest.mark.parametrize(
    "keys",
    [
        {"count": "more than 9,000"},
        {"originator": "monitor"},
        {"as_of": "2019"},
        {"as_of": "2019-01/2019-06"},
        {"measure": "present"},
        {"unclear": "sailors"},
    ],
)
def test_figures_originators_and_dates_share_a_scope(keys: dict[str, object], tmp_path: Path):
    assert scope_of(tmp_path / "plain") == scope_of(tmp_path / "other", **keys)


def test_the_order_of_a_union_does_not_matter(tmp_path: Path):
    assert scope_of(tmp_path / "a", force=["guards", "sailors"], place=["port", "hills"]) == scope_of(
        tmp_path / "b", force=["sailors", "guards"], place=["hills", "port"]
    )


def test_running_totals_share_a_scope_only_where_they_begin_together(tmp_path: Path):
    def killed(name: str, as_of: str) -> str:
        return scope_of(tmp_path / name, measure="killed", as_of=as_of)

    assert killed("a", "2019-01/2019-06") == killed("b", "2019-01/2019-12")
    assert killed("c", "2019-02/2019-12") != killed("d", "2019-01/2019-12")
    assert killed("e", "../2019-12") == killed("f", "2019-12") == killed("g", "2019-12-31")
    assert "None" not in killed("h", "../2019-12")
