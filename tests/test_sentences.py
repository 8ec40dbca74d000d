"""Figures in plain words: who said what about when, and who printed it."""

from datetime import date
from math import inf

import pandas as pd
import pytest

from posture import sentences
from tests.datasets import MINIATURE, row


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2018-06-17", "17 June 2018"),
        ("2018-06", "June 2018"),
        ("2018", "2018"),
        ("2018-06~", "June 2018, inferred"),
        ("2012-01/2018-01", "January 2012 to January 2018"),
        ("../2015-06", "until June 2015"),
        ("2013-12/..", "since December 2013"),
        ("2019-01/2020-06-30", "January 2019 to 30 June 2020"),
    ],
)
def test_a_date_is_said_no_more_precisely_than_it_is(text: str, said: str):
    assert said == sentences.period(text)


@pytest.mark.parametrize("day", [date(2018, 6, 17), pd.Timestamp("2018-06-17")])
def test_a_day_is_said_as_readers_say_it(day: date):
    assert sentences.day(day) == "17 June 2018"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (7_000, 7_000, "7,000"),
        (5_000, 8_000, "5,000–8,000"),
        (7_001, pd.NA, "7,001 or more"),
        (pd.NA, 9_000, "9,000 or fewer"),
        (pd.NA, pd.NA, "no number"),
        (0, 0, "0"),
    ],
)
def test_an_interval_is_said_in_digits_and_an_open_end_in_words(low: object, high: object, said: str):
    assert said == sentences.span(low, high)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (-3, "3 days ahead"),
        (0, "the same day"),
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (214, "7 months"),
        (365, "12 months"),
        (729, "24 months"),
        (730, "2 years"),
        (1_096, "3 years"),
    ],
)
def test_an_age_is_said_as_readers_say_it(number: int, said: str):
    assert said == sentences.days(number)


def test_no_age_is_said_in_a_plural_of_one():
    said = {sentences.days(number) for number in range(2_000)}

    assert not said & {"1 days", "1 months", "1 years", "0 days", "0 months", "0 years"}


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        (
            "sarn-courier-2019-05-01/volunteers",
            (
                "Ilen Taro (Tessal intelligence) said 4,000 (“4,000 volunteers from the hills and from the plains”); "
                "printed by The Sarn Courier, 1 May 2019"
            ),
        ),
        (
            "sarn-courier-2020-05-20/volunteers",
            (
                "Mission of Tessal said 3,300 (“3,300 volunteers in April, not more”), about 18 April 2020; "
                "printed by The Sarn Courier, 20 May 2020"
            ),
        ),
        (
            "far-shore-2020-06-10/volunteers",
            (
                "Officials of Varn said more than 3,000 (“more than 3 thousand volunteers”); "
                "printed by Far Shore, 10 June 2020"
            ),
        ),
        (
            "lantern-2020-04-02/varn-advisers",
            (
                "General staff of Varn denied that there are any (“There is no soldier of Varn on Orvane”); "
                "printed by The Lantern, 2 April 2020"
            ),
        ),
        (
            "monitor-2019/tessal-marines",
            "Orvane Monitor saw none (“our observers saw no marines”); printed by Orvane Monitor, 2019",
        ),
        (
            "lantern-press-2019-05/lanternmen",
            (
                "Lantern League press office gave no number (“We are on Orvane, and we shall stay”); "
                "printed by The Lantern, May 2019"
            ),
        ),
    ],
)
def test_an_estimate_is_said_with_who_what_when_and_where(estimate: str, said: str):
    assert said == sentences.said(row(MINIATURE, estimate))


@pytest.mark.parametrize(
    ("number", "said"), [(2.5, "×2.5"), (1.0, "×1"), (14.28, "×14"), (1_234, "×1,234"), (inf, "×∞")]
)
def test_a_factor_is_said_in_few_digits(number: float, said: str):
    assert said == sentences.factor(number)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 more"),
    ],
)
def test_names_are_listed_and_the_rest_is_counted(names: list[str], said: str):
    assert said == sentences.listed(names)
