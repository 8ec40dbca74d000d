"""A save happens whole or not at all, whoever else saves, whatever is killed, and however full the disk is."""

import hashlib
import json
import shutil
import stat
import subprocess
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filelock import FileLock

from posture import schemas
from posture.editing import saving
from posture.editing.edits import AddEntry, AddReport, Conflict, Correct, record_text
from posture.loading import load
from posture.problems import DataError
from tests.datasets import CONFIG, MINIATURE, config, estimate, report, write
from tests.savers import added, output, saved, several, started

ALL = "reports/all.yaml"
OLD = (
    "# Kept as it is.\n"
    "- id: old\n"
    "  publisher: P\n"
    "  published: 2020-02\n"
    "  originator: army\n"
    "  estimates:\n"
    "    - force: guards\n"
    "      count: 7,000\n"
    '      wording: "w"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A theatre with one report."""
    made = write(tmp_path / "data/theatre", report("none", "2020", estimate()))
    (made / ALL).write_text(OLD, encoding="utf-8")
    return made


def held(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != saving.LOCK_FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def ids(folder: Path) -> list[str]:
    """The reports of a theatre, which has no errors, or the test fails."""
    found = load(folder, config())
    assert found.errors == ()
    return sorted({entry.report.id for entry in found.entries})


def log(folder: Path) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def digest(data: bytes) -> str:
    """What the log says of a file."""
    return hashlib.sha256(data).hexdigest()


def test_a_save_writes_the_files_and_a_line_of_the_log(folder: Path):
    before = held(folder)
    done = saved(folder, *several(), who="Jane <j@example.org>", what="Add the Navy's figure\u2028")
    after = held(folder)

    assert done.files == ("theatre.yaml", ALL)
    assert done.records == ("new", "originators/navy")
    assert (done.commit, done.trouble) == ("", "")
    assert {"new/guards", "old/guards"} == set(done.dataset.by_id)
    assert after[ALL].startswith(before[ALL])
    assert sorted(after) == sorted([*before, "log.jsonl"])
    assert log(folder) == [
        {
            "when": log(folder)[0]["when"],
            "who": "Jane <j@example.org>",
            "what": "Add the Navy's figure\u2028",
            "files": ["theatre.yaml", ALL],
            "records": ["new", "originators/navy"],
            "before": {name: digest(before[name]) for name in ("theatre.yaml", ALL)},
            "after": {name: digest(after[name]) for name in ("theatre.yaml", ALL)},
        }
    ]
    assert log(folder)[0]["when"][-6] in "+-"


def test_a_new_file_and_its_folder_are_made(folder: Path):
    saved(folder, added("new", "reports/2020/may.yml"))

    assert ids(folder) == ["new", "old"]
    assert log(folder)[0]["before"] == {"reports/2020/may.yml": None}


def test_what_changes_nothing_writes_nothing(folder: Path):
    before = held(folder)
    read = record_text(before[ALL], "old/guards")
    done = saved(folder, Correct(ALL, "old/guards", {"count": "7,000"}, read))

    assert done.files == ()
    assert held(folder) == before


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (added("new", force="gards"), 'unknown force "gards"; did you mean "guards"'),
        (added("new", count="9.000"), "all.yaml:"),
        (added("new", originator="navy"), 'unknown originator "navy"'),
        (added("old", "reports/other.yaml"), 'the id "old" stands already at theatre/reports/all.yaml:2'),
        (AddEntry("places", "Port", {"label": "P"}), '"Port" is no key'),
        (AddEntry("originators", "navy", {"label": "N", "part_of": "fleet"}), 'unknown originator "fleet"'),
        (Correct(ALL, "old/guards", {"count": None}, record_text(OLD.encode(), "old/guards")), '"count" is missing'),
        (Correct(ALL, "old", {"originator": None}, record_text(OLD.encode(), "old")), "no originator is named"),
        (AddReport("../all.yaml", {"id": "new"}), "this is no reports file"),
    ],
)
def test_an_edit_that_would_break_a_rule_is_refused_and_every_file_stays(folder: Path, edit, found: str):
    before = held(folder)
    with pytest.raises(DataError) as raised:
        saved(folder, edit)

    assert found in str(raised.value)
    assert held(folder) == before


def test_all_edits_are_saved_or_none(folder: Path):
    before = held(folder)
    with pytest.raises(DataError, match="unknown force"):
        saved(folder, *several(), added("other", force="gards"))

    assert held(folder) == before


