"""The schemas for editors: whatever the model accepts they accept, and the slips that they can see they refuse."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from ruamel.yaml import YAML, YAMLError

from posture import dates, quantities
from posture.fields import KEY, REFERENCE
from posture.loading import read_theatre
from posture.model import UNATTRIBUTED, Estimate, Report, Theatre
from posture.problems import DataError, MiswrittenError
from posture.reading import parse
from posture.schemas import config_schema, files, reports_schema, theatre_schema
from posture.vocabulary import AFTERTHOUGHTS, NUMERALS, QUALIFIER_OF, SIZES, SPELLINGS, UNITS, WITHOUT_NUMBER
from tests.datasets import CONFIG, EXAMPLE_G, MINIATURE, ROOT, THEATRE, config, estimate, report

DATA = ROOT / "data"
BROKEN = ROOT / "tests" / "broken" / "theatre"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
YAML_FILES = sorted([CONFIG, *DATA.rglob("*.yaml")])
SHIPPED = files(DATA, CONFIG)
MINIATURE_THEATRE = read_theatre(MINIATURE / "theatre.yaml", "theatre").theatre
MADE_UP = Theatre.model_validate(THEATRE)

# What only the whole dataset, or the sense of a count, can tell.
UNSEEN = {
    *("count-that-runs-down", "estimate-id-twice", "estimate-id-written-twice", "report-id-of-another-file"),
    *("report-id-twice", "repeats-in-a-circle", "repeats-itself", "repeats-nothing-known"),
    # A theatre file is held against the schema of any theatre, which knows no names.
    *("headline-unknown", "part-of-in-a-circle", "part-of-itself", "part-of-unknown-body", "part-of-unknown-force"),
    *("side-of-a-force-undefined", "side-of-an-originator-undefined"),
}


def checked(schema: Path, *paths: Path) -> tuple[set[str], str]:
    """The names of the files that check-jsonschema refuses, and everything that it says."""
    command = [sys.executable, "-m", "check_jsonschema", "--output-format=json", "--no-cache"]
    ended = subprocess.run(
        [*command, "--schemafile", schema, *paths], capture_output=True, text=True, encoding="utf-8", check=False
    )
    told = json.loads(ended.stdout)
    refused = {Path(one["filename"]).name for one in (*told["errors"], *told.get("parse_errors", ()))}
    assert (ended.returncode, told["status"]) == ((1, "fail") if refused else (0, "ok")), ended.stdout + ended.stderr
    return refused, ended.stdout


def written(folder: Path, schema: dict[str, Any]) -> Path:
    """The file of a schema."""
    path = folder / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    return path


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value passes a schema, or a part of one."""
    return Draft4Validator(schema).is_valid(value)


def schema_named_in(path: Path) -> Path:
    """The schema file that the first line of a YAML file names."""
    with path.open(encoding="utf-8") as lines:
        named = MODELINE.fullmatch(lines.readline())
    assert named, f"{path} does not begin with the line that names its schema"
    return (path.parent / named[1]).resolve()


# The files that ship


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_shipped_schema_is_the_one_that_is_made_now(path: Path):
    """Where this fails: python -m posture schema."""
    assert SHIPPED[path] == path.read_text(encoding="utf-8")


def test_no_other_schema_ships():
    assert set(DATA.rglob("*.schema.json")) == set(SHIPPED)


def test_the_folder_of_schemas_is_no_theatre():
    assert not (DATA / "schemas" / "theatre.yaml").exists()


def test_every_shipped_yaml_file_names_its_schema_and_passes_it():
    held: dict[Path, list[Path]] = {}
    for path in YAML_FILES:
        held.setdefault(schema_named_in(path), []).append(path)

    assert set(held) == set(SHIPPED)
    for schema, paths in held.items():
        refused, told = checked(schema, *paths)
        assert refused == set(), told


def test_the_reports_of_a_theatre_are_held_against_its_own_schema():
    own = {path: schema_named_in(path) for path in YAML_FILES if path.parent.name == "reports"}

    assert len(own) > 10
    assert all(schema == path.parent.parent / "reports.schema.json" for path, schema in own.items())


# Theatres of tests


@pytest.mark.parametrize("folder", [MINIATURE, EXAMPLE_G], ids=lambda folder: folder.name)
def test_a_sound_theatre_passes(folder: Path, tmp_path: Path):
    shutil.copytree(folder, tmp_path / folder.name)
    made = files(tmp_path, CONFIG)
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    reports = [path for path in (tmp_path / folder.name / "reports").rglob("*") if path.is_file()]
    assert checked(tmp_path / folder.name / "reports.schema.json", *reports)[0] == set()
    assert checked(tmp_path / "schemas" / "reports.schema.json", *reports)[0] == set()
    assert checked(tmp_path / "schemas" / "theatre.schema.json", tmp_path / folder.name / "theatre.yaml")[0] == set()


