"""The view is the address: read when it changes from outside, written whenever the reader changes a filter."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from posture.snapshots.parameters import READERS
from views import address
from views.address import Choices, View

VIEW, SEEN, NOTES, OFFERED = "fp-view", "fp-seen", "fp-notes", "fp-offered"
HELD, PRESSED = "fp-held", "fp-pressed"


def hold(act: Callable[..., None], *args: Any) -> None:
    """For `on_change` and `on_select`: calls a function as the page begins to run, never where only a part of it runs.

    With each look at the files (views/live.py) a browser sends all widgets, also those whose new values it has not got
    yet. By the time the page runs they say what the reader sees. And a look may come before the request that tells of
    a new value, which still has the old address: what the look had written there would be read back.
    """
    st.session_state.setdefault(HELD, []).append((act, args, {}))


def press(act: Callable[..., None], *args: Any, **named: Any) -> None:
    """For `on_click`: as `hold` does, and once, though a look may bring the same press before its own request."""
    pressed = st.session_state.setdefault(PRESSED, [])
    if (act, args, named) not in pressed:
        pressed.append((act, args, named))


def overlook() -> None:
    """For a look at the files: what it brings as pressed comes again with its own request."""
    st.session_state.pop(PRESSED, None)


def take() -> None:
    """Does what is held, in the reader's order: whoever presses a button has left the field before."""
    for key in (HELD, PRESSED):
        held = st.session_state.get(key, [])
        while held:  # a run that is broken off leaves the rest to the next
            act, args, named = held.pop(0)
            act(*args, **named)


def astray() -> bool:
    """Whether a filter says something else than the view."""
    view = st.session_state.get(VIEW)
    shown = {_key(name): _shown(getattr(view, name)) for name in READERS} if view else {}
    return any(st.session_state.get(key, value) != value for key, value in shown.items())


def restore() -> None:
    """The filters say what the view says."""
    st.session_state.pop(HELD, None)
    _fill(st.session_state[VIEW])


def begin(theatre: str, offered: Choices) -> View:
    """The view of this run: that of the address where it is new to the session, else the one at hand."""
    before: Choices | None = st.session_state.get(OFFERED)
    st.session_state[OFFERED] = offered
    here = _address()
    held: View | None = st.session_state.get(VIEW)
    began = before is not None and before.nothing and not offered.nothing  # the theatre got its first report
    if held is None or here != st.session_state.get(SEEN) or held.theatre != theatre or began:
        held, notes = address.read(here, offered)
        st.session_state[NOTES] = notes
        _fill(held)
    elif (settled := address.settle(held, offered)) != held:
        held = settled  # the data changed under the reader: what is gone cannot stay chosen
        _fill(held)
    st.session_state[VIEW] = held
    st.session_state[SEEN] = here
    return held


def notes() -> list[str]:
    """What of the address could not be followed."""
    return st.session_state.get(NOTES, [])


def field(name: str) -> dict[str, Any]:
    """The arguments that tie a widget to a field of the view: `st.selectbox(label, options, **field("order"))`."""
    if _key(name) not in st.session_state:
        st.session_state[_key(name)] = _shown(getattr(st.session_state[VIEW], name))
    return {"key": _key(name), "on_change": hold, "args": (_changed, name)}


def change(**fields: Any) -> None:
    """Sets fields of the view and the address with them; for `hold` and `press`."""
    view = replace(st.session_state[VIEW], **fields)
    st.session_state[VIEW] = view
    _fill(view)
    _publish(view)


def clear() -> None:
    """Back to how the theatre opens; for `hold` and `press`."""
    view = st.session_state[OFFERED].default
    st.session_state[VIEW] = view
    _fill(view)
    _publish(view)


def switch(theatre: str) -> None:
    """To another theatre, which opens as it opens for everybody; for `hold` and `press`."""
    st.query_params.from_dict({"theatre": theatre})


def parameters(**fields: Any) -> Mapping[str, list[str]]:
    """The complete address of the view at hand, with some fields changed, for links to our own pages.

    Of a theatre without a report it names the theatre alone: it shall open at the first one.
    """
    view = replace(st.session_state[VIEW], **fields)
    written = address.write(view)
    return {"theatre": written["theatre"]} if st.session_state[OFFERED].nothing else written


def theatre(known: list[str]) -> str:
    """The theatre that the address names; the first one where it names none that is here."""
    named = st.query_params.get("theatre")
    return named if named in known else known[0]


def _changed(name: str) -> None:
    value = st.session_state[_key(name)]
    if value is None and name not in ("since", "until", "known_by", "before"):
        # An emptied date leaves the view as it was, and says so by coming back.
        st.session_state[_key(name)] = _shown(getattr(st.session_state[VIEW], name))
        return
    view = replace(st.session_state[VIEW], **{name: tuple(value) if isinstance(value, list) else value})
    if view != st.session_state[VIEW]:
        st.session_state[VIEW] = view
        _publish(view)


def _publish(view: View) -> None:
    st.query_params.from_dict(address.write(view))
    st.session_state[SEEN] = _address()
    st.session_state[NOTES] = []  # what could not be followed is no longer in the address


def _fill(view: View) -> None:
    for name in READERS:
        shown = _shown(getattr(view, name))
        # Written only where it differs: Streamlit sends every widget anew whose state was set.
        if st.session_state.get(_key(name), ...) != shown:
            st.session_state[_key(name)] = shown


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in sorted(st.query_params)}


def _shown(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _key(name: str) -> str:
    return f"fp-{name}"
