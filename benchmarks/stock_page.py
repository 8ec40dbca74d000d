"""The empty page of stock Streamlit: one choice, one button, one line that changes."""

import streamlit as st


def turn() -> None:
    """The line below counts one more."""
    st.session_state["turns"] = st.session_state.get("turns", 0) + 1


st.selectbox("Choice", ["one", "two", "three"])
st.button("Turn", on_click=turn, key="turn")
with st.container(key="answer"):
    st.write(f"Turned {st.session_state.get('turns', 0)} times")
