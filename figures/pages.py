"""The charts of a page: the page draws them on the screen, and a package freezes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from figures import compare as comparing
from figures.cursor import cursor
from figures.ground import Chart, Ground, ground_of
from figures.headline import HeadRow, headline_rows
from figures.legend import key_of, legend_html
from figures.panels import Panel
from figures.style import LIGHT, Figure, Look
from figures.timeline import Drawing, Event, Sheet, sheet, timeline
from posture.answers import cited, compared, headlines, reading
from posture.band import band
from posture.columns import Row
from posture.comparison import Comparison, hear
from posture.disagreement import disagreement
from posture.ledger import ledger
from posture.library import Opened
from posture.sentences import period, summary
from posture.snapshots.asked import Asked


def charts(
    opened: Opened, asked: Asked, colours: Look = LIGHT, *, order: str = "date", log: bool = True
) -> list[Chart]:
    """The charts of the page that is asked for, in its order; none where it draws none or nothing fits the filters."""
    if asked.page not in PAGES:
        return []
    ground = ground_of(opened, asked, colours, order=order, log=log)
    panels, _ = ground.panels()
    return PAGES[asked.page](ground, panels) if panels else []


def heads(ground: Ground, panels: Sequence[Panel]) -> str:
    """The headline of each scope, as HTML."""
    return ground.once("heads", lambda: _heads(ground, panels))


def _heads(ground: Ground, panels: Sequence[Panel]) -> str:
    asked = ground.asked
    heard = ground.once("heard", lambda: hear(ground.rows(), asked.known_by), dated=False)
    said = headlines(ground.opened, asked, heard)
    told: dict[str, list[Row]] = {}
    for row in heard:
        told.setdefault(row["scope"], []).append(row)
    rows = [HeadRow(one.title, one.subtitle, said[one.scope], told[one.scope]) for one in panels]
    return headline_rows(rows, ground.styles, asked.at, asked.window)


def history(ground: Ground, panels: Sequence[Panel], *, frozen: bool = False) -> Chart:
    """The timeline of how it came to be claimed; the date T lies over it, or in it where it is `frozen`."""
    asked = ground.asked
    span = ground.span(panels)

    def lay() -> Sheet:
        window, known_by = asked.window, asked.known_by
        bare = [replace(one, subtitle="", band=band(one.rows, window=window, known_by=known_by)) for one in panels]
        return sheet(bare, Drawing(ground.styles, ground.colours, ground.log, span))

    laid = ground.once(("history", span), lay, dated=False)
    figure, over = _over_time(ground, laid, window=asked.window, frozen=frozen)
    alt = f"Claims along time, one panel for each of: {_names(panels)}."
    return Chart("How it came to be claimed", figure, alt, over=over, panels=panels)


def _over_time(
    ground: Ground, laid: Sheet, *, window: int = 0, events: Sequence[Event] = (), frozen: bool
) -> tuple[Figure, str]:
    """The figure of a timeline, and what lies over it."""
    at = ground.asked.at
    if frozen:
        return timeline(laid, at=at, window=window, events=events), ""
    figure = timeline(laid, events=events)
    return figure, cursor(figure, at, window)


def comparison_of(ground: Ground, panel: Panel) -> Comparison:
    """What a scope says together at T, over every chosen row of it."""
    return compared(ground.opened, ground.asked, ground.rows_of(panel))


def comparison(ground: Ground, panel: Panel, found: Comparison) -> Chart:
    """The claims of one scope side by side, with the sentences to quote."""
    figure = comparing.compare(
        panel.rows,
        found,
        ground.styles,
        ground.colours,
        order=ground.order,
        log=ground.log,
        reading=reading(ground.opened, ground.asked),
    )
    said, alt = (disagreement(found, panel.title, sources).strip() for sources in (cited(found), ""))
    definitions = ((panel.title, panel.subtitle),)
    return Chart(panel.title, figure, alt, said, alt, definitions, panels=[panel])


def told_of(ground: Ground, panels: Sequence[Panel]) -> pd.DataFrame:
    """All that is told of the scopes: a filter would measure a step from the wrong statement."""
    return ground.everything[ground.everything["scope"].isin([one.scope for one in panels])]


def changes(
    ground: Ground, panels: Sequence[Panel], told: pd.DataFrame, steps: pd.DataFrame, *, frozen: bool = False
) -> Chart:
    """The timeline with each originator's own steps (a ledger), the band and the events; T as in `history`."""
    asked = ground.asked
    brief = [
        replace(
            one,
            subtitle=summary(one.rows),
            band=band(told[told["scope"] == one.scope], window=asked.window, known_by=asked.known_by),
            steps=steps[steps["scope"] == one.scope],
        )
        for one in panels
    ]
    happened = [event for event in ground.opened.dataset.theatre.events if event.date.days]
    events = [
        Event(first, last, event.label)
        for event in happened
        if (first := event.date.first) and (last := event.date.last)
    ]
    drawing = Drawing(ground.styles, ground.colours, ground.log, ground.span(panels))
    figure, over = _over_time(ground, sheet(brief, drawing), events=events, frozen=frozen)
    alt = f"Estimates along time, one panel for each of: {_names(panels)}."
    definitions = [(one.title, one.subtitle) for one in panels]
    definitions += [(period(str(event.date)), event.label) for event in happened]
    chart = Chart("What each originator changed", figure, alt, definitions=tuple(definitions))
    return chart._replace(over=over, panels=panels)


def _posture(ground: Ground, panels: Sequence[Panel]) -> list[Chart]:
    drawn = history(ground, panels, frozen=True)
    return [drawn._replace(key=heads(ground, panels) + key(ground, drawn.figure))]


def _compare(ground: Ground, panels: Sequence[Panel]) -> list[Chart]:
    first, *rest = (comparison(ground, panel, comparison_of(ground, panel)) for panel in panels)
    return [first._replace(key=key(ground)), *rest]


def _change(ground: Ground, panels: Sequence[Panel]) -> list[Chart]:
    told = told_of(ground, panels)
    drawn = changes(ground, panels, told, ledger(told, ground.asked.known_by), frozen=True)
    return [drawn._replace(key=key(ground, drawn.figure))]


# The pages that draw the rows that they hand out; the others list them.
PAGES: Mapping[str, Callable[[Ground, Sequence[Panel]], list[Chart]]] = MappingProxyType(
    {"posture": _posture, "compare": _compare, "change": _change}
)


def key(ground: Ground, along_time: Figure | None = None) -> str:
    """The key to what a page draws, as HTML: to its timeline, or to claims side by side where there is none."""
    styles, colours = ground.styles, ground.colours
    return ground.once("key", lambda: legend_html(key_of(ground.rows(), styles, colours, along_time)))


def _names(panels: Sequence[Panel]) -> str:
    return "; ".join(f"{panel.title} ({summary(panel.rows)})" for panel in panels)
