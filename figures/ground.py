"""What the charts of a page stand on: what is asked for, its rows, its scopes, and how they are drawn."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

import pandas as pd

from figures.legend import Key
from figures.panels import Panel
from figures.style import Figure, Look, SideStyle, side_styles
from figures.timeline import time_span
from posture.library import Opened
from posture.snapshots.asked import Asked, newest
from posture.snapshots.shown import chosen, fitting, parted
from posture.titles import scope_definition, scope_title

T = TypeVar("T")
UNDATED = ("posture", "change")  # the pages that draw the same rows at every date T


class Chart(NamedTuple):
    """A chart with what stands around it.

    `alt` is its text alternative, `said` are sentences to quote with their sources, `brief` is what is said above its
    picture. `definitions` are pairs of what is drawn (a panel, the day of an event) and what it is, `key` is HTML that
    goes above: the key to the marks, figures in large type, and `over` is HTML that lies over the figure. `panels` are
    the scopes that it draws, in their order. `signs` is its key where that is not the key to the marks. `when` says of
    which dates it speaks where these are not T and its window, and `filtered` whether the filters on sides, originators
    and dates leave anything out of it.
    """

    title: str
    figure: Figure
    alt: str
    said: str = ""
    brief: str = ""
    definitions: tuple[tuple[str, str], ...] = ()
    key: str = ""
    over: str = ""
    panels: Sequence[Panel] = ()
    signs: Key | None = None
    when: str = ""
    filtered: bool = True


@dataclass(frozen=True)
class Ground:
    """What charts stand on: what is asked for, its rows, and how they are drawn.

    `everything` is every row of the theatre under the rulebook in force, `chosen` are those that the filters choose; a
    page may draw fewer. `order` is one of `figures.compare.ORDERS`.
    """

    opened: Opened
    asked: Asked
    everything: pd.DataFrame
    chosen: pd.DataFrame
    colours: Look
    styles: Mapping[str, SideStyle]
    order: str = "date"
    log: bool = True

    def panels(self) -> tuple[list[Panel], int]:
        """The page's rows as panels, a scope each, and how many scopes there is no room for."""
        return self.once("panels", self._panels, dated=self._dated)

    def rows(self) -> pd.DataFrame:
        """The rows that are drawn, which are the rows of the page's snapshot."""
        drawn, _ = self.panels()
        return self.once("rows", lambda: pd.concat([panel.rows for panel in drawn]), dated=self._dated)

    def rows_of(self, panel: Panel) -> pd.DataFrame:
        """Every chosen row of a scope, also where the page draws fewer."""
        return self.chosen[self.chosen["scope"] == panel.scope]

    def span(self, panels: Sequence[Panel]) -> tuple[float, float]:
        """The time that a timeline draws: up to the newest report that is known, so that silence shows, at every T."""
        last = self.opened.once("newest", lambda: newest(self.everything))
        # After K nothing is known, which is no silence.
        return time_span(panels, self.asked.at, min(last, self.asked.known_by or last))

    def once(self, name: Hashable, make: Callable[[], T], *, dated: bool = True) -> T:
        """What `make` gives, made once for this ground; without `dated` once for all dates T."""
        asked = self.asked if dated else replace(self.asked, at=date.min)
        return self.opened.once((name, asked, self.colours, self.order, self.log), make)

    @property
    def _dated(self) -> bool:
        return self.asked.page not in UNDATED

    def _panels(self) -> tuple[list[Panel], int]:
        theatre, config = self.opened.dataset.theatre, self.opened.config
        drawn, left = parted(fitting(self.chosen, self.asked, theatre), self.asked, theatre)
        first = [rows.iloc[0] for rows in drawn]
        titles = [(scope_title(theatre, config, row), scope_definition(theatre, row)) for row in first]
        return [Panel(*title, rows) for title, rows in zip(titles, drawn, strict=True)], left


def ground_of(opened: Opened, asked: Asked, colours: Look, *, order: str = "date", log: bool = True) -> Ground:
    """What the charts of the page that is asked for stand on."""
    sides = {key: side.label for key, side in opened.dataset.theatre.sides.items()}
    everything = opened.rows(opened.config.rulebooks[asked.rulebook])
    return Ground(opened, asked, everything, chosen(opened, asked), colours, side_styles(sides, colours), order, log)
