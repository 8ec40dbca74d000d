"""Evidence: every estimate as a row that can be searched, and the full record of the one that is opened."""

from functools import partial

import streamlit as st

from posture.sentences import period
from views import state
from views.context import here, known_line, nothing, rows_of
from views.record import record
from views.take_away import take_away

COLUMNS = {
    "as_of": "Describes",
    "force_label": "Force",
    "count": "Figure",
    "wording": "Wording",
    "originator_label": "Originator",
    "publisher": "Publisher",
    "published": "Published",
    "measure": "Measure",
    "place": "Place",
    "status": "Status",
    "url": "Link",
}

context = here()
view = context.view
st.text_input("Search", placeholder="wording, originator, publisher, title …", max_chars=120, **state.field("search"))
rows = rows_of(context, "evidence")
st.text(
    f"{len(rows):,} of {len(context.everything):,} estimates, {known_line(context)}. Choose a row to open its record, "
    "with the keyboard by Shift and Space."
)


def _open() -> None:
    if "fp-table" in st.session_state:  # the reader may have gone on to another page
        chosen = st.session_state["fp-table"]["selection"]["rows"]
        state.change(record=rows["estimate_id"].iloc[chosen[0]] if chosen else "")


if not nothing(rows):
    listing = rows[list(COLUMNS)].assign(
        as_of=[period(text) for text in rows["as_of"]], published=[period(text) for text in rows["published"]]
    )
    st.dataframe(
        listing,
        hide_index=True,
        column_config={name: st.column_config.TextColumn(label) for name, label in COLUMNS.items() if name != "url"}
        | {"url": st.column_config.LinkColumn("Link", display_text="open")},
        on_select=partial(state.hold, _open),
        selection_mode="single-row",
        key="fp-table",
        height=420,
        alt="The estimates that fit the filters, newest first",
    )
    take_away(context, rows, page="evidence")
if view.record:
    record(context, view.record)
