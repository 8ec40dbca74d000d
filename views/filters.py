"""The filters, the same on every page; each is one parameter of the address."""

from typing import Any

import streamlit as st

from posture.sentences import day
from views import state
from views.address import WINDOWS, Choices
from views.context import unfolded

LISTS = {
    "force": ("Forces", "What is counted. A figure for several forces together shows under each of them."),
    "measure": (
        "Measure",
        "Present, commanded, ever there, killed and so on: figures of different measures never share a line.",
    ),
    "place": ("Places", "The whole theatre, or a front, or an area beyond it."),
    "side": ("Sides", "Whom the originator speaks for. None chosen: all."),
    "originator": ("Originators", "Who made the figure. None chosen: all."),
}


def theatre(theatres: list[str]) -> None:
    """The choice of a theatre, where there are several."""
    if len(theatres) > 1:
        st.session_state["fp-theatre"] = st.session_state[state.VIEW].theatre
        st.sidebar.selectbox("Theatre", theatres, key="fp-theatre", on_change=state.hold, args=(_switch,))


def sidebar(offered: Choices) -> None:
    """All filters in the sidebar; the reader's address follows every change."""
    with st.sidebar:
        _dates(offered)
        for name in ("force", "measure"):
            _several(name, offered)
        used = _in_use(offered)
        label = f"More filters: {len(used)} in use" if used else "More filters"
        if (box := unfolded(label, "filters", expanded=bool(used))) is not None:
            with box:
                _folded(offered)
        arguments = {"args": (state.clear,), "key": "fp-clear", "icon": ":material/filter_alt_off:"}
        st.button("Clear the filters", on_click=state.press, **arguments)


def _dates(offered: Choices) -> None:
    """The date T, with the way to the two days that are asked for most."""
    st.date_input("Date T", format="YYYY-MM-DD", help="The figures shown are those for this date.", **_bounded("at"))
    opens, newest = offered.default.at, offered.newest
    with st.container(horizontal=True):
        for key, label, at in (("opens", "As it opens", opens), ("newest", f"Newest: {day(newest)}", newest)):
            arguments = {"args": (state.change,), "kwargs": {"at": at}, "key": f"fp-at-{key}"}
            st.button(label, on_click=state.press, type="tertiary", **arguments)


def _folded(offered: Choices) -> None:
    """The filters that most readers never need."""
    for name in ("place", "side", "originator"):
        _several(name, offered)
    st.selectbox(
        "Window W",
        sorted({*WINDOWS, st.session_state[state.VIEW].window}),
        format_func=lambda days: f"{days:,} days",
        help="A statement stays live for so many days after the time that it describes.",
        **state.field("window"),
    )
    st.date_input("Known by", format="YYYY-MM-DD", help="Hides what was published later.", **_bounded("known_by"))
    st.date_input(
        "Described since", format="YYYY-MM-DD", help="Hides what describes an earlier time.", **_bounded("since")
    )
    st.date_input(
        "Described until", format="YYYY-MM-DD", help="Hides what describes a later time.", **_bounded("until")
    )
    st.checkbox("Show withdrawn figures and misprints", **state.field("struck"))


def _several(name: str, offered: Choices) -> None:
    label, explanation = LISTS[name]
    options = offered.options[name]
    st.multiselect(
        label,
        list(options),
        format_func=lambda key: options.get(key, key),
        help=explanation,
        placeholder="All",
        **state.field(name),
    )


def _bounded(name: str) -> dict[str, Any]:
    return {"min_value": "1900-01-01", "max_value": "2100-12-31", **state.field(name)}


def _in_use(offered: Choices) -> list[str]:
    """The filters that stand folded away and say something else than as the theatre opens."""
    view, first = st.session_state[state.VIEW], offered.default
    folded = ("place", "side", "originator", "window", "known_by", "since", "until", "struck")
    return [name for name in folded if getattr(view, name) != getattr(first, name)]


def _switch() -> None:
    if st.session_state["fp-theatre"] != st.session_state[state.VIEW].theatre:
        state.switch(st.session_state["fp-theatre"])
