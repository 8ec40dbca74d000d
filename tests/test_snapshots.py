"""Snapshots: what a spreadsheet, pandas, DuckDB and a plain reader find in them, and that they never drift."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.columns import COLUMNS, DAY, TEXT, WHOLE, YES, records
from posture.library import Library, Opened
from posture.snapshots import asked
from posture.snapshots.derived import DERIVED, DERIVED_COLUMNS, derived
from posture.snapshots.shown import shown
from posture.snapshots.version import VERSION, data_version
from posture.snapshots.writing import (
    CHOICES,
    RUNS,
    SNAPSHOT_COLUMNS,
    choices,
    choices_in,
    csv_bytes,
    digest,
    file_name,
    json_bytes,
    made,
    safe,
    safe_csv,
    unsafe,
)
from posture.table import frame
from tests.datasets import CONFIG, HERE, MINIATURE, ROOT, TODAY, config, estimate, report, rows, write

# No file holds half a character, and YAML no zero byte.
printed = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
# Texts that begin as formulas do, with every sign that might hide it.
hostile = st.builds("".join, st.tuples(st.text("'\" \t\r\n=+-@＝＋－＠\u200b\ufeff;|,", max_size=6), printed))
texts = printed | hostile
typed_rows = st.fixed_dictionaries({name: texts for name, column in COLUMNS.items() if column.dtype == TEXT})


@cache
def opened() -> Opened:
    """The miniature theatre, as the dashboard has it."""
    return Library(HERE, CONFIG).open("theatre", TODAY)


def ask(**parameters: str) -> asked.Asked:
    """What an address with these parameters asks of it."""
    return asked.read({name: [value] for name, value in parameters.items()}, opened())


def cells(data: bytes) -> list[dict[str, str]]:
    """The cells as the csv module reads them."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def one(**keys: str) -> dict[str, str]:
    """The cells of one row with these texts."""
    return cells(safe_csv(rows(MINIATURE).head(1).assign(**keys)))[0]


# The file.


def test_the_file_begins_with_a_byte_order_mark_and_its_columns():
    """Without the mark some spreadsheets take UTF-8 for another encoding."""
    data = csv_bytes(opened(), ask())

    assert data.startswith(b"\xef\xbb\xbftheatre,estimate_id,")
    assert list(SNAPSHOT_COLUMNS) == data.decode("utf-8-sig").split("\r\n")[0].split(",")
    assert list(SNAPSHOT_COLUMNS)[: len(COLUMNS)] == list(COLUMNS)


def test_there_is_a_record_a_row_in_order():
    found = cells(csv_bytes(opened(), ask()))

    assert rows(MINIATURE)["estimate_id"].tolist() == [cell["estimate_id"] for cell in found]


def test_numbers_are_plain_digits_and_an_open_end_is_empty():
    found = {cell["estimate_id"]: cell for cell in cells(csv_bytes(opened(), ask()))}
    ends = {name: (cell["low"], cell["high"], cell["kind"]) for name, cell in found.items()}

    assert ends["sarn-courier-2019-05-01/varn-backed"] == ("8500", "", "at least")
    assert ends["sarn-courier-2020-02-14/tessal-marines"][:2] == ("", "1100")
    assert ends["sarn-courier-2020-02-14/balloons"][:2] == ("0", "0")
    assert ends["lantern-2020-04-02/varn-advisers"] == ("", "", "denied")
    assert all(end == "" or end.isdigit() for low, high, _ in ends.values() for end in (low, high))


def test_dates_are_iso_days_and_an_open_end_is_empty():
    found = cells(csv_bytes(opened(), ask()))
    names = [name for name, column in COLUMNS.items() if column.dtype == DAY]
    days = [cell[name] for cell in found for name in names]

    assert all(day == "" or date.fromisoformat(day).isoformat() == day for day in days)
    assert "" in [cell["as_of_from"] for cell in found]
    assert "2019-05-01" in [cell["as_of_from"] for cell in found]


def test_scripts_of_the_world_survive():
    found = {cell["estimate_id"]: cell for cell in cells(csv_bytes(opened(), ask()))}

    assert found["far-shore-2020-06-10/volunteers"]["wording"] == "أكثر من 3 آلاف متطوع"
    assert found["far-shore-2020-06-10/varn-advisers"]["wording"] == "около 800 советников"


