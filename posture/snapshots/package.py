"""A data package: a zip that explains itself, by the Frictionless standard, the same bytes on any day and machine."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from posture.collapse import RULES
from posture.columns import DAY, WHOLE, YES, Column
from posture.library import Opened
from posture.snapshots.asked import Asked
from posture.snapshots.citation import AUTHORS, LICENCE_TITLE, LICENCE_URL
from posture.snapshots.derived import DERIVED, derived
from posture.snapshots.package_readme import readme
from posture.snapshots.reference import Link, Sheet, holds, sheets
from posture.snapshots.shown import shown
from posture.snapshots.version import data_version
from posture.snapshots.writing import LICENCE, SNAPSHOT_COLUMNS, csv_bytes, made, safe_csv

ESTIMATES = "estimates.csv"
# The earliest that a zip can say, and the rights of a plain file: a member bears no day and no machine.
TIME, RIGHTS, UNIX = (1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3
TYPES = {WHOLE: "integer", DAY: "date", YES: "boolean", "Float64": "number"}
WRITTEN: Mapping[str, Mapping[str, Any]] = {
    "boolean": {"trueValues": ["True"], "falseValues": ["False"]},
    "date": {"format": "default"},
}
DERIVED_SAYS = {
    "panel": "The latest own statement of each voice at T. Worked out, not reported.",
    "agreement": "What the live claims of each scope say together. Worked out, not reported.",
    "ledger": "What each originator changed in its own statements. Worked out, not reported.",
}
DERIVED_KEYS = {"panel": "estimate_id", "agreement": "scope"}


def package(opened: Opened, asked: Asked, charts: bytes | None) -> bytes:
    """The zip: members by name, at a fixed time, stored.

    Builds of zlib differ in what they make of the same bytes, so nothing is compressed: with charts it is 5 MB, nearly
    all of it the library that draws them. `charts` is charts.html, or None where the page draws none.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(members(opened, asked, charts).items()):
            member = zipfile.ZipInfo(name, TIME)
            member.external_attr, member.create_system = RIGHTS, UNIX
            archive.writestr(member, data)
    return target.getvalue()


def members(opened: Opened, asked: Asked, charts: bytes | None) -> dict[str, bytes]:
    """The files of a package by their names."""
    tables = _tables(opened, asked)
    content = {path: csv_bytes(opened, asked) if path == ESTIMATES else safe_csv(tables[path].rows) for path in tables}
    told = {path: sheet.says for path, sheet in tables.items()}
    if charts is not None:
        content["charts.html"] = charts
        told["charts.html"] = "The charts of the page, each to be saved as a picture; it works without a network."
    return content | {
        "datapackage.json": _json(descriptor(opened, asked, tables, content)),
        "README.md": readme(opened, asked, told).encode(),
    }


def descriptor(
    opened: Opened, asked: Asked, tables: Mapping[str, Sheet], content: Mapping[str, bytes]
) -> dict[str, Any]:
    """What datapackage.json says. It names no day on which it was made, or it would differ from day to day."""
    theatre = opened.dataset.theatre
    by_name = {sheet.name: sheet for sheet in tables.values()}
    publishers = sorted(set(tables[ESTIMATES].rows["publisher"]))
    return {
        "profile": "tabular-data-package",
        "name": f"force-posture-{_slug(opened.dataset.key)}",
        "title": theatre.title,
        **({"description": theatre.summary} if theatre.summary else {}),
        "version": data_version(opened),
        "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "contributors": [{"title": AUTHORS, "role": "author"}],
        # Those who printed the estimates; the page of each report stands in reports.csv.
        "sources": [{"title": name} for name in publishers],
        "made": made(opened, asked) | _readings(opened, asked),
        "resources": [_resource(path, sheet, content[path], by_name) for path, sheet in tables.items()],
    }


def _tables(opened: Opened, asked: Asked) -> dict[str, Sheet]:
    """Every table by its path: the estimates, what is declared, and what was worked out, in a folder of its own."""
    links = (Link("report_id", "reports", "id"), Link("measure", "measures"), Link("side", "sides"))
    says = "What was chosen: a row an estimate, with the columns of every snapshot."
    estimates = Sheet("estimates", says, SNAPSHOT_COLUMNS, shown(opened, asked), "estimate_id", links)
    worked_out = {
        f"derived/{name}.csv": Sheet(name, DERIVED_SAYS[name], DERIVED[name], rows, DERIVED_KEYS.get(name, ""))
        for name, rows in derived(opened, asked).items()
    }
    return {ESTIMATES: estimates} | {f"{sheet.name}.csv": sheet for sheet in sheets(opened)} | worked_out


def _readings(opened: Opened, asked: Asked) -> dict[str, Any]:
    """What the keys of the choices stand for: the rule and the rulebook, with their sources."""
    rule, book = RULES[asked.rule], opened.config.rulebooks[asked.rulebook]
    return {
        "rule": {"key": asked.rule, "label": rule.label, "says": rule.says},
        "rulebook": {name: getattr(book, name) for name in ("key", "label", "version", "citation", "url")},
        "tolerance": opened.config.tolerance,
    }


def _resource(path: str, sheet: Sheet, data: bytes, tables: Mapping[str, Sheet]) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "path": path,
        "profile": "tabular-data-resource",
        "description": sheet.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(sheet, tables),
    }


def _schema(sheet: Sheet, tables: Mapping[str, Sheet]) -> dict[str, Any]:
    links = [link for link in sheet.links if holds(link, sheet.rows, tables)]
    return {
        "fields": [_field(name, column) for name, column in sheet.columns.items()],
        "missingValues": [""],
        **({"primaryKey": [sheet.key]} if sheet.key else {}),
        **({"foreignKeys": [_foreign(link, sheet.name) for link in links]} if links else {}),
    }


def _field(name: str, column: Column) -> dict[str, Any]:
    kind = TYPES.get(column.dtype, "string") if isinstance(column.dtype, str) else "string"
    return {"name": name, "type": kind, **WRITTEN.get(kind, {}), "description": column.says}


def _foreign(link: Link, own: str) -> dict[str, Any]:
    # A table that refers to itself is named by an empty text.
    return {
        "fields": [link.column],
        "reference": {"resource": "" if link.sheet == own else link.sheet, "fields": [link.found_in]},
    }


def _slug(key: str) -> str:
    return re.sub("[^a-z0-9]+", "-", key.lower()).strip("-") or "theatre"


def _json(content: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)}\n".encode()
