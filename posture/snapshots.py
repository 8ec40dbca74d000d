"""CSV files of the rows that a page shows."""

import re
from collections.abc import Mapping

import pandas as pd

from posture.columns import TEXT

# A spreadsheet runs a cell that begins so (some also with the wide signs) as a formula; an apostrophe makes it text.
RUNS = re.compile(r"^[\s'\"]*[=+\-@\t\r＝＋－＠]")


def csv_bytes(rows: pd.DataFrame, choices: Mapping[str, str] | None = None) -> bytes:
    """The rows as CSV in UTF-8 behind its mark: plain digits, ISO dates, no cell that a spreadsheet would run.

    `choices` (the date T, the rule, the rulebook and so on) stand in columns of their own behind the reported ones,
    the same in every row, so that a file says by itself under which choices it was made.
    """
    rows = rows.assign(
        **{f"chosen_{name}": pd.array([value] * len(rows), dtype=TEXT) for name, value in (choices or {}).items()}
    )
    texts = rows.select_dtypes("str").columns
    safe = rows.assign(**{name: [_harmless(cell) for cell in rows[name]] for name in texts})
    return safe.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if RUNS.match(cell) else cell
