"""YAML is read as it was typed, every value knows its place, and whatever is wrong is told in plain words."""

import copy
import gc
import os
import pickle
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from posture.building import DEEPEST, MOST_PROBLEMS
from posture.placed import Mapping, Sequence, locate
from posture.problems import DataError, Problem, did_you_mean, nearest
from posture.reading import LARGEST_FILE, parse, read

ROOT = Path(__file__).parent.parent
BROKEN = sorted((Path(__file__).parent / "broken" / "yaml").glob("*.yaml"))

# What turns the order of the text beside it.
TURNING = [*map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])]

REPORTS = """\
# a comment
- id: jpost-2018-06-17
  title: "Syria: who is there"
  estimates:
    - {force: hezbollah, count: "7,000"}
    - force: [iranian-advisers, أ]
      count: 9,000   # as printed
      note:
"""


def told(data: bytes) -> list[str]:
    """What is wrong with the data, without the name of the file."""
    with pytest.raises(DataError) as caught:
        parse(data, "f")
    return [str(problem).removeprefix("f:") for problem in caught.value.problems]


def as_pyyaml_reads(text: str) -> Any:
    """The data of a text according to PyYAML, its scalars left as text."""
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 (this loader makes nothing but text)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_told_by_place_finding_and_remedy(path: Path):
    """The first line of each file says what is to be told about the others, and nothing else is told."""
    expected = path.read_bytes().split(b"\n")[0].decode().removeprefix("# expect ")

    with pytest.raises(DataError) as caught:
        read(path, "f")

    assert [f"f:{expected}"] == [str(problem) for problem in caught.value.problems]


def test_there_are_broken_files():
    """A folder that was moved would pass the test above without a case."""
    assert len(BROKEN) > 90


@pytest.mark.parametrize(
    "text",
    [
        "9,000",
        "5,000-8,000",
        "no",
        "on",
        "~",
        "null",
        "010",
        "0x1F",
        "12:30",
        "1e3",
        ".nan",
        ".inf",
        "-.INF",
        "2018-06-17",
        "2024-02-30",
        "true",
        "1_000",
        "=",
        "~5000",
        "5%",
        "2013-12/..",
        "N/A",
        "<100",
        "5000+",
    ],
)
def test_a_text_stays_as_it_was_typed(text: str):
    """No number, date or truth value is guessed at, neither in a value nor in a key."""
    assert {"count": text, text: [text]} == parse(f"count: {text}\n{text}:\n- {text}\n".encode(), "f")


@pytest.mark.parametrize("empty", ["note:", "note: # nothing", 'note: ""', "{note: }", "{note}", "? note"])
def test_an_absent_value_is_the_empty_text(empty: str):
    """A key without a value is no null."""
    assert parse(empty.encode(), "f") == {"note": ""}


@pytest.mark.parametrize(
    "text",
    [
        '{5: "", 000: ""}',
        "{count: 5, 000: }",
        "{count: 5, '000': ''}",
        '{count: "5,000"}',
        "{a: b5, c}",
        '{"<<": 1}',
        "{a: <<}",
        "[<<]",
        "%YAML 1.1\n---\na: b",
        "a: b\n...\n",
        "a: 100%TAG",
        "a: b & c * d ! e",
    ],
)
def test_what_only_looks_like_a_trap_is_read(text: str):
    """Each of these differs by a sign from something that is refused."""
    assert as_pyyaml_reads(text) == parse(text.encode(), "f")


