"""A snapshot that comes back: whether it agrees with the data at hand, and what changed since it was made."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from posture.__main__ import main
from posture.library import Library, Opened
from posture.snapshots import asked, kept
from posture.snapshots.differences import ADDED, CORRECTED, RULED, says
from posture.snapshots.kept import Kept
from posture.snapshots.package import package
from posture.snapshots.verification import NO_FILTERS, between, since, verify
from posture.snapshots.version import VERSION, data_version
from posture.snapshots.writing import csv_bytes, json_bytes, safe_csv
from tests.datasets import CONFIG, HERE, MINIATURE, ROOT, TODAY, estimate, report, write

SHIPPED = ROOT / "data" / "syria"
EARLY = HERE / "snapshots" / "early.csv"
ASKED = [
    {},
    {"page": ["posture"]},
    {"page": ["compare"], "span": ["window"]},
    {"page": ["change"], "rulebook": ["acled"]},
    {"page": ["evidence"], "search": ["a"], "struck": ["no"]},
    {"known_by": ["2020-03-01"], "struck": ["no"]},
]


def opened(folder: Path, config: Path = CONFIG) -> Opened:
    """A theatre as the dashboard opens it."""
    return Library(folder.parent, config).open(folder.name, TODAY)


def taken(theatre: Opened, **parameters: str) -> Kept:
    """A snapshot that was taken away and comes back."""
    wish = asked.read({name: [text] for name, text in parameters.items()}, theatre)
    return kept.read(csv_bytes(theatre, wish), "mine.csv")


def edited(folder: Path, target: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a theatre with texts of its files replaced, each of which stands there."""
    copy = shutil.copytree(folder, target / folder.name)
    for old, new in changes:
        (path,) = [path for path in copy.rglob("*.yaml") if old in path.read_text(encoding="utf-8")]
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return copy


def with_ten_more(folder: Path, target: Path) -> Path:
    """A copy of the shipped data with ten reports more."""
    copy = shutil.copytree(folder, target / folder.name)
    keys = {"originator": "idf", "publisher": "The Gazette"}
    ten = [report(f"later-{n}", f"2026-01-{n + 1:02}", estimate(force="hezbollah"), **keys) for n in range(10)]
    (copy / "reports" / "later.yaml").write_text(json.dumps(ten), encoding="utf-8")
    return copy


@pytest.mark.parametrize("folder", [MINIATURE, SHIPPED], ids=["miniature", "shipped"])
@pytest.mark.parametrize("parameters", ASKED, ids=str)
def test_a_snapshot_that_was_just_made_agrees(folder: Path, parameters: dict[str, list[str]]):
    theatre = opened(folder)
    wish = asked.read(parameters, theatre)

    for data in (csv_bytes(theatre, wish), json_bytes(theatre, wish), package(theatre, wish, None)):
        verdict = verify(kept.read(data, "mine"), theatre)
        assert (verdict.agrees, verdict.notes) == (True, ())
        assert verdict.says.startswith("The snapshot agrees with the dataset: ")
        assert since(kept.read(data, "mine"), theatre) == ([], ())


def test_ten_reports_that_were_added_are_told_and_nothing_else(tmp_path: Path):
    """Download, close, come back after ten reports were added."""
    later = opened(with_ten_more(SHIPPED, tmp_path))
    assert later.problems == ()
    found, notes = since(taken(opened(SHIPPED)), later)

    assert [(one.kind, one.estimate_id) for one in found] == [(ADDED, f"later-{n}/hezbollah") for n in range(10)]
    assert says(found) == "10 estimates added."
    assert {(one.originator, one.force, one.new, one.publisher) for one in found} == {
        (later.dataset.theatre.originators["idf"].label, "Hezbollah", "7,000", "The Gazette")
    }
    assert [note for note in notes if "version" in note] == list(notes)


def test_a_narrower_snapshot_is_told_only_what_it_would_hold(tmp_path: Path):
    later = opened(with_ten_more(SHIPPED, tmp_path))

    for parameters in ({"force": "iranian-advisers"}, {"known_by": "2018-06-30"}, {"until": "2025-12-31"}):
        assert since(taken(opened(SHIPPED), **parameters), later)[0] == []
        assert verify(taken(opened(SHIPPED), **parameters), later).agrees


def test_the_ten_reports_make_the_verdict_differ(tmp_path: Path):
    verdict = verify(taken(opened(SHIPPED)), opened(with_ten_more(SHIPPED, tmp_path)))

    assert not verdict.agrees
    assert (verdict.missing, verdict.cells, len(verdict.more)) == ((), (), 10)
    assert verdict.says == "The snapshot differs from the dataset: 10 estimates more than it has."


