"""The kinds of value that a record may hold, and what each refuses, in the words of the person who typed it."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from posture import dates, quantities
from posture.problems import MiswrittenError

LINK = re.compile(r"https?://[^\s/?#\x00-\x20<>\"]+\.?[^\s<>\"\x00-\x20]*\Z", re.IGNORECASE)
KEY = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
LONGEST_TEXT = 2_000  # letters; an estimate quotes a fragment, never an article


def refuse(found: str, write: str) -> PydanticCustomError:
    """The error that a validator raises: what was found, and what to write instead."""
    return PydanticCustomError("refused", "{found}; {write}", {"found": found, "write": write})


def _parsed(parse: Callable[[str], Any], kind: str) -> Callable[[Any], Any]:
    """A validator that lets `parse` read the text and passes its complaint on in its own words."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            shape = "list" if isinstance(value, list) else "mapping"
            raise refuse(f"{kind} is a {shape}", f"write one {kind}")
        try:
            return parse(value)
        except MiswrittenError as error:
            raise refuse(error.found, error.write) from error

    return read


def _key(value: Any) -> Any:
    if value == "":
        raise refuse("nothing is named here", "name one, or leave the key out")
    if isinstance(value, str) and not KEY.match(value):
        write = "write lower-case letters, digits, full stops and hyphens, as in us-officials"
        raise refuse(f'"{value}" is no key', write)
    return value


def _keys(value: Any) -> Any:
    """One key or a list of keys, as a tuple without repetition."""
    several = [value] if isinstance(value, str) else value
    if isinstance(several, list):
        if not several:
            raise refuse("the list is empty", "name at least one, or leave the key out")
        for one in several:
            _key(one)
        return tuple(dict.fromkeys(several)) if all(isinstance(one, str) for one in several) else tuple(several)
    return value


def _flag(value: Any) -> Any:
    if value not in ("true", "false", True, False):
        raise refuse(f'"{value}" is neither true nor false', "write true, or leave the key out")
    return value in ("true", True)


def _link(value: Any) -> Any:
    if value == "":
        raise refuse("no address is written here", "write it, or leave the key out")
    if isinstance(value, str) and not LINK.match(value):
        raise refuse(f'"{value[:60]}" is no web address', "write it whole, beginning with https:// or http://")
    return value


def _text(value: Any) -> Any:
    if value == "":
        raise refuse("nothing is written here", "write the text, or leave the key out")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise refuse(f"the text has {len(value):,} letters", f"quote the fragment, {LONGEST_TEXT:,} letters at most")
    return value


def _references(value: Any) -> Any:
    several = [value] if isinstance(value, str) else value
    if isinstance(several, list) and all(isinstance(one, str) for one in several):
        if not several or "" in several:
            raise refuse("no estimate is named here", "write report/estimate, or quote the root in words")
        return tuple(several)
    return value


def _links(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Key = Annotated[str, BeforeValidator(_key)]
Keys = Annotated[tuple[str, ...], BeforeValidator(_keys)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Link = Annotated[str, BeforeValidator(_link)]
Links = Annotated[tuple[Link, ...], BeforeValidator(_links)]
Text = Annotated[str, BeforeValidator(_text)]
References = Annotated[tuple[Text, ...], BeforeValidator(_references)]
CountText = Annotated[quantities.Count, BeforeValidator(_parsed(quantities.parse, "count"))]
PeriodText = Annotated[dates.Period, BeforeValidator(_parsed(dates.parse, "date"))]
