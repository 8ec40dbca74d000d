"""The parameters of an address, each read from its texts; what cannot be followed is told to whoever typed it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from posture.sentences import listed

LONGEST_SEARCH = 120


def _some(values: list[str], known: Mapping[str, str]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(value for value in values if value))
    if unknown := [value[:40] for value in named if value not in known]:
        raise ValueError(f"{listed(unknown)} is not known here; the filter was left as at first")
    return named


def _one(values: list[str], known: Mapping[str, str]) -> str:
    if values[-1] not in known:
        raise ValueError(f"{values[-1][:40]} is not one of {', '.join(known)}")
    return values[-1]


def _day(values: list[str], _known: Mapping[str, str]) -> date:
    try:
        day = date.fromisoformat(values[-1])
    except ValueError:
        raise ValueError(f"{values[-1][:40]} is no date; write it as 2018-06-30") from None
    if not 1900 <= day.year <= 2100:
        raise ValueError(f"{day.year} is not a year from 1900 to 2100")
    return day


def _perhaps(reader: Callable) -> Callable:
    return lambda values, known: reader(values, known) if values[-1] else None


def _days(values: list[str], _known: Mapping[str, str]) -> int:
    if not re.fullmatch("[0-9]{1,5}", values[-1]) or not 0 < int(values[-1]) <= 36_500:
        raise ValueError(f"{values[-1][:40]} is no number of days from 1 to 36,500")
    return int(values[-1])


def _yes(values: list[str], _known: Mapping[str, str]) -> bool:
    if values[-1] not in ("yes", "no"):
        raise ValueError(f"{values[-1][:40]} is neither yes nor no")
    return values[-1] == "yes"


READERS: dict[str, Callable[[list[str], Mapping[str, str]], Any]] = {
    **dict.fromkeys(("force", "measure", "place", "side", "originator"), _some),
    **dict.fromkeys(("order", "scale", "span", "votes", "rule", "rulebook"), _one),
    "voice": lambda values, known: _one(values, known) if values[-1] else "",
    **dict.fromkeys(("since", "until", "known_by", "before"), _perhaps(_day)),
    "at": _day,
    "window": _days,
    "struck": _yes,
    "search": lambda values, _known: values[-1][:LONGEST_SEARCH],
    "record": lambda values, _known: values[-1][:LONGEST_SEARCH],
}