def test_every_place_is_known():
    """Lines and columns count from 1, columns in characters."""
    root = parse(REPORTS.encode(), "f")
    report = root[0]
    first, second = report["estimates"]

    assert (root.line, root.column) == (2, 1)
    assert (2, 3) == root.mark(0) == (report.line, report.column)
    assert (report.mark("title"), report.value_mark("title")) == ((3, 3), (3, 10))
    assert (report.mark("estimates"), report.value_mark("estimates")) == ((4, 3), (5, 5))
    assert (first.mark("count"), first.value_mark("count")) == ((5, 26), (5, 33))
    assert (second.mark("force"), second.value_mark("force")) == ((6, 7), (6, 14))
    assert [second["force"].mark(index) for index in range(2)] == [(6, 15), (6, 33)]
    assert (second.mark("note"), second.value_mark("note")) == ((8, 7), (8, 12))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_places_do_not_depend_on_line_ends_or_a_byte_order_mark(begin: bytes, end: str):
    """Editors of other systems write both."""
    root = parse(begin + REPORTS.replace("\n", end).encode(), "f")

    assert parse(REPORTS.encode(), "f") == root
    assert locate(root, (0, "estimates", 1, "note")) == (8, 12)
    assert root.mark(0) == (2, 3)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_bad_byte_is_placed_at_any_line_end(end: bytes):
    """Its column counts characters, although the line cannot be read to its end."""
    assert told(end.join([b"a", b"", "éé ".encode() + b"\xff"])) == [
        "3:4: the byte 0xFF is not UTF-8; save the file as UTF-8"
    ]


def test_another_encoding_is_refused():
    """A file that a spreadsheet saved as UTF-16 is told at its first byte."""
    assert told("a: 1".encode("utf-16")) == ["1:1: the byte 0xFF is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize(
    ("loc", "expected"),
    [
        ((), (2, 1)),
        ((0, "title"), (3, 10)),
        ((0, "estimates", 1, "force", 1), (6, 33)),
        ((0, "absent", "deeper"), (2, 3)),
        ((0, "estimates", 7), (5, 5)),
        ((0, "estimates", -1), (5, 5)),
        ((0, "title", 3), (3, 10)),
        (("id",), (2, 1)),
    ],
)
def test_a_place_is_found_as_far_as_the_way_exists(loc: tuple, expected: tuple):
    """What is missing is shown where it would have to stand."""
    assert expected == locate(parse(REPORTS.encode(), "f"), loc)


def test_a_place_may_be_that_of_the_key():
    """An unknown key is shown at the key, not at its value."""
    root = parse(REPORTS.encode(), "f")

    assert locate(root, (0, "title"), key=True) == (3, 3)
    assert locate(parse(b"Syria", "f"), ("title",)) == (1, 1)


def test_values_can_be_copied_with_their_places():
    """A cache may keep them."""
    root = parse(REPORTS.encode(), "f")

    for again in (copy.deepcopy(root), pickle.loads(pickle.dumps(root))):  # noqa: S301
        assert root == again
        assert locate(again, (0, "estimates", 1, "note")) == (8, 12)


def test_all_problems_of_a_file_are_told_in_the_order_of_their_places():
    """Also those before a syntax error, at which libyaml stops."""
    text = "a: &x 1\nb: {count: 5,000}\na: !y z\n<<: *x\nc: 'it's'\n"

    places = [problem.rsplit(": ", 1)[0].split(": ")[0] for problem in told(text.encode())]

    assert places == ["1:4", "2:12", "3:1", "3:4", "4:1", "4:5", "5:8"]


def test_a_key_that_stands_three_times_is_told_twice():
    """Each time with the line of the first."""
    expected = [f'{line}:1: the key "a" stands twice, first in line 1; keep one of them' for line in (2, 4)]

    assert expected == told(b"a: 1\na: 2\nb: 1\na: [3]\n")


def test_control_characters_are_all_told():
    """The file is not parsed then, since libyaml would stop at the first."""
    assert [problem.split(": ")[0] for problem in told(b"a: \0\n\x07: \x1b\n")] == ["1:4", "2:1", "2:4"]


@pytest.mark.parametrize("turn", TURNING, ids=unicodedata.name)
def test_a_character_that_turns_a_text_is_told_by_its_name(turn: str):
    (problem,) = told(f"wording: 7,000{turn} men\n".encode())

    named = f"U+{ord(turn):04X}, {unicodedata.name(turn).lower()}"
    assert problem == f"1:15: an invisible control character ({named}); delete it, and retype its word"


@pytest.mark.parametrize("text", ["صحيفة الشرق الأوسط", 'דובר צה"ל', "می‌گوید", "ک‍ه", "7,000 مقاتل"])
def test_letters_of_every_direction_are_read_as_they_stand(text: str):
    """Persian joins and parts its letters with two characters that nobody sees."""
    assert parse(f"wording: {text}".encode(), "f") == {"wording": text}


