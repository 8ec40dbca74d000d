"""What the model refuses, said in the words of the person who typed the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from posture.model import Estimate, Report
from posture.placed import locate
from posture.problems import Problem, did_you_mean

OPTIONAL = ", or leave the key out"  # advice that holds only where a key may be left out


def complaints(
    error: ValidationError, model: type[BaseModel], source: Any, file: str, above: tuple[int | str, ...] = ()
) -> Iterator[Problem]:
    """One problem for each thing that `model` refused of what stands in `source` below the keys `above`."""
    for entry in error.errors(include_url=False):
        # Of a list, pydantic counts only the entries that it could read, each of which has its own complaint.
        if entry["type"] == "too_short" and entry["input"]:
            continue
        path = tuple(step for step in entry["loc"] if step != "[key]")
        line, column = locate(
            source, (*above, *path), key=entry["type"] == "extra_forbidden" or "[key]" in entry["loc"]
        )
        refusal = _Refusal(path, entry["input"], _record(model, path[:-1]), entry.get("ctx", {}), entry["msg"])
        found, write = _WORDS.get(entry["type"], _as_pydantic_says)(refusal)
        yield Problem(file, line, column, found, write, rule=entry["type"])


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a record may have, as they are typed."""
    return list(_fields(model))


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _record(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    """The record that stands at `path`, or else the last one on the way there."""
    for step in path:
        model = _record_in(getattr(_fields(model).get(str(step)), "annotation", None)) or model
    return model


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_record_in, get_args(annotation))), None)


@dataclass(frozen=True, slots=True)
class _Refusal:
    # What stands where, the record whose key it is, and what pydantic says of it.
    path: tuple[int | str, ...]
    value: Any
    record: type[BaseModel]
    context: dict[str, Any]
    message: str

    @property
    def key(self) -> str:
        return str(self.path[-1]) if self.path else ""

    @property
    def field(self) -> FieldInfo | None:
        names = [step for step in self.path if isinstance(step, str)]  # an entry of a list stands in its list's field
        return _fields(self.record).get(names[-1]) if names else None

    @property
    def description(self) -> str:
        return ((self.field and self.field.description) or "see data/README.md").rstrip(".")

    @property
    def below(self) -> type[BaseModel] | None:
        return _record_in(self.field and self.field.annotation)

    @property
    def needed(self) -> str:
        below = self.below or self.record
        return ", ".join(key for key, field in _fields(below).items() if field.is_required())

    def found(self) -> str:
        *outer, key = self.path or ("this",)
        if isinstance(key, int):
            key = f"entry {key + 1} of {outer[-1]}" if outer else f"entry {key + 1}"
        return f"{key} is {_found(self.value)}"


_Words = tuple[str, str]


def _own_words(refusal: _Refusal) -> _Words:
    write = refusal.context["write"]
    required = refusal.field is not None and refusal.field.is_required()
    return refusal.context["found"], write.removesuffix(OPTIONAL) if required else write


def _unknown_key(refusal: _Refusal) -> _Words:
    key, record = refusal.key, refusal.record
    write = did_you_mean(key, keys_of(record))
    if record is Report and key in keys_of(Estimate):
        write = "write it on the estimates below"
    if record is Estimate and key in keys_of(Report):
        write = "write it on the report above"
    return f'unknown key "{key}"', write


def _unknown_word(refusal: _Refusal) -> _Words:
    found = refusal.found() if refusal.key != "is" else f"the status is {_found(refusal.value)}"
    return found, f"write one of: {refusal.context['expected'].replace(chr(39), '')}"


def _no_list(refusal: _Refusal) -> _Words:
    write = "write a list, each entry behind a dash" if refusal.below else "write one text or a list of texts"
    return refusal.found(), write


def _as_pydantic_says(refusal: _Refusal) -> _Words:
    return f"{refusal.key}: {refusal.message}", refusal.description


_WORDS: dict[str, Callable[[_Refusal], _Words]] = {
    "refused": _own_words,
    "missing": lambda one: (f'the key "{one.key}" is missing', f"add {one.key}: {one.description}"),
    "extra_forbidden": _unknown_key,
    "literal_error": _unknown_word,
    "too_short": lambda one: (f"{one.key} is empty", f"name at least one: {one.description}"),
    "tuple_type": _no_list,
    "string_type": lambda one: (one.found(), "write text"),
    "model_type": lambda one: (one.found(), f"write keys below it: {one.needed}"),
    "dict_type": lambda one: (one.found(), f"write a key for each, and below it: {one.needed}"),
}


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping of keys"
    return "a list" if isinstance(value, list) else f'the text "{str(value)[:40]}"' if value != "" else "empty"