def test_errors_that_stood_before_do_not_stand_in_the_way(folder: Path):
    broken = OLD.replace("- id: old", "- id: odd").replace("guards", "gards")
    (folder / "reports/broken.yaml").write_text("- id: 'a\n", encoding="utf-8")
    (folder / ALL).write_text(f"{broken}\n{OLD}\n{OLD}", encoding="utf-8")
    saved(folder, AddReport(ALL, {**added("new").report, "published": "2019"}))

    assert {"new/guards", "old/guards"} == set(load(folder, config()).by_id)
    with pytest.raises(DataError) as raised:
        saved(folder, added("newer", force="gards"))
    assert {problem.found for problem in raised.value.problems} == {'unknown force "gards"'}


def test_nothing_is_saved_where_the_theatre_file_cannot_be_read_to_check_it(folder: Path):
    (folder / "theatre.yaml").write_text("title: 'T\n", encoding="utf-8")
    before = held(folder)
    with pytest.raises(DataError, match=r"theatre/theatre\.yaml:1"):
        saved(folder, added("new"))

    assert held(folder) == before
    (folder / "theatre.yaml").unlink()
    with pytest.raises(DataError, match="there is no theatre file"):
        saved(folder, added("new"))


def test_a_file_with_a_mistake_is_named_as_the_pages_name_it(folder: Path):
    (folder / ALL).write_text("- id: old\n  id: other\n", encoding="utf-8")
    with pytest.raises(DataError, match=r'theatre/reports/all\.yaml:2:3: the key "id" stands twice'):
        saved(folder, added("new"))

    assert (folder / ALL).read_text(encoding="utf-8") == "- id: old\n  id: other\n"


def test_of_two_who_correct_one_record_the_second_is_shown_both_and_nothing_is_lost(folder: Path):
    read = record_text(OLD.encode(), "old/guards")
    saved(folder, Correct(ALL, "old/guards", {"count": "8,000"}, read))
    before = held(folder)
    with pytest.raises(Conflict, match="reads otherwise by now") as raised:
        saved(folder, Correct(ALL, "old/guards", {"count": "9,000"}, read))

    assert "7,000" in raised.value.expected
    assert "8,000" in raised.value.found
    assert held(folder) == before


class Meanwhile:
    """An edit during which somebody saves the file in an editor, so many times."""

    def __init__(self, path: Path, times: int):
        self.path, self.times, self.edit = path, times, added("new")
        self.file, self.touches = self.edit.file, self.edit.touches

    def apply(self, data: bytes | None) -> bytes:
        """The edit, and a comment more in the file itself."""
        if self.times:
            self.times -= 1
            self.path.write_bytes(self.path.read_bytes() + b"# typed meanwhile\n")
        return self.edit.apply(data)


def test_what_an_editor_saves_meanwhile_is_not_lost(folder: Path):
    saved(folder, Meanwhile(folder / ALL, 2))

    assert ids(folder) == ["new", "old"]
    assert (folder / ALL).read_bytes().count(b"# typed meanwhile\n") == 2


def test_a_file_that_never_rests_is_left_to_its_editor(folder: Path):
    with pytest.raises(DataError, match="change faster than they can be saved"):
        saved(folder, Meanwhile(folder / ALL, saving.ATTEMPTS))

    assert (folder / ALL).read_text(encoding="utf-8") == OLD + "# typed meanwhile\n" * saving.ATTEMPTS
    assert sorted(held(folder)) == [ALL, "theatre.yaml"]


def test_the_rights_of_a_file_stay(folder: Path):
    (folder / ALL).chmod(0o640)
    saved(folder, *several())

    assert stat.S_IMODE((folder / ALL).stat().st_mode) == 0o640


def test_the_schema_of_the_theatre_follows_its_file(folder: Path):
    schema = folder / "reports.schema.json"
    schema.write_text(schemas.files(folder.parent, CONFIG)[schema], encoding="utf-8")
    assert saved(folder, added("first")).files == (ALL,)

    assert saved(folder, *several()).files == ("theatre.yaml", "reports.schema.json", ALL)
    assert schema.read_text(encoding="utf-8") == schemas.files(folder.parent, CONFIG)[schema]
    assert "The Navy" in schema.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [ALL, "reports/deeper/new.yaml"])
