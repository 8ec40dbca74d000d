"""What the model refuses, said in the words of the person who typed the file."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from posture.model import Estimate, Event, Force, Originator, Place, Side, Status
from posture.problems import Problem, did_you_mean
from posture.reading import locate

# The record that stands below a key, to know which keys it may have.
RECORD_BELOW: dict[str, type[BaseModel]] = {
    "estimates": Estimate,
    "events": Event,
    "forces": Force,
    "originators": Originator,
    "places": Place,
    "sides": Side,
    "status": Status,
}
SHAPES = {
    "dict_type": "a mapping of keys",
    "list_type": "a list",
    "model_type": "a mapping of keys",
    "string_type": "text",
    "tuple_type": "a list",
}


def complaints(
    error: ValidationError, model: type[BaseModel], source: Any, file: str, above: tuple[int | str, ...] = ()
) -> Iterator[Problem]:
    """One problem for each thing that `model` refused of what stands in `source` below the keys `above`."""
    for entry in error.errors(include_url=False):
        path = tuple(step for step in entry["loc"] if step != "[key]")
        line, column = locate(
            source, (*above, *path), key=entry["type"] == "extra_forbidden" or "[key]" in entry["loc"]
        )
        found, write = _words(entry, _record(model, path))
        yield Problem(file, line, column, found, write, rule=entry["type"])


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a record may have, as they are typed."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _record(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    below = [RECORD_BELOW[step] for step in path[:-1] if step in RECORD_BELOW]
    return below[-1] if below else model


def _words(entry: Any, record: type[BaseModel]) -> tuple[str, str]:
    key, kind, context = str(entry["loc"][-1] if entry["loc"] else ""), entry["type"], entry.get("ctx", {})
    if kind == "refused":
        return context["found"], context["write"]
    if kind == "missing":
        return f'the key "{key}" is missing', f"add {key}: {_description(record, key)}"
    if kind == "extra_forbidden":
        return f'unknown key "{key}"', did_you_mean(key, keys_of(record))
    if kind == "literal_error":
        return f'{key} is "{entry["input"]}"', f"write one of: {context['expected']}"
    if kind == "too_short":
        return f"{key} is empty", f"name at least one: {_description(record, key)}"
    if kind in SHAPES:
        return f"{key or 'this'} is {_found(entry['input'])}", f"write {SHAPES[kind]}"
    return f"{key}: {entry['msg']}", _description(record, key)


def _description(record: type[BaseModel], key: str) -> str:
    by_key = {field.alias or name: field.description or "" for name, field in record.model_fields.items()}
    return by_key.get(key, by_key.get("force" if record is Estimate else key, "")).rstrip(".") or "see data/README.md"


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping of keys"
    return "a list" if isinstance(value, list) else f'the text "{str(value)[:40]}"' if value != "" else "empty"
