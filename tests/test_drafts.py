"""A report as a form fills it in: how it is named, written and judged; nothing that is typed makes it fail."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.editing.drafts import Draft, DraftEntry, DraftEstimate, DraftStatus, edits, file_for, report, typed
from posture.editing.edits import AddEntry, AddReport, changed
from posture.editing.faults import Fault, faults
from posture.editing.naming import proposed_id, proposed_key, published_by
from posture.editing.writing import report_text
from posture.fields import KEY
from posture.loading import Dataset, entries, load
from posture.model import Estimate, Force, Originator, Place, Record, Report, Status
from posture.reading import parse
from tests.datasets import MINIATURE, ROOT, config, dataset, write
from tests.forms import drafts, sensible

SHIPPED = ROOT / "data" / "syria"
FIGURE = DraftEstimate(force=("lanternmen",), count="2,600", wording="2,600 Lanternmen", originator="monitor")
SOUND = Draft(
    id="example-daily-2020-07-01",
    publisher="Example Daily",
    url="https://example.org/daily/2020-07-01",
    published="2020-07-01",
    estimates=(FIGURE,),
)


def draft(*estimates: DraftEstimate, **keys: Any) -> Draft:
    """The sound draft with these estimates and keys in place of its own."""
    return replace(SOUND, estimates=estimates or SOUND.estimates, **keys)


def told(one: Draft, about: Dataset | None = None) -> list[Fault]:
    """What is wrong with a draft for the miniature theatre."""
    return faults(one, about or dataset(MINIATURE), config())


# Names


@pytest.mark.parametrize(
    ("publisher", "published", "name"),
    [
        ("The Jerusalem Post", "2018-06-17", "jerusalem-post-2018-06-17"),
        ("Reuters", "2018-01", "reuters-2018-01"),
        ("Reuters", "2013", "reuters-2013"),
        ("The Times (London)", "2012-10-07", "times-2012-10-07"),
        ("Jane's", "2018-01~", "janes-2018-01"),
        ("L’Orient-Le Jour", "2018-01/2026-11-22", "lorient-le-jour-2018-01"),
        ("Türkiye Gazetesi", "../2018-02", "turkiye-gazetesi-2018-02"),
        ("Łódź Æther Øst ß", "2018", "lodz-aether-ost-ss-2018"),
        ("Washington Institute for Near East Policy", "2013-06-28", "washington-institute-2013-06-28"),
        ("Syrian Observatory for Human Rights", "2018", "syrian-observatory-2018"),
        ("الشرق الأوسط", "2018-06-17", "report-2018-06-17"),
        ("", "", "report-undated"),
        ("  ", "soon", "report-undated"),
        ("a" * 300, "2018", f"{'a' * 40}-2018"),
    ],
)
def test_a_report_is_called_by_its_publisher_in_short_and_its_date(publisher: str, published: str, name: str):
    assert proposed_id(publisher, published, ()) == name


def test_a_publisher_keeps_the_short_name_that_its_reports_have():
    known = published_by(dataset(SHIPPED))

    assert proposed_id("The Jerusalem Post", "2021-03-04", known) == "jpost-2021-03-04"
    assert proposed_id("the jerusalem post ", "2018-06-17", known) == "jpost-2018-06-17-2"
    assert proposed_id("Syrian Observatory for Human Rights", "2021-03-04", known) == "sohr-2021-03-04"


def test_a_name_that_is_taken_gets_a_number():
    taken = {"afp-2013", "afp-2013-2", "afp", "afp-2"}

    assert proposed_id("AFP", "2013", taken) == "afp-2013-3"
    assert proposed_key("AFP", taken) == "afp-3"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Israeli mission to the United Nations", "israeli-mission-to-the-united-nations"),
        ("The Orvane Monitor", "orvane-monitor"),
        ("Dayr az-Zawr", "dayr-az-zawr"),
        ("حزب الله", "new"),
        ("", "new"),
        ("Unattributed", "unattributed-2"),
        ("Everywhere", "everywhere-2"),
    ],
)
def test_what_is_new_to_a_theatre_is_called_by_its_label(label: str, key: str):
    assert proposed_key(label, ()) == key


@given(text=st.text(), when=st.text(), times=st.integers(1, 4))
def test_every_proposal_is_lawful_and_not_in_use(text: str, when: str, times: int):
    taken: list[str] = []
    for _ in range(times):
        found = [proposed_id(text, when, taken), proposed_key(text, taken)]
        assert all(KEY.match(name) and name not in taken for name in found)
        taken += found


# How it is written


@pytest.mark.parametrize(
    ("form", "models", "beside"),
    [
        (Draft, [Report], {"entries"}),
        (DraftEstimate, [Estimate], set()),
        (DraftStatus, [Status], set()),
        (DraftEntry, [Originator, Place, Force], {"section", "key"}),
    ],
)
def test_a_form_has_the_fields_of_the_record_that_it_makes(form: type, models: list[type[Record]], beside: set[str]):
    assert {field.name for field in fields(form)} - beside == {name for model in models for name in model.model_fields}


def test_a_report_holds_what_was_filled_in_and_nothing_empty():
    assert report(SOUND) == {
        "id": "example-daily-2020-07-01",
        "publisher": "Example Daily",
        "url": "https://example.org/daily/2020-07-01",
        "published": "2020-07-01",
        "estimates": [
            {"force": "lanternmen", "count": "2,600", "wording": "2,600 Lanternmen", "originator": "monitor"}
        ],
    }


def test_what_all_estimates_say_alike_stands_above_them():
    alike = {"originator": "tessal-mission", "speaker": "Ilen Taro", "place": ("kelmora",), "measure": "commanded"}
    one = replace(FIGURE, **alike, as_of="2020-06")
    written = report(draft(one, replace(one, force=("volunteers",), as_of="2020-05", place=("kelmora", ""))))

    above = {"originator": "tessal-mission", "speaker": "Ilen Taro", "place": "kelmora", "measure": "commanded"}
    assert above.items() <= written.items()
    assert [list(one) for one in written["estimates"]] == [["force", "count", "wording", "as_of"]] * 2


def test_what_only_some_estimates_say_stays_with_them():
    written = report(draft(replace(FIGURE, speaker="Ilen Taro"), replace(FIGURE, force=("volunteers",))))

    assert written["originator"] == "monitor"
    assert "speaker" not in written
    assert [one.get("speaker") for one in written["estimates"]] == ["Ilen Taro", None]


def test_what_is_usual_is_not_written_unless_the_report_says_otherwise():
    one = replace(FIGURE, measure="present", unit="persons")

    assert report(draft(one)) == report(SOUND)
    assert report(draft(one, measure="killed"))["estimates"][0]["measure"] == "present"


def test_lists_of_one_and_texts_of_several_lines_are_written_on_one_line():
    one = replace(FIGURE, force=("lanternmen", "volunteers"), unclear=("kelmora",), wording=" 2,600\n  Lanternmen\t")
    written = report(draft(one, copies=("https://example.org/copy",)))

    assert written["copies"] == "https://example.org/copy"
    assert {"force": ["lanternmen", "volunteers"], "unclear": ["kelmora"], "wording": "2,600 Lanternmen"}.items() <= (
        written["estimates"][0].items()
    )


@pytest.mark.parametrize(
    ("second", "name"),
    [
        ({"measure": "planned"}, "lanternmen-planned"),
        ({"place": ("port-sarn",)}, "lanternmen-port-sarn"),
        ({"increment": True}, "lanternmen-more"),
        ({"as_of": "2019"}, "lanternmen-2019"),
        ({"originator": "A radio in Sarn"}, "lanternmen-a-radio-in-sarn"),
        ({"count": "more than 3,000"}, "lanternmen-more-than-3-000"),
        ({"originator": "راديو"}, "lanternmen-2"),
        ({}, "lanternmen-2"),
        ({"id": "mine"}, "mine"),
    ],
)
def test_a_second_figure_of_a_force_is_called_by_what_sets_it_apart(second: dict[str, Any], name: str):
    ids = [one.get("id") for one in report(draft(FIGURE, replace(FIGURE, **second)))["estimates"]]

    assert ids == [None, name]


def test_no_two_figures_are_called_alike():
    many = [replace(FIGURE, measure="planned"), FIGURE, replace(FIGURE, force=("lanternmen", "volunteers"))] * 3
    taken = replace(FIGURE, force=("balloons",), id="lanternmen-2")

    assert told(draft(taken, *many)) == []


@pytest.mark.parametrize(
    ("names", "published", "file"),
    [
        (["2019.yaml", "2020.yaml"], "2020-07-01", "reports/2020.yaml"),
        (["2019.yaml", "2020.yml"], "2020-07", "reports/2020.yml"),
        (["2019.yaml"], "2021", "reports/2021.yaml"),
        (["2019.yaml"], "2018-05/2020-01", "reports/2018.yaml"),
        (["2019.yaml", "odd/one.yaml"], "../2021-05", "reports/2021.yaml"),
        ([], "2021", "reports/2021.yaml"),
        (["one.yaml", "two.yaml", "2019.yaml"], "2019-05", "reports/two.yaml"),
        (["all.yaml"], "2019-05", "reports/all.yaml"),
        (["2019.yaml", "2020.yaml"], "no date", "reports/2020.yaml"),
        ([], "", "reports/undated.yaml"),
    ],
)
def test_a_report_goes_where_the_others_of_its_year_are(names: list[str], published: str, file: str, tmp_path: Path):
    for name in names:
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert file_for(draft(published=published), tmp_path) == file


def test_what_is_new_to_the_theatre_is_declared_before_the_report_names_it():
    radio = DraftEntry("originators", " radio ", "Radio Sarn", side="tessal", anonymous=True)
    new = draft(replace(FIGURE, originator="radio"), entries=(radio,))

    assert edits(new, MINIATURE) == [
        AddEntry("originators", "radio", {"label": "Radio Sarn", "side": "tessal", "anonymous": True}),
        AddReport("reports/2020.yaml", report(new)),
    ]


# What is wrong with it


@pytest.mark.parametrize(
    ("change", "where", "found"),
    [
        ({"id": ""}, ("id",), "nothing is named here"),
        ({"id": "Daily"}, ("id",), '"Daily" is no key'),
        ({"id": "monitor-2019"}, ("id",), 'the id "monitor-2019" stands already at theatre/reports/2019.yaml:'),
        ({"publisher": " "}, ("publisher",), "nothing is written here"),
        ({"published": ""}, ("published",), "the date is empty"),
        ({"published": "2020-02-30"}, ("published",), 'no such day: "2020-02-30"'),
        ({"url": "javascript:alert(1)"}, ("url",), '"javascript:alert(1)" is no web address'),
        ({"copies": ("https://example.org", "here")}, ("copies", 1), '"here" is no web address'),
        ({"title": "a\x07b"}, ("title",), "an invisible control character (U+0007)"),
        ({"title": "a\u202eb"}, ("title",), "an invisible control character (U+202E, right-to-left override)"),
        ({"note": "n" * 2001}, ("note",), "the text has 2,001 letters"),
        ({"originator": "monitr"}, ("originator",), 'unknown originator "monitr"'),
        ({"estimates": ()}, ("estimates",), "estimates is empty"),
    ],
)
def test_what_is_wrong_with_a_report_is_told_at_its_field(change: dict[str, Any], where: tuple, found: str):
    if "originator" in change:
        change |= {"estimates": (replace(FIGURE, originator=""),)}

    (fault,) = told(replace(SOUND, **change))

    assert fault.where == where
    assert fault.found.startswith(found)
    assert fault.write


@pytest.mark.parametrize(
    ("change", "where", "found"),
    [
        ({"force": ()}, ("force",), "nothing is named here"),
        ({"force": ("lanternman",)}, ("force",), 'unknown force "lanternman"'),
        ({"count": "9.000"}, ("count",), '"9.000" may be 9,000 or 9'),
        ({"count": ""}, ("count",), "the count is empty"),
        ({"wording": ""}, ("wording",), "nothing is written here"),
        ({"originator": ""}, ("originator",), "no originator is named"),
        ({"originator": "monitr"}, ("originator",), 'unknown originator "monitr"'),
        ({"stance": "agrees"}, ("stance",), 'stance is the text "agrees"'),
        ({"as_of": "June 2020"}, ("as_of",), '"June 2020" is no date that we read'),
        ({"measure": "presnt"}, ("measure",), 'unknown measure "presnt"'),
        ({"place": ("kelmora", "sarn")}, ("place",), 'unknown place "sarn"'),
        ({"unclear": ("everybody",)}, ("unclear",), 'unknown force or place "everybody"'),
        ({"count": "about 30%"}, ("of",), "a share says nothing without its whole"),
        ({"of": ("volunteers",)}, ("of",), "only a share is of another force"),
        ({"repeats": ("monitor-2019/nobody",)}, ("repeats",), 'no estimate is called "monitor-2019/nobody"'),
        (
            {"repeats": ("example-daily-2020-07-01/lanternmen",)},
            ("repeats",),
            '"example-daily-2020-07-01/lanternmen" r',
        ),
        ({"status": DraftStatus(is_="gone", reason="r")}, ("status", "is"), 'the status is the text "gone"'),
        ({"status": DraftStatus(is_="misprint")}, ("status", "reason"), 'the key "reason" is missing'),
        ({"status": DraftStatus(reason="It was one.")}, ("status", "is"), 'the key "is" is missing'),
        ({"note": "a\u0085\x9fb"}, ("note",), "an invisible control character (U+009F)"),
    ],
)
def test_what_is_wrong_with_an_estimate_is_told_at_its_field(change: dict[str, Any], where: tuple, found: str):
    (fault,) = told(draft(replace(FIGURE, force=("volunteers",)), replace(FIGURE, **change)))

    assert fault.where == ("estimates", 1, *where)
    assert fault.found.startswith(found)
    assert "leave the key out" not in fault.write


@pytest.mark.parametrize(
    ("entry", "where", "found"),
    [
        (DraftEntry("originators", "", "Radio"), "key", "nothing is named here"),
        (DraftEntry("originators", "Radio", "Radio"), "key", '"Radio" is no key'),
        (DraftEntry("originators", "monitor", "Monitor"), "key", 'the originator "monitor" is declared already'),
        (DraftEntry("places", "radio", ""), "label", "nothing is written here"),
        (DraftEntry("places", "radio", "Radio", side="tessal"), "side", 'unknown key "side"'),
        (DraftEntry("places", "radio", "Radio", part_of="kelmor"), "part_of", 'unknown place "kelmor"'),
        (DraftEntry("originators", "radio", "Radio", part_of="radio"), "part_of", 'the originator "radio" is part of'),
        (DraftEntry("forces", "radio", "Radio"), "counts", 'the key "counts" is missing'),
    ],
)
def test_what_is_wrong_with_something_new_is_told_at_its_field(entry: DraftEntry, where: str, found: str):
    (fault,) = told(draft(entries=(DraftEntry("places", "sea", "The sea"), entry)))

    assert fault.where == ("entries", 1, where)
    assert fault.found.startswith(found)


def test_a_name_cannot_be_declared_twice():
    twice = (DraftEntry("places", "sea", "The sea"), DraftEntry("places", "sea", "The other sea"))

    assert [fault.where for fault in told(draft(entries=twice))] == [("entries", 1, "key")]


def test_an_estimate_may_name_what_is_declared_beside_it_even_where_that_is_not_finished():
    new = (DraftEntry("originators", "radio", "Radio"), DraftEntry("places", "sea", ""))
    said = draft(replace(FIGURE, originator="radio", place=("sea",)), entries=new)

    assert [fault.where for fault in told(said)] == [("entries", 1, "label")]


def test_everything_that_is_wrong_is_told_at_once():
    """A file that is refused for its date hides what the checks would say of its estimates; a form must not."""
    wrong = draft(
        replace(FIGURE, count="9.000"),
        replace(FIGURE, originator=""),
        replace(FIGURE, place=("sarn",)),
        published="soon",
        url="here",
    )

    assert {fault.where for fault in told(wrong)} == {
        ("published",),
        ("url",),
        ("estimates", 0, "count"),
        ("estimates", 1, "originator"),
        ("estimates", 2, "place"),
    }


def test_an_empty_form_asks_for_what_every_report_has():
    asked = {fault.where for fault in told(Draft(estimates=(DraftEstimate(),)))}

    assert asked == {("id",), ("publisher",), ("published",)} | {
        ("estimates", 0, key) for key in ("force", "count", "wording")
    }


def test_where_files_are_broken_a_repeat_of_what_they_held_is_not_at_fault(tmp_path: Path):
    """Nobody knows what an unreadable file held."""
    (write(tmp_path) / "reports" / "broken.yaml").write_text("- id: lost\n\t", encoding="utf-8")
    broken = load(tmp_path, config())
    said = draft(DraftEstimate(("guards",), "700", "700 men", originator="army", repeats=("lost/guards",)))

    assert broken.errors
    assert told(said, broken) == []
    assert [fault.where for fault in told(said, replace(broken, problems=()))] == [("estimates", 0, "repeats")]


# Any text at all


def loads_as_typed(one: Draft) -> None:
    """The draft without a fault is taken by the files, and says there what was typed."""
    replaced = {path: after for path, (_, after) in changed(MINIATURE, edits(one, MINIATURE)).items()}
    after = load(MINIATURE, config(), replaced)
    source = parse(report_text(typed(one)).encode(), "typed")[0]

    assert after.errors == ()
    held = {entry.id: entry.estimate for entry in after.entries if entry.report.id == one.id}
    assert held == {entry.id: entry.estimate for entry in entries(Report.model_validate(source), source, "typed")}


@given(one=drafts(odd=True))
def test_whatever_is_typed_has_faults_or_is_a_report_that_loads(one: Draft):
    if not told(one):
        loads_as_typed(one)


@given(
    estimates=st.lists(sensible(), min_size=1, max_size=4),
    title=st.text(max_size=30).filter(str.isprintable),
    published=st.sampled_from(["2020-07-01", "2020-07", "2019", "2012-01/2018-01", "../2015-06", "2021-01~"]),
)
def test_what_makes_sense_has_no_fault_and_loads(estimates: list[DraftEstimate], title: str, published: str):
    one = draft(*estimates, title=title, published=published)

    assert told(one) == []
    loads_as_typed(one)
