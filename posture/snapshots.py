"""CSV files of the rows that a page shows."""

import re

import pandas as pd

# A spreadsheet runs a cell that begins so (some also with the wide signs) as a formula; an apostrophe makes it text.
RUNS = re.compile(r"^[\s'\"]*[=+\-@\t\r＝＋－＠]")


def csv_bytes(rows: pd.DataFrame) -> bytes:
    """The rows as CSV in UTF-8 behind its mark: plain digits, ISO dates, no cell that a spreadsheet would run."""
    texts = rows.select_dtypes("str").columns
    safe = rows.assign(**{name: [_harmless(cell) for cell in rows[name]] for name in texts})
    return safe.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if RUNS.match(cell) else cell
