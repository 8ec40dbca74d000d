"""The box "Correct this record" below a record, as a reader uses it: what changes, what does not, what is refused."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from posture.config import read_config
from posture.loading import Entry, load
from tests.test_add_page import HOSTILE, YES, Form, opener
from views import proposal
from views.permission import OFF, Permission

BOX = "fp-box-correct"
COURIER = "sarn-courier-2019-05-01"
LEAGUE = f"{COURIER}/lanternmen"
UNION = "monitor-2019/lanternmen+volunteers"
WITHDRAWN = "sarn-courier-2020-04-18/lanternmen"


class Box(Form):
    """The box below one record, after a run."""

    record = LEAGUE

    def field(self, name: str) -> Any:
        """The widget of a field of the record that is being corrected."""
        (found,) = [
            each
            for kind in ("text_input", "selectbox", "multiselect", "checkbox")
            for each in getattr(self.at, kind)
            if re.fullmatch(rf"fp-correct-[0-9]+-orvane/[^ ]*?-{name}", each.key or "")
        ]
        return found

    def report(self) -> "Box":
        """The box, turned to the report of the estimate."""
        (choice,) = [each for each in self.at.get("button_group") if each.key.startswith("fp-correct-")]
        choice.set_value("Its report").run()
        return self.sound()

    def entry(self, record: str) -> Entry:
        """An estimate as the files have it now."""
        return load(self.folder, read_config(self.config)).by_id[record]

    def source(self, file: str) -> str:
        """A file of reports."""
        return self.bytes(f"reports/{file}").decode()


OpenBox = Callable[..., Box]


@pytest.fixture
def open_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenBox:
    """`open_box(record)` opens the box below a record, for a reader who may save."""
    open_form = opener(tmp_path, monkeypatch)
    monkeypatch.setattr(proposal, "may_save", lambda _config: YES)

    def open_(record: str = LEAGUE) -> Box:
        form = open_form("evidence", record=record)
        form.at.session_state[BOX] = True
        box = Box(form.at, form.folder, form.config, "correct")
        return box.run()

    return open_


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ between two texts of as many lines."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_where_nothing_changes_nothing_is_offered(open_box: OpenBox):
    """The fields hold what the file says, with what the report says for all its estimates."""
    box = open_box()

    assert "fp-correct-save" not in box.offers
    assert box.at.get("download_button") == []
    assert box.field("count").value == "2,500"
    assert box.field("originator").value == "tessal-intelligence"
    assert box.field("speaker").value == "Ilen Taro"


def test_a_corrected_count_changes_its_line_and_nothing_else(open_box: OpenBox):
    """In the file, in the log, and on the record above the box, which starts again from there."""
    box = open_box()
    before = box.source("2019.yaml")

    box.fill(count="2,600", wording="another 2,600 Lanternmen")
    assert "fp-correct-save" in box.offers
    assert box.source("2019.yaml") == before
    box.press("correct-save")

    assert changed(before, box.source("2019.yaml")) == [
        ("      count: 2,500", "      count: 2,600"),
        ('      wording: "another 2,500 Lanternmen"', '      wording: "another 2,600 Lanternmen"'),
    ]
    (line,) = box.log
    assert (line["who"], line["records"], line["what"]) == ("ann", [LEAGUE], f"Correct count, wording of {LEAGUE}")
    assert f"Saved {LEAGUE} in orvane/reports/2019.yaml." in box.told
    assert "2,600" in box.moves
    assert "fp-correct-save" not in box.offers
    assert box.field("count").value == "2,600"


def test_a_mistake_is_told_below_its_field_and_nothing_is_offered(open_box: OpenBox):
    box = open_box().fill(count="9.000")

    assert "9,000" in box.below("count")
    assert "To be mended first: count." in box.told
    assert "fp-correct-save" not in box.offers
    assert box.at.get("download_button") == []


def test_a_status_needs_its_reason_and_is_saved_with_it(open_box: OpenBox):
    box = open_box().fill(**{"status-is_": "misprint"})
    assert "fp-correct-save" not in box.offers
    assert "reason" in box.told

    box.fill(
        **{"status-reason": "The table: 250, not 2,500 #1", "status-by": "The Sarn Courier", "status-date": "2019"}
    )
    box.press("correct-save")

    status = box.entry(LEAGUE).estimate.status
    assert (status.is_, status.reason, status.by, str(status.date)) == (
        "misprint",
        "The table: 250, not 2,500 #1",
        "The Sarn Courier",
        "2019",
    )


def test_a_record_is_marked_as_a_repeat(open_box: OpenBox):
    record = "sarn-courier-2020-05-20/lanternmen"
    box = open_box(record).fill(repeats=["far-shore-2020-06-10/lanternmen"]).press("correct-save")

    assert box.entry(record).estimate.repeats == ("far-shore-2020-06-10/lanternmen",)


def test_a_repeat_of_itself_is_refused(open_box: OpenBox):
    box = open_box().fill(repeats=[LEAGUE])

    assert ":material/error:" in box.told
    assert "fp-correct-save" not in box.offers


def test_an_optional_field_is_cleared(open_box: OpenBox):
    """Its line is gone, and no other changes."""
    record = "evening-lamp-2019-06-03/lanternmen"
    box = open_box(record)
    before = box.source("2019.yaml")
    box.fill(relayed_by="", stance=None).press("correct-save")

    lines = [line for line in before.splitlines() if "relayed_by: the harbour" not in line and "stance: " not in line]
    assert box.source("2019.yaml").splitlines() == lines


def test_what_the_report_says_for_all_is_written_on_the_one_that_differs(open_box: OpenBox):
    """Cleared it cannot be: the report would go on saying it."""
    box = open_box().fill(speaker="")
    assert "the report says" in box.below("speaker")
    assert "fp-correct-save" not in box.offers

    box.fill(speaker="A deputy").press("correct-save")

    assert box.entry(LEAGUE).estimate.speaker == "A deputy"
    assert box.entry(f"{COURIER}/volunteers").estimate.speaker == "Ilen Taro"


def test_the_reports_own_fields_are_corrected(open_box: OpenBox):
    """Whichever of its estimates is open, the page says there what became of it."""
    box = open_box().report()
    before = box.source("2019.yaml")
    assert box.field("url").value == "https://example.org/courier/2019-05-01"

    box.fill(url="https://example.org/moved", published="2019-05-02").press("correct-save")

    assert changed(before, box.source("2019.yaml")) == [
        ("  url: https://example.org/courier/2019-05-01", "  url: https://example.org/moved"),
        ("  published: 2019-05-01", "  published: 2019-05-02"),
    ]
    assert f"Saved {COURIER} in orvane/reports/2019.yaml." in box.told
    assert str(box.entry(LEAGUE).report.published) == "2019-05-02"


@pytest.mark.parametrize(("name", "typed"), [("published", "2019-02-30"), ("url", "example.org"), ("publisher", "")])
def test_a_mistake_in_the_report_is_told(open_box: OpenBox, name: str, typed: str):
    box = open_box().report().fill(**{name: typed})

    assert "To be mended first: " in box.told
    assert "fp-correct-save" not in box.offers


def test_a_record_in_flow_style_stays_in_it(open_box: OpenBox):
    box = open_box()
    path = box.folder / "reports" / "2021.yaml"
    path.write_text(
        "# In one line.\n- {id: gull-2021, publisher: Gull, published: 2021, estimates: "
        '[{force: lanternmen, count: "1,000", wording: about 1000, originator: monitor}]}  # end\n',
        encoding="utf-8",
    )
    box.at.query_params["record"] = "gull-2021/lanternmen"
    box.run()
    before = path.read_text(encoding="utf-8")

    box.fill(count="1,100").press("correct-save")

    assert path.read_text(encoding="utf-8") == before.replace("1,000", "1,100")


def test_an_estimate_of_two_forces_is_corrected(open_box: OpenBox):
    box = open_box(UNION)
    assert box.field("force").value == ["lanternmen", "volunteers"]

    box.fill(count="5,000-9,000").press("correct-save")

    assert str(box.entry(UNION).estimate.count) == "5,000-9,000"


def test_an_estimate_that_is_called_by_its_force_keeps_its_name_when_it_counts_another(open_box: OpenBox):
    box = open_box(LEAGUE).fill(force=["tessal-marines"]).press("correct-save")

    assert box.entry(LEAGUE).estimate.force == ("tessal-marines",)


def test_an_estimate_that_is_called_by_several_forces_keeps_them(open_box: OpenBox):
    """Its id is made of them, and ids never change."""
    box = open_box(UNION).fill(force=["tessal-marines"])

    assert "ids never change" in box.below("force")
    assert "fp-correct-save" not in box.offers


def test_an_unnamed_source_in_words_can_be_named(open_box: OpenBox):
    record = "harbour-weekly-2019-08/varn-advisers"
    box = open_box(record)
    assert box.field("originator").value == "a ferryman of Port Sarn"

    box.fill(originator="a ferryman's *wife*: “so”").press("correct-save")
    assert box.entry(record).estimate.originator == "a ferryman's *wife*: “so”"
    box.fill(originator="monitor").press("correct-save")
    assert box.entry(record).estimate.originator == "monitor"


def test_start_over_takes_back_what_was_typed(open_box: OpenBox):
    box = open_box().fill(count="1", note="x").press("correct-anew")

    assert (box.field("count").value, box.field("note").value) == ("2,500", None)
    assert "fp-correct-save" not in box.offers


def test_a_record_that_somebody_else_changed_is_shown_beside_what_was_read(open_box: OpenBox):
    """Nothing is written over it; what was typed stays, until the reader starts over from the new text."""
    box = open_box().fill(count="2,600", wording="another 2,600 Lanternmen")
    path = box.folder / "reports" / "2019.yaml"
    theirs = path.read_text(encoding="utf-8").replace('wording: "another 2,500', 'wording: "a further 2,500')
    path.write_text(theirs, encoding="utf-8")

    box.press("correct-save")

    assert path.read_text(encoding="utf-8") == theirs
    assert box.log == []
    assert box.told.count("Nothing was written") == 1
    assert any("another 2,500 Lanternmen" in code for code in box.codes)
    assert any("a further 2,500 Lanternmen" in code for code in box.codes)
    assert box.field("wording").value == "another 2,600 Lanternmen"

    box.press("correct-anew")
    assert "Nothing was written" not in box.told
    assert box.field("wording").value == "a further 2,500 Lanternmen"
    box.fill(count="2,600").press("correct-save")
    assert "a further 2,500" in box.entry(LEAGUE).estimate.wording


def test_a_box_in_which_nothing_was_typed_follows_its_file(open_box: OpenBox):
    """An editor changed the record meanwhile: no conflict, for nobody disagrees."""
    box = open_box()
    path = box.folder / "reports" / "2019.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("count: 2,500", "count: 2,700", 1), encoding="utf-8")

    box.run()

    assert box.field("count").value == "2,700"
    assert "Nothing was written" not in box.told
    assert "fp-correct-save" not in box.offers


@pytest.mark.parametrize("wreck", ["- id: [half\n", "broken", "gone"])
def test_files_with_errors_are_told_and_nothing_can_be_saved(open_box: OpenBox, wreck: str):
    """The record's own file is broken, lost the record, or is gone; the page shows the last good data."""
    box = open_box()
    path = box.folder / "reports" / "2019.yaml"
    if wreck == "gone":
        path.unlink()
        (box.folder / "theatre.yaml").write_bytes(box.bytes("theatre.yaml") + b"events: [\n")
    elif wreck == "broken":
        path.write_text("- id: x\n- [\n", encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes() + wreck.encode())

    box.press("correct-anew")

    assert "fp-correct-save" not in box.offers
    assert box.at.error.len + box.at.warning.len > 1


