"""Agreement of claims: published answers, the worked example of the method, and properties of any set of intervals."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.agreement import agreement, gap, gaps_without, median_zone, skyline, support, zones

# The worked example: more than 7,000; 6,000-8,000; up to 9,000; 8,000; tens of thousands.
A, B, C, D, E = (7001.0, inf), (6000.0, 8000.0), (1.0, 9000.0), (8000.0, 8000.0), (20000.0, 99999.0)
WORKED = [A, B, C, D, E]
VAGUE = [False, False, False, False, True]

ends = st.integers(min_value=1, max_value=12)
spans = st.lists(st.tuples(ends, ends).map(lambda two: (float(min(two)), float(max(two)))), min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("claims", "best", "where"),
    [
        # The encyclopaedia's three.
        ([(8, 12), (11, 13), (10, 12)], 3, [(11, 12)]),
        ([(8, 12), (11, 13), (14, 15)], 2, [(11, 12)]),
        ([(8, 9), (8, 12), (10, 12)], 2, [(8, 9), (10, 12)]),
        # Those of the clock-synchronisation code that are not the encyclopaedia's, too. Of tied zones it keeps the
        # smallest, first one; we keep them all.
        ([(-10, 10), (-1, 1), (0, 0)], 3, [(0, 0)]),
        ([(8, 12), (10, 11), (8, 10)], 3, [(10, 10)]),
        ([(7, 9), (7, 12), (10, 11)], 2, [(7, 9), (10, 11)]),
        ([(-9, -7), (-12, -7), (-11, -10)], 2, [(-11, -10), (-9, -7)]),
        ([(1, 3), (2, 2)], 2, [(2, 2)]),
        ([(1, 3), (4, 5)], 1, [(1, 3), (4, 5)]),
        ([], 0, []),
    ],
)
def test_zones_are_the_published_ones(claims, best, where):
    assert zones(claims) == (best, where)


def test_marzullos_own_result_is_the_narrowest_and_not_the_truest():
    assert zones([(10, 12), (11, 13), (11.99, 13)]) == (3, [(11.99, 12)])


@pytest.mark.parametrize(
    ("claims", "zone"),
    [
        (WORKED, (7001, 9000)),
        ([(5000, 7000), A], (5000, inf)),
        ([(5000, 5000), (6000, 6000), (8000, 8000), (20000, 20000)], (6000, 8000)),
        ([(5000, 5000), (6000, 6000), (12000, 12000)], (6000, 6000)),
    ],
)
def test_the_median_zone_runs_between_the_medians_of_the_ends(claims, zone):
    assert median_zone(claims) == zone


def test_the_worked_example_agrees_on_eight_thousand():
    found = agreement(WORKED, vague=VAGUE, tolerance=0.1)

    assert (found.k, found.n) == (4, 5)
    (zone,) = found.zones
    assert (zone.low, zone.high) == (8000, 8000)
    assert zone.supports == (1, 3)
    assert zone.does_not_contradict == (0, 2)
    assert (zone.above, zone.below) == ((4,), ())


def test_a_tolerance_lets_neighbours_meet():
    claims = [(8000.0, 8000.0), (8200.0, 8200.0), (12000.0, 12000.0)]

    assert (agreement(claims).k, len(agreement(claims).zones)) == (1, 3)
    near = agreement(claims, tolerance=0.1)
    assert (near.k, [(zone.low, zone.high) for zone in near.zones]) == (2, [(8000, 8200)])


@pytest.mark.parametrize(("other", "meet"), [(8800.0, 2), (8801.0, 1)])
def test_the_tolerance_ends_where_it_says(other, meet):
    assert agreement([(8000.0, 8000.0), (other, other)], tolerance=0.1).k == meet


def test_bounds_that_just_miss_each_other_meet_within_the_tolerance():
    claims = [(5000.0, 7000.0), A]

    assert (agreement(claims).k, len(agreement(claims).zones)) == (1, 2)
    near = agreement(claims, tolerance=0.1)
    assert (near.k, [(zone.low, zone.high) for zone in near.zones]) == (2, [(7000, 7001)])
    assert gap(claims) == pytest.approx(1.00014, abs=1e-5)


def test_the_gap_of_the_worked_example_is_carried_by_one():
    assert gap(WORKED) == 2.5
    assert gaps_without(WORKED) == [2.5, 2.5, 2.5, 2.5, 1.0]


def test_a_source_that_says_zero_cannot_be_reconciled_at_any_factor():
    assert gap([(0.0, 0.0), (100.0, 100.0)]) == inf


@pytest.mark.parametrize(("count", "least", "most"), [(7001, 0.6, 1.0), (8000, 0.4, 1.0), (20000, 0.2, 0.4)])
def test_the_support_curve_is_that_of_the_worked_example(count, least, most):
    assert next(shares for x, *shares in support(WORKED) if x == count) == pytest.approx([least, most])


def brute_force(claims):
    """Counts at every end and every half step between ends: nothing can change in between."""
    points = {x / 2 for x in range(2, 27)}
    return max(sum(low <= x <= high for low, high in claims) for x in points)


@given(spans)
def test_the_sweep_finds_what_trying_every_point_finds(claims):
    best, where = zones(claims)

    assert best == brute_force(claims)
    assert all(sum(low <= x <= high for low, high in claims) == best for zone in where for x in zone)


@given(spans, st.data())
def test_the_median_of_any_choice_lies_in_the_median_zone(claims, data):
    chosen = sorted(data.draw(st.floats(low, high)) for low, high in claims)
    low, high = median_zone(claims)

    assert low <= chosen[(len(chosen) - 1) // 2]
    assert chosen[len(chosen) // 2] <= high


@given(spans)
def test_everybody_agrees_exactly_when_there_is_no_gap(claims):
    assert (zones(claims)[0] == len(claims)) == (gap(claims) == 1)


@given(spans, st.sampled_from([2.0, 10.0, 1000.0]))
def test_scaling_every_claim_scales_the_zones_and_nothing_else(claims, factor):
    larger = [(low * factor, high * factor) for low, high in claims]

    assert median_zone(larger) == pytest.approx([end * factor for end in median_zone(claims)])
    assert zones(larger)[0] == zones(claims)[0]
    assert zones(larger)[1] == [(low * factor, high * factor) for low, high in zones(claims)[1]]
    assert gap(larger) == pytest.approx(gap(claims))


@given(spans)
def test_two_claims_agree_within_the_tolerance_exactly_when_their_gap_is_within_it(claims):
    for one in claims:
        for other in claims:
            assert (agreement([one, other], tolerance=0.21).k == 2) == (gap([one, other]) <= 1.21)


@given(spans)
def test_every_claim_is_inside_or_on_one_side_of_a_zone(claims):
    for zone in agreement(claims, tolerance=0.1).zones:
        places = sorted((*zone.supports, *zone.does_not_contradict, *zone.above, *zone.below))
        assert places == list(range(len(claims)))


@given(spans)
def test_the_skyline_counts_every_claim_where_it_holds(claims):
    assert max(count for _, _, count in skyline(claims)) == zones(claims)[0]
