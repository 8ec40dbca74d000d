"""The page "Add a report", as a reader fills it in: what it says of each field, shows before saving, and writes."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from posture.config import read_config
from posture.loading import load
from tests.datasets import CONFIG, MINIATURE
from tests.shown import FRAME
from views import proposal
from views.permission import OFF, Permission

FIELDS = ("text_input", "selectbox", "multiselect", "checkbox")
TODAY = date(2020, 12, 31)
HOSTILE = (
    "*a* ~~b~~ $x$ :red[c] <b>d</b> ![e](http://elsewhere.example/e.png)",
    "<script>alert(1)</script> &amp; {braces} [link](javascript:alert(1))",
    '=HYPERLINK("http://elsewhere.example") # no comment: "so"',
    "-2+3 @everybody 'x' | > % ! & * ? - [a, b] {c: d}",
    "no",
    "null",
    "2020-01-01",
    "متطوع \u05e9\u05dc\u05d5\u05dd 800 советников",
)
LONG = ("w" * 3000, "word " * 600)
UNSEEN = ("a\x00b", "a\x1b[31mb", "a\ufeffb", "a\x7fb", "a\u202eb")  # what no file may hold
YES = Permission(True, "ann", "")


@dataclass(frozen=True, repr=False)
class Form:
    """A form on a page after a run, on a theatre whose files its reader may change."""

    at: AppTest
    folder: Path
    config: Path
    name: str = "add"

    def run(self) -> "Form":
        """The same after another run."""
        self.at.run()
        return self.sound()

    def sound(self) -> "Form":
        """This form, if its page ran to the end."""
        assert [error.value for error in self.at.exception] == []
        return self

    def field(self, name: str) -> Any:
        """The widget of a field, as in estimate-0-count."""
        key = re.compile(rf"fp-{self.name}-[0-9]+-{re.escape(name)}")
        (found,) = [each for kind in FIELDS for each in getattr(self.at, kind) if key.fullmatch(each.key or "")]
        return found

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        keys = [each.key or "" for kind in FIELDS for each in getattr(self.at, kind)]
        return any(re.fullmatch(rf"fp-{self.name}-[0-9]+-{re.escape(name)}", key) for key in keys)

    def fill(self, **values: Any) -> "Form":
        """The form after its reader filled in fields of the report, one after the other."""
        for name, value in values.items():
            field = self.field(name)
            if field.type in ("selectbox", "multiselect") and value:
                self._type_anew(field, [value] if field.type == "selectbox" else value)
            field.set_value(value)
            self.run()
        return self

    def figure(self, slot: int = 0, **values: Any) -> "Form":
        """The form after its reader filled in fields of a figure."""
        return self.fill(**{f"estimate-{slot}-{name}": value for name, value in values.items()})

    @staticmethod
    def _type_anew(field: Any, values: list[str]) -> None:
        # A browser sends what is typed beside the options as it sends a label; AppTest knows only the labels.
        for text in map(field.format_func, values):
            if text not in field.options:
                assert field.proto.accept_new_options
                field.options.append(text)

    def press(self, key: str) -> "Form":
        """The form after a button was pressed."""
        self.at.button(key=f"fp-{key}").click().run()
        return self.sound()

    @property
    def offers(self) -> set[str]:
        """The buttons that can be pressed."""
        return {button.key for button in self.at.button if not button.disabled}

    def below(self, name: str) -> str:
        """What is said below a field, up to the next one."""
        key, found, after = self.field(name).key, [], False
        for node in _in_order(self.at.main):
            if getattr(node, "type", "") in FIELDS:
                after = node.key == key
            elif after and node.type == "caption":
                found.append(node.value)
        return unescaped("\n".join(found))

    @property
    def told(self) -> str:
        """The small print of the page, and its notes and errors."""
        parts = (self.at.caption, self.at.warning, self.at.error, self.at.success, self.at.info)
        return unescaped("\n".join(each.value for part in parts for each in part))

    @property
    def codes(self) -> list[str]:
        """The YAML, the diff and the problems that are shown."""
        return [code.value for code in self.at.code if not code.value.startswith("http")]

    @property
    def patch(self) -> str:
        """The diff that is shown."""
        return next(code for code in self.codes if "\n+++ " in code)

    @property
    def moves(self) -> str:
        """The tables of the page, as HTML."""
        return "\n".join(each.proto.body for each in self.at.get("html"))

    def bytes(self, name: str) -> bytes:
        """What stands in a file of the theatre."""
        return (self.folder / name).read_bytes()

    @property
    def log(self) -> list[dict]:
        """The lines of the theatre's log."""
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