def test_a_table_without_rows_is_its_columns():
    assert safe_csv(frame([])).decode("utf-8-sig") == f"{','.join(COLUMNS)}\r\n"


def test_the_table_itself_is_not_changed():
    before = rows(MINIATURE).copy()
    safe_csv(rows(MINIATURE))

    pd.testing.assert_frame_equal(before, rows(MINIATURE))


# Safe to open.


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\ttext",
        "\r=1",
        "\n=1",
        '"=1+1',
        "'=1+1",
        "''=1+1",
        "＝1+1",
        "＠x",
        "\u200b=1+1",
        "\ufeff=1+1",
        '=HYPERLINK("x")',
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str):
    assert f"'{text}" == one(wording=text)["wording"]
    assert unsafe(f"'{text}") == text


@pytest.mark.parametrize(
    "text", ["1+1=2", "5,000", "7,000 - 8,000", "<b>5,000</b>", 'he said "so"', "a\nb", "'tis so", "2-3", "~5", "'", ""]
)
def test_a_cell_that_is_only_text_stays_as_it_is(text: str):
    assert text == one(wording=text)["wording"]
    assert unsafe(text) == text


@given(texts)
def test_making_a_cell_safe_can_be_undone(text: str):
    assert unsafe(safe(text)) == text
    assert safe(text) == text or not RUNS.match(text.removeprefix("'")) or safe(text).startswith("'")


@given(texts)
def test_a_safe_cell_begins_as_no_formula(text: str):
    assert safe(text).lstrip(' "\n\u200b\ufeff')[:1] not in tuple("=+-@\t\r＝＋－＠")


def test_the_hostile_wordings_of_the_miniature_are_harmless():
    found = {cell["estimate_id"]: cell for cell in cells(csv_bytes(opened(), ask()))}

    assert found["hostile-2020-06-20/formula"]["wording"] == "'=1+1 or 2"
    assert found["hostile-2020-06-20/formula"]["originator"] == "'+1 for the formula"
    assert found["hostile-2020-06-20/stars"]["speaker"] == "'@everybody"
    assert found["hostile-2020-06-20/dollars"]["note"] == "'-2+3"
    assert found["hostile-2020-06-20/dollars"]["publisher"] == '\'=HYPERLINK("http://example.org")'
    assert found["hostile-2020-06-20/lanternmen"]["wording"] == "<b>5,000</b>"


# Other readers.


def as_python(data: bytes) -> list[tuple[str, ...]]:
    """Every record as Python's csv reads it, the header first."""
    return [tuple(record) for record in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def as_pandas(data: bytes) -> list[tuple[str, ...]]:
    """Every record as pandas reads it."""
    read = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    return [tuple(read.columns), *read.itertuples(index=False, name=None)]


def as_duckdb(data: bytes, folder: Path) -> list[tuple[str, ...]]:
    """Every record as DuckDB reads it; to DuckDB an empty cell is nothing."""
    file = folder / "snapshot.csv"
    file.write_bytes(data)
    with duckdb.connect() as database:
        read = database.execute("from read_csv(?, all_varchar=true, header=true, auto_detect=true)", [str(file)])
        names = tuple(column[0] for column in read.description)
        return [names, *(tuple(cell or "" for cell in record) for record in read.fetchall())]


@pytest.mark.parametrize("page", ["", *asked.PAGES])
def test_pandas_duckdb_and_python_read_the_same_values(page: str, tmp_path: Path):
    data = csv_bytes(opened(), ask(page=page))

    assert as_python(data) == as_pandas(data) == as_duckdb(data, tmp_path)
    assert len(as_python(data)) == len(shown(opened(), ask(page=page))) + 1


def test_the_shipped_data_are_read_alike(tmp_path: Path):
    shipped = Library(ROOT / "data", CONFIG).open("syria", TODAY)
    data = csv_bytes(shipped, asked.read({}, shipped))

    assert as_python(data) == as_pandas(data) == as_duckdb(data, tmp_path)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys([n for n, c in COLUMNS.items() if c.dtype == TEXT], texts)), max_size=3
    )
)
def test_whatever_stands_in_any_column_comes_back(typed: list[dict[str, str]]):
    """From Python's csv and from pandas, every cell as it was and none that a spreadsheet would run."""
    blank = {name: None if column.dtype in (WHOLE, DAY) else False for name, column in COLUMNS.items()}
    data = safe_csv(frame([blank | row for row in typed]))
    header, *found = as_python(data)

    assert [{name: unsafe(cell) for name, cell in zip(header, record, strict=True)} for record in found] == [
        {name: "" if value is None else str(value) for name, value in (blank | row).items()} for row in typed
    ]
    assert as_pandas(data) == [header, *found]
    assert not any(RUNS.match(cell) and not cell.startswith("'") for record in found for cell in record)


