"""An open page follows its files: when one changes, the page is drawn anew, wherever its reader stands."""

from dataclasses import replace

import streamlit as st

from posture.library import Library, Version
from views import state
from views.address import View

SECONDS = 0.5  # between two looks at the files
REST = 4  # looks, the one of the run itself among them, until a page may be drawn anew
SEEN, GONE = "fp-live-seen", "fp-live-gone"


def version(library: Library, known: list[str], theatre: str | None) -> Version:
    """How the files look that this run draws from; asked for before they are read."""
    # A theatre that came or went since `known` was asked for is a change too.
    return replace(library.version(theatre), theatres=tuple(known))


def follow(library: Library, theatre: str | None, drawn: Version) -> None:
    """From here on the page is drawn anew when its files look otherwise than `drawn`.

    Called last, and in no haste: a browser that gets a run while it builds the widgets of the one before may build
    them without the values that were set, and one whose look was under way during a run may lack what the next refers
    to.
    """
    _look(library, theatre, drawn, [])


@st.fragment(run_every=SECONDS)
def _look(library: Library, theatre: str | None, drawn: Version, looks: list[tuple[Version, bool]]) -> None:
    state.overlook()
    now, astray = library.version(theatre), state.astray()
    before, astray_before = looks[-1] if looks else (now, False)
    looks[:] = [*looks, (now, astray)][-REST:]
    if len(looks) < REST:
        return
    # What a reader changes runs the page within the moment: what is astray for two looks lost the value that was set.
    if lost := astray and astray_before:
        state.restore()
    # What is gone or empty is perhaps half a save, so it has to look the same twice.
    if lost or (now != drawn and (now == before or not drawn.loses(now))):
        st.rerun(scope="app")


def gone(known: list[str], view: View) -> str:
    """A sentence about the theatre that the reader stood on, if it was taken away; empty once the reader moves on."""
    before = st.session_state.get(SEEN)
    st.session_state[SEEN] = view
    if before is not None and before.theatre not in known:
        st.session_state[GONE] = before.theatre, view
    theatre, shown = st.session_state.get(GONE, ("", None))
    # Where the address names it, the notes on the address tell.
    if shown != view or theatre in known or "theatre" in st.query_params:
        return ""
    return f"The theatre {theatre} is no longer here; {view.theatre} is shown."
