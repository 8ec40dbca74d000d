"""Times of runs side by side, and the one table in which all of them are printed."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

NOTE = "Medians. Ratios hold within one run; absolute times belong to this machine."
HEADS = ("part", "what", "data", "median", "ratio", "against", "goal")
RIGHT = (3, 4)  # the columns of numbers


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio is to be: at least or at most a number."""

    bound: float
    at_least: bool = False

    def told(self, ratio: float) -> str:
        """The goal and whether a ratio meets it."""
        met = ratio >= self.bound if self.at_least else ratio <= self.bound
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}: {'met' if met else 'MISSED'}"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: a time in seconds and, where it is held against another, the ratio to it."""

    part: str
    what: str
    data: str
    seconds: float
    ratio: float | None = None
    against: str = ""
    goal: Goal | None = None

    def cells(self) -> tuple[str, ...]:
        """The line as texts, in the order of HEADS."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = self.goal.told(self.ratio) if self.goal and self.ratio is not None else ""
        return self.part, self.what, self.data, shown(self.seconds), ratio, self.against, goal


def shown(seconds: float) -> str:
    """Seconds as a reader takes them in: milliseconds below one second."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def once(run: Callable[[], object]) -> float:
    """Seconds that one call takes, with nothing left over from the one before."""
    gc.collect()
    begun = time.perf_counter()
    result = run()
    took = time.perf_counter() - begun
    del result
    return took


def medians(runs: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each run. They take turns, so that a slow minute of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            times[name].append(once(run))
    return {name: median(taken) for name, taken in times.items()}


def say(line: str) -> None:
    """A word on what is going on, apart from the table."""
    print(line, file=sys.stderr, flush=True)


def print_table(results: Iterable[Result]) -> None:
    """All results, one a line, in columns."""
    rows = [HEADS, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for place, row in enumerate(rows):
        print(_line(row, widths))
        if not place:
            print("  ".join("-" * width for width in widths))
    print(NOTE)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if place in RIGHT else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
