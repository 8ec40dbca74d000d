"""The first page's rows: a figure in large type, whose it is, and a small history; plain HTML and SVG, no script."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log10

from figures.style import SideStyle, style_of
from figures.svg import image
from posture.columns import Row
from posture.headline import Headline
from posture.panel import is_numeric
from posture.sentences import counted, day

WIDE, HIGH, EDGE = 260, 56, 5  # the history's drawing, in its own units
DOT, BAR = "stroke-width='4.8' stroke-linecap='round'", "stroke-width='3.2' opacity='0.75'"
OPEN = 1.3  # how far a stroke reaches beyond its only stated end


@dataclass(frozen=True)
class HeadRow:
    """One scope: its name, its definition, what is claimed, and every row of its history as a plain record."""

    title: str
    counts: str
    headline: Headline
    history: Sequence[Row]


def headline_rows(rows: Sequence[HeadRow], styles: Mapping[str, SideStyle], at: date, window: int) -> str:
    """The rows as one piece of HTML; every text from the data is escaped."""
    body = "".join(_row(row, styles, at, window) for row in rows)
    return f"<div class='fp-rows'>{_example(rows, at)}{body}</div>"


def _example(rows: Sequence[HeadRow], at: date) -> str:
    """One figure in a sentence, for whoever sees such rows for the first time; the first one that there is."""
    told = next((row for row in rows if row.headline.means), None)
    if told is None:
        return ""
    figure, means = told.headline.figure, told.headline.means
    says = f"“{figure}” for {told.title} at {day(at)} means that {means}. The claims stand beneath."
    return f"<p class='fp-how'>How to read it: {_safe(says)}</p>"


def _row(row: HeadRow, styles: Mapping[str, SideStyle], at: date, window: int) -> str:
    said = row.headline
    facts = "".join(f"<div><dt>{_safe(label)}</dt><dd>{_safe(text)}</dd></div>" for label, text in said.facts)
    silent = " fp-silent" if said.silent else ""
    return (
        f"<section class='fp-row{silent}'>"
        f"<div class='fp-what'><h2>{_safe(row.title)}</h2><p>{_safe(row.counts)}</p></div>"
        f"<div class='fp-claim'><p class='fp-figure'>{_safe(said.figure)}</p>"
        f"<p class='fp-rule'>{_safe(said.rule)}</p>{_claims(said)}<p>{_safe(said.note)}</p></div>"
        f"<dl class='fp-facts'>{facts}</dl>"
        f"<div class='fp-history'>{_history(row, styles, at, window)}</div>"
        "</section>"
    )


def _claims(said: Headline) -> str:
    lines = "".join(f"<li><b>{_safe(count)}</b> {_safe(whose)}</li>" for count, whose in said.claims)
    return f"<ul class='fp-claims'>{lines}</ul>" if lines else ""


def _history(row: HeadRow, styles: Mapping[str, SideStyle], at: date, window: int) -> str:
    """Every own statement of the scope as a stroke from its low to its high end, on a log scale, with T marked.

    T and its window lie over the drawing: it is the same for every T among the statements, and a browser that has it
    draws it at once.
    """
    own = [one for one in row.history if one["repeats"] == "" and is_numeric(one) and one["as_of_to"]]
    if not own:
        return ""
    ends = [tuple(log10(max(end, 1)) for end in _ends(one)) for one in own]
    days = [one["as_of_to"].toordinal() for one in own]
    now, first, last = at.toordinal(), min(*days, at.toordinal()), max(*days, at.toordinal())
    least = min(low for low, _ in ends)
    along = (WIDE - 2 * EDGE) / max(last - first, 1)
    up = (HIGH - 2 * EDGE) / max(max(high for _, high in ends) - least, 0.3)
    spans = [(HIGH - EDGE - (low - least) * up, HIGH - EDGE - (high - least) * up) for low, high in ends]
    places = [EDGE + (day - first) * along for day in days]
    drawn = _strokes(places, spans, [style_of(styles, one["side"]).colour for one in own])
    years = sorted(one["as_of_to"].year for one in own)
    told = f"{counted(len(own), 'own statement')}, {' to '.join(dict.fromkeys((str(years[0]), str(years[-1]))))}"
    cursor = EDGE + (now - first) * along
    back = max(cursor - window * along, 0)
    left, width = (f"{100 * part / WIDE:.2f}%" for part in (back, cursor - back))
    over = f"<span class='fp-window' style='left:{left};width:{width}'></span>"
    return f"<div class='fp-sketch'>{image(drawn, WIDE, HIGH, told)}{over}</div><p>{_safe(told)}</p>"


def _ends(one: Row) -> tuple[float, float]:
    """Where a stroke begins and ends: an end that nobody stated is drawn a little beyond the stated one."""
    low, high = one["low"], one["high"]
    return (high / OPEN if low is None else low, low * OPEN if high is None else high)


def _strokes(places: Sequence[float], spans: Sequence[tuple[float, float]], colours: Sequence[str]) -> str:
    """A dot, or a bar from bottom to top, at each place: a path for all of one colour, which keeps the page light."""
    paths: dict[tuple[str, str], list[str]] = {}
    for along, (bottom, top), colour in zip(places, spans, colours, strict=True):
        kind, way = (DOT, "h0") if bottom - top < 1 else (BAR, f"V{top:.1f}")
        paths.setdefault((colour, kind), []).append(f"M{along:.1f} {bottom:.1f}{way}")
    return "".join(f"<path d='{''.join(d)}' stroke='{colour}' {kind}/>" for (colour, kind), d in paths.items())


def _safe(text: str) -> str:
    return html.escape(str(text), quote=True)
