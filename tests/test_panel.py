"""The live panel L(T, K, W): the worked example, and each rule that decides whose figure counts when."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from posture.agreement import gap
from posture.columns import records
from posture.panel import Moment, known, live, panel
from posture.table import frame
from posture.votes import votes
from tests.datasets import EXAMPLE_G, MINIATURE, estimate, made_rows, report, rows

G = date(2024, 9, 1)


def claims(found: pd.DataFrame) -> dict[str, tuple[int | None, int | None]]:
    """Each voter's interval; None is an end that nobody stated."""
    ends = zip(found["voter"], found["low"], found["high"], strict=True)
    return {voter: (None if pd.isna(low) else low, None if pd.isna(high) else high) for voter, low, high in ends}


def live_at(folder: Path, *reports: dict[str, Any], at: str, known_by: str | None = None) -> pd.DataFrame:
    """The live panel of these reports on a day."""
    by = known_by and date.fromisoformat(known_by)
    return live(made_rows(folder, *reports), Moment(date.fromisoformat(at), by or None))


# The worked example


def test_the_worked_example_has_five_live_claims():
    found = live(rows(EXAMPLE_G), Moment(G)).set_index("voter", drop=False)

    assert claims(found) == {
        "a": (7_001, None),
        "b": (6_000, 8_000),
        "c": (None, 9_000),
        "d": (8_000, 8_000),
        "e": (20_000, 99_999),
    }
    assert found["age"].to_dict() == {"a": 214, "b": 63, "c": 245, "d": 123, "e": 92}


def test_the_worked_example_has_eight_live_mentions():
    found = live(rows(EXAMPLE_G), Moment(G)).set_index("voter")

    assert found["mentions"].to_dict() == {"a": 3, "b": 2, "c": 1, "d": 1, "e": 1}


@pytest.mark.parametrize(
    ("window", "voters"), [(180, "bde"), (365, "abcde"), (730, "abcde"), (214, "abde"), (213, "bde"), (62, "")]
)
def test_a_claim_expires_when_it_is_older_than_the_window(window: int, voters: str):
    found = live(rows(EXAMPLE_G), Moment(G, window=window))

    assert set(voters) == set(found["voter"])


def test_an_expired_claim_stays_in_the_panel():
    everybody = panel(rows(EXAMPLE_G), Moment(G, window=180)).set_index("voter")

    assert everybody["live"].to_dict() == {"a": False, "b": True, "c": False, "d": True, "e": True}


def spans(found: pd.DataFrame) -> list[tuple[float, float]]:
    """What the votes of a panel claim."""
    return [vote.span for vote in votes(records(found), {})]


@pytest.mark.parametrize(
    ("at", "known_by", "expected", "apart"),
    [
        ("2023-12-31", "2023-12-31", {"a": (4_000, 6_000), "b": (5_000, 7_000)}, 1),
        ("2024-02-15", "2024-02-15", {"a": (7_001, None), "b": (5_000, 7_000)}, 1.00014),
        (
            "2024-05-31",
            "2024-05-31",
            {"a": (7_001, None), "b": (5_000, 7_000), "c": (None, 9_000), "d": (8_000, 8_000)},
            1.143,
        ),
        (
            "2024-09-01",
            "2024-09-01",
            {"a": (7_001, None), "b": (6_000, 8_000), "c": (None, 9_000), "d": (8_000, 8_000), "e": (20_000, 99_999)},
            2.5,
        ),
        ("2023-12-31", "2024-09-01", {"a": (4_000, 6_000), "b": (5_000, 7_000), "c": (None, 9_000)}, 1),
        ("2023-01-30", "2024-09-01", {}, None),
    ],
)
def test_what_was_known_when(
    at: str, known_by: str, expected: dict[str, tuple[int | None, int | None]], apart: float | None
):
    """The worked example's dates of knowledge, the last two in hindsight, with the gap factor of each."""
    found = live(rows(EXAMPLE_G), Moment(date.fromisoformat(at), date.fromisoformat(known_by)))

    assert expected == claims(found)
    if apart is not None:
        assert apart == pytest.approx(gap(spans(found)), abs=0.0005 if apart > 1.1 else 0.000005)


def test_without_one_claim_the_others_can_be_reconciled():
    found = live(rows(EXAMPLE_G), Moment(G))

    assert gap(spans(found)) == 2.5
    assert gap(spans(found[found["voter"] != "e"])) == 1


# Repeats


def usa(*later: dict[str, Any]) -> list[dict[str, Any]]:
    """The statement of 18 February 2022, and what came after it."""
    return [report("usa", "2022-02-18", estimate("169,000-190,000")), *later]


