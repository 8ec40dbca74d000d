"""Datasets for tests: the miniature theatre, the worked example, and small ones that a test makes up."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from posture.config import Config, read_config
from posture.loading import Dataset, load
from posture.table import table

HERE = Path(__file__).parent
ROOT = HERE.parent
CONFIG = ROOT / "config.yaml"
MINIATURE = HERE / "theatre"
EXAMPLE_G = HERE / "example_g"
TODAY = date(2021, 1, 31)  # after everything in the miniature theatre

THEATRE = {
    "title": "Made up",
    "sides": {"north": {"label": "North"}},
    "forces": {
        "all": {"label": "All", "counts": "Everyone."},
        "guards": {"label": "Guards", "counts": "Its guards.", "part_of": "all", "side": "north"},
        "scouts": {"label": "Scouts", "counts": "Its scouts.", "part_of": "guards"},
        "sailors": {"label": "Sailors", "counts": "Its sailors."},
    },
    "originators": {
        "crown": {"label": "The Crown", "side": "north"},
        "army": {"label": "The Army", "part_of": "crown", "side": "north"},
        "clerks": {"label": "Clerks", "part_of": "crown", "side": "north", "anonymous": "true"},
        "monitor": {"label": "Monitor"},
    },
    "places": {"port": {"label": "Port"}, "hills": {"label": "Hills"}},
}


@cache
def config() -> Config:
    """The shipped configuration."""
    return read_config(CONFIG)


@cache
def dataset(folder: Path) -> Dataset:
    """The dataset of a folder that no test changes."""
    return load(folder, config())


@cache
def rows(folder: Path, rulebook: str = "own") -> pd.DataFrame:
    """The table of such a folder."""
    return table(dataset(folder), config(), config().rulebooks[rulebook])


def row(folder: Path, estimate_id: str) -> pd.Series:
    """One row of it."""
    found = rows(folder)
    return found[found["estimate_id"] == estimate_id].iloc[0]


def estimate(count: str = "7,000", **keys: Any) -> dict[str, Any]:
    """A sound estimate as it is typed, with keys added or replaced."""
    return {"force": "guards", "count": count, "wording": f"{count} men", **keys}


def report(name: str, published: str, *estimates: Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    """A sound report as it is typed, its figures by the army unless they say otherwise; a key of None is left out."""
    typed = {
        "id": name,
        "publisher": "The Gazette",
        "url": f"https://example.org/{name}",
        "published": published,
        "originator": "army",
        **keys,
        "estimates": list(estimates),
    }
    return {key: value for key, value in typed.items() if value is not None}


def write(folder: Path, *reports: Mapping[str, Any], theatre: Mapping[str, Any] | None = None) -> Path:
    """The folder, now a theatre with these reports. What JSON writes, YAML reads."""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    (folder / "theatre.yaml").write_text(json.dumps(theatre or THEATRE), encoding="utf-8")
    text = json.dumps(reports, ensure_ascii=False, indent=1)
    (folder / "reports" / "all.yaml").write_text(text, encoding="utf-8")
    return folder


def made(folder: Path, *reports: Mapping[str, Any], theatre: Mapping[str, Any] | None = None) -> Dataset:
    """The dataset of these reports. It has no errors, or the test that asks for it is wrong."""
    found = load(write(folder, *reports, theatre=theatre), config())
    assert not found.problems, found.problems
    return found


def made_rows(folder: Path, *reports: Mapping[str, Any], rulebook: str = "own") -> pd.DataFrame:
    """The table of these reports."""
    return table(made(folder, *reports), config(), config().rulebooks[rulebook])
