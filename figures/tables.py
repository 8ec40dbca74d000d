"""Tables of text in HTML, for what is read line by line: cells wrap, and a reader's software finds the headers."""

import html
import re
from collections.abc import Iterable, Sequence

from posture.sentences import ISOLATE

LONG_WORD = re.compile(r"[^\W\d_]{20}(?=[^\W\d_]{6})")  # it may be broken here: else its column hides the others
LONGEST_LINK = 56  # letters of an address that are shown; all of it is followed, and said when it is pointed at


def table_html(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the row; every cell is escaped, a web address becomes a link."""
    head = "".join(f"<th scope='col'>{html.escape(header)}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(_cell(cell, place) for place, cell in enumerate(row))}</tr>" for row in rows)
    table = f"<table class='fp-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div class='fp-scroll'>{table}</div>"


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