@pytest.mark.parametrize("keys", [{}, {"as_of": "2022-02-20"}])
def test_a_retelling_that_drops_a_bound_does_not_displace_its_root(keys: dict[str, str], tmp_path: Path):
    retelling = report("retold", "2022-02-20", estimate("up to 190,000", repeats="usa/guards", **keys))
    found = live_at(tmp_path, *usa(retelling), at="2022-02-20")

    assert claims(found) == {"army": (169_000, 190_000)}
    assert found["age"].tolist() == [2]
    assert found["mentions"].tolist() == [2]


def test_a_restatement_by_the_originator_refreshes_the_age(tmp_path: Path):
    again = report("again", "2022-02-20", estimate("169,000-190,000", note="Said anew."))
    found = live_at(tmp_path, *usa(again), at="2022-02-20")

    assert (found["age"].tolist(), found["estimate_id"].tolist()) == ([0], ["again/guards"])


def test_a_figure_that_merges_two_is_a_mention_of_both(tmp_path: Path):
    other = report("other", "2022-02-19", estimate("150,000", originator="monitor"))
    merged = report("merged", "2022-02-20", estimate("150,000-190,000", repeats=["usa/guards", "other/guards"]))
    found = live_at(tmp_path, *usa(other, merged), at="2022-02-20").set_index("voter")

    assert found["mentions"].to_dict() == {"army": 2, "monitor": 2}


def test_a_mention_that_was_not_yet_printed_is_not_counted():
    found = live(rows(EXAMPLE_G), Moment(date(2024, 2, 10), date(2024, 2, 10))).set_index("voter")

    assert found["mentions"]["a"] == 2


# Voters


def test_unnamed_officials_vote_through_their_body(tmp_path: Path):
    found = live_at(
        tmp_path,
        report("a", "2020-01-01", estimate("5,000", originator="clerks")),
        report("b", "2020-01-02", estimate("6,000", originator="army")),
        report("c", "2020-01-03", estimate("7,000", originator="a man at the gate")),
        at="2020-02-01",
    )

    assert claims(found) == {"crown": (5_000, 5_000), "army": (6_000, 6_000), "a man at the gate": (7_000, 7_000)}
    assert {"crown", "a man at the gate"} == set(found["body"])


def test_a_later_unnamed_official_supersedes_an_earlier_one_of_the_same_body(tmp_path: Path):
    found = live_at(
        tmp_path,
        report("a", "2020-01-01", estimate("5,000", originator="clerks")),
        report("b", "2020-01-02", estimate("6,000", originator="crown")),
        at="2020-02-01",
    )

    assert claims(found) == {"crown": (6_000, 6_000)}


def test_a_figure_of_nobody_is_a_mention_and_no_vote(tmp_path: Path):
    said = report("a", "2020-01-01", estimate("5,000", originator="unattributed"))

    assert len(live_at(tmp_path, said, at="2020-02-01")) == 0


def test_each_scope_has_its_own_panel(tmp_path: Path):
    both = report("a", "2020-01-01", estimate("5,000"), estimate("300", id="port", place="port"))
    found = live_at(tmp_path, both, at="2020-02-01")

    assert [*zip(found["low"], found["high"], strict=True)] == [(5_000, 5_000), (300, 300)]


# Two figures of one day, denials, silence


def test_two_figures_of_one_day_make_a_hull(tmp_path: Path):
    both = report("a", "2020-01-01", estimate("5,000"), estimate("more than 7,000", id="other"))
    found = live_at(tmp_path, both, at="2020-02-01")

    assert claims(found) == {"army": (5_000, None)}
    assert (found["together"].tolist(), found["count"].tolist()) == ([2], ["5,000 and more than 7,000"])


def test_the_hull_does_not_depend_on_the_order_of_the_file(tmp_path: Path):
    one, other = estimate("up to 5,000", id="one"), estimate("7,000-9,000", id="other")
    hulls = [
        claims(live_at(tmp_path / name, report("a", "2020-01-01", *both), at="2020-02-01"))
        for name, both in (("a", (one, other)), ("b", (other, one)))
    ]

    assert hulls == [{"army": (None, 9_000)}] * 2


def test_a_single_figure_stands_for_itself():
    found = live(rows(EXAMPLE_G), Moment(G))

    assert {1} == set(found["together"])
    assert "more than 7,000" in found["count"].tolist()


def test_of_two_figures_for_one_day_the_later_publication_counts(tmp_path: Path):
    first = report("a", "2024-01-15", estimate("10,000", as_of="2023-12-31"))
    revised = report("b", "2024-06-15", estimate("8,500", as_of="2023-12-31"))
    knew = {
        by: claims(live_at(tmp_path / by, first, revised, at=by, known_by=by)) for by in ("2024-03-01", "2024-07-01")
    }

    assert knew == {"2024-03-01": {"army": (10_000, 10_000)}, "2024-07-01": {"army": (8_500, 8_500)}}