@pytest.mark.parametrize(
    ("kind", "schema"),
    [("reports", reports_schema(MINIATURE_THEATRE, config())), ("theatre", theatre_schema(config()))],
    ids=["reports", "theatre"],
)
def test_a_broken_file_is_refused_wherever_its_defect_can_be_seen(kind: str, schema: dict[str, Any], tmp_path: Path):
    paths = sorted((BROKEN / kind).glob("*.yaml"))
    refused, _ = checked(written(tmp_path, schema), *paths)

    assert len(paths) > 20
    assert {path.name for path in paths if path.stem not in UNSEEN} == refused


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("window: 365", "window: a year"),
        ("window: 365", "window: 0"),
        ("window: 365", "window: 12.5"),
        ("window: 365", "windows: 365"),
        ("tolerance: 10%", "tolerance: 10"),
        ("tolerance: 10%", "tolerance: 101%"),
        ("kind: level", "kind: flow"),
        ("  present:", "  there:"),
        ("  own:", "  mine:"),
        ("hundreds: 200-999", "hundreds: about 200"),
        ("dozens: 24-99", "dozen: 24-99"),
        ("some: about", "some: nearly"),
        ("citation:", "cited:"),
    ],
)
def test_a_broken_configuration_is_refused(typed: str, instead: str):
    text = CONFIG.read_text(encoding="utf-8")
    sound, broken = as_yaml_reads(text), as_yaml_reads(text.replace(typed, instead, 1))

    assert sound != broken
    assert accepts(config_schema(), sound)
    assert not accepts(config_schema(), broken)


@pytest.mark.parametrize(
    "keys", [{"url": None}, {"note": None}, {"url": ""}, {"version": 2}, {"each_unit": 2}], ids=str
)
def test_a_rulebook_may_say_what_its_reader_accepts(keys: dict[str, Any]):
    typed = as_yaml_reads(CONFIG.read_text(encoding="utf-8"))
    typed["rulebooks"]["acled"] |= keys

    assert accepts(config_schema(), typed)


def test_a_theatre_that_cannot_be_read_has_no_schema(tmp_path: Path):
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "theatre.yaml").write_text("title: [", encoding="utf-8")

    assert {path.parent.name for path in files(tmp_path, CONFIG)} == {"schemas"}


def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path):
    (tmp_path / "config.yaml").write_text("window: never\n", encoding="utf-8")

    with pytest.raises(DataError, match='"never" is no number of days'):
        files(tmp_path, tmp_path / "config.yaml")


# Their shape


ALL = {
    "reports of the miniature": reports_schema(MINIATURE_THEATRE, config()),
    "reports of any theatre": reports_schema(None, config()),
    "reports without measures": reports_schema(None, None),
    "theatre": theatre_schema(config()),
    "theatre without kinds": theatre_schema(None),
    "configuration": config_schema(),
}


