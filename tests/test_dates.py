"""Dates as precise as they are known: what is read, which days it covers, and how the rest is refused."""

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from posture import dates
from posture.dates import DateError, Period

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
singles = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    days,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~"]),
)
typed = st.text(alphabet="0123456789-/.~ JuneT", max_size=45)


def refusal(text: str) -> DateError:
    """The complaint about a text that is no date."""
    with pytest.raises(DateError) as caught:
        dates.parse(text)
    return caught.value


def outcome(text: str) -> Period | DateError:
    """What becomes of a text: the period that it means, or the complaint about it."""
    try:
        return dates.parse(text)
    except DateError as error:
        return error


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "inferred"),
    [
        ("2018-06-17", date(2018, 6, 17), date(2018, 6, 17), "day", False),
        ("2018-06", date(2018, 6, 1), date(2018, 6, 30), "month", False),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month", False),
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year", False),
        ("2012-01/2018-01", date(2012, 1, 1), date(2018, 1, 31), "span", False),
        ("../2015-06", None, date(2015, 6, 30), "open", False),
        ("2013-12/..", date(2013, 12, 1), None, "open", False),
        ("2013-05~", date(2013, 5, 1), date(2013, 5, 31), "month", True),
        ("2012~/2013-05-03", date(2012, 1, 1), date(2013, 5, 3), "span", True),
        ("../2015-06~", None, date(2015, 6, 30), "open", True),
        ("2013-05-20/2013-05", date(2013, 5, 20), date(2013, 5, 31), "span", False),
    ],
)
def test_a_date_covers_the_days_that_its_precision_leaves_open(
    text: str, first: date | None, last: date | None, precision: str, inferred: bool
):
    period = dates.parse(text)

    assert (first, last) == (period.first, period.last)
    assert (precision, inferred, text) == (period.precision, period.inferred, str(period))


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("17/06/2018", "write 2018-06-17"),
        ("17.6.2018", "write 2018-06-17"),
        ("05/06/2018", "write 2018-06-05 or 2018-05-06"),
        ("June 2018", "write 2018-06"),
        ("Sept. 2018", "write 2018-09"),
        ("17 June 2018", "write 2018-06-17"),
        ("June 17th, 2018", "write 2018-06-17"),
        ("2018-6-7", "write 2018-06-07"),
        ("2018-6~", "write 2018-06~"),
        ("2018/06/17", "write 2018-06-17"),
        ("20180617", "write 2018-06-17"),
        ("2018-06-17T10:00", "write 2018-06-17"),
        ("2012-2015", "write 2012/2015"),
        ("2012-1/2018-1", "write 2012-01/2018-01"),
        ("June 2018/..", "write 2018-06/.."),
        ("2018-01 to 2018-03", "write 2018-01/2018-03"),
        ("January 2012 - January 2018", "write 2012-01/2018-01"),
        ("since September 2015", "write 2015-09/.."),
        ("until 17 June 2018", "write ../2018-06-17"),
        ("c. 2013", "write 2013~"),
        ("2013?", "write 2013~"),
        ("2018-02-30", "February 2018 has the days 01 to 28"),
        ("2018-13", "write a month from 01 to 12"),
        ("2018-00", "write a month from 01 to 12"),
        ("1899", "write a year from 1900 to 2100"),
        ("2101-01-01", "write a year from 1900 to 2100"),
        ("2018-01/2012-01", "write 2012-01/2018-01"),
        ("2015-06/2015-06", "write 2015-06"),
        ("/2015-06", "write ../2015-06"),
        ("2013-12/", "write 2013-12/.."),
        ("../..", "leave the key out"),
        ("31/31/2018", "write 2018-06-17, 2018-06"),
        ("today", "write 2018-06-17, 2018-06"),
        ("", "write 2018-06-17, 2018-06"),
        ("2018" * 20, "write 2018-06-17, 2018-06"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, write: str):
    assert write in refusal(text).write


