"""The kinds of value that a record may hold, and what each refuses, in the words of the person who typed it."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from posture import dates, quantities, schema_types
from posture.problems import MiswrittenError

# Editors read these patterns too, and know no flags.
LINK = re.compile(r'[hH][tT][tT][pP][sS]?://[^\s/?#\x00-\x20<>"]+\.?[^\s<>"\x00-\x20]*')
KEY = re.compile("[a-z0-9][a-z0-9.-]*")
REFERENCE = rf"{KEY.pattern}/{KEY.pattern}(?:\+{KEY.pattern})*"  # report/estimate, or report/force+force
WORDS = r"[\s\S]* [\s\S]*"
LONGEST_TEXT = 2_000  # letters; an estimate quotes a fragment, never an article
KEY_ADVICE = "write lower-case letters, digits, full stops and hyphens, as in us-officials"
LINK_ADVICE = "write it whole, beginning with https:// or http://"
FLAG_ADVICE = "write true, or leave the key out"
ORIGINATOR_ADVICE = "name one that theatre.yaml declares, or an unnamed source in several words"
REFERENCE_ADVICE = "write report/estimate, or quote the root in words"


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
    if isinstance(value, str) and not KEY.fullmatch(value):
        raise refuse(f'"{value}" is no key', KEY_ADVICE)
    return value


def _keys(value: Any) -> Any:
    """One key or a list of keys, as a tuple; each is judged by itself, so that all that are wrong are told."""
    if value == []:
        raise refuse("the list is empty", "name at least one, or leave the key out")
    return _several(value)


def _several(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _once(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _flag(value: Any) -> Any:
    if value not in ("true", "false", True, False):
        raise refuse(f'"{value}" is neither true nor false', FLAG_ADVICE)
    return value in ("true", True)


def _link(value: Any) -> Any:
    if value == "":
        raise refuse("no address is written here", "write it, or leave the key out")
    if isinstance(value, str) and not LINK.fullmatch(value):
        raise refuse(f'"{value[:60]}" is no web address', LINK_ADVICE)
    return value


def _text(value: Any) -> Any:
    if value == "":
        raise refuse("nothing is written here", "write the text, or leave the key out")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise refuse(f"the text has {len(value):,} letters", f"quote the fragment, {LONGEST_TEXT:,} letters at most")
    return value


def _reference(value: Any) -> Any:
    if value in ("", []):
        raise refuse("no estimate is named here", REFERENCE_ADVICE)
    return value


def _references(value: Any) -> Any:
    return _several(_reference(value))


NAMES = "x-names"  # what a field names: an editor is offered the words that the theatre or the configuration has

KEY_TYPE = schema_types.key(KEY.pattern, KEY_ADVICE)
LINK_TYPE = schema_types.matching(LINK.pattern, LINK_ADVICE)
TEXT_TYPE = schema_types.text(LONGEST_TEXT)
WORDS_TYPE = schema_types.matching(WORDS, ORIGINATOR_ADVICE, maxLength=LONGEST_TEXT, title="Unnamed source")
REFERENCE_TYPE = schema_types.matching(f"{REFERENCE}|{WORDS}", REFERENCE_ADVICE, maxLength=LONGEST_TEXT)

KEYS_TYPE = schema_types.one_or_several(KEY_TYPE)

Key = Annotated[str, BeforeValidator(_key), WithJsonSchema(KEY_TYPE)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_keys), AfterValidator(_once), WithJsonSchema(KEYS_TYPE)]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema(schema_types.flag(FLAG_ADVICE))]
Link = Annotated[str, BeforeValidator(_link), WithJsonSchema(LINK_TYPE)]
Links = Annotated[
    tuple[Link, ...], BeforeValidator(_several), WithJsonSchema(schema_types.one_or_several(LINK_TYPE, least=0))
]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(TEXT_TYPE)]
References = Annotated[
    tuple[Annotated[Text, BeforeValidator(_reference)], ...],
    BeforeValidator(_references),
    WithJsonSchema(schema_types.one_or_several(REFERENCE_TYPE)),
]
CountText = Annotated[
    quantities.Count, BeforeValidator(_parsed(quantities.parse, "count")), WithJsonSchema(schema_types.COUNT)
]
PeriodText = Annotated[dates.Period, BeforeValidator(_parsed(dates.parse, "date")), WithJsonSchema(schema_types.DATE)]
ForceKeys = Annotated[Keys, WithJsonSchema(KEYS_TYPE | {NAMES: "force"})]
PlaceKeys = Annotated[Keys, WithJsonSchema(KEYS_TYPE | {NAMES: "place"})]
ForceOrPlaceKeys = Annotated[Keys, WithJsonSchema(KEYS_TYPE | {NAMES: "force-or-place"})]
MeasureKey = Annotated[Key, WithJsonSchema(KEY_TYPE | {NAMES: "measure"})]
OriginatorText = Annotated[Text, WithJsonSchema({"anyOf": [KEY_TYPE, WORDS_TYPE], NAMES: "originator"})]
