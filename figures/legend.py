"""The key to the marks: a line of HTML with the sides that are drawn, by colour and shape, and the kinds of figure."""

import html
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from figures.style import Look, SideStyle, faded, style_of
from figures.svg import image
from posture.sentences import isolated

SHAPES = {
    "circle": "<circle cx='7' cy='7' r='5'/>",
    "square": "<rect x='2.5' y='2.5' width='9' height='9'/>",
    "diamond": "<path d='M7 1 13 7 7 13 1 7Z'/>",
    "pentagon": "<path d='M7 1.5 12.5 5.5 10.4 12 3.6 12 1.5 5.5Z'/>",
    "hexagon2": "<path d='M4 2h6l3 5-3 5H4L1 7Z'/>",
    "star": "<path d='M7 .8 8.9 5 13.4 5.4 10 8.4 11 12.9 7 10.5 3 12.9 4 8.4.6 5.4 5.1 5Z'/>",
    "cross": "<path d='M5 1.5h4V5h3.5v4H9v3.5H5V9H1.5V5H5Z'/>",
    "diamond-wide": "<path d='M7 3 13.5 7 7 11 .5 7Z'/>",
    "octagon": "<path d='M4.5 1.5h5l3 3v5l-3 3h-5l-3-3v-5Z'/>",
    "star-diamond": "<path d='M7 .5 9 5 13.5 7 9 9 7 13.5 5 9 .5 7 5 5Z'/>",
    "hexagon": "<path d='M7 1 12.2 4v6L7 13 1.8 10V4Z'/>",
}

HIGH = 14  # pixels: the height of each drawing


class Sign(NamedTuple):
    """A part of the key: SVG on a canvas of `width` by `HIGH`, and what it stands for as plain text."""

    drawing: str
    width: int
    label: str


def legend_html(rows: pd.DataFrame, styles: Mapping[str, SideStyle], colours: Look, *, steps: bool = False) -> str:
    """Sides in the order of the theatre, then how a figure, a range, words and an open end are drawn."""
    sides = "".join(_item(sign) for sign in sides_of(rows, styles))
    kinds = "".join(_item(sign) for sign in kinds_of(colours) + (steps_of(colours) if steps else []))
    return f"{_style(colours)}<div class='fp-key'>{sides}</div><div class='fp-key'>{kinds}</div>"


def signs_html(signs: Iterable[Sign], colours: Look) -> str:
    """A key of its own for a chart that the key to the marks does not explain; empty without signs."""
    items = "".join(map(_item, signs))
    return f"{_style(colours)}<div class='fp-key'>{items}</div>" if items else ""


def _style(colours: Look) -> str:
    css = (
        f".fp-key{{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:13px;color:{colours.muted};margin:0}}"
        ".fp-key span{display:inline-flex;align-items:center;gap:6px;min-width:0;overflow-wrap:anywhere}"
        ".fp-key img{flex:none;width:auto}"
    )
    return f"<style>{css}</style>"


def _item(sign: Sign) -> str:
    return f"<span>{image(sign.drawing, sign.width, HIGH)}{html.escape(isolated(sign.label))}</span>"


def sides_of(rows: pd.DataFrame, styles: Mapping[str, SideStyle]) -> list[Sign]:
    """The sides of the rows, in the order of the theatre; those that nobody defined come last."""
    drawn = set(rows["side"])
    known = [style for key, style in styles.items() if key in drawn]
    unknown = [style_of(styles, side) for side in sorted(drawn - styles.keys())]
    return [Sign(f"<g fill='{one.colour}'>{SHAPES[one.symbol]}</g>", 14, one.label) for one in known + unknown]


def kinds_of(colours: Look) -> list[Sign]:
    """How a figure, a range, words, an open end, an unclear figure and a repeat are drawn."""
    ink, pale = colours.muted, faded(colours.neutral, 0.5)
    stripes = "".join(f"<path d='M{x} 11 L{x + 6} 3' stroke='{ink}' stroke-width='1.4'/>" for x in range(2, 20, 5))
    block = f"<rect x='2' y='4' width='15' height='6' fill='{pale}'/>"
    drawings = {
        "a figure": f"<circle cx='13' cy='7' r='4.5' fill='{ink}'/>",
        "a range": f"<rect x='2' y='3' width='22' height='8' fill='{pale}'/>",
        "words, by the rulebook": f"<rect x='2' y='3' width='22' height='8' fill='{pale}' opacity='.4'/>{stripes}",
        "an open end": f"{block}<path d='M16 2 24 7 16 12Z' fill='{ink}'/>",
        "unclear who is included": f"<circle cx='13' cy='7' r='4' fill='none' stroke='{ink}' stroke-width='1.6'/>",
        "a repeat": f"<path d='M13 2V12' stroke='{ink}' stroke-width='2'/>",
    }
    return [Sign(drawing, 26, label) for label, drawing in drawings.items()]


def steps_of(colours: Look) -> list[Sign]:
    """What the colours of steps say, and the median zone."""
    line = "<path d='M2 10 L24 4' stroke='{}' stroke-width='2'/>"
    band = f"<rect x='2' y='3' width='22' height='8' fill='{faded(colours.accent, 0.16)}' stroke='{colours.accent}'/>"
    drawings = {
        "same originator, higher": line.format(colours.up),
        "lower": line.format(colours.down),
        "neither": line.format(colours.neutral),
        "told as no movement of forces": line.format(colours.neutral).replace(
            "stroke-width", "stroke-dasharray='4 3' stroke-width"
        ),
        "median zone": band,
    }
    return [Sign(drawing, 26, label) for label, drawing in drawings.items()]
