"""The reader's choices as widgets: what they change on the page and in the address, and what the pages never say."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from posture.disagreement import FORBIDDEN
from tests.datasets import MINIATURE, ROOT, rows
from tests.shown import BOXES, Shown, said_by, show
from tests.test_pages import make_hostile

SYRIA = ROOT / "data" / "syria"
HEZBOLLAH = {"force": "hezbollah", "measure": "present", "place": "everywhere"}
JUNE = {**HEZBOLLAH, "at": "2018-06-30"}
EVERYTHING = {"force": "", "measure": "", "place": "", "struck": "yes", "span": "all"}
THEATRES = {"syria": {}, "all of syria": EVERYTHING, "orvane": EVERYTHING, "hostile": EVERYTHING}
THEIRS = ("wording", "translation", "title", "note", "speaker", "status_reason", "publisher")
PAGES = ("overview", "compare", "change")

Opener = Callable[[str, str], Shown]


@pytest.fixture(scope="session")
def theatres(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of data: the shipped one, the miniature theatre, and that one with hostile text for names."""
    made = {"syria": ROOT / "data", "all of syria": ROOT / "data"}
    for name in ("orvane", "hostile"):
        made[name] = tmp_path_factory.mktemp(name)
        shutil.copytree(MINIATURE, made[name] / name)
    make_hostile(made["hostile"] / "hostile")
    return made


@pytest.fixture(scope="session")
def opened(theatres: dict[str, Path]) -> Opener:
    """`opened(page, theatre)` is that page with every box open, run once for all tests, which change nothing of it."""
    return cache(lambda page, theatre: show(page, *BOXES.get(page, ()), folder=theatres[theatre], **THEATRES[theatre]))


# ---- The rule


def figures(shown: Shown) -> str:
    """The rows of the first page as they are read."""
    return next(text for text in shown.html if "own statement" in text)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        # The live claims of June 2018: 6,000-8,000, about 7,000-8,000, 7,000, about 8,000, 8,000 and 9,000.
        ("agreement", "7,000–7,200 or 8,000 agreement zone: 4 of 6 do not contradict it"),
        ("lowest", "6,000-8,000 lowest claim: Tony Blair Institute for Global Change"),
        ("highest", "9,000 highest claim: Israeli mission to the United Nations"),
        ("latest", "8,000 latest claim: Arab media reports"),
        ("official", "7,000 official first: Israeli intelligence"),
    ],
)
def test_a_rule_makes_the_headline_and_stands_beside_it(rule, said):
    page = show("overview", **JUNE)
    assert "median zone: 6 voices" in figures(page)

    page.set("selectbox", "rule", rule)

    assert said in figures(page)
    assert page.query["rule"] == [rule]
    assert said in figures(show("overview", **page.query))


def test_one_originator_is_chosen_by_name():
    """The list of voices is there as soon as the rule asks for one; the address holds both."""
    page = show("overview", **JUNE)
    assert not [box for box in page.at.selectbox if box.key == "fp-voice"]

    page.set("selectbox", "rule", "one")
    assert "too little for the one originator" in figures(page)
    page.set("selectbox", "voice", "idf")

    assert "about 8,000 one originator: IDF, chief of staff and General Staff" in figures(page)
    assert (page.query["rule"], page.query["voice"]) == (["one"], ["idf"])


def test_compare_marks_the_rule_in_force_among_all_of_them():
    page = show("compare", "rules-0", **JUNE)
    page.set("selectbox", "rule", "highest")

    table = page.table("Rule", "182 days", "365 days", "730 days")
    assert [row[0] for row in table if row[0].endswith("(in force)")] == ["Highest claim (in force)"]
    assert len(table) == 6
    page.set("selectbox", "rule", "one").set("selectbox", "voice", "idf")
    assert ("One originator (in force)", "about 8,000") == page.table("Rule")[-1][:2]


# ---- The vote


def test_a_vote_for_each_body_changes_what_is_said():
    page = show("compare", **JUNE)
    assert "6 originators of 4 bodies. Median zone 7,000–8,800." in page.quotes[0]

    page.set("selectbox", "votes", "body")

    assert "one vote for each body. Median zone 6,300–8,800. One number would contradict nobody." in page.quotes[0]
    assert page.query["votes"] == ["body"]
    assert page.quotes == show("compare", **page.query).quotes


# ---- The rulebook


