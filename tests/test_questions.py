"""The questions that the pages must answer at one look, on the shipped data; each number can be worked out by hand."""

import re
from datetime import date

import pytest

from posture.panel import Moment, live
from tests.datasets import ROOT, row, rows
from tests.shown import Shown, show

SYRIA = ROOT / "data" / "syria"
HEZBOLLAH = {"force": "hezbollah", "measure": "present", "place": "everywhere"}
EVERYTHING_COMMANDED = {"force": "iran-backed", "measure": "commanded", "place": "everywhere"}
MISSION = "Israeli mission to the United Nations"
IDF = "IDF, chief of staff and General Staff"
NO_MOVEMENT = "told as no movement of forces"


def typed(estimate_id: str) -> tuple[str, str]:
    """Count and time described of an estimate, as they stand in the YAML."""
    found = row(SYRIA, estimate_id)
    return found["count"], found["as_of"]


# ---- Compare: how far the claims agree


@pytest.fixture(scope="module")
def january() -> Shown:
    return show("compare", "rules-0", **HEZBOLLAH, at="2018-01-31")


@pytest.fixture(scope="module")
def june() -> Shown:
    return show("compare", "rules-0", **HEZBOLLAH, at="2018-06-30")


def test_who_disagreed_most_about_hezbollah_in_january_2018(january):
    # Highest lower end 9,000 (the mission), lowest upper end 7,000 (intelligence): 9,000 / 7,000 = 1.286. Without the
    # mission the highest lower end is that of "about 8,000", 7,200: 7,200 / 7,000 = 1.029.
    assert typed("jpost-2018-01-25/hezbollah") == ("9,000", "2018-01-25")
    assert typed("haaretz-2017-12-01/hezbollah") == ("7,000", "2017-12-01")
    assert typed("janes-2018-01/hezbollah") == ("about 8,000", "2018-01-02")

    (quote,) = [text for text in january.quotes if text.startswith("Hezbollah, as claimed at 31 January 2018")]
    assert f"Not reconcilable below ×1.29; without {MISSION}, ×1.03." in quote
    assert f"1 ({MISSION}) is above" in quote


def test_the_table_of_january_2018_says_what_each_voice_carries(january):
    without = {voice: left for voice, *_, left in january.table("Voice", "Says", "Read as")}

    # Without intelligence the lowest upper end is the 8,000 of the Tony Blair Institute: 9,000 / 8,000 = 1.125.
    assert without[MISSION] == "×1.03"
    assert without["Israeli intelligence"] == "×1.12"
    assert {left for voice, left in without.items() if voice not in {MISSION, "Israeli intelligence"}} == {"×1.29"}
    assert "The gap of all is ×1.29" in january.texts


def test_the_page_of_january_2018_shows_who_stands_above_the_others(january):
    labels = [text for trace in january.traces if trace.get("name") == "label" for text in trace["text"]]

    (above,) = [text for text in labels if "above the others" in text]
    assert above.startswith("<b>9,000</b>, <i>above the others</i> · 25 January 2018 · Israeli mission to")


def test_how_many_originators_stand_behind_10_000_in_2013():
    """Present, whole Syria: six reports print it; three name nobody, and one of those repeats the FSA."""
    printing = [
        "reuters-2013-05-29/circulating-range",  # 3,000-10,000, nobody named
        "daily-star-2013-06-04/hezbollah",  # nobody named; goes back to the FSA and to the range above
        "now-2013-08-25/hezbollah",  # a source close to Hezbollah, unnamed
        "national-2013-10-30/circulating-claim",  # nobody named
        "now-2013/hezbollah-idriss",  # the Free Syrian Army
        "le-monde-2013-12/hezbollah",  # the University of Edinburgh
    ]
    assert all("10,000" in typed(name)[0] for name in printing)

    page = show("compare", "lineage-0", **HEZBOLLAH, since="2013-01-01", until="2013-12-31", at="2013-12-31")

    stands = dict(page.table("Number", "Who stands behind it"))["10,000"]
    assert stands.startswith("10,000 is printed in 6 reports, by 3 independent originators (1 unnamed): ")
    for name in ("Free Syrian Army", "a source close to Hezbollah", "University of Edinburgh"):
        assert name in stands
    changed = page.table("Repeat", "What changed")
    assert ("daily-star-2013-06-04/hezbollah", "bound dropped") in {row[:2] for row in changed}