def test_a_later_publication_about_an_earlier_day_does_not_count(tmp_path: Path):
    recent, history = (
        report("a", "2020-01-01", estimate("5,000")),
        report("b", "2020-02-01", estimate("9,000", as_of="2019")),
    )

    assert claims(live_at(tmp_path, recent, history, at="2020-03-01")) == {"army": (5_000, 5_000)}


@pytest.mark.parametrize("silence", ["denied", "none seen"])
def test_a_denial_ends_what_the_originator_said_before(silence: str, tmp_path: Path):
    said, unsaid = report("a", "2020-01-01", estimate("5,000")), report("b", "2020-01-02", estimate(silence))
    everybody = panel(made_rows(tmp_path, said, unsaid), Moment(date(2020, 2, 1)))

    assert [(silence, False)] == [*zip(everybody["kind"], everybody["live"], strict=True)]
    assert len(live_at(tmp_path / "before", said, unsaid, at="2020-01-01")) == 1


def test_a_denial_by_one_leaves_the_figure_of_another(tmp_path: Path):
    said = report("a", "2020-01-01", estimate("5,000"))
    denial = report("b", "2020-01-02", estimate("denied", originator="crown"))

    assert claims(live_at(tmp_path, said, denial, at="2020-02-01")) == {"army": (5_000, 5_000)}


def test_a_figure_given_beside_a_denial_stands(tmp_path: Path):
    both = report("a", "2020-01-01", estimate("300"), estimate("denied", id="denial"))

    assert claims(live_at(tmp_path, both, at="2020-02-01")) == {"army": (300, 300)}


def test_a_statement_without_a_number_leaves_the_earlier_figure(tmp_path: Path):
    said, silence = report("a", "2020-01-01", estimate("5,000")), report("b", "2020-01-02", estimate("none given"))

    assert claims(live_at(tmp_path, said, silence, at="2020-02-01")) == {"army": (5_000, 5_000)}


def test_zero_is_a_figure(tmp_path: Path):
    assert claims(live_at(tmp_path, report("a", "2020-01-01", estimate("0")), at="2020-02-01")) == {"army": (0, 0)}


# Dates


def test_a_coarse_date_counts_from_its_end(tmp_path: Path):
    said = report("a", "2020-06-10", estimate("5,000", as_of="2020-05"))
    before, after = (live_at(tmp_path / at, said, at=at) for at in ("2020-05-30", "2020-05-31"))

    assert len(before) == 0
    assert after["age"].tolist() == [0]


def test_a_coarse_publication_is_known_at_its_end(tmp_path: Path):
    said = report("a", "2020-05", estimate("5,000", as_of="2020-01-01"))
    known_on = {
        by: len(live_at(tmp_path / by, said, at="2020-06-01", known_by=by)) for by in ("2020-05-30", "2020-05-31")
    }

    assert known_on == {"2020-05-30": 0, "2020-05-31": 1}


def test_a_figure_of_an_unknown_day_of_publication_counts_until_a_date_of_knowledge_is_asked_for(tmp_path: Path):
    said = report("a", "2020-01/..", estimate("5,000", as_of="2020-01-01"))

    assert claims(live_at(tmp_path / "open", said, at="2020-06-01")) == {"army": (5_000, 5_000)}
    assert claims(live_at(tmp_path / "known", said, at="2020-06-01", known_by="2020-06-01")) == {}


def test_a_plan_for_later_is_not_live_before_its_time(tmp_path: Path):
    plan = report("a", "2020-01-01", estimate("5,000", as_of="2020-12", measure="planned"))

    assert len(live_at(tmp_path, plan, at="2020-06-01")) == 0


# Statuses


def struck(is_: str, *, since: str | None = None) -> list[dict[str, Any]]:
    """A figure, and a later one that got this status."""
    status = {"is": is_, "reason": "It was wrong."} | ({"date": since} if since else {})
    return [report("a", "2020-04-01", estimate("5,000")), report("b", "2020-04-10", estimate("9,000", status=status))]


@pytest.mark.parametrize(("by", "low"), [("2020-04-18", 9_000), ("2020-04-19", 5_000), (None, 5_000)])
def test_a_withdrawn_claim_stands_in_what_was_known_the_day_before(by: str | None, low: int, tmp_path: Path):
    found = live_at(tmp_path, *struck("withdrawn", since="2020-04-19"), at="2020-05-01", known_by=by)

    assert [low] == found["low"].tolist()


def test_a_misprint_is_nobodys_claim_from_the_day_of_its_print(tmp_path: Path):
    found = live_at(tmp_path, *struck("misprint"), at="2020-05-01", known_by="2020-04-10")

    assert found["low"].tolist() == [5_000]


