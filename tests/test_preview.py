"""What saving would do, before anything is written: the patch that git takes, and which charts move how."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from posture.editing.corrections import correction
from posture.editing.drafts import Draft, DraftEntry, DraftEstimate, edits
from posture.editing.edits import Conflict, Edit
from posture.editing.moves import Glance
from posture.editing.preview import Preview, preview
from posture.editing.records import record_text
from posture.library import Library
from posture.loading import load
from posture.panel import Moment
from posture.problems import DataError
from posture.table import table
from tests.datasets import CONFIG, MINIATURE, ROOT, TODAY, config, dataset
from tests.git import git

SHIPPED = ROOT / "data" / "syria"
AT = Glance(Moment(date(2020, 6, 30)))
FIGURE = DraftEstimate(force=("lanternmen",), count="2,600", wording="2,600 Lanternmen", originator="monitor")
SOUND = Draft("daily-2020-06-01", "Daily", url="https://example.org/d", published="2020-06-01", estimates=(FIGURE,))


def seen(*changes: Edit, folder: Path = MINIATURE, at: Glance = AT) -> Preview:
    """What these edits would do to a theatre."""
    return preview(folder, changes, config(), config().rulebooks["own"], at, today=TODAY)


def added(*estimates: DraftEstimate, at: Glance = AT, **keys: Any) -> Preview:
    """What a report with these estimates would do to the miniature theatre."""
    return seen(*edits(replace(SOUND, estimates=estimates or SOUND.estimates, **keys), MINIATURE), at=at)


def corrected(record: str, folder: Path = MINIATURE, at: Glance = AT, **wanted: Any) -> Preview:
    """What a correction would do to a theatre."""
    held = dataset(folder)
    name = next(entry.file for entry in held.entries if record in (entry.id, entry.report.id))
    read = record_text((folder.parent / name).read_bytes(), record)
    return seen(correction(held, record, wanted, read), folder=folder, at=at)


# A report


def copied(folder: Path, to: Path) -> Path:
    """The theatre in a data folder of its own."""
    return Path(shutil.copytree(folder, to / "data" / folder.name))


@pytest.mark.parametrize("folder", [MINIATURE, SHIPPED], ids=lambda folder: folder.name)
@pytest.mark.parametrize("published", ["2019-06-01", "2020", "2027-01-01"])
def test_a_patch_taken_at_the_root_makes_the_theatre_that_was_previewed(folder: Path, published: str, tmp_path: Path):
    theatre = copied(folder, tmp_path)
    force = next(iter(dataset(folder).theatre.forces))
    new = DraftEntry("originators", "radio", "Radio: the voice", side="tessal"), DraftEntry("places", "sea", "The sea")
    figure = DraftEstimate((force,), "2,600", "2,600: so #1", originator="radio", place=("sea",))
    one = replace(SOUND, published=published, estimates=(figure,), entries=new, title="x: y")
    found = seen(*edits(one, theatre), folder=theatre)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "apply", "-", text=found.patch)

    after = load(theatre, config())
    assert found.problems == ()
    assert {file.name: (theatre.parent / file.name).read_text(encoding="utf-8") for file in found.files} == {
        file.name: file.after for file in found.files
    }
    assert [entry.id for entry in after.entries] == [entry.id for entry in found.dataset.entries]
    assert f"daily-2020-06-01/{force}" in after.by_id
    assert after.errors == ()


def test_a_preview_writes_nothing(tmp_path: Path):
    theatre = copied(MINIATURE, tmp_path)
    before = {path: path.read_bytes() for path in theatre.rglob("*") if path.is_file()}
    seen(*edits(SOUND, theatre), folder=theatre)

    assert {path: path.read_bytes() for path in theatre.rglob("*") if path.is_file()} == before


def test_the_new_text_stands_by_itself():
    found = added(entries=(DraftEntry("places", "sea", "The sea", counts="All of it."),))

    assert found.yaml == (
        "places:\n"
        "  sea: {label: The sea, counts: All of it.}\n"
        "\n"
        "- id: daily-2020-06-01\n"
        "  publisher: Daily\n"
        "  url: https://example.org/d\n"
        "  published: 2020-06-01\n"
        "  estimates:\n"
        "    - force: lanternmen\n"
        "      count: 2,600\n"
        '      wording: "2,600 Lanternmen"\n'
        "      originator: monitor\n"
    )
    assert [(file.name, file.before is None) for file in found.files] == [
        ("theatre/theatre.yaml", False),
        ("theatre/reports/2020.yaml", False),
    ]


def test_a_file_that_is_not_there_yet_is_new_in_the_patch():
    found = added(published="2021-01-05")

    assert [(file.name, file.before) for file in found.files] == [("theatre/reports/2021.yaml", None)]
    assert "new file mode 100644\n--- /dev/null\n+++ b/tests/theatre/reports/2021.yaml\n" in found.patch


def test_what_is_new_to_look_at_is_told_and_nothing_else(tmp_path: Path):
    """The lines below a new report move; what was told of them before is not new."""
    theatre = copied(MINIATURE, tmp_path)
    path = theatre / "reports" / "2020.yaml"
    path.write_bytes(path.read_bytes().replace(b'"2,000 balloons"', b'"2 balloons"').replace(b"url: ", b"via: "))
    wrong = replace(FIGURE, wording="200 Lanternmen", force=("lanternmen",))
    found = seen(*edits(replace(SOUND, published="2020-01-01", estimates=(wrong,)), theatre), folder=theatre)

    assert len(found.dataset.entries) == len(load(theatre, config()).entries) + 1
    assert [problem.rule for problem in found.warnings] == ["digits_stand_in_the_wording"]
    assert found.problems == ()


def test_what_would_break_the_theatre_is_told():
    found = added(id="monitor-2019")

    (problem,) = found.problems
    assert problem.found.startswith('the id "monitor-2019" stands already at theatre/reports/2019.yaml')
    with pytest.raises(Conflict):
        added(id="monitor-2020-07-05")


def test_a_theatre_that_cannot_be_read_is_told(tmp_path: Path):
    theatre = copied(MINIATURE, tmp_path)
    (theatre / "theatre.yaml").write_text("title: x\n", encoding="utf-8")

    with pytest.raises(DataError):
        seen(*edits(SOUND, theatre), folder=theatre)


@pytest.mark.parametrize("since", ["nothing", "a day", "another report", "another place", "a slip"])
@pytest.mark.parametrize(
    "what", ["a report", "a report of the first day", "a report with a place", "a correction", "a repeated id"]
)
def test_a_theatre_at_hand_changes_nothing_of_what_is_told(what: str, since: str, tmp_path: Path):
    """Whether the files are still as they were opened or not."""
    theatre = copied(MINIATURE, tmp_path)
    opened = Library(theatre.parent, CONFIG).open(theatre.name, TODAY - timedelta(days=since == "a day"))
    path = theatre / ("theatre.yaml" if since == "another place" else "reports/2020.yaml")
    text = path.read_text(encoding="utf-8")
    if since == "another report":
        path.write_bytes(edits(replace(SOUND, id="meanwhile"), theatre)[-1].apply(text.encode()))
    elif since == "another place":
        path.write_text(text.replace("  ashfold:", "  sea: {label: The sea}\n  ashfold:"), encoding="utf-8")
    elif since == "a slip":
        path.write_text(text.replace("count: 500", "count: 5.00", 1), encoding="utf-8")
    draft = replace(SOUND, published="2020-01-01" if "first day" in what else SOUND.published)
    if what == "a repeated id":
        draft = replace(draft, id="monitor-2019")
    if what == "a report with a place":
        draft = replace(draft, entries=(DraftEntry("places", "island", "The island"),))
    held = dataset(MINIATURE)
    name = "sarn-courier-2019-05-01/varn-backed"
    read = record_text((MINIATURE / "reports" / "2019.yaml").read_bytes(), name)
    change = [correction(held, name, {"count": "9,000"}, read)] if what == "a correction" else edits(draft, theatre)
    book = opened.config.rulebooks["own"]
    alone, beside = (
        preview(theatre, change, opened.config, book, AT, today=TODAY, opened=one) for one in (None, opened)
    )

    assert alone == beside
    assert table(alone.dataset, opened.config, book).equals(table(beside.dataset, opened.config, book))


# Which charts move


def test_a_preview_tells_which_charts_move_by_the_reader_s_own_choices():
    (move,) = added().moves
    (unmoved,) = added(at=Glance(Moment(date(2019, 6, 30)))).moves

    assert (move.scope, move.title) == ("lanternmen · present · everywhere · persons", "Lantern League")
    assert move.what.startswith("At 30 June 2020: 2 originators, low thousands → 3 originators, low thousands;")
    assert move.what.endswith("Orvane Monitor enters with 2,600.")
    assert unmoved.what.startswith(
        "A new mark on Compare and Change. No claim at 30 June 2019 changes. At 1 June 2020:"
    )


def test_the_preview_of_a_correction_is_its_record_its_patch_and_its_move():
    found = corrected("sarn-courier-2019-05-01/varn-backed", at=Glance(Moment(date(2019, 6, 30))), count="9,000")

    assert found.yaml == (
        'force: varn-backed\ncount: 9,000\nwording: "no fewer than 8,500 in all"\nspeaker: Ilen Taro\'s deputy\n'
    )
    assert [line for line in found.patch.splitlines() if line[0] in "-+"][2:] == [
        "-      count: at least 8,500",
        "+      count: 9,000",
    ]
    assert found.problems == ()
    assert [problem.rule for problem in found.warnings] == ["digits_stand_in_the_wording"]
    assert [move.what for move in found.moves] == [
        (
            "At 30 June 2019: 1 originator, at least 8,500 → 1 originator, 9,000; "
            "Tessal intelligence: at least 8,500 → 9,000."
        )
    ]


def test_a_record_that_reads_otherwise_by_now_is_a_conflict():
    edit = correction(dataset(MINIATURE), "monitor-2019/tessal-marines", {"count": "5"}, "force: tessal-marines")

    with pytest.raises(Conflict) as caught:
        seen(edit)
    assert "none seen" in caught.value.found
