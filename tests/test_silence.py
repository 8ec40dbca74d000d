"""The calendar of silence and the age of what is known."""

from datetime import date

import pandas as pd
import pytest

from posture.panel import Moment
from posture.silence import AGES, CALENDAR, ages, calendar, endless
from posture.table import frame
from tests.datasets import EXAMPLE_G, ROOT, estimate, made_rows, report, rows

SHIPPED = ROOT / "data" / "syria"


def told(found: pd.DataFrame, key: str = "guards") -> dict[str, int]:
    """By month how many originators spoke of a force."""
    mine = found[found["key"] == key]
    return dict(zip(mine["month"].dt.strftime("%Y-%m"), mine["originators"], strict=True))


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Four months: two voices, one in words from a report and a half, a repeat, a denial."""
    return made_rows(
        tmp_path_factory.mktemp("spoken"),
        report("a", "2020-01-10", estimate("1,000"), estimate("200", force="sailors")),
        report("b", "2020-01-20", estimate("1,200"), estimate("900", id="other", originator="monitor")),
        report("c", "2020-02-05", estimate("1,000", repeats="a/guards", as_of="2020-02-05")),
        report("d", "2020-02-06", estimate("5,000", originator="unattributed")),
        report("e", "2020-05-01", estimate("denied", as_of="2020-04-30")),
    )


def test_a_month_counts_originators_and_not_reports(spoken):
    assert told(calendar(spoken)) == {"2020-01": 2, "2020-02": 0, "2020-03": 0, "2020-04": 1}
    assert calendar(spoken)["statements"].sum() == 5


def test_a_gap_is_seen_as_a_gap_for_every_force(spoken):
    assert told(calendar(spoken), "sailors") == {"2020-01": 1, "2020-02": 0, "2020-03": 0, "2020-04": 0}


def test_the_calendar_can_run_on_into_a_silence(spoken):
    found = told(calendar(spoken, until=date(2020, 6, 15)))

    assert (len(found), found["2020-06"]) == (6, 0)


def test_scopes_can_be_asked_for_apart(spoken):
    assert set(calendar(spoken, by="scope")["key"]) == set(spoken["scope"])


def test_a_coarse_date_counts_once_in_the_month_of_its_last_day(tmp_path):
    found = calendar(
        made_rows(
            tmp_path,
            report("a", "2020-12-31", estimate(as_of="2020")),
            report("b", "2020-12-31", estimate(as_of="2020-11", originator="monitor")),
        )
    )

    assert told(found) == {"2020-11": 1, "2020-12": 1}
    assert found["coarse"].tolist() == [0, 1]


def test_unnamed_sources_of_one_body_are_one_voice(tmp_path):
    found = calendar(
        made_rows(
            tmp_path,
            report("a", "2020-01-01", estimate(originator="clerks")),
            report("b", "2020-01-02", estimate(originator="clerks")),
            report("c", "2020-01-03", estimate(originator="a source at court")),
        )
    )

    assert told(found) == {"2020-01": 2}


def test_age_is_that_of_the_time_described_and_silence_that_of_the_last_own_word(tmp_path):
    found = made_rows(
        tmp_path,
        report("a", "2020-03-01", estimate(as_of="2020-01-31")),
        report("b", "2020-06-01", estimate(repeats="a/guards")),
        report("late", "2021-01-01", estimate(as_of="2020-05-31")),
    )
    (july,) = ages(found, Moment(date(2020, 7, 1), date(2020, 7, 1))).to_dict("records")

    assert (july["described_days"], july["spoke_days"], july["mentioned_days"]) == (152, 122, 30)
    assert (july["described_id"], july["spoke_id"], july["mentioned_id"]) == ("a/guards", "a/guards", "b/guards")
    # In hindsight the time described is younger; who had spoken by July is not.
    (hindsight,) = ages(found, Moment(date(2020, 7, 1))).to_dict("records")
    assert (hindsight["described_days"], hindsight["spoke_days"]) == (31, 122)


def test_a_force_that_is_only_mentioned_has_no_voice_and_stands_first(tmp_path):
    found = made_rows(
        tmp_path,
        report("a", "2020-01-01", estimate()),
        report("b", "2020-02-01", estimate(force="sailors", originator="unattributed")),
    )
    first, second = ages(found, Moment(date(2020, 3, 1)), by="force").to_dict("records")

    assert (first["key"], first["mentioned_days"]) == ("sailors", 29)
    assert pd.isna(first["spoke_days"])
    assert (second["key"], second["spoke_days"]) == ("guards", 60)


def test_frames_have_their_declared_columns(spoken):
    moment = Moment(date(2020, 7, 1))
    for everything in (spoken, frame([])):
        for found, columns in ((calendar(everything), CALENDAR), (ages(everything, moment), AGES)):
            assert [*found.columns] == [*columns]
            assert [str(dtype) for dtype in found.dtypes] == [column.dtype for column in columns.values()]


def test_the_worked_example_has_one_voice_a_month():
    found = calendar(rows(EXAMPLE_G))
    loud = found[found["originators"] > 0]

    assert loud["month"].dt.strftime("%Y-%m").tolist() == [
        "2023-01", "2023-06", "2023-12", "2024-01", "2024-05", "2024-06",
    ]  # fmt: skip
    assert loud["originators"].tolist() == [1, 1, 1, 1, 1, 2]  # in June 2024 B and E
    assert len(found) == 18


def test_a_report_that_no_year_can_be_given_for_breaks_no_silence(tmp_path):
    """It can have been printed on any day of those years; the last of them would end a silence that may have lasted."""
    told = made_rows(
        tmp_path,
        report("known", "2018-05-01", estimate("3,000")),
        report("undated", "2013/2020-01-01", estimate("9,000", as_of="2012/..")),
    )
    (found,) = ages(told, Moment(date(2020, 1, 2), None, 365), by="force").to_dict("records")

    assert [found[f"{name}_days"] for name in ("described", "spoke", "mentioned")] == [611, 611, 611]


def test_every_own_statement_of_the_shipped_data_is_counted_once():
    everything = rows(SHIPPED)
    own = (everything["repeats"] == "") & (everything["originator"] != "unattributed")
    own &= ~everything["status"].isin(["withdrawn", "misprint"])
    assert (endless(everything) & own).sum() == 1
    own &= ~endless(everything)
    # And one that repeats its own figure under a new definition.
    assert calendar(everything)["statements"].sum() == own.sum() + 1
