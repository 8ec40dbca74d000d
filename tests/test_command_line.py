"""`python -m posture check`, run as a person runs it: what it prints, and how it ends."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.datasets import CONFIG, MINIATURE, ROOT, estimate, report, write


def posture(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command's end and output, started in a folder that is not the project's."""
    return subprocess.run(
        [sys.executable, "-m", "posture", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
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


def test_warnings_are_printed_and_end_well(tmp_path: Path):
    write(tmp_path / "isle", report("r", "2020-01-01", estimate("9,000", wording="7,000 men")))
    ended = posture("check", "isle", "--today", "2021-01-31", folder=tmp_path)
    warning, count = ended.stdout.splitlines()

    assert ended.returncode == 0
    assert warning.startswith("isle/reports/all.yaml:")
    assert ": warning: 9,000 does not stand in the wording" in warning
    assert count == "0 errors, 1 warning in isle: 1 estimates of 1 reports can be used"


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
    ended = posture("check", MINIATURE, "--config", broken, folder=tmp_path)

    assert (ended.returncode, ended.stderr) == (1, "")
    assert '"never" is no number of days' in ended.stdout
    assert ended.stdout.endswith("1 error, 0 warnings in the configuration\n")


def test_the_folder_itself_may_be_where_it_is_run():
    ended = posture("check", ".", "--today", "2021-01-31", folder=MINIATURE)

    assert (
        ended.returncode,
        ended.stdout,
    ) == (0, "0 errors, 0 warnings in theatre: 38 estimates of 13 reports can be used\n")


def test_help_names_the_command(tmp_path: Path):
    ended = posture("--help", folder=tmp_path)

    assert ended.returncode == 0
    assert "check" in ended.stdout
