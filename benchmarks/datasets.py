"""What is measured on: the shipped theatre and synthetic ones, each written once a run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.synthetic import write_theatre
from benchmarks.timing import say
from posture.config import Config, read_config
from posture.loading import report_paths, theatre_folders

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data"
SIZES = (10_000, 100_000)
QUICK_SIZES = (10_000,)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A theatre to measure on: what the table calls it, its data folder, its own folder and how often to repeat."""

    label: str
    data: Path
    folder: Path
    repeats: int

    def bytes(self) -> list[bytes]:
        """The bytes of each of its reports files."""
        return [path.read_bytes() for path in report_paths(self.folder)]


def configuration() -> Config:
    """The shipped configuration."""
    return read_config(ROOT / "config.yaml")


@contextmanager
def datasets(*, quick: bool, seed: int) -> Iterator[list[Dataset]]:
    """The shipped theatre and the synthetic ones, which are gone afterwards; the larger, the fewer repeats."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        chosen = [Dataset("shipped", SHIPPED, theatre_folders(SHIPPED)[0], 5 if quick else 11)]
        for size in QUICK_SIZES if quick else SIZES:
            say(f"Writing a theatre of {size:,} estimates …")
            data = Path(folder) / str(size)
            chosen.append(Dataset(f"{size:,}", data, write_theatre(data, size, seed), 3 if size <= 10_000 else 2))
        yield chosen
