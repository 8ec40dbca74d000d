"""The parameters of an address, each read from its texts; what cannot be followed is told to whoever typed it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from posture.problems import MiswrittenError, did_you_mean, nearest
from posture.sentences import listed

LISTS = ("force", "measure", "place", "side", "originator")
LONGEST_SEARCH = 120

# Gives the value of a parameter from its texts and the keys that are known; raises MiswrittenError.
Reader = Callable[[list[str], Mapping[str, str]], Any]


def some(values: list[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that are named, each once. Raises MiswrittenError where one is unknown."""
    named = tuple(dict.fromkeys(value for value in values if value))
    if unknown := [value[:40] for value in named if value not in known]:
        raise MiswrittenError(f"{listed(unknown)} is not known here", did_you_mean(unknown[0], known))
    return named


def one(values: list[str], known: Mapping[str, str]) -> str:
    """The key that is named last. Raises MiswrittenError where it is unknown."""
    if values[-1] not in known:
        near = nearest(values[-1], known)
        write = f'did you mean "{near}"?' if near else "write one of these"
        raise MiswrittenError(f"{values[-1][:40]} is not one of {', '.join(known)}", write)
    return values[-1]


def perhaps(reader: Reader, otherwise: Any = None) -> Reader:
    """The reader, for a parameter that may be left empty."""
    return lambda values, known: reader(values, known) if values[-1] else otherwise


def _day(values: list[str], _known: Mapping[str, str]) -> date:
    try:
        day = date.fromisoformat(values[-1])
    except ValueError:
        raise MiswrittenError(f"{values[-1][:40]} is no date", "write it as 2018-06-30") from None
    if not 1900 <= day.year <= 2100:
        raise MiswrittenError(f"{day.year} is not a year from 1900 to 2100", "write a date as 2018-06-30")
    return day


def _days(values: list[str], _known: Mapping[str, str]) -> int:
    if not re.fullmatch("[0-9]{1,5}", values[-1]) or not 0 < int(values[-1]) <= 36_500:
        raise MiswrittenError(f"{values[-1][:40]} is no number of days from 1 to 36,500", "write digits, as 365")
    return int(values[-1])


def _yes(values: list[str], _known: Mapping[str, str]) -> bool:
    if values[-1] not in ("yes", "no"):
        raise MiswrittenError(f"{values[-1][:40]} is neither yes nor no", "write yes or no")
    return values[-1] == "yes"


READERS: dict[str, Reader] = {
    **dict.fromkeys(LISTS, some),
    **dict.fromkeys(("order", "scale", "span", "votes", "rule", "rulebook"), one),
    "voice": perhaps(one, ""),
    **dict.fromkeys(("since", "until", "known_by", "before"), perhaps(_day)),
    "at": _day,
    "window": _days,
    "struck": _yes,
    "search": lambda values, _known: values[-1][:LONGEST_SEARCH],
    "record": lambda values, _known: values[-1][:LONGEST_SEARCH],
}


def written(value: Any) -> list[str]:
    """The texts that `READERS` read as this value: keys and ISO dates; nothing chosen is one empty text."""
    several = value if isinstance(value, tuple) else (value,)
    return [_text(part) for part in several if part is not None and part != ""] or [""]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
