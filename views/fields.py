"""The fields of a form: each is a widget that keeps its text over pages, with what there is to say about it below."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol, TypeVar

import streamlit as st

from posture.editing.drafts import Draft, DraftEntry, DraftEstimate, DraftStatus
from posture.editing.faults import Fault
from posture.editing.remarks import Remark
from posture.model import Record
from views import state
from views.context import plain

Part = TypeVar("Part", Draft, DraftEntry, DraftEstimate, DraftStatus)
KEPT = {"persist_state": "session"}
DATES = "2018-06-17, 2018-06 or 2018"
# Where a field's name is not what a reader calls it.
LABELS = {"url": "Address", "of": "Share of", "as_of": "Describes", "via": "Copy read at", "label": "Name"}
LABELS |= {"counts": "Definition", "archive_url": "Archived copy", "accessed": "Read on", "is_": "Status"}


class Below(Protocol):
    """Writes below a field what there is to say about it; of an empty one only what is no fault."""

    def __call__(self, *where: Any, empty: bool = False, repeat: Callable[[str], None] | None = None) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Place:
    """Where in a form a field stands: the form, the part of it, and what tells that part from others of its kind."""

    form: str
    part: str = ""
    slot: str = ""

    def key(self, name: str) -> str:
        """The key of the widget of a field."""
        return "-".join([_begins(self.form), *filter(None, (self.part, self.slot)), name])

    def value(self, name: str) -> Any:
        """What stands in the field; None where it was never drawn or is empty."""
        return st.session_state.get(self.key(name))

    def fill(self, name: str, value: Any) -> None:
        """Puts a value into the field: before it is drawn."""
        st.session_state[self.key(name)] = list(value) if isinstance(value, tuple) else value

    def take(self, name: str, value: str) -> None:
        """Takes one choice out of the field; for `state.press`."""
        held = self.value(name)
        if isinstance(held, list) and value in held:
            self.fill(name, [one for one in held if one != value])
        elif held == value:
            self.fill(name, None)

    def read(self, part: type[Part], names: Mapping[str, str] | None = None) -> Part:
        """The part of a draft that the fields hold; a value that is a key of `names` is the one that it stands for."""
        names = names or {}
        held = {field.name: self.value(field.name) for field in fields(part)}
        return part(**{name: _named(value, names) for name, value in held.items() if value})


def _named(value: Any, names: Mapping[str, str]) -> Any:
    return tuple(names.get(one, one) for one in value) if isinstance(value, list) else names.get(value, value)


@dataclass(frozen=True)
class Told:
    """What there is to say about the fields of a form."""

    faults: Iterable[Fault] = ()
    remarks: Iterable[Remark] = ()

    def below(self, *where: Any, empty: bool = False, repeat: Callable[[str], None] | None = None) -> None:
        """Writes what there is to say about a field below it; `repeat` takes the root of a figure that is a repeat."""
        for fault in self.faults:
            if fault.where == where and not empty:
                st.caption(f":red[:material/error: {plain(f'{fault.found}; {fault.write}.')}]")
        for number, remark in enumerate(self.remarks):
            if remark.where == where:
                st.caption(f":material/lightbulb: {plain(remark.text)}")
                if remark.repeats and repeat:
                    key = f"fp-repeat-{'-'.join(map(str, where))}-{number}"
                    arguments = {"args": (repeat, remark.repeats), "key": key}
                    st.button("It is a repeat", on_click=state.press, type="tertiary", **arguments)

    def under(self, *above: Any) -> Below:
        """The same for the fields of a part of the form."""
        return partial(self.below, *above)


def text(place: Place, name: str, **options: Any) -> None:
    """A line to type in."""
    st.text_input(label_of(name), key=place.key(name), **KEPT, **options)


def one(place: Place, name: str, options: Mapping[str, str], **more: Any) -> None:
    """One of several, by their labels."""
    more = {"placeholder": "none chosen", "format_func": labelled(options), "key": place.key(name)} | KEPT | more
    st.selectbox(label_of(name), _offered(options, place.value(name)), index=None, **more)


def several(place: Place, name: str, options: Mapping[str, str], **more: Any) -> None:
    """Any of several, by their labels."""
    more = {"placeholder": "none chosen", "format_func": labelled(options), "key": place.key(name)} | KEPT | more
    st.multiselect(label_of(name), _offered(options, *(place.value(name) or [])), select_all=False, **more)


def _offered(options: Mapping[str, str], *chosen: str | None) -> list[str]:
    """The options, and what is chosen beside them: a choice does not go because nobody declares it any more."""
    return list(dict.fromkeys([*options, *filter(None, chosen)]))


def labelled(options: Mapping[str, str]) -> Callable[[str], str]:
    """What is shown for an option; a text of the reader's own is shown as it is."""
    return lambda key: options.get(key, key)


def themselves(words: Iterable[str]) -> dict[str, str]:
    """Options that are called what they are."""
    return {word: word for word in words}


def descriptions(model: type[Record]) -> dict[str, str]:
    """What each field of a record says."""
    return {name: field.description or "" for name, field in model.model_fields.items()}


def label_of(name: str) -> str:
    """What a field is called."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


def place_of(where: Sequence[Any]) -> str:
    """What a field is called, with the part of the form that it stands in."""
    names = {"estimates": "figure", "entries": "new entry"}
    if len(where) > 1 and isinstance(where[1], int):
        part = f"{names.get(where[0], where[0])} {where[1] + 1}"
        return f"{label_of(str(where[2])).lower()} of {part}" if len(where) > 2 else part
    return label_of(str(where[0])).lower() if where else "the report"


def slots(form: str, part: str, at_first: Iterable[str] = ()) -> list[str]:
    """The slots of a kind of part, in the order of the form; a slot is the same for as long as its part is there."""
    return st.session_state.setdefault(f"{_begins(form)}-{part}-slots", list(at_first))


def add(form: str, part: str, **filled: Any) -> None:
    """A further slot, with some fields filled; for `state.press`."""
    used = slots(form, part)
    last = f"{_begins(form)}-{part}-last"
    number = 1 + max([st.session_state.get(last, 0), *map(int, used)])
    st.session_state[last] = number
    used.append(str(number))
    for name, value in filled.items():
        Place(form, part, str(number)).fill(name, value)


def remove(form: str, part: str, slot: str) -> None:
    """The slot is gone, and what was typed there; for `state.press`."""
    slots(form, part).remove(slot)


def clear(form: str) -> None:
    """Everything that was typed into a form is gone; for `state.press`."""
    for key in [key for key in st.session_state if str(key).startswith(f"{_begins(form)}-")]:
        del st.session_state[key]
    # A browser keeps the text of a field for as long as its key is the same.
    st.session_state[f"fp-sheet-{form}"] = st.session_state.get(f"fp-sheet-{form}", 1) + 1


def _begins(form: str) -> str:
    """How the keys of a form begin: with its name and the number of its sheet, a new one after each save."""
    return f"fp-{form}-{st.session_state.get(f'fp-sheet-{form}', 1)}"
