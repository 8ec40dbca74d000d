"""Git, as a test runs it."""

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str, text: str = "") -> None:
    """Runs git in a folder, to which it must have nothing to object."""
    command = ["git", "-C", str(folder), "-c", "core.autocrlf=false", *arguments]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
