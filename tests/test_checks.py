"""Whatever is wrong in a file is told by its place, what was found and what to write, one defect a file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture import suspicions
from posture.config import read_config
from posture.loading import load
from posture.problems import DataError, Problem
from tests.datasets import CONFIG, MINIATURE, TODAY, config

BROKEN = sorted((Path(__file__).parent / "broken" / "theatre").glob("*/*.yaml"))
EXPECT = "# expect "
DAYS = "write a whole number from 1 to 36500, such as 365"


def expected(path: Path) -> list[str]:
    """What the first comments of a broken file say that is to be told about it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(EXPECT) for line in lines if line.startswith(EXPECT)]


def told(path: Path, folder: Path) -> list[str]:
    """Everything told about the miniature theatre once a broken file stands in it.

    A file of `reports/` is added. A file of `theatre/` stands alone: the reports would miss its forces.
    """
    kind = path.parent.name
    theatre = folder / "theatre"
    shutil.copytree(MINIATURE, theatre)
    if kind == "reports":
        shutil.copy(path, theatre / "reports")
    elif kind == "theatre":
        shutil.rmtree(theatre / "reports")
        shutil.copy(path, theatre / "theatre.yaml")
    return [str(problem).removeprefix("theatre/") for problem in _problems(theatre)]


def _problems(theatre: Path) -> Iterator[Problem]:
    try:
        dataset = load(theatre, config())
    except DataError as error:
        yield from error.problems
        return
    yield from dataset.errors
    yield from suspicions.warnings(dataset, config(), TODAY)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_broken_file_is_told_by_place_finding_and_remedy(path: Path, tmp_path: Path):
    """The first comments of each file say what is to be told, and nothing else is told."""
    assert expected(path) == told(path, tmp_path)


def test_there_are_broken_files():
    """A folder that was moved would pass the test above without a case."""
    assert len(BROKEN) > 100
    assert all(expected(path) for path in BROKEN)


@pytest.mark.parametrize(
    ("typed", "instead", "told_of_it"),
    [
        ("window: 365", "window: a year", f'"a year" is no number of days; {DAYS}'),
        ("window: 365", "window: 0", f'"0" is no number of days; {DAYS}'),
        ("window: 365", "window: 365\nwindows: 180", 'unknown key "windows"; did you mean "window"?'),
        ("rulebook: own", "rulebook: owm", 'no rulebook "owm"; did you mean "own"?'),
        ("kind: level", "kind: flow", 'kind is the text "flow"; write one of: level or accumulation'),
        ("  present:", "  there:", 'no measure "present"; add present: what a figure counts that names no measure'),
        ("hundreds: 200-999", "hundreds: 999-200", '"999-200" is no span; write 200, 200-999 or 2,000-9,999 soft top'),
        ("dozens: 24-99", "dozen: 24-99", 'unknown word "dozen"; did you mean "dozens"?'),
        ("\nmeasures:", "\nmeasure:", 'unknown key "measure"; did you mean "measures"?'),
        ("  own:", "  mine:", 'no rulebook "own"; add own: it answers where others are silent'),
    ],
)  # fmt: skip
def test_a_broken_configuration_is_told_by_finding_and_remedy(
    typed: str, instead: str, told_of_it: str, tmp_path: Path
):
    text = CONFIG.read_text(encoding="utf-8")
    assert typed in text
    broken = tmp_path / "config.yaml"
    broken.write_text(text.replace(typed, instead, 1), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_config(broken)

    problems = {f"{problem.found}; {problem.write}": problem for problem in caught.value.problems}
    assert told_of_it in problems
    assert problems[told_of_it].file == "config.yaml"


def test_the_place_of_a_fault_in_the_configuration_is_told(tmp_path: Path):
    broken = tmp_path / "config.yaml"
    broken.write_text(CONFIG.read_text(encoding="utf-8").replace("window: 365", "window: never", 1), encoding="utf-8")
    line = broken.read_text(encoding="utf-8").splitlines().index("window: never") + 1

    with pytest.raises(DataError) as caught:
        read_config(broken)

    assert [(line, 9)] == [(problem.line, problem.column) for problem in caught.value.problems]


def test_a_configuration_that_is_a_list_is_refused(tmp_path: Path):
    (tmp_path / "config.yaml").write_text("- window: 365\n", encoding="utf-8")

    with pytest.raises(DataError, match="the configuration is a mapping of keys; begin with window: 365"):
        read_config(tmp_path / "config.yaml")


def test_every_problem_of_the_configuration_is_told_in_one_go(tmp_path: Path):
    text = CONFIG.read_text(encoding="utf-8")
    slips = {"window: 365": "window: never", "hundreds: 200-999": "hundreds: 999-200", "kind: level": "kind: flow"}
    for typed, instead in slips.items():
        assert typed in text
        text = text.replace(typed, instead, 1)
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_config(tmp_path / "config.yaml")
    assert sorted(problem.found for problem in caught.value.problems) == [
        '"999-200" is no span',
        '"never" is no number of days',
        'kind is the text "flow"',
    ]