@pytest.mark.parametrize("schema", ALL.values(), ids=ALL)
def test_a_schema_is_a_lawful_one_without_our_own_marks(schema: dict[str, Any]):
    Draft4Validator.check_schema(schema)

    assert schema["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert '"x-' not in json.dumps(schema)


def records(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record of a schema with the name of its kind."""
    for name, one in {"the file": schema, **schema["definitions"]}.items():
        if "properties" in one:
            yield name, one


@pytest.mark.parametrize("schema", ALL.values(), ids=ALL)
def test_every_field_is_described_and_no_other_key_is_let_in(schema: dict[str, Any]):
    silent = [
        (kind, name)
        for kind, one in records(schema)
        for name, field in one["properties"].items()
        if not field.get("description")
    ]

    assert silent == []
    assert all(one["additionalProperties"] is False for _, one in records(schema))


def test_the_schema_has_every_key_of_the_model():
    definitions = ALL["reports of any theatre"]["definitions"]

    assert set(definitions["Report"]["properties"]) == set(Report.model_fields)
    assert set(definitions["Estimate"]["properties"]) == set(Estimate.model_fields)
    assert set(ALL["theatre"]["properties"]) == set(Theatre.model_fields)


def test_a_theatre_brings_its_words_with_what_they_mean():
    definitions = ALL["reports of the miniature"]["definitions"]
    said = {
        kind: dict(zip(one["enum"], one["enumDescriptions"], strict=True))
        for kind, one in definitions.items()
        if "enum" in one
    }

    assert set(said["force"]) == set(MINIATURE_THEATRE.forces)
    assert set(said["place"]) == set(MINIATURE_THEATRE.places)
    assert set(said["originator"]) == {*MINIATURE_THEATRE.originators, UNATTRIBUTED}
    assert set(said["measure"]) == set(config().measures)
    assert said["force"]["lanternmen"].startswith("Lantern League: Fighters of the Lantern League on Orvane.")
    assert said["originator"]["varn-officials"] == "Officials of Varn, part of Varn. Unnamed sources"
    assert said["originator"]["lantern-press"] == "Lantern League press office. It speaks for the League as a whole."
    assert said["measure"]["killed"] == "Killed: Dead over a time."


# What they accept and refuse


def as_yaml_reads(text: str) -> Any:
    """What a reader of YAML 1.2 makes of a text; dates stay text, as they do in check-jsonschema and in editors."""
    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return reader.load(text)


def as_typed(text: str) -> Any:
    """What a YAML reader makes of a text typed without quotes, where our own reader leaves it as it is."""
    try:
        return as_yaml_reads(f"k: {text}\n")["k"] if parse(f"k: {text}\n".encode(), "") == {"k": text} else text
    except (DataError, YAMLError):
        return text


def in_report(**keys: Any) -> list[dict[str, Any]]:
    """A file with one sound report of one estimate, some of whose keys are set."""
    return [report("r", "2020", {**estimate(), **keys})]


@pytest.mark.parametrize(
    "keys",
    [
        {"force": "sailor"},
        {"force": ["guards", "sailor"]},
        {"force": []},
        {"force": True},
        {"count": 9.5},
        {"count": 9.0},
        {"count": "9.000"},
        {"count": -5},
        {"count": "12:30"},
        {"count": "seven thousand"},
        {"count": None},
        {"originator": "armi"},
        {"place": "prot"},
        {"measure": "kiled"},
        {"unclear": ["hils"]},
        {"as_of": "2018-02-30"},
        {"as_of": "17.6.2018"},
        {"as_of": 20180617},
        {"as_of": "2018-6"},
        {"wording": ["5,000"]},
        {"wording": None},
        {"wording": ""},
        {"speaker": "x" * 2_001},
        {"increment": "yes"},
        {"status": {"is": "gone", "reason": "It left."}},
        {"status": {"is": "withdrawn"}},
        {"repeats": "other-report"},
        {"of": "all"},
        {"count": "about 33%"},
        {"count": "33 Per Cent"},
        {"confidence": "high"},
    ],
    ids=str,
)
def test_a_slip_is_refused(keys: dict[str, Any]):
    schema = reports_schema(MADE_UP, config())

    assert accepts(schema, in_report())
    assert not accepts(schema, in_report(**keys))


@pytest.mark.parametrize(
    "keys",
    [
        {"force": ["guards", "scouts"]},
        {"count": 7_000},
        {"count": 0},
        {"count": "about 33%", "of": "all"},
        {"originator": "a Lebanese source"},
        {"originator": UNATTRIBUTED},
        {"as_of": 2018},
        {"as_of": "2016-02-29"},
        {"as_of": "../2015-06"},
        {"unclear": ["scouts", "hills"]},
        {"speaker": 1984},
        {"increment": True},
        {"increment": "true"},
        {"repeats": ["other/guards", "other/guards+scouts", "A broadcast of July."]},
    ],
    ids=str,
)
def test_what_is_lawful_passes(keys: dict[str, Any]):
    assert accepts(reports_schema(MADE_UP, config()), in_report(**keys))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "www.example.org", "https://", ""])
@pytest.mark.parametrize("key", ["url", "archive_url", "copies"])
def test_an_address_that_is_none_is_refused(key: str, link: str):
    schema = reports_schema(None, None)

    assert accepts(schema, [report("r", "2020", estimate(), **{key: "HTTP://example.org/?a=1&b=%3C"})])
    assert not accepts(schema, [report("r", "2020", estimate(), **{key: link})])


def test_an_originator_is_named_by_the_report_or_by_each_estimate():
    schema = reports_schema(None, None)
    named = estimate(originator="army")

    assert accepts(schema, [report("r", "2020", estimate(), estimate())])
    assert accepts(schema, [report("r", "2020", named, named, originator=None)])
    assert not accepts(schema, [report("r", "2020", named, estimate(), originator=None)])


def test_a_key_of_digits_needs_no_quotes():
    theatre = Theatre.model_validate(THEATRE | {"forces": {"313": {"label": "313th", "counts": "All."}}})

    assert accepts(reports_schema(theatre, None), in_report(force=313))
    assert accepts(reports_schema(theatre, None), in_report(force="313"))
    assert accepts(reports_schema(None, None), in_report(force=313))


def test_a_theatre_without_places_lets_in_none():
    theatre = Theatre.model_validate(THEATRE | {"places": {}})
    schema = reports_schema(theatre, config())
    Draft4Validator.check_schema(schema)

    assert accepts(schema, in_report())
    assert not accepts(schema, in_report(place="port"))


COUNT = Draft4Validator(ALL["reports of any theatre"]["definitions"]["Estimate"]["properties"]["count"])
PERIOD = Draft4Validator(ALL["reports of any theatre"]["definitions"]["Report"]["properties"]["published"])


def every_spelling() -> list[str]:
    """A count for every word of the language."""
    counts = [f"{words} 7,000" for words in QUALIFIER_OF] + [f"7,000{words}" for words in AFTERTHOUGHTS]
    counts += [f"7 {size}" for size in SIZES] + [f"1.3-1.5 {size}s" for size in SIZES]
    counts += [*SPELLINGS, *(f"over {words}" for words in SPELLINGS), *WITHOUT_NUMBER]
    return [
        *counts,
        "0",
        "7000",
        "7 000",
        "5,000-8,000",
        "5,000 – 8,000",
        "5 to 8 thousand",
        "33%",
        "about 20-30 percent",
    ]


def test_every_word_of_the_count_language_passes_in_the_real_program(tmp_path: Path):
    """Its patterns are those of JavaScript, not of Python. What JSON writes, YAML reads."""
    counts = [
        {"of": "all"} | estimate(one) if quantities.parse(one).is_share else estimate(one) for one in every_spelling()
    ]
    typed = [*counts, estimate(7000), estimate(0)]
    (tmp_path / "reports.yaml").write_text(json.dumps([report("r", "2020", *typed)]), encoding="utf-8")
    refused, told = checked(written(tmp_path, reports_schema(MADE_UP, config())), tmp_path / "reports.yaml")

    assert refused == set(), told


def readable(parse_one: Callable[[str], Any]) -> Callable[[str], bool]:
    """Whether a text can be parsed."""

    def is_readable(text: str) -> bool:
        try:
            parse_one(text)
        except MiswrittenError:
            return False
        return True

    return is_readable


def letters_of_any_size(text: str) -> st.SearchStrategy[str]:
    """The text with some of its letters as capitals and its spaces as longer ones."""
    return st.tuples(
        *(st.sampled_from([one, one.upper()]) if one != " " else st.sampled_from([" ", "  "]) for one in text)
    ).map("".join)


TOKENS = [*QUALIFIER_OF, *AFTERTHOUGHTS, *SPELLINGS, *NUMERALS, *UNITS, *SIZES, *WITHOUT_NUMBER]
TOKENS += [
    "-",
    "–",
    "to",
    "and",
    "between",
    "%",
    "percent",
    "per cent",
    "0",
    "1",
    "7",
    "12",
    "5,000",
    "8 000",
    "1.3",
    "000",
]
COUNTS = st.one_of(
    st.sampled_from(every_spelling()).flatmap(letters_of_any_size),
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).flatmap(
        lambda words: st.lists(st.sampled_from(["", " "]), min_size=len(words), max_size=len(words)).map(
            lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True))
        )
    ),
    st.integers(0, 10**15 - 1).map(str),
    st.integers(0, 10**15 - 1).map("{:,}".format),
).filter(readable(quantities.parse))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(str)
SINGLES = st.builds(
    lambda day, length, mark: day[:length] + mark, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from(["", "~"])
)
ENDS = st.one_of(SINGLES, st.just(".."))
PERIODS = st.one_of(SINGLES, st.builds("{}{}{}".format, ENDS, st.sampled_from(["/", " / "]), ENDS)).filter(
    readable(dates.parse)
)


@given(COUNTS)
def test_a_count_that_can_be_read_passes(count: str):
    assert COUNT.is_valid(count)
    assert COUNT.is_valid(as_typed(count))


@given(PERIODS)
def test_a_date_that_can_be_read_passes(period: str):
    assert PERIOD.is_valid(period)
    assert PERIOD.is_valid(as_typed(period))


def test_of_single_dates_the_readable_ones_pass_and_no_others():
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (1900, 2000, 2018, 2020, 2100)
        for month in range(14)
        for day in range(33)
    ]
    days += [f"{year}-{month:02}" for year in (1899, 1900, 2100, 2101) for month in range(14)]
    days += [str(date(1900, 1, 1) + timedelta(number)) for number in range(0, 73_000, 17)]
    days += [f"{year}-02-29" for year in range(1890, 2110)]

    assert [day for day in days if PERIOD.is_valid(day)] == [day for day in days if readable(dates.parse)(day)]


# Words that stand for something else in YAML: where they are meant as text, every reader needs them in quotes.
RESERVED = re.compile(r"\s*(?:true|false|null|~|)\s*", re.IGNORECASE)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=30),
    st.sampled_from(
        ["1984", "007", "1e5", "no", "Yes", "12:30", "2018-06-17", "0x1f", "-5", ".5", "5,000", "a: b", "ق"]
    ),
).filter(lambda text: not RESERVED.fullmatch(text))
KEYS = st.from_regex(KEY, fullmatch=True).filter(lambda text: not RESERVED.fullmatch(text))
REFERENCES = st.one_of(st.from_regex(REFERENCE, fullmatch=True), TEXTS.map("from {}".format))
LINKS = st.sampled_from(
    ["https://example.org", "HTTP://example.org/a?b=%3C#c", "https://пример.испытание/ü", "http://a..."]
)


def one_or_several(one: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """One value, or a list of them."""
    return st.one_of(one, st.lists(one, min_size=1, max_size=3))


FORCES = one_or_several(st.sampled_from([*MADE_UP.forces]))
PLACES = one_or_several(st.sampled_from([*MADE_UP.places]))
ORIGINATORS = st.one_of(st.sampled_from([*MADE_UP.originators, UNATTRIBUTED]), TEXTS.map("a source: {}".format))
STATUS = st.fixed_dictionaries(
    {"is": st.sampled_from(["withdrawn", "corrected", "misprint", "disputed"]), "reason": TEXTS},
    optional={"date": PERIODS, "by": TEXTS},
)
INHERITED = {
    "speaker": TEXTS,
    "as_of": PERIODS,
    "place": PLACES,
    "measure": st.sampled_from([*config().measures]),
    "note": TEXTS,
}
OF_AN_ESTIMATE = (
    {"force": FORCES, "count": COUNTS, "wording": TEXTS},
    {
        **INHERITED,
        "id": KEYS,
        "translation": TEXTS,
        "originator": ORIGINATORS,
        "relayed_by": TEXTS,
        "stance": st.sampled_from(["relays", "confirms", "doubts", "denies"]),
        "unit": KEYS,
        "increment": st.sampled_from(["true", "false"]),
        "unclear": one_or_several(st.sampled_from([*MADE_UP.forces, *MADE_UP.places])),
        "repeats": one_or_several(REFERENCES),
        "status": STATUS,
        "change": st.sampled_from(["real change", "new definition", "correction", "disclosure"]),
        "method": TEXTS,
    },
)
OF_A_REPORT = (
    {"id": KEYS, "publisher": TEXTS, "published": PERIODS, "originator": ORIGINATORS},
    {
        **INHERITED,
        "title": TEXTS,
        "url": LINKS,
        "author": TEXTS,
        "via": TEXTS,
        "copies": st.one_of(LINKS, st.lists(LINKS, max_size=2)),
        "archive_url": LINKS,
        "accessed": PERIODS,
    },
)


def made_up(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A record of these fields."""
    return st.fixed_dictionaries(required, optional=optional)


def test_every_key_of_the_model_is_made_up_below():
    required, optional = OF_A_REPORT
    assert set(Report.model_fields) == {*required, *optional, "estimates"}
    required, optional = OF_AN_ESTIMATE
    assert set(Estimate.model_fields) == {*required, *optional, "of"}


@given(made_up(*OF_A_REPORT), st.lists(made_up(*OF_AN_ESTIMATE), min_size=1, max_size=3))
def test_a_report_that_the_model_accepts_passes_in_quotes_and_without(
    head: dict[str, Any], figures: list[dict[str, Any]]
):
    for one in figures:
        if quantities.parse(one["count"]).is_share:
            one["of"] = "all"
    typed = head | {"estimates": figures}
    Report.model_validate(typed)
    schema = Draft4Validator(reports_schema(MADE_UP, config()))

    assert [error.message for error in schema.iter_errors([typed])] == []
    assert [error.message for error in schema.iter_errors([_typed_bare(typed)])] == []


def _typed_bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed_bare(one) for key, one in value.items()}
    return [_typed_bare(one) for one in value] if isinstance(value, list) else as_typed(value)
