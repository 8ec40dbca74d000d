"""From the files of a theatre to a dataset: what is read, what is inherited and what is left out with its reason."""

import json
import shutil
from pathlib import Path

import pytest

from posture import dates, quantities
from posture.loading import Dataset, load, name_of, report_paths, theatre_folders
from posture.model import Estimate, Originator, Report, Theatre
from posture.problems import DataError
from tests.datasets import EXAMPLE_G, MINIATURE, config, dataset, estimate, made, report, write


def typed_keys(records: list) -> set[str]:
    """Every key that occurs in some of the records as typed."""
    return {key for record in records for key in record}


@pytest.mark.parametrize("folder", [MINIATURE, EXAMPLE_G], ids=lambda folder: folder.name)
def test_a_sound_theatre_has_no_problems(folder: Path):
    assert dataset(folder).problems == ()


def test_the_miniature_shows_every_kind_of_count():
    """It doubles as documentation, so whatever the count language knows stands in it."""
    rulebook = config().rulebooks["own"]
    kinds = {entry.estimate.count.quantity(rulebook).kind for entry in dataset(MINIATURE).entries}

    assert set(quantities.KINDS) == kinds


def test_the_miniature_shows_every_precision_of_date():
    entries = dataset(MINIATURE).entries
    periods = [entry.estimate.as_of or entry.report.published for entry in entries]
    open_ends = {(period.first is None, period.last is None) for period in periods}

    assert {"day", "month", "year", "span", "open"} == {period.precision for period in periods}
    assert {(True, False), (False, True), (False, False)} == open_ends
    assert any(period.inferred for period in periods)


def test_the_miniature_uses_every_key_of_a_report_and_of_an_estimate():
    entries = dataset(MINIATURE).entries
    theatre = dataset(MINIATURE).theatre_file.source

    assert set(Estimate.model_fields) == typed_keys([entry.source for entry in entries])
    assert set(Report.model_fields) == typed_keys([entry.report_source for entry in entries])
    assert set(Theatre.model_fields) == set(theatre)
    assert set(Originator.model_fields) == typed_keys([*theatre["originators"].values()])


def test_the_miniature_shows_every_word_of_status_and_both_reaches_of_a_union():
    estimates = [entry.estimate for entry in dataset(MINIATURE).entries]

    assert {"withdrawn", "corrected", "misprint", "disputed"} == {one.status.is_ for one in estimates if one.status}
    assert any(len(one.force) > 1 for one in estimates)
    assert any(len(one.place or ()) > 1 for one in estimates)


def test_the_miniature_has_a_name_of_eighty_letters_and_wordings_in_three_scripts():
    found = dataset(MINIATURE)
    wordings = " ".join(entry.estimate.wording for entry in found.entries)

    assert max(len(one.label) for one in found.theatre.originators.values()) == 80
    assert {"آ", "с", "b"} <= set(wordings)


@pytest.mark.parametrize("wording", ["<b>5,000</b>", "*5*3*", "$x$", "=1+1 or 2", "![](http://example.org/x.png)"])
def test_what_looks_like_markup_is_kept_to_the_letter(wording: str):
    assert wording in [entry.estimate.wording for entry in dataset(MINIATURE).entries]


def test_estimates_stand_in_the_order_of_files_and_lines():
    entries = dataset(MINIATURE).entries
    places = [(entry.file, entry.line) for entry in entries]

    assert sorted(places) == places
    assert places[0] == ("theatre/reports/2019.yaml", 14)


def test_an_estimate_is_called_by_its_report_and_its_force_or_by_its_own_id():
    ids = [entry.id for entry in dataset(MINIATURE).entries]

    assert "sarn-courier-2019-05-01/varn-advisers" in ids
    assert "monitor-2019/lanternmen+volunteers" in ids
    assert "monitor-2019/lanternmen-port-sarn" in ids
    assert len(set(ids)) == len(ids)


