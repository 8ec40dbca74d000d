"""What is written in the house style is read back as it was, by our reader and by the usual ones."""

from datetime import date
from io import StringIO

import pytest
import ruamel.yaml
import yaml
from hypothesis import given
from hypothesis import strategies as st

from posture.editing.writing import entry_text, report_text, scalar, value
from posture.model import Estimate, Report
from posture.reading import parse
from tests.datasets import estimate, report

# Everything but what `posture.reading` refuses anywhere: control characters and marks that nobody sees.
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
REFUSED = f"\x7f\u2028\u2029\ufeff\ufffe\uffff{TURNING}" + "".join(map(chr, [*range(0x20), *range(0x80, 0xA0)]))
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters=REFUSED)
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from(" :#-,[]{}'\"!&*?|>%@`\\\n\t.~=<0179eox_")), min_size=1)
WORDS = [
    *("no", "Yes", "TRUE", "null", "~", "on", "Off", "y", "N", "010", "12:30", "1_000", "0x1F", "0o17", "0b101", "1e5"),
    *(".5", "5.", "5.0", "+5", "-5", "08", ".inf", "-.INF", ".NaN", "=", "<<", "1:2:3", "2018-06-17 10:00", "1.5e+3"),
    *(
        "2018-99-99",
        "0000-01-01",
        "2018-06-17T10:00:00Z",
        "9" * 5_000,
        "---",
        "...",
        "- a",
        "? a",
        "a: b",
        "a:",
        "a #b",
    ),
    *(
        "#b",
        "'",
        '"',
        "[a",
        "{a",
        "a]",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "a\nb",
        "a\tb",
        " a",
        "a ",
        "\\n",
    ),
    *("أكثر من 3 آلاف متطوع", "около 800", "😀 ok", "\\n", "é", "\u0301", "a\u00a0", "x" * 3_000, "x: " * 1_000),
]


def usual_readings(text: str) -> list[object]:
    """What PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) make of it."""
    return [yaml.safe_load(text)["k"], ruamel.yaml.YAML(typ="safe", pure=True).load(StringIO(text))["k"]]


@pytest.mark.parametrize("text", WORDS)
def test_a_word_that_readers_disagree_on_stays_a_text_for_all_of_them(text: str):
    written = f"k: {scalar(text)}\n"

    assert parse(written.encode(), "")["k"] == text
    assert usual_readings(written) == [text, text]
    assert written.count("\n") == 1


@given(TEXTS)
def test_every_text_is_read_back(text: str):
    assert parse(f"k: {scalar(text)}\n".encode(), "") == {"k": text}


@given(st.lists(TEXTS, min_size=1), TEXTS)
def test_every_text_is_read_back_from_between_brackets_and_braces(texts: list[str], key: str):
    written = f"k: {value({key[:200]: texts}, flow=True)}\n"

    assert parse(written.encode(), "") == {"k": {key[:200]: texts}}


@given(TEXTS)
def test_the_usual_readers_give_back_the_text_or_the_number_or_the_day_that_was_typed(text: str):
    for found in usual_readings(f"k: {scalar(text)}\n"):
        assert text == (found.isoformat() if isinstance(found, date) else str(found))
        assert isinstance(found, str | int | date)


@pytest.mark.parametrize(
    "text",
    [
        *("7,000", "7000", "0", "5,000-8,000", "more than 7,000", "about 33%", "none given", "2018-06-17", "2018-06"),
        *(
            "2018",
            "2012-01/2018-01",
            "../2015-06",
            "2013-12/..",
            "2013-05~",
            "us-officials",
            "Jane's",
            "l'Orient (Beirut)",
        ),
        *(
            "https://example.org/a?b=c&d=%20#e",
            "a source close to Hezbollah",
            "أكثر من 3",
            "cnn-2018-01-25/iran-backed",
        ),
    ],
)
def test_counts_dates_keys_and_addresses_stay_bare(text: str):
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["7,000", "https://example.org", "a, b", "[a]", "who?", "a: b"])
def test_what_braces_would_cut_is_quoted_between_them(text: str):
    assert scalar(text, flow=True) == f'"{text}"'


@pytest.mark.parametrize("text", ["a\x00b", "a\x85b", "a\u2028b", "a\ufeffb", "a\ud800b", "\x1b[0m", *TURNING])
def test_what_no_file_may_hold_is_escaped_and_can_be_encoded(text: str):
    """Reading refuses it with its place; writing never breaks the file."""
    assert scalar(text).isascii()


def test_a_report_is_written_in_the_house_order_without_what_is_empty():
    typed = report(
        "gazette-2018", "2018", estimate(note="", status={"reason": "a, b", "is": "disputed"}, increment=True)
    )
    typed = {key: typed[key] for key in reversed(typed)} | {
        "copies": ["https://a.org/1", "https://a.org/2"],
        "via": None,
    }

    assert report_text(typed) == (
        "- id: gazette-2018\n"
        "  publisher: The Gazette\n"
        "  url: https://example.org/gazette-2018\n"
        "  published: 2018\n"
        '  copies: ["https://a.org/1", "https://a.org/2"]\n'
        "  originator: army\n"
        "  estimates:\n"
        "    - force: guards\n"
        "      count: 7,000\n"
        '      wording: "7,000 men"\n'
        "      increment: true\n"
        '      status: {is: disputed, reason: "a, b"}\n'
    )


def test_a_key_that_the_model_does_not_know_is_written_too_so_that_the_checks_can_name_it():
    assert "  colour: red\n  estimates:\n" in report_text({"id": "a", "colour": "red", "estimates": []})


def test_an_entry_stands_on_one_line_where_it_fits():
    assert entry_text("army", {"side": "north", "label": "Army, the"}) == 'army: {label: "Army, the", side: north}\n'
    assert entry_text("no", {"label": "No", "anonymous": True}) == '"no": {label: "No", anonymous: true}\n'
    assert entry_text("a", {"counts": "b, " * 50 + "b", "label": "A"}) == f"a:\n  label: A\n  counts: {'b, ' * 50}b\n"


texts_of_a_record = st.dictionaries(st.sampled_from([*Estimate.model_fields]), TEXTS | st.lists(TEXTS, min_size=1))


@given(st.dictionaries(st.sampled_from([*Report.model_fields][:-1]), TEXTS), st.lists(texts_of_a_record, min_size=1))
def test_every_report_is_read_back(fields: dict, estimates: list):
    typed = {**fields, "estimates": [one or {"force": "a"} for one in estimates]}

    assert parse(report_text(typed).encode(), "") == [typed]


@given(TEXTS, st.dictionaries(st.sampled_from(["label", "counts", "side", "note"]), TEXTS, min_size=1))
def test_every_entry_is_read_back(key: str, record: dict):
    assert parse(entry_text(key[:200], record).encode(), "") == {key[:200]: record}