Open = Callable[..., Form]


def unescaped(text: str) -> str:
    """Text as it is read, without the signs that keep it from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text)


def _in_order(node: Any) -> Iterator[Any]:
    for _, child in sorted(getattr(node, "children", {}).items()):
        yield child
        yield from _in_order(child)


def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """What opens a page on a copy of the miniature theatre, which the test may change."""
    data, config = tmp_path / "data", tmp_path / "config.yaml"
    shutil.copytree(MINIATURE, data / "orvane")
    shutil.copy(CONFIG, config)
    monkeypatch.setenv("FORCE_POSTURE_DATA", str(data))
    monkeypatch.setenv("FORCE_POSTURE_CONFIG", str(config))
    monkeypatch.setattr(proposal, "today", lambda: TODAY)

    def open_(page: str = "add", **parameters: str) -> Form:
        at = AppTest.from_file(FRAME, default_timeout=120)
        at.query_params.update(parameters)
        at.switch_page(f"{page}.py").run()
        return Form(at, data / "orvane", config).sound()

    return open_


@pytest.fixture
def open_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`open_form("add")` opens a page on a copy of the miniature theatre."""
    return opener(tmp_path, monkeypatch)


@pytest.fixture
def may_save(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader may save, as one may who sits at the machine; in this process there is no connection."""
    monkeypatch.setattr(proposal, "may_save", lambda _config: YES)


@pytest.fixture
def form(open_form: Open) -> Form:
    """The empty form."""
    return open_form()


ARTICLE = {
    "publisher": "The Daily Gull",
    "published": "2020-07-01",
    "url": "https://example.org/gull/2020-07-01",
    "title": "Tessal counts the League",
}
FIGURE = {
    "force": ["lanternmen"],
    "count": "more than 7,000",
    "wording": "over 7,000 Lanternmen",
    "originator": "tessal",
}


@pytest.fixture
def filled(form: Form) -> Form:
    """The form with an article of one figure."""
    return form.fill(**ARTICLE).figure(**FIGURE)


def test_an_empty_form_tells_what_is_missing_and_offers_no_save(form: Form):
    """Nobody is told that a field is wrong before anything is typed into it."""
    missing = "publisher, published, force of figure 1, count of figure 1 and wording of figure 1"
    assert f"Before it can be written, 5 things to fill in or to mend: {missing}." in form.told
    assert "fp-add-preview" not in form.offers
    assert ":material/error:" not in form.told


@pytest.mark.parametrize(
    ("count", "meaning"),
    [
        ("more than 7,000", "at least 7,001, no upper end stated"),
        ("5,000-8,000", "5,000 to 8,000"),
        ("several thousand", "3,000"),
        ("denied", "the source denies that there are any, and gives no number"),
    ],
)
def test_the_meaning_of_a_count_is_shown_as_it_is_typed(form: Form, count: str, meaning: str):
    assert meaning in form.figure(count=count).below("estimate-0-count")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("estimate-0-count", "9.000", "9,000"),
        ("estimate-0-count", "lots", "lots"),
        ("published", "2020-02-30", "2020-02-30"),
        ("published", "yesterday", "yesterday"),
        ("url", "example.org/x", "example.org/x"),
        ("estimate-0-as_of", "2020-13", "2020-13"),
        ("id", "monitor-2019", "monitor-2019"),
        ("accessed", "01.02.2020", "01.02.2020"),
    ],
)
def test_a_mistake_is_told_below_its_field_and_nothing_can_be_saved(filled: Form, field: str, typed: str, told: str):
    filled.fill(**{field: typed})

    assert ":material/error:" in filled.below(field)
    assert told in filled.below(field)
    assert "fp-add-preview" not in filled.offers


def test_a_force_that_nobody_defined_cannot_be_chosen(form: Form):
    """An originator can be put in words, a force, a place and a measure cannot."""
    allowed = {
        name: form.field(f"estimate-0-{name}").proto.accept_new_options for name in ("force", "place", "measure")
    }
    assert allowed == {"force": False, "place": False, "measure": False}
    assert form.field("estimate-0-originator").proto.accept_new_options


# What is worth a look.


def test_an_address_that_is_in_the_dataset_is_told(filled: Form):
    told = filled.fill(url="http://www.example.org/courier/2020-04-18/").below("url")

    assert "This page is in the dataset already: sarn-courier-2020-04-18 (The Sarn Courier, 18 April 2020)." in told
    assert "fp-add-preview" in filled.offers


def test_a_figure_that_this_originator_gave_before_can_be_marked_as_a_repeat(filled: Form):
    """With one click, which writes down the root; then nobody asks again."""
    filled.fill(published="2019-06-25").figure(count="2,500", originator="tessal-intelligence")
    asked = filled.below("estimate-0-count")
    assert "Is it a repeat of sarn-courier-2019-05-01/lanternmen?" in asked
    (button,) = [button.key for button in filled.at.button if button.label == "It is a repeat"]

    filled.press(button.removeprefix("fp-"))

    assert filled.field("estimate-0-repeats").value == ["sarn-courier-2019-05-01/lanternmen"]
    assert "Is it a repeat" not in filled.told
    assert any("repeats: sarn-courier-2019-05-01/lanternmen" in code for code in filled.codes)


# More than one figure.


def test_further_figures_begin_with_the_originator_of_the_last(filled: Form):
    filled.press("add-another").figure(1, force=["volunteers"], count="9,000", wording="9,000 volunteers")

    (yaml,) = filled.codes
    assert filled.field("estimate-1-originator").value == "tessal"
    assert yaml.count("originator: tessal") == 1
    assert [line.strip() for line in yaml.splitlines() if "force:" in line] == [
        "- force: lanternmen",
        "- force: volunteers",
    ]


def test_one_of_three_figures_can_be_taken_away(filled: Form):
    """The others keep what was typed; the last one cannot be taken away."""
    filled.press("add-another").figure(1, force=["volunteers"], count="9,000", wording="9,000 volunteers")
    filled.press("add-another").figure(2, force=["varn-advisers"], count="800", wording="800 advisers")
    filled.press("add-remove-estimate-1")

    (yaml,) = filled.codes
    assert "volunteers" not in yaml
    assert "800" in yaml
    assert filled.field("estimate-2-count").value == "800"
    filled.press("add-another")
    assert filled.field("estimate-3-count").value == ""
    filled.press("add-remove-estimate-3").press("add-remove-estimate-0")
    assert "fp-add-remove-estimate-2" not in filled.offers


# What the theatre does not know yet.


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Tessal int", "An unnamed source, written in these words. Did you mean Tessal intelligence? Then choose it"),
        ("a man at the harbour", "An unnamed source, written in these words."),
    ],
)
def test_an_originator_in_words_is_told_to_be_one(filled: Form, typed: str, told: str):
    """A browser takes what is typed when Enter is pressed, and not the name in its list that begins so."""
    assert "unnamed source" not in filled.below("estimate-0-originator")

    assert told in filled.figure(originator=typed).below("estimate-0-originator")


def test_nobody_can_be_chosen(filled: Form):
    """As the originator of a figure for which the report names none."""
    filled.figure(originator="unattributed")

    assert "unnamed source" not in filled.below("estimate-0-originator")
    assert "fp-add-preview" in filled.offers


@pytest.mark.usefixtures("may_save")
def test_an_originator_a_place_and_a_force_are_defined_on_the_spot(filled: Form):
    """They can be chosen at once, are proposed a key, and are written before the report that names them."""
    filled.press("add-originators").press("add-places").press("add-forces")
    assert "new entry 1" in filled.told
    filled.fill(**{"entry-1-label": "Harbour Guild", "entry-1-side": "tessal", "entry-1-part_of": "tessal"})
    filled.fill(**{"entry-2-label": "The Long Mole", "entry-2-part_of": "port-sarn"})
    filled.fill(**{"entry-3-label": "Pilots", "entry-3-counts": "Pilots of the harbour.", "entry-3-key": "sarn-pilots"})
    filled.figure(originator="new:1", place=["new:2"], force=["new:3"])

    filled.press("add-preview").press("add-save")

    assert "Saved originators/harbour-guild, places/long-mole, forces/sarn-pilots and" in filled.told
    dataset = load(filled.folder, read_config(filled.config))
    estimate = dataset.by_id["daily-gull-2020-07-01/sarn-pilots"].estimate
    assert (estimate.originator, estimate.place, estimate.force) == ("harbour-guild", ("long-mole",), ("sarn-pilots",))
    assert dataset.theatre.originators["harbour-guild"].part_of == "tessal"
    assert dataset.theatre.places["long-mole"].part_of == "port-sarn"
    assert dataset.errors == ()


@pytest.mark.parametrize("section", ["originators", "places", "forces"])
def test_what_is_chosen_nowhere_any_more_is_not_written(filled: Form, section: str):
    """An entry of the form that is taken away goes from the figures that named it too."""
    name = {"originators": "originator", "places": "place", "forces": "force"}[section]
    filled.press(f"add-{section}").fill(
        **{"entry-1-label": "Harbour Guild", "entry-1-counts": "It."}
        if section == "forces"
        else {"entry-1-label": "Harbour Guild"}
    )
    filled.figure(**{name: "new:1" if name == "originator" else ["new:1"]})
    filled.press("add-remove-entry-1")

    assert not any("new:1" in code for code in filled.codes)
    assert "new:1" not in str(filled.field(f"estimate-0-{name}").value)
    assert not filled.field(f"estimate-0-{name}").value


def test_two_new_entries_without_a_name_can_be_told_apart(filled: Form):
    """Browsers send the label that is chosen."""
    filled.press("add-originators").press("add-originators")

    options = filled.field("estimate-0-originator").options
    assert len(options) == len(set(options))


# Looked at before it is written.


def test_the_preview_shows_what_is_written_how_the_files_change_and_what_moves(filled: Form):
    filled.press("add-preview")

    assert any(code.startswith("- id: daily-gull-2020-07-01\n  publisher: The Daily Gull") for code in filled.codes)
    assert "+++ b/data/orvane/reports/2020.yaml" in filled.patch
    assert "+- id: daily-gull-2020-07-01" in filled.patch
    assert "Lantern League" in filled.moves


@pytest.mark.usefixtures("may_save")
def test_a_draft_that_changed_is_looked_at_again_before_it_is_saved(filled: Form):
    filled.press("add-preview")
    assert "fp-add-save" in filled.offers

    filled.figure(count="8,000")
    assert "fp-add-save" not in filled.offers

    filled.press("add-preview")
    assert "fp-add-save" in filled.offers
    assert "8,000" in filled.patch


def test_who_may_not_save_is_told_why_and_keeps_the_patch(filled: Form):
    """In this process there is no connection, so that nothing is known of the reader's."""
    filled.press("add-preview")

    assert "fp-add-save" not in filled.offers
    assert "Saving is off: it is not known where this connection comes from." in filled.told
    assert "git apply" in filled.told
    assert [button.proto.label for button in filled.at.get("download_button")] == ["Download the patch"]
    assert "daily-gull" in filled.patch


# Saving.


@pytest.mark.usefixtures("may_save")
def test_what_was_looked_at_is_what_is_written(filled: Form):
    """To the byte; the log tells, the form is empty again, and the record opens."""
    before = filled.bytes("reports/2020.yaml")
    filled.press("add-preview")
    shown = next(code for code in filled.codes if code.startswith("- id: daily-gull"))

    filled.press("add-save")

    after = filled.bytes("reports/2020.yaml")
    at = after.index(b"- id: daily-gull")
    assert shown.rstrip("\n").encode() == after[at : at + len(shown.rstrip("\n").encode())]
    rest = after.replace(shown.rstrip("\n").encode(), b"", 1)
    assert rest.split() == before.split()
    (line,) = filled.log
    assert (line["who"], line["files"], line["records"]) == ("ann", ["reports/2020.yaml"], ["daily-gull-2020-07-01"])
    assert line["what"] == "Add daily-gull-2020-07-01: 1 estimate of lanternmen"
    assert "Saved daily-gull-2020-07-01 in orvane/reports/2020.yaml." in filled.told
    assert [filled.field(name).value for name in ("publisher", "estimate-0-count")] == ["", ""]
    assert "fp-add-preview" not in filled.offers
    (link,) = [link.proto for link in filled.at.main.get("page_link") if "record" in link.proto.label]
    assert "daily-gull-2020-07-01" in link.query_string


@pytest.mark.usefixtures("may_save")
def test_the_next_report_of_that_day_is_told_of_the_last(filled: Form):
    filled.press("add-preview").press("add-save")
    filled.fill(**ARTICLE)

    assert filled.field("publisher").value == "The Daily Gull"
    assert "The same publisher has a report of this date" in filled.told


@pytest.mark.usefixtures("may_save")
def test_a_record_that_somebody_else_wrote_meanwhile_is_shown_and_the_draft_kept(filled: Form):
    """Both texts stand side by side; nothing is lost on either side."""
    filled.press("add-preview")
    path = filled.folder / "reports" / "2020.yaml"
    theirs = """
- id: daily-gull-2020-07-01
  publisher: The Daily Gull
  published: 2020-07-01
  url: https://example.org/theirs
  estimates:
    - force: volunteers
      originator: monitor
      count: 12
      wording: twelve of theirs
"""
    path.write_bytes(path.read_bytes() + theirs.encode())
    mixed = path.read_bytes()

    filled.press("add-save")

    assert path.read_bytes() == mixed
    assert filled.log == []
    assert 'Nothing was written: the id "daily-gull-2020-07-01" stands already at reports/2020.yaml:' in filled.told
    found = [code for code in filled.codes if "daily-gull-2020-07-01" in code]
    assert any("https://example.org/theirs" in code for code in found)
    assert any("over 7,000 Lanternmen" in code for code in found)
    assert filled.told.count("Nothing was written") == 1
    assert filled.field("estimate-0-wording").value == "over 7,000 Lanternmen"


@pytest.mark.parametrize(
    ("change", "told"),
    [(("editing: local", "editing: off"), OFF), (("editing: local", "editing: [local"), "config.yaml:")],
)
def test_the_configuration_is_read_at_the_moment_of_writing(
    open_form: Open, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], told: str
):
    """Whatever it said when the button was drawn."""
    monkeypatch.setattr(
        proposal, "may_save", lambda config: Permission(False, "", OFF) if config.editing == "off" else YES
    )
    filled = open_form().fill(**ARTICLE).figure(**FIGURE).press("add-preview")
    before = filled.bytes("reports/2020.yaml")
    filled.config.write_text(filled.config.read_text(encoding="utf-8").replace(*change), encoding="utf-8")

    filled.press("add-save")

    assert filled.bytes("reports/2020.yaml") == before
    assert filled.log == []
    assert told in filled.told + "\n".join(filled.codes)
    assert filled.field("publisher").value == "The Daily Gull"


