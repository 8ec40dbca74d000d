"""Hostile text: what is made to keep a reader busy must cost no more than honest text of its kind."""

from collections.abc import Callable, Iterator

import yaml

from benchmarks.timing import Goal, Result, medians, say
from posture import dates, quantities
from posture.problems import DataError
from posture.reading import parse

REPEATS = 5
NO_DEARER, BOUNDED = Goal(1), Goal(2)
HONEST = "- {a: one, b: two}\n"
COUNTS = ("9", ",9", "9 ", "at most ", "several ", "- ", " to 1", "9%", "~", "\u00a0")
DATES = ("9", "/", " /", "-1", "june ", "~", " ")
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], y{n}: 1}}\n" for n in range(1, 12)
)
BOMBS = {
    "brackets": "[" * 60_000,
    "merges": MERGES,
    "%TAG lines": "".join(f"%TAG !t{n}! x\n" for n in range(100_000)) + "--- a\n",
    "an open quote": "{5: 1, " + "6, " * 60_000 + "'",
}


def measure() -> Iterator[Result]:
    """Counts and dates against a thousand honest ones; YAML bombs against CSafeLoader on as much honest text."""
    say("hostile: counts, dates and files …")
    yield from _texts("counts", quantities.parse.__wrapped__, COUNTS, [f"about {n:,}" for n in range(1, 1_001)])
    yield from _texts("dates", dates.parse.__wrapped__, DATES, [f"{1900 + n % 200}-01-01" for n in range(1_000)])
    for name, bomb in BOMBS.items():
        honest = (HONEST * (len(bomb) // len(HONEST) + 1)).encode()
        runs = {
            "bomb": lambda bomb=bomb: _told(parse, bomb.encode(), "f"),
            "honest": lambda honest=honest: yaml.load(honest, yaml.CSafeLoader),
        }
        took = medians(runs, REPEATS)
        yield Result("hostile", name, "YAML", took["bomb"], took["bomb"] / took["honest"], "as much honest", BOUNDED)


def _texts(what: str, read: Callable, fillers: tuple[str, ...], honest: list[str]) -> Iterator[Result]:
    texts = [(filler * length)[:length] for filler in fillers for length in (39, 80, 1_000_000)]
    runs = {"hostile": lambda: [_told(read, text) for text in texts], "honest": lambda: [read(text) for text in honest]}
    took = medians(runs, REPEATS)
    yield Result(
        "hostile",
        f"{len(texts)} texts",
        what,
        took["hostile"],
        took["hostile"] / took["honest"],
        "1,000 honest",
        NO_DEARER,
    )
    remembered = {"counts": quantities.parse, "dates": dates.parse}[what]
    took = medians({"again": lambda: [remembered(text) for text in honest], "honest": runs["honest"]}, REPEATS)
    yield Result(
        "hostile", "read again", what, took["again"], took["again"] / took["honest"], "1,000 honest", NO_DEARER
    )


def _told(read: Callable, *arguments: object) -> object:
    try:
        return read(*arguments)
    except (ValueError, DataError) as refusal:
        return refusal
