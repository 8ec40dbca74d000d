"""Snapshots: the rows that somebody asked for as a file that explains itself, the same on every machine and day."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from posture.columns import COLUMNS, TEXT, Column, records
from posture.library import Opened
from posture.snapshots.asked import Asked
from posture.snapshots.shown import shown
from posture.snapshots.version import VERSION, data_version, short_hash

LICENCE = "CC-BY-4.0"

# A spreadsheet runs a cell that begins so (some also with the wide signs) as a formula; an apostrophe makes it text.
# Signs without a width count as spaces, since some programs drop them when they open a file.
BLANK = "\\s'\"\\x00-\\x1f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\ufeff"
RUNS = re.compile(f"[{BLANK}]*[=+\\-@\\t\\r＝＋－＠﹦﹢﹣﹫−]")

# Between the keys of one parameter in a cell; within a key it stands behind a backslash.
BETWEEN = " | "

CHOICES: Mapping[str, Column] = {
    "page": Column(TEXT, "The page whose rows these are; empty for every row that the filters choose."),
    "force": Column(TEXT, "The chosen forces; empty: all."),
    "measure": Column(TEXT, "The chosen measures; empty: all."),
    "place": Column(TEXT, "The chosen places; empty: all, everywhere: the whole theatre."),
    "side": Column(TEXT, "The chosen sides of originators; empty: all."),
    "originator": Column(TEXT, "The chosen originators; empty: all."),
    "since": Column(TEXT, "The first day described that is chosen; empty: no bound."),
    "until": Column(TEXT, "The last day described that is chosen; empty: no bound."),
    "at": Column(TEXT, "The date T."),
    "before": Column(TEXT, "The date that T is compared with on the page Change; empty: a year before."),
    "window": Column(TEXT, "The window W, in days."),
    "known_by": Column(TEXT, "What was published later is left out; empty: everything published."),
    "struck": Column(TEXT, "Whether withdrawn figures and misprints are here as well: yes or no."),
    "votes": Column(TEXT, "Whose votes are counted: each originator's or each body's."),
    "rule": Column(TEXT, "The rule that makes one figure of the claims."),
    "voice": Column(TEXT, "The originator that the rule one asks."),
    "rulebook": Column(TEXT, "The rulebook that turned words into numbers."),
    "search": Column(TEXT, "The words that were searched for."),
    "span": Column(TEXT, "Which dates the page Compare looks at: the window before T, or all."),
}
SNAPSHOT_COLUMNS: Mapping[str, Column] = {
    **COLUMNS,
    **{f"chosen_{name}": column for name, column in CHOICES.items()},
    "data_version": Column(TEXT, "The version of the data and their configuration."),
    "program_version": Column(TEXT, "The version of the program that made the file."),
}


@lru_cache(maxsize=8)
def csv_bytes(opened: Opened, asked: Asked) -> bytes:
    """The rows as CSV, with the columns of `SNAPSHOT_COLUMNS`: every row says under which choices it was made."""
    rows = shown(opened, asked)
    said = {f"chosen_{name}": cell for name, cell in choices(asked).items()}
    said |= {"data_version": data_version(opened), "program_version": VERSION}
    return safe_csv(rows.assign(**{name: pd.array([cell] * len(rows), dtype=TEXT) for name, cell in said.items()}))


def json_bytes(opened: Opened, asked: Asked) -> bytes:
    """The rows as JSON: how they were `made`, what each of the `columns` says, and the `rows`, texts as printed."""
    content = {
        "made": made(opened, asked),
        "columns": {name: column.says for name, column in COLUMNS.items()},
        "rows": [{name: _plain(cell) for name, cell in row.items()} for row in records(shown(opened, asked))],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()


def made(opened: Opened, asked: Asked) -> dict[str, Any]:
    """What a snapshot says of itself: theatre, versions, licence, its hash and every choice."""
    return {
        "theatre": opened.dataset.key,
        "title": opened.dataset.theatre.title,
        "data_version": data_version(opened),
        "program_version": VERSION,
        "licence": LICENCE,
        "hash": digest(opened, asked),
        "choices": {name: texts for name, texts in asked.parameters().items() if name in CHOICES},
    }


def digest(opened: Opened, asked: Asked) -> str:
    """Twelve hexadecimal digits over the CSV, and over the choices, which a CSV without rows cannot hold.

    Every form of a snapshot bears it: they hold the same data under the same choices.
    """
    said = [choices(asked), data_version(opened), VERSION]
    return short_hash(json.dumps(said, ensure_ascii=False).encode() + csv_bytes(opened, asked))


def file_name(opened: Opened, asked: Asked, suffix: str) -> str:
    """The name of a snapshot's file: theatre, what it knows, and the hash; in letters that every system takes."""
    theatre = re.sub("[^A-Za-z0-9-]+", "-", opened.dataset.key).strip("-") or "theatre"
    known = asked.known_by.isoformat() if asked.known_by else "all"
    return f"force-posture_{theatre}_known-{known}_{digest(opened, asked)}.{suffix}"


def choices(asked: Asked) -> dict[str, str]:
    """Every choice as one cell; `choices_in` reads it back."""
    texts = asked.parameters()
    return {name: BETWEEN.join(re.sub(r"([\\|])", r"\\\1", text) for text in texts[name]) for name in CHOICES}


def choices_in(cells: Mapping[str, str]) -> dict[str, list[str]]:
    """The parameters that `choices` wrote into cells, for `posture.snapshots.asked.read`."""
    return {name: [re.sub(r"\\([\\|])", r"\1", text) for text in cell.split(BETWEEN)] for name, cell in cells.items()}


def safe_csv(rows: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8 behind its mark: plain digits, ISO dates, no cell that a spreadsheet would run."""
    texts: pd.Index[str] = rows.select_dtypes("str").columns
    harmless = rows.assign(**{name: [safe(cell) for cell in rows[name]] for name in texts})
    return harmless.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode("utf-8-sig")


def safe(cell: str) -> str:
    """The text behind an apostrophe, where a spreadsheet would run it; `unsafe` takes it away again."""
    return f"'{cell}" if RUNS.match(cell) else cell


def unsafe(cell: str) -> str:
    """The text that `safe` was given. Nothing that `RUNS` leaves alone is touched, so no apostrophe is lost."""
    return cell[1:] if cell.startswith("'") and RUNS.match(cell[1:]) else cell


def _plain(cell: Any) -> Any:
    return cell.date().isoformat() if isinstance(cell, pd.Timestamp) else cell
