"""What of a change between two dates is the same voices, and what is who speaks: three factors, their product."""

from math import log10

from figures.style import Figure, Look, finish, safe
from posture.composition import Split
from posture.sentences import factor

HEIGHT = 150
PARTS = ("like_for_like", "entry", "exit", "total")
NAMES = {"like_for_like": "Same voices", "entry": "Who came", "exit": "Who left", "total": "Together"}


def waterfall(split: Split, colours: Look, *, sources: str) -> Figure:
    """Bars from factor to factor on a log axis, each beginning where the last one ended; the total begins at 1.

    Raises ValueError where the split cannot tell.
    """
    if split.total is None:
        raise ValueError(split.cannot_tell)
    base, bases, values = 1.0, [], []
    for part in PARTS[:-1]:
        value = getattr(split, part)
        bases.append(base)
        values.append(base * value - base)
        base *= value
    bases.append(1.0)
    values.append(split.total - 1.0)
    factors = [getattr(split, part) for part in PARTS]
    looks = [colours.up if one > 1 else colours.down if one < 1 else colours.neutral for one in factors]
    bars = {
        "type": "bar",
        "x": values,
        "y": [NAMES[part] for part in PARTS],
        "base": bases,
        "orientation": "h",
        "width": 0.6,
        "marker": {"color": looks, "line": {"width": 0}},
        "text": [safe(factor(one)) for one in factors],
        "textposition": "outside",
        "textfont": {"color": colours.ink, "size": 13},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    reach = [1.0, *(begin + value for begin, value in zip(bases, values, strict=True))]
    least, most = min(reach), max(reach)
    # For the factors, which stand outside their bars.
    room = max(log10(most / least), 0.01) / 4
    one = {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": colours.grid}}
    layout = {
        "shapes": [one],
        "xaxis": {
            "type": "log",
            "visible": False,
            "range": [log10(least) - room, log10(most) + room],
            "fixedrange": True,
        },
        "yaxis": {
            "autorange": "reversed",
            "tickfont": {"size": 13, "color": colours.ink},
            "automargin": True,
            "fixedrange": True,
        },
    }
    return finish([bars], layout, colours=colours, sources=sources, height=HEIGHT)
