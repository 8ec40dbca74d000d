"""How a snapshot is cited: in plain words, as BibTeX and as CSL-JSON.

A dataset here has no day of release, so it is dated by its newest report: no version of it can be older. The day of
access is the reader's and stands in no file that has to be the same on any day.
"""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import quote

from posture.library import Opened
from posture.sentences import day
from posture.snapshots.asked import Asked
from posture.snapshots.version import VERSION, data_version
from posture.snapshots.writing import file_name

AUTHORS = "Force Posture contributors"  # as LICENSE names them
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_SHORT = "CC BY 4.0"

# What TeX would take for a command; the braces of each replacement are balanced, as BibTeX demands.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def plain(opened: Opened, asked: Asked, accessed: date | None = None, address: str = "") -> str:
    """The citation in one line.

    The name of the file says which snapshot is meant. `accessed` is the day on which the reader took it, `address`
    where it can be taken again; each is left out where it is not given.
    """
    parts = [
        f"{AUTHORS}{f' ({year})' if (year := _year(opened)) else ''}: {_line(opened.dataset.theatre.title)}",
        f"Dataset, version {data_version(opened)}, {known(asked)}",
        f"Force Posture {VERSION}",
        ", ".join(filter(None, (file_name(opened, asked, "csv"), address))),
        *([f"Accessed {day(accessed)}"] if accessed else []),
        f"Licence {LICENCE_SHORT}",
    ]
    return ". ".join(parts) + "."


def bibtex(opened: Opened, asked: Asked, accessed: date | None = None, address: str = "") -> str:
    """The citation as a BibTeX entry in UTF-8, for BibTeX and biblatex; arguments as of `plain`."""
    made = {
        "author": f"{{{tex(AUTHORS)}}}",  # a second pair of braces: one name, no first and last
        "title": f"{{{tex(_line(opened.dataset.theatre.title))}}}",
        "year": _year(opened),
        "version": data_version(opened),
        "howpublished": tex(f"Dataset, {file_name(opened, asked, 'csv')}"),
        "note": tex(_note(asked)),
        "url": quote(address, safe="/:?&=%+,;@!*'()[]~#$-._"),
        "urldate": accessed.isoformat() if accessed else "",
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in made.items() if value)
    return f"@misc{{{_entry(opened)},\n{fields}\n}}\n"


def csl_json(opened: Opened, asked: Asked, accessed: date | None = None, address: str = "") -> str:
    """The citation as CSL-JSON, which reference managers read; arguments as of `plain`.

    CSL has no field for a licence, so it stands in the note.
    """
    item: dict[str, Any] = {
        "id": _entry(opened),
        "type": "dataset",
        "title": _line(opened.dataset.theatre.title),
        "author": [{"literal": AUTHORS}],
        "version": data_version(opened),
        "note": f"{file_name(opened, asked, 'csv')}. {_note(asked)}",
    }
    days = {"issued": issued(opened), "accessed": accessed}
    item |= {name: _date_parts(when) for name, when in days.items() if when}
    item |= {"URL": address} if address else {}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def texts(opened: Opened, asked: Asked, accessed: date, address: str = "") -> dict[str, str]:
    """The three citations by the names that a page gives them."""
    makers = {"Plain": plain, "BibTeX": bibtex, "CSL-JSON": csl_json}
    return {name: make(opened, asked, accessed, address) for name, make in makers.items()}


def issued(opened: Opened) -> date | None:
    """The day that dates a dataset: the latest on which a report of it began to be public; None without reports."""
    return max((first for entry in opened.dataset.entries if (first := entry.report.published.first)), default=None)


def tex(text: str) -> str:
    """Text that TeX prints as it is."""
    return "".join(TEX.get(sign, sign) for sign in text)


def _year(opened: Opened) -> str:
    return str(when.year) if (when := issued(opened)) else ""


def known(asked: Asked) -> str:
    """What is known: everything published, or what was known by a day."""
    return f"as known by {day(asked.known_by)}" if asked.known_by else "everything published so far"


def _note(asked: Asked) -> str:
    return f"{known(asked)[0].upper()}{known(asked)[1:]}. Made with Force Posture {VERSION}. Licence {LICENCE_SHORT}."


def _entry(opened: Opened) -> str:
    """The key of the entry: letters, digits and hyphens, whatever the folder is called."""
    slug = re.sub("[^a-z0-9]+", "-", opened.dataset.key.lower()).strip("-") or "dataset"
    return f"force-posture-{slug}-{data_version(opened)}"


def _date_parts(when: date) -> dict[str, Any]:
    return {"date-parts": [[when.year, when.month, when.day]]}


def _line(text: str) -> str:
    return " ".join(text.split())