@pytest.mark.parametrize("is_", ["corrected", "disputed"])
def test_a_corrected_or_disputed_claim_stays_its_originators(is_: str, tmp_path: Path):
    found = live_at(tmp_path, *struck(is_, since="2020-04-19"), at="2020-05-01")

    assert ([9_000], [is_]) == (found["low"].tolist(), found["status"].tolist())


def test_what_was_known_shows_no_status_of_later():
    before, after = (
        known(rows(MINIATURE), day).set_index("estimate_id").loc["sarn-courier-2020-04-18/lanternmen"]
        for day in (date(2020, 4, 24), date(2020, 4, 25))
    )

    assert (before["status"], before["status_reason"]) == ("", "")
    assert pd.isna(before["status_date"])
    assert after["status"] == "withdrawn"


# Whatever the statements

DAYS = st.integers(0, 900).map(lambda number: pd.Timestamp("2020-01-01") + timedelta(days=number))


@st.composite
def statements(draw: st.DrawFn) -> pd.DataFrame:
    """A table of statements with dates, ends, voters, repeats, denials and statuses of all sorts."""
    drawn = []
    for number in range(draw(st.integers(0, 12))):
        described = draw(DAYS)
        published = described + timedelta(days=draw(st.integers(-20, 200)))
        low, high = draw(st.none() | st.integers(0, 9)), draw(st.none() | st.integers(9, 20))
        silent = draw(st.sampled_from(["denied", "none seen", "none given"]))
        root = draw(st.sampled_from([None, *(one["estimate_id"] for one in drawn)]))
        status = draw(st.sampled_from(["", "", "withdrawn", "misprint", "disputed"]))
        drawn.append(
            rows(EXAMPLE_G).iloc[0].to_dict()
            | {
                "estimate_id": f"s{number}", "low": low, "high": high, "count": f"{low} {high}",
                "kind": silent if low is None and high is None else "range",
                "as_of_from": described, "as_of_to": described, "published_from": published, "published_to": published,
                "originator": draw(st.sampled_from(["a", "b", "c", "unattributed"])),
                "body": "d", "anonymous": draw(st.booleans()),
                "scope": draw(st.sampled_from(["x", "y"])),
                "repeats": root or "", "root": root or f"s{number}",
                "status": status, "status_date": draw(DAYS) if status else None,
            }
        )  # fmt: skip
    return frame(drawn)


MOMENTS = st.builds(Moment, DAYS.map(pd.Timestamp.date), DAYS.map(pd.Timestamp.date), st.sampled_from([180, 365, 730]))


@given(statements(), MOMENTS)
@settings(deadline=None, max_examples=50)
def test_what_is_published_after_the_date_of_knowledge_changes_nothing(found: pd.DataFrame, moment: Moment):
    by_then = found[found["published_to"] <= pd.Timestamp(moment.known_by)]

    assert_frame_equal(panel(by_then, moment), panel(found, moment))


@given(statements(), MOMENTS)
@settings(deadline=None, max_examples=50)
def test_a_status_of_later_changes_nothing(found: pd.DataFrame, moment: Moment):
    later = found["status_date"] > pd.Timestamp(moment.known_by)
    never = found.assign(status=found["status"].mask(later, ""), status_date=found["status_date"].mask(later))

    assert_frame_equal(panel(never, moment)[["voter", "low", "high"]], panel(found, moment)[["voter", "low", "high"]])


@given(statements(), MOMENTS)
@settings(deadline=None, max_examples=50)
def test_repeats_change_nothing_but_the_number_of_mentions(found: pd.DataFrame, moment: Moment):
    without = panel(found[found["repeats"] == ""], moment)
    everything = panel(found, moment)

    assert_frame_equal(without.drop(columns="mentions"), everything.drop(columns="mentions"))
    assert (everything["mentions"] >= without["mentions"]).all()


@given(statements(), MOMENTS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_rows_changes_no_interval(found: pd.DataFrame, moment: Moment, chance: Any):
    order = list(range(len(found)))
    chance.shuffle(order)
    here, there = (live(one, moment) for one in (found, found.iloc[order]))

    for scope in ("x", "y"):
        assert claims(here[here["scope"] == scope]) == claims(there[there["scope"] == scope])


@given(statements(), MOMENTS)
@settings(deadline=None, max_examples=50)
def test_every_live_claim_is_young_numeric_and_the_only_one_of_its_voter(found: pd.DataFrame, moment: Moment):
    before = found.copy()
    current = live(found, moment)

    assert current["age"].between(0, moment.window).all()
    assert (current["low"].notna() | current["high"].notna()).all()
    assert not current.duplicated(["scope", "voter"]).any()
    assert not current["voter"].eq("unattributed").any()
    assert_frame_equal(before, found)
