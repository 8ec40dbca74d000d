"""Add a report: what an article prints becomes YAML, looked at before it is written."""

import streamlit as st

from posture.editing.drafts import Draft, edits, report
from posture.editing.faults import faults
from posture.editing.remarks import remarks
from posture.editing.writing import report_text
from posture.sentences import counted, listed
from views import data, fields, form, state
from views.context import here, plain
from views.fields import Told
from views.proposal import forget, outcome, proposal, today, unsaved

PREVIEWED = "fp-previewed"


def _look(draft: Draft) -> None:
    st.session_state[PREVIEWED] = draft
    forget(form.FORM)


def _done() -> None:
    fields.clear(form.FORM)


def _summary(draft: Draft) -> str:
    """What the log says was done."""
    forces = list(dict.fromkeys(force for one in draft.estimates for force in one.force))
    return f"Add {draft.id}: {counted(len(draft.estimates), 'estimate')} of {listed(forces)}"


context = here()
dataset, config = context.opened.dataset, context.opened.config
st.header("Add a report", anchor=False)
st.caption(
    "A report is one publication with the figures that it prints, each as it prints it. The rules stand in "
    "data/README.md; whoever likes an editor better types the same into a file of the theatre."
)
outcome(form.FORM)
draft = form.read(context)
found = faults(draft, dataset, config)
told = Told(found, remarks(draft, dataset, config, today()))
form.report_fields(draft, told)
form.figure_fields(context, draft, told)
form.entry_fields(context, draft, told)
form.adding()

st.divider()
missing = listed([fields.place_of(fault.where) for fault in found], most=6)
if found:
    st.caption(plain(f"Before it can be written, {counted(len(found), 'thing')} to fill in or to mend: {missing}."))
arguments = {"args": (_look, draft), "key": "fp-add-preview", "type": "primary"}
st.button("Preview", on_click=state.press, disabled=bool(found), **arguments)
unsaved(form.FORM)
if not found and st.session_state.get(PREVIEWED) == draft:
    folder = data.folder() / context.view.theatre
    proposal(context, edits(draft, folder), form=form.FORM, what=_summary(draft), done=_done)
elif draft.estimates:
    with st.expander("The YAML so far", key="fp-add-yaml"):
        st.code(report_text(report(draft)), language="yaml", wrap_lines=True)
