"""What a reader looks at, and how it is written as an address: keys and ISO dates, never labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from figures.compare import ORDERS
from posture.collapse import RULES
from posture.config import Config
from posture.library import Opened
from posture.loading import Dataset
from posture.panel import Moment
from posture.selection import EVERYWHERE, NOBODY, Selection
from posture.table import JOIN
from posture.votes import BY
from views.parameters import READERS

SCALES = {"log": "Logarithmic", "linear": "Linear"}
SPANS = {"window": "Within the window before T", "all": "All dates"}
WINDOWS = (90, 180, 365, 730, 1095)
YEAR = 365


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

    @property
    def selection(self) -> Selection:
        """The filters that choose rows."""
        return Selection(
            self.force,
            self.measure,
            self.place,
            self.side,
            self.originator,
            self.since,
            self.until,
            self.known_by,
            self.struck,
        )

    @property
    def earlier(self) -> Moment:
        """The moment that T is compared with: a chosen day, else a year before T; known by then or by K."""
        day = self.before or self.at - timedelta(days=YEAR)
        return Moment(day, self.known_by, self.window)

    @property
    def moment(self) -> Moment:
        """T, K and W of the live panel."""
        return Moment(self.at, self.known_by, self.window)


@dataclass(frozen=True)
class Choices:
    """What each filter of a theatre may be set to, as key and label, and what it is set to at first."""

    options: Mapping[str, Mapping[str, str]]
    default: View
    newest: date  # the last day that a report is known to have been published on


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
    return Choices(options, _default(dataset, rows, config, options), _newest(rows))


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
        at=_opening_day(dataset, rows),
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


def _opening_day(dataset: Dataset, rows: pd.DataFrame) -> date:
    opens_at = dataset.theatre.opens_at
    if opens_at and (opens_at.last or opens_at.first):
        return opens_at.last or opens_at.first
    return _newest(rows)


def _newest(rows: pd.DataFrame) -> date:
    dated = rows.loc[rows["published_from"] == rows["published_to"], "published_to"].max()
    newest = rows["published_from"].max() if pd.isna(dated) else dated
    return date(2000, 1, 1) if pd.isna(newest) else newest.date()


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
        except ValueError as error:
            notes.append(f"{name}: {error}")
    return replace(offered.default, **chosen), notes


def settle(view: View, offered: Choices) -> View:
    """The view without choices that the data no longer offer."""
    lists = {name: getattr(view, name) for name in ("force", "measure", "place", "side", "originator")}
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
    written: dict[str, list[str]] = {}
    for field in fields(view):
        value = getattr(view, field.name)
        several = value if isinstance(value, tuple) else (value,)
        written[field.name] = [_text(one) for one in several if one is not None and one != ""] or [""]
    return written


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _keys(cells: Iterable[str]) -> set[str]:
    return {key for cell in set(cells) for key in cell.split(JOIN)}


def _labels(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["originator"], rows["originator_label"], strict=True))
