"""The full record of one estimate: what was printed, by whom, where it can be followed and where it stands in YAML."""

import pandas as pd
import streamlit as st

from figures.tables import table_html
from posture.columns import MERGED
from posture.quantities import explain
from posture.sentences import period, said
from views import state
from views.context import Context, plain
from views.correct import correct

FIELDS = {
    "Wording": "wording",
    "In English": "translation",
    "Figure as coded": "count",
    "Originator": "originator_label",
    "Speaker": "speaker",
    "Relayed by": "relayed_by",
    "Stance": "stance",
    "Counted": "force_label",
    "Unclear": "unclear",
    "Method": "method",
    "Change": "change",
    "Status": "status",
    "Why": "status_reason",
    "Note": "note",
    "Publisher": "publisher",
    "Copy read at": "via",
    "Title": "title",
}


def record(context: Context, estimate_id: str) -> None:
    """The record below the table; says so where the address names one that is not there."""
    rows = context.everything
    wanted = rows[rows["estimate_id"] == estimate_id]
    st.header("Record", anchor=False)
    if wanted.empty:
        st.warning(plain(f"There is no estimate called {estimate_id} in this theatre."))
        return
    row = wanted.iloc[0]
    st.text(said(row) + ".")
    facts = [(label, row[column]) for label, column in FIELDS.items() if row[column]]
    facts += _derived(context, row)
    facts += [
        (label, row[column]) for label, column in (("Report", "url"), ("Archived copy", "archive_url")) if row[column]
    ]
    st.html(table_html(["Field", "As recorded"], facts))
    _chain(context, row)
    correct(context, estimate_id)


def _derived(context: Context, row: pd.Series) -> list[tuple[str, str]]:
    """What the table has no column for: the count in words, and the fields that only the files hold."""
    entry = context.opened.dataset.by_id[row["estimate_id"]]
    report, status = entry.report, entry.estimate.status
    beside = {
        "Status by": status.by if status else None,
        "Author": report.author,
        "Other copies": " ".join(report.copies),
        "Read on": report.accessed and period(str(report.accessed)),
    }
    return [
        *((label, text) for label, text in beside.items() if text),
        (f"Means ({context.rulebook.label})", explain(entry.estimate.count, context.rulebook)),
        ("Describes", period(row["as_of"])),
        ("Published", period(row["published"])),
        ("Stands in", f"{row['file']}:{row['line']}"),
        ("Id", row["estimate_id"]),
    ]


def _chain(context: Context, row: pd.Series) -> None:
    """What it repeats, and what repeats it."""
    rows = context.everything
    above = [name for name in row["repeats"].split(MERGED) if name]
    below = [
        name
        for name, cell in zip(rows["estimate_id"], rows["repeats"], strict=True)
        if row["estimate_id"] in cell.split(MERGED)
    ]
    for heading, names in (("Repeats", above), ("Repeated by", below)):
        if names:
            st.text(heading)
        for name in names:
            known = rows[rows["estimate_id"] == name]
            if known.empty:
                st.text(f"{name} (not in the dataset)")
            else:
                st.button(
                    plain(said(known.iloc[0])),
                    on_click=state.press,
                    args=(state.change,),
                    kwargs={"record": name},
                    key=f"fp-chain-{name}",
                    type="tertiary",
                )
