"""A theatre with no report to show: what is missing, and both ways to bring the first one."""

import streamlit as st

from views import data, state
from views.context import Context, plain


def first_report(context: Context) -> None:
    """In place of a page that would be empty: the way to the form, and the file to write in an editor."""
    if context.opened.problems:
        st.info("No report can be shown before the errors above are mended.")
        return
    key = context.view.theatre
    folder = f"{data.folder().name}/{key}"
    st.info("This theatre holds no report yet, so there is nothing to show. Add the first one:")
    st.page_link("add.py", label="Add a report", icon=":material/add:", query_params=state.parameters())
    st.text(
        f"Or in an editor: copy the report in data/template.yaml into a new file of {folder}/reports/, such as "
        f"{folder}/reports/first.yaml, and fill it in. The page shows it as soon as the file is saved; "
        f"python -m posture check {folder} says what is wrong with it."
    )
    st.caption(plain("data/README.md, the codebook, says how a figure is written down, with examples."))
