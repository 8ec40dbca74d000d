"""Which choice leaves an estimate out: choices as the parameters of an address, one at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from posture.selection import Selection, select
from posture.sentences import listed

FILTERS = {
    "force": "forces",
    "measure": "measures",
    "place": "places",
    "side": "sides",
    "originator": "originators",
    "since": "since",
    "until": "until",
    "known_by": "known_by",
    "struck": "struck",
}
DAYS = ("since", "until", "known_by")
# What decides how a row is read, and never whether it is there.
READING = ("theatre", "rulebook", "rule", "voice", "votes", "before")

Choices = Mapping[str, Sequence[str]]


def other_choices(before: Choices, after: Choices) -> list[str]:
    """The names of the choices that both name and that differ."""
    return [name for name in before if name in after and sorted(before[name]) != sorted(after[name])]


def left_out(rows: pd.DataFrame, by: Choices, instead: Choices, when: str) -> dict[str, str]:
    """Why each of the rows is not among those that choices show, as far as it follows from the choices themselves.

    `instead` are the choices under which it is shown, `when` says which of the two `by` is: earlier or later. Where
    none of the filters leaves a row out, all that differs between the two is named.
    """
    names: dict[str, list[str]] = {name: [] for name in rows["estimate_id"]}
    for choice in FILTERS:
        chosen = select(rows, _only(choice, by))["estimate_id"] if choice in by else rows["estimate_id"]
        for name in set(rows["estimate_id"]) - set(chosen):
            names[name].append(choice)
    others = [name for name in other_choices(by, instead) if name not in {*READING, *FILTERS}]
    why = {name: f"left out by the {when} choice of {listed(found)}" for name, found in names.items() if found}
    if others:
        perhaps = f"left out by other choices: {listed(others, len(others))}"
        why = {name: why.get(name, perhaps) for name in names}
    return why


def _only(choice: str, by: Choices) -> Selection:
    values = tuple(value for value in by[choice] if value)
    given: dict[str, Any] = {"struck": True}
    if choice in DAYS:
        given[FILTERS[choice]] = date.fromisoformat(by[choice][-1]) if by[choice][-1] else None
    elif choice == "struck":
        given["struck"] = "no" not in values
    else:
        given[FILTERS[choice]] = values
    return Selection(**given)