@pytest.mark.parametrize("bad", [b"a: 1\n" * 500, b"\0" * 500, b"[" + b"*a," * 500 + b"]"])
def test_no_more_problems_are_told_than_a_person_mends(bad: bytes):
    """The hundred first ones."""
    assert len(told(bad)) == MOST_PROBLEMS


@pytest.mark.parametrize("text", ["[" * DEEPEST + "]" * DEEPEST, "- " * (DEEPEST - 1) + "a: b"])
def test_nesting_is_read_to_its_limit(text: str):
    """Twenty levels are more than any file of ours has."""
    assert as_pyyaml_reads(text) == parse(text.encode(), "f")


MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], y{n}: 1}}\n" for n in range(1, 12)
)
LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
TAG_LINES = "".join(f"%TAG !t{n}! x\n" for n in range(100_000)) + "--- a\n"


@pytest.mark.parametrize(
    "bomb",
    [
        *(opening * 60_000 for opening in ("[", "{a: ", "- ", "? ", "[{")),
        MERGE_BOMB,
        LAUGHS,
        "&a [*a]",
        TAG_LINES,
        "{5: 1, " + "6, " * 60_000 + "'",
        "a: " + ', "b' * 60_000 + "': c",
    ],
    ids=lambda bomb: bomb[:12],
)
def test_a_bomb_is_stopped(bomb: str):
    """Depth would crash libyaml's own loader; aliases and %TAG lines would keep it busy for minutes."""
    assert told(bomb.encode())


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Its size is asked for first."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    with pytest.raises(DataError) as caught:
        read(path, "f")

    told = "f:0:0: the file is larger than 20 MB; spread what it holds over several files"
    assert str(caught.value) == told


def test_what_is_no_file_is_told(tmp_path: Path):
    """A missing file, a folder and a device each fail with a sentence, called by their path if by no name."""
    missing = tmp_path / "missing.yaml"
    absent, other = "the file cannot be read", "this is no file"
    for path, found in ((missing, absent), (tmp_path, other), (Path(os.devnull), other)):
        with pytest.raises(DataError, match=f"^{re.escape(str(path))}:0:0: {found}"):
            read(path)


def test_a_file_is_read_from_its_path(tmp_path: Path):
    """The bytes are those that parse takes."""
    path = tmp_path / "reports.yaml"
    path.write_text(REPORTS, encoding="utf-8")

    assert parse(REPORTS.encode(), "f") == read(path)


@pytest.mark.parametrize("text", [b"a: b", b"a: [", b"[" * 100])
@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(text: bytes, enabled: bool):
    """It rests while a file is read, and only then."""
    try:
        (gc.enable if enabled else gc.disable)()
        with suppress(DataError):
            parse(text, "f")
        assert enabled == gc.isenabled()
    finally:
        gc.enable()


def test_a_missing_libyaml_is_told():
    """PyYAML can be built without it, and would be slow and blind then."""
    code = "import sys; sys.modules['yaml._yaml'] = None; import posture.reading"

    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    message = "ImportError: this PyYAML lacks libyaml: install it as a wheel, or build it with libyaml"
    assert message in result.stderr


YAMLISH = st.text(st.sampled_from("ab01 ,:-?[]{}#&*!|>'\"%@`\\\n\n\t\r<=.~\0\x85é"), max_size=30)
INDENTS = st.sampled_from(["", " ", "  ", "    ", "\t"])
STARTS = st.sampled_from(["", "- ", "? ", "a: ", "b: ", "000: ", "- a: ", "[", "{a: 5,"])
LINES = st.lists(st.tuples(INDENTS, STARTS, YAMLISH).map("".join), max_size=8).map("\n".join)


@given(st.binary() | (YAMLISH | LINES).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes):
    """Nothing but DataError leaves the reading, and a place lies inside the file."""
    problems = ()
    try:
        parse(data, "f")
    except DataError as error:
        problems = error.problems
        assert problems

    for problem in problems:
        assert 1 <= problem.line <= len(re.split(rb"\r\n|\r|\n", data)) + 1
        assert problem.column >= 1
        assert "\n" not in str(problem)