def test_a_save_killed_at_any_step_leaves_every_file_old_or_new_and_the_next_one_works(folder: Path, file: str):
    old, copies = held(folder), folder.parent.parent / "copies"
    ended = json.loads(output(started("kill", folder, copies, file)))
    new = held(Path(ended[-1][1]))

    assert {"c_call write", "c_return write", "c_call replace", "c_call fsync"} < {step for step, _ in ended}
    for _, copy in ended:
        found = held(Path(copy))
        whole = {name: found.get(name) for name in ("theatre.yaml", file)}
        states = [{name: one.get(name) for name in whole} for one in (old, new)]
        # The originator may be there before the report that names it.
        assert whole in [*states, {**states[0], "theatre.yaml": new["theatre.yaml"]}]
        assert ids(Path(copy)) == (["new", "old"] if whole == states[1] else ["old"])
        assert found.get("log.jsonl", b"")[-1:] in (b"", b"\n")

        saved(Path(copy), added("next", file))
        assert "next" in ids(Path(copy))
        assert not [name for name in held(Path(copy)) if name.endswith(".posture-save")]
        assert log(Path(copy))[-1]["records"] == ["next"]


@pytest.mark.parametrize("deadly", ["deadly", "alive"])
def test_a_save_that_dies_or_complains_with_half_a_file_written_leaves_the_old_ones(folder: Path, deadly: str):
    """The sizes at which nothing more can be written come before and inside each of the files, the log last."""
    (folder / ALL).write_text("# Kept as it is.\n" * 100 + OLD, encoding="utf-8")
    (folder / "log.jsonl").write_text("{}\n" * 1_000, encoding="utf-8")
    old, copies = held(folder), folder.parent.parent / "copies"
    ended = json.loads(output(started("space", folder, copies, ALL, deadly)))
    *before_the_log, (_, in_the_log) = ended

    assert len(before_the_log) == 6
    for complaint, copy in before_the_log:
        found = held(Path(copy))
        assert {name: found[name] for name in old} == old
        if deadly == "deadly":
            assert not complaint
        else:
            assert "cannot be written (File too large); check rights and space; nothing has changed" in complaint
            assert found == old
        saved(Path(copy), *several())
        assert ids(Path(copy)) == ["new", "old"]

    assert ids(Path(in_the_log)) == ["new", "old"]
    assert held(Path(in_the_log))["log.jsonl"] == old["log.jsonl"]


def test_two_processes_that_add_200_reports_each_at_once_add_400(folder: Path):
    both = [started("add", folder, name, 200) for name in ("a", "b")]
    assert [output(process) for process in both] == ["", ""]

    assert ids(folder) == sorted(["old", *(f"{name}-{number}" for name in "ab" for number in range(200))])
    assert sorted(line["who"] for line in log(folder)) == ["a"] * 40 + ["b"] * 40
    for file in {line["files"][0] for line in log(folder)}:
        lines = [line for line in log(folder) if line["files"] == [file]]
        assert all(one["after"] == following["before"] for one, following in pairwise(lines))


def test_threads_take_turns_too(folder: Path):
    threads = [Thread(target=saved, args=(folder, added(f"new-{number}"))) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ids(folder)) == 9


def test_who_waits_too_long_for_others_is_told(folder: Path, monkeypatch):
    monkeypatch.setattr(saving, "SECONDS_TO_WAIT", 0)
    with FileLock(folder / saving.LOCK_FILE), pytest.raises(DataError, match="somebody else is saving"):
        saved(folder, added("new"))

    assert ids(folder) == ["old"]


def test_a_folder_that_cannot_be_written_is_named_and_nothing_changes(folder: Path):
    (folder / "reports/file").write_text("", encoding="utf-8")
    before = held(folder)
    with pytest.raises(DataError, match=r"theatre/reports/file/new\.yaml:0:0: the file cannot be written \(Not a dir"):
        saved(folder, added("new", "reports/file/new.yaml"))
    assert held(folder) == before

    (folder / "reports/.old.yaml.posture-save").mkdir()
    with pytest.raises(DataError, match="the file cannot be written"):
        saved(folder, added("new"))
    (folder / "reports/.old.yaml.posture-save").rmdir()

    (folder / saving.LOCK_FILE).unlink()
    (folder / saving.LOCK_FILE).mkdir()
    with pytest.raises(DataError, match="the folder cannot be written"):
        saved(folder, added("new"))
    assert held(folder) == before


