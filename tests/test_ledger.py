"""The ledger of like-for-like changes: the method's table of verdicts, and the shipped data step by step, by hand."""

from datetime import date
from math import inf
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.columns import COLUMNS as TABLE
from posture.columns import MERGED
from posture.ledger import COLUMNS, DOWN, UP, VERDICTS, barred, factors, ledger, verdict
from posture.movers import compared, latest, sign_test, summary
from posture.panel import Moment
from posture.table import frame
from tests.datasets import EXAMPLE_G, ROOT, estimate, made_rows, report, rows

SHIPPED = ROOT / "data" / "syria"
HEZBOLLAH = "hezbollah · present · everywhere · persons"
MORE_7000, MORE_8000, UP_TO_6000 = (7001, None), (8001, None), (None, 6000)


@pytest.mark.parametrize(
    ("earlier", "later", "says", "interval", "point"),
    [
        ((4000, 6000), MORE_7000, "up", (1.1668, None), None),
        ((5000, 7000), (6000, 8000), "shifted up", (0.8571, 1.6), 1.1711),
        ((5000, 7000), (5500, 6000), "narrower", (0.7857, 1.2), 0.971),
        ((5000, 7000), (4000, 9000), "wider", (0.5714, 1.8), 1.0142),
        (MORE_7000, UP_TO_6000, "down", (None, 0.8570), None),
        (MORE_7000, MORE_8000, "bound raised", (None, None), None),
        (MORE_7000, (6000, 8000), "not comparable", (None, 1.1427), None),
        ((8000, 8000), (8000, 8000), "unchanged", (1, 1), 1),
        # Beyond the table.
        ((6000, 8000), (5000, 7000), "shifted down", (0.625, 1.1667), 0.8539),
        ((6000, 8000), (4000, 5000), "down", (0.5, 0.8333), 0.6455),
        (UP_TO_6000, (None, 5000), "bound lowered", (None, None), None),
        (UP_TO_6000, (7000, None), "up", (1.1667, None), None),
        (UP_TO_6000, (5000, None), "not comparable", (0.8333, None), None),
        (UP_TO_6000, UP_TO_6000, "unchanged", (None, None), None),
        # Nothing is a multiple of zero.
        ((0, 0), (5, 5), "up", (None, None), None),
        ((5, 5), (0, 0), "down", (0, 0), None),
    ],
)
def test_the_verdicts_are_those_of_the_method(earlier, later, says, interval, point):
    assert verdict(earlier, later) == says
    assert factors(earlier, later) == tuple(
        None if one is None else pytest.approx(one, abs=5e-5) for one in (*interval, point)
    )


ends = st.one_of(st.none(), st.integers(min_value=2, max_value=9))
spans = st.tuples(ends, ends).filter(lambda two: two != (None, None) and (None in two or two[0] <= two[1]))


def as_the_method_prints_it(a, b) -> str:
    """The method's own code, for which an unstated lower end is 1 and an unstated upper end infinite."""
    open_low, open_high = (a[0] <= 1, b[0] <= 1), (a[1] == inf, b[1] == inf)
    one_sided = any(open_low + open_high)
    verdicts = [
        (a == b, "unchanged"),
        (b[0] > a[1], "up"),
        (b[1] < a[0], "down"),
        (one_sided and (open_low[0] != open_low[1] or open_high[0] != open_high[1]), "not comparable"),
        (one_sided, "bound raised" if b > a else "bound lowered"),
        (b[0] >= a[0] and b[1] >= a[1], "shifted up"),
        (b[0] <= a[0] and b[1] <= a[1], "shifted down"),
        (b[0] <= a[0], "wider"),
    ]
    return next((says for holds, says in verdicts if holds), "narrower")


@given(spans, spans)
def test_a_verdict_on_open_ends_is_that_of_the_method(earlier, later):
    numbers = [(low or 1, high or inf) for low, high in (earlier, later)]

    assert verdict(earlier, later) == as_the_method_prints_it(*numbers)


@given(spans, spans)
def test_looking_back_turns_a_verdict_around(earlier, later):
    opposite = {"up": "down", "shifted up": "shifted down", "wider": "narrower", "bound raised": "bound lowered"}
    opposite |= {there: here for here, there in opposite.items()}
    found = verdict(earlier, later)

    assert found in VERDICTS
    assert verdict(later, earlier) == opposite.get(found, found)


