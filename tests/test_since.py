"""What changed between two dates, in sentences that cite: who moved, came, left or stayed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from posture.disagreement import FORBIDDEN
from posture.panel import Moment
from posture.since import CHANGED, ENTERED, LEFT, NOT_COMPARED, UNCHANGED, Turn, known_then, turns
from tests.datasets import EXAMPLE_G, ROOT, estimate, made_rows, report, rows

SHIPPED = ROOT / "data" / "syria"
HEZBOLLAH = "hezbollah · present · everywhere · persons"
WINTER, SUMMER = date(2023, 12, 31), date(2024, 9, 1)
JANUARY, JUNE = Moment(date(2020, 1, 31)), Moment(date(2020, 6, 30))


def then(day: date) -> Moment:
    """A moment that knows what was public on the day itself."""
    return Moment(day, day)


def test_the_worked_example_has_two_changes_and_three_entries():
    found = turns(rows(EXAMPLE_G), then(WINTER), then(SUMMER))

    assert [(turn.voice, turn.kind, turn.verdict) for turn in found] == [
        ("a", CHANGED, "up"),
        ("b", CHANGED, "shifted up"),
        ("c", ENTERED, ""),
        ("d", ENTERED, ""),
        ("e", ENTERED, ""),
    ]
    assert found[0].factor is None
    assert found[1].factor == pytest.approx(1.1711, abs=5e-5)
    assert found[1].says == (
        "B said 5,000-7,000 (B, 20 July 2023, about 30 June 2023), "
        "then 6,000-8,000 (B, 15 July 2024, about 30 June 2024): shifted up, ×1.17."
    )
    assert found[4].says == "New from E: tens of thousands (E, 1 June 2024)."


def test_hindsight_adds_the_late_claim_about_the_same_day():
    found = turns(rows(EXAMPLE_G), then(WINTER), Moment(WINTER, SUMMER))

    assert [(turn.voice, turn.kind) for turn in found] == [("c", ENTERED), ("a", UNCHANGED), ("b", UNCHANGED)]


def only(folder: Path, *reports: Any, earlier: Moment = JANUARY, later: Moment = JUNE) -> Turn:
    """What became of the one voice of these reports."""
    (found,) = turns(made_rows(folder, *reports), earlier, later)
    return found


def test_a_claim_that_only_grew_older_is_unchanged(tmp_path):
    found = only(tmp_path, report("a", "2020-01-01", estimate("1,000")))

    assert (found.kind, found.says) == (
        UNCHANGED,
        "Nothing newer from The Army than 1,000 (The Gazette, 1 January 2020).",
    )


def test_a_claim_said_again_is_unchanged_and_cited_twice(tmp_path):
    found = only(tmp_path, *(report(f"r{n}", f"2020-0{n}-01", estimate("1,000")) for n in (1, 3)))

    assert (found.kind, found.verdict, found.ids) == (UNCHANGED, "unchanged", ("r1/guards", "r3/guards"))
    assert found.says == (
        "The Army said 1,000 (The Gazette, 1 January 2020), then 1,000 (The Gazette, 1 March 2020): unchanged."
    )


def test_every_step_between_the_dates_is_cited_and_the_verdict_is_between_the_ends(tmp_path):
    counts = ("5,000", "9,000", "6,000-8,000")
    found = only(tmp_path, *(report(f"r{n}", f"2020-0{n}-01", estimate(one)) for n, one in enumerate(counts, 1)))

    assert (found.verdict, found.ids) == ("up", ("r1/guards", "r3/guards"))
    assert found.factor == pytest.approx((6000 * 8000) ** 0.5 / 5000)
    assert found.says == (
        "The Army said 5,000 (The Gazette, 1 January 2020), then 9,000 (The Gazette, 1 February 2020), "
        "then 6,000-8,000 (The Gazette, 1 March 2020): up, ×1.39."
    )


def test_why_a_figure_moved_is_said_where_the_source_says_so(tmp_path):
    disclosed = report("b", "2020-03-01", estimate("2,000", change="disclosure"))
    found = only(tmp_path, report("a", "2020-01-01", estimate("900")), disclosed)

    assert (found.kind, found.verdict, found.change) == (CHANGED, "up", "disclosure")
    assert found.says.endswith(": up, ×2.22, told as a disclosure, not as a movement of forces.")


def test_a_claim_that_is_too_old_has_left(tmp_path):
    found = only(tmp_path, report("a", "2019-06-01", estimate("1,000")))

    assert found.kind == LEFT
    assert (
        found.says
        == "Nothing newer from The Army than 1,000 (The Gazette, 1 June 2019); 13 months old, it counts no more."
    )


def test_a_denial_ends_a_claim(tmp_path):
    found = only(tmp_path, report("a", "2020-01-01", estimate("1,000")), report("b", "2020-03-01", estimate("denied")))

    assert found.kind == LEFT
    assert found.says == (
        "The Army said 1,000 (The Gazette, 1 January 2020), then denied that there are any (The Gazette, 1 March 2020)."
    )


def test_a_withdrawn_claim_has_left_from_its_day_on(tmp_path):
    status = {"is": "withdrawn", "date": "2020-03-01", "reason": "A slip."}
    slip = report("a", "2020-01-01", estimate("1,000", status=status))
    found = only(tmp_path, slip, earlier=then(JANUARY.at), later=then(JUNE.at))

    assert found.kind == LEFT
    assert found.says == "The Army: 1,000 (The Gazette, 1 January 2020) no longer stands (withdrawn)."
    unaware = replace(JUNE, known_by=date(2020, 2, 29))
    assert only(tmp_path / "again", slip, earlier=then(JANUARY.at), later=unaware).kind == UNCHANGED


@pytest.mark.parametrize("absent", ["denied", "none seen", "none given"])
def test_nothing_is_computed_across_an_entry_without_a_number(tmp_path, absent):
    counts = ("1,000", absent, "3,000")
    found = only(tmp_path, *(report(f"r{n}", f"2020-0{n}-01", estimate(one)) for n, one in enumerate(counts, 1)))

    assert (found.kind, found.verdict, found.factor) == (NOT_COMPARED, "not comparable", None)
    assert found.says.endswith("an entry without a number stands between.")


def test_unnamed_sources_are_cited_and_never_compared(tmp_path):
    found = only(
        tmp_path, *(report(f"r{n}", f"2020-0{n}-01", estimate(f"{n},000", originator="clerks")) for n in (1, 3))
    )

    assert (found.kind, found.voice) == (NOT_COMPARED, "crown")
    assert found.says.endswith(": not comparable, the sources are unnamed.")


def test_a_voice_that_is_heard_again_is_held_against_its_own_last_word(tmp_path):
    found = only(tmp_path, report("a", "2018-01-01", estimate("1,000")), report("b", "2020-03-01", estimate("3,000")))

    assert (found.kind, found.verdict, found.factor) == (ENTERED, "up", 3)
    assert found.says == (
        "Again from The Army: 3,000 (The Gazette, 1 March 2020), after 1,000 (The Gazette, 1 January 2018): up, ×3."
    )


def test_a_revision_is_a_change_of_what_is_known_about_one_day(tmp_path):
    found = only(
        tmp_path,
        report("a", "2020-01-15", estimate("10,000", as_of="2019-12-31")),
        report("b", "2020-06-15", estimate("8,500", as_of="2019-12-31")),
        earlier=Moment(date(2019, 12, 31), date(2020, 3, 1)),
        later=Moment(date(2019, 12, 31), date(2020, 7, 1)),
    )

    assert (found.kind, found.verdict, found.factor) == (CHANGED, "down", 0.85)


def of_hezbollah():
    """The shipped claims about Hezbollah in Syria."""
    everything = rows(SHIPPED)
    return everything[everything["scope"] == HEZBOLLAH]


def test_the_idf_from_2015_to_2018_in_one_sentence():
    found = turns(of_hezbollah(), Moment(date(2015, 5, 31)), Moment(date(2018, 6, 30)))
    idf = next(turn for turn in found if turn.voice == "idf")

    # From 4,500-5,500 to 7,200-8,800.
    assert (idf.kind, idf.verdict) == (CHANGED, "up")
    assert idf.factor == pytest.approx(1.6)
    cited = (
        r"some 5,000 \(Ynetnews, .*\), then 6,000-8,000 \(Haaretz, .*\), then 7,000 \(.*\), then about 8,000 \(Jane's"
    )
    assert re.search(cited, idf.says)


def test_the_american_figure_of_2017_is_a_disclosure():
    everything = rows(SHIPPED)
    found = turns(everything, Moment(date(2017, 11, 30)), Moment(date(2017, 12, 31)))
    (pentagon,) = (
        turn for turn in found if turn.voice == "pentagon" and turn.scope.startswith("us-forces · present ·")
    )

    assert (pentagon.verdict, pentagon.change) == ("up", "disclosure")
    assert "not as a movement of forces" in pentagon.says


def test_danons_totals_are_not_compared():
    everything = rows(SHIPPED)
    found = turns(everything, Moment(date(2018, 1, 31)), Moment(date(2018, 6, 30)))
    (total,) = (turn for turn in found if turn.voice == "israeli-mission-un" and turn.scope.startswith("iran-backed ·"))

    assert (total.kind, total.factor, total.change) == (NOT_COMPARED, None, "new definition")
    assert total.says == (
        "Israeli mission to the United Nations said 82,000 (CNN, 25 January 2018), "
        "then more than 80,000 (Hamodia, 26 April 2018): not comparable, by a new definition."
    )


def test_what_march_2018_knew_about_january():
    known = known_then(of_hezbollah(), Moment(date(2018, 1, 31), date(2018, 3, 31)))

    assert known[0] == f"By 31 March 2018, {len(known) - 1} claims about 31 January 2018 stood."
    assert any("said 9,000" in sentence and "The Jerusalem Post, 25 January 2018" in sentence for sentence in known)
    # Printed in January, so it was not yet known in the middle of that month.
    assert not any(
        "said 9,000" in one for one in known_then(of_hezbollah(), Moment(date(2018, 1, 31), date(2018, 1, 24)))
    )


def test_no_sentence_claims_more_than_the_counts():
    everything = rows(SHIPPED)
    for year in range(2013, 2027):
        for turn in turns(everything, Moment(date(year - 1, 6, 30)), Moment(date(year, 6, 30))):
            words = re.findall(r"[a-z]+", turn.says.lower())
            assert not set(FORBIDDEN) & set(words), turn.says
            assert turn.ids


def test_every_claim_that_is_live_at_either_date_has_its_turn_once():
    everything = rows(SHIPPED)
    found = turns(everything, Moment(date(2018, 1, 31)), Moment(date(2018, 6, 30)))

    assert len({(turn.scope, turn.voice) for turn in found}) == len(found)
    assert {turn.kind for turn in found} >= {ENTERED, LEFT, NOT_COMPARED, UNCHANGED}
