"""What was known when: revisions by the originators themselves, the published vintages, and how late figures come."""

from datetime import date

import pandas as pd
import pytest

from posture.panel import Moment, live
from posture.revisions import LAGS, REVISIONS, VERSIONS, lags, revisions, versions, vintages
from posture.table import frame
from tests.datasets import EXAMPLE_G, ROOT, estimate, made_rows, report, rows

SHIPPED = ROOT / "data" / "syria"
NEW_YEAR = date(2023, 12, 31)


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    """The method's example: 10,000 for the last day of 2023, said in January and cut to 8,500 in June."""
    return made_rows(
        tmp_path_factory.mktemp("revised"),
        report("january", "2024-01-15", estimate("10,000", as_of="2023-12-31")),
        report("copied", "2024-01-20", estimate("more than 10,000", repeats="january/guards")),
        report("june", "2024-06-15", estimate("8,500", as_of="2023-12-31", change="correction")),
    )


def test_first_said_and_now_said(revised):
    (found,) = revisions(revised).to_dict("records")

    assert (found["first_count"], found["now_count"], found["versions"]) == ("10,000", "8,500", 2)
    assert (found["factor"], found["verdict"], found["change"]) == (0.85, "down", "correction")
    assert (found["first_ids"], found["now_ids"]) == ("january/guards", "june/guards")
    assert found["days"] == (date(2024, 6, 15) - date(2024, 1, 15)).days


@pytest.mark.parametrize(
    ("known_by", "count"),
    [(date(2024, 1, 14), None), (date(2024, 3, 1), "10,000"), (date(2024, 7, 1), "8,500"), (None, "8,500")],
)
def test_a_day_knows_the_version_that_was_out_by_then(revised, known_by, count):
    assert live(revised, Moment(NEW_YEAR, known_by))["count"].tolist() == [count] * (count is not None)


def test_a_revision_is_none_before_it_is_published(revised):
    assert revisions(revised, date(2024, 6, 14)).empty
    assert len(revisions(revised, date(2024, 6, 15))) == 1


def test_the_published_vintages_of_an_observation(tmp_path):
    """GNPCA for 2018 in ALFRED: released on 28 March 2019, revised on 26 July 2019; only its dates are used here."""
    found = made_rows(
        tmp_path,
        report("released", "2019-03-28", estimate("18,000", as_of="2018")),
        report("revised", "2019-07-26", estimate("18,100", as_of="2018")),
    )

    def at(day: date) -> list[str]:
        return live(found, Moment(date(2018, 12, 31), day))["count"].tolist()

    assert (at(date(2019, 3, 1)), at(date(2019, 5, 1)), at(date(2019, 8, 1))) == ([], ["18,000"], ["18,100"])
    assert (at(date(2019, 7, 25)), at(date(2019, 7, 26))) == (["18,000"], ["18,100"])
    periods = versions(found)[["known_from", "known_to"]]
    assert periods["known_from"].tolist() == [pd.Timestamp("2019-03-28"), pd.Timestamp("2019-07-26")]
    assert periods["known_to"].tolist() == [pd.Timestamp("2019-07-25"), pd.NaT]
    assert vintages(found) == [date(2019, 3, 28), date(2019, 7, 26)]


def test_a_figure_said_again_for_the_same_time_is_a_version_and_no_revision(tmp_path):
    found = made_rows(
        tmp_path,
        report("a", "2020-02-01", estimate("1,000", as_of="2020-01")),
        report("b", "2020-03-01", estimate("1,000", as_of="2020-01~")),
    )

    assert len(versions(found)) == 2
    assert revisions(found).empty


@pytest.mark.parametrize("other", [{"as_of": "2019-12-30"}, {"measure": "commanded"}, {"originator": "monitor"}])
def test_another_time_scope_or_originator_is_no_revision(tmp_path, other):
    found = made_rows(
        tmp_path,
        report("a", "2020-01-15", estimate("1,000", as_of="2019-12-31")),
        report("b", "2020-02-15", estimate("900", **({"as_of": "2019-12-31"} | other))),
    )

    assert revisions(found).empty


def test_a_misprint_is_nobodys_first_word(tmp_path):
    misprint = {"is": "misprint", "reason": "A nought is lost."}
    found = made_rows(
        tmp_path,
        report("a", "2020-01-15", estimate("100", as_of="2019-12-31", status=misprint)),
        report("b", "2020-02-15", estimate("1,000", as_of="2019-12-31")),
    )

    assert revisions(found).empty


def test_a_running_total_can_be_revised_for_one_and_the_same_time(tmp_path):
    killed = {"measure": "killed", "as_of": "2019/2020-01"}
    found = made_rows(
        tmp_path,
        report("a", "2020-02-15", estimate("1,000", **killed)),
        report("b", "2020-06-15", estimate("800", **killed)),
    )

    assert revisions(found)["verdict"].tolist() == ["down"]


def test_lag_is_the_median_from_the_time_described_to_the_publication(tmp_path):
    found = made_rows(
        tmp_path,
        report("a", "2020-02-10", estimate(as_of="2020-01-31")),
        report("b", "2020-03-05", estimate(as_of="2020-02")),
        report("c", "2020-04-01", estimate()),
        # How late these are nobody knows, or they are not the army's own.
        report("d", "2020", estimate(as_of="2019-01")),
        report("e", "2020-12-01", estimate(repeats="a/guards")),
        # Described until the end of a year that was not over.
        report("f", "2020-05-01", estimate(as_of="2020", originator="monitor")),
    )
    army, monitor = lags(found).to_dict("records")

    assert (army["originator"], army["statements"], army["same_time"]) == ("army", 3, 1)
    assert (army["median_days"], army["longest_days"]) == (5, 10)  # 10, 5 and 0
    assert (monitor["median_days"], monitor["longest_days"]) == (0, 0)


def test_the_lags_of_the_worked_example():
    found = lags(rows(EXAMPLE_G)).set_index("originator")["median_days"]

    # A: 1 and 1; B: 20 and 15; C: 75; D and E speak of their own day.
    assert found.to_dict() == {"c": 75, "b": 17.5, "a": 1, "d": 0, "e": 0}


def test_a_status_is_a_stop_of_the_slider(tmp_path):
    status = {"is": "withdrawn", "date": "2020-03-01", "reason": "A slip."}
    found = made_rows(tmp_path, report("a", "2020-01-01", estimate(status=status)))

    assert vintages(found) == [date(2020, 1, 1), date(2020, 3, 1)]


def test_frames_have_their_declared_columns(revised):
    for make, columns in ((versions, VERSIONS), (revisions, REVISIONS), (lags, LAGS)):
        for found in (make(revised), make(frame([]))):
            assert [*found.columns] == [*columns]
            assert [str(dtype) for dtype in found.dtypes] == [column.dtype for column in columns.values()]


@pytest.mark.parametrize("day", [date(2013, 1, 2), date(2017, 12, 6), date(2018, 3, 31), date(2024, 12, 19)])
def test_what_is_published_later_changes_nothing_at_a_date_of_knowledge(day):
    everything = rows(SHIPPED)
    by_then = everything[everything["published_to"] <= pd.Timestamp(day)]

    for make in (versions, lags):
        pd.testing.assert_frame_equal(make(everything, day), make(by_then, day))
