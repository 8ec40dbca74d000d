"""A record is corrected field by field: only what changes is written, its id stays, and faults are told beforehand."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.editing.corrections import correction, correction_faults, fields_of, form_of, report_form_of
from posture.editing.drafts import DraftStatus, report
from posture.editing.edits import Correct, changed
from posture.editing.faults import Fault
from posture.editing.records import record_text
from posture.editing.writing import report_text
from posture.loading import Dataset, Entry, entries, load
from posture.model import Report
from posture.reading import parse
from tests.datasets import MINIATURE, ROOT, config, dataset
from tests.forms import VALUES, value

FOLDERS = (MINIATURE, ROOT / "data" / "syria")
both = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def edit(record: str, folder: Path = MINIATURE, **wanted: Any) -> Correct:
    """The correction of a record that stands in a file."""
    held = dataset(folder)
    name = next(entry.file for entry in held.entries if record in (entry.id, entry.report.id))
    return correction(held, record, wanted, record_text((folder.parent / name).read_bytes(), record))


def corrected(*edits: Correct, folder: Path = MINIATURE) -> Dataset:
    """The dataset after corrections, as the files would give it."""
    return load(folder, config(), {path: after for path, (_, after) in changed(folder, edits).items()})


def told(record: str, **wanted: Any) -> list[Fault]:
    """What would be wrong with a record of the miniature theatre."""
    return correction_faults(dataset(MINIATURE), record, wanted, config())


# The form


@cache
def reports(folder: Path) -> list[list[Entry]]:
    """The estimates of each report of a theatre."""
    by_report: dict[str, list[Entry]] = {}
    for entry in dataset(folder).entries:
        by_report.setdefault(entry.report.id, []).append(entry)
    return list(by_report.values())


@both
def test_a_form_that_is_filled_with_a_record_and_left_alone_corrects_nothing(folder: Path):
    held = dataset(folder)
    for entry in held.entries:
        assert correction(held, entry.id, fields_of(form_of(entry)), "").fields == {}
        assert correction(held, entry.report.id, fields_of(report_form_of(entry)), "").fields == {}


@both
def test_every_report_fits_into_the_form_and_comes_out_saying_the_same(folder: Path):
    for of_one in reports(folder):
        form = replace(report_form_of(of_one[0]), estimates=tuple(form_of(entry) for entry in of_one))
        (source,) = parse(report_text(report(form)).encode(), "form")
        out = list(entries(Report.model_validate(source), source, "form"))

        assert [(entry.id, entry.estimate) for entry in out] == [(entry.id, entry.estimate) for entry in of_one]
        assert out[0].report.model_dump(exclude={"estimates"}) == _own(of_one[0], out[0])


def _own(entry: Entry, out: Entry) -> dict[str, Any]:
    """The report's own fields; what it says for its estimates may be said by them instead."""
    inherited = ("originator", "speaker", "as_of", "place", "measure")
    own = entry.report.model_dump(exclude={"estimates", *inherited})
    return out.report.model_dump(include=set(inherited)) | own


# What is written


def test_only_what_changes_is_written():
    record = "monitor-2019/lanternmen-port-sarn"
    wanted = {
        "count": "some 300",
        "place": ("kelmora",),
        "originator": "monitor",
        "measure": "present",
        "note": " Said\nin passing. ",
        "unclear": (),
    }

    assert edit(record, **wanted).fields == {"place": "kelmora", "note": "Said in passing."}


def test_what_is_emptied_is_taken_out():
    record = "sarn-courier-2020-04-18/lanternmen"

    assert edit(record, status=DraftStatus()).fields == {"status": None}
    after = corrected(edit(record, status=DraftStatus()))
    assert after.by_id[record].estimate.status is None
    assert {entry.id for entry in after.entries} == {entry.id for entry in dataset(MINIATURE).entries}


