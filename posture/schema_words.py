"""The words that a theatre and the configuration have for forces, places, originators and measures, for an editor.

It offers them where a field names one, shows what each of them means, and underlines any other.
"""

import re
from typing import Any

from posture.config import Config
from posture.fields import KEY_TYPE, NAMES, ORIGINATOR_ADVICE
from posture.model import UNATTRIBUTED, Theatre
from posture.schema_types import Schema, matching

Known = dict[str, dict[str, str]]  # of each kind of word the keys, with what is said of them

_DECLARED = "name one that theatre.yaml declares"
_ADVICE = {"originator": ORIGINATOR_ADVICE, "measure": "name one that config.yaml defines"}


def words_of(theatre: Theatre | None, config: Config | None) -> Known:
    """What is known of each kind; without a theatre or a configuration nothing is known of its kinds."""
    known: Known = {}
    if theatre:
        forces = {key: f"{one.label}: {one.counts}" for key, one in theatre.forces.items()}
        places = {key: one.label + (f": {one.counts}" if one.counts else "") for key, one in theatre.places.items()}
        originators = {key: _originator(theatre, key) for key in theatre.originators}
        nobody = {UNATTRIBUTED: "The report names nobody: shown, and never a vote."}
        known |= {"force": forces, "place": places, "force-or-place": forces | places}
        known |= {"originator": originators | nobody}
    if config:
        known |= {"measure": {key: f"{one.label}: {one.counts}" for key, one in config.measures.items()}}
    return known


def _originator(theatre: Theatre, key: str) -> str:
    one = theatre.originators[key]
    body = theatre.originators.get(one.part_of or "")
    named = one.label + (f", part of {body.label}" if body else "")
    return ". ".join(filter(None, (named, "Unnamed sources" if one.anonymous else "", one.note)))


def definitions(known: Known) -> dict[str, Schema]:
    """The schema of each kind of word, to be found under its name."""
    return {kind: _one_of(kind, words) for kind, words in known.items()}


def _one_of(kind: str, words: dict[str, str]) -> Schema:
    name = kind.replace("-", " ")
    if not words:
        return matching("(?!)", f"theatre.yaml declares no {name}")
    spelt = [(spelling, said) for key, said in words.items() for spelling in _spellings(key)]
    return {
        "enum": [spelling for spelling, _ in spelt],
        "enumDescriptions": [said for _, said in spelt],
        "errorMessage": f"unknown {name}: {_ADVICE.get(kind, _DECLARED)}",
    }


def _spellings(key: str) -> tuple[str | int, ...]:
    """The key, and the number that YAML takes it for."""
    return (key, int(key)) if re.fullmatch("[0-9]{1,15}", key) else (key,)


def naming(field: Schema, known: Known) -> Schema:
    """The schema of a field, in which the words that are known stand in place of any key."""
    kind = field.get(NAMES)
    rest = {name: value for name, value in field.items() if name != NAMES}
    return _replaced(rest, {"$ref": f"#/definitions/{kind}"}) if kind in known else rest


def _replaced(schema: Any, reference: Schema) -> Any:
    if isinstance(schema, list):
        return [_replaced(one, reference) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if KEY_TYPE.items() <= schema.items():
        return {name: value for name, value in schema.items() if name not in KEY_TYPE} | reference
    return {name: _replaced(value, reference) for name, value in schema.items()}
