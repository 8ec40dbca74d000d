"""The fields of one estimate, for a form that adds it and for one that corrects it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from posture.editing.drafts import DraftEstimate
from posture.model import UNATTRIBUTED, Estimate
from posture.problems import MiswrittenError
from posture.quantities import explain, parse
from views import fields
from views.context import Context, plain
from views.fields import DATES, Below, Place

STANCES = ("relays", "confirms", "doubts", "denies")
CHANGES = ("real change", "new definition", "correction", "disclosure")
COLUMNS = 3
MOST_LIKELY = 3  # originators that a text may mean
SOURCE = "Who made the figure, or an unnamed source in words"


@dataclass(frozen=True)
class Known:
    """What can be chosen, by key and label: what the theatre knows and what the form adds to it."""

    forces: Mapping[str, str]
    originators: Mapping[str, str]
    places: Mapping[str, str]
    measures: Mapping[str, str]


def figure(context: Context, place: Place, estimate: DraftEstimate, known: Known, below: Below) -> None:
    """All fields of an estimate; what there is to say about each stands below it."""
    described = fields.descriptions(Estimate)
    left, right = st.columns(2)
    with left:
        fields.several(place, "force", known.forces, help=described["force"], placeholder="What is counted")
        below("force", empty=not estimate.force)
        fields.text(place, "wording", help=described["wording"], placeholder="As printed, a dozen words at most")
        below("wording", empty=not estimate.wording)
    with right:
        fields.text(place, "count", help=described["count"], placeholder="more than 7,000", live=True)
        _meaning(context, estimate.count)
        below("count", empty=not estimate.count, repeat=partial(_repeat, place))
        own = {"accept_new_options": True, "placeholder": SOURCE}
        originators = {**known.originators, UNATTRIBUTED: UNATTRIBUTED}
        fields.one(place, "originator", originators, help=described["originator"], **own)
        _unnamed(place.value("originator") or UNATTRIBUTED, originators)
        below("originator", empty=not estimate.originator)
    below("repeats")
    with st.expander("More about the figure", key=place.key("more")):
        _rest(place, described, known, below)
    below()


def _rest(place: Place, described: Mapping[str, str], known: Known, below: Below) -> None:
    """The fields that most figures leave empty."""
    columns = st.columns(COLUMNS)
    for number, (name, draw) in enumerate(_draws(place, known)):
        with columns[number % COLUMNS]:
            draw(place, name, help=described[name])
            if name != "repeats":  # stands where it is seen while this box is closed
                below(name)
    st.checkbox("On top of others", key=place.key("increment"), help=described["increment"], **fields.KEPT)
    below("increment")


def _draws(place: Place, known: Known) -> Iterator[tuple[str, Callable]]:
    """The names of those fields, each with what draws it."""
    roots = {name: name for name in place.value("repeats") or []}
    yield "as_of", partial(fields.text, placeholder=f"left out: the day of publication; {DATES}")
    yield "place", partial(fields.several, options=known.places, placeholder="left out: the whole theatre")
    yield "measure", partial(fields.one, options=known.measures, placeholder="left out: present")
    yield "speaker", fields.text
    yield "translation", fields.text
    yield "unclear", partial(fields.several, options={**known.forces, **known.places})
    yield "relayed_by", fields.text
    yield "stance", partial(fields.one, options=fields.themselves(STANCES))
    hint = "report/estimate, or the root in words"
    yield "repeats", partial(fields.several, options=roots, accept_new_options=True, placeholder=hint)
    yield "change", partial(fields.one, options=fields.themselves(CHANGES))
    yield "method", fields.text
    yield "note", fields.text
    yield "unit", partial(fields.text, placeholder="left out: persons")
    yield "of", partial(fields.several, options=known.forces, placeholder="only beside a percentage")


def _meaning(context: Context, count: str) -> None:
    """What the count means, while it is typed."""
    try:
        said = explain(parse(count), context.rulebook) if count else ""
    except MiswrittenError:
        return  # the fault says it
    if said:
        read_by = "" if context.rulebook.label in said else f" ({context.rulebook.label})"
        st.caption(f":material/arrow_forward: {plain(said + read_by)}")


def _unnamed(originator: str, known: Mapping[str, str]) -> None:
    """Says of an originator in words what it becomes: Enter takes what is typed, however near to a name it is."""
    if originator in known:
        return
    likely = [label for label in known.values() if originator.casefold() in label.casefold()]
    asked = f" Did you mean {' or '.join(likely[:MOST_LIKELY])}? Then choose it from the list." if likely else ""
    st.caption(f":material/lightbulb: {plain(f'An unnamed source, written in these words.{asked}')}")


def _repeat(place: Place, root: str) -> None:
    place.fill("repeats", [*(place.value("repeats") or []), root])