def test_a_refusal_reads_as_one_line_of_what_was_found_and_what_to_write():
    assert str(refusal("2018-6-7")) == '"2018-6-7" is no date that we read; write 2018-06-07'


@given(days)
def test_every_day_is_read_back_from_its_iso_text(day: date):
    period = dates.parse(day.isoformat())

    assert (day, day, 1) == (period.first, period.last, period.days)


@given(singles)
def test_a_coarser_date_covers_every_finer_one(text: str):
    finer, coarser = (dates.parse(one) for one in (text, text[:4]))

    assert coarser.first <= finer.first <= finer.middle <= finer.last <= coarser.last
    assert finer.days <= coarser.days


@given(singles, singles)
def test_a_span_runs_from_its_first_beginning_to_its_last_end(begin: str, end: str):
    one, other = dates.parse(begin), dates.parse(end)
    assume(begin != end and one.first <= other.last)
    span = dates.parse(f"{begin}/{end}")

    assert (one.first, other.last, one.inferred or other.inferred) == (span.first, span.last, span.inferred)
    assert span.days == (other.last - one.first).days + 1
    assert span.first <= span.middle <= span.last


@given(singles)
def test_an_open_end_is_no_day_and_has_no_width(text: str):
    until, since = dates.parse(f"../{text}"), dates.parse(f"{text}/..")

    assert (until.first, since.last) == (None, None)
    assert (until.days, since.days) == (None, None)
    assert (until.last, since.first) == (until.middle, since.middle)


@given(singles, singles)
def test_dates_are_ordered_by_their_last_day(one: str, other: str):
    first, second = sorted((dates.parse(one), dates.parse(other)), key=lambda period: period.order)

    assert first.last <= second.last


def test_a_date_without_an_end_is_ordered_after_all_that_end():
    texts = ["2013-12/..", "2100", "../2015-06", "2018-06-17", "2018-06"]

    expected = ["../2015-06", "2018-06-17", "2018-06", "2100", "2013-12/.."]
    assert expected == sorted(texts, key=lambda text: dates.parse(text).order)


@given(
    st.one_of(
        st.text(),
        typed,
        st.builds("{}/{}".format, singles, singles),
        st.builds("{}{}".format, singles, typed),
    )
)
@example("0000")
@example("2018-06-17\n")
@example("/" * 40)
@example(" " * 40)
@example("２０１８")
def test_any_text_is_either_read_or_refused_with_both_phrases(text: str):
    read = outcome(text)
    if isinstance(read, DateError):
        assert read.found
        assert read.write
    else:
        assert read == dates.parse(str(read))
        assert read.first is None or read.last is None or read.first <= read.last


@given(days, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d", "%Y-%m-%dT%H:%M"]))
def test_a_common_habit_is_answered_with_the_date_that_was_meant(day: date, habit: str):
    text = day.strftime(habit)

    assert day.isoformat() in refusal(text).write


def test_a_month_is_as_wide_as_its_days():
    assert [dates.parse(text).days for text in ("2018-01", "2018-02", "2018", "2016")] == [31, 28, 365, 366]


def test_a_mark_stands_in_the_middle_of_its_days():
    assert date(2018, 6, 15) == dates.parse("2018-06").middle
    assert date(2018, 7, 2) == dates.parse("2018").middle


def test_spaces_around_a_date_and_its_slash_change_nothing():
    assert dates.parse("2012-01/2018-01") == dates.parse("  2012-01 / 2018-01 ")


def test_hostile_texts_are_refused():
    for filler in ("9", "/", " /", "-1", "june ", "~", " "):
        for length in (39, 100_000):
            with pytest.raises(DateError):
                dates.parse(f"x{filler * length}"[:length] + "x")


def test_a_date_that_is_too_long_is_refused_for_its_length():
    """Before anything else is asked of it: no expression ever sees it."""
    with pytest.raises(DateError, match="a date of 100,000 characters"):
        dates.parse("9" * 100_000)
