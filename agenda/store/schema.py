"""JSON Schemas of the three kinds of file, generated from the model.

Editors use them (completion, hover texts), and :mod:`agenda.store.decode` lists a file's errors by
them. The files in `agenda/schemas/` are written by `make generate`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from agenda.model.country import COUNTRY_CODES, ZONES, Candidates, Country, NamedLocation, Zone
from agenda.model.edtf import FORMS, ONE_DAY, PATTERN, BadDate, When
from agenda.model.report import RETRACTABLE, Report
from agenda.model.settings import RuleSetting, Settings
from agenda.model.topics import TOPICS
from agenda.model.visit import Kind, KnownState, MeetingStatus, Stage, Status, Visit
from agenda.schemas import path_of

if TYPE_CHECKING:
    from jsonschema_rs import Validator

Schema = dict[str, Any]
FileKind = Literal["visit", "report", "book"]

_WINDOW: Final = "[2024-06-10..2024-07-07]"
_DATES: Final = {
    "2024-06-19": "that day",
    "2024-06": "sometime in that month",
    "2024-06-19/2024-06-20": "lasts from the first day to the second",
    "2024-06-19/..": "from that day on; the end is unknown",
    _WINDOW: "sometime within that window",
}

VALUE_DESCRIPTIONS: Final = (
    {
        "rumoured": "No official has mentioned it.",
        "tentative": "Officials mention it, but neither side has announced it.",
        "announced": "One side has announced it formally.",
        "confirmed": "Both sides have announced it.",
        "doubtful": "It may fall through.",
        "postponed": "It is delayed, and has no new date.",
        "cancelled": "It will not take place.",
        "completed": "It took place.",
    },
    {
        "no-comment": "The side was asked, and did not comment.",
        "invited": "The side has invited, or says that it was invited.",
        "accepted": "The side has accepted the invitation, or says that it was accepted.",
        "preparing": "The side says that the visit is being prepared.",
        "announced": "The side has announced it formally.",
        "denied": "The side says that there is no such visit.",
        "declined": "The side has declined the invitation.",
        "postponed": "The side has put the visit off.",
        "cancelled": "The side has called the visit off.",
    },
    {
        "proposed": "Somebody wants it on the agenda.",
        "expected": "It is likely to come up.",
        "agreed": "Both sides want it on the agenda.",
        "discussed": "It came up, and nothing was signed.",
        "signed": "A document was signed.",
        "dropped": "It is off the agenda.",
    },
    {
        "proposed": "Somebody wants the meeting.",
        "expected": "It is likely.",
        "agreed": "Both sides want it.",
        "met": "They met.",
        "dropped": "They do not meet.",
    },
    {
        "state": "With full ceremony, at the invitation of the head of state.",
        "official": "With less ceremony than a state visit.",
        "official-working": "Official, with little ceremony.",
        "working": "For talks.",
        "private": "Not in an official capacity.",
        "multilateral": "To a summit of several countries.",
        "margins": "A meeting on the sidelines of another event.",
        "stopover": "A stop on the way to another place.",
        "virtual": "A meeting by video or telephone, for which nobody travels.",
    },
    {
        "error": "Reported; `agenda validate` exits with 1.",
        "warning": "Reported; `agenda validate` exits with 1 only with `--strict`.",
        "notice": "Reported; `agenda validate` exits with 0.",
        "off": "Not reported.",
    },
)
"""The descriptions of the values of each closed list."""

_SOURCES: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "of unknown reliability",
}
_CLAIMS: Final = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "impossible to judge",
}

GRADES: Final = {
    letter + digit: f"The source is {source}, the claim is {claim}."
    for letter, source in _SOURCES.items()
    for digit, claim in _CLAIMS.items()
}
"""The Admiralty code's grades."""

KINDS: Final[dict[FileKind, type]] = {"visit": Visit, "report": Report, "book": Settings}


