"""What stands around every page: the theatre, the way from page to page, the filters, and troubles with the data."""

from datetime import datetime
from pathlib import Path

import streamlit as st

from posture.problems import DataError
from posture.sentences import isolated
from views import address, context, data, filters, live, state, waiting
from views.first import first_report
from views.trouble import cannot_open, troubles

HERE = Path(__file__).parent
PAGES = {
    "overview": "Posture",
    "compare": "Compare",
    "change": "Change",
    "evidence": "Evidence",
    "method": "Method",
    "news": "What changed",
    "add": "Add a report",
}

pages = {
    name: st.Page(
        HERE / f"{name}.py",
        title=title,
        url_path="" if name == "overview" else name,
        default=name == "overview",
    )
    for name, title in PAGES.items()
}
page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(f"{page.title} · Force Posture", page_icon="📊", layout="wide", initial_sidebar_state="auto")
WITHOUT_REPORTS = (pages["method"], pages["add"])  # the pages that say something of a theatre without a report


def ways() -> None:
    """The way to every page, and this view's address."""
    parameters = state.parameters()
    for name, target in pages.items():
        st.page_link(
            target,
            query_params=parameters,
            label=f"**{PAGES[name]}**" if target == page else PAGES[name],
        )
    st.space("stretch")
    with st.popover("Copy address", icon=":material/link:"):
        st.text("This address shows exactly this view:")
        st.code(context.address_of(page), language=None, wrap_lines=True)


library = data.library(data.folder(), data.configuration())
known = library.keys()
state.take()
chosen = state.theatre(known) if known else None
version = live.version(library, known, chosen)
if chosen is None:
    st.title("Force Posture")
    st.info(
        "There is no theatre yet. A theatre is a folder of data/ that holds theatre.yaml; "
        "data/README.md shows how to begin one."
    )
    live.follow(library, chosen, version)
    st.stop()
try:
    opened = waiting.opened(library, chosen, datetime.now().astimezone().date())
except DataError as error:
    cannot_open(chosen, known, error)
    live.follow(library, chosen, version)
    st.stop()

offered = address.offered(opened)
view = state.begin(chosen, offered)
here = context.begin(view, opened)

st.html(context.house(here.colours))
head = st.container(horizontal=True, vertical_alignment="center", key="fp-head")
troubles(opened)
for note in state.notes():
    st.warning(context.plain(f"In the address, {note}."), icon=":material/link_off:")
if moved := live.gone(known, view):
    st.warning(context.plain(moved), icon=":material/link_off:")
st.title(context.plain(isolated(here.theatre.title)), anchor=False)
if here.theatre.summary:
    st.caption(context.plain(isolated(here.theatre.summary)))
try:
    if offered.nothing and page not in WITHOUT_REPORTS:
        first_report(here)
    else:
        page.run()
finally:
    # Last, so that a reader who changes a filter sees the answer first; the view is known from the address.
    with head:
        ways()
    filters.theatre(known)
    if page != pages["add"] and not offered.nothing:
        filters.sidebar(offered)
    context.send_charts()
    live.follow(library, chosen, version)
