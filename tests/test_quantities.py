"""The count language and the rulebooks: what is read, what it means, and what is refused with which words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posture import quantities
from posture.config import read_config
from posture.quantities import KINDS, Count, CountError, Quantity
from posture.rulebooks import Rulebook, RulebookError, rulebooks_from
from posture.vocabulary import PHRASES, SPELLINGS, SYNONYMS, UNITS, WITHOUT_NUMBER

RULEBOOKS = read_config(Path(__file__).parents[1] / "config.yaml").rulebooks
OWN, ACLED, CCC, IISS = (RULEBOOKS[key] for key in ("own", "acled", "ccc", "iiss"))

rulebooks = st.sampled_from(list(RULEBOOKS.values()))
qualifiers = st.sampled_from(["", *SYNONYMS])
sizes = st.integers(2, 10**15 - 1)
ranges = st.tuples(sizes, sizes).filter(lambda ends: ends[0] < ends[1] < 1_000 * ends[0])
phrases = st.sampled_from(list(PHRASES))
numbers = st.builds("{} {:,}".format, qualifiers, sizes)
spans = st.builds(lambda qualifier, ends: "{} {:,}-{:,}".format(qualifier, *ends), qualifiers, ranges)
words = st.builds("{} {}".format, qualifiers.filter(lambda one: one != "nearly"), phrases)
shares = st.builds("{} {}%".format, qualifiers, st.integers(2, 100))
counts = st.one_of(numbers, spans, words, shares, st.sampled_from([*WITHOUT_NUMBER, "0", "0-40", "1"]))
typed = st.text(alphabet="0123456789,.-–+~%k toaboutlestmrhndsvcuf\u00a0\u202f", max_size=90)


def meant(text: str, rulebook: Rulebook = OWN) -> Quantity:
    """What a text means under a rulebook."""
    return quantities.quantity(quantities.parse(text), rulebook)


def ends(text: str, rulebook: Rulebook = OWN) -> tuple[int | None, int | None]:
    """The two ends that a text means under a rulebook."""
    quantity = meant(text, rulebook)
    return quantity.low, quantity.high


def outcome(text: str) -> Count | CountError:
    """What becomes of a text: the count that it states, or the complaint about it."""
    try:
        return quantities.parse(text)
    except CountError as error:
        return error


def refusal(text: str) -> CountError:
    """The complaint about a text that is no count."""
    with pytest.raises(CountError) as caught:
        quantities.parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7,000", Quantity(7000, 7000, "point")),
        ("5,000-8,000", Quantity(5000, 8000, "range")),
        ("at least 7,000", Quantity(7000, None, "at least")),
        ("more than 7,000", Quantity(7001, None, "more than")),
        ("about 8,000", Quantity(7200, 8800, "about", low_soft=True, high_soft=True)),
        ("some 2,000", Quantity(1800, 2200, "about", low_soft=True, high_soft=True)),
        ("nearly 10,000", Quantity(9000, 9999, "nearly", low_soft=True)),
        ("up to 9,000", Quantity(None, 9000, "up to", high_soft=True)),
        ("at most 50", Quantity(None, 50, "at most")),
        ("fewer than 2,000", Quantity(None, 1999, "fewer than")),
        ("at least 7,000-8,000", Quantity(7000, None, "at least")),
        ("more than 800-1,200", Quantity(801, None, "more than")),
        ("about 7,000-8,000", Quantity(6300, 8800, "about", low_soft=True, high_soft=True)),
        ("up to 10,000-12,000", Quantity(None, 12000, "up to", high_soft=True)),
        ("fewer than 10,000-12,000", Quantity(None, 11999, "fewer than")),
        ("thousands", Quantity(2000, 9999, "words", high_soft=True)),
        ("up to several thousand", Quantity(None, 9999, "words", high_soft=True)),
        ("about 33%", Quantity(29, 37, "share", low_soft=True, high_soft=True)),
        ("20-30%", Quantity(20, 30, "share")),
        ("0", Quantity(0, 0, "point")),
        ("none given", Quantity(None, None, "none given")),
        ("none seen", Quantity(None, None, "none seen")),
        ("denied", Quantity(None, None, "denied")),
    ],
)
def test_a_count_means_the_interval_that_the_design_gives_it(text: str, expected: Quantity):
    assert expected == meant(text)


@pytest.mark.parametrize(
    ("text", "own", "acled", "ccc"),
    [
        ("a couple", (2, 2), (2, 2), (2, 2)),
        ("a few", (2, 5), (2, 5), (2, 5)),
        ("several", (3, 9), (3, 9), (3, 9)),
        ("tens", (20, 99), (10, 10), (20, 20)),
        ("dozens", (24, 99), (12, 12), (24, 24)),
        ("scores", (40, 99), (20, 20), (40, 40)),
        ("hundreds", (200, 999), (100, 100), (200, 200)),
        ("thousands", (2_000, 9_999), (1_000, 1_000), (2_000, 2_000)),
        ("tens of thousands", (20_000, 99_999), (10_000, 10_000), (20_000, 20_000)),
        ("hundreds of thousands", (200_000, 999_999), (100_000, 100_000), (200_000, 200_000)),
        ("a few hundred", (200, 599), (100, 100), (200, 200)),
        ("several thousand", (3_000, 9_999), (1_000, 1_000), (2_000, 2_000)),
        ("several tens of thousands", (30_000, 99_999), (10_000, 10_000), (20_000, 20_000)),
        ("low thousands", (1_000, 3_999), (1_000, 1_000), (2_000, 2_000)),
        ("mid hundreds", (400, 699), (100, 100), (200, 200)),
        ("high tens of thousands", (70_000, 99_999), (10_000, 10_000), (20_000, 20_000)),
        ("more than several hundred", (301, None), (101, None), (201, None)),
    ],
)
def test_words_mean_what_the_table_of_the_method_says(text: str, own: tuple, acled: tuple, ccc: tuple):
    assert (own, acled, ccc) == (ends(text, OWN), ends(text, ACLED), ends(text, CCC))


def test_two_respected_rulebooks_differ_by_a_factor_of_two_on_hundreds():
    assert meant("hundreds", CCC).low / meant("hundreds", ACLED).low == 2.0
    assert meant("hundreds", OWN).low == meant("hundreds", CCC).low == 200


def test_only_the_top_of_thousands_is_soft_among_the_bare_words():
    assert [word for word in UNITS if meant(word).high_soft] == ["thousands"]


def test_about_loosens_the_ends_of_words_and_moves_neither():
    assert Quantity(300, 999, "words", low_soft=True, high_soft=True) == meant("about several hundred")


def test_the_iiss_reads_some_as_a_ceiling_and_about_as_a_floor():
    assert Quantity(None, 5000, "up to", high_soft=True) == meant("some 5,000", IISS)
    assert Quantity(5000, None, "at least") == meant("about 5,000", IISS)
    assert meant("thousands", OWN) == meant("thousands", IISS)


def test_about_rounds_outward_and_never_down_to_nobody():
    assert ends("about 33") == (29, 37)
    assert ends("about 1") == (1, 2)


def test_a_share_never_exceeds_the_whole():
    assert ends("about 95%") == (85, 100)


@pytest.mark.parametrize(
    ("canonical", "spellings"),
    [
        ("7,000", ["7000", "7 000", "7\u00a0000", "7\u2009000", "7\u202f000", "7 thousand", " 7,000 "]),
        ("1,300,000", ["1.3 million", "1300 thousand", "1 300 000"]),
        ("at least 7,000", ["7,000+", "7000 +", "upwards of 7,000", "No fewer than 7,000", ">= 7,000"]),
        ("more than 7,000", ["over 7,000", "above 7000", "EXCEEDING 7,000", ">7,000"]),
        (
            "about 7,000",
            ["around 7,000", "~7000", "roughly 7,000", "circa 7,000", "ca. 7,000", "7,000 or so"],
        ),
        ("some 7,000", ["Some  7,000"]),
        ("nearly 7,000", ["almost 7,000", "close to 7,000"]),
        ("up to 7,000", ["as many as 7,000", "about up to 7,000", "up to about 7,000"]),
        ("at most 7,000", ["no more than 7,000", "maximum of 7,000", "a maximum of about 7,000"]),
        ("fewer than 7,000", ["less than 7,000", "under 7,000", "below 7,000"]),
        ("more than 7,000", ["more than about 7,000", "roughly over 7,000"]),
        ("5,000-8,000", ["5,000–8,000", "5,000 to 8,000", "5000 - 8000", "between 5,000 and 8,000"]),
        ("5,000-8,000", ["5-8 thousand", "5 thousand to 8,000", "5,000 - 8 thousand"]),
        ("1,300,000-1,500,000", ["1.3-1.5 million", "1.3 million to 1.5 million"]),
        ("800,000-1,000,000", ["800,000-1 million"]),
        ("several hundred", ["several hundreds", "Several Hundred"]),
        ("a few thousand", ["few thousand", "a few thousands"]),
        ("a couple of hundred", ["a couple hundred", "couple of hundred"]),
        ("several tens of thousands", ["several ten thousand"]),
        ("mid hundreds", ["mid-hundreds", "middle hundreds"]),
        ("more than several hundred", ["over several hundred"]),
        ("about 33%", ["about 33 percent", "roughly 33 per cent", "~33 %"]),
        ("none given", ["None  given", " NONE GIVEN "]),
    ],
)
def test_every_spelling_of_a_count_becomes_its_canonical_text(canonical: str, spellings: list[str]):
    assert {canonical} == {str(quantities.parse(spelling)) for spelling in [canonical, *spellings]}


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("7.000", "write 7,000 (or 7 if that is meant)"),
        ("9.000", "write 9,000 (or 9 if that is meant)"),
        ("7.500", "write 7,500"),
        ("7'000", "write 7,000"),
        ("1,3 million", "write 1.3 million"),
        ("5k", "5,000"),
        ("7,00", "in threes"),
        ("007", "write 7"),
        ("7.5", "whole number"),
        ("1.23456789 million", "in full"),
        ("٧٠٠٠", "write 7000"),
        ("five thousand", "in digits: 5,000"),
        ("up to a thousand", "in digits: 1,000"),
        ("twenty five", "in digits"),
        ("8,000-5,000", "write 5,000-8,000; a change over time is two estimates"),
        ("5,000-5,000", "write 5,000"),
        ("from 20,000 to 10,000", "two estimates"),
        ("5-8,000", "as in 5,000-8,000"),
        ("3-14,000", "as in 3,000-14,000"),
        ("5-6-7", "one range"),
        ("5,000-", "both ends"),
        ("several hundred-5,000", "both ends in digits"),
        ("1234567890123456", "at most 15 digits"),
        ("1 234 567 890 123 456", "at most 15 digits"),
        ("9999999999999 million", "at most 15 digits"),
        ("-5", "never negative"),
        ("7,000 fighters", "write 7,000 alone"),
        ("thousands of fighters", "write thousands alone"),
        ("33% of hezbollah", "the key of: names the whole"),
        ("120%", "at most 100%"),
        ("7.5%", "as in about 33%"),
        ("", "none given"),
        ("none", "none given"),
        ("unknown", "none given"),
        ("zero", "in digits: 0"),
        ("about 0", "0 if the source says zero"),
        ("fewer than 1", "0 if the source says zero"),
        ("nearly several hundred", "or nearly and a number"),
        ("more than", "as in more than 7,000"),
        ("more than up to 7,000", "write more than or up to"),
        ("abuot 7,000", 'did you mean "about"?'),
        ("severel thousand", 'did you mean "several thousand"?'),
        ("none sen", 'did you mean "none seen"?'),
        ("7\u200b000", "type it anew"),
        ("x" * 81, "goes into wording"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, write: str):
    assert write in refusal(text).write


def test_a_word_is_never_read_as_the_qualifier_that_it_begins_with():
    assert refusal("overall 7,000").found == '"overall" before a number is not known'


def test_a_refusal_reads_as_one_line_of_what_was_found_and_what_to_write():
    expected = '"9.000" may be 9,000 or 9; write 9,000 (or 9 if that is meant)'

    assert expected == str(refusal("9.000"))


@pytest.mark.parametrize(
    ("text", "rulebook", "expected"),
    [
        ("7,000", OWN, "7,000"),
        ("more than 7,000", OWN, "at least 7,001, no upper end stated"),
        ("up to 9,000", OWN, "up to 9,000, possibly more, no lower end stated"),
        ("fewer than 2,000", OWN, "at most 1,999, no lower end stated"),
        ("about 8,000", OWN, "7,200 to 8,800, both ends approximate"),
        ("thousands", OWN, '2,000 to 9,999, possibly more, as Force Posture default reads "thousands"'),
        ("hundreds", ACLED, '100, as ACLED-like reads "hundreds"'),
        ("several", ACLED, '3 to 9, as Force Posture default reads "several"'),
        ("some 5,000", IISS, 'up to 5,000, possibly more, no lower end stated, as IISS-like reads "some"'),
        ("20-30%", OWN, "20% to 30% of another force"),
        ("0", OWN, "none at all: the source itself says zero"),
        ("none given", OWN, "the source confirms them and gives no number"),
    ],
)
def test_an_explanation_says_in_plain_words_what_is_taken_for_stated(text: str, rulebook: Rulebook, expected: str):
    assert expected == quantities.explain(quantities.parse(text), rulebook)


@given(counts, rulebooks)
def test_stated_ends_are_in_order_and_never_negative(text: str, rulebook: Rulebook):
    quantity = meant(text, rulebook)
    stated = [end for end in (quantity.low, quantity.high) if end is not None]

    assert stated == sorted(stated)
    assert all(end >= 0 for end in stated)
    assert quantity.kind in KINDS


@given(phrases, rulebooks)
def test_words_always_mean_somebody(phrase: str, rulebook: Rulebook):
    assert 1 <= meant(phrase, rulebook).low <= meant(phrase, rulebook).high


@given(st.sampled_from(["up to", "at most", "fewer than"]), sizes, rulebooks)
def test_a_ceiling_states_no_low_end_and_statistics_take_one_for_it(qualifier: str, size: int, rulebook: Rulebook):
    quantity = meant(f"{qualifier} {size}", rulebook)

    assert quantity.low is None
    assert quantity.interval[0] == 1.0


@given(st.sampled_from(["at least", "more than"]), sizes, rulebooks)
def test_a_floor_states_no_high_end_and_statistics_take_infinity_for_it(qualifier: str, size: int, rulebook: Rulebook):
    quantity = meant(f"{qualifier} {size}", rulebook)

    assert quantity.high is None
    assert float("inf") == quantity.interval[1]


@pytest.mark.parametrize("text", WITHOUT_NUMBER)
def test_a_kind_without_a_number_has_no_interval_that_could_be_counted(text: str):
    assert not meant(text).numeric
    with pytest.raises(ValueError, match="no ends"):
        _ = meant(text).interval


@given(sizes, sizes, st.sampled_from(list(SYNONYMS)), rulebooks)
def test_a_larger_number_never_lowers_an_end(one: int, other: int, qualifier: str, rulebook: Rulebook):
    small, large = (meant(f"{qualifier} {size}", rulebook) for size in sorted((one, other)))

    assert (small.low or 0) <= (large.low or 0)
    assert (small.high or 0) <= (large.high or 0)


@given(sizes, rulebooks)
def test_a_vaguer_qualifier_widens_what_is_meant(size: int, rulebook: Rulebook):
    def held(inner: str, outer: str) -> bool:
        inside, outside = (meant(f"{one} {size}", rulebook).interval for one in (inner, outer))
        return outside[0] <= inside[0] and inside[1] <= outside[1]

    assert all(held("", outer) for outer in ("at least", "about", "some", "up to", "at most"))
    assert held("more than", "at least")
    assert held("fewer than", "at most")


@given(ranges, qualifiers, rulebooks)
def test_a_wider_range_means_at_least_as_much(given_ends: tuple[int, int], qualifier: str, rulebook: Rulebook):
    low, high = given_ends
    inside = meant(f"{qualifier} {high}", rulebook).interval
    outside = meant(f"{qualifier} {low}-{high}", rulebook).interval

    assert outside[0] <= inside[0]
    assert inside[1] <= outside[1]


@given(counts)
def test_writing_and_reading_a_count_gives_the_same_count(text: str):
    count = quantities.parse(text)

    assert count == quantities.parse(quantities.format(count))
    assert str(count) == quantities.format(quantities.parse(str(count)))


@given(
    counts,
    st.sampled_from([str.upper, str.title, "  {} ".format, lambda text: text.replace(" ", "\t \u00a0")]),
)
def test_case_and_spacing_change_nothing(text: str, mangle: Callable[[str], str]):
    assert quantities.parse(text) == quantities.parse(mangle(text))


@given(st.one_of(st.text(), typed, st.builds("{} {}".format, counts, typed)))
@example("1" * 80)
@example("-" * 80)
@example("0" * 79 + "%")
@example("between " * 10)
@example("7 " * 40)
@example("999,999,999,999,999-1 million")
@example("½")
@example("7²")
@example("\ud800")
def test_any_text_is_either_read_or_refused_with_both_phrases(text: str):
    read = outcome(text)
    if isinstance(read, CountError):
        assert read.found
        assert read.write
    else:
        assert read == quantities.parse(str(read))
        assert all(quantities.explain(read, rulebook) for rulebook in RULEBOOKS.values())


@pytest.mark.parametrize("filler", ["9", ",9", "9 ", "at most ", "several ", "- ", " to 1", "9%", "~", "\u00a0"])
def test_hostile_texts_are_answered(filler: str):
    """A long one for its length, before anything else is asked of it: no expression ever sees it."""
    assert isinstance(outcome((filler * 80)[:80]), Count | CountError)
    assert refusal((filler * 1_000_000)[:1_000_000]).found == "a count of 1,000,000 characters"


def test_every_spelling_of_every_phrase_is_read_as_its_canonical_phrase():
    assert {spelling: quantities.parse(spelling).words for spelling in SPELLINGS} == SPELLINGS


def test_a_count_knows_the_numbers_that_the_source_states():
    read = [quantities.parse(text).numbers for text in ("about 7,000", "5,000-8,000", "hundreds", "denied")]

    assert read == [(7000,), (5000, 8000), (), ()]


def test_a_share_is_told_from_a_number_of_persons():
    assert [quantities.parse(text).is_share for text in ("about 33%", "33")] == [True, False]


def test_a_rulebook_says_which_words_are_its_own():
    assert ACLED.source("hundreds") == "own word"
    assert ACLED.source("several thousand") == "general rule"
    assert ACLED.source("several") == "default"
    assert {"tens", "dozens", "hundreds"} == set(ACLED.words)


def test_every_rulebook_says_where_it_was_read():
    assert all(rulebook.label and rulebook.citation and rulebook.version for rulebook in RULEBOOKS.values())


def rulebook_section(**changes: object) -> dict:
    """A rulebooks section that is lawful but for `changes` of a second rulebook."""
    texts = {"label": "Mine", "citation": "Nowhere", "version": "1"}
    words = dict.fromkeys(("a couple", "a few", "several", *UNITS), "2-9")
    multiples = dict.fromkeys(("a couple", "a few", "several", "low", "mid", "high"), "2-5")
    own = texts | {"words": words, "multiples": multiples, "qualifiers": {"some": "about"}}
    return {"own": own, "mine": texts | changes}


def test_a_rulebook_of_ones_own_may_soften_a_top_and_name_a_single_number():
    mine = rulebooks_from(rulebook_section(words={"thousands": "1,000-9,999 soft top", "hundreds": "300"}))["mine"]

    assert Quantity(1_000, 9_999, "words", high_soft=True) == meant("thousands", mine)
    assert Quantity(300, 300, "words") == meant("hundreds", mine)
    assert Quantity(2, 9, "words") == meant("dozens", mine)


@pytest.mark.parametrize(
    ("changes", "where", "write"),
    [
        ({"words": {"hundred": "200"}}, ("mine", "words", "hundred"), 'did you mean "hundreds"?'),
        ({"words": {"hundreds": "999-200"}}, ("mine", "words", "hundreds"), "write 200"),
        ({"words": {"hundreds": "20,00"}}, ("mine", "words", "hundreds"), "write 200"),
        ({"words": {"hundreds": ["200"]}}, ("mine", "words", "hundreds"), "write 200"),
        ({"words": ""}, ("mine", "words"), "one word a line"),
        ({"qualifiers": {"some": "upto"}}, ("mine", "qualifiers", "some"), 'did you mean "up to"?'),
        ({"qualifiers": {"some": ["about"]}}, ("mine", "qualifiers", "some"), "about"),
        ({"each_unit": "two"}, ("mine", "each_unit"), "write 1 or 2"),
        ({"citation": ""}, ("mine", "citation"), "add citation:"),
        ({"url": "javascript:alert(1)"}, ("mine", "url"), "https://"),
        ({"labels": "x"}, ("mine", "labels"), 'did you mean "label"?'),
    ],
)
def test_a_fault_in_a_rulebook_is_told_with_its_place_and_its_mending(changes: dict, where: tuple, write: str):
    with pytest.raises(RulebookError) as caught:
        rulebooks_from(rulebook_section(**changes))

    assert [where] == [fault.where for fault in caught.value.faults]
    assert write in caught.value.faults[0].write


def test_the_rulebook_that_answers_for_others_leaves_no_word_open():
    section = rulebook_section()
    del section["own"]["words"]["dozens"]
    del section["own"]["qualifiers"]

    with pytest.raises(RulebookError, match=r'own\.words: "dozens" is missing') as caught:
        rulebooks_from(section)
    assert len(caught.value.faults) == 2


def test_all_faults_of_all_rulebooks_are_told_at_once():
    with pytest.raises(RulebookError) as caught:
        rulebooks_from(rulebook_section(words={"hundred": "1"}, each_unit="0", label="") | {"third": "text"})

    assert len(caught.value.faults) == 4


def test_equal_counts_are_equal_whatever_was_typed():
    assert Count("number", "about", 7000, 7000) == quantities.parse("~7000") == quantities.parse("around 7,000")