def test_a_table_comes_back_with_its_types():
    """CSV to table to CSV."""
    data = safe_csv(rows(MINIATURE))
    found = [{name: unsafe(cell) for name, cell in row.items()} for row in cells(data)]
    readers = {WHOLE: lambda cell: int(cell) if cell else None, YES: lambda cell: cell == "True"}
    readers[DAY] = lambda cell: date.fromisoformat(cell) if cell else None
    plain = [{name: readers.get(COLUMNS[name].dtype, str)(cell) for name, cell in row.items()} for row in found]
    back = frame(plain)

    pd.testing.assert_frame_equal(back, rows(MINIATURE))
    assert safe_csv(back) == data


# What a file says of itself.


def test_every_row_says_under_which_choices_it_was_made():
    wanted = ask(page="compare", force="lanternmen", known_by="2020-05-01", span="window", votes="body")
    found = cells(csv_bytes(opened(), wanted))

    assert found
    for row in found:
        said = {name: row[f"chosen_{name}"] for name in CHOICES}
        assert asked.read(choices_in(said), opened()) == wanted
        assert (row["data_version"], row["program_version"]) == (data_version(opened()), VERSION)


def test_every_choice_has_a_column():
    """A parameter that was added and is not written down would let two different files look alike."""
    assert list(CHOICES) == [name for name in ask().parameters() if name != "theatre"]


@given(st.lists(texts.filter(bool), unique=True, min_size=1))
def test_choices_are_read_back_as_they_were(keys: list[str]):
    """An originator in words of its own may hold any sign."""
    wanted = asked.Asked(theatre="x", at=TODAY, window=1, rulebook="own", originator=tuple(keys), search=keys[0])

    assert choices_in(choices(wanted)) == {
        name: values for name, values in wanted.parameters().items() if name != "theatre"
    }


def test_json_holds_the_same_rows_as_printed():
    wanted = ask(page="evidence")
    found = json.loads(json_bytes(opened(), wanted))
    guarded = [{name: unsafe(cell) for name, cell in row.items()} for row in cells(csv_bytes(opened(), wanted))]

    assert found["made"] == made(opened(), wanted)
    assert list(found["columns"]) == list(COLUMNS)
    for row, cell in zip(found["rows"], guarded, strict=True):
        assert {name: "" if value is None else str(value) for name, value in row.items()} == {
            name: cell[name] for name in COLUMNS
        }


def test_derived_tables_have_the_columns_that_are_described():
    for page in ("", *asked.PAGES):
        tables = derived(opened(), ask(page=page, force="lanternmen"))

        assert list(tables) == list(DERIVED_COLUMNS) == ["panel", "agreement", "ledger"]
        for name, table in tables.items():
            assert list(table) == list(DERIVED_COLUMNS[name])
            assert [str(table[column].dtype) for column in table if DERIVED[name][column].dtype == WHOLE] != []
            assert set(table["scope"]) <= set(shown(opened(), ask(page=page, force="lanternmen"))["scope"])


def test_derived_tables_of_nothing_are_empty():
    tables = derived(opened(), ask(page="compare", since="2099-01-01"))

    assert [len(table) for table in tables.values()] == [0, 0, 0]


def test_the_agreement_table_says_what_the_page_says():
    """Example: the live claims about the Lantern League, as its headline has them."""
    (row,) = [
        row
        for row in records(derived(opened(), ask(page="posture", force="lanternmen"))["agreement"])
        if row["scope"] == "lanternmen · present · everywhere · persons"
    ]

    assert row["voices"] >= 2
    assert row["gap"] >= 1
    assert row["rule"] == "median"


# Never drifting.


def test_a_name_says_theatre_knowledge_and_hash():
    wanted = ask(known_by="2018-06-30")

    assert (
        file_name(opened(), wanted, "csv") == f"force-posture_theatre_known-2018-06-30_{digest(opened(), wanted)}.csv"
    )
    assert file_name(opened(), ask(), "zip") == f"force-posture_theatre_known-all_{digest(opened(), ask())}.zip"
    assert len(digest(opened(), ask())) == 12


