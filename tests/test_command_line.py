"""`python -m posture`, run as a person or a hook runs it: what it prints, what it writes, and how it ends."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from posture.reading import read
from tests.datasets import CONFIG, MINIATURE, ROOT, estimate, report, write

COMMANDS = ("check", "format", "schema", "explain", "snapshot", "verify", "diff")


def posture(
    *arguments: str | Path, folder: Path, stdout: IO[bytes] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """The command's end and output, started in a folder that is not the project's."""
    return subprocess.run(
        [sys.executable, "-m", "posture", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_sound_data_end_well_and_are_counted(tmp_path: Path):
    ended = posture("check", MINIATURE, "--today", "2021-01-31", folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "0 errors, 0 warnings in theatre: 38 estimates of 13 reports can be used\n"


def test_every_error_has_a_line_and_the_command_fails(tmp_path: Path):
    shutil.copytree(MINIATURE, tmp_path / "isle")
    file = tmp_path / "isle" / "reports" / "2019.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("count: 4,000", "count: 4.000").replace("port-sarn", "port-sarm"), encoding="utf-8")
    ended = posture("check", "isle", "--today", "2021-01-31", folder=tmp_path)
    first, *others, count = ended.stdout.splitlines()

    assert ended.returncode == 1
    assert first == 'isle/reports/2019.yaml:18:14: "4.000" may be 4,000 or 4; write 4,000 (or 4 if that is meant)'
    assert [line.split(": ", 1)[1] for line in others] == ['unknown place "port-sarm"; did you mean "port-sarn"?'] * 2
    assert count.startswith("3 errors, 0 warnings in isle: ")


def test_three_mistakes_of_one_record_are_told_at_once(tmp_path: Path):
    shutil.copytree(MINIATURE, tmp_path / "isle")
    file = tmp_path / "isle" / "reports" / "2019.yaml"
    text = file.read_text(encoding="utf-8")
    mended = "    - force: volunteers\n      count: 4,000\n"
    broken = "    - force: volunters\n      count: 4.000\n      as_of: 2019-02-30\n"
    file.write_text(text.replace(mended, broken, 1), encoding="utf-8")
    ended = posture("check", "isle", "--today", "2021-01-31", folder=tmp_path)

    assert ended.returncode == 1
    assert [line.partition(": ")[2] for line in ended.stdout.splitlines()] == [
        'unknown force "volunters"; did you mean "volunteers"?',
        '"4.000" may be 4,000 or 4; write 4,000 (or 4 if that is meant)',
        'no such day: "2019-02-30"; February 2019 has the days 01 to 28',
        "34 estimates of 12 reports can be used",
    ]


def test_warnings_are_printed_and_end_well(tmp_path: Path):
    write(tmp_path / "isle", report("r", "2020-01-01", estimate("9,000", wording="7,000 men")))
    ended = posture("check", "isle", "--today", "2021-01-31", folder=tmp_path)
    warning, count = ended.stdout.splitlines()

    assert ended.returncode == 0
    assert warning.startswith("isle/reports/all.yaml:")
    assert ": warning: 9,000 does not stand in the wording" in warning
    assert count == "0 errors, 1 warning in isle: 1 estimates of 1 reports can be used"


def test_who_reads_may_stop_reading(tmp_path: Path):
    """As in `check | head`: no traceback follows."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        ended = posture("check", MINIATURE, folder=tmp_path, stdout=closed)

    assert (ended.returncode, ended.stderr) == (1, "")


def test_the_day_decides_what_lies_in_the_future(tmp_path: Path):
    write(tmp_path / "isle", report("r", "2020-01-02", estimate()))
    before, after = (
        posture("check", "isle", "--today", day, folder=tmp_path).stdout for day in ("2020-01-01", "2020-01-02")
    )

    assert "lies in the future" in before
    assert "lies in the future" not in after


def test_several_theatres_are_checked_and_one_bad_one_fails(tmp_path: Path):
    write(tmp_path / "good", report("r", "2020-01-01", estimate()))
    write(tmp_path / "bad", report("r", "2020-01-01", estimate(force="sailor")))
    ended = posture("check", "good", "bad", "--today", "2021-01-31", folder=tmp_path)

    assert ended.returncode == 1
    assert "0 errors, 0 warnings in good" in ended.stdout
    assert 'unknown force "sailor"; did you mean "sailors"?' in ended.stdout


