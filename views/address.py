"""What a reader looks at, and how it is written as an address: keys and ISO dates, never labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from figures.compare import ORDERS
from posture.collapse import RULES
from posture.config import Config
from posture.library import Opened
from posture.loading import Dataset
from posture.panel import Moment
from posture.problems import MiswrittenError
from posture.selection import EVERYWHERE, NOBODY, Selection
from posture.snapshots import asked
from posture.snapshots.asked import Asked
from posture.snapshots.parameters import LISTS, READERS, written
from posture.table import JOIN
from posture.votes import BY

SCALES = {"log": "Logarithmic", "linear": "Linear"}
SPANS = dict(zip(asked.SPANS, ("Within the window before T", "All dates"), strict=True))
WINDOWS = (90, 180, 365, 730, 1095)


@dataclass(frozen=True)
class View:
    """Everything that decides what a page shows; each field is one parameter of the address."""

    theatre: str
    force: tuple[str, ...]
    measure: tuple[str, ...]
    place: tuple[str, ...]
    side: tuple[str, ...]
    originator: tuple[str, ...]
    since: date | None
    until: date | None
    at: date
    before: date | None
    window: int
    known_by: date | None
    struck: bool
    order: str
    scale: str
    span: str
    votes: str
    rule: str
    voice: str
    rulebook: str
    search: str
    record: str

    def asked(self, page: str = "") -> Asked:
        """What the view asks for on a page of `posture.snapshots.asked.PAGES`, or with its filters alone."""
        return Asked(
            page=page, **{field.name: getattr(self, field.name) for field in fields(Asked) if field.name != "page"}
        )

    @property
    def selection(self) -> Selection:
        """The filters that choose rows."""
        return self.asked().selection

    @property
    def moment(self) -> Moment:
        """T, K and W of the live panel."""
        return self.asked().moment


@dataclass(frozen=True)
class Choices:
    """What each filter of a theatre may be set to, as key and label, and what it is set to at first."""

    options: Mapping[str, Mapping[str, str]]
    default: View
    newest: date  # the last day that a report is known to have been published on

    @property
    def nothing(self) -> bool:
        """Whether there is no estimate to choose from: what the view says then is made up."""
        return not self.options["force"]


@lru_cache(maxsize=16)
def offered(opened: Opened) -> Choices:
    """The choices of an opened theatre, worked out once: they are asked for at every run of a page."""
    rulebook = opened.config.rulebooks[opened.config.rulebook]
    return choices(opened.dataset, opened.rows(rulebook), opened.config)


def choices(dataset: Dataset, rows: pd.DataFrame, config: Config) -> Choices:
    """The choices that the rows of a theatre leave: nobody is offered a filter that finds nothing."""
    theatre = dataset.theatre
    options = {
        "force": {key: force.label for key, force in theatre.forces.items() if key in _keys(rows["force"])},
        "measure": {key: measure.label for key, measure in config.measures.items() if key in set(rows["measure"])},
        "place": {EVERYWHERE: "The whole theatre"}
        | {key: place.label for key, place in theatre.places.items() if key in _keys(rows["place"])},
        "side": {key: side.label for key, side in theatre.sides.items() if key in set(rows["side"])}
        | {NOBODY: "Speaks for no side"},
        "originator": dict(sorted(_labels(rows).items(), key=lambda item: item[1].lower())),
        "order": ORDERS,
        "scale": SCALES,
        "span": SPANS,
        "votes": BY,
        "rule": {key: rule.label for key, rule in RULES.items()},
        "voice": dict(sorted(_labels(rows[~rows["anonymous"]]).items(), key=lambda item: item[1].lower())),
        "rulebook": {key: book.label for key, book in config.rulebooks.items()},
    }
    return Choices(options, _default(dataset, rows, config, options), asked.newest(rows))


def _default(dataset: Dataset, rows: pd.DataFrame, config: Config, options: Mapping[str, Mapping[str, str]]) -> View:
    theatre = dataset.theatre
    forces = tuple(key for key in theatre.headline if key in options["force"]) or tuple(options["force"])[:3]
    measures = tuple(key for key in ("present",) if key in options["measure"])
    return View(
        theatre=dataset.key,
        force=forces,
        measure=measures,
        place=(EVERYWHERE,) if (rows["place"] == "").any() else (),
        side=(),
        originator=(),
        since=None,
        until=None,
        at=asked.opening_day(dataset, rows),
        before=None,
        window=config.window,
        known_by=None,
        struck=False,
        order="date",
        scale="log",
        span="window",
        votes="originator",
        rule="median",
        voice="",
        rulebook=config.rulebook,
        search="",
        record="",
    )


def read(parameters: Mapping[str, Sequence[str]], offered: Choices) -> tuple[View, list[str]]:
    """The view of an address, and what in it could not be followed; what is not named is as at first."""
    chosen: dict[str, Any] = {}
    notes: list[str] = []
    for name, values in parameters.items():
        if name == "theatre" and values[-1] != offered.default.theatre:
            notes.append(f"theatre: {values[-1][:40]} is not here; {offered.default.theatre} is shown")
        if name not in READERS:
            continue
        try:
            chosen[name] = READERS[name](list(values), offered.options.get(name, {}))
        except MiswrittenError as error:
            kept = "the filter was left as at first" if name in LISTS else error.write
            notes.append(f"{name}: {error.found}; {kept}")
    return replace(offered.default, **chosen), notes


def settle(view: View, offered: Choices) -> View:
    """The view without choices that the data no longer offer."""
    lists = {name: getattr(view, name) for name in LISTS}
    kept: dict[str, Any] = {
        name: tuple(key for key in keys if key in offered.options[name]) for name, keys in lists.items()
    }
    if view.rulebook not in offered.options["rulebook"]:
        kept["rulebook"] = offered.default.rulebook
    if view.voice and view.voice not in offered.options["voice"]:
        kept["voice"] = offered.default.voice
    return replace(view, **{name: value for name, value in kept.items() if value != getattr(view, name)})


def write(view: View) -> dict[str, list[str]]:
    """The complete address of a view, defaults included, so that it says the same when defaults change."""
    return {field.name: written(getattr(view, field.name)) for field in fields(view)}


def _keys(cells: Iterable[str]) -> set[str]:
    return {key for cell in set(cells) for key in cell.split(JOIN)}


def _labels(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["originator"], rows["originator_label"], strict=True))