@given(YAMLISH | LINES)
def test_what_is_read_is_what_libyaml_reads(text: str):
    """The reading refuses more than PyYAML does, and changes nothing."""
    try:
        root = parse(text.encode(), "f")
    except DataError:
        return
    assert as_pyyaml_reads(text) == root


class Dumper(yaml.SafeDumper):
    """A dumper that repeats what stands twice."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Hypothesis likes to use a list twice."""
        return True


def trees(texts: st.SearchStrategy[str]) -> st.SearchStrategy:
    """Texts in lists and mappings."""
    keys = texts.filter(bool)

    def around(inner: st.SearchStrategy) -> st.SearchStrategy:
        return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)

    return st.recursive(texts, around, max_leaves=15)


READABLE = st.characters(
    exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=["\ufeff", "\ufffe", "\uffff", *TURNING]
)
TEXTS = st.text(READABLE | st.sampled_from("\n\t"))
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, "'", '"']),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([20, 80, 10_000]),
        "indent": st.integers(2, 6),
        "line_break": st.sampled_from(["\n", "\r\n"]),
        "explicit_start": st.booleans(),
    }
)


@given(trees(TEXTS).filter(bool), STYLES)
def test_what_was_dumped_is_read(data: Any, style: dict):
    """In every style that PyYAML writes, where it can read that back itself (folded text may fail)."""
    text = yaml.dump(data, Dumper=Dumper, **style)
    assume(as_pyyaml_reads(text) == data)

    assert data == parse(text.encode(), "f")


def placed(node: Any) -> Iterator[tuple[Any, tuple[int, int]]]:
    """Everything inside a node, keys too, with its place."""
    inside = []
    if isinstance(node, Mapping):
        inside = [(value, node.value_mark(key)) for key, value in node.items()]
        yield from ((key, node.mark(key)) for key in node)
    elif isinstance(node, Sequence):
        inside = [(value, node.mark(index)) for index, value in enumerate(node)]
    for value, place in inside:
        yield value, place
        yield from placed(value)


@given(trees(st.from_regex(r"[a-zé]{1,8}", fullmatch=True)), STYLES)
def test_every_mark_points_at_its_text(data: Any, style: dict):
    """Keys, values and entries alike, whatever the style."""
    text = yaml.dump(data, Dumper=Dumper, **{**style, "allow_unicode": True})
    lines = text.splitlines()

    for value, (line, column) in placed(parse(text.encode(), "f")):
        here = lines[line - 1][column - 1 :]
        if isinstance(value, str):
            assert here.lstrip("'\"").startswith(value)
        else:
            assert (value.line, value.column) == (line, column)


def test_a_problem_reads_as_editors_link_it():
    """Place first; a warning says that it is one."""
    problem = Problem("syria/reports/2018.yaml", 4, 7, "a count of 0", "write none seen")

    assert str(problem) == "syria/reports/2018.yaml:4:7: a count of 0; write none seen"
    assert str(Problem("f", 1, 2, "x", "y", "warning")) == "f:1:2: warning: x; y"
    assert [problem] == sorted(DataError([problem]).problems)


def test_the_nearest_known_word_is_proposed():
    """Capitals, underscores and spaces are no difference; otherwise the first known words are listed."""
    known = ["hezbollah", "iranian-advisers", "US-officials"]

    assert nearest("Hizbollah", known) == "hezbollah"
    assert nearest("us_officials", known) == "US-officials"
    assert nearest("zzz", known) is None
    assert nearest("hezbollah" * 1000, known) is None
    assert did_you_mean("HEZBOLLAH", known) == 'did you mean "hezbollah"?'
    assert did_you_mean("zzz", known) == "known: hezbollah, iranian-advisers, US-officials"
    assert did_you_mean("zzz", map(str, range(20))).endswith("5, 6, 7 …")
    assert did_you_mean("zzz", []) == "none is known"