def test_without_a_folder_every_shipped_theatre_is_checked_wherever_it_is_run(tmp_path: Path):
    ended = posture("check", folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "0 errors" in ended.stdout
    assert " in syria: " in ended.stdout


@pytest.mark.parametrize("theatre", [None, "- no theatre\n"])
def test_a_folder_without_a_readable_theatre_file_fails_with_its_reason(theatre: str | None, tmp_path: Path):
    (tmp_path / "isle").mkdir()
    if theatre:
        (tmp_path / "isle" / "theatre.yaml").write_text(theatre, encoding="utf-8")
    ended = posture("check", "isle", folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.startswith("isle/theatre.yaml:")
    assert ended.stdout.endswith("1 error, 0 warnings in isle\n")


def test_a_broken_configuration_fails_with_its_reason(tmp_path: Path):
    broken = tmp_path / "config.yaml"
    broken.write_text(CONFIG.read_text(encoding="utf-8").replace("window: 365", "window: never"), encoding="utf-8")
    ended = posture("check", MINIATURE, "--config", broken, "--today", "2021-01-31", folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (1, "")
    assert '"never" is no number of days' in ended.stdout
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == [
        "config.yaml",
        "1 error, 0 warnings in the configuration",
        "0 errors, 0 warnings in theatre",
    ]


KNOWN, UNKNOWN = "measure: cumulative", "measure: cumulatve"


@pytest.mark.parametrize(
    ("typed", "instead", "told"),
    [
        ("window: 365", "window: never", ['unknown measure "cumulatve"; did you mean "cumulative"?']),
        ("hundreds: 200-999", "hundreds: 999-200", ['unknown measure "cumulatve"; did you mean "cumulative"?']),
        ("\nmeasures:", "\nmeasure:", []),
        ("window: 365", "window: [365", []),
    ],
)
def test_a_broken_configuration_hides_nothing_of_a_theatre(typed: str, instead: str, told: list[str], tmp_path: Path):
    """What cannot be told without it is left out: a measure is unknown only where it is known which there are."""
    shutil.copytree(MINIATURE, tmp_path / "isle")
    file = tmp_path / "isle" / "reports" / "2020.yaml"
    text = file.read_text(encoding="utf-8")
    assert KNOWN in text
    file.write_text(text.replace("count: 500", "count: 4.000").replace(KNOWN, UNKNOWN, 1), encoding="utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.read_text(encoding="utf-8").replace(typed, instead, 1), encoding="utf-8")
    ended = posture("check", "isle", "--config", config, "--today", "2021-01-31", folder=tmp_path)
    found = [line.split(": ", 1)[1] for line in ended.stdout.splitlines() if line.startswith("isle/")]

    assert ended.returncode == 1
    assert sorted(found) == ['"4.000" may be 4,000 or 4; write 4,000 (or 4 if that is meant)', *told]
    assert "in the configuration" in ended.stdout


def test_the_folder_itself_may_be_where_it_is_run():
    ended = posture("check", ".", "--today", "2021-01-31", folder=MINIATURE)

    assert (
        ended.returncode,
        ended.stdout,
    ) == (0, "0 errors, 0 warnings in theatre: 38 estimates of 13 reports can be used\n")


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_without_a_command_and_on_request_all_commands_are_listed(arguments, tmp_path: Path):
    ended = posture(*arguments, folder=tmp_path)

    assert ended.returncode == (0 if arguments else 2)
    assert set(re.findall("^    ([a-z]+) ", ended.stdout + ended.stderr, re.MULTILINE)) >= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_takes(command, tmp_path: Path):
    ended = posture(command, "--help", folder=tmp_path)

    assert ended.returncode == 0
    assert f"usage: python -m posture {command}" in ended.stdout


def test_an_unknown_command_is_explained(tmp_path: Path):
    ended = posture("chekc", folder=tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == '"chekc" is no command; did you mean "check"?\n'


def test_for_github_each_problem_is_a_command_that_names_file_line_and_column(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    isle = write(tmp_path / "data" / "isle", report("r", "2020-01-01", estimate("9,000", wording="7% of men")))
    file = isle / "reports" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("guards", "100%\\r\\nguards"), encoding="utf-8")
    ended = posture("check", "isle", "--format", "github", "--today", "2021-01-31", folder=tmp_path / "data")
    *problems, count = ended.stdout.splitlines()

    told = (
        'data/isle/reports/all.yaml:10:14: "100%25%0D%0Aguards" is no key; '
        "write lower-case letters, digits, full stops and hyphens, as in us-officials"
    )

    assert ended.returncode == 1
    assert problems == [f"::error file=data/isle/reports/all.yaml,line=10,col=14,title=posture check::{told}"]
    assert count.startswith("1 error, 0 warnings in isle")


def test_a_line_end_in_the_data_begins_no_line_of_ours(tmp_path: Path):
    write(tmp_path / "isle", report("r", "2020-01-01", estimate(force="guards\n::error::\r")))
    checked, formatted = (posture(name, "isle", folder=tmp_path).stdout for name in ("check", "format"))

    assert '"guards\\n::error::\\r" is no key' in checked
    assert '"guards\\n::error::\\r" is no key' in formatted


def test_for_github_a_warning_ends_well_and_odd_names_are_escaped(tmp_path: Path):
    isle = write(tmp_path / "a, b: 50%", report("r", "2020-01-01", estimate("9,000", wording="7,000 men")))
    ended = posture("check", isle, "--format", "github", "--today", "2021-01-31", folder=tmp_path)
    warning, _ = ended.stdout.splitlines()

    assert ended.returncode == 0
    assert warning.startswith("::warning file=a%2C b%3A 50%25/reports/all.yaml,line=")
    assert "::a, b: 50%25/reports/all.yaml:" in warning


def test_for_github_a_problem_of_a_whole_file_has_no_line(tmp_path: Path):
    ended = posture("check", tmp_path / "none", "--format", "github", folder=tmp_path)

    assert ended.returncode == 1
    assert ended.stdout.startswith(
        "::error file=none/theatre.yaml,title=posture check::none/theatre.yaml:0:0: the file"
    )


def test_format_puts_a_theatre_in_order_and_the_second_time_finds_it_so(tmp_path: Path):
    shutil.copytree(MINIATURE, tmp_path / "isle")
    file = tmp_path / "isle" / "reports" / "2019.yaml"
    file.chmod(0o640)
    looked = posture("format", "isle", "--check", folder=tmp_path)
    before = file.read_bytes()
    first, second = (posture("format", "isle", folder=tmp_path) for _ in range(2))

    assert before == (MINIATURE / "reports" / "2019.yaml").read_bytes()
    assert (looked.returncode, first.returncode, second.returncode) == (1, 0, 0)
    assert looked.stdout.splitlines() == [
        "out of order: isle/reports/2019.yaml",
        "out of order: isle/reports/2020.yaml",
        "2 files in order, 2 files out of order; mend it with python -m posture format",
    ]
    assert first.stdout.endswith("\n2 files in order, 2 files put in order\n")
    assert second.stdout == "4 files in order\n"
    assert posture("check", "isle", "--today", "2021-01-31", folder=tmp_path).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.rglob(".*")) == []


def test_format_leaves_a_file_that_cannot_be_read_alone_and_goes_on(tmp_path: Path):
    write(tmp_path / "isle", report("r", "2020-01-01", estimate()))
    text = "- publisher: P\n  id: a\n  published: 2020\n  estimates: [{force: f, count: 7, wording: w}]\n"
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(text, encoding="utf-8")
    bad.write_text(text.replace("count: 7", "count: 9.000"), encoding="utf-8")
    ended = posture("format", "bad.yaml", "none.yaml", "good.yaml", folder=tmp_path)
    told, missing, *_ = ended.stdout.splitlines()

    assert ended.returncode == 1
    assert told == 'bad.yaml:4:33: "9.000" may be 9,000 or 9; write 9,000 (or 9 if that is meant)'
    assert missing.startswith("none.yaml:0:0: the file cannot be read")
    assert bad.read_text(encoding="utf-8") == text.replace("count: 7", "count: 9.000")
    assert good.read_text(encoding="utf-8").startswith("- id: a\n  publisher: P\n")


def test_format_writes_to_the_file_that_a_link_leads_to(tmp_path: Path):
    file, link = tmp_path / "file.yaml", tmp_path / "link.yaml"
    file.write_text("- publisher: P\n  id: a\n  published: 2020\n  estimates: [{force: f, count: 7, wording: w}]\n")
    link.symlink_to(file)

    assert posture("format", "link.yaml", folder=tmp_path).returncode == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("- id: a\n")


def test_schema_writes_what_is_missing_or_differs_and_nothing_else(tmp_path: Path):
    shutil.copytree(MINIATURE, tmp_path / "data" / "isle")
    arguments = ("schema", "--data", "data")
    none, first, second = (posture(*arguments, *more, folder=tmp_path) for more in (("--check",), (), ()))
    schemas = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    (tmp_path / schemas[0]).write_text("{}", encoding="utf-8")
    stale, third, last = (posture(*arguments, *more, folder=tmp_path) for more in (("--check",), (), ("--check",)))

    assert [ended.returncode for ended in (none, first, second, stale, third, last)] == [1, 0, 0, 1, 0, 0]
    assert none.stdout.startswith("out of date: data/")
    assert sorted(re.findall("^written: (.*)", first.stdout, re.MULTILINE)) == schemas
    assert "data/isle/reports.schema.json" in schemas
    assert second.stdout == last.stdout == f"{len(schemas)} schemas up to date\n"
    assert stale.stdout.startswith(f"out of date: {schemas[0]}\n")
    assert third.stdout.startswith(f"written: {schemas[0]}\n")


def test_schema_with_a_broken_configuration_fails_with_its_reason(tmp_path: Path):
    (tmp_path / "config.yaml").write_text("window: never\n", encoding="utf-8")
    ended = posture("schema", "--data", tmp_path, "--config", "config.yaml", folder=tmp_path)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "config.yaml:1:9:" in ended.stderr


def test_explain_says_what_a_count_means_under_each_rulebook(tmp_path: Path):
    count, *lines = posture("explain", "More than  several hundred", folder=tmp_path).stdout.splitlines()
    meanings, citations = lines[: lines.index("after:")], lines[lines.index("after:") + 1 :]
    books = read(CONFIG)["rulebooks"].values()

    assert count == "more than several hundred:"
    assert [line.split("  ")[1] for line in meanings] == [book["label"] for book in books]
    assert [line.rpartition("  ")[2] for line in meanings] == [
        "[301, open)",
        "[101, open)",
        "[201, open)",
        "[301, open)",
    ]
    assert len({(line.index("at least"), line.index("[")) for line in meanings}) == 1
    assert [line.split("  ", 2)[2].strip() for line in citations] == [book["citation"] for book in books]


@pytest.mark.parametrize(
    ("count", "own"),
    [
        ("7000", "7,000  [7,000, 7,000]"),
        ("up to 100", "up to 100, possibly more, no lower end stated  (open, 100]"),
        ("none given", "the source confirms them and gives no number  no number"),
        ("about 33%", "29% to 37% of another force, both ends approximate  [29%, 37%]"),
    ],
)
def test_explain_takes_every_form_of_a_count_with_or_without_quotes(count, own, tmp_path: Path):
    whole, words = (posture("explain", *given, folder=tmp_path).stdout for given in ([count], count.split()))

    assert whole == words
    assert own in re.sub(" {2,}", "  ", whole.splitlines()[1])


def test_explain_says_what_to_write_instead_of_a_miswritten_count(tmp_path: Path):
    ended = posture("explain", "9.000", folder=tmp_path)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == '"9.000" may be 9,000 or 9; write 9,000 (or 9 if that is meant)\n'


def test_the_hooks_install_what_the_commands_need_as_the_dashboard_has_it():
    required = re.findall(r"^\w\S+", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    pins = re.findall('"([^"]+~=[^"]+)"', hooks)
    missing = {pin.partition("~")[0]: None for pin in required if pin not in pins}
    code = f"import sys; sys.modules |= {missing}; from posture.__main__ import main; sys.exit(main(['check']))"

    assert set(pins) < set(required)
    assert "streamlit" in missing
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("file", [".pre-commit-config.yaml", ".pre-commit-hooks.yaml", ".github/workflows/check.yml"])
def test_what_hooks_and_workflow_run_passes_on_what_is_shipped(file: str, tmp_path: Path):
    lines = re.findall("python -m posture (.*)", (ROOT / file).read_text(encoding="utf-8"))

    assert {line.split()[0] for line in lines} >= {"check", "format", "schema"}
    assert [posture(*line.split(), folder=tmp_path).returncode for line in lines] == [0, 0, 0]
