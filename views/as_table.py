"""A chart once more as a table, for whoever does not see its marks or cannot point at them."""

from collections.abc import Sequence

import streamlit as st

from figures.panels import Panel
from figures.tables import table_html
from posture.sentences import counted, period, span
from views.context import unfolded

MOST_ROWS = 300  # a browser lays out longer tables slowly; the CSV holds all
HEADERS = ("Who said it", "Figure", "Read as", "Describes", "Printed by")


def as_table(panels: Sequence[Panel], key: str) -> None:
    """A closed box with every estimate that the panels draw, newest first; what counts what where there are several."""
    number = sum(len(panel.rows) for panel in panels)
    if (box := unfolded(f"The chart as a table: {counted(number, 'estimate')}", f"table-{key}")) is None:
        return
    rows = [(panel.title, *_cells(row)) for panel in panels for row in _newest_first(panel)]
    left = 0 if len(panels) > 1 else 1  # one scope stands in the heading
    headers = ("Scope", *HEADERS)[left:]
    with box:
        st.html(table_html(headers, [row[left:] for row in rows[:MOST_ROWS]]))
        if number > MOST_ROWS:
            st.text(f"{counted(number - MOST_ROWS, 'more row')} in the CSV.")


def _newest_first(panel: Panel) -> list[dict]:
    return panel.rows.sort_values("as_of_to", ascending=False, kind="stable").to_dict("records")


def _cells(row: dict) -> tuple[str, ...]:
    who = f"{row['originator_label']}{', a repeat' if row['repeats'] else ''}"
    printed = f"{row['publisher']}, {period(row['published'])}"
    return who, row["count"], span(row["low"], row["high"]), period(row["as_of"]), printed
