"""The theatres as they can be shown now: files are read when they change, and the last good data outlive a bad save."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from posture.library import Library, Opened
from posture.problems import DataError
from posture.stamps import TICK
from tests.datasets import CONFIG, MINIATURE, TODAY, estimate, report, write

Save = Callable[[str, str], None]


class Desk:
    """A folder of data with one theatre, someone who edits its files, and the library that shows them."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.config = folder / "config.yaml"
        shutil.copytree(MINIATURE, self.data / "isle")
        shutil.copy(CONFIG, self.config)
        self.library = Library(self.data, self.config)
        self.saved = 0

    def open(self) -> Opened:
        """The theatre as the library shows it now."""
        return self.library.open("isle", TODAY)

    def save(self, name: str, text: str) -> None:
        """A file of the theatre now says this. Its time moves on, as that of a file saved by a person does."""
        self._save(self.data / "isle" / name, text)

    def save_config(self, text: str) -> None:
        """The configuration now says this."""
        self._save(self.config, text)

    def text(self, name: str) -> str:
        """What a file of the theatre says."""
        return (self.data / "isle" / name).read_text(encoding="utf-8")

    def _save(self, path: Path, text: str) -> None:
        self.saved += 1
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000 + self.saved, 1_700_000_000 + self.saved))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of its own for each test."""
    return Desk(tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose bytes were read, in this order."""
    names: list[str] = []
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        names.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    return names


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> int:
    """The one time that every file bears, as on a file system whose clock has not moved on since."""
    stat = Path.stat

    def frozen(path: Path, **options: bool) -> os.stat_result:
        return os.stat_result(
            tuple(stat(path, **options))[:7] + (WHEN // 10**9,) * 3, {"st_mtime_ns": WHEN, "st_ctime_ns": WHEN}
        )

    monkeypatch.setattr(Path, "stat", frozen)
    return WHEN


def long_after() -> int:
    """A clock by which no file is young."""
    return 10**19


def ids(opened: Opened) -> list[str]:
    """The estimates that are shown."""
    return [entry.id for entry in opened.dataset.entries]


BROKEN = ("count: 4,000", "count: 4.000")
WHEN = 1_700_000_000_000_000_000  # a time of files, in nanoseconds


def test_the_theatres_are_the_folders_that_hold_a_theatre_file(desk: Desk):
    write(desk.data / "coast")
    (desk.data / "drafts").mkdir()

    assert desk.library.keys() == ["coast", "isle"]


def test_a_theatre_copied_into_the_data_appears(desk: Desk):
    desk.open()
    shutil.copytree(MINIATURE, desk.data / "second")

    assert desk.library.keys() == ["isle", "second"]
    assert ids(desk.open()) == ids(desk.library.open("second", TODAY))
    assert {"second"} == {desk.library.open("second", TODAY).dataset.key}


def test_nothing_is_read_again_while_no_file_changes(desk: Desk):
    assert desk.open() is desk.open()


def test_a_change_is_seen_at_once(desk: Desk):
    desk.open()
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml").replace("count: 4,000", "count: 4,001"))
    opened = desk.open()

    assert "4,001" in [str(entry.estimate.count) for entry in opened.dataset.entries]
    assert not opened.stale


def test_only_the_changed_file_is_read_again(desk: Desk):
    before = {entry.id: entry for entry in desk.open().dataset.entries}
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml") + "\n# seen\n")
    after = {entry.id: entry for entry in desk.open().dataset.entries}
    read_again = {entry.file for name, entry in after.items() if entry is not before[name]}

    assert {"isle/reports/2019.yaml"} == read_again


def test_a_save_reads_one_file_and_once(desk: Desk, read: list[str]):
    """Whoever else asks, and however often."""
    library = Library(desk.data, desk.config, clock=long_after)
    library.open("isle", TODAY)
    assert sorted(read) == ["2019.yaml", "2020.yaml", "config.yaml", "hostile.yml", "theatre.yaml"]

    read.clear()
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml") + "\n# seen\n")
    for _ in range(3):
        library.version("isle")
        library.open("isle", TODAY)
    assert read == ["2019.yaml"]


def test_a_broken_file_is_read_once_too(desk: Desk, read: list[str]):
    library = Library(desk.data, desk.config, clock=long_after)
    library.open("isle", TODAY)
    desk.save_config("window: never\n")
    desk.save("reports/2019.yaml", "- {")
    read.clear()
    for _ in range(3):
        assert library.open("isle", TODAY).stale

    assert sorted(read) == ["2019.yaml", "config.yaml"]


def test_the_last_good_data_stay_while_a_report_is_broken(desk: Desk):
    good = desk.open()
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml").replace(*BROKEN))
    opened = desk.open()

    assert opened.stale
    assert ids(good) == ids(opened)
    assert [problem.found for problem in opened.problems] == ['"4.000" may be 4,000 or 4']
    assert opened.problems[0].file == "isle/reports/2019.yaml"


def test_the_last_good_data_stay_while_the_theatre_file_is_broken(desk: Desk):
    good = desk.open()
    desk.save("theatre.yaml", desk.text("theatre.yaml").replace("title:", "titel:"))
    opened = desk.open()

    assert opened.stale
    assert ids(good) == ids(opened)
    assert {'unknown key "titel"', 'the key "title" is missing'} == {problem.found for problem in opened.problems}


def test_the_last_good_data_stay_through_several_bad_saves(desk: Desk):
    good, text = desk.open(), desk.text("reports/2019.yaml")
    for bad in (text.replace(*BROKEN), "- {", text.replace(*BROKEN) + "\n\t"):
        desk.save("reports/2019.yaml", bad)
        assert desk.open().stale

    assert ids(good) == ids(desk.open())


def test_mending_a_file_clears_its_problems(desk: Desk):
    good, text = desk.open(), desk.text("reports/2019.yaml")
    desk.save("reports/2019.yaml", text.replace(*BROKEN))
    desk.open()
    desk.save("reports/2019.yaml", text)
    opened = desk.open()

    assert (opened.stale, opened.problems) == (False, ())
    assert ids(good) == ids(opened)


def test_a_fresh_start_with_a_broken_report_shows_the_rest(desk: Desk):
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml").replace(*BROKEN))
    opened = desk.open()

    assert not opened.stale
    assert len(opened.problems) == 1
    assert "sarn-courier-2019-05-01/lanternmen" not in ids(opened)
    assert "evening-lamp-2019-06-03/lanternmen" in ids(opened)


def test_after_such_a_start_each_mended_report_appears_though_another_is_broken(desk: Desk):
    text = desk.text("reports/2019.yaml")
    twice = text.replace(*BROKEN).replace("count: 3,000", "count: 3.000")
    desk.save("reports/2019.yaml", twice)
    assert len(desk.open().problems) == 2
    desk.save("reports/2019.yaml", text.replace(*BROKEN))
    opened = desk.open()

    assert len(opened.problems) == 1
    assert "harbour-weekly-2019-08/lanternmen" in ids(opened)


def test_a_fresh_start_with_a_broken_theatre_file_says_what_is_wrong(desk: Desk):
    desk.save("theatre.yaml", "title: Isle\n")

    with pytest.raises(DataError, match='the key "forces" is missing'):
        desk.open()


def test_a_theatre_that_could_not_be_shown_can_be_once_it_is_mended(desk: Desk):
    text = desk.text("theatre.yaml")
    desk.save("theatre.yaml", "title: Isle\n")
    with pytest.raises(DataError):
        desk.open()
    desk.save("theatre.yaml", text)

    assert (desk.open().stale, desk.open().problems) == (False, ())


def test_a_broken_theatre_leaves_the_others_alone(desk: Desk):
    shutil.copytree(MINIATURE, desk.data / "second")
    desk.open()
    desk.save("theatre.yaml", "title: Isle\n")

    assert desk.open().stale
    assert not desk.library.open("second", TODAY).stale


def test_a_deleted_file_takes_its_reports_away(desk: Desk):
    desk.open()
    (desk.data / "isle" / "reports" / "odd" / "hostile.yml").unlink()
    opened = desk.open()

    assert not any(name.startswith("hostile") for name in ids(opened))
    assert not opened.stale


def test_an_added_file_brings_its_reports(desk: Desk):
    before = ids(desk.open())
    desk.save("reports/2021.yaml", desk.text("reports/odd/hostile.yml").replace("hostile-2020", "hostile-2021"))

    assert len(set(ids(desk.open())) - set(before)) == 5


def test_a_file_renamed_over_another_is_seen_though_its_size_and_time_are_the_same(desk: Desk):
    """As many editors save: they write a new file and rename it over the old one."""
    desk.open()
    path, new = desk.data / "isle" / "reports" / "2019.yaml", desk.data / "new"
    new.write_text(desk.text("reports/2019.yaml").replace("count: 4,000", "count: 4,001"), encoding="utf-8")
    seen = path.stat()
    os.utime(new, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    new.replace(path)

    assert "4,001" in [str(entry.estimate.count) for entry in desk.open().dataset.entries]


def test_a_broken_configuration_keeps_the_last_good_one(desk: Desk):
    good = desk.open()
    desk.save_config("window: never\n")
    opened = desk.open()
    config, problems = desk.library.config()

    assert good.config == opened.config == config
    assert ids(good) == ids(opened)
    assert 'config.yaml:1:9: "never" is no number of days' in "\n".join(map(str, opened.problems))
    assert set(problems) <= set(opened.problems)


def test_a_mended_configuration_is_in_force_at_once(desk: Desk):
    text = desk.config.read_text(encoding="utf-8")
    desk.open()
    desk.save_config("window: never\n")
    desk.open()
    desk.save_config(text.replace("window: 365", "window: 180"))

    assert (desk.open().config.window, desk.open().problems) == (180, ())


def test_a_configuration_that_never_could_be_read_is_refused(desk: Desk):
    desk.save_config("window: never\n")

    with pytest.raises(DataError, match="is no number of days"):
        desk.open()


def test_warnings_are_those_of_the_data_shown(desk: Desk):
    write(desk.data / "coast", report("r", "2020-01-01", estimate("9,000", wording="7,000 men")))

    assert len(desk.library.open("coast", date(2021, 1, 1)).warnings) == 1
    assert desk.library.open("coast", date(2021, 1, 1)).problems == ()


def test_the_table_of_a_rulebook_is_made_once(desk: Desk):
    opened = desk.open()
    own, acled = opened.config.rulebooks["own"], opened.config.rulebooks["acled"]

    assert opened.rows(own) is opened.rows(own)
    assert opened.rows(own) is not opened.rows(acled)


def test_the_table_survives_a_bad_save(desk: Desk):
    """A reader's chart is not drawn anew because somebody else mistyped a key."""
    good = desk.open()
    own = good.config.rulebooks["own"]
    shown = good.rows(own)
    desk.save("reports/2019.yaml", "- {")

    assert shown is desk.open().rows(own)


def test_someone_is_told_after_each_reading_and_not_otherwise(desk: Desk):
    told = []
    library = Library(desk.data, desk.config, lambda: told.append("read"))
    library.open("isle", TODAY)
    library.open("isle", TODAY)
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml") + "\n# seen\n")
    library.open("isle", TODAY)

    assert told == ["read", "read"]


def test_a_version_is_the_same_while_nothing_changes_and_costs_no_reading(desk: Desk, read: list[str]):
    library = Library(desk.data, desk.config, clock=long_after)
    version = library.version("isle")
    library.open("isle", TODAY)
    read.clear()

    assert version == library.version("isle")
    assert read == []


def rewritten(desk: Desk) -> None:
    """A report, by a save that keeps the length of its file."""
    desk.save("reports/2019.yaml", desk.text("reports/2019.yaml").replace("4,000", "4,001"))


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a report": rewritten,
    "the theatre": lambda desk: desk.save("theatre.yaml", desk.text("theatre.yaml").replace("Outside", "Foreign")),
    "the configuration": lambda desk: desk.save_config("window: never\n"),
    "a new file": lambda desk: desk.save("reports/2021.yml", "[]"),
    "a deleted file": lambda desk: (desk.data / "isle" / "reports" / "2019.yaml").unlink(),
    "a deleted configuration": lambda desk: desk.config.unlink(),
    "a file's rights": lambda desk: (desk.data / "isle" / "reports" / "2019.yaml").chmod(0o600),
    "a theatre more": lambda desk: shutil.copytree(MINIATURE, desk.data / "second"),
    "a theatre renamed": lambda desk: (desk.data / "isle").rename(desk.data / "island"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_version_changes_with(desk: Desk, change: Callable[[Desk], object]):
    before = desk.library.version("isle")
    change(desk)

    assert before != desk.library.version("isle")


def test_a_version_knows_nothing_of_the_files_of_other_theatres(desk: Desk):
    shutil.copytree(MINIATURE, desk.data / "second")
    before = desk.library.version("second")
    rewritten(desk)

    assert before == desk.library.version("second")


def test_a_version_without_a_theatre_tells_of_the_first_one(tmp_path: Path):
    shutil.copy(CONFIG, tmp_path)
    library = Library(tmp_path / "data", tmp_path / "config.yaml")
    before = library.version(None)
    write(tmp_path / "data" / "isle")

    assert before.theatres == ()
    assert library.version(None).theatres == ("isle",)


@pytest.mark.parametrize(
    "name",
    [".2019.yaml.swp", "2019.yaml~", "#2019.yaml#", ".#2019.yaml", "4913", "2019.yaml.tmp", "2019.tmp", ".2019.yaml"],
)
def test_what_an_editor_leaves_about_is_no_change(desk: Desk, name: str):
    before, opened = desk.library.version("isle"), desk.open()
    desk.save(f"reports/{name}", "- {")

    assert before == desk.library.version("isle")
    assert desk.open() is opened


def test_a_version_tells_what_is_gone_or_empty_from_what_was_written(desk: Desk):
    """The first may be half a save, the other is none."""
    first = desk.library.version("isle")
    desk.save("reports/2019.yaml", "[]")
    shorter = desk.library.version("isle")
    desk.save("reports/2019.yaml", "")
    emptied = desk.library.version("isle")
    (desk.data / "isle" / "reports" / "2020.yaml").unlink()
    deleted = desk.library.version("isle")
    (desk.data / "isle").rename(desk.data / "island")
    renamed = desk.library.version("isle")

    assert not first.loses(shorter)
    assert all(before.loses(after) for before, after in pairwise((shorter, emptied, deleted, renamed)))
    assert not any(after.loses(before) for before, after in pairwise((shorter, emptied, deleted)))


def test_a_second_save_is_seen_though_it_bears_the_time_of_the_first(desk: Desk, coarse: int):
    """A clock of two seconds would hide a save of the same length in the same file."""
    library = Library(desk.data, desk.config, clock=lambda: coarse + TICK - 1)
    before = library.version("isle")
    library.open("isle", TODAY)
    rewritten(desk)

    assert before != library.version("isle")
    assert "4,001" in [str(entry.estimate.count) for entry in library.open("isle", TODAY).dataset.entries]


def test_growing_older_is_no_change_and_ends_the_second_looks(desk: Desk, coarse: int, read: list[str]):
    now = coarse
    library = Library(desk.data, desk.config, clock=lambda: now)
    before = library.version("isle")
    now = coarse + TICK
    assert before == library.version("isle")

    read.clear()
    assert before == library.version("isle")
    assert read == []
