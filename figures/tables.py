"""Tables of text in HTML, for what is read line by line: cells wrap, and a reader's software finds the headers."""

import html
import re
from collections.abc import Iterable, Sequence

from figures.style import Look
from posture.sentences import ISOLATE

LONG_WORD = re.compile(r"[^\W\d_]{20}(?=[^\W\d_]{6})")  # it may be broken here: else its column hides the others
LONGEST_LINK = 56  # letters of an address that are shown; all of it is followed, and said when it is pointed at


def table_html(headers: Sequence[str], rows: Iterable[Sequence[str]], colours: Look) -> str:
    """A table whose first column names the row; every cell is escaped, a web address becomes a link."""
    head = "".join(f"<th scope='col'>{html.escape(header)}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(_cell(cell, place) for place, cell in enumerate(row))}</tr>" for row in rows)
    css = (
        ".fp-table{border-collapse:collapse;max-width:100%;font-size:14px}"
        ".fp-table th,.fp-table td{text-align:left;vertical-align:top;padding:6px 14px 6px 0;font-weight:400;"
        f"border-bottom:1px solid {colours.grid};overflow-wrap:break-word;border-left:0;border-right:0;border-top:0}}"
        f".fp-table thead th{{color:{colours.muted};font-size:13px}}"
        ".fp-table tbody th{font-weight:600;min-width:110px}"
        f".fp-table a{{color:{colours.accent};overflow-wrap:anywhere}}"
        # Where a table is wider than its page, an edge is shaded for as long as more lies beyond it.
        f".fp-scroll{{overflow-x:auto;background:linear-gradient(90deg,{colours.paper} 2em,transparent) left/3em 100%,"
        f"linear-gradient(270deg,{colours.paper} 2em,transparent) right/3em 100%,"
        f"linear-gradient(90deg,{colours.grid},transparent) left/14px 100%,"
        f"linear-gradient(270deg,{colours.grid},transparent) right/14px 100%;"
        "background-repeat:no-repeat;background-attachment:local,local,scroll,scroll}"
        # A cell is read line by line, so it is no wider than a line should be.
        ".fp-table td{max-width:37em}.fp-table tbody th{max-width:24em}.fp-table td:has(a){min-width:11em}"
    )
    table = f"<table class='fp-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<style>{css}</style><div class='fp-scroll'>{table}</div>"


def _cell(text: str, place: int) -> str:
    safe = html.escape(str(text), quote=True)
    broken = LONG_WORD.sub(r"\g<0><wbr>", safe)
    # Isolates stand in sentences of ours alone, which run from left to right whatever name they begin with.
    way = "ltr" if ISOLATE in str(text) else "auto"
    if place == 0:
        return f"<th scope='row' dir='{way}'>{broken}</th>"
    if str(text).lower().startswith(("https://", "http://")):
        shown = html.escape(_shortened(str(text)), quote=True)
        return f"<td><a href='{safe}' title='{safe}' target='_blank' rel='noopener noreferrer'>{shown}</a></td>"
    return f"<td dir='{way}'>{broken}</td>"


def _shortened(address: str) -> str:
    bare = address.split("://", 1)[1]
    return bare if len(bare) <= LONGEST_LINK else f"{bare[:LONGEST_LINK]}…"