def test_three_israeli_organs_are_one_vote_where_bodies_vote(june):
    """7,000 (intelligence), about 8,000 (IDF) and 9,000 (mission) are three voices, or one of 7,000 to 9,000."""
    israeli = ("Israeli intelligence", IDF, MISSION)
    assert "6 originators of 4 bodies" in june.quotes[0]
    assert {row[0] for row in june.table("Voice", "Says")} >= set(israeli)

    bodies = show("compare", "rules-0", **HEZBOLLAH, at="2018-06-30", votes="body")

    assert "6 originators of 4 bodies, one vote for each body" in bodies.quotes[0]
    voices = {voice: read for voice, _, read, *_ in bodies.table("Voice", "Says", "Read as")}
    assert voices["Israel"] == "7,000–9,000"
    assert not set(voices) & set(israeli)
    assert len(voices) == 4


def test_two_who_agree_on_7_000_in_june_2018_are_one_vote_when_both_are_israeli():
    """7,000 and about 8,000 meet within 10%, but two are too few for agreement, and one body is one vote."""
    both = {**HEZBOLLAH, "originator": ["israeli-intelligence", "idf"], "at": "2018-06-30"}
    organs, bodies = show("compare", "rules-0", **both), show("compare", **both, votes="body")

    assert "2 originators of 1 body" in organs.quotes[0]
    agreed = {row[0]: row[2] for row in organs.table("Rule")}["Agreement zone"]
    assert agreed == "says nothing"
    told, _, counts = bodies.quotes[0].partition(" says ")
    assert told.endswith("2 originators of 1 body, one vote for each body: Israel")
    assert set(counts.partition(". ")[0].split(" and ")) == {"7,000", "about 8,000"}


def test_a_body_that_repeats_nobody_is_no_echo():
    """Three organs with a statement each are three statements, each printed once: nothing is repetition."""
    page = show("compare", "rules-0", **HEZBOLLAH, at="2018-06-30", votes="body")

    assert "6 live mentions, 4 voices, 4 bodies; echo share 0%" in page.texts


def test_the_first_page_counts_originators_and_bodies_whoever_votes():
    """Of the foreign militias three Israeli organs speak: 9,000, 10,000 and 10,000."""
    page = show("overview", force="foreign-shia-militias", measure="present", place="everywhere", votes="body")

    assert "Who 3 originators, 1 body" in " ".join(page.html)


def test_82_000_and_20_000_of_2018_are_no_contradiction():
    """One counts everybody whom Iran commands, Syrians too; the other foreign fighters without Iranians, present."""
    assert typed("cnn-2018-01-25/iran-backed") == ("82,000", "2018-01-25")
    assert typed("panarmenian-2018-12-24/foreign-shia-fighters") == ("20,000", "2018-12-24")

    page = show(
        "compare",
        "apart",
        force=["iran-backed", "foreign-shia-fighters"],
        measure=["commanded", "present"],
        place="everywhere",
        originator=["israeli-mission-un", "idf"],
        at="2018-12-31",
    )

    ((_, why),) = page.table("Panels", "Why")
    who, basis = why.split("On what basis: ")
    assert "82,000" in who
    assert "includes iranians, hezbollah, foreign militias and local syrians" in who.lower()
    assert "20,000" in who
    assert "excludes iranians and syrians" in who.lower()
    assert "is part of “All Iran-backed forces”" in who
    assert "82,000" in basis
    assert "“Commanded”" in basis
    assert "20,000" in basis
    assert "“Present”" in basis
    # Two charts and two statements: nothing on the page puts the two figures into one relation.
    assert len(page.quotes) == len(page.figures) == 2
    assert not any("Not reconcilable" in text for text in page.quotes)


# ---- Change: how the claims move


@pytest.fixture(scope="module")
def idf() -> Shown:
    return show("change", "ledger", **HEZBOLLAH, originator="idf", at="2018-01-31")