@pytest.mark.parametrize(("key", "name"), [("../a b", "a-b"), ("متطوع", "theatre"), ('x"y\r\n', "x-y")])
def test_a_name_holds_only_letters_that_every_system_takes(key: str, name: str, tmp_path: Path):
    folder = write(tmp_path / "made", report("r", "2020-01-01", estimate()))
    odd = Library(tmp_path, CONFIG).open(folder.name, TODAY)
    object.__setattr__(odd.dataset, "key", key)

    assert file_name(odd, asked.read({}, odd), "csv").startswith(f"force-posture_{name}_known-all_")


@pytest.mark.parametrize(
    "other",
    [
        {"at": "2020-01-01"},
        {"force": "lanternmen"},
        {"known_by": "2020-01-01"},
        {"rulebook": "acled"},
        {"votes": "body"},
        {"page": "posture"},
        {"rule": "lowest"},
        {"window": "7"},
        {"search": "varn"},
    ],
    ids=str,
)
@pytest.mark.parametrize("empty", [{}, {"since": "2099-01-01"}], ids=["rows", "no rows"])
def test_the_hash_covers_every_choice_also_where_nothing_is_found(other: dict[str, str], empty: dict[str, str]):
    assert digest(opened(), ask(**empty)) != digest(opened(), ask(**(empty | other)))


def test_the_hash_covers_the_data_and_the_order_in_which_a_choice_is_typed_does_not_matter(tmp_path: Path):
    first = write(tmp_path / "made", report("r", "2020-01-01", estimate("7,000"), estimate("9", force="scouts")))
    before = Library(tmp_path, CONFIG).open(first.name, TODAY)
    write(tmp_path / "made", report("r", "2020-01-01", estimate("7,001"), estimate("9", force="scouts")))
    after = Library(tmp_path, CONFIG).open(first.name, TODAY)
    one_way, other_way = ({"measure": ["present", "killed"]}, {"measure": ["killed", "present"]})

    assert data_version(before) != data_version(after)
    assert digest(before, asked.read({}, before)) != digest(after, asked.read({}, after))
    assert asked.read(one_way, after) == asked.read(other_way, after)


def test_the_version_of_the_data_knows_no_ends_of_lines_and_no_place(tmp_path: Path):
    for name, ends in (("a", "\n"), ("b", "\r\n")):
        for file in filter(Path.is_file, MINIATURE.rglob("*")):
            target = tmp_path / name / "theatre" / file.relative_to(MINIATURE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends.encode()))
    found = [Library(tmp_path / name, CONFIG).open("theatre", day) for name, day in (("a", TODAY), ("b", date.min))]

    assert {data_version(one) for one in found} == {data_version(opened())}
    assert {csv_bytes(one, asked.read({}, one)) for one in found} == {csv_bytes(opened(), ask())}


def test_the_configuration_is_part_of_the_version_and_who_may_save_is_not(tmp_path: Path):
    text = CONFIG.read_text(encoding="utf-8")
    versions = {}
    for name, old, new in (("same", "editing: local", "editing: off"), ("other", "window: 365", "window: 364")):
        (tmp_path / f"{name}.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        versions[name] = data_version(Library(HERE, tmp_path / f"{name}.yaml").open("theatre", TODAY))

    assert versions["same"] == data_version(opened())
    assert versions["other"] != data_version(opened())
    assert config().editing == "local"


@pytest.mark.parametrize("form", ["csv", "json", "zip"])
def test_the_bytes_are_the_same_on_two_runs_in_two_time_zones_and_two_locales(form: str, tmp_path: Path):
    made_by = []
    for place, (zone, locale) in enumerate([("UTC", "C.UTF-8"), ("Asia/Kathmandu", "de_DE.UTF-8"), ("UTC", "C")]):
        out = tmp_path / f"{place}.{form}"
        asked_for = [MINIATURE, "--page", "posture", "--out", out, *([] if form == "csv" else [f"--{form}"])]
        surroundings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(place), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "posture", "snapshot", *map(str, asked_for)]
        subprocess.run(command, env=os.environ | surroundings, cwd=tmp_path, check=True)
        made_by.append(out.read_bytes())

    assert len(set(made_by)) == 1
    if form == "csv":
        assert made_by[0] == csv_bytes(opened(), ask(page="posture"))