def test_who_may_not_save_keeps_the_patch(open_box: OpenBox, monkeypatch: pytest.MonkeyPatch):
    box = open_box()
    monkeypatch.setattr(proposal, "may_save", lambda _config: Permission(False, "", OFF))
    box.fill(count="2,600")

    assert "fp-correct-save" not in box.offers
    assert OFF in box.told
    assert "+      count: 2,600" in box.patch


def test_who_may_not_save_any_more_is_told_at_the_click(open_box: OpenBox, monkeypatch: pytest.MonkeyPatch):
    """The button was drawn for a connection that has changed meanwhile."""
    box = open_box().fill(count="2,600")
    before = box.source("2019.yaml")
    monkeypatch.setattr(proposal, "may_save", lambda _config: Permission(False, "", OFF))

    box.press("correct-save")

    assert box.source("2019.yaml") == before
    assert OFF in box.told
    assert box.field("count").value == "2,600"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_any_text_comes_out_as_typed(open_box: OpenBox, text: str):
    names = ("wording", "translation", "speaker", "method", "note")
    box = open_box().fill(**dict.fromkeys(names, text), **{"status-is_": "disputed", "status-reason": text})
    for part in (box.at.caption, box.at.warning, box.at.error, box.at.markdown):
        assert not any(signs in each.value for each in part for signs in ("*a*", "<b>d", "](", "$x$", ":red[c"))

    box.press("correct-save")

    estimate = box.entry(LEAGUE).estimate
    assert [getattr(estimate, name) for name in names] == [text] * len(names)
    assert estimate.status.reason == text
    assert "<b>d" not in box.moves


def test_another_record_has_its_own_box(open_box: OpenBox):
    """What was typed for one is not told of another, and is there when the reader comes back."""
    box = open_box().fill(count="2,600")
    box.at.query_params["record"] = WITHDRAWN
    box.run()
    assert "fp-correct-save" not in box.offers
    (count,) = [each.value for each in box.at.text_input if (each.key or "").endswith(f"{WITHDRAWN}-count")]
    assert count == "fewer than 2,000"

    box.at.query_params["record"] = LEAGUE
    box.run()
    (count,) = [each.value for each in box.at.text_input if (each.key or "").endswith(f"{LEAGUE}-count")]
    assert count == "2,600"
