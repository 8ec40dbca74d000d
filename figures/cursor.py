"""The date T and its window over a timeline: shapes of a figure that is frozen, HTML over one that stays on a page.

A browser builds a chart anew for any change of it, so the chart of a page is the same at every date T.
"""

from datetime import date

from figures.style import Figure, Layout, Look, faded
from figures.times import DAY_MS, ms

SHADE = 0.07  # opacity of the window, as in parts.css


def shapes(at: date | None, window: int, colours: Look) -> list[Layout]:
    """The `window` (days) that the live panel looks at as a shade, and the date T as a dotted line."""
    if at is None:
        return []
    shade = {"type": "rect", "x0": ms(at) - window * DAY_MS, "x1": ms(at), "line": {"width": 0}}
    line = {"color": colours.accent, "width": 1.5, "dash": "dot"}
    shaded = [shade | {"fillcolor": faded(colours.accent, SHADE)}] if window else []
    return [*shaded, {"type": "line", "x0": ms(at), "x1": ms(at), "line": line}]


def cursor(figure: Figure, at: date, window: int) -> str:
    """The same as HTML, to lie in a box over the figure that is as wide as it: T within the time that it draws."""
    layout = figure.layout
    first, last = layout.xaxis.range
    now, back = ((when - first) / (last - first) for when in (ms(at), ms(at) - window * DAY_MS))
    begin, left = max(back, 0), layout.margin.l
    wide = f"(100% - {left + layout.margin.r}px)"
    place = {
        "left": f"calc({left}px + {wide} * {begin:.5f})",
        "width": f"calc({wide} * {now - begin:.5f})",
        "top": f"{layout.margin.t}px",
        "height": f"{layout.height - layout.margin.t - layout.margin.b}px",
    }
    style = ";".join(f"{name}:{value}" for name, value in place.items())
    return f"<div class='fp-cursor' aria-hidden='true' style='{style}'></div>"
