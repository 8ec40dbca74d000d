"""Snapshots that come back: what is read of one, of any form and version, and what is told of every other file."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.columns import COLUMNS
from posture.library import Library, Opened
from posture.snapshots import asked, kept, kept_files
from posture.snapshots.package import package
from posture.snapshots.shown import shown
from posture.snapshots.writing import SNAPSHOT_COLUMNS, csv_bytes, json_bytes, safe_csv
from tests.datasets import CONFIG, HERE, MINIATURE, ROOT, TODAY, rows

EARLY = (HERE / "snapshots" / "early.csv").read_bytes()
EVERYTHING = {"struck": ["yes"]}
NARROW = {"force": ["lanternmen", "volunteers"], "known_by": ["2020-03-01"], "page": ["evidence"], "search": ["a"]}


def opened(folder: Path = MINIATURE) -> Opened:
    """A theatre as the dashboard opens it."""
    return Library(folder.parent, CONFIG).open(folder.name, TODAY)


def snapshot(parameters: dict[str, list[str]] | None = None, folder: Path = MINIATURE) -> bytes:
    """The CSV of a theatre under some choices."""
    theatre = opened(folder)
    return csv_bytes(theatre, asked.read(parameters or EVERYTHING, theatre))


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, data in members:
            package.writestr(name, data)
    return packed.getvalue()


def told(data: bytes, name: str = "mine.csv") -> str:
    """What is said of a file that is none of ours."""
    with pytest.raises(kept.NotOursError) as raised:
        kept.read(data, name)
    return str(raised.value)


def edited(change: Callable[[dict[str, str]], None], data: bytes | None = None) -> bytes:
    """The snapshot with every record changed."""
    records = list(csv.DictReader(io.StringIO((data or snapshot()).decode("utf-8-sig"), newline="")))
    for record in records:
        change(record)
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, records[0])
    writer.writeheader()
    writer.writerows(records)
    return written.getvalue().encode("utf-8-sig")


def with_cell(name: str, text: str) -> bytes:
    """The snapshot with one text in every row of a column."""
    return edited(lambda record: record.update({name: text}))


@pytest.mark.parametrize("folder", [MINIATURE, ROOT / "data" / "syria"], ids=["miniature", "shipped"])
@pytest.mark.parametrize("parameters", [EVERYTHING, {"rulebook": ["acled"], "page": ["posture"]}])
def test_every_form_comes_back_as_the_rows_that_it_was_made_of(folder: Path, parameters: dict[str, list[str]]):
    theatre = opened(folder)
    wish = asked.read(parameters, theatre)
    as_csv = csv_bytes(theatre, wish)
    expected = shown(theatre, wish).reset_index(drop=True)

    for data in (as_csv, json_bytes(theatre, wish), package(theatre, wish, None)):
        back = kept.read(data, "mine")
        pd.testing.assert_frame_equal(expected, back.rows)
        assert asked.read(back.parameters, theatre) == wish
        assert (back.theatre, back.filtered, back.problems) == (folder.name, True, ())


def test_from_the_file_to_rows_and_back_the_bytes_are_the_same():
    data = snapshot()
    back = kept.read(data, "mine.csv")
    said = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    others = {name: pd.array(said[name], dtype="str") for name in SNAPSHOT_COLUMNS if name not in COLUMNS}

    assert data == safe_csv(back.rows.assign(**others))


def test_the_choices_come_back_as_the_parameters_of_an_address():
    theatre = opened()
    back = kept.read(snapshot(NARROW), "mine.csv")

    assert asked.read(NARROW, theatre).parameters().items() >= back.parameters.items()
    assert asked.read(back.parameters, theatre) == asked.read(NARROW, theatre)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_text_comes_back_whatever_it_is(text: str):
    table = rows(MINIATURE).head(2).assign(wording=text, note=text, speaker=f"'{text}")
    back = kept.read(safe_csv(table), "mine.csv").rows

    assert back["wording"].tolist() == [text] * 2
    assert back["speaker"].tolist() == [f"'{text}"] * 2


def test_a_snapshot_of_an_early_version_is_read_and_says_less():
    """It holds six of the choices and no version."""
    back = kept.read(EARLY, "early.csv")
    expected = rows(MINIATURE).set_index("estimate_id").loc[back.rows["estimate_id"]].reset_index()

    pd.testing.assert_frame_equal(expected[back.rows.columns], back.rows)
    assert back.parameters == {
        "at": ["2020-06-30"],
        "known_by": [""],
        "window": ["365"],
        "rulebook": ["own"],
        "rule": ["median"],
        "votes": ["originator"],
    }
    assert (back.filtered, back.data_version, back.program_version) == (False, "", "")


def test_a_column_that_an_earlier_version_lacked_is_named_and_not_made_up():
    table = pd.read_csv(io.BytesIO(snapshot()), dtype=str, keep_default_na=False).drop(columns=["method", "line"])
    back = kept.read(safe_csv(table), "mine.csv")

    assert "method" not in back.rows
    assert back.problems == ('The file has 2 columns less than a snapshot has today: "method" and "line".',)
    assert list(kept.completed(back.rows)) == list(COLUMNS)
    assert set(kept.completed(back.rows)["method"]) == {""}


def test_a_column_of_a_later_version_is_named_and_left_aside():
    later = edited(lambda record: record.update(weather="fine", chosen_mood="good"))
    back = kept.read(later, "mine.csv")

    assert "weather" not in back.rows
    assert back.problems == ('The file has 1 column that this version of the program does not know: "weather".',)
    assert back.parameters["mood"] == ["good"]


def test_a_snapshot_without_rows_is_one_that_says_nothing():
    empty = snapshot({"until": ["1950-01-01"]})
    back = kept.read(empty, "mine.csv")

    assert (len(back.rows), back.parameters, back.theatre) == (0, {}, "")
    assert list(back.rows) == list(COLUMNS)


def test_in_json_a_snapshot_without_rows_still_says_what_was_asked():
    theatre = opened()
    wish = asked.read({"until": ["1950-01-01"]}, theatre)
    back = kept.read(json_bytes(theatre, wish), "mine.json")

    assert (len(back.rows), back.theatre) == (0, MINIATURE.name)
    assert asked.read(back.parameters, theatre) == wish


def test_in_a_data_package_too():
    theatre = opened()
    wish = asked.read({"until": ["1950-01-01"]}, theatre)
    back = kept.read(package(theatre, wish, None), "mine.zip")

    assert (len(back.rows), back.theatre) == (0, MINIATURE.name)
    assert asked.read(back.parameters, theatre) == wish


def test_a_lost_byte_order_mark_and_other_ends_of_lines_change_nothing():
    plain = snapshot().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")

    pd.testing.assert_frame_equal(kept.read(snapshot(), "a").rows, kept.read(plain, "b").rows)


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("low", "9,000", 'row 2, column low: "9,000" is a number with separators: a spreadsheet saved the file again'),
        ("low", "9.000", "is a number with separators"),
        ("low", "9 000", "is a number with separators"),
        ("high", "7000.0", "is a number with decimals, as a statistics program writes it"),
        ("high", "many", '"many" is no whole number'),
        ("line", "-1", "is no whole number"),
        ("low", "9" * 400, "is no whole number"),
        ("as_of_to", "30/06/2018", "may be a day and a month, or a month and a day: a spreadsheet saved"),
        ("as_of_to", "30.6.18", "may be a day and a month"),
        ("published", "Jun 18", '"Jun 18" is no date as 2018-06: perhaps a spreadsheet saved the file again'),
        ("published_to", "43281", '"43281" is no date as 2018-06-30'),
        ("published_to", "2018-13-41", "2018-13-41"),
        ("low_soft", "FALSE", '"FALSE" stands where a snapshot has False: a spreadsheet saved the file again'),
        ("anonymous", "yes", "is neither True nor False"),
    ],
)
def test_a_cell_that_another_program_rewrote_is_told_and_never_guessed_at(column: str, text: str, said: str):
    answer = told(with_cell(column, text))

    assert said in answer
    assert answer.startswith('"mine.csv" cannot be read as a snapshot: ')
    assert answer.endswith("; take the file as it was downloaded, before another program saved it")


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_signs_between_the_cells_are_a_spreadsheets_doing(mark: str, name: str):
    table = pd.read_csv(io.BytesIO(snapshot()), dtype=str, keep_default_na=False)

    assert f"parted by {name}: a spreadsheet saved the file again" in told(table.to_csv(sep=mark).encode())


def test_a_file_in_utf_16_is_a_spreadsheets_doing():
    assert "UTF-16" in told(snapshot().decode("utf-8-sig").encode("utf-16"))


def test_a_spreadsheets_own_file_is_told_from_a_damaged_zip():
    whole = zipped(("estimates.csv", snapshot()))

    assert "a spreadsheet's own" in told(zipped(("xl/workbook.xml", b"<x/>")))
    assert "a spreadsheet's own" in told(zipped(("content.xml", b"<x/>")))
    assert "damaged" in told(whole[: len(whole) // 2])
    assert "damaged" in told(whole.replace(b"theatre", b"theater", 1))
    assert "damaged" in told(b"PK\x03\x04 and nothing more")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "the file is empty"),
        (b"name,age\r\nAnn,7\r\n", "there is no column theatre, estimate_id, report_id and 5 more"),
        (b"\x89PNG\r\n\x1a\n", "no text in UTF-8"),
        (b"hello", "there is no column"),
        (b'"never closed', "line 1 is no CSV"),
        (b"{}", "no made, columns and rows"),
        (b'{"made": {}', "what begins as JSON is none"),
        (b'{"a":' * 100_000, "what begins as JSON is none"),
        (b'{"rows": %s}' % (b"9" * 5000), "what begins as JSON is none"),
        (zipped(("other.csv", b"x")), "the zip holds no estimates.csv"),
        (zipped(("../estimates.csv", snapshot())), "the zip holds no estimates.csv"),
        (",".join(f"c{n}" for n in range(1_000_000)).encode(), "a row is longer than any of a snapshot"),
        (",".join(f"c{n}" for n in range(1_000)).encode(), "the file has 1,000 columns"),
        (snapshot().replace(b",report_id,", b",estimate_id,", 1), "there is no column report_id"),
        (snapshot().replace(b",via,", b",note,", 1), 'the column "note" stands twice'),
        (snapshot() + b"one,more\r\n", "has 2 cells where the header has"),
        (snapshot() + b'"' + b"x" * 200_000, "is no CSV"),
        (snapshot() + snapshot().split(b"\r\n", 1)[1], "an estimate stands twice"),
    ],
)
def test_a_file_that_is_no_snapshot_gets_a_clear_answer(data: bytes, said: str):
    assert said in told(data)


@pytest.mark.parametrize("column", ["chosen_force", "chosen_rulebook", "data_version", "theatre"])
def test_rows_that_were_put_together_are_no_snapshot(column: str):
    seen: list[str] = []

    def change(record: dict[str, str]) -> None:
        seen.append("")
        record[column] = str(len(seen))

    assert f"its rows differ in {column}" in told(edited(change))


def test_a_bomb_is_not_unpacked():
    bomb = zipped(("estimates.csv", b"0" * (kept_files.LARGEST + 1)), method=zipfile.ZIP_DEFLATED)

    assert len(bomb) < 100_000
    assert "estimates.csv is larger than 20 MB" in told(bomb)
    assert "packed in an unusual way" in told(zipped(("estimates.csv", snapshot()), method=zipfile.ZIP_LZMA))
    assert "more than 100 files" in told(zipped(*((f"{n}", b"") for n in range(101))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_tables_is_not_chosen_from():
    assert "estimates.csv more than once" in told(zipped(("estimates.csv", b"a"), ("estimates.csv", b"b")))


def test_a_file_that_is_too_large_is_not_looked_into():
    with pytest.raises(kept.NotOursError, match="larger than 20 MB"):
        kept.read(b"x" * (kept_files.LARGEST + 1), "mine.csv")


@pytest.mark.parametrize(
    ("column", "value"),
    [("wording", "\ud800"), ("wording", 1.5), ("low", [1]), ("low", "many"), ("low_soft", "maybe"), ("low", 10**30)],
)
def test_json_with_what_no_cell_holds_is_refused(column: str, value: object):
    theatre = opened()
    content = json.loads(json_bytes(theatre, asked.read(EVERYTHING, theatre)))
    content["rows"][0][column] = value

    assert "cannot be read as a snapshot" in told(json.dumps(content).encode())


@pytest.mark.parametrize("name", ["known_by", "since", "until"])
@pytest.mark.parametrize("text", ["30/06/2018", "soon", "0001-01-01", "9999-12-31"])
def test_a_chosen_day_that_is_none_is_told(name: str, text: str):
    """A spreadsheet rewrites the columns that tell of the choices as well."""
    assert f"its choice of {name} cannot be read: " in told(with_cell(f"chosen_{name}", text))


@pytest.mark.parametrize("made", [[], {"choices": []}, {"choices": {"force": "a"}}, {"choices": {"force": [1]}}])
def test_json_with_other_choices_than_lists_of_texts_is_refused(made: object):
    theatre = opened()
    content = json.loads(json_bytes(theatre, asked.read(EVERYTHING, theatre))) | {"made": made}

    assert "cannot be read as a snapshot" in told(json.dumps(content).encode())


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_an_answer(data: bytes):
    for start in (b"", b"PK\x03\x04", b"{", snapshot()[:2000]):
        with suppress(kept.NotOursError):
            kept.read(start + data, "mine")


def test_the_name_of_a_file_is_told_on_one_line():
    assert told(b"", "a\nb\x1b[31m.csv").startswith('"a\\nb\\u001b[31m.csv" cannot be read')


def test_nothing_is_read_that_was_published_later_than_asked():
    back = kept.read(snapshot({"known_by": ["2020-03-01"]}), "mine.csv")

    assert back.rows["published_to"].max() <= pd.Timestamp(date(2020, 3, 1))
