"""What changed between two tables: each change by its kind, with old, new, reason and source, and nothing else."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.columns import COLUMNS
from posture.panel import known
from posture.snapshots.differences import (
    ADDED,
    CORRECTED,
    GONE,
    KINDS,
    MOVED,
    RULED,
    WITHDRAWN,
    Difference,
    changed,
    counts,
    differences,
    says,
    table,
)
from posture.snapshots.kept import read
from posture.snapshots.writing import safe_csv
from posture.table import table as full_table
from tests.datasets import MINIATURE, THEATRE, config, estimate, made, made_rows, report, rows

SHIPPED = Path(__file__).parents[1] / "data" / "syria"
IDS = rows(MINIATURE)["estimate_id"].tolist()


def one(found: list[Difference]) -> Difference:
    """The only difference."""
    assert len(found) == 1, found
    return found[0]


def told(found: list[Difference]) -> set[tuple[str, str, str]]:
    """Kind, estimate and column of each."""
    return {(each.kind, each.estimate_id, each.column) for each in found}


def test_a_table_differs_in_nothing_from_itself():
    assert differences(rows(SHIPPED), rows(SHIPPED)) == []
    assert says([]) == "Nothing changed."


def test_the_order_of_rows_and_where_they_are_typed_are_no_change():
    other = rows(MINIATURE).iloc[::-1].assign(file="elsewhere.yaml", line=pd.array([1] * len(IDS), dtype="Int64"))

    assert differences(rows(MINIATURE), other) == []


def test_an_added_estimate_is_told_with_its_figure_and_source(tmp_path: Path):
    old = report("a", "2020-01-01", estimate())
    new = report("b", "2020-02-01", estimate("9,000", change="disclosure"), publisher="The Courier")
    found = one(differences(made_rows(tmp_path / "old" / "isle", old), made_rows(tmp_path / "new" / "isle", old, new)))

    assert found == Difference(
        ADDED,
        "b/guards",
        "The Army",
        "Guards",
        "",
        "",
        "9,000",
        "disclosure",
        "The Courier",
        "2020-02-01",
        "https://example.org/b",
    )
    assert found.source == "The Courier, 1 February 2020"


@pytest.mark.parametrize(
    ("keys", "column", "old", "new"),
    [
        ({"count": "8,000"}, "count", "7,000", "8,000"),
        ({"wording": "7,000 guards"}, "wording", "7,000 men", "7,000 guards"),
        ({"speaker": "A. General"}, "speaker", "", "A. General"),
        ({"as_of": "2019-12"}, "as_of", "2020-01-01", "2019-12"),
        ({"originator": "monitor"}, "originator", "army", "monitor"),
        ({"place": "port"}, "place", "", "port"),
        ({"increment": "true"}, "increment", "False", "True"),
    ],
)
def test_a_correction_is_told_once_by_the_field_that_was_typed(
    tmp_path: Path, keys: dict[str, str], column: str, old: str, new: str
):
    """Not by what follows from it: ends, labels, scope, first and last days."""
    before = made_rows(tmp_path / "old" / "isle", report("a", "2020-01-01", estimate()))
    typed = {"count": "7,000", "wording": "7,000 men"} | keys
    after = made_rows(tmp_path / "new" / "isle", report("a", "2020-01-01", estimate(**typed)))
    found = one(differences(before, after))

    assert (found.kind, found.estimate_id, found.column) == (CORRECTED, "a/guards", column)
    assert (found.old, found.new) == (old, new)


def test_an_estimate_that_came_withdrawn_says_so(tmp_path: Path):
    why = {"is": "withdrawn", "date": "2020-03-01", "reason": "Taken back."}
    after = made_rows(tmp_path, report("a", "2020-01-01", estimate(status=why)))
    found = one(differences(after.head(0), after))

    assert (found.kind, found.reason) == (ADDED, "withdrawn: Taken back.")


@pytest.mark.parametrize(
    ("status", "kind"), [("withdrawn", WITHDRAWN), ("misprint", WITHDRAWN), ("corrected", CORRECTED)]
)
def test_a_status_is_told_with_its_reason(tmp_path: Path, status: str, kind: str):
    before = made_rows(tmp_path / "old" / "isle", report("a", "2020-01-01", estimate()))
    why = {"is": status, "date": "2020-03-01", "reason": "A slip of the pen."}
    after = made_rows(tmp_path / "new" / "isle", report("a", "2020-01-01", estimate(status=why)))
    found = one(differences(before, after))

    assert (found.kind, found.column, found.old, found.new) == (kind, "status", "", status)
    assert found.reason == "A slip of the pen."


def test_another_rulebook_moves_ends_and_corrects_nothing():
    found = differences(rows(SHIPPED), rows(SHIPPED, "acled"), {"rulebook": ["own"]}, {"rulebook": ["acled"]})
    before, after = (rows(SHIPPED, book).set_index("estimate_id") for book in ("own", "acled"))
    moved = before.index[(before[["low", "high"]] != after[["low", "high"]]).any(axis=1).fillna(value=False)]

    assert {each.kind for each in found} == {RULED}
    assert set(moved) <= {each.estimate_id for each in found}
    assert {each.reason for each in found} == {"rulebook own, then acled"}
    assert {each.column for each in found} <= {"kind", "low", "high", "low_soft", "high_soft"}


def test_what_the_theatre_says_of_a_key_moves_rows_and_corrects_nothing(tmp_path: Path):
    typed = report("a", "2020-01-01", estimate())
    forces = THEATRE["forces"] | {"guards": THEATRE["forces"]["guards"] | {"label": "The Guard"}}
    renamed = made(tmp_path / "new" / "isle", typed, theatre=THEATRE | {"forces": forces})
    after = full_table(renamed, config(), config().rulebooks["own"])
    found = one(differences(made_rows(tmp_path / "old" / "isle", typed), after))

    assert (found.kind, found.column, found.old, found.new) == (MOVED, "force_label", "Guards", "The Guard")


def test_between_two_days_known_by_what_came_and_what_was_withdrawn_is_told():
    earlier, later = (known(rows(MINIATURE), day) for day in (date(2019, 12, 31), date(2020, 12, 31)))
    found = differences(earlier, later)
    came = set(later["estimate_id"]) - set(earlier["estimate_id"])

    assert {each.estimate_id for each in found if each.kind == ADDED} == came
    assert GONE not in {each.kind for each in found}
    assert counts(found)[ADDED] == len(came)


@given(st.dates(date(2019, 1, 1), date(2021, 1, 1)), st.dates(date(2019, 1, 1), date(2021, 1, 1)))
def test_nothing_is_ever_gone_between_two_days(first: date, last: date):
    first, last = sorted((first, last))
    found = differences(known(rows(MINIATURE), first), known(rows(MINIATURE), last))
    came = [each.estimate_id for each in found if each.kind == ADDED]
    struck = rows(MINIATURE)["status_date"].between(pd.Timestamp(first + timedelta(days=1)), pd.Timestamp(last))

    assert {each.kind for each in found} <= {ADDED, CORRECTED, WITHDRAWN}
    assert len(came) == len(known(rows(MINIATURE), last)) - len(known(rows(MINIATURE), first))
    assert {each.estimate_id for each in found} - set(came) <= set(rows(MINIATURE).loc[struck, "estimate_id"])


EDITS = st.dictionaries(
    st.sampled_from(IDS),
    st.sampled_from(
        [
            (ADDED, ""),
            (GONE, ""),
            (WITHDRAWN, "status"),
            (RULED, "high"),
            (MOVED, "side"),
            (CORRECTED, "wording"),
            (CORRECTED, "count"),
            (CORRECTED, "publisher"),
            (CORRECTED, "speaker"),
        ]
    ),
)


@given(EDITS, st.randoms(use_true_random=False))
def test_exactly_what_was_edited_is_told(edits: dict[str, tuple[str, str]], random: Any):
    """Whatever is added, corrected, withdrawn, read otherwise or taken away, in any order of rows."""
    everything = rows(MINIATURE)
    without = {kind: {name for name, (one, _) in edits.items() if one == kind} for kind in (ADDED, GONE)}
    old = everything[~everything["estimate_id"].isin(without[ADDED])]
    new = everything[~everything["estimate_id"].isin(without[GONE])].copy()
    for name, (_, column) in edits.items():
        row = new["estimate_id"] == name
        if column and column == "high":
            new.loc[row, "high"] = new.loc[row, "high"].fillna(0) + 1
        elif column:
            new.loc[row, column] = "withdrawn" if column == "status" else new.loc[row, column] + "x"
    untouched = {name for name in edits if edits[name][1] == "status" and _status(name) == "withdrawn"}
    order = list(range(len(new)))
    random.shuffle(order)
    expected = {
        (_kind(name, kind, column), name, column) for name, (kind, column) in edits.items() if name not in untouched
    }

    assert told(differences(old, new.iloc[order])) == expected


def _status(name: str) -> str:
    return rows(MINIATURE).set_index("estimate_id").loc[name, "status"]


def _kind(name: str, kind: str, column: str) -> str:
    # From one way of not standing to another is a correction.
    return CORRECTED if column == "status" and _status(name) in {"withdrawn", "misprint"} else kind


def test_a_row_that_the_choices_no_longer_show_is_told_by_what_became_of_it():
    """A withdrawn figure leaves a page that shows none; it is withdrawn and not gone."""
    old = rows(MINIATURE).head(3).assign(status="", status_reason="")
    status = pd.array(["withdrawn", "", ""], dtype=old["status"].dtype)
    record = old.assign(status=status)
    found = one(differences(old, record.iloc[1:], {"struck": ["no"]}, {"struck": ["no"]}, record))

    assert (found.kind, found.estimate_id, found.new) == (WITHDRAWN, old["estimate_id"].iloc[0], "withdrawn")


def test_a_missing_record_is_told_from_one_that_a_page_has_no_room_for():
    old = rows(MINIATURE).head(3)
    no_room = one(differences(old, old.iloc[1:], {"page": ["change"]}, {"page": ["change"]}, record=old))
    missing = one(differences(old, old.iloc[1:], {"page": ["change"]}, {"page": ["change"]}, record=old.iloc[1:]))

    assert (no_room.kind, missing.kind) == (GONE, GONE)
    assert "no longer among the rows that these choices show" in no_room.reason
    assert missing.reason == "its record is missing, though none is ever deleted"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("force", ["balloons"]),
        ("measure", ["killed"]),
        ("place", ["port-sarn"]),
        ("side", ["nobody-here"]),
        ("originator", ["nobody-here"]),
        ("since", ["2021-01-01"]),
        ("until", ["2000-01-01"]),
        ("known_by", ["2019-01-01"]),
    ],
)
def test_a_row_that_a_filter_leaves_out_names_the_filter(name: str, values: list[str]):
    old = rows(MINIATURE)[rows(MINIATURE)["place"] == ""].head(1)
    (gone,) = differences(old, old.head(0), {name: [""]}, {name: values})
    (came,) = differences(old.head(0), old, {name: values}, {name: [""]})

    assert (gone.kind, gone.reason) == (GONE, f"left out by the later choice of {name}")
    assert (came.kind, came.reason) == (ADDED, f"left out by the earlier choice of {name}")


def test_withdrawn_figures_left_out_by_choice_are_named_so():
    old = rows(MINIATURE).head(1).assign(status="withdrawn")
    (gone,) = differences(old, old.head(0), {"struck": ["yes"]}, {"struck": ["no"]})

    assert gone.reason == "left out by the later choice of struck"


def test_other_choices_of_the_page_are_named_where_no_filter_explains():
    old = rows(MINIATURE).head(1)
    (gone,) = differences(
        old, old.head(0), {"page": [""], "at": ["2020-01-01"]}, {"page": ["compare"], "at": ["2019-01-01"]}
    )

    assert gone.reason == "left out by other choices: page and at"


def test_the_sentence_counts_estimates_and_not_cells():
    old = rows(MINIATURE)
    new = old.iloc[1:].assign(wording="x", speaker="y")
    found = differences(old, new)

    assert says(found) == f"{len(new)} estimates corrected and 1 estimate gone."
    assert list(counts(found)) == [kind for kind in KINDS if kind in {CORRECTED, GONE}]


def test_an_absent_column_of_an_early_version_is_not_compared():
    old = rows(MINIATURE).drop(columns=["method", "note"])

    assert differences(old, rows(MINIATURE)) == []
    assert list(changed(old, rows(MINIATURE).assign(method="x"))) == []


def test_as_csv_the_differences_hold_nothing_that_a_spreadsheet_runs():
    old = rows(MINIATURE)
    hostile = old.assign(wording="=1+1", publisher='=HYPERLINK("http://example.org")')
    data = safe_csv(table(differences(old, hostile)))
    cells = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert {cell["new"] for cell in cells} == {"'=1+1", '\'=HYPERLINK("http://example.org")'}
    assert not [cell for record in cells for cell in record.values() if cell[:1] in "=+-@" and cell]


def test_without_differences_the_table_is_its_columns():
    assert list(table([]).columns)[:3] == ["kind", "estimate_id", "originator"]
    assert safe_csv(table([])).startswith(b"\xef\xbb\xbfkind,")


def test_a_snapshot_read_back_differs_in_nothing_from_what_it_was_made_of():
    assert differences(read(safe_csv(rows(SHIPPED)), "a.csv").rows, rows(SHIPPED)) == []


def test_every_column_has_a_kind_of_its_own():
    """What is not read by a rulebook, nor declared, nor a place, is a record's: a new column is a correction."""
    old = rows(MINIATURE).head(1)
    texts = [name for name, column in COLUMNS.items() if column.dtype == "str" and name not in {"estimate_id", "file"}]
    kinds = {name: one(differences(old, old.assign(**{name: old[name] + "x"}))).kind for name in texts}

    assert {kinds[name] for name in ("kind", "theatre", "count", "note")} == {RULED, MOVED, CORRECTED}
    assert {kind for name, kind in kinds.items() if name.endswith("_label") or name in {"scope", "root"}} == {MOVED}