def render(kind: FileKind) -> str:
    """The text of a schema's file."""
    return json.dumps(build(kind), indent=2, ensure_ascii=False) + "\n"


def build(kind: FileKind) -> Schema:
    """The schema of one kind of file, by its model."""
    import msgspec

    made = msgspec.json.schema(KINDS[kind], schema_hook=_schema_of)
    for name, definition in made["$defs"].items():
        _adapt(definition, _ONE_OF.get(name, ()))
        whole = name.removeprefix("Partial")
        if hint := _WHICH.get(whole):
            both = list(map(_with_value, _ONE_OF[whole]))
            definition["not"] = {"type": "object", "allOf": both, "description": hint}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": {"visit": "A visit", "report": "A report", "book": "A book's settings"}[kind],
        **made,
    }


_ONE_OF: Final = {
    "Visitor": ("country", "organization"),
    "Host": ("country", "candidates"),
    "Claim": ("visit", "trip", "event"),
}
"""The fields of which a definition needs one."""


_WHICH: Final = {
    "Visitor": "keep `organization:` if the visitor travels for it, or else `country:`",
    "Host": "keep `country:` if the place is decided, or else `candidates:`",
}
"""Which field to give of those of which a definition needs one, and can't have both."""


def _with_value(name: str) -> Schema:
    """That a map has a field, and that it is not empty."""
    return {"required": [name], "properties": {name: {"minLength": 1, "not": {"type": "null"}}}}


def _schema_of(custom: type) -> Schema:
    if custom is When:
        # An editor's YAML reads an unquoted 2024 as a number, and an empty value as null.
        return {
            "type": ["string", "number", "null"],
            "multipleOf": 1,
            "minimum": 1,
            "maximum": 9999,
            "format": "edtf-dates",
            "pattern": f"^$|{PATTERN}",
            "defaultSnippets": _snippets(_DATES),
            "errorMessage": f'Write a single text; a window needs quotes: "{_WINDOW}"',
            "patternErrorMessage": f"These are not valid dates; write {FORMS}",
        }
    if custom is Country:
        names = [Country(code).name for code in COUNTRY_CODES]
        return {"type": "string", "enum": list(COUNTRY_CODES), "enumDescriptions": names}
    if custom is Candidates:
        import msgspec

        named = msgspec.json.schema(NamedLocation, schema_hook=_schema_of)["$defs"]
        item = named[NamedLocation.__name__]
        _adapt(item)
        return {"type": "array", "items": item}
    if custom is Zone:
        return {"type": "string", "enum": sorted(ZONES)}
    raise NotImplementedError(custom)


