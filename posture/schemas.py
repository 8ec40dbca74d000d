"""JSON Schemas for whoever edits the YAML: an editor completes the words, shows what they mean and underlines slips.

They are made from the model, and stand beside the data as files. They speak draft 4 of JSON Schema, the last one
that tells 9.000 from 9. What only the whole dataset can tell (an id that stands twice, a repeat of nothing) is left
to `posture.checks`.
"""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from posture.config import Config, Written, read_config
from posture.loading import read_theatre, theatre_folders
from posture.model import Report, Theatre
from posture.problems import DataError
from posture.rulebooks import DEFAULT
from posture.schema_config import DAYS, PERCENTAGE, RULEBOOK, SPAN
from posture.schema_types import HINT, SHARE, Schema
from posture.schema_words import definitions, naming, words_of

DRAFT = "http://json-schema.org/draft-04/schema#"
FOLDER = "schemas"  # of the data: no theatre, since it holds no theatre.yaml
TYPED_AT_ONCE = ("url", "originator")  # by whoever writes a report, beside what is required


def _count(rule: Schema) -> Schema:
    """A rule for the count of an estimate, which brings nothing new to complete."""
    return {"properties": {"count": rule | {"doNotSuggest": True}}}


# Each estimate names who made its figure, or its report does for all of them.
AN_ORIGINATOR = {
    "anyOf": [
        {"required": ["originator"]},
        {"properties": {"estimates": {"items": {"required": ["originator"]}, "doNotSuggest": True}}},
    ]
}
# A percentage says of what, and only a percentage does.
NO_SHARE = {
    "pattern": rf"^(?![\s\S]*{SHARE})",
    "errorMessage": "a share says nothing without its whole: add of: the force that it is a share of",
}
ONLY_A_SHARE = {
    "type": "string",
    "pattern": SHARE,
    "errorMessage": "only a share is of another force: write the count as a percentage, or leave out of",
}
A_WHOLE = {
    "anyOf": [{"required": ["of"]}, _count(NO_SHARE)],
    "dependencies": {"of": _count(ONLY_A_SHARE)},
}


def reports_schema(theatre: Theatre | None, config: Config | None) -> Schema:
    """The schema of a reports file: of that theatre and its words, or of any; with the measures of the configuration.

    Without a theatre any key is taken for a force, an originator or a place, without a configuration for a measure.
    """
    title = f"Reports: {theatre.title}" if theatre else "Reports"
    schema = _generated(tuple[Report, ...], title, "A list of publications, and what each of them printed.")
    records, known = schema["definitions"], words_of(theatre, config)
    for record, rule in (("Report", AN_ORIGINATOR), ("Estimate", A_WHOLE)):
        fields = records[record]["properties"]
        records[record] |= rule | {"properties": {name: naming(field, known) for name, field in fields.items()}}
    records |= definitions(known)
    return schema | {"defaultSnippets": [{"label": "a new report", "body": _new_report(records)}]}


def _new_report(records: dict[str, Schema]) -> Schema:
    places = count(1)
    report = dict(_typed_first(records["Report"], places, TYPED_AT_ONCE))
    return report | {"estimates": [dict(_typed_first(records["Estimate"], places))]}


def _typed_first(record: Schema, places: Iterator[int], more: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The keys that are typed first, each with the number of the place that an editor goes to."""
    for name, field in record["properties"].items():
        if name in (*record["required"], *more) and field.get("type") != "array":
            yield name, f"${next(places)}"


def theatre_schema(config: Config | None) -> Schema:
    """The schema of a theatre file; it offers the kinds of originator that the configuration calls official."""
    schema = _generated(Theatre, "Theatre", "What is counted in one dataset, who counted it and where.")
    if config:
        offered = [{"label": kind, "body": kind} for kind in config.official]
        schema["definitions"]["Originator"]["properties"]["kind"]["defaultSnippets"] = offered
    return schema


def config_schema() -> Schema:
    """The schema of config.yaml."""
    schema = _generated(Written, "Configuration", "The words for measures, the rulebooks and how pages open.")
    fields = schema["properties"]
    fields["window"] |= DAYS
    fields["tolerance"] |= PERCENTAGE
    fields["measures"]["required"] = ["present"]
    fields["rulebooks"]["required"] = [DEFAULT]
    for any_key in fields["rulebooks"]["patternProperties"]:
        fields["rulebooks"]["patternProperties"][any_key] = {"$ref": "#/definitions/Rulebook"}
    schema["definitions"] |= {"Rulebook": RULEBOOK, "Span": SPAN}
    return schema


def files(data: Path, config: Path) -> dict[Path, str]:
    """Every schema file of the folder `data` and of the configuration file, with the text that it should have.

    A theatre that cannot be read has none. Raises DataError where the configuration cannot be read.
    """
    settings = read_config(config)
    schemas = {
        data / FOLDER / "reports.schema.json": reports_schema(None, settings),
        data / FOLDER / "theatre.schema.json": theatre_schema(settings),
        data / FOLDER / "config.schema.json": config_schema(),
    }
    for folder in theatre_folders(data):
        try:
            theatre = read_theatre(folder / "theatre.yaml", folder.name).theatre
        except DataError:  # `check` says what is wrong in it
            continue
        schemas[folder / "reports.schema.json"] = reports_schema(theatre, settings)
    return {path: printed(schema) for path, schema in schemas.items()}


def printed(schema: Schema) -> str:
    """The text of a schema file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    # An editor has no use for null, which is refused, for defaults, which nobody types, or for "Part Of" as a title.
    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: Any) -> JsonSchemaValue:
        return super().dict_schema(schema) | {"additionalProperties": False}

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False

    def sort(self, value: JsonSchemaValue, _parent_key: str | None = None) -> JsonSchemaValue:
        return value


def _generated(kind: Any, title: str, description: str) -> Schema:
    schema = TypeAdapter(kind).json_schema(ref_template="#/definitions/{model}", schema_generator=_Generator)
    records = {name: _hinted(record) for name, record in schema.pop("$defs", {}).items()}
    head = {"$schema": DRAFT, "title": title, "description": description}
    return {**head, **_hinted(schema), **head, "definitions": records}


def _hinted(record: Schema) -> Schema:
    """The record's schema, in which each field's description says what its kind adds to it."""
    fields = {name: _one_hinted(field) for name, field in record.get("properties", {}).items()}
    return record | ({"properties": fields} if fields else {})


def _one_hinted(field: Schema) -> Schema:
    rest = {name: value for name, value in field.items() if name != HINT}
    return rest | {"description": f"{field['description']} {field[HINT]}"} if HINT in field else rest
