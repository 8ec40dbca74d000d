"""What a reader is told while files have problems; the data on screen are then the last good ones."""

import streamlit as st

from posture.library import Opened
from posture.problems import DataError, Problem
from views import state

MOST = 8


def troubles(opened: Opened) -> None:
    """A box above the page for as long as a file has an error."""
    if not opened.problems:
        return
    what = (
        "The files were changed and have errors. The page shows the last good data."
        if opened.stale
        else "Some records have errors and are left out of this page."
    )
    _box(what, opened.problems)


def cannot_open(theatre: str, known: list[str], error: DataError) -> None:
    """The page of a theatre that could never be read: what to mend, and the way to the others."""
    st.title("Force Posture", anchor=False)
    _box("This theatre cannot be read yet.", error.problems)
    for other in known:
        if other != theatre:
            st.button(f"Open {other}", on_click=state.press, args=(state.switch, other), key=f"fp-open-{other}")


def _box(what: str, problems: tuple[Problem, ...]) -> None:
    with st.container(border=True, key="fp-trouble"):
        st.error(what, icon=":material/report:")
        st.code("\n".join(str(problem) for problem in problems[:MOST]), language=None, wrap_lines=True)
        if len(problems) > MOST:
            st.text(f"and {len(problems) - MOST} more; python -m posture check prints them all.")