@pytest.mark.parametrize(
    ("record", "wanted", "said"),
    [
        ("monitor-2019/tessal-marines", {"note": "Said: so #1"}, {"note": "Said: so #1"}),
        ("monitor-2019/tessal-marines", {"place": ("kelmora", "ashfold")}, {"place": ("kelmora", "ashfold")}),
        ("monitor-2019/tessal-marines", {"originator": "institute"}, {"originator": "institute"}),
        ("monitor-2019/tessal-marines", {"increment": True, "count": "5"}, {"increment": True}),
        ("monitor-2020-07-05/lanternmen-2019", {"measure": "wounded", "as_of": "2019"}, {"measure": "wounded"}),
        ("monitor-2020-07-05/varn-advisers", {"increment": False}, {"increment": False}),
        ("evening-lamp-2019-06-03/lanternmen", {"repeats": ("Tessal: #1",)}, {"repeats": ("Tessal: #1",)}),
    ],
)
def test_a_correction_says_what_was_wanted(record: str, wanted: dict[str, Any], said: dict[str, Any]):
    assert told(record, **wanted) == []

    estimate = corrected(edit(record, **wanted)).by_id[record].estimate
    assert said == {key: getattr(estimate, key) for key in said}


def test_a_status_is_written_with_its_reason():
    record = "sarn-courier-2019-05-01/volunteers"
    status = DraftStatus("withdrawn", "2019-06", "Tessal: taken back, #1", "Tessal")
    after = corrected(edit(record, status=status)).by_id[record].estimate.status

    assert (after.is_, str(after.date), after.reason, after.by) == ("withdrawn", "2019-06", status.reason, "Tessal")


def test_a_reports_own_fields_are_corrected_and_its_id_stays():
    after = corrected(edit("monitor-2019", publisher="The Monitor", published="2019-12", url=""))
    own = after.by_id["monitor-2019/volunteers-north-and-ashfold"].report

    assert (own.id, own.publisher, str(own.published), own.url) == ("monitor-2019", "The Monitor", "2019-12", None)


def test_an_estimate_with_an_id_of_its_own_may_turn_out_to_count_another_force():
    record = "monitor-2019/lanternmen-port-sarn"
    after = corrected(edit(record, force=("volunteers", "lanternmen")))

    assert after.by_id[record].estimate.force == ("volunteers", "lanternmen")
    assert [entry.id for entry in after.entries] == [entry.id for entry in dataset(MINIATURE).entries]


def test_an_estimate_that_is_called_by_its_force_keeps_its_name_when_it_counts_another():
    """Others repeat it by this id, and addresses lead to it."""
    record = "sarn-courier-2019-05-01/lanternmen"
    after = corrected(edit(record, force=("balloons",)))

    assert after.by_id[record].estimate.force == ("balloons",)
    assert [entry.id for entry in after.entries] == [entry.id for entry in dataset(MINIATURE).entries]


def test_an_estimate_that_is_called_by_several_forces_keeps_them():
    """Their joined names are no lawful id."""
    record = "monitor-2019/lanternmen+volunteers"
    (fault,) = told(record, force=("balloons",))

    assert fault.where == ("force",)
    with pytest.raises(ValueError, match="force"):
        edit(record, force=("balloons",))


@pytest.mark.parametrize("key", ["id", "estimates", "entries"])
@pytest.mark.parametrize("record", ["monitor-2019", "monitor-2019/tessal-marines"])
def test_no_correction_touches_what_lasts(record: str, key: str):
    with pytest.raises(ValueError, match=key):
        edit(record, **{key: "another"})


@pytest.mark.parametrize("record", ["nobody", "monitor-2019/nobody", ""])
def test_what_is_not_in_the_dataset_cannot_be_corrected(record: str):
    with pytest.raises(KeyError):
        correction(dataset(MINIATURE), record, {"count": "5"}, "")


# What would be wrong


