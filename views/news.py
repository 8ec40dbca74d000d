"""What changed: between two days of knowledge, or since a snapshot that the reader kept."""

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from posture.panel import known
from posture.selection import select
from posture.sentences import counted, day
from posture.snapshots.asked import YEAR, newest
from posture.snapshots.differences import differences
from posture.snapshots.kept import Kept, NotOursError, read
from posture.snapshots.verification import since
from views.context import Context, here, nothing, plain
from views.differences import show
from views.take_away import take_away

DAYS, FILE = "Two days", "A snapshot that I kept"


def two_days(context: Context) -> None:
    """What became known from one day to another, of the chosen rows. Withdrawn ones are chosen too: that is news."""
    rows = select(context.everything, replace(context.view.selection, known_by=None, struck=True))
    if nothing(rows):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = _day("From what was known by", "earlier", "Left empty: a year before the other day.")
        last = _day("To what was known by", "later", "Left empty: everything published so far.")
    first = first or (last or newest(rows)) - timedelta(days=YEAR)
    if last and first >= last:
        st.warning("Choose an earlier day that comes before the later one.")
        return
    st.header(f"From {day(first)} to {day(last) if last else 'all that is published'}", anchor=False)
    found = differences(known(rows, first), known(rows, last))
    name = f"force-posture_{context.opened.dataset.key}_changes_{first}_{last or 'all'}.csv"
    show(found, file_name=name)


def kept_file(context: Context) -> None:
    """What changed in the theatre since a snapshot was made, under the choices that it was made under."""
    uploaded = st.file_uploader(
        "Snapshot",
        type=["csv", "zip", "json"],
        key="fp-news-file",
        help="A file that this dashboard made, as it was downloaded. It is read for this page and kept nowhere.",
    )
    if uploaded is None:
        st.text("Choose a file to read what changed since it was made. The filters of this page do not concern it.")
        return
    try:
        kept = read(uploaded.getvalue(), uploaded.name)
    except NotOursError as error:
        st.error(plain(f"{error}."))
        return
    theatre = context.opened.dataset.key
    if kept.theatre not in {"", theatre}:
        st.warning(plain(f"This snapshot is of {kept.theatre[:40]}; choose that theatre to read what changed in it."))
        return
    st.header(f"Since a snapshot of {counted(len(kept.rows), 'estimate')}", anchor=False)
    _choices(kept)
    found, notes = since(kept, context.opened)
    show(found, file_name=f"force-posture_{theatre}_changes.csv")
    for note in notes:
        st.text(note)


def _day(label: str, name: str, explanation: str) -> date | None:
    return st.date_input(
        label,
        None,
        format="YYYY-MM-DD",
        min_value="1900-01-01",
        max_value="2100-12-31",
        key=f"fp-news-{name}",
        help=explanation,
        width=260,
    )


def _choices(kept: Kept) -> None:
    chosen = {name: ", ".join(filter(None, texts)) for name, texts in kept.parameters.items()}
    made = "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in chosen.items() if text)
    st.caption(plain(f"Made under these choices: {made}." if made else "It does not say under which choices."))


st.text("What was added, corrected, withdrawn or read otherwise, each with its reason and its source.")
way = st.radio("Compare", (DAYS, FILE), horizontal=True, key="fp-news-way")
context = here()
{DAYS: two_days, FILE: kept_file}[way](context)
take_away(context, context.rows, page="")