def test_what_a_report_says_for_all_an_estimate_can_say_otherwise(tmp_path: Path):
    said = {"originator": "monitor", "speaker": "A", "as_of": "2020-01", "place": "port", "measure": "killed"}
    own = {"originator": "crown", "speaker": "B", "as_of": "2020-02", "place": "hills", "measure": "wounded"}
    found = made(tmp_path, report("r", "2020-03-01", estimate(), estimate(force="scouts", **own), **said))

    inherited, stated = (entry.estimate for entry in found.entries)
    assert ("monitor", "A", dates.parse("2020-01"), ("port",), "killed") == (
        inherited.originator, inherited.speaker, inherited.as_of, inherited.place, inherited.measure
    )  # fmt: skip
    assert ("crown", "B", dates.parse("2020-02"), ("hills",), "wounded") == (
        stated.originator, stated.speaker, stated.as_of, stated.place, stated.measure
    )  # fmt: skip


def test_reports_may_be_spread_over_files_and_folders(tmp_path: Path):
    for name in ("b.yaml", "a.yml", "deep/er/c.yaml", ".hidden.yaml", "#lock.yaml", "notes.txt", "d.yaml~"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    names = [name_of(path, tmp_path).removeprefix(f"{tmp_path.name}/") for path in report_paths(tmp_path)]
    assert names == ["reports/a.yml", "reports/b.yaml", "reports/deep/er/c.yaml"]


def test_a_folder_with_a_theatre_file_is_a_theatre(tmp_path: Path):
    for name in ("second", "first", "none"):
        (tmp_path / name).mkdir()
    (tmp_path / "second" / "theatre.yaml").touch()
    (tmp_path / "first" / "theatre.yaml").touch()
    (tmp_path / "theatre.yaml").touch()

    assert [folder.name for folder in theatre_folders(tmp_path)] == ["first", "second"]


def test_a_broken_report_is_left_out_and_the_rest_is_there(tmp_path: Path):
    sound, broken = report("sound", "2020-01-01", estimate()), report("broken", "2020-01-02", estimate("9.000"))
    found = load(write(tmp_path, broken, sound), config())

    assert [entry.id for entry in found.entries] == ["sound/guards"]
    assert len(found.errors) == 1


def test_a_broken_estimate_leaves_the_others_of_its_report(tmp_path: Path):
    found = load(write(tmp_path, report("r", "2020-01-01", estimate(), estimate(force="sailor"))), config())

    assert [entry.id for entry in found.entries] == ["r/guards"]
    assert [problem.found for problem in found.errors] == ['unknown force "sailor"']


def test_what_repeats_a_broken_report_is_not_at_fault(tmp_path: Path):
    """One slip is told once, not once for every retelling."""
    broken = report("broken", "2020-01-01", estimate("9.000"))
    retelling = report("retelling", "2020-01-02", estimate(repeats="broken/guards"))
    found = load(write(tmp_path, broken, retelling), config())

    assert [problem.found for problem in found.errors] == ['"9.000" may be 9,000 or 9']
    assert [entry.id for entry in found.entries] == ["retelling/guards"]


def test_what_repeats_into_an_unreadable_file_is_not_at_fault(tmp_path: Path):
    write(tmp_path, report("retelling", "2020-01-02", estimate(repeats="lost/guards")))
    (tmp_path / "reports" / "lost.yaml").write_text("- id: lost\n\tpublisher: A\n", encoding="utf-8")
    found = load(tmp_path, config())

    assert [problem.found for problem in found.errors] == ["a tab where YAML takes only spaces"]
    assert [entry.id for entry in found.entries] == ["retelling/guards"]


def test_a_repeat_of_nothing_is_at_fault_beside_another_broken_report(tmp_path: Path):
    broken = report("broken", "2020-01-01", estimate("9.000"))
    retelling = report("retelling", "2020-01-02", estimate(repeats="borken/guards"))
    found = load(write(tmp_path, broken, retelling), config())

    assert 'no estimate is called "borken/guards"' in [problem.found for problem in found.errors]


def test_every_problem_of_every_file_is_told_in_one_go(tmp_path: Path):
    theatre = json.loads(json.dumps({"title": "", "forces": {"guards": {"label": "Guards"}}}))
    reports = report("r", "yesterday", estimate(force="sailor")), report("s", "2020", estimate("9.000"))
    write(tmp_path, *reports, theatre=theatre)
    (tmp_path / "reports" / "other.yaml").write_text("nothing: here\n", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        load(tmp_path, config())
    told = sorted((one.file.removeprefix(f"{tmp_path.name}/"), one.found) for one in caught.value.problems)
    assert told == [
        ("reports/all.yaml", '"9.000" may be 9,000 or 9'),
        ("reports/all.yaml", '"yesterday" is no date that we read'),
        ("reports/all.yaml", 'unknown force "sailor"'),
        ("reports/all.yaml", 'unknown originator "army"'),
        ("reports/all.yaml", 'unknown originator "army"'),
        ("reports/other.yaml", "a reports file is a list of reports"),
        ("theatre.yaml", "nothing is written here"),
        ("theatre.yaml", 'the key "counts" is missing'),
    ]


def test_a_refused_report_is_checked_and_not_used(tmp_path: Path):
    """The estimate whose names are all known is left out with its report, for its count cannot be read."""
    refused = report("r", "2020-01-01", estimate("9.000"), estimate("8,000", force="sailor"))
    found = load(write(tmp_path, refused, report("s", "2020-01-02", estimate())), config())

    assert [entry.id for entry in found.entries] == ["s/guards"]
    assert [one.found for one in found.errors] == ['"9.000" may be 9,000 or 9', 'unknown force "sailor"']


def test_a_refused_report_takes_no_id_from_a_sound_one(tmp_path: Path):
    twins = report("twins", "2020-01-01", estimate("9.000")), report("twins", "2020-01-02", estimate())
    found = load(write(tmp_path, *twins), config())

    assert [str(entry.report.published) for entry in found.entries] == ["2020-01-02"]
    assert [one.found.partition(" at ")[0] for one in found.errors] == [
        'the id "twins" stands already',
        '"9.000" may be 9,000 or 9',
    ]


def shown(found: Dataset) -> list[tuple[object, ...]]:
    """All that is known of each estimate, with the places of what is typed."""
    return [(one.id, one.report, one.estimate, one.file, one.line, one.place("report.id")) for one in found.entries]


def test_what_says_the_same_as_before_is_not_judged_again_and_knows_its_new_place(tmp_path: Path):
    old = report("old", "2020-01-01", estimate())
    same = report("same", "2020-01-02", estimate(), estimate(force="scouts"))
    before = load(write(tmp_path, old, same), config())
    corrected, new = report("old", "2020-01-01", estimate("8,000")), report("new", "2019-01-01", estimate())
    after = load(write(tmp_path, new, corrected, same), config(), before=before)

    assert shown(after) == shown(load(tmp_path, config()))
    assert after.by_id["same/scouts"].estimate is before.by_id["same/scouts"].estimate
    assert after.by_id["same/scouts"].line > before.by_id["same/scouts"].line


@pytest.mark.parametrize(
    "reports",
    [
        (),
        (report("a", "2020-01-01", estimate()), report("a", "2020-01-01", estimate())),
        (report("b", "2020-01-02", estimate("9.000")), report("a", "2020-01-01", estimate())),
        (report("a", "2020-01-01", estimate(), estimate()), report("b", "2020-01-02", estimate())),
        (report("b", "2020-01-02", estimate(repeats="a/guards")), report("a", "2020-01-01", estimate("none"))),
        (report("c", "2020-01-01", estimate(), originator="scribe"), "no report"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_whatever_was_read_before_the_same_files_make_the_same_dataset(first, reports, tmp_path: Path):
    """From sound files to others, and back."""
    sound = report("a", "2020-01-01", estimate()), report("b", "2020-01-02", estimate(repeats="a/guards"))
    before, after = (sound, reports) if first else (reports, sound)
    known = load(write(tmp_path, *before), config())
    again, fresh = (load(write(tmp_path, *after), config(), before=one) for one in (known, None))

    assert shown(again) == shown(fresh)
    assert again.problems == fresh.problems


def test_another_theatre_file_is_read_whatever_was_read_before(tmp_path: Path):
    reports = report("r", "2020-01-01", estimate())
    known = load(write(tmp_path, reports), config())
    write(tmp_path, reports, theatre={"title": "Other", "forces": {"scouts": {"label": "Scouts", "counts": "All."}}})

    assert load(tmp_path, config(), before=known).problems == load(tmp_path, config()).problems != ()


def test_a_theatre_without_reports_is_an_empty_dataset(tmp_path: Path):
    shutil.copy(MINIATURE / "theatre.yaml", tmp_path)

    assert load(tmp_path, config()).entries == ()
