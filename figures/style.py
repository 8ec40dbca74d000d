"""The house style: one type scale, one palette, one way to finish a figure."""

import html
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias
from unicodedata import east_asian_width

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from posture.sentences import isolated, shortened

Figure: TypeAlias = go.Figure  # for whoever hands a figure on without knowing Plotly
Trace = dict[str, Any]  # a trace as Plotly's plain data
Layout = dict[str, Any]
FONT = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
# Shapes differ as colours do, so that sides stay apart without colour; triangles are kept for open ends.
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "pentagon",
    "hexagon2",
    "star",
    "cross",
    "diamond-wide",
    "octagon",
    "star-diamond",
)
UNNAMED = "hexagon"
# How wide letters of the house's font are, as shares of their size; the others by their kind.
WIDTHS = {" ": 0.2, "ijlI.,:;'’·|!": 0.26, "frt-()": 0.35, "csvxyz": 0.47, "0123456789ae": 0.5, "mwMW": 0.82, "…": 0.95}
UNDEFINED = "undefined side"
# Whether Plotly checks every value of a figure. It takes longer than all else about a figure, so the tests do it.
CHECKED = False
PARTS = Path(__file__).with_name("parts.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one mode, light or dark."""

    paper: str
    ink: str
    muted: str
    grid: str
    band: str
    accent: str
    neutral: str
    up: str
    down: str
    sides: tuple[str, ...]


# Sides: ten colours and the neutral one, found by search so that any two stay apart in each kind of sight
# (tests/test_palette.py works it out), near to hues that are often used for a side.
LIGHT = Look(
    paper="#ffffff",
    ink="#1b2430",
    muted="#5b6675",
    grid="#e3e7ec",
    band="#f3f5f8",
    accent="#1f5fa8",
    neutral="#7a8594",
    up="#b3261e",
    down="#00708a",
    sides=(
        *("#cc7755", "#2277ff", "#443399", "#880055", "#8a6d00", "#558877"),
        *("#6d4c41", "#115500", "#556677", "#8855aa"),
    ),
)
DARK = Look(
    paper="#12161c",
    ink="#e6eaf0",
    muted="#9aa6b5",
    grid="#29313b",
    band="#1a2029",
    accent="#7db3ec",
    neutral="#8b97a6",
    up="#ff8a80",
    down="#4fc3d9",
    sides=(
        *("#ff9248", "#1188cc", "#a9a6ff", "#ee4477", "#ffdd00", "#ccddcc"),
        *("#ccbbcc", "#77ee99", "#99bb99", "#ffccff"),
    ),
)


@dataclass(frozen=True, slots=True)
class SideStyle:
    """How the marks of one side are drawn."""

    label: str
    colour: str
    symbol: str


def look(*, dark: bool) -> Look:
    """The colours of the mode that the reader is in."""
    return DARK if dark else LIGHT


def stylesheet(colours: Look) -> str:
    """The rules of all that figures/ makes as HTML, in the colours of one mode; whoever shows some sends them once."""
    values = "".join(f"--fp-{name}:{getattr(colours, name)};" for name in ("paper", "ink", "muted", "grid", "accent"))
    return f":root{{{values}}}\n{PARTS}"


def side_styles(sides: Mapping[str, str], colours: Look) -> dict[str, SideStyle]:
    """Key and label of each side, in the order of the theatre, to its colour and shape; anything else is grey."""
    styles = {
        key: SideStyle(label, colours.sides[place % len(colours.sides)], SYMBOLS[place % len(SYMBOLS)])
        for place, (key, label) in enumerate(sides.items())
    }
    return styles | {"": SideStyle("Unnamed sources", colours.neutral, UNNAMED)}


def style_of(styles: Mapping[str, SideStyle], side: str) -> SideStyle:
    """The style of a side, grey where nobody defined it."""
    return styles.get(side) or SideStyle(f"{side} ({UNDEFINED})", styles[""].colour, UNNAMED)


def safe(text: str) -> str:
    """Text as Plotly prints it letter by letter: its own small HTML is disarmed."""
    return html.escape(str(text), quote=False).replace("\n", " ")


def wrapped(text: str, width: int) -> str:
    """Disarmed text in lines of at most about `width` letters."""
    return "<br>".join(safe(line) for line in textwrap.wrap(str(text), width, break_long_words=True)) or ""


def wide(text: str, size: int) -> float:
    """About how many pixels a line of text takes, rather too many: nobody here knows the reader's letters."""
    return size * sum(_share(letter) for letter in text)


def _share(letter: str) -> float:
    """The width of a letter as a share of its size."""
    for letters, share in WIDTHS.items():
        if letter in letters:
            return share
    return 1.0 if east_asian_width(letter) in "WF" else 0.64 if letter.isupper() else 0.55


def fitted(text: str, room: float, size: int) -> str:
    """As much of a text as a line of so many pixels holds, an ellipsis at its end where something is left out."""
    letters = len(text)
    while letters and wide(found := shortened(text, letters), size) > room:
        letters -= 1
    return found if letters else ""


def room_for(labels: Iterable[str]) -> int:
    """How many pixels the labels of an upright axis need beside it; the sources below begin at its edge."""
    return round(12 * (0.55 * max(len(line) for label in labels for line in label.split("<br>")) + 1))


def faded(colour: str, opacity: float) -> str:
    """A colour with an opacity from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def sources_line(publishers: Iterable[str]) -> str:
    """Whose publications a figure draws, most frequent first."""
    names: dict[str, int] = {}
    for name in publishers:
        names[name] = names.get(name, 0) + 1
    ranked = sorted(names, key=lambda name: (-names[name], name))
    shown, rest = ranked[:4], len(ranked) - 4
    more = f" and {rest} more publisher{'s' * (rest > 1)}, each in the table" if rest > 0 else ""
    return f"Sources: {'; '.join(map(isolated, shown))}{more}."


def sources_of(figure: Figure) -> str:
    """The sources line of a finished figure, as plain text on one line."""
    (last,) = figure.select_annotations({"name": "sources"})
    return html.unescape(last.text.replace("<br>", " "))


def plotly_script() -> str:
    """Plotly's own script, for a file that has to draw figures without a network."""
    script: str = get_plotlyjs()
    return script


def finish(
    traces: Sequence[Trace],
    layout: Layout,
    *,
    colours: Look,
    sources: str,
    height: int,
    room: Mapping[str, int] = MappingProxyType({}),
) -> Figure:
    """The figure in the house style, with its sources line below; what `layout` says goes before the style.

    `height` is that of the figure without the sources; `room` is what the labels of its axes need at its edges ("l",
    "r", "t"), both in pixels.
    Raises ValueError without sources.
    """
    if not sources.strip():
        raise ValueError("a figure does not go out without its sources line")
    lines = wrapped(sources, 50)
    bottom = 48 + 15 * (1 + lines.count("<br>"))
    margin = {"l": 8, "r": 12, "t": 8, "b": bottom, "pad": 0} | {**room}
    house = {
        "template": "none",
        "height": height + bottom,
        "margin": margin,
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": colours.paper,
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "hoverlabel": {
            "bgcolor": colours.band,
            "bordercolor": colours.grid,
            "font": {"color": colours.ink, "size": 13},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
        "bargap": 0,
        "barmode": "overlay",
    }
    last = {
        "name": "sources", "text": lines, "x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper",
        "yanchor": "top", "xshift": 8 - margin["l"], "yshift": -34, "showarrow": False, "align": "left",
        "font": {"size": 12, "color": colours.muted},
    }  # fmt: skip
    notes = {"annotations": [*layout.get("annotations", ()), last]}
    return go.Figure(list(traces), house | layout | notes, _validate=CHECKED)
