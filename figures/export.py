"""Charts as one HTML file that works without a network, so that what a citation showed can be looked at again.

The same charts give the same bytes: ids are numbered, and numbers are written with as many digits as every machine
agrees on. A policy in the file lets it run the scripts that it brings along, and fetch nothing. Under each chart stand
buttons that hand it out as a picture.
"""

import base64
import hashlib
import html as markup
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import numpy as np

from figures.behind import behind
from figures.ground import Chart
from figures.legend import legend_html
from figures.pages import charts
from figures.pictures import FORMS, SIZES, pictures, script
from figures.style import FONT, LIGHT, Figure, plotly_script, stylesheet
from posture.library import Opened
from posture.snapshots.asked import Asked
from posture.snapshots.citation import AUTHORS, LICENCE_TITLE, LICENCE_URL, plain
from posture.snapshots.package_readme import PAGE_NAMES, told

# Libraries of mathematics differ in the last of a number's 16 digits, and no screen shows the eleventh.
DIGITS = 10

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)

STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; padding: 24px; max-width: 1100px; background: {LIGHT.paper}; color: {LIGHT.ink};
  font: 15px/1.5 {FONT}; overflow-wrap: break-word; }}
h1 {{ font-size: 28px; line-height: 1.2; margin: 0 0 12px; }}
h2 {{ font-size: 20px; margin: 36px 0 4px; }}
header p, footer p, figcaption, dl {{ margin: 0; font-size: 14px; color: {LIGHT.muted}; }}
footer {{ margin-top: 36px; border-top: 1px solid {LIGHT.grid}; padding-top: 12px; }}
figure {{ margin: 8px 0 0; }}
dd {{ margin: 0 0 6px 20px; }}
.fp-rows {{ margin: 24px 0; }}
.pictures {{ display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 8px 0 16px; font-size: 14px; }}
.pictures :is(button, select) {{ font: inherit; color: inherit; background: none; padding: 5px 12px; border-radius: 4px;
  border: 1px solid {LIGHT.muted}; }}
.pictures :focus-visible {{ outline: 2px solid {LIGHT.accent}; outline-offset: 2px; }}
@media print {{ .pictures {{ display: none; }} }}
"""


def frozen(opened: Opened, asked: Asked) -> bytes | None:
    """The charts of a page with its choices and its citation, as HTML; None where the page draws none."""
    drawn = [*charts(opened, asked), *behind(opened, asked)]
    if not drawn:
        return None
    title = f"{opened.dataset.theatre.title}: {PAGE_NAMES[asked.page]}"
    heading = [
        title,
        "Claims, not measurements: each figure was said by somebody, and nothing here says which is true.",
        *(f"{name}: {text}" for name, text in told(opened, asked)),
    ]
    footer = [
        f"Cite as: {plain(opened, asked)}",
        f"Licence: {LICENCE_TITLE}, {LICENCE_URL}, {AUTHORS}.",
        "The fragments quoted remain the work of the publications named beside each.",
    ]
    return html(drawn, heading, footer, pictures(opened, asked, drawn))


@lru_cache(maxsize=1)
def policy() -> str:
    """The content security policy of the file: its own scripts run, and nothing is fetched."""
    return POLICY.format(scripts=" ".join(_hashed(text) for text in (plotly_script(), script())))


def html(
    charts: Sequence[Chart],
    heading: Sequence[str],
    footer: Sequence[str],
    taken: Sequence[Mapping[str, Any] | None] = (),
) -> bytes:
    """The charts as one HTML file in UTF-8. The first line of `heading` is the title; every text is escaped.

    `taken` says what the picture of each chart says (`figures.pictures.pictures`); a chart without it has no buttons.
    """
    title, *lines = heading
    each = zip_longest(charts, taken)
    body = "".join(_chart(chart, number, picture) for number, (chart, picture) in enumerate(each, start=1))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{markup.escape(policy())}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup.escape(title)}</title>\n<style>{stylesheet(LIGHT)}{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{markup.escape(title)}</h1>\n{_paragraphs(lines)}</header>\n"
        "<noscript><p>The charts need JavaScript; the CSV of the same page has what they draw.</p></noscript>\n"
        f"<main>\n{body}</main>\n<footer>\n{_paragraphs(footer)}</footer>\n"
        f"<script>{plotly_script()}</script>\n<script>{script()}</script>\n</body>\n</html>\n"
    ).encode()


def _chart(chart: Chart, number: int, picture: Mapping[str, Any] | None) -> str:
    """A chart with what stands around it; its numbers wait in a block of data, for the script to draw."""
    name = f"chart-{number}"
    label = markup.escape(chart.alt, quote=True)
    key = chart.key + (legend_html(chart.signs) if chart.signs else "")
    said = [chart.said or chart.brief or chart.alt, *([picture["when"]] if picture and chart.when else [])]
    return (
        f"<section>\n<h2>{markup.escape(chart.title)}</h2>\n{key}"
        f"<figure>\n<figcaption>{markup.escape(' '.join(said))}</figcaption>\n"
        f'<div id="{name}" data-chart="{name}-data" role="img" aria-label="{label}"></div>\n'
        f"</figure>\n{_buttons(chart) if picture else ''}{_definitions(chart.definitions)}"
        f'<script type="application/json" id="{name}-data">{_json(chart.figure, picture)}</script>\n</section>\n'
    )


def _buttons(chart: Chart) -> str:
    title = markup.escape(chart.title, quote=True)
    sizes = "".join(f'<option value="{key}">{label}</option>' for key, label in SIZES.items())
    forms = "".join(
        f'<button type="button" value="{form}" aria-label="{label} of {title}">{label}</button>'
        for form, label in FORMS.items()
    )
    label = f"<label>Picture <select>{sizes}</select></label>"
    return f'<div class="pictures">{label}{forms}<span role="status"></span></div>\n'


def _definitions(definitions: Sequence[tuple[str, str]]) -> str:
    pairs = "".join(f"<dt>{markup.escape(title)}</dt><dd>{markup.escape(counts)}</dd>" for title, counts in definitions)
    return f"<dl>{pairs}</dl>\n" if pairs else ""


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{markup.escape(line)}</p>\n" for line in lines)


def _json(figure: Figure, picture: Mapping[str, Any] | None) -> str:
    """A figure and what its picture says as JSON that cannot end the block that it stands in."""
    layout = {name: part for name, part in figure.layout.to_plotly_json().items() if name != "template"}
    content = {"data": [trace.to_plotly_json() for trace in figure.data], "layout": layout, "picture": picture}
    text = json.dumps(_written(content), ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _written(part: Any) -> Any:
    """A part of a figure as plain data, arrays as lists; what is no number, as a gap in a line, is null."""
    if isinstance(part, Mapping):
        return {name: _written(value) for name, value in part.items()}
    if isinstance(part, np.ndarray):
        return _written(part.tolist())
    if isinstance(part, list | tuple):
        return [_written(value) for value in part]
    if isinstance(part, np.generic):
        return _written(part.item())
    return _rounded(part) if isinstance(part, float) else part


def _rounded(number: float) -> float | int | None:
    if not math.isfinite(number):
        return None
    kept = number if number.is_integer() else float(f"{number:.{DIGITS}g}")
    return int(kept) if kept.is_integer() else kept


@lru_cache(maxsize=4)
def _hashed(script: str) -> str:
    """The source of a script that stands in the page itself, as a policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
