"""The key to the marks of a chart, on its page and in its picture: what it draws, and nothing else."""

import html
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from figures.marks import apart, is_dot
from figures.style import Figure, Look, SideStyle, faded, style_of
from figures.svg import image
from posture.panel import NOBODYS
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


class Key(NamedTuple):
    """What a chart draws: sides, in the order of the theatre, and kinds of figure with what lies behind them."""

    sides: list[Sign]
    kinds: list[Sign]


def key_of(rows: pd.DataFrame, styles: Mapping[str, SideStyle], colours: Look, along_time: Figure | None = None) -> Key:
    """The key of a chart of these rows: a timeline, or claims side by side where there is none."""
    timed = along_time is not None
    own, repeats = (rows, rows[rows["repeats"] != ""]) if timed else apart(rows)
    names = {trace.name for trace in along_time.data if len(trace.x)} if along_time is not None else set()
    drawn = _marks(own) | {sign for sign, traces in LINES.items() if names & traces}
    if len(repeats):
        drawn.add("a repeat")
    every = [*kinds_of(colours, along_time=timed), *_lines(colours)]
    return Key(sides_of(rows, styles), [sign for sign in every if sign.label in drawn])


def legend_html(key: Key) -> str:
    """A key as HTML: its sides, and below them how a figure, a range, words, an open end and so on are drawn."""
    return "".join(f"<div class='fp-key'>{''.join(map(_item, signs))}</div>" for signs in key if signs)


def _item(sign: Sign) -> str:
    return f"<span>{image(sign.drawing, sign.width, HIGH)}{html.escape(isolated(sign.label))}</span>"


def sides_of(rows: pd.DataFrame, styles: Mapping[str, SideStyle]) -> list[Sign]:
    """The sides of the rows, in the order of the theatre; those that nobody defined come last."""
    drawn = set(rows["side"])
    known = [style for key, style in styles.items() if key in drawn]
    unknown = [style_of(styles, side) for side in sorted(drawn - styles.keys())]
    return [Sign(f"<g fill='{one.colour}'>{SHAPES[one.symbol]}</g>", 14, one.label) for one in known + unknown]


def ring(colour: str, fill: str = "none") -> str:
    """A round mark with an edge, hollow unless it is filled."""
    return f"<circle cx='7' cy='7' r='4' fill='{fill}' stroke='{colour}' stroke-width='1.6'/>"


def kinds_of(colours: Look, *, along_time: bool = False) -> list[Sign]:
    """How every kind of figure is drawn; a repeat is a tick under its row, and along time small and pale."""
    ink, pale = colours.muted, faded(colours.neutral, 0.5)
    stripes = "".join(f"<path d='M{x} 11 L{x + 6} 3' stroke='{ink}' stroke-width='1.4'/>" for x in range(2, 20, 5))
    block = f"<rect x='2' y='4' width='15' height='6' fill='{pale}'/>"
    wide = "<rect x='2' y='3' width='22' height='8' fill='{}'{}/>"
    tick = f"<path d='M7 2V12' stroke='{ink}' stroke-width='2'/>"
    small = f"<circle cx='7' cy='7' r='3' fill='{ink}' opacity='.55'/>"
    cross = f"<path d='M3 3 11 11M11 3 3 11' stroke='{ink}' stroke-width='1.4'/>"
    return [
        Sign(f"<circle cx='7' cy='7' r='4.5' fill='{ink}'/>", 14, "a figure"),
        Sign(wide.format(pale, ""), 26, "a range"),
        Sign(wide.format(pale, " opacity='.4'") + stripes, 26, "words, by the rulebook"),
        Sign(f"{block}<path d='M16 2 24 7 16 12Z' fill='{ink}'/>", 26, "an open end"),
        Sign(ring(ink), 14, "unclear who is included"),
        Sign(small if along_time else tick, 14, "a repeat"),
        Sign(cross, 14, "denied"),
        Sign(cross, 14, "withdrawn or a misprint"),
        Sign(f"<path d='M2 7H12' stroke='{ink}' stroke-width='1.4'/>", 14, "no number"),
    ]


def _marks(rows: pd.DataFrame) -> set[str]:
    """By the labels of the key what marks there are of rows."""
    kinds, numeric = rows["kind"], rows["low"].notna() | rows["high"].notna()
    dots = pd.Series(is_dot(rows), rows.index)
    found = {
        "a figure": dots,
        "a range": numeric & ~dots & (kinds != "words"),
        "words, by the rulebook": kinds == "words",
        "an open end": numeric & (rows["low"].isna() | rows["high"].isna()),
        "unclear who is included": dots & (rows["unclear"] != ""),
        "denied": kinds == "denied",
        "withdrawn or a misprint": dots & rows["status"].isin(NOBODYS),
        "no number": ~numeric & (kinds != "denied"),
    }
    return {label for label, which in found.items() if which.any()}


# What is said of the lines of a timeline, and of what lies behind its marks, by the names of their traces.
LINES = {
    "same originator, higher": {"higher"},
    "same originator, lower": {"lower"},
    "same originator, neither": {"wider, narrower or unchanged", "a bound moved"},
    "told as no movement of forces": {"told as no movement of forces"},
    "median zone": {"median zone"},
}


def _lines(colours: Look) -> list[Sign]:
    line = "<path d='M2 10 L24 4' stroke='{}' stroke-width='2'{}/>"
    dashed = line.format(colours.neutral, " stroke-dasharray='4 3'")
    band = f"<rect x='2' y='3' width='22' height='8' fill='{faded(colours.accent, 0.16)}' stroke='{colours.accent}'/>"
    solid = [line.format(colour, "") for colour in (colours.up, colours.down, colours.neutral)]
    return [Sign(drawing, 26, label) for drawing, label in zip([*solid, dashed, band], LINES, strict=True)]