def test_the_log_goes_on_behind_a_line_that_a_crash_cut_short(folder: Path):
    (folder / "log.jsonl").write_text('{"when": "2021', encoding="utf-8")
    saved(folder, added("new"), what="two\nlines\ud800")
    cut, line = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()

    assert cut == '{"when": "2021'
    assert json.loads(line)["what"] == "two\nlines\ud800"


def test_a_log_that_cannot_be_written_does_not_undo_the_save(folder: Path):
    outside = folder.parent / "outside"
    outside.write_text("", encoding="utf-8")
    (folder / "log.jsonl").symlink_to(outside)
    done = saved(folder, added("new"))

    assert done.trouble.startswith("saved, but not noted in log.jsonl")
    assert ids(folder) == ["new", "old"]
    assert outside.read_text(encoding="utf-8") == ""


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S607
    return done.stdout.strip()


@pytest.fixture
def checkout(folder: Path, monkeypatch) -> Path:
    """The same theatre in a git checkout, in which something else is staged and something else is changed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder.parent.parent / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = folder.parent
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "The Server")
    git(root, "config", "user.email", "server@example.org")
    for name in ("staged", "changed"):
        (root / name).write_text("before", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=First")
    for name in ("staged", "changed"):
        (root / name).write_text("after", encoding="utf-8")
    git(root, "add", "staged")
    return folder


def test_a_commit_holds_the_files_of_the_save_and_nothing_else(checkout: Path):
    done = saved(checkout, *several("reports/new.yaml"), commit=True, who="Jane <j@example.org>", what="Add a figure")

    assert done.trouble == ""
    assert done.commit == git(checkout, "rev-parse", "HEAD")
    names = git(checkout, "show", "--name-only", "--format=%an|%ae|%aI|%cn|%s").splitlines()
    assert names[0] == "Jane|j@example.org|2021-01-31T12:00:00+00:00|The Server|Add a figure"
    assert names[2:] == ["theatre/reports/new.yaml", "theatre/theatre.yaml"]
    assert git(checkout.parent, "status", "--porcelain", "staged", "changed").split() == ["M", "changed", "M", "staged"]
    assert "log.jsonl" not in held(checkout)


@pytest.mark.parametrize("text", ["--amend", "-a", "#1 first", "a\n\nb", "", "\0", "$(touch x)", "\ud800"])
def test_neither_message_nor_name_can_be_an_option(checkout: Path, text: str):
    done = saved(checkout, added("new"), commit=True, who=text, what=text)

    assert done.trouble == ""
    assert git(checkout, "rev-list", "--count", "HEAD") == "2"
    assert git(checkout, "show", "--name-only", "--format=").splitlines() == ["theatre/reports/all.yaml"]
    assert git(checkout, "show", "--no-patch", "--format=%s%b%an")


def test_where_git_refuses_the_save_stands_and_the_log_has_it(checkout: Path):
    hook = checkout.parent / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'not today' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    done = saved(checkout, added("new"), commit=True)

    assert done.trouble == "saved, but not committed: not today"
    assert done.commit == ""
    assert ids(checkout) == ["new", "old"]
    assert log(checkout)[0]["records"] == ["new"]


def test_where_there_is_no_checkout_the_log_has_it(folder: Path):
    done = saved(folder, added("new"), commit=True)

    assert done.trouble.startswith("saved, but not committed: fatal: not a git repository")
    assert len(log(folder)) == 1


def test_a_checkout_that_shall_not_commit_has_a_log(checkout: Path):
    saved(checkout, added("new"))

    assert git(checkout, "rev-list", "--count", "HEAD") == "1"
    assert len(log(checkout)) == 1


def test_a_real_theatre_is_saved_to(tmp_path: Path):
    folder = shutil.copytree(MINIATURE, tmp_path / "theatre")
    name = "reports/2019.yaml"
    read = record_text((folder / name).read_bytes(), "monitor-2019/tessal-marines")
    status = {"is": "withdrawn", "reason": "The yearbook took it back."}
    saved(folder, Correct(name, "monitor-2019/tessal-marines", {"status": status}, read))

    entry = load(folder, config()).by_id["monitor-2019/tessal-marines"]
    assert entry.estimate.status.is_ == "withdrawn"