def steps(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Each step as: earlier count, later count, verdict."""
    return [*zip(found["earlier_count"], found["later_count"], found["verdict"], strict=True)]


def test_the_worked_example_has_two_steps():
    found = ledger(rows(EXAMPLE_G))

    assert steps(found) == [
        ("4,000-6,000", "more than 7,000", "up"),
        ("5,000-7,000", "6,000-8,000", "shifted up"),
    ]
    assert found["days"].tolist() == [365, 366]
    assert found["later_ids"].tolist() == ["s3/strength", "s9/strength"]


def test_the_worked_example_is_summed_up_in_the_words_of_the_method():
    assert compared(rows(EXAMPLE_G), Moment(date(2024, 9, 1))) == (
        "2 of 5 can be compared with their own earlier claim: 2 higher, 0 lower (too few to test). 3 are new."
    )


def test_a_ledger_has_its_declared_columns_also_without_steps():
    for found in (ledger(rows(EXAMPLE_G)), ledger(frame([]))):
        assert [*found.columns] == [*COLUMNS]
        assert [str(dtype) for dtype in found.dtypes] == [column.dtype for column in COLUMNS.values()]


def told(name: str, day: str, count: str, **keys: Any) -> dict:
    """A report of one day with one figure for the guards."""
    return report(name, day, estimate(count, **keys))


def test_a_retelling_is_no_step(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "6,000-8,000"),
            told("b", "2020-01-05", "8,000", repeats="a/guards"),
            told("c", "2020-06-01", "7,000", as_of="2020-06-01"),
        )
    )

    assert steps(found) == [("6,000-8,000", "7,000", "narrower")]


def test_a_figure_repeated_under_a_new_definition_is_listed_and_not_compared(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "82,000"),
            told("b", "2020-04-01", "99,000", repeats="a/guards", as_of="2020-04-01", change="new definition"),
            # Another's repeat restates nothing of the army's, whatever it says.
            told(
                "c", "2020-05-01", "70,000", repeats="a/guards",
                as_of="2020-05-01", change="new definition", originator="monitor",
            ),
        )
    )  # fmt: skip

    assert steps(found) == [("82,000", "99,000", "not comparable")]
    assert found["change"].tolist() == ["new definition"]
    assert found[["factor_low", "factor_high", "factor"]].isna().all(axis=None)


def test_a_new_definition_is_never_up_or_down(tmp_path):
    found = ledger(
        made_rows(tmp_path, told("a", "2020-01-01", "1,000"), told("b", "2020-02-01", "9,000", change="new definition"))
    )

    assert steps(found) == [("1,000", "9,000", "not comparable")]


@pytest.mark.parametrize("absent", ["denied", "none seen", "none given"])
def test_no_step_leads_across_an_entry_without_a_number(tmp_path, absent):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "1,000"),
            told("b", "2020-02-01", absent),
            told("c", "2020-03-01", "3,000"),
            told("d", "2020-04-01", "4,000"),
        )
    )

    assert steps(found) == [("3,000", "4,000", "up")]


def test_a_denial_beside_a_figure_of_the_same_day_breaks_nothing(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "1,000"),
            report("b", "2020-02-01", estimate("2,000"), estimate("denied", id="others")),
        )
    )

    assert steps(found) == [("1,000", "2,000", "up")]


def test_two_figures_of_a_day_are_their_hull(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "1,000"),
            report("b", "2020-02-01", estimate("500"), estimate("1,500", id="higher")),
        )
    )

    assert steps(found) == [("1,000", "500 and 1,500", "wider")]
    assert found["later_ids"].tolist() == [MERGED.join(["b/guards", "b/higher"])]


def test_what_is_withdrawn_or_misprinted_is_no_step_once_that_is_known(tmp_path):
    status = {"is": "withdrawn", "date": "2020-03-01", "reason": "A slip."}
    found = made_rows(
        tmp_path,
        told("a", "2020-01-01", "1,000"),
        told("b", "2020-02-01", "4,000", status=status),
        told("c", "2020-04-01", "1,100"),
    )

    assert steps(ledger(found)) == [("1,000", "1,100", "up")]
    assert steps(ledger(found, date(2020, 2, 29))) == [("1,000", "4,000", "up")]


def test_a_revision_replaces_its_day_and_is_no_change(tmp_path):
    found = made_rows(
        tmp_path,
        told("a", "2019-06-01", "9,000"),
        told("b", "2020-01-15", "10,000", as_of="2019-12-31"),
        told("c", "2020-06-15", "8,500", as_of="2019-12-31"),
    )

    assert steps(ledger(found)) == [("9,000", "8,500", "down")]
    assert steps(ledger(found, date(2020, 3, 1))) == [("9,000", "10,000", "up")]


def test_a_running_total_is_never_up(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-02-01", "1,000", measure="killed", as_of="2019/2020-01"),
            told("b", "2020-03-01", "2,000", measure="killed", as_of="2019/2020-02"),
            # Counted from another day on, it is another scope.
            told("c", "2020-04-01", "900", measure="killed", as_of="2020-01/2020-03"),
        )
    )

    assert steps(found) == [("1,000", "2,000", "running total")]
    assert found["factor"].isna().all()
    assert summary(found).rest == 1


def test_an_addition_stands_on_a_base_of_its_own(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-02-01", "1,000", increment="true"),
            told("b", "2020-03-01", "2,000", increment="true"),
        )
    )

    assert steps(found) == [("1,000", "2,000", "not comparable")]


def test_unnamed_and_unattributed_figures_pair_with_nothing(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            *(
                told(f"r{number}-{day}", f"2020-0{day}-01", f"{day},000", originator=who)
                for number, who in enumerate(("clerks", "unattributed", "a source at court"))
                for day in (1, 2)
            ),
        )
    )

    assert found.empty


def test_a_step_says_whether_either_figure_is_unclear(tmp_path):
    found = ledger(
        made_rows(
            tmp_path,
            told("a", "2020-01-01", "1,000", unclear=["sailors"]),
            told("b", "2020-02-01", "2,000"),
            told("c", "2020-03-01", "3,000"),
        )
    )

    assert found["unclear"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("ups", "downs", "p"),
    [
        (5, 0, 0.0625),
        (6, 0, 0.03125),
        (8, 0, 0.0078125),
        (5, 1, 0.21875),
        (7, 1, 0.0703125),
        (0, 6, 0.03125),
        (3, 3, 1),
    ],
)
def test_the_sign_test_is_exact(ups, downs, p):
    assert sign_test(ups, downs) == p


def panel_of(ups: int, downs: int, **keys: Any) -> pd.DataFrame:
    """A ledger of so many steps up and down, each by an originator of its own unless keys say otherwise."""
    verdicts = ["up"] * ups + ["shifted down"] * downs
    found = {"verdict": verdicts, "originator": [f"o{n}" for n in range(ups + downs)], "change": "", "scope": "s"}
    return pd.DataFrame(found | keys)


def test_five_movers_are_not_tested_and_six_are():
    five, six = summary(panel_of(5, 0)), summary(panel_of(5, 1))

    assert (five.p, five.untested) == (None, "too few to test: 5 movers, 6 are needed")
    assert (six.up, six.down, six.p, six.untested) == (5, 1, 0.21875, "")
    assert six.says == "5 higher, 1 lower, 0 neither (two-sided sign test: p = 0.219)."


def test_the_steps_of_one_originator_are_no_independent_witnesses():
    found = summary(panel_of(6, 0, originator="o"))

    assert found.p is None
    assert "one originator moved more than once" in found.untested


@pytest.mark.parametrize("label", ["new definition", "correction", "disclosure"])
def test_what_the_source_explains_is_no_mover(label):
    found = summary(panel_of(6, 1, change=[label] + [""] * 6))

    assert (found.up, found.down, found.explained, found.rest) == (5, 1, 1, 0)


def test_bounds_and_what_cannot_be_compared_are_no_movers():
    other = ["bound raised", "bound lowered", "not comparable", "wider", "narrower", "unchanged", "running total"]
    found = summary(panel_of(7, 0, verdict=other))

    assert (found.up, found.down, found.rest) == (0, 0, 7)


def test_the_latest_step_of_each_originator_is_kept(tmp_path):
    found = ledger(made_rows(tmp_path, *(told(f"r{n}", f"2020-0{n}-01", f"{n},000") for n in (1, 2, 3))))

    assert steps(latest(found)) == [("2,000", "3,000", "up")]


QUANTITIES = [(1000, 1000), (2000, 3000), (1501, None), (None, 4000), (None, None)]
made_up = st.lists(
    st.tuples(
        st.sampled_from([("army", False), ("monitor", False), ("clerks", True), ("unattributed", True)]),
        st.sampled_from(["guards · present", "scouts · present", "guards · killed · since 2019-01-01"]),
        st.sampled_from(QUANTITIES),
        st.dates(date(2020, 1, 1), date(2020, 12, 31)),
        st.integers(0, 90),
        st.booleans(),
    ),
    max_size=14,
)


def rows_of(claims: list) -> pd.DataFrame:
    """Made-up rows: who, scope, ends, day described, days until publication, and whether it repeats the row before."""
    template = dict.fromkeys(TABLE, "") | {"low_soft": False, "high_soft": False, "increment": False, "line": 1}
    found = []
    for n, ((who, anonymous), scope, (low, high), day, lag, repeats) in enumerate(claims):
        public = pd.Timestamp(day) + pd.Timedelta(days=lag)
        found.append(
            template
            | {
                "estimate_id": f"r{n}",
                "root": "r0" if repeats and n else f"r{n}",
                "repeats": "r0" if repeats and n else "",
            }
            | {"originator": who, "anonymous": anonymous, "scope": scope, "low": low, "high": high}
            | {"kind": "denied" if (low, high) == (None, None) else "range", "status_date": None}
            | {"as_of": str(day), "as_of_from": day, "as_of_to": day, "published_from": public, "published_to": public}
        )
    return frame(found)


@settings(deadline=None)
@given(made_up)
def test_no_step_joins_two_originators_or_two_scopes(claims):
    everything = rows_of(claims).set_index("estimate_id")
    for step in ledger(everything.reset_index()).to_dict("records"):
        cited = everything.loc[[*step["earlier_ids"].split(MERGED), *step["later_ids"].split(MERGED)]]
        assert set(cited["originator"]) == {step["originator"]}
        assert set(cited["scope"]) == {step["scope"]}
        assert not cited["anonymous"].any()
        assert set(cited["repeats"]) == {""}
        assert step["days"] > 0


@settings(deadline=None)
@given(made_up, st.dates(date(2020, 1, 1), date(2021, 4, 1)))
def test_what_is_published_later_changes_nothing_at_a_date_of_knowledge(claims, day):
    everything = rows_of(claims)
    by_then = everything[everything["published_to"] <= pd.Timestamp(day)]

    pd.testing.assert_frame_equal(ledger(everything, day), ledger(by_then))


def of(originator: str, scope: str) -> pd.DataFrame:
    """The shipped ledger of one originator and scope."""
    found = ledger(rows(SHIPPED))
    return found[(found["originator"] == originator) & (found["scope"] == scope)]


def test_the_statements_of_the_idf_on_hezbollah_step_by_step():
    found = of("idf", HEZBOLLAH)

    # 4,500-5,500 · 6,000-8,000 · 7,000 · 7,200-8,800, as the words are read by our rulebook.
    assert steps(found) == [
        ("some 5,000", "6,000-8,000", "up"),
        ("6,000-8,000", "7,000", "narrower"),
        ("7,000", "about 8,000", "up"),
    ]
    assert found["factor_low"].tolist() == pytest.approx([6000 / 5500, 7000 / 8000, 7200 / 7000])
    assert found["factor_high"].tolist() == pytest.approx([8000 / 4500, 7000 / 6000, 8800 / 7000])
    assert found["factor"].tolist() == pytest.approx([1.3926, 1.0104, 1.1371], abs=5e-5)
    assert found["change"].tolist() == ["real change", "", ""]
    assert found["days"].tolist() == [5, 415, 527]
    assert found["later_ids"].tolist() == [
        "haaretz-2015-06-05/hezbollah",
        "track-persia-2016-07-24/hezbollah",
        "janes-2018-01/hezbollah",
    ]


def test_american_disclosures_are_no_reinforcements():
    found = of("pentagon", "us-forces · present · everywhere · persons")
    told_openly = found[found["change"] == "disclosure"]

    assert told_openly["later_ids"].tolist() == ["ap-2017-12-07/us-forces", "reuters-2024-12-20/us-forces"]
    assert steps(told_openly)[0] == ("503", "about 2,000", "up")
    assert summary(told_openly).says.startswith("0 higher, 0 lower, 2 explained by the source")
    assert "4,000" not in {*found["earlier_count"], *found["later_count"]}  # taken back at once


def test_danons_january_and_april_totals_are_one_figure_with_a_new_definition():
    found = of("israeli-mission-un", "iran-backed · commanded · everywhere · persons")

    assert steps(found) == [("82,000", "more than 80,000", "not comparable")]
    assert found["change"].tolist() == ["new definition"]
    assert found[["factor_low", "factor_high", "factor"]].isna().all(axis=None)
    assert found["later_ids"].tolist() == ["hamodia-2018-04-26/iran-backed"]


def test_the_turkish_arrivals_of_2020_are_a_running_total():
    found = of("sohr", "turkish-forces · arriving · idlib-and-aleppo · persons · since 2020-02-02")

    assert set(found["verdict"]) == {"running total"}
    assert "some 1,100" not in {*found["earlier_count"], *found["later_count"]}  # a misprint


def test_every_shipped_step_is_lawful():
    found = ledger(rows(SHIPPED))

    assert set(found["verdict"]) <= set(VERDICTS)
    assert (found["days"] > 0).all()
    two_sided = found[["earlier_low", "earlier_high", "later_low", "later_high"]].notna().all(axis=1)
    assert not found.loc[~two_sided, "factor"].notna().any()
    for scope, change, says in zip(found["scope"], found["change"], found["verdict"], strict=True):
        assert says == (barred(scope, change) or says)
    assert found["verdict"].isin([*UP, *DOWN]).any()
