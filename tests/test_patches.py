"""A patch is one that git takes, and git makes of the file what was meant, to the last byte."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.editing.patches import patch
from tests.git import git


def applied(files: Mapping[str, tuple[bytes | None, bytes]], folder: Path) -> dict[str, bytes]:
    """What git makes of files that are there, by the patches that are to turn them into others."""
    git(folder, "init", "--quiet")
    for name, (before, _) in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if before is not None:
            (folder / name).write_bytes(before)
    git(folder, "apply", "-", text="".join(patch(name, *content) for name, content in files.items()))
    return {name: (folder / name).read_bytes() for name in files}


LONG = b"".join(b"line %d\n" % number for number in range(200))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"one\ntwo\n"),
        (None, b"one"),
        (b"", b"one\n"),
        (b"one\n", b"one\ntwo\n"),
        (b"one", b"one\ntwo\n"),
        (b"one\n", b"one\ntwo"),
        (b"one", b"two"),
        (b"one\r\ntwo\r\n", b"one\r\n2\r\ntwo\r\n"),
        (b"\xef\xbb\xbfone\n", b"\xef\xbb\xbfone\ntwo\n"),
        ("٤٢ “so”\n".encode(), "٤٢ “so”\u2028\x0b\n\n".encode()),
        (LONG, LONG.replace(b"line 100\n", b"")),
        (LONG, LONG.replace(b"line 3\n", b"3\n").replace(b"line 190\n", b"190\n\n")),
        (LONG, b"first\n" + LONG),
        (LONG, LONG + b"last"),
        (LONG, LONG + LONG),
        (b"a\n" * 50, b"a\n" * 51),
    ],
)
@pytest.mark.parametrize("name", ["data/theatre/reports/2018.yaml", "da ta/the.atre/a b.yaml", 'd/a"\\ü\t.yaml'])
def test_git_takes_the_patch_and_makes_the_file_of_it(before: bytes | None, after: bytes, name: str, tmp_path: Path):
    assert applied({name: (before, after)}, tmp_path) == {name: after}


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "-", "+", "@@ -1 +1 @@", "\\ No", " x", "ü"]), max_size=30)
TEXTS = st.builds(lambda lines, end, last: (end.join(lines) + last).encode(), LINES, st.sampled_from(["\n", "\r\n"]),
                  st.sampled_from(["", "\n"]))  # fmt: skip


@settings(max_examples=15)
@given(pairs=st.lists(st.tuples(st.none() | TEXTS, TEXTS.filter(bool)), min_size=10, max_size=40))
def test_git_takes_every_patch(pairs: list[tuple[bytes | None, bytes]], tmp_path_factory: pytest.TempPathFactory):
    # One run of git for many files, since it is a program of its own.
    files = {f"{number}.yaml": pair for number, pair in enumerate(pairs) if pair[0] != pair[1]}
    if files:
        expected = {name: after for name, (_, after) in files.items()}
        assert applied(files, tmp_path_factory.mktemp("patched")) == expected


def test_what_does_not_change_needs_no_patch():
    assert patch("a.yaml", b"one\n", b"one\n") == ""


def test_a_patch_of_a_long_file_shows_only_what_changes():
    text = patch("a.yaml", LONG, LONG.replace(b"line 100\n", b"100\n"))

    assert text.splitlines()[3:] == [
        "@@ -98,7 +98,7 @@",
        *(f" line {number}" for number in (97, 98, 99)),
        "-line 100",
        "+100",
        *(f" line {number}" for number in (101, 102, 103)),
    ]
