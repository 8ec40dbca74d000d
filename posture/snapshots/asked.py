"""What somebody asks for, on a page or by an address: everything that decides which rows they get, and how read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import pandas as pd

from posture.collapse import RULES
from posture.library import Opened
from posture.loading import Dataset
from posture.panel import Moment
from posture.problems import MiswrittenError, did_you_mean, quoted
from posture.selection import EVERYWHERE, NOBODY, Selection
from posture.snapshots.parameters import LISTS, READERS, one, perhaps, written
from posture.votes import BY

PAGES = ("posture", "compare", "change", "evidence")
SPANS = ("window", "all")
# What a page's address says of the page alone.
UNHEARD = ("theatre", "order", "scale", "record")
YEAR = 365  # days
MOST_FAULTS = 20  # each suggestion takes time, and nobody reads more


class AskedError(ValueError):
    """What is asked for cannot be followed; `faults` are sentences for whoever typed it, one a parameter."""

    def __init__(self, faults: Iterable[str]):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(self.faults)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for; two that ask for the same are equal.

    `page` is one of `PAGES`, or "" for every row that the filters choose. The order of forces is that of the page's
    panels; in the other lists it says nothing. An empty tuple chooses everything, a date of None sets no bound.
    """

    theatre: str
    page: str = ""
    force: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    originator: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    at: date
    before: date | None = None
    window: int
    known_by: date | None = None
    struck: bool = True
    votes: str = "originator"
    rule: str = "median"
    voice: str = ""
    rulebook: str
    search: str = ""
    span: str = "all"

    def __post_init__(self) -> None:
        # What says nothing here is as if it had been left out, so that the same rows have one address and one hash.
        plain: dict[str, Any] = {name: tuple(sorted(getattr(self, name))) for name in LISTS if name != "force"}
        plain |= {"search": ""} if self.page not in ("", "evidence") else {}
        plain |= {"span": "all"} if self.page != "compare" else {}
        plain |= {"before": None} if self.page != "change" else {}
        plain |= {"voice": ""} if self.rule != "one" else {}
        for name, value in plain.items():
            object.__setattr__(self, name, value)

    def parameters(self) -> dict[str, list[str]]:
        """Every field as the address writes it, the empty ones too: keys and ISO dates, never labels."""
        return {field.name: written(getattr(self, field.name)) for field in fields(self)}

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
    def moment(self) -> Moment:
        """T, K and W of the live panel."""
        return Moment(self.at, self.known_by, self.window)

    @property
    def earlier(self) -> Moment:
        """The moment that T is compared with: a chosen day, else a year before T."""
        return Moment(self.before or self.at - timedelta(days=YEAR), self.known_by, self.window)


# The parameters that are heard here, in the order of the fields.
HEARD = {
    "page": perhaps(one, ""),
    **{field.name: READERS[field.name] for field in fields(Asked) if field.name in READERS},
}


def read(parameters: Mapping[str, Sequence[str]], opened: Opened) -> Asked:
    """What the parameters of an address, each with its texts, ask of a theatre.

    What is left out filters nothing; T is then as the theatre opens, W and the rulebook as configured. Whatever is
    declared may be asked for, also where no estimate is found. Raises AskedError with every fault.
    """
    rows = opened.rows(opened.config.rulebooks[opened.config.rulebook])
    known = _known(opened, rows)
    chosen: dict[str, Any] = {
        "at": opening_day(opened.dataset, rows),
        "window": opened.config.window,
        "rulebook": opened.config.rulebook,
    }
    faults = []
    for name, values in parameters.items():
        if name in UNHEARD or not values:
            continue
        try:
            chosen[name] = _value(name, list(values), known)
        except MiswrittenError as error:
            faults.append(str(error) if name not in HEARD else f"{name}: {error}")
        if len(faults) > MOST_FAULTS:
            raise AskedError([*faults[:MOST_FAULTS], "There is more; mend these first."])
    if faults:
        raise AskedError(faults)
    return Asked(theatre=opened.dataset.key, **chosen)


def opening_day(dataset: Dataset, rows: pd.DataFrame) -> date:
    """T as a theatre opens: the declared day, else that of the newest report."""
    opens_at = dataset.theatre.opens_at
    declared = opens_at and (opens_at.last or opens_at.first)
    return declared or newest(rows)


def newest(rows: pd.DataFrame) -> date:
    """The last day that a report is known to have been published on."""
    dated = rows.loc[rows["published_from"] == rows["published_to"], "published_to"].max()
    last = rows["published_from"].max() if pd.isna(dated) else dated
    return date(2000, 1, 1) if pd.isna(last) else last.date()


def _value(name: str, values: list[str], known: Mapping[str, Mapping[str, str]]) -> Any:
    if name not in HEARD:
        raise MiswrittenError(f"{quoted(name)} is no parameter", did_you_mean(name, HEARD))
    return HEARD[name](values, known.get(name, {}))


def _known(opened: Opened, rows: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    theatre, config = opened.dataset.theatre, opened.config
    voices = [key for key, originator in theatre.originators.items() if not originator.anonymous]
    keys = {
        "page": PAGES,
        "force": theatre.forces,
        "measure": config.measures,
        "place": (EVERYWHERE, *theatre.places),
        "side": (*theatre.sides, NOBODY),
        "originator": (*theatre.originators, *rows["originator"]),
        "votes": BY,
        "rule": RULES,
        "voice": voices,
        "rulebook": config.rulebooks,
        "span": SPANS,
    }
    return {name: dict.fromkeys(known, "") for name, known in keys.items()}
