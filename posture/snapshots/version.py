"""Which program and which data: what a snapshot says of where it comes from."""

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from posture.config import Config
from posture.library import Opened
from posture.loading import Entry

VERSION = "0.1.0"  # of the program; raised whenever the same data would give another snapshot
DIGITS = 12  # of a hash, in hexadecimal: enough to tell every version apart that there will ever be

# Who may save where says nothing about the data.
OPERATORS = {"editing", "editors", "record", "rulebooks"}


@lru_cache(maxsize=8)
def data_version(opened: Opened) -> str:
    """Twelve hexadecimal digits that stand for the data and the configuration as they are read.

    The same on every machine and day, whatever the ends of lines. A comment does not change it, but a line that it
    moves does: each row of a snapshot names its line.
    """
    dataset = opened.dataset
    content = {
        "key": dataset.key,
        "theatre": dataset.theatre.model_dump(by_alias=True, exclude_defaults=True),
        "order": list(dataset.theatre.forces),  # of the panels; no other order of keys says anything
        "entries": [_entry(entry) for entry in dataset.entries],
        "config": _config(opened.config),
    }
    return short_hash(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode())


def short_hash(data: bytes) -> str:
    """The first twelve digits of the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "report": entry.report.model_dump(by_alias=True, exclude={"estimates"}, exclude_defaults=True),
        "estimate": entry.estimate.model_dump(by_alias=True, exclude_defaults=True),
        "place": [entry.file, entry.line],
    }


def _config(config: Config) -> dict[str, Any]:
    plain = config.model_dump(exclude=OPERATORS)
    return plain | {"rulebooks": {key: asdict(book) for key, book in config.rulebooks.items()}}
