"""The form of a report: what an article prints, as the fields of a draft."""

from dataclasses import replace
from functools import partial

import streamlit as st

from posture.editing.drafts import Draft, DraftEntry, DraftEstimate
from posture.editing.naming import proposed_id, proposed_key, published_by
from posture.model import Force, Originator, Report
from posture.model import Place as PlaceRecord
from views import fields, state
from views.context import Context
from views.fields import DATES, Place, Told
from views.figure import COLUMNS, Known, figure

FORM = "add"
NEW = "new:"  # begins what stands for an entry of the form where originators, places and forces are chosen
SECTIONS = {"originators": ("originator", Originator), "places": ("place", PlaceRecord), "forces": ("force", Force)}
CHOSEN = ("force", "originator", "place", "unclear", "of", "part_of")  # the fields where such an entry can be chosen
MORE = ("author", "via", "archive_url", "accessed", "note", "id")


def read(context: Context) -> Draft:
    """The draft as it stands in the form; ids and keys that were not typed are proposed."""
    entries = _entries(context)
    names = {f"{NEW}{slot}": entry.key for slot, entry in entries.items()}
    estimates = [Place(FORM, "estimate", slot).read(DraftEstimate, names) for slot in figures()]
    draft = Place(FORM).read(Draft)
    proposed = proposed_id(draft.publisher, draft.published, published_by(context.opened.dataset))
    return replace(draft, id=draft.id or proposed, estimates=tuple(estimates), entries=tuple(entries.values()))


def figures() -> list[str]:
    """The slots of the figures."""
    return fields.slots(FORM, "estimate", ["0"])


def report_fields(draft: Draft, told: Told) -> None:
    """Who printed it, where it can be followed and when."""
    place, described = Place(FORM), fields.descriptions(Report)
    hints = {"publisher": "The Jerusalem Post", "published": DATES, "url": "https://…", "title": "As printed"}
    columns = st.columns(2)
    for number, (name, hint) in enumerate(hints.items()):
        with columns[number % 2]:
            fields.text(place, name, help=described[name], placeholder=hint)
            told.below(name, empty=not getattr(draft, name))
    with st.expander("More about the report", key="fp-add-more"):
        columns = st.columns(COLUMNS)
        for number, name in enumerate(MORE):
            with columns[number % COLUMNS]:
                fields.text(place, name, help=described[name], placeholder=draft.id if name == "id" else "")
                told.below(name)
    told.below("estimates")
    told.below()


def figure_fields(context: Context, draft: Draft, told: Told) -> None:
    """Every figure that the article prints."""
    known = Known(
        **{section: _options(context, section) for section in SECTIONS},
        measures={key: measure.label for key, measure in context.opened.config.measures.items()},
    )
    for number, (slot, estimate) in enumerate(zip(figures(), draft.estimates, strict=True)):
        with st.container(border=True, key=f"fp-add-figure-{slot}"):
            _headed(f"Figure {number + 1}", "estimate", slot, alone=len(draft.estimates) == 1)
            figure(context, Place(FORM, "estimate", slot), estimate, known, told.under("estimates", number))


def entry_fields(context: Context, draft: Draft, told: Told) -> None:
    """What the theatre does not know yet: an originator, a place or a force, with its definition."""
    for number, (slot, entry) in enumerate(zip(fields.slots(FORM, "entry"), draft.entries, strict=True)):
        with st.container(border=True, key=f"fp-add-new-{slot}"):
            _headed(_called(entry, slot), "entry", slot)
            _entry(context, Place(FORM, "entry", slot), entry, told, number)


def _entry(context: Context, place: Place, entry: DraftEntry, told: Told, number: int) -> None:
    described = fields.descriptions(SECTIONS[entry.section][1])
    sides = {key: side.label for key, side in context.theatre.sides.items()}
    kinds = fields.themselves(sorted({one.kind for one in context.theatre.originators.values() if one.kind}))
    draws = {
        "label": fields.text,
        "counts": fields.text,
        "part_of": partial(fields.one, options=_options(context, entry.section, without=place.slot)),
        "side": partial(fields.one, options=sides),
        "kind": partial(fields.one, options=kinds, accept_new_options=True),
    }
    columns = st.columns(COLUMNS)
    for position, name in enumerate([name for name in draws if name in described]):
        with columns[position % COLUMNS]:
            draws[name](place, name, help=described[name])
            told.below("entries", number, name, empty=not getattr(entry, name))
    fields.text(place, "key", help="How YAML names it; it never changes.", placeholder=entry.key)
    told.below("entries", number, "key")
    if "anonymous" in described:
        st.checkbox("An unnamed source", key=place.key("anonymous"), help=described["anonymous"], **fields.KEPT)
    told.below("entries", number)


def adding() -> None:
    """The buttons that make the form longer."""
    used = figures()
    before = Place(FORM, "estimate", used[-1]).value("originator") if used else None
    with st.container(horizontal=True):
        st.button(
            "Another figure", on_click=state.press, args=(fields.add, FORM, "estimate"), icon=":material/add:",
            kwargs={"originator": before} if before else {}, key="fp-add-another",
        )  # fmt: skip
        for section, (word, _) in SECTIONS.items():
            more = {"args": (fields.add, FORM, "entry"), "kwargs": {"section": section}, "key": f"fp-add-{section}"}
            st.button(f"New {word}", on_click=state.press, type="tertiary", **more)


def _headed(title: str, part: str, slot: str, *, alone: bool = False) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False)
        st.space("stretch")
        if not alone:
            more = {"args": (_remove, part, slot), "key": f"fp-add-remove-{part}-{slot}"}
            st.button("Remove", on_click=state.press, type="tertiary", icon=":material/close:", **more)


def _remove(part: str, slot: str) -> None:
    """The part is gone; where a new entry was chosen, nothing is chosen any more."""
    fields.remove(FORM, part, slot)
    if part != "entry":
        return
    parts = [*(("estimate", each) for each in figures()), *(("entry", each) for each in fields.slots(FORM, "entry"))]
    for place in [Place(FORM, *each) for each in parts]:
        for name in CHOSEN:
            place.take(name, f"{NEW}{slot}")


def _entries(context: Context) -> dict[str, DraftEntry]:
    """What is new to the theatre, by its slot."""
    taken = {*context.theatre.originators, *context.theatre.places, *context.theatre.forces}
    found: dict[str, DraftEntry] = {}
    slots = fields.slots(FORM, "entry")
    for slot in slots:
        entry = Place(FORM, "entry", slot).read(DraftEntry)
        found[slot] = replace(entry, key=entry.key or proposed_key(entry.label, taken))
        taken.add(found[slot].key)
    names = {f"{NEW}{slot}": entry.key for slot, entry in found.items()}
    return {slot: replace(entry, part_of=names.get(entry.part_of, entry.part_of)) for slot, entry in found.items()}


def _called(entry: DraftEntry, slot: str) -> str:
    # Not by its label: a browser holds on to the name under which something was chosen, and labels are still typed.
    return f"New {SECTIONS[entry.section][0]} {slot}"


def _options(context: Context, section: str, without: str = "") -> dict[str, str]:
    """What can be chosen of a section: what the theatre knows, then what the form defines."""
    known = {key: record.label for key, record in getattr(context.theatre, section).items()}
    new = {
        f"{NEW}{slot}": _called(entry, slot)
        for slot, entry in _entries(context).items()
        if entry.section == section and slot != without
    }
    return known | new