@pytest.mark.usefixtures("may_save")
def test_a_theatre_whose_files_are_broken_is_not_saved_to(filled: Form):
    """The page goes on with the last good data, says where the files are broken, and keeps the draft."""
    path = filled.folder / "reports" / "2020.yaml"
    sound = path.read_bytes()
    path.write_bytes(sound + b"\n- id: [half\n")

    filled.press("add-preview")

    assert "fp-add-save" not in filled.offers
    assert any("reports/2020.yaml:" in code for code in filled.codes)
    assert "Nothing was written." in filled.told
    path.write_bytes(sound)
    assert "fp-add-save" in filled.run().offers
    path.write_bytes(sound + b"\n- id: [half\n")
    filled.press("add-save")
    assert path.read_bytes() == sound + b"\n- id: [half\n"
    assert filled.field("publisher").value == "The Daily Gull"


# Whatever is typed.


TYPED = ("publisher", "title", "author", "via", "note")
OF_A_FIGURE = ("wording", "translation", "speaker", "relayed_by", "method", "note")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
@pytest.mark.usefixtures("may_save")
def test_any_text_comes_out_as_typed(filled: Form, text: str):
    """In every field that takes words; on the page none of it is Markdown or markup."""
    source = text if len(text.split()) > 1 else f"an unnamed source: {text}"
    words = dict.fromkeys(OF_A_FIGURE, text)
    filled.fill(**dict.fromkeys(TYPED, text)).figure(**words, originator=source, repeats=[source])
    filled.fill(id="hostile-1").press("add-preview")
    for part in (filled.at.caption, filled.at.warning, filled.at.error, filled.at.markdown):
        assert not any(signs in each.value for each in part for signs in ("*a*", "<b>d", "](", "$x$", ":red[c"))
    assert "<b>d" not in filled.moves
    assert "<script" not in filled.moves

    filled.press("add-save")

    entry = load(filled.folder, read_config(filled.config)).by_id["hostile-1/lanternmen"]
    plain = " ".join(text.split())
    report, estimate = entry.report, entry.estimate
    assert [getattr(report, name) for name in TYPED] == [plain] * len(TYPED)
    assert [getattr(estimate, name) for name in OF_A_FIGURE] == [plain] * len(OF_A_FIGURE)
    assert (estimate.originator, *estimate.repeats) == (" ".join(source.split()),) * 2


