"""Taking away: what the reader sees and everything there is, as links to addresses, and nothing made before a click."""

from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from figures.pages import PAGES
from posture.sentences import counted
from posture.snapshots.asked import Asked
from posture.snapshots.citation import texts
from views.context import Context, server

FORMS = {"csv": "CSV", "zip": "Zip", "json": "JSON"}


def take_away(context: Context, rows: pd.DataFrame, *, page: str) -> None:
    """The box with the snapshots of a page (a key of `posture.snapshots.asked.PAGES`, or ""), whose rows are `rows`."""
    seen = context.view.asked(page)
    if not page:
        seen = replace(seen, search="")  # it narrows Evidence alone
    with st.popover("Take away", icon=":material/download:", key="fp-take-away"):
        _links(seen, f"What I see: {counted(len(rows), 'estimate')}.")
        of_all = counted(len(context.everything), "estimate")
        _links(everything(seen), f"Everything: all {of_all} here, read in the same way.")
        st.text("What I see has an address for programs, spreadsheets and notes:")
        st.code(address(seen, "csv"), language=None, wrap_lines=True)
        if st.toggle("Show how to cite what I see", key="fp-cite"):
            _cite(context, seen)


def everything(asked: Asked) -> Asked:
    """Every estimate of the theatre, with the same date T, window, votes, rule and rulebook."""
    plain = Asked(theatre=asked.theatre, at=asked.at, window=asked.window, rulebook=asked.rulebook)
    return replace(plain, votes=asked.votes, rule=asked.rule, voice=asked.voice)


def address(asked: Asked, form: str) -> str:
    """The address of a snapshot: complete, so that it says the same when defaults change; what is empty is left out."""
    named = {name: texts for name, texts in asked.parameters().items() if texts != [""] and name != "theatre"}
    return f"{server()}/snapshots/{quote(asked.theatre, safe='')}.{form}?{urlencode(named, doseq=True)}"


def _links(asked: Asked, what: str) -> None:
    # With `download` the click leaves the page alone: no new tab, no new run.
    named = FORMS | ({"zip": "Zip with charts"} if asked.page in PAGES else {})
    links = f"<a href='{escape(address(asked, 'html'))}' target='_blank'>Pictures</a>" if asked.page in PAGES else ""
    links += "".join(
        f"<a href='{escape(address(asked, form))}' download aria-label='{escape(f'{label}. {what}')}'>{label}</a>"
        for form, label in named.items()
    )
    st.html(f"<p class='fp-links'>{escape(what)}<br>{links}</p>")


def _cite(context: Context, asked: Asked) -> None:
    today = datetime.now().astimezone().date()
    for name, text in texts(context.opened, asked, today, address(asked, "csv")).items():
        st.text(name)
        st.code(text, language=None, wrap_lines=True)
