"""`python -m benchmarks [part …] [--quick] [--seed N]` measures parts of the dashboard and prints one table."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmarks import browsing, drawing, hostile, live, load, parse
from benchmarks.datasets import Dataset, datasets
from benchmarks.timing import Result, print_table

Part = Callable[[Sequence[Dataset], bool], Iterable[Result]]

PARTS: Mapping[str, Part] = {
    "parse": lambda chosen, _quick: parse.measure(chosen),
    "hostile": lambda _chosen, _quick: hostile.measure(),
    "load": lambda chosen, _quick: load.measure(chosen),
    "figures": lambda chosen, _quick: drawing.measure(chosen),
    "start": lambda chosen, quick: browsing.starts(chosen, quick=quick),
    "filter": lambda chosen, quick: browsing.filters(chosen, quick=quick),
    "live": lambda chosen, quick: live.measure(chosen, quick=quick),
}


def main() -> None:
    """Measures the parts that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures the dashboard on this machine.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which to measure: {', '.join(PARTS)}; left out: all")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, and nothing larger than 10,000 estimates")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic theatres (default: 1)")
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    results: list[Result] = []
    try:
        with datasets(quick=asked.quick, seed=asked.seed) as chosen:
            for part in asked.parts or PARTS:
                results += PARTS[part](chosen, asked.quick)
    finally:  # what was measured before something failed was worth the wait
        print_table(results)


main()