@pytest.mark.parametrize("text", LONG, ids=["one word", "many words"])
@pytest.mark.parametrize("name", ["publisher", "note", "estimate-0-wording", "estimate-0-originator"])
def test_a_page_of_text_is_told_below_its_field(filled: Form, name: str, text: str):
    filled.fill(**{name: text})

    assert "fp-add-preview" not in filled.offers
    assert "quote the fragment, 2,000 letters at most." in filled.below(name)


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
@pytest.mark.parametrize(
    "name",
    [
        "publisher",
        "url",
        "published",
        "estimate-0-count",
        "estimate-0-wording",
        "estimate-0-originator",
        "estimate-0-unit",
        "id",
    ],
)
def test_a_character_that_nobody_sees_is_told_below_its_field(filled: Form, name: str, text: str):
    filled.fill(**{name: text})

    assert "fp-add-preview" not in filled.offers
    assert ":material/error:" in filled.below(name)


@pytest.mark.parametrize("text", [*HOSTILE, *UNSEEN, *LONG], ids=lambda text: ascii(text)[:20])
def test_no_text_in_any_field_breaks_the_page(filled: Form, text: str):
    """Of a field that has a form of its own, such as a date, the text is refused."""
    filled.press("add-originators").press("add-forces")
    names = [each.key.split("-", 3)[3] for each in filled.at.text_input if (each.key or "").startswith("fp-add-")]
    for name in names:
        filled.field(name).set_value(text)
    filled.run()

    assert "fp-add-preview" not in filled.offers
    for part in (filled.at.caption, filled.at.markdown):
        assert not any(signs in each.value for each in part for signs in ("*a*", "<b>d", "](", "$x$", ":red[c"))