def test_another_rulebook_lists_the_rows_that_it_moves():
    """Of the rows shown exactly those whose ends differ from the default reading, and all of them are words."""
    page = show("compare", **HEZBOLLAH, span="all")
    assert not [label for label, _ in page.boxes if "moved by the rulebook" in label]
    own, other = (rows(SYRIA, book).set_index("estimate_id") for book in ("own", "acled"))
    here = sorted(page.drawn)
    ends = [book.loc[here, ["low", "high"]].fillna(-1) for book in (own, other)]
    moved = own.loc[here][(ends[0] != ends[1]).any(axis="columns")]

    page.set("selectbox", "rulebook", "acled")

    assert page.query["rulebook"] == ["acled"]
    assert (f"{len(moved)} rows moved by the rulebook ACLED-like", True) in page.boxes
    listed = page.table("Count", "Originator", "Force Posture default", "ACLED-like")
    assert sorted(row[:2] for row in listed) == sorted(zip(moved["count"], moved["originator_label"], strict=True))
    assert set(moved["kind"]) == {"words"}
    # Own: several is 3 to 9 and a thousand is 1,000. ACLED reads every word with thousand as 1,000.
    assert ("several thousand", "US State Department", "3,000–9,999", "1,000") in listed


def test_another_rulebook_changes_a_headline_that_rests_on_words():
    """Of the advisers of June 2018 intelligence said "thousands", two others "several hundred"."""
    page = show("overview", force="iranian-advisers", measure="present", place="everywhere")
    before = figures(page)

    page.set("selectbox", "rulebook", "acled")

    assert figures(page) != before
    assert "thousands" in figures(page)


# ---- The two dates


def test_the_first_date_is_chosen_and_cleared():
    page = show("change", **JUNE)
    assert "From 30 June 2017 to 30 June 2018" in [one.value for one in page.at.header]

    page.set("date_input", "before", date(2018, 1, 31))
    assert "From 31 January 2018 to 30 June 2018" in [one.value for one in page.at.header]
    assert page.query["before"] == ["2018-01-31"]
    told = page.table("What", "Who said so")
    # 31 January has the 7,000 of Haaretz (1 December 2017), 30 June that of the Jerusalem Post: the same figure.
    assert [text.partition(" (")[0] for kind, text in told if kind == "entered"] == [
        "New from Arab media reports: 8,000"
    ]
    assert not any("Israeli intelligence" in text for _, text in told)

    page.click("before-Two years before")
    assert page.query["before"] == ["2016-06-30"]
    page.click("before-A year before")
    assert page.query["before"] == [""]


def test_a_first_date_that_is_no_earlier_is_told():
    page = show("change", **JUNE, before="2018-06-30")

    assert [warning.value for warning in page.at.warning] == [
        "The first date is not before the date T; choose an earlier one."
    ]
    assert page.table("What", "Who said so") == []


# ---- Boxes


@pytest.mark.parametrize("theatre", THEATRES)
@pytest.mark.parametrize("page", ["compare", "change"])
def test_every_box_opens(opened: Opener, page: str, theatre: str):
    """Each one that is there has something in it; two for each scope on Compare, six on Change."""
    shown = opened(page, theatre)

    assert len(shown.boxes) >= (2 * len(shown.quotes) if page == "compare" else 4)
    assert [label for label, filled in shown.boxes if not filled] == []


def test_a_box_is_worked_out_only_when_it_is_opened():
    page = show("compare", "lineage-0", **JUNE)

    filled = [label for label, filled in page.boxes if filled]
    assert [label.partition(":")[0] for label in filled] == ["Who repeats whom"]


# ---- What the pages never say


@pytest.mark.parametrize("theatre", ["syria", "all of syria", "orvane"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_a_forbidden_word_of_its_own(opened: Opener, page: str, theatre: str):
    """Quoted wordings, titles and names are others' words; the one line that says why there is no trend is exempt."""
    folder = MINIATURE if theatre == "orvane" else SYRIA
    words = "|".join(FORBIDDEN)
    theirs = {_plain(text) for name in THEIRS for text in rows(folder)[name]}
    quoted = [text for text in theirs if re.search(words, text)]
    seen = 0
    for text in said_by(opened(page, theatre)):
        own = _plain(text)
        for one in quoted:
            own = own.replace(one, "")
        own = re.sub(r"“[^”]*”|https?://\S+", "", own)
        own = re.sub(r"there is no trend line: .*", "", own)
        assert not re.findall(rf"\b(?:{words})\b", own), text
        seen += len(own)
    assert seen > 2_000


def _plain(text: str) -> str:
    return " ".join(unescape(text).lower().split())


def test_the_words_are_looked_for_where_they_could_stand(opened: Opener):
    """Sentences to quote, charts, hovers, tables in boxes: all of them are read, or the test above says nothing."""
    read = "\n".join(said_by(opened("compare", "syria")))

    for text in ("Not reconcilable below", "Median zone", "Who repeats whom", "live mentions", "Rule for the headline"):
        assert text in read
    assert "; printed by " in read
