"""JSON Schemas of the three kinds of file, made from the model.

They serve editors (completion, hover texts) and :mod:`agenda.store.decode`, which lists a file's
faults by them. The files in `agenda/schemas/` are made by `make generate`.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from agenda.model.country import COUNTRY_CODES, ZONES, Country, Zone
from agenda.model.edtf import FORMS, PATTERN, When
from agenda.model.report import Report
from agenda.model.settings import Settings, Weight
from agenda.model.topics import TOPICS
from agenda.model.visit import Kind, KnownState, Stage, Status, Visit
from agenda.store.field_descriptions import GRADES, MEANINGS

Schema = dict[str, Any]
FileKind = Literal["visit", "report", "book"]

_WINDOW: Final = "[2024-06-10..2024-07-07]"
_DATES: Final = {
    "2024-06-19": "that day",
    "2024-06": "some time in that month",
    "2024-06-19/2024-06-20": "lasts from the one to the other",
    "2024-06-19/..": "from that day on, the end not known",
    _WINDOW: "sometime within",
}
_RETRACTED: Final = (
    *("dates", "confirmation", "confirmation.visitor", "confirmation.host"),
    *("agenda", "kind", "occasion", "notes"),
)

KINDS: Final[dict[FileKind, type]] = {"visit": Visit, "report": Report, "book": Settings}


def render(kind: FileKind) -> str:
    """The text of a schema's file."""
    return json.dumps(build(kind), indent=2, ensure_ascii=False) + "\n"


def build(kind: FileKind) -> Schema:
    """The schema of one kind of file, by its model."""
    import msgspec

    made = msgspec.json.schema(KINDS[kind], schema_hook=_schema_of)
    for definition in made["$defs"].values():
        _mend(definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": {"visit": "A visit", "report": "A report", "book": "A book's settings"}[kind],
        **made,
    }


def _schema_of(custom: type) -> Schema:
    if custom is When:
        # An editor's YAML reads an unquoted 2024 as a number, and an empty value as null.
        return {
            "type": ["string", "number", "null"],
            "format": "edtf-dates",
            "pattern": PATTERN,
            "defaultSnippets": _offered(_DATES),
            "errorMessage": f'One text is wanted; a window stands in quotes: "{_WINDOW}"',
            "patternErrorMessage": f"These are no dates; write {FORMS}",
        }
    if custom is Country:
        names = [Country(code).name for code in COUNTRY_CODES]
        return {"type": "string", "enum": list(COUNTRY_CODES), "enumDescriptions": names}
    if custom is Zone:
        return {"type": "string", "enum": sorted(ZONES)}
    raise NotImplementedError(custom)


def _mend(definition: Schema) -> None:
    """Take out what only the model needs, and put in what helps an editor."""
    properties = definition.get("properties", {})
    for name, schema in properties.items():
        schema.pop("default", None)
        for holder in (schema, schema.get("additionalProperties", {})):
            if "enum" in holder:
                _describe(holder)
        if name == "agenda":
            schema["properties"] = {
                key: {"description": topic.label, **schema["additionalProperties"]}
                for key, topic in TOPICS.items()
            }
        if name == "topic":
            schema["defaultSnippets"] = _offered({key: of.label for key, of in TOPICS.items()})
        if name == "grade":
            schema["defaultSnippets"] = _offered(GRADES)
        if name == "retracts":
            schema["items"]["defaultSnippets"] = _offered(dict.fromkeys(_RETRACTED, "take it back"))


def _offered(values: Mapping[str, str]) -> list[Schema]:
    """What an editor offers where no closed list does, each value with what it means."""
    return [
        {
            "label": value,
            # A snippet is put in as it stands, and what begins like a list needs its quotes.
            "body": f'"{value}"' if value.startswith("[") else value,
            "description": meaning,
        }
        for value, meaning in values.items()
    ]


def _describe(schema: Schema) -> None:
    """Bring a closed list into the model's order, and say what each value means."""
    schema["enum"] = _in_order(schema["enum"])
    for meanings in MEANINGS:
        if set(schema["enum"]) == set(meanings):
            schema["enumDescriptions"] = [meanings[value] for value in schema["enum"]]


def _in_order(values: list[str]) -> list[str]:
    """A closed list as the model has it: along its ladder, without the empty text."""
    wanted = {value for value in values if value}
    for literal in (Kind, KnownState, Stage, Status, Weight):
        ladder = [value for value in get_args(literal) if value]
        if wanted == set(ladder):
            return ladder
    return [value for value in values if value]