@pytest.mark.parametrize(
    ("record", "wanted", "where", "found"),
    [
        ("monitor-2019/tessal-marines", {"count": "9.000"}, ("count",), '"9.000" may be'),
        ("monitor-2019/tessal-marines", {"count": ""}, ("count",), "the count is empty"),
        ("monitor-2019/lanternmen-port-sarn", {"force": ("men",)}, ("force",), 'unknown force "men"'),
        ("monitor-2019/tessal-marines", {"place": ("sarn",)}, ("place",), 'unknown place "sarn"'),
        ("monitor-2019/tessal-marines", {"status": DraftStatus("misprint")}, ("status", "reason"), 'the key "reason"'),
        ("monitor-2019/tessal-marines", {"repeats": ("a/b",)}, ("repeats",), 'no estimate is called "a/b"'),
        ("monitor-2019/tessal-marines", {"originator": ""}, ("originator",), 'the report says "monitor" for all'),
        ("lantern-2020-04-02/varn-advisers", {"originator": ""}, ("originator",), "no originator is named"),
        (
            "sarn-courier-2019-05-01/lanternmen",
            {"repeats": ("daily-gull-2019-06-20/lanternmen",)},
            ("repeats",),
            '"sarn-courier-2019-05-01/lanternmen" repeats itself in a circle',
        ),
        ("monitor-2019", {"published": "soon"}, ("published",), '"soon" is no date'),
        ("monitor-2019", {"url": "here"}, ("url",), '"here" is no web address'),
        ("monitor-2019", {"title": "7,000\u202e"}, ("title",), "an invisible control character (U+202E, right-to-left"),
        ("monitor-2020-07-05", {"measure": "fallen"}, ("measure",), 'unknown measure "fallen"'),
    ],
)
def test_what_would_be_wrong_is_told_at_its_field(record: str, wanted: dict[str, Any], where: tuple, found: str):
    (fault,) = told(record, **wanted)

    assert fault.where == where
    assert fault.found.startswith(found)


def test_what_estimates_lose_with_their_report_is_told_at_them():
    assert [fault.where for fault in told("monitor-2019", originator="")] == [
        ("estimates", place, "originator") for place in range(4)
    ]


def test_what_was_wrong_before_is_not_told(tmp_path: Path):
    """A record may be mended while the one beside it is broken."""
    folder = tmp_path / "theatre"
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.yaml").write_bytes((MINIATURE / "theatre.yaml").read_bytes())
    one, other = (
        "- {{id: r, publisher: P, published: 2020, originator: monitor, estimates: [{}, {}]}}\n",
        "wording: w",
    )
    text = one.format(f"{{force: lanternmen, count: '5', {other}}}", f"{{force: nobody, count: '5', {other}}}")
    (folder / "reports" / "all.yaml").write_text(text, encoding="utf-8")
    held = load(folder, config())

    assert [problem.found for problem in held.errors] == ['unknown force "nobody"']
    assert correction_faults(held, "r/lanternmen", {"count": "6"}, config()) == []
    assert [fault.where for fault in correction_faults(held, "r/lanternmen", {"count": ""}, config())] == [("count",)]


FIELDS = fields_of(form_of(dataset(MINIATURE).entries[0]))
RECORDS = [entry.id for entry in dataset(MINIATURE).entries]


@st.composite
def corrections(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A record of the miniature theatre, and what somebody types into some of its fields."""
    record = draw(st.sampled_from(RECORDS))
    form = form_of(dataset(MINIATURE).by_id[record])
    wanted: dict[str, Any] = {}
    for key in draw(st.sets(st.sampled_from(list(FIELDS)), min_size=1, max_size=3)):
        if key == "status":
            word = draw(VALUES["is_"])
            wanted[key] = DraftStatus(word, reason=draw(st.text(max_size=5)))
        else:
            wanted[key] = draw(value(key, getattr(form, key), odd=draw(st.booleans())))
    return record, wanted


@given(typed=corrections())
def test_whatever_is_typed_has_faults_or_leaves_a_theatre_that_loads(typed: tuple[str, dict[str, Any]]):
    record, wanted = typed
    if told(record, **wanted):
        return
    after = corrected(edit(record, **wanted))

    assert after.errors == ()
    assert [entry.id for entry in after.entries] == RECORDS
    untouched = [entry for entry in dataset(MINIATURE).entries if entry.id != record]
    assert [after.by_id[entry.id].estimate for entry in untouched] == [entry.estimate for entry in untouched]