def test_the_statements_of_the_idf_on_hezbollah_step_by_step(idf):
    # some 5,000 is 4,500-5,500: sqrt(6000*8000 / (4500*5500)) = 1.39, ends 6000/5500 = 1.09 and 8000/4500 = 1.78.
    # 7000 / sqrt(6000*8000) = 1.01. about 8,000 is 7,200-8,800: sqrt(7200*8800) / 7000 = 1.14.
    steps = [row for row in idf.table("Who", "First", "Then", "Verdict") if row[0] == f"{IDF}, Hezbollah"]

    assert [row[1:5] for row in steps] == [
        (
            "some 5,000 (until May 2015, inferred, Ynetnews)",
            "6,000-8,000 (5 June 2015, Haaretz)",
            "up; real change",
            "×1.39; from ×1.09 to ×1.78",
        ),
        (
            "6,000-8,000 (5 June 2015, Haaretz)",
            "7,000 (24 July 2016, Track Persia)",
            "narrower",
            "×1.01; from ×0.875 to ×1.17",
        ),
        (
            "7,000 (24 July 2016, Track Persia)",
            "about 8,000 (2 January 2018, Jane's)",
            "up",
            "×1.14; from ×1.03 to ×1.26",
        ),
    ]
    assert "2 higher, 0 lower, 1 neither (too few to test: 2 movers, 6 are needed)." in idf.texts


def test_the_repeats_of_2015_are_no_steps(idf):
    """Ynetnews and Al Arabiya printed the general's range again, the second without its lower end."""
    assert typed("al-arabiya-2015-06/hezbollah")[0] == "about 8,000"

    steps = idf.table("Who", "First", "Then", "Verdict")
    assert not [row for row in steps if "Al Arabiya" in " ".join(row)]


@pytest.fixture(scope="module")
def american() -> Shown:
    return show("change", "ledger", force="us-forces", measure="present", place="everywhere", at="2024-12-31")


def test_the_jump_of_us_forces_in_2024_is_a_disclosure_and_no_reinforcement(american):
    # 2,000 / 900 = 2.22; the Pentagon gave both figures in one report and said that the second had long been true.
    assert typed("reuters-2024-12-20/us-forces-before") == ("900", "../2024-12-18")
    assert typed("reuters-2024-12-20/us-forces") == ("2,000", "2024-12-19")

    ((what, says),) = american.table("What", "Who said so")
    assert what == "entered"
    assert "2,000 (Reuters, 20 December 2024, about 19 December 2024), after 900" in says
    assert says.endswith("up, ×2.22, told as a disclosure, not as a movement of forces.")
    assert "0 higher, 0 lower, 1 explained by the source" in american.captions


def test_the_ledger_of_us_forces_names_disclosures_and_counts_no_rise(american):
    verdicts = [row[3] for row in american.table("Who", "First", "Then", "Verdict")]

    assert verdicts == ["up; disclosure", "down", "up; disclosure", "wider"]
    assert "0 higher, 1 lower, 2 explained by the source, 1 neither" in american.texts


def test_a_disclosure_is_drawn_as_no_movement_of_forces(american):
    names = {trace["name"] for trace in american.traces if trace.get("mode") == "lines"}

    assert NO_MOVEMENT in names
    assert "higher" not in names


@pytest.fixture(scope="module")
def danon() -> Shown:
    view = {**EVERYTHING_COMMANDED, "originator": "israeli-mission-un"}
    return show("change", "ledger", "breakdown", **view, at="2018-06-30", before="2018-01-31")


def test_danons_totals_of_january_and_april_2018_are_a_repeat_with_a_changed_definition(danon):
    """82,000 in January; in April "more than 80,000", which repeats it and counts something else."""
    assert typed("hamodia-2018-04-26/iran-backed") == ("more than 80,000", "2018-04-26")

    ((what, says),) = danon.table("What", "Who said so")
    assert what == "not compared"
    assert says == (
        f"{MISSION} said 82,000 (CNN, 25 January 2018), then more than 80,000 (Hamodia, 26 April 2018): "
        "not comparable, by a new definition."
    )
    ((*_, verdict, factor, _),) = [row for row in danon.table("Who", "First", "Then") if row[0].startswith(MISSION)]
    assert (verdict, factor) == ("not comparable; new definition", "any")
    assert not [trace for trace in danon.traces if trace.get("mode") == "lines" and trace["name"] != "width of a date"]


def test_compare_shows_danons_april_total_as_a_repeat():
    page = show("compare", "lineage-0", **EVERYTHING_COMMANDED, at="2018-06-30", span="all")

    changed = [row for row in page.table("Repeat", "What changed") if row[0] == "hamodia-2018-04-26/iran-backed"]
    assert ("number changed", "dated anew") == tuple(row[1] for row in changed)
    assert "repeats “82,000” (CNN, 25 January 2018)" in changed[0][2]
    assert page.quotes[0].startswith("All Iran-backed forces · commanded, as claimed at 30 June 2018: one figure.")


