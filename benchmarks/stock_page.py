"""The empty page of stock Streamlit: one input, of the kind that its address names, and one line that changes."""

from datetime import date

import streamlit as st

THINGS = [f"thing {number}" for number in range(40)]


def turn() -> None:
    """The line below counts one more."""
    st.session_state["turns"] = st.session_state.get("turns", 0) + 1


kind = st.query_params.get("input", "button")
left, right = st.columns(2)
if kind == "date":
    left.date_input("Date", date(2018, 6, 30), key="date", on_change=turn)
elif kind == "list":
    left.multiselect("List", THINGS, THINGS, key="list", on_change=turn)
else:
    left.button("Turn", on_click=turn, key="turn")
with right.container(key="answer"):
    st.write(f"Turned {st.session_state.get('turns', 0)} times")
