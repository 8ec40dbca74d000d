"""CSV files: what a spreadsheet, pandas and a plain reader find in them."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from posture.columns import COLUMNS
from posture.snapshots import csv_bytes
from posture.table import frame
from tests.datasets import MINIATURE, rows


def cells(table: pd.DataFrame) -> list[dict[str, str]]:
    """The cells as the csv module reads them."""
    return list(csv.DictReader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))


def one(**keys: str) -> dict[str, str]:
    """The cells of one row with these texts."""
    return cells(rows(MINIATURE).head(1).assign(**keys))[0]


def test_the_file_begins_with_a_byte_order_mark_and_its_columns():
    """Without the mark some spreadsheets take UTF-8 for another encoding."""
    data = csv_bytes(rows(MINIATURE))

    assert data.startswith(b"\xef\xbb\xbftheatre,estimate_id,")
    assert list(COLUMNS) == data.decode("utf-8-sig").split("\r\n")[0].split(",")


def test_there_is_a_record_a_row_in_order():
    found = cells(rows(MINIATURE))

    assert rows(MINIATURE)["estimate_id"].tolist() == [cell["estimate_id"] for cell in found]


def test_every_text_comes_back_as_it_was():
    """But for the apostrophe before a cell that a spreadsheet would run."""
    texts = [name for name, column in COLUMNS.items() if column.dtype == "str"]
    found = cells(rows(MINIATURE))

    for name in texts:
        back = [cell[name] for cell in found]
        for text, cell in zip(rows(MINIATURE)[name], back, strict=True):
            assert cell in (text, f"'{text}")


def test_numbers_are_plain_digits_and_an_open_end_is_empty():
    found = {cell["estimate_id"]: cell for cell in cells(rows(MINIATURE))}
    ends = {name: (cell["low"], cell["high"]) for name, cell in found.items()}

    assert ends["sarn-courier-2019-05-01/varn-backed"] == ("8500", "")
    assert ends["sarn-courier-2020-02-14/tessal-marines"] == ("", "1100")
    assert ends["sarn-courier-2020-02-14/balloons"] == ("0", "0")
    assert ends["lantern-2020-04-02/varn-advisers"] == ("", "")
    assert all(end == "" or end.isdigit() for pair in ends.values() for end in pair)


def test_dates_are_iso_days_and_an_open_end_is_empty():
    found = cells(rows(MINIATURE))
    names = [name for name, column in COLUMNS.items() if str(column.dtype).startswith("datetime")]
    days = [cell[name] for cell in found for name in names]

    assert all(day == "" or date.fromisoformat(day).isoformat() == day for day in days)
    assert "" in [cell["as_of_from"] for cell in found]
    assert "2019-05-01" in [cell["as_of_from"] for cell in found]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r=1",
        "\n=1",
        '"=1+1',
        "'=1+1",
        "＝1+1",
        "＠x",
        '=HYPERLINK("x")',
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str):
    assert f"'{text}" == one(wording=text)["wording"]


@pytest.mark.parametrize(
    "text", ["1+1=2", "5,000", "7,000 - 8,000", "<b>5,000</b>", 'he said "so"', "a\nb", "'tis so", "2-3", "~5"]
)
def test_a_cell_that_is_only_text_stays_as_it_is(text: str):
    assert text == one(wording=text)["wording"]


def test_the_hostile_wordings_of_the_miniature_are_harmless():
    found = {cell["estimate_id"]: cell for cell in cells(rows(MINIATURE))}

    assert found["hostile-2020-06-20/formula"]["wording"] == "'=1+1 or 2"
    assert found["hostile-2020-06-20/formula"]["originator"] == "'+1 for the formula"
    assert found["hostile-2020-06-20/stars"]["speaker"] == "'@everybody"
    assert found["hostile-2020-06-20/dollars"]["note"] == "'-2+3"
    assert found["hostile-2020-06-20/dollars"]["publisher"] == '\'=HYPERLINK("http://example.org")'
    assert found["hostile-2020-06-20/lanternmen"]["wording"] == "<b>5,000</b>"


def test_scripts_of_the_world_survive():
    found = {cell["estimate_id"]: cell for cell in cells(rows(MINIATURE))}

    assert found["far-shore-2020-06-10/volunteers"]["wording"] == "أكثر من 3 آلاف متطوع"
    assert found["far-shore-2020-06-10/varn-advisers"]["wording"] == "около 800 советников"


def test_pandas_reads_the_same_numbers_back():
    back = pd.read_csv(io.BytesIO(csv_bytes(rows(MINIATURE))))

    for end in ("low", "high"):
        assert rows(MINIATURE)[end].astype("Float64").equals(back[end].astype("Float64"))


def test_a_table_without_rows_is_its_columns():
    assert cells(frame([])) == []
    assert csv_bytes(frame([])).decode("utf-8-sig").strip().split(",") == list(COLUMNS)


def test_the_table_itself_is_not_changed():
    before = rows(MINIATURE).copy()
    csv_bytes(rows(MINIATURE))

    pd.testing.assert_frame_equal(before, rows(MINIATURE))


def test_a_file_says_under_which_choices_it_was_made():
    text = csv_bytes(rows(MINIATURE), {"at": "2020-06-30", "rule": "median"}).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))

    assert {(row["chosen_at"], row["chosen_rule"]) for row in found} == {("2020-06-30", "median")}
    assert [*found[0]][: len(COLUMNS)] == list(COLUMNS)