def test_danons_own_breakdown_adds_up(danon):
    # 3,000 + 9,000 + 10,000 + 60,000 = 82,000
    (told,) = [line for line in danon.texts.splitlines() if line.startswith(f"{MISSION}, 25 January 2018: 82,000")]
    whole, parts = told.split(" against ")

    assert "82,000 All Iran-backed forces" in whole
    numbers = [int(part.replace(",", "")) for part in re.findall(r"[0-9,]{5,}", parts.split(" = ")[0])]
    assert sorted(numbers) == [3000, 9000, 10000, 60000]
    assert " = 82,000: adds up." in parts


def test_the_own_breakdown_is_drawn_end_to_end(danon):
    bars = [trace for trace in danon.traces if trace["type"] == "bar" and trace.get("y") == ["Parts"]]

    ends = [(bar["base"][0], bar["base"][0] + bar["x"][0]) for bar in bars]
    assert ends[0] == (0, 3000)
    assert [end for _, end in ends[:-1]] == [begin for begin, _ in ends[1:]]
    assert ends[-1][1] == 82_000


def test_the_page_says_in_one_line_why_there_is_no_trend(idf):
    assert "There is no trend line: at these sizes a pooled trend raises a false alarm" in idf.captions
    assert not [trace for trace in idf.traces if "trend" in trace.get("name", "").lower()]


# ---- Change: as known then


REPLAYED = {**HEZBOLLAH, "at": "2018-12-31"}


def test_what_was_known_in_march_2018_is_less_than_what_is_known_now():
    published = rows(SYRIA).set_index("estimate_id")["published_to"]
    now, then = show("change", **REPLAYED), show("change", **REPLAYED, known_by="2018-03-31")

    assert then.drawn < now.drawn
    assert published[list(then.drawn)].max().date() <= date(2018, 3, 31)
    assert published[list(now.drawn - then.drawn)].min().date() > date(2018, 3, 31)
    assert "as known by 31 March 2018" in then.captions
    assert "jpost-2018-06-17/hezbollah" in now.drawn - then.drawn


def test_the_slider_replays_what_was_known():
    """From the last stop, which is everything, back in time: each stop shows less, and nothing published after it."""
    published = rows(SYRIA).set_index("estimate_id")["published_to"]
    page = show("change", **REPLAYED)
    before = page.drawn

    for stop in (date(2018, 6, 17), date(2018, 1, 25), date(2015, 6, 5)):
        page.set("select_slider", "knowledge", stop)
        assert page.query["known_by"] == [stop.isoformat()]
        assert page.query["at"] == ["2018-12-31"]
        assert page.drawn < before
        assert published[list(page.drawn)].max().date() <= stop
        before = page.drawn


def test_a_day_between_two_stops_stands_at_the_earlier_one():
    page = show("change", **REPLAYED, known_by="2018-03-31")

    assert page.at.select_slider(key="fp-knowledge").value <= date(2018, 3, 31)
    assert page.query["known_by"] == ["2018-03-31"]


def test_what_was_known_in_march_2018_about_january_2018_stands_apart_from_what_became_known_later():
    """Every claim that is told was public by then, and every live claim that was public is told."""
    page = show("change", "known", **HEZBOLLAH, at="2018-01-31", known_by="2018-03-31")
    told = [row[1] for row in page.table("When", "What was known") if row[0] == "known then"]
    told = [text for text in told if "%" not in text]  # a share is another scope, told apart

    assert f"Hezbollah: By 31 March 2018, {len(told)} claims about 31 January 2018 stood." in page.texts
    assert any("Israeli mission to the United Nations) said 9,000" in text for text in told)
    claims = rows(ROOT / "data" / "syria")
    scope = claims["scope"] == "hezbollah · present · everywhere · persons"
    public = live(claims[scope], Moment(date(2018, 1, 31), date(2018, 3, 31), 365))
    assert len(told) == len(public)
    assert (public["published_to"] <= "2018-03-31").all()


def test_without_a_day_of_knowledge_nothing_is_said_of_what_was_known():
    page = show("change", "known", **HEZBOLLAH, at="2018-01-31")

    assert not [label for label, _ in page.boxes if label.startswith("What was known")]
