"""How many claims become one, and whose word counts: choices that change a headline, so they stand in plain sight."""

import streamlit as st

from posture.collapse import RULES
from views import state
from views.address import Choices


def rules(offered: Choices) -> None:
    """The rule, the vote and the rulebook, each a parameter of the address."""
    options = offered.options
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Rule for the headline",
            list(options["rule"]),
            format_func=options["rule"].get,
            help="  \n".join(f"{rule.label}: {rule.says}." for rule in RULES.values()),
            width=200,
            **state.field("rule"),
        )
        if st.session_state[state.VIEW].rule == "one":
            voices = ["", *options["voice"]]
            labels = {"": "choose one"} | dict(options["voice"])
            st.selectbox(
                "Whose", voices, format_func=lambda key: labels.get(key, key), width=260, **state.field("voice")
            )
        st.selectbox(
            "Vote",
            list(options["votes"]),
            format_func=options["votes"].get,
            help="A body is what originators belong to, such as a government: then all of them have one vote together.",
            width=230,
            **state.field("votes"),
        )
        st.selectbox(
            "Rulebook for words",
            list(options["rulebook"]),
            format_func=options["rulebook"].get,
            help="How words such as “several thousand” become numbers. The page Method shows what each rulebook says.",
            width=210,
            **state.field("rulebook"),
        )
