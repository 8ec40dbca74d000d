"""Problems as GitHub shows them beside the lines of a change: commands that a workflow prints.

The form and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from pathlib import Path

from posture.problems import Problem


def annotation(problem: Problem, path: Path) -> str:
    """The command for a problem of the file at `path`, an absolute one, in one line."""
    file = from_repository(path)
    place = f",line={problem.line},col={problem.column}" if problem.line else ""
    told = f"{file}:{problem.line}:{problem.column}: {problem.found}; {problem.write}"
    return f"::{problem.severity} file={_property(file)}{place},title=posture check::{_data(told)}"


def from_repository(path: Path) -> str:
    """The path from the repository that holds the file; else from the current folder, or whole outside both."""
    repository = [folder for folder in path.parents if (folder / ".git").exists()][:1]
    for folder in (*repository, Path.cwd()):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
