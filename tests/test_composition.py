"""The split between two dates: the method's example, and that it multiplies out whatever was claimed."""

from datetime import date
from math import inf, prod, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.comparison import compare
from posture.composition import split, zones
from posture.panel import Moment
from posture.votes import Vote
from tests.datasets import EXAMPLE_G, rows

MET = {"A": 5000, "B": 6000, "C": 12000}
THEN = {"A": 5500, "B": 6600, "D": 3000}


def votes(claims: dict) -> list[Vote]:
    """Votes as `posture.votes` makes them; a claim is a number or a pair of ends, of which one may be None."""
    ends = {voice: claim if isinstance(claim, tuple) else (claim, claim) for voice, claim in claims.items()}
    return [
        Vote(voice.lower(), voice, low, high, False, 0, (f"{voice}{low}{high}",), "", 1, voice.lower())
        for voice, (low, high) in ends.items()
    ]


def test_the_example_of_the_method():
    found = split(votes(MET), votes(THEN))

    assert found.total == pytest.approx(0.6713, abs=5e-5)
    assert found.like_for_like == pytest.approx(1.1000, abs=5e-5)
    assert found.entry == pytest.approx(0.7926, abs=5e-5)
    assert found.exit == pytest.approx(0.7699, abs=5e-5)
    assert (found.both, found.entered, found.left, found.standing) == (("A", "B"), ("D",), ("C",), ())
    assert found.says == "Like for like ×1.1 (A and B) · entry ×0.793 (D) · exit ×0.77 (C); together ×0.671."


def test_the_total_is_that_of_the_geometric_middles():
    assert split(votes(MET), votes(THEN)).total == pytest.approx(4775.4 / 7113.8, abs=5e-5)


@pytest.mark.parametrize("later", [{"D": 1000}, {}, {"A": (5000, None)}])
def test_where_nobody_spoke_twice_it_cannot_tell(later):
    found = split(votes(MET), votes(later))

    assert (found.total, found.like_for_like, found.entry, found.exit) == (None,) * 4
    assert found.says.startswith("Cannot tell: nobody has a claim with a lower and an upper end at both dates.")


def test_a_claim_with_an_open_end_or_of_zero_stays_outside_and_is_named():
    found = split(votes({"A": 1000, "B": (2000, None)}), votes({"A": 2000, "B": (3000, 3000), "C": 0}))

    assert found.open_ended == ("B", "C")
    assert (found.like_for_like, found.exit) == (2, 1)
    assert found.entered == ("B",)
    assert found.entry == pytest.approx(sqrt(2000 * 3000) / 2000)
    assert found.says.endswith("Outside the split where their claim has no two ends: B and C.")


def test_a_voice_that_stands_on_one_statement_at_both_dates_is_said_to():
    found = split(votes({"A": 1000, "B": 500}), votes({"A": 1000, "B": 600}))

    assert (found.both, found.standing) == (("A", "B"), ("A",))
    assert "(A and B, of whom A with one statement)" in found.says


numbers = st.integers(min_value=1, max_value=10**9)
claims = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(numbers, numbers).map(lambda two: (min(two), max(two))), max_size=6
)


@given(claims, claims)
def test_the_split_multiplies_out(earlier, later):
    found = split(votes(earlier), votes(later))

    if set(earlier) & set(later):
        assert prod((found.like_for_like, found.entry, found.exit)) == pytest.approx(found.total, rel=1e-9)
        middles = [prod(sqrt(low * high) ** (1 / len(at)) for low, high in at.values()) for at in (earlier, later)]
        assert found.total == pytest.approx(middles[1] / middles[0], rel=1e-9)
    else:
        assert found.total is None


@given(claims)
def test_where_the_voices_are_the_same_all_change_is_like_for_like(earlier):
    later = {voice: (low * 2, high * 2) for voice, (low, high) in earlier.items()}
    found = split(votes(earlier), votes(later))

    if earlier:
        assert (found.entry, found.exit) == (pytest.approx(1), pytest.approx(1))
        assert found.like_for_like == pytest.approx(2)


def test_the_zones_of_the_worked_example_and_of_its_same_voices():
    winter, summer = (
        compare(rows(EXAMPLE_G), Moment(day, day), {}).votes for day in (date(2023, 12, 31), date(2024, 9, 1))
    )
    found = zones(winter, summer)

    assert (found.earlier, found.later) == ((4000, 7000), (7001, 9000))
    assert (found.earlier_same, found.later_same) == ((4000, 7000), (6000, inf))
    assert found.n == (2, 5, 2)


def test_nobody_has_no_zone():
    found = zones(votes({}), votes({"A": 1000}))

    assert (found.earlier, found.later, found.later_same, found.n) == (None, (1000, 1000), None, (0, 1, 0))
