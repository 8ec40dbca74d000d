"""An edit changes its record and no other byte, or it is refused in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.editing.edits import AddEntry, AddReport, Conflict, Correct, changed, record_text
from posture.loading import load, report_paths
from posture.problems import DataError
from posture.reading import parse
from tests.datasets import MINIATURE, ROOT, config

BOM = b"\xef\xbb\xbf"
FILE = "reports/a.yaml"
REAL = [path for folder in sorted((ROOT / "data").glob("*/reports")) for path in sorted(folder.glob("*.yaml"))]
VARIANTS = {
    "as it is": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "BOM": lambda data: BOM + data,
    "BOM, CRLF, no last line end": lambda data: BOM + data.replace(b"\n", b"\r\n").rstrip(),
}
some_variant = st.sampled_from([*VARIANTS.values()])


def records(data: bytes) -> Iterator[tuple[str, Any]]:
    """Every report and estimate of a file, by id."""
    for one in parse(data, ""):
        yield one["id"], one
        for each in one["estimates"]:
            force = each["force"]
            named = force if isinstance(force, str) else "+".join(force)
            yield f"{one['id']}/{each.get('id', named)}", each


def around(data: bytes, record: str) -> tuple[bytes, bytes]:
    """The bytes before the line in which a record begins, and those from the line in which the next one does."""
    lines = data.splitlines(keepends=True)
    places = [(name, each.line) for name, each in records(data)]
    position = [name for name, _ in places].index(record)
    begin = places[position][1] - 1
    end = places[position + 1][1] - 1 if position + 1 < len(places) else len(lines)
    return b"".join(lines[:begin]), b"".join(lines[end:])


def corrected(data: bytes, record: str, **fields: Any) -> bytes:
    """The file with the record corrected by somebody who saw it as it is."""
    return Correct(FILE, record, fields, record_text(data, record)).apply(data)


def comments(data: bytes) -> list[bytes]:
    """Every line that is a comment or empty."""
    return [line for line in data.splitlines() if line.strip()[:1] in (b"#", b"")]


def assert_only_inserted(before: bytes, after: bytes) -> None:
    """What stood there stands there, with something new at one place."""
    same = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before))
    assert len(after) > len(before)
    assert after.endswith(before[same:])


OF_REPORTS = ("speaker", "as_of", "measure", "place", "note")
VALUES = {
    "count": "more than 12,345",
    "wording": 'they said "12,345: at least" # now',
    "translation": "12,345",
    "originator": "a source: unnamed",
    "speaker": "Joe",
    "relayed_by": "no",
    "stance": "doubts",
    "as_of": "../2015-06~",
    "measure": "killed",
    "place": ["one", "other"],
    "unit": "010",
    "increment": True,
    "unclear": ["hezbollah"],
    "repeats": ["a/b", "A text, with a comma"],
    "status": {"is": "withdrawn", "reason": "Why: [so]", "date": "2019"},
    "change": "new definition",
    "method": "{counted}",
    "note": "Ein Satz — أكثر من",
}


@pytest.mark.parametrize("number", range(len(REAL)), ids=lambda number: REAL[number].stem)
def test_every_field_can_be_set_on_real_records_and_taken_out_again_and_nothing_else_changes(number: int):
    variant = [*VARIANTS.values()][number % len(VARIANTS)]
    data = variant(REAL[number].read_bytes())
    # Every fourth record, and of each another field: all of them come up again and again.
    for turn, (record, source) in enumerate([*records(data)][number % 4 :: 4], start=number):
        keys = [key for key in VALUES if "/" in record or key in OF_REPORTS]
        key = keys[turn % len(keys)]
        head, tail = around(data, record)

        after = corrected(data, record, **{key: VALUES[key]})
        assert dict(records(after))[record] == {**source, key: {"increment": "true"}.get(key, VALUES[key])}
        assert (after[: len(head)], after[len(after) - len(tail) :]) == (head, tail)
        assert comments(after) == comments(data)

        back = corrected(after, record, **{key: source.get(key)})
        assert parse(back, "") == parse(data, "")
        assert back == data or key in source


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_whatever_a_real_record_says_can_be_taken_out(path: Path):
    data = path.read_bytes()
    for record, source in [*records(data)][::4]:
        key = [*source][len(record) % len(source)]
        if key in ("id", "estimates", "force"):
            continue
        after = corrected(data, record, **{key: None})

        assert dict(records(after))[record] == {name: content for name, content in source.items() if name != key}
        assert comments(after) == comments(data)


# What may be set in the miniature theatre without breaking a rule of it.
SETTABLE = {
    "count": st.sampled_from(["7,000", "about 800", "5,000-8,000", "none given", "a few dozen"]),
    "wording": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
    "translation": st.sampled_from([None, "several: thousand", "# none"]),
    "originator": st.sampled_from(["varn", "monitor", "a ferryman, unnamed", "unattributed"]),
    "speaker": st.sampled_from([None, "no", "Joe: minister"]),
    "as_of": st.sampled_from([None, "2018", "../2019-01", "2019-05~"]),
    "measure": st.sampled_from([None, "present", "planned"]),
    "place": st.sampled_from([None, "kelmora", ["kelmora", "ashfold"]]),
    "status": st.sampled_from([None, {"is": "disputed", "reason": "Why, so."}, {"is": "misprint", "reason": "r"}]),
    "unclear": st.sampled_from([None, ["volunteers", "port-sarn"]]),
    "note": st.none() | st.text(st.sampled_from("ab :#,'\"[]{}-\n"), max_size=200).filter(str.strip),
    "increment": st.booleans(),
}
FILES = [path.relative_to(MINIATURE).as_posix() for path in report_paths(MINIATURE)]


def some_report(number: int, draw) -> dict[str, Any]:
    """A sound report of the miniature theatre."""
    figures = [
        {"force": force, "originator": "monitor", **{key: draw(SETTABLE[key]) for key in ("count", "wording", "note")}}
        for force in draw(st.lists(st.sampled_from(["lanternmen", "balloons"]), min_size=1, unique=True))
    ]
    published = draw(st.sampled_from(["2019", "2019-06-03", "2020-01", "2021"]))
    return {"id": f"new-{number}", "publisher": "New: one", "published": published, "estimates": figures}


@given(some_variant, st.data())
def test_any_sequence_of_edits_leaves_a_theatre_without_errors_and_every_other_byte_in_place(variant, data):
    held = {name: variant((MINIATURE / name).read_bytes()) for name in [*FILES, "theatre.yaml"]}
    for number in range(data.draw(st.integers(1, 6))):
        kind = data.draw(st.sampled_from(["report", "entry", "correct", "correct"]))
        file = data.draw(st.sampled_from(FILES)) if kind != "entry" else "theatre.yaml"
        before = held[file]
        if kind == "correct":
            record, source = data.draw(st.sampled_from([*records(before)]))
            keys = [key for key in SETTABLE if "/" in record or key in OF_REPORTS]
            keys = [key for key in keys if key != "count" or "of" not in source]
            fields = {key: data.draw(SETTABLE[key]) for key in data.draw(st.lists(st.sampled_from(keys), unique=True))}
            head, tail = around(before, record)
            held[file] = corrected(before, record, **fields)
            assert held[file].startswith(head)
            assert held[file].endswith(tail)
            assert comments(held[file]) == comments(before)
            continue
        if kind == "report":
            edit = AddReport(file, some_report(number, data.draw))
        else:
            section = data.draw(st.sampled_from(["originators", "places"]))
            edit = AddEntry(section, f"new-{number}", {"label": data.draw(SETTABLE["wording"])})
        held[file] = edit.apply(before)
        assert_only_inserted(before, held[file])

    found = load(MINIATURE, config(), {MINIATURE / name: content for name, content in held.items()})
    assert found.errors == ()


PLAIN = ["7,000", "a text", "https://example.org/#a", "it's"]
INDENTED = "\n{indent}  "
WRITTEN = {
    "plain": ("{text}", str),
    "single": ("'a ''text'' # no comment'", lambda _: "a 'text' # no comment"),
    "double": ('"a \\"text\\": more"', lambda _: 'a "text": more'),
    "lines": (f"{{text}}{INDENTED}goes on{INDENTED}and on", lambda text: f"{text} goes on and on"),
    "folded": (f">-{INDENTED}{{text}}{INDENTED}# no comment", lambda text: f"{text} # no comment"),
    "literal": (f"|{INDENTED}{{text}}{INDENTED}# no comment", lambda text: f"{text}\n# no comment\n"),
    "quoted lines": (f'"{{text}}{INDENTED}goes # on"', lambda text: f"{text} goes # on"),
    "below": (f"{INDENTED}{{text}}", str),
    "brackets": ('["{text}", b]', lambda text: [text, "b"]),
    "brackets over lines": (f'[{INDENTED}"{{text}}", # why{INDENTED}b]', lambda text: [text, "b"]),
    "dashes": (f"{INDENTED}- {{text}} # why{INDENTED}# so{INDENTED}- b", lambda text: [text, "b"]),
    "flush dashes": ("\n{indent}- {text}\n{indent}- b", lambda text: [text, "b"]),
    "braces": ('{{is: "{text}", reason: b}}', lambda text: {"is": text, "reason": "b"}),
    "mapping": (f"{INDENTED}is: {{text}} # why{INDENTED}reason: b", lambda text: {"is": text, "reason": "b"}),
}
ANY_VALUE = st.sampled_from(
    ["new", "7,000", "a: b #c", ["x", "y, z"], {"is": "new", "by": "me"}, {"reason": "b"}, None]
)


@st.composite
def odd_records(draw) -> tuple[str, dict[str, Any]]:
    """An estimate as nobody in this house would write it, and what it says."""
    keys = draw(
        st.lists(st.sampled_from(["count", "wording", "note", "status", "place", "id"]), min_size=1, unique=True)
    )
    indent = " " * 6
    text, says = "", {}
    for number, key in enumerate(["force", *keys] if draw(st.booleans()) else [*keys, "force"]):
        style, meant = WRITTEN[draw(st.sampled_from([*WRITTEN])) if key not in ("force", "id") else "plain"]
        plain = draw(st.sampled_from(PLAIN)) if key not in ("force", "id") else f"a-{key}"
        says[key] = meant(plain)
        name = draw(st.sampled_from([key, f'"{key}"', f"'{key}'"]))
        lead = draw(st.sampled_from(["", "", f"# {key} above\n{indent}", f"\n{indent}"])) if number else ""
        written = style.format(text=plain, indent=indent)
        in_one_line = "\n" not in written and written[0] not in "|>"
        behind = draw(st.sampled_from(["", "  # behind"])) if in_one_line else ""
        text += f"{indent if number else ''}{lead}{name}:{'' if written[0] == chr(10) else ' '}{written}{behind}\n"
    return text, says


@given(
    some_variant,
    odd_records(),
    st.dictionaries(st.sampled_from(["count", "note", "status", "place", "via"]), ANY_VALUE),
)
def test_a_record_in_any_style_is_corrected_without_the_loss_of_a_comment(variant, written, fields: dict[str, Any]):
    text, says = written
    head, tail = "- id: r\n  estimates:\n    - ", "    # the next\n    - force: other\n      count: 1\n# end\n"
    data = variant((head + text + tail).encode())
    record = f"r/{says.get('id', 'a-force')}"
    expected = {**says, **{key: content for key, content in fields.items() if content is not None}}

    after = corrected(data, record, **fields)

    assert dict(records(after))[record] == {key: one for key, one in expected.items() if fields.get(key, 1) is not None}
    assert after.startswith(variant(head.encode()).rstrip())
    assert after.endswith(variant(tail.encode()).removeprefix(BOM))
    for comment in ("# why", "# so", "# behind", " above"):
        assert after.count(comment.encode()) == data.count(comment.encode())


STATUS = "status:\n        is: disputed # so they say\n        reason: R\n"
RECORD = (
    "- id: r\n"
    "  originator: army\n"
    "  estimates:\n"
    "    - note: first # why\n"
    "      force: a\n"
    "      count: 1 # as printed\n"
    f"      {STATUS}"
    "    - {force: b, count: 2}\n"
)


@pytest.mark.parametrize(
    ("record", "fields", "old", "expected"),
    [
        ("r/a", {"count": "2"}, "count: 1 #", "count: 2 #"),
        ("r/a", {"originator": "navy"}, "      status", "      originator: navy\n      status"),
        ("r/a", {"note": None}, "- note: first # why\n", "- # why\n"),
        ("r/a", {"status": {"is": "withdrawn", "reason": "R"}}, "is: disputed #", "is: withdrawn #"),
        ("r/a", {"status": {"is": "disputed", "reason": "R", "date": "2018"}}, "say\n", "say\n        date: 2018\n"),
        ("r/a", {"status": None}, STATUS, "# so they say\n"),
        ("r/b", {"count": "5,000", "note": "a"}, "count: 2}", 'count: "5,000", note: a}'),
        ("r/b", {"force": "c", "count": None}, "{force: b, count: 2}", "{force: c}"),
        ("r", {"originator": None, "speaker": "S"}, "originator: army", "speaker: S"),
        ("r", {"originator": "army", "via": ""}, "", ""),
    ],
)
def test_a_correction_changes_what_it_says_and_nothing_else(record: str, fields: dict, old: str, expected: str):
    assert corrected(RECORD.encode(), record, **fields).decode() == RECORD.replace(old, expected, 1)


def test_the_first_field_can_go_and_the_second_takes_its_place_behind_the_dash():
    data = b"- id: r\n  estimates:\n  - note: n\n\n    force: a\n"

    assert corrected(data, "r/a", note=None) == b"- id: r\n  estimates:\n  - force: a\n"


def test_the_text_of_a_record_stands_at_the_left_margin_whatever_ends_its_lines():
    text = "note: first # why\nforce: a\ncount: 1 # as printed\nstatus:\n  is: disputed # so they say\n  reason: R"

    assert record_text(RECORD.encode(), "r/a") == text
    assert record_text(RECORD.replace("\n", "\r\n").encode(), "r/a") == text
    assert record_text(RECORD.encode(), "r/b") == "{force: b, count: 2}"
    assert record_text(RECORD.encode(), "r") == "id: r\noriginator: army\nestimates:"
    with pytest.raises(LookupError):
        record_text(RECORD.encode(), "r/c")


@pytest.mark.parametrize("data", [RECORD.replace("count: 1 ", "count: 3 ").encode(), b"- id: r\n", b"a: b\n", None])
def test_a_record_that_was_changed_or_lost_meanwhile_conflicts_and_both_texts_are_kept(data: bytes | None):
    read = record_text(RECORD.encode(), "r/a")
    with pytest.raises(Conflict, match=r'"r/a" of reports/a\.yaml') as raised:
        Correct(FILE, "r/a", {"count": "2"}, read).apply(data)

    assert raised.value.expected == read
    assert raised.value.found == (read.replace("1", "3") if data and b"count: 3" in data else "")


def test_another_record_may_change_meanwhile():
    read = record_text(RECORD.encode(), "r/a")
    data = RECORD.replace("army", "navy").replace("count: 2", "count: 9").encode()

    assert Correct(FILE, "r/a", {"count": "2"}, read).apply(data) == data.replace(b"count: 1", b"count: 2")


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        ("r/a", {"id": "other"}),
        ("r/a", {"id": None}),
        ("r/a", {"estimates": []}),
        ("r", {"id": "r"}),
        ("r", {"id": ""}),
    ],
)
def test_an_id_lasts(record: str, fields: dict[str, Any]):
    with pytest.raises(ValueError, match="ids last"):
        Correct(FILE, record, fields, "").apply(RECORD.encode())


def test_an_estimate_keeps_its_name_as_its_id_where_its_force_is_corrected():
    after = corrected(RECORD.encode(), "r/b", id="b", force="c").decode()

    assert after == RECORD.replace("{force: b", "{id: b, force: c")


def test_what_no_file_may_hold_is_refused():
    with pytest.raises(DataError, match=r"escape for a control character \(U\+2028, line separator\)"):
        corrected(RECORD.encode(), "r", note="a\u2028b")


def test_two_records_of_one_name_are_not_told_apart():
    data = b"- id: r\n  estimates: [{force: a}, {force: a}]\n"
    with pytest.raises(DataError, match='two records are called "r/a"'):
        Correct(FILE, "r/a", {"count": "1"}, "").apply(data)


ODD = [b"- id: r\n  estimates:\n    - ? force\n      : a\n", b"- id: r\n  estimates: [{force: a,}]\n"]


@pytest.mark.parametrize("data", ODD)
def test_what_cannot_be_changed_without_a_risk_is_refused_and_left_alone(data: bytes):
    """Writing that nobody uses is not guessed at."""
    with pytest.raises(DataError, match="cannot be changed here without a risk; make this change in an editor"):
        corrected(data, "r/a", force=None)


NEW = {"id": "new", "publisher": "P", "published": "2018", "estimates": []}


def test_the_files_before_and_after_are_known_before_anything_is_written(tmp_path: Path):
    before = b"places: {hills: {label: H}}\n"
    (tmp_path / "theatre.yaml").write_bytes(before)
    there, missing = (AddEntry("places", key, {"label": "H"}) for key in ("hills", "port"))
    found = changed(tmp_path, [AddReport(FILE, NEW), there, missing])

    assert found == {
        tmp_path / FILE: (None, AddReport(FILE, NEW).apply(None)),
        tmp_path / "theatre.yaml": (before, missing.apply(before)),
    }
    assert changed(tmp_path, [there]) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["theatre.yaml"]


def test_a_new_file_names_the_schema_where_there_is_one(tmp_path: Path):
    (tmp_path / "reports.schema.json").write_text("{}", encoding="utf-8")
    edit = AddReport("reports/old/a.yml", NEW)
    ((before, after),) = changed(tmp_path, [edit]).values()

    assert before is None
    assert after == b"# yaml-language-server: $schema=../../reports.schema.json\n" + edit.apply(None)


@pytest.mark.parametrize(
    "file",
    [
        *("../x.yaml", "/etc/x.yaml", "reports/../../x.yaml", "reports/..", "reports", "x.yaml", "", "."),
        *("reports/./a.yaml", "reports/.a.yaml", "reports/#a.yaml", "reports/a.txt", "reports/a.yaml/"),
        *("reports//a.yaml", "reports\\a.yaml", "reports/a\0.yaml", "C:/reports/a.yaml", "reports/c:a.yaml"),
        *("~/a.yaml", "reports/\na.yaml", "./theatre.yaml"),
    ],
)
def test_a_file_that_is_none_of_the_theatre_is_refused(tmp_path: Path, file: str):
    with pytest.raises(DataError, match="this is no reports file"):
        changed(tmp_path, [AddReport(file, NEW)])


def test_a_link_is_refused(tmp_path: Path):
    folder = tmp_path / "theatre"
    (folder / "reports").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.yaml").write_text(RECORD, encoding="utf-8")
    (folder / "reports/a.yaml").symlink_to(tmp_path / "outside/a.yaml")
    (folder / "reports/below").symlink_to(tmp_path / "outside")
    (folder / "reports/circle.yaml").symlink_to("circle.yaml")

    for file in ("reports/a.yaml", "reports/below/a.yaml", "reports/circle.yaml"):
        with pytest.raises(DataError, match="this is a link"):
            changed(folder, [AddReport(file, NEW)])
