"""The filters that every page shares, and the search: which rows stay, and in which order."""

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from posture.panel import Moment
from posture.search import folded, found
from posture.selection import EVERYWHERE, NOBODY, Selection, near, scopes, select
from tests.datasets import MINIATURE, rows


def chosen(**keys: object) -> pd.DataFrame:
    """The rows of the miniature theatre that these filters leave."""
    return select(rows(MINIATURE), Selection(**keys))


def test_nothing_chosen_is_everything_but_what_was_struck():
    everything = rows(MINIATURE)

    assert_frame_equal(everything[~everything["status"].isin(["withdrawn", "misprint"])], chosen())
    assert_frame_equal(everything, chosen(struck=True))


def test_a_force_brings_the_unions_that_count_it():
    found_forces = set(chosen(forces=("volunteers",))["force"])

    assert {"volunteers", "lanternmen+volunteers"} == found_forces


def test_several_keys_of_one_filter_are_alternatives():
    both = chosen(forces=("tessal-marines", "balloons"))

    assert {"tessal-marines", "balloons"} == set(both["force"])
    assert len(both) == len(chosen(forces=("tessal-marines",))) + len(chosen(forces=("balloons",)))


def test_several_filters_hold_together():
    found_rows = chosen(forces=("lanternmen",), measures=("killed",))

    assert found_rows["estimate_id"].tolist() == [
        "monitor-2020-07-05/lanternmen-2019",
        "monitor-2020-07-05/lanternmen-so-far",
    ]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("port-sarn",), {"port-sarn"}),
        (("kelmora",), {"kelmora+ashfold"}),
        (("ashfold",), {"ashfold", "kelmora+ashfold"}),
        ((EVERYWHERE,), {""}),
        ((EVERYWHERE, "port-sarn"), {"", "port-sarn"}),
    ],
)
def test_a_place_brings_itself_and_everywhere_is_the_whole_theatre(places: tuple[str, ...], expected: set[str]):
    assert expected == set(chosen(places=places)["place"])


def test_those_who_speak_for_no_side_can_be_chosen():
    assert {""} == set(chosen(sides=(NOBODY,))["side"])
    assert {"", "varn"} == set(chosen(sides=(NOBODY, "varn"))["side"])


def test_an_originator_can_be_chosen_also_one_in_words():
    assert {"a ferryman of Port Sarn"} == set(chosen(originators=("a ferryman of Port Sarn",))["originator"])


def test_a_row_is_between_two_dates_when_it_describes_any_day_between_them():
    year = "monitor-2019/lanternmen+volunteers"

    assert year in set(chosen(since=date(2019, 12, 31))["estimate_id"])
    assert year not in set(chosen(since=date(2020, 1, 1))["estimate_id"])
    assert year in set(chosen(until=date(2019, 1, 1))["estimate_id"])
    assert year not in set(chosen(until=date(2018, 12, 31))["estimate_id"])


def test_an_open_beginning_does_not_hide_a_row():
    assert "monitor-2020-07-05/volunteers" in set(chosen(until=date(2020, 6, 30))["estimate_id"])


def test_what_was_published_later_is_hidden():
    known = chosen(known_by=date(2019, 5, 31))

    assert {"sarn-courier-2019-05-01", "lantern-press-2019-05"} == set(known["report_id"])


def test_what_was_withdrawn_later_is_shown():
    withdrawn = "sarn-courier-2020-04-18/lanternmen"

    assert withdrawn in set(chosen(known_by=date(2020, 4, 24))["estimate_id"])
    assert withdrawn not in set(chosen(known_by=date(2020, 4, 25))["estimate_id"])
    assert withdrawn not in set(chosen()["estimate_id"])


def test_filters_keep_the_order_of_the_table_and_the_table_itself():
    before = rows(MINIATURE).copy()
    found_rows = chosen(measures=("present",), since=date(2019, 6, 1), known_by=date(2020, 6, 30))

    assert found_rows.index.is_monotonic_increasing
    assert_frame_equal(before, rows(MINIATURE))


def test_a_choice_that_nothing_fits_leaves_a_table_without_rows():
    empty = chosen(forces=("balloons",), measures=("killed",))

    assert len(empty) == 0
    assert rows(MINIATURE).dtypes.equals(empty.dtypes)


def test_near_are_the_rows_of_the_window_before_the_date():
    close = near(rows(MINIATURE), Moment(date(2020, 6, 30), window=20))

    assert {date(2020, 6, 10), date(2020, 6, 20), date(2020, 6, 30)} == {day.date() for day in close["as_of_to"]}


def test_scopes_hold_every_row_once_and_plain_strengths_come_first():
    apart = scopes(rows(MINIATURE), ["volunteers", "lanternmen"])
    names = [name for name, _ in apart]
    order = [
        "volunteers · present · everywhere · persons",
        "lanternmen · present · everywhere · persons",
        "lanternmen · killed · everywhere · persons · since 2019-01-01",
        "lanternmen+volunteers · present · everywhere · persons",
    ]

    assert len(rows(MINIATURE)) == sum(len(group) for _, group in apart)
    assert len(set(names)) == len(names)
    assert order[0] == names[0]
    assert order == sorted(order, key=names.index)
    assert all({name} == set(group["scope"]) for name, group in apart)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ferryman", "harbour-weekly-2019-08/varn-advisers"),
        ("FERRYMAN dozen", "harbour-weekly-2019-08/varn-advisers"),
        ("советников", "far-shore-2020-06-10/varn-advisers"),
        ("آلاف", "far-shore-2020-06-10/volunteers"),
        ("<b>5,000</b>", "hostile-2020-06-20/lanternmen"),
        ("*5*3*", "hostile-2020-06-20/stars"),
        ("![](", "hostile-2020-06-20/picture"),
    ],
)
def test_a_search_finds_words_whatever_they_look_like(text: str, expected: str):
    assert [expected] == found(rows(MINIATURE), text)["estimate_id"].tolist()


def test_every_word_of_a_search_must_occur():
    assert len(found(rows(MINIATURE), "ferryman советников")) == 0


def test_an_empty_search_finds_everything():
    assert len(rows(MINIATURE)) == len(found(rows(MINIATURE), "  "))


def test_case_and_accents_do_not_matter_to_a_search():
    assert folded("Étude") == folded("etude") == folded("ÉTUDE")
