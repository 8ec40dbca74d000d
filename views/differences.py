"""Differences as a reader sees them: a sentence, a table, and the same as CSV."""

from collections.abc import Sequence

import streamlit as st

from figures.tables import table_html
from posture.sentences import counted, isolated
from posture.snapshots.differences import KINDS, Difference, counts, says, table
from posture.snapshots.writing import safe_csv

MOST_ROWS = 300  # longer tables nobody reads, and a browser lays them out slowly; the CSV holds all
HEADERS = ("What", "Figure", "Column", "Before", "Now", "Why", "Source", "Link")


def show(found: Sequence[Difference], *, file_name: str) -> None:
    """How much changed, then every difference; says so where there is none."""
    st.text(says(found))
    if not found:
        return
    for kind in counts(found):
        st.caption(f"{kind[0].upper()}{kind[1:]}: {KINDS[kind]}")
    rows = [_row(one) for one in found[:MOST_ROWS]]
    filled = [place for place in range(len(HEADERS)) if any(row[place] for row in rows)]
    st.html(table_html([HEADERS[place] for place in filled], [[row[place] for place in filled] for row in rows]))
    if len(found) > MOST_ROWS:
        st.text(f"{counted(len(found) - MOST_ROWS, 'more row')} in the CSV.")
    st.download_button(
        f"CSV of {counted(len(found), 'difference')}",
        data=safe_csv(table(found)),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        key="fp-download-news",
        icon=":material/download:",
    )


def _row(one: Difference) -> tuple[str, ...]:
    figure = f"{isolated(one.originator)} on {isolated(one.force)}"
    return one.kind, figure, one.column, one.old, one.new, one.reason, one.source, one.url
