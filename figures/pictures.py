"""What a picture of a chart says beside its marks, so that it can stand alone: plain text, for a script to set.

The script, `relay.js` and `pictures.js`, lays title, key, chart and sources for the size that a reader chooses.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from figures.ground import Chart
from figures.legend import Sign, key_of
from figures.style import LIGHT, faded, side_styles, sources_of
from posture.library import Opened
from posture.sentences import counted, day
from posture.snapshots.asked import Asked
from posture.snapshots.citation import LICENCE_SHORT, known
from posture.snapshots.package_readme import told
from posture.snapshots.version import VERSION, data_version
from posture.titles import TOGETHER

SIZES = {
    "slide": "Slide, 1600 × 900",
    "column": "Column, 700 wide",
    "phone": "Phone, 390 wide",
}
FORMS = {"png": "PNG", "svg": "SVG"}
# The choices that a chart does not show by itself, and what each says where it leaves nothing out.
NARROWED = {"Sides": "all", "Originators": "all", "Dates described": "all"}
LONGEST_NAME = 60


def script() -> str:
    """The script that draws the charts of a file and hands out pictures of them; it needs Plotly's own before it."""
    return "".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("relay.js", "pictures.js"))


def pictures(opened: Opened, asked: Asked, charts: Sequence[Chart]) -> list[dict[str, Any]]:
    """What the script needs for the picture of each chart of a page, as plain data.

    `name` is that of the file without size and suffix, `counted` what is counted in the one scope of a comparison,
    `counts` the same for each panel of another chart, once for each force; `names` are those of the originators.
    """
    names = _names(opened, asked, charts)
    return [_picture(opened, asked, chart, name) for chart, name in zip(charts, names, strict=True)]


def _picture(opened: Opened, asked: Asked, chart: Chart, name: str) -> dict[str, Any]:
    alone = bool(chart.brief)  # what is counted in the one scope of a comparison stands above its sentences
    return {
        "name": name,
        "over": opened.dataset.theatre.title,
        "title": chart.title,
        "alt": chart.alt,
        "counted": chart.panels[0].subtitle if alone and chart.panels else "",
        "said": chart.brief,
        "when": _when(opened, asked, chart),
        "counts": [] if alone else _counts(chart),
        "names": sorted({name for panel in chart.panels for name in panel.rows["originator_label"]}),
        "key": [list(sign) for sign in _key(opened, asked, chart)],
        "sources": sources_of(chart.figure),
        "credit": f"Force Posture {VERSION}, data {data_version(opened)}, {LICENCE_SHORT}.",
        "colours": {"paper": LIGHT.paper, "ink": LIGHT.ink, "muted": LIGHT.muted},
    }


def _counts(chart: Chart) -> list[str]:
    """What is counted in each panel, as far as no panel before it has said so."""
    said: set[str] = set()
    counts = []
    for panel in chart.panels:
        new = [part for part in panel.subtitle.split(TOGETHER) if part not in said]
        said.update(new)
        counts.append(TOGETHER.join(new))
    return counts


def _when(opened: Opened, asked: Asked, chart: Chart) -> str:
    """Of which dates a chart speaks and what is known, and by which choices it shows less than there is."""
    narrowed = [f"{name}: {text}" for name, text in told(opened, asked) if NARROWED.get(name, text) != text]
    if narrowed and not chart.filtered:
        narrowed = ["Every side, originator and date, whatever the filters leave"]
    dates = chart.when or f"At {day(asked.at)}, looking back {counted(asked.window, 'day')}"
    return f"{'. '.join([f'{dates}; {known(asked)}', *narrowed, 'Claims, not measurements'])}."


def _key(opened: Opened, asked: Asked, chart: Chart) -> Iterator[Sign]:
    """The parts of the key that this chart draws."""
    if chart.signs is not None:
        yield from itertools.chain(*chart.signs)
        return
    rows = pd.concat([panel.rows for panel in chart.panels])
    sides = {key: side.label for key, side in opened.dataset.theatre.sides.items()}
    along_time = None if asked.page == "compare" else chart.figure
    yield from itertools.chain(*key_of(rows, side_styles(sides, LIGHT), LIGHT, along_time))
    if along_time:
        yield from _times(asked)


def _times(asked: Asked) -> Iterator[Sign]:
    """What stands behind the marks: T, and the window before it or events."""
    line = f"stroke='{LIGHT.accent}' stroke-width='1.5' stroke-dasharray='2 3'"
    yield Sign(f"<path d='M7 0V14' {line}/>", 14, day(asked.at))
    behind = "<rect x='2' y='0' width='{}' height='14' fill='{}'/>"
    if asked.page == "change":
        yield Sign(behind.format(5, faded(LIGHT.muted, 0.3)), 10, "an event")
    else:
        yield Sign(behind.format(22, faded(LIGHT.accent, 0.12)), 26, f"the {counted(asked.window, 'day')} before")


def _names(opened: Opened, asked: Asked, charts: Sequence[Chart]) -> list[str]:
    """Theatre, chart and T; of charts with one title each but the first bears a number."""
    theatre = _slug(opened.dataset.key) or "theatre"
    titles = [_slug(chart.title) or "chart" for chart in charts]
    before = [Counter(titles[:place])[title] for place, title in enumerate(titles)]
    numbered = [f"{title}-{count + 1}" if count else title for title, count in zip(titles, before, strict=True)]
    known_by = f"-known-{asked.known_by.isoformat()}" if asked.known_by else ""
    return [f"{theatre}-{title}-{asked.at.isoformat()}{known_by}" for title in numbered]


def _slug(text: str) -> str:
    """Letters, digits and hyphens, which every system takes in the name of a file."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode().replace("'", "")
    return re.sub("[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
