"""The median zone along time says on every day what the live panel of that day says."""

from datetime import date, timedelta

import pytest

from posture.band import band
from posture.comparison import compare
from posture.panel import Moment
from tests.datasets import ROOT, config, rows

SCOPES = ("hezbollah", "iranian-advisers", "fatemiyoun", "us-forces")
DAYS = [date(2012, 6, 1) + timedelta(days=53 * step) for step in range(100)]


@pytest.fixture(scope="module")
def claims():
    return rows(ROOT / "data" / "syria")


@pytest.mark.parametrize("force", SCOPES)
@pytest.mark.parametrize("window", [180, 365, 730])
def test_the_band_is_the_median_zone_of_the_panel_on_every_day(claims, force, window):
    of_the_force = claims[claims["scope"].str.startswith(f"{force} · ") & (claims["place"] == "")]
    for _, scope in of_the_force.groupby("scope"):
        stretches = band(scope, window=window)
        for day in DAYS:
            holds = [stretch for stretch in stretches if stretch.first <= day < stretch.end]
            found = compare(scope, Moment(day, None, window), {}, tolerance=config().tolerance)
            assert [(stretch.low, stretch.high, stretch.voices) for stretch in holds] == (
                [(*found.median, found.n)] if found.median else []
            )


def test_what_is_published_later_changes_nothing_of_what_was_known(claims):
    scope = claims[claims["scope"] == "hezbollah · present · everywhere · persons"]
    summer = date(2018, 7, 31)
    earlier = scope[scope["published_to"] <= "2018-07-31"]

    assert band(scope, window=365, known_by=summer) == band(earlier, window=365, known_by=summer)


def test_no_stretch_begins_after_the_day_that_is_drawn(claims):
    scope = claims[claims["scope"] == "hezbollah · present · everywhere · persons"]

    assert max(stretch.first for stretch in band(scope, window=365, until=date(2016, 1, 1))) <= date(2016, 1, 1)
