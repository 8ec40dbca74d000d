"""A page of stock Streamlit that shows a file: what its own folder watch draws anew when the file is saved."""

from pathlib import Path

import streamlit as st

with st.container(key="answer"):
    st.text(Path("data/shown.yaml").read_text(encoding="utf-8"))
