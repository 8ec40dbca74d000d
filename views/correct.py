"""Correct a record, or say what became of it; nothing is ever deleted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from posture.editing.corrections import correction, correction_faults, fields_of, form_of, report_form_of
from posture.editing.drafts import Draft, DraftEstimate, DraftStatus
from posture.editing.edits import record_text
from posture.loading import Entry
from posture.model import Status
from posture.problems import DataError
from posture.reading import parse
from views import data, fields, state
from views.context import Context, plain, unfolded
from views.fields import Place, Told
from views.figure import COLUMNS, Known, figure
from views.form import MORE
from views.proposal import forget, outcome, proposal, refused, unsaved

FORM, READ, SHOWN = "correct", "read", "shown"
REPORT = ("publisher", "title", "url", "published", *MORE[:-1])
MOVED = "The file does not hold this record as it is shown here: it is changing, or has errors. Mend it first."
STATUSES = ("withdrawn", "corrected", "misprint", "disputed")


def correct(context: Context, estimate_id: str) -> None:
    """The box below a record in which its fields can be changed, or it gets a status with a reason."""
    outcome(FORM, estimate_id)
    box = unfolded("Correct this record, or say what became of it", "correct")
    if box is None:
        return
    entry = context.opened.dataset.by_id[estimate_id]
    with box:
        which = st.segmented_control(
            "What", ["This figure", "Its report"], default="This figure", required=True, key=f"fp-correct-{estimate_id}"
        )
        _form(context, entry, entry.id if which == "This figure" else entry.report.id)


def _form(context: Context, entry: Entry, record: str) -> None:
    place = Place(FORM, f"{context.view.theatre}/{record}")
    try:
        _begin(context, place, entry, record)
    except DataError as error:
        refused(error)
        return
    except (LookupError, OSError):
        st.warning(MOVED, icon=":material/report:")
        return
    part = _typed(place, entry, record)
    wanted = fields_of(part)
    told = Told(correction_faults(context.opened.dataset, record, wanted, context.opened.config))
    if record == entry.id:
        _figure(context, place, part, told)
    else:
        _report(place, part, told)
    st.button("Start over", on_click=state.press, args=(_done,), key="fp-correct-anew", type="tertiary")
    if told.faults:
        names = ", ".join(fields.place_of(fault.where) for fault in told.faults)
        st.caption(plain(f"To be mended first: {names}."))
        return
    edit = correction(context.opened.dataset, record, wanted, place.value(READ))
    if edit.fields:
        unsaved(FORM, [edit])
        what = f"Correct {', '.join(edit.fields)} of {record}"
        proposal(context, [edit], form=FORM, what=what, done=_done)


def _begin(context: Context, place: Place, entry: Entry, record: str) -> None:
    """Fills the form with what the file says, and again when the file says otherwise before anything is typed.

    The text is kept, to be held against the file when it is saved. Raises DataError, LookupError and OSError where
    the file does not hold the record that the page shows.
    """
    part = form_of(entry) if record == entry.id else report_form_of(entry)
    shown = place.value(SHOWN)
    if shown is not None and (shown == part or _typed(place, entry, record) != shown):
        return
    file = data.folder() / context.view.theatre / entry.file.partition("/")[2]
    text = record_text(file.read_bytes(), record, entry.file)
    source = entry.source if record == entry.id else entry.report_source
    if {**parse(text.encode(), entry.file), "estimates": None} != {**source, "estimates": None}:
        raise LookupError(record)
    place.fill(READ, text)
    place.fill(SHOWN, part)
    _fill(place, part, leaving=("status", "estimates", "entries"))
    if isinstance(part, DraftEstimate):
        _fill(_status(place), part.status)


def _status(place: Place) -> Place:
    return Place(place.form, place.part, "status")


def _fill(place: Place, part: Any, leaving: Sequence[str] = ()) -> None:
    for name in part.__dataclass_fields__:
        value = getattr(part, name)
        # None is how a list to choose one from is empty.
        if name not in leaving:
            place.fill(name, value if value != "" else None)


def _typed(place: Place, entry: Entry, record: str) -> Draft | DraftEstimate:
    if record != entry.id:
        return place.read(Draft)
    return replace(place.read(DraftEstimate), status=_status(place).read(DraftStatus))


def _figure(context: Context, place: Place, estimate: DraftEstimate, told: Told) -> None:
    theatre, described = context.theatre, fields.descriptions(Status)
    parts = {
        name: {key: one.label for key, one in getattr(theatre, name).items()}
        for name in ("forces", "originators", "places")
    }
    measures = {key: one.label for key, one in context.opened.config.measures.items()}
    figure(context, place, estimate, Known(**parts, measures=measures), told.below)
    status = _status(place)
    columns = st.columns(COLUMNS + 1)
    options = fields.themselves(STATUSES)
    for column, name in zip(columns, ("is_", "date", "reason", "by"), strict=True):
        with column:
            if name == "is_":
                fields.one(status, name, options, help=described[name], placeholder="it stands")
            else:
                fields.text(status, name, help=described[name])
            told.below("status", name.rstrip("_"))
    told.below("status")


def _report(place: Place, draft: Draft, told: Told) -> None:
    columns = st.columns(2)
    for number, name in enumerate(REPORT):
        with columns[number % 2]:
            fields.text(place, name)
            told.below(name, empty=not getattr(draft, name))
    told.below()


def _done() -> None:
    fields.clear(FORM)
    forget(FORM)