def test_a_corrected_a_withdrawn_and_a_missing_record_are_told_apart(tmp_path: Path):
    first = report("a", "2020-01-01", estimate())
    second = report("b", "2020-02-01", estimate("8,000"))
    third = report("c", "2020-03-01", estimate("9,000"))
    before = opened(write(tmp_path / "old" / "isle", first, second, third))
    why = {"is": "withdrawn", "date": "2020-05-01", "reason": "Taken back."}
    corrected = report("a", "2020-01-01", estimate("7,500", wording="7,000 men"))
    after = opened(
        write(tmp_path / "new" / "isle", corrected, report("b", "2020-02-01", estimate("8,000", status=why)))
    )
    found, _ = since(taken(before, struck="no"), after)
    verdict = verify(taken(before, struck="no"), after)

    assert [(one.kind, one.estimate_id, one.column, one.old, one.new, one.reason) for one in found] == [
        ("withdrawn", "b/guards", "status", "", "withdrawn", "Taken back."),
        ("corrected", "a/guards", "count", "7,000", "7,500", ""),
        ("gone", "c/guards", "", "9,000", "", "its record is missing, though none is ever deleted"),
    ]
    assert (verdict.missing, verdict.more) == (("b/guards", "c/guards"), ())
    assert {(cell.column, cell.old, cell.new) for cell in verdict.cells} >= {("count", "7,000", "7,500")}


