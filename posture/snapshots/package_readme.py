"""The README of a data package: how to read it, what it does not say, what was chosen, and how it is cited.

Texts from the data are hostile until shown harmless: in Markdown each stands escaped, on one line.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from posture.collapse import RULES
from posture.library import Opened
from posture.selection import EVERYWHERE, NOBODY
from posture.sentences import day
from posture.snapshots.asked import Asked
from posture.snapshots.citation import LICENCE_TITLE, LICENCE_URL, plain
from posture.snapshots.version import VERSION, data_version
from posture.votes import BY

PAGE_NAMES = {"": "every estimate that the filters choose", "posture": "Posture", "compare": "Compare"}
PAGE_NAMES |= {"change": "Change", "evidence": "Evidence"}

HOW_TO_READ = """\
A row of estimates.csv is one estimate: what one originator claimed of one force, as one report printed it. The columns
up to `scope` are what the source said and what that means under the rulebook; those that begin with `chosen_` are the
choices under which this package was made, the same in every row. datapackage.json describes every column. The tables
in derived/ were worked out by the program and reported by nobody, so they are kept apart. The tables of forces,
originators, sides, places, measures, events and reports are those of the whole dataset, whatever was chosen.

Files are UTF-8 with a byte-order mark, records end with CR LF, and a cell may hold newlines. Dates are ISO 8601. An
apostrophe stands before a text that a spreadsheet would run as a formula; take it away to have the text as printed.
In Python, `pandas.read_csv("estimates.csv")` reads it."""

CAVEATS = """\
- It is a claim, not a measurement. Nothing here says which claim is true.
- An empty `low` or `high` is an end that the source does not state, which `kind` says beside it. It is not zero.
- `low` and `high` of words, such as "several thousand", come from the rulebook named below; published rulebooks differ
  by a factor of two.
- A row whose `repeats` is filled takes its figure from another: it is no second witness. `root` is where it goes back
  to.
- Only rows of one `scope` may be compared, joined or added up.
- That nothing is recorded is not zero. Zero stands here only where a source said zero.
- The median zone and the agreement zone say where claims lie, not where the truth does."""

# What Markdown, or a program that shows it, would take for a sign of its own.
MARKS = re.compile(r"[\\`*_{}\[\]<>#~|$&!]|^[-+=]")
NUMBERED = re.compile(r"^([0-9]+)([.)])")  # what begins so becomes an item of a list


def readme(opened: Opened, asked: Asked, files: Mapping[str, str]) -> str:
    """The text of the package's README.md; `files` are the paths of the others, each with what it holds."""
    theatre = opened.dataset.theatre
    parts = [
        f"# {escaped(theatre.title)}",
        *([escaped(theatre.summary)] if theatre.summary else []),
        "## What is here",
        "\n".join(f"- {path}: {says}" for path, says in files.items()),
        "## How to read it",
        HOW_TO_READ,
        "## What it does not say",
        CAVEATS,
        "## What was chosen",
        "\n".join(f"- {name}: {escaped(text)}" for name, text in told(opened, asked)),
        "## Licence and citation",
        f"{LICENCE_TITLE}, {LICENCE_URL}. The fragments quoted remain the work of the publications named beside each.",
        "Cite a figure by its report, with originator, publisher and date. Cite this package as:",
        f"> {escaped(plain(opened, asked))}",
    ]
    return "\n\n".join(parts) + "\n"


def told(opened: Opened, asked: Asked) -> list[tuple[str, str]]:
    """Every choice by its name and in words, and the versions: for a README, and for the charts."""
    rule, rulebook = RULES[asked.rule], opened.config.rulebooks[asked.rulebook]
    return [
        ("Rows of", PAGE_NAMES[asked.page]),
        *_filters(opened, asked),
        ("T, the date that claims are about", day(asked.at)),
        ("K, known by", day(asked.known_by) if asked.known_by else "everything published so far"),
        ("W, the window", f"{asked.window:,} days"),
        ("Votes", BY[asked.votes]),
        ("Rule that makes one figure of the claims", f"{rule.label}: {rule.says}"),
        *([("Whose word the rule takes", _label(opened.dataset.theatre.originators, asked.voice))] * bool(asked.voice)),
        ("Rulebook for words", f"{rulebook.label}, {rulebook.version}. {rulebook.citation}"),
        ("Tolerance of agreement zones", f"{opened.config.tolerance:.0%}"),
        ("Version of the data", data_version(opened)),
        ("Version of the program", VERSION),
    ]


def escaped(text: str) -> str:
    """Text on one line that Markdown prints as it is."""
    return NUMBERED.sub(r"\1\\\2", MARKS.sub(r"\\\g<0>", " ".join(text.split())))


def _filters(opened: Opened, asked: Asked) -> Iterator[tuple[str, str]]:
    theatre = opened.dataset.theatre
    lists: dict[str, tuple[tuple[str, ...], Mapping[str, Any], str]] = {
        "Forces": (asked.force, theatre.forces, "all"),
        "Measures": (asked.measure, opened.config.measures, "all"),
        "Places": (asked.place, theatre.places, "all"),
        "Sides": (asked.side, theatre.sides, "all"),
        "Originators": (asked.originator, theatre.originators, "all"),
    }
    for name, (keys, declared, otherwise) in lists.items():
        yield name, "; ".join(_label(declared, key) for key in keys) or otherwise
    yield "Dates described", _span(asked.since, asked.until)
    yield "Withdrawn figures and misprints", "shown as well" if asked.struck else "left out"
    if asked.page == "compare":
        yield "Dates compared", "all" if asked.span == "all" else "those of the window before T"
    if asked.page == "change":
        yield "T is compared with", day(asked.before) if asked.before else "the day a year before"
    if asked.search:
        yield "Search", asked.search


def _label(declared: Mapping[str, Any], key: str) -> str:
    special = {EVERYWHERE: "the whole theatre", NOBODY: "speaks for no side"}
    return declared[key].label if key in declared else special.get(key, key)


def _span(since: date | None, until: date | None) -> str:
    begin, end = f"from {day(since)}" if since else "", f"up to {day(until)}" if until else ""
    return " ".join(filter(None, (begin, end))) or "all"