def _adapt(definition: Schema, alternatives: Sequence[str] = ()) -> None:
    """Remove what only the model needs, and add what helps an editor.

    The definition needs one of the ``alternatives``, if there are any.
    """
    required = definition.get("required", ())
    if alternatives:
        definition["anyOf"] = list(map(_with_value, alternatives))
    elif not required and "properties" in definition:
        _let_be_empty(definition)
    for name, schema in definition.get("properties", {}).items():
        schema.pop("default", None)
        _help_editors(name, schema)
        if schema.get("format") == "date":  # which most validators do not check
            schema["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
        if "items" in schema and "properties" not in schema["items"]:
            _accept_any_scalar(schema["items"])
        if name in required:
            _accept_any_scalar(schema)
        else:
            _let_be_empty(schema)


def _help_editors(name: str, schema: Schema) -> None:
    """Add what an editor suggests for a field."""
    if name == "candidates":  # not given, or a list
        schema |= next(kind for kind in schema.pop("anyOf") if kind["type"] == "array")
    for holder in (schema, schema.get("additionalProperties", {})):
        if "enum" in holder:
            _describe(holder)
    if name == "agenda":
        schema["properties"] = {
            key: {"description": topic.label, **schema["additionalProperties"]}
            for key, topic in TOPICS.items()
        }
    if name == "topic":
        schema["defaultSnippets"] = _snippets({key: of.label for key, of in TOPICS.items()})
    if name == "grade":
        schema["defaultSnippets"] = _snippets(GRADES)
    if name == "retracts":
        schema["items"]["defaultSnippets"] = _snippets(dict.fromkeys(RETRACTABLE, "retract it"))


def _accept_any_scalar(schema: Schema) -> None:
    """Let a text be written as `2024` or `yes`, which other programs read as another type."""
    if schema.get("type") == "string" and not {"enum", "format", "pattern"} & schema.keys():
        is_required = schema.get("minLength")
        del schema["type"]
        schema["not"] = {"type": ["object", "array", *(["null"] if is_required else [])]}


_NOT_TEXT: Final = ["number", "boolean"]

_IF_TEXT: Final = {
    "object": "Write a map: each key on its own line, indented",
    "array": "Write a list: each item on its own line, after a dash",
}


def _let_be_empty(schema: Schema) -> None:
    """Let a field have no value, which counts as omitted. Other programs read that as null."""
    if isinstance(schema.get("type"), list):  # it can be empty already
        return
    kind = schema.pop("type", "")
    if "enum" in schema:
        values = {key: schema.pop(key) for key in ("enum", "enumDescriptions") if key in schema}
        empty = {"maxLength": 0, "not": {"type": [*_NOT_TEXT, "object", "array"]}}
        schema["anyOf"] = [values, empty]
    elif kind in _IF_TEXT:
        schema |= {
            "type": [kind, "string", "null"],
            "pattern": "^$",
            "patternErrorMessage": _IF_TEXT[kind],
        }
    elif kind == "string":
        others = _NOT_TEXT if "pattern" in schema else []
        schema["not"] = {"type": [*others, "object", "array"]}


def _snippets(values: Mapping[str, str]) -> list[Schema]:
    """The values that an editor suggests for a field without a closed list, with descriptions."""
    return [
        {
            "label": value,
            # A snippet is inserted literally, so text that begins like a list needs quotes.
            "body": f'"{value}"' if value.startswith("[") else value,
            "description": meaning,
        }
        for value, meaning in values.items()
    ]


def _describe(schema: Schema) -> None:
    """Sort a closed list in the model's order, and describe each value."""
    schema["enum"] = _in_order(schema["enum"])
    for descriptions in VALUE_DESCRIPTIONS:
        if set(schema["enum"]) == set(descriptions):
            schema["enumDescriptions"] = [descriptions[value] for value in schema["enum"]]


def _in_order(values: list[str]) -> list[str]:
    """A closed list in the order of its ladder, without the empty text."""
    wanted = {value for value in values if value}
    for closed_list in (Kind, KnownState, Stage, Status, MeetingStatus, RuleSetting):
        ladder = [value for value in get_args(closed_list) if value]
        if wanted == set(ladder):
            return ladder
    return [value for value in values if value]


@cache
def schema_of(kind: FileKind) -> Schema:
    """The schema of one kind of file, as it is shipped."""
    schema: Schema = json.loads(path_of(kind).read_text(encoding="utf-8"))
    return schema


@cache
def validator(kind: FileKind) -> "Validator":
    """The compiled schema of one kind of file, which checks dates as the model does."""
    import jsonschema_rs

    formats: dict[str, Callable[[str], bool]] = {
        "edtf-dates": lambda text: why_no_dates(text) is None,
        "date": lambda text: why_no_day(text) is None,
    }
    return jsonschema_rs.validator_for(schema_of(kind), validate_formats=True, formats=formats)


def why_no_dates(text: str) -> BadDate | None:
    """Why a text is not dates; ``None`` if it is."""
    try:
        When.parse(text)
    except BadDate as why:
        return why
    return None


def why_no_day(text: str) -> BadDate | None:
    """Why a text is not one day; ``None`` if it is."""
    why = why_no_dates(text)
    if why is None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return BadDate(f"`{text}` is not one day", ONE_DAY)
    return why