def test_an_edited_rulebook_moves_rows_and_corrects_nothing(tmp_path: Path):
    text = CONFIG.read_text(encoding="utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(text.replace("thousands: 2,000-9,999", "thousands: 3,000-9,999", 1), encoding="utf-8")
    assert config.read_text(encoding="utf-8") != text
    found, _ = since(taken(opened(SHIPPED)), opened(SHIPPED, config))

    assert found
    assert {one.kind for one in found} == {RULED}
    assert {(one.old, one.new) for one in found if one.column == "low"} >= {("2000", "3000")}


def test_a_file_that_was_changed_after_it_was_made_is_found_out():
    theatre = opened(MINIATURE)
    data = csv_bytes(theatre, asked.read({}, theatre)).replace(b"5,000", b"9,000")
    verdict = verify(kept.read(data, "mine.csv"), theatre)

    assert not verdict.agrees
    assert "9,000" in {cell.old for cell in verdict.cells}
    assert verdict.notes[0].startswith(f"It names the version of the data at hand, {data_version(theatre)}, so")


def test_another_version_of_the_program_is_told():
    theatre = opened(MINIATURE)
    data = csv_bytes(theatre, asked.read({}, theatre)).replace(f",{VERSION}\r".encode(), b",9.9\r")
    verdict = verify(kept.read(data, "mine.csv"), theatre)

    assert verdict.agrees
    assert verdict.notes == (f"It was made by version 9.9 of the program; this is version {VERSION}.",)


def test_a_record_that_only_moved_within_its_file_agrees(tmp_path: Path):
    copy = shutil.copytree(MINIATURE, tmp_path / MINIATURE.name)
    for path in (copy / "reports").glob("*.yaml"):
        path.write_text("# One line more.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert verify(taken(opened(MINIATURE)), opened(copy)).agrees
    assert since(taken(opened(MINIATURE)), opened(copy))[0] == []


def test_a_choice_that_is_no_longer_known_is_told_and_the_rows_compared_all_the_same():
    theatre = opened(MINIATURE)
    data = csv_bytes(theatre, asked.read({"force": ["volunteers"]}, theatre))
    mine = kept.read(data, "mine.csv")
    lost = Kept(mine.rows, mine.theatre, {**mine.parameters, "force": ["volunters"], "mood": ["good"]})
    verdict = verify(lost, theatre)

    assert verdict.agrees
    assert verdict.notes[0].startswith("Not every choice of the snapshot can be followed any more: ")
    assert 'did you mean "volunteers"?' in verdict.notes[0]


def test_an_early_snapshot_is_verified_row_by_row(tmp_path: Path):
    early = kept.read(EARLY.read_bytes(), EARLY.name)
    verdict = verify(early, opened(MINIATURE))
    copy = edited(MINIATURE, tmp_path, ("about 800 advisers", "about 900 advisers"))

    assert (verdict.agrees, verdict.compared, verdict.notes) == (True, len(early.rows), (NO_FILTERS,))
    assert since(early, opened(MINIATURE)) == ([], (NO_FILTERS,))
    assert [one.kind for one in since(early, opened(copy))[0]] == [CORRECTED]


def test_a_snapshot_without_rows_agrees_only_where_it_says_what_was_asked():
    theatre = opened(MINIATURE)
    wish = asked.read({"until": ["1950-01-01"]}, theatre)

    assert verify(kept.read(json_bytes(theatre, wish), "mine.json"), theatre).agrees
    silent = verify(kept.read(csv_bytes(theatre, wish), "mine.csv"), theatre)
    assert (silent.agrees, silent.says) == (False, "The snapshot cannot be verified.")
    assert "nothing to compare" in silent.notes[0]


def test_between_two_snapshots_other_choices_are_no_changes():
    theatre = opened(MINIATURE)
    narrow = taken(theatre, force="volunteers", rulebook="own")
    wide = taken(theatre, rulebook="acled")
    found, notes = between(narrow, wide)

    assert notes == (
        "They were made under other choices: force was volunteers, then left open.",
        "They were made under other choices: rulebook was own, then acled.",
    )
    assert {one.reason for one in found if one.kind == ADDED} == {"left out by the earlier choice of force"}
    assert {one.kind for one in found} <= {ADDED, RULED}


# The command line


def run(*arguments: str | Path, capsys: pytest.CaptureFixture) -> tuple[int, str]:
    """How a command ends, and what it prints."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def saved(folder: Path, theatre: Opened, name: str = "old.csv", **parameters: str) -> Path:
    """A snapshot in a file."""
    wish = asked.read({key: [text] for key, text in parameters.items()}, theatre)
    (folder / name).write_bytes(csv_bytes(theatre, wish))
    return folder / name


def test_verify_ends_with_nothing_where_a_snapshot_agrees(tmp_path: Path, capsys):
    code, printed = run("verify", saved(tmp_path, opened(SHIPPED), page="posture"), capsys=capsys)

    assert code == 0
    assert printed.startswith("The snapshot agrees with the dataset: ")


def test_verify_says_what_differs(tmp_path: Path, capsys):
    file = saved(tmp_path, opened(SHIPPED))
    code, printed = run("verify", file, "--data", with_ten_more(SHIPPED, tmp_path).parent, capsys=capsys)

    assert code == 1
    assert "10 estimates more than it has." in printed
    assert "  not in the snapshot: later-0/hezbollah\n" in printed


def test_verify_tells_a_file_that_is_no_snapshot_from_one_that_differs(tmp_path: Path, capsys):
    (tmp_path / "other.csv").write_text("name\nAnn\n", encoding="utf-8")
    code, printed = run("verify", tmp_path / "other.csv", capsys=capsys)

    assert code == 2
    assert printed.startswith('"other.csv" cannot be read as a snapshot: there is no column theatre')


def test_verify_opens_no_theatre_but_those_that_are_there(tmp_path: Path, capsys):
    """The name comes from the file."""
    theatre = opened(MINIATURE)
    data = csv_bytes(theatre, asked.read({}, theatre)).replace(b"\r\ntheatre,", b"\r\n../tests/theatre,")
    (tmp_path / "mine.csv").write_bytes(data)
    code, printed = run("verify", tmp_path / "mine.csv", capsys=capsys)

    assert code == 1
    assert 'there is no theatre "../tests/theatre"' in printed


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path, capsys):
    theatre = opened(MINIATURE)
    table = taken(theatre).rows.assign(speaker="\x1b]0;mine\x07\x1b[31m\u202ered")
    (tmp_path / "mine.csv").write_bytes(safe_csv(table))

    for arguments in (("verify", "--data", MINIATURE.parent), ("diff", MINIATURE)):
        command, *others = arguments
        _, printed = run(command, tmp_path / "mine.csv", *others, capsys=capsys)
        assert "red" in printed
        assert all(letter.isprintable() or letter == "\n" for letter in printed)


def test_diff_of_a_snapshot_and_a_theatre(tmp_path: Path, capsys):
    file, target = saved(tmp_path, opened(SHIPPED)), tmp_path / "changes.csv"
    code, printed = run("diff", file, with_ten_more(SHIPPED, tmp_path), "--csv", target, capsys=capsys)
    cells = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"), newline="")))

    assert code == 1
    assert printed.startswith("10 estimates added.\n")
    assert "  added: later-0/hezbollah, figure: 7,000; The Gazette, 1 January 2026, https://" in printed
    assert [cell["estimate_id"] for cell in cells] == [f"later-{n}/hezbollah" for n in range(10)]


def test_diff_of_two_snapshots(tmp_path: Path, capsys):
    old = saved(tmp_path, opened(SHIPPED), known_by="2018-06-30")
    new = saved(tmp_path, opened(SHIPPED), "new.csv", known_by="2019-06-30")
    code, printed = run("diff", old, new, capsys=capsys)

    assert code == 1
    assert "(left out by the earlier choice of known_by)" in printed
    assert "known_by was 2018-06-30, then 2019-06-30." in printed


def test_diff_ends_with_nothing_where_nothing_changed(tmp_path: Path, capsys):
    file = saved(tmp_path, opened(SHIPPED))

    assert run("diff", file, file, capsys=capsys) == (0, "Nothing changed.\n")
    for theatre in (SHIPPED, SHIPPED.name):
        assert run("diff", file, theatre, capsys=capsys) == (0, "Nothing changed.\n")


@pytest.mark.parametrize("command", [("verify", "nothing.csv"), ("diff", "nothing.csv", "nothing.csv")])
def test_a_file_that_is_not_there_is_told(command: tuple[str, ...], tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, printed = run(*command, capsys=capsys)

    assert (code, printed) == (
        1,
        "nothing.csv cannot be read (No such file or directory); check its name and its rights\n",
    )


def test_snapshots_of_two_theatres_are_not_compared(tmp_path: Path, capsys):
    old = saved(tmp_path, opened(MINIATURE))
    code, printed = run("diff", old, SHIPPED, capsys=capsys)

    assert (code, printed) == (
        1,
        'the old one is of "theatre", the new one of "syria"; compare snapshots of one theatre\n',
    )
