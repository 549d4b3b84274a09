"""Turns the errors of a JSON Schema into diagnostics in plain terms."""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from agenda.model.country import COUNTRY_CODES, Country, UnknownCountryOrZone, Zone
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, TextEdit, dotted
from agenda.model.edtf import FORMS, ONE_DAY, ONE_TEXT, ReversedDates
from agenda.model.report import RETRACTABLE
from agenda.store.schema import FileKind, Schema, schema_of, why_no_dates, why_no_day
from agenda.text.confusables import CURLY_QUOTES
from agenda.text.prose import code_list
from agenda.text.suggest import Suggestions, closest, is_typo
from agenda.yamlio.quoting import text_cut_by_comma, yaml_scalar
from agenda.yamlio.reader import Source
from agenda.yamlio.source_map import SourceMap
from agenda.yamlio.types import MAX_DIAGNOSTICS, TOO_MANY_DIAGNOSTICS

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


class SchemaErrors:
    """Turns the errors of a file's schema into diagnostics, and says which values they affect."""

    def __init__(self, source: Source, kind: FileKind, source_map: SourceMap) -> None:
        self.source, self.schema, self.source_map = source, schema_of(kind), source_map
        self.unread = source_map.unread
        self._empty: set[FieldPath] = set()
        self._closest: dict[FieldPath, str] = {}
        self.diagnostics: list[Diagnostic] = []
        self._unknown_places = 0

    def add(self, error: "ValidationError") -> Sequence[FieldPath]:
        """Report one error; returns the paths that can't be used because of it."""
        path: FieldPath = tuple(error.instance_path)
        kind: Any = error.kind  # each kind has fields of its own, which depend on its name
        keyword = kind.name
        if path in self.unread:
            return [path]
        if keyword == "additionalProperties":
            names = kind.unexpected
            for name in names[: MAX_DIAGNOSTICS + 1]:
                self._unknown_field((*path, name), self._schema_of(error)["properties"])
            return [(*path, name) for name in names]
        if keyword == "anyOf" and "required" in self._schema_of(error)["anyOf"][0]:
            names = [alternative["required"][0] for alternative in self._schema_of(error)["anyOf"]]
            self._missing_alternative(path, names, self._schema_of(error)["properties"])
            return []
        if keyword == "not" and "allOf" in (both := self._schema_of(error)["not"]):
            return [self._excluded_field(path, both)]
        if keyword == "required":
            self._missing_field(path, kind.property, self._schema_of(error)["properties"])
            return []
        self._bad_value(path, error, keyword)
        return [path]

    def _bad_value(self, path: FieldPath, error: "ValidationError", keyword: str) -> None:
        schema, value = self._schema_of(error), error.instance
        if value is None:
            if path not in self._empty:  # a closed list refuses it, and so does its type
                self._empty.add(path)
                self._empty_value(path, schema)
        elif keyword in {"enum", "anyOf"} and isinstance(value, str):
            self._not_in_list(path, value, (schema.get("anyOf") or [schema])[0]["enum"])
        elif keyword in {"enum", "anyOf", "type", "not"} or _kind_of(schema) != "string":
            self._wrong_kind(path, value, schema)
        elif keyword == "format":
            self._bad_date(path, str(value))
        elif keyword == "pattern" and "format" not in schema:  # reported by its format
            self._bad_pattern(path, str(value))

    def first_diagnostics(self) -> tuple[Diagnostic, ...]:
        """As many diagnostics as are reported for one file; the last says that there are more."""
        *first, last = self.diagnostics[:MAX_DIAGNOSTICS]
        message = f"{last.message}; {TOO_MANY_DIAGNOSTICS}"
        return (*first, replace(last, message=message))

    def _schema_of(self, error: "ValidationError") -> Schema:
        schema: Any = self.schema
        for step in error.schema_path[:-1]:
            schema = schema[step]
        return dict(schema)

    def _report(
        self,
        rule: str,
        path: FieldPath,
        message: str,
        hint: str,
        *,
        key: bool = False,
        fix: str = "",
    ) -> None:
        """Report an error; ``fix`` is the text to write in place of what is there."""
        location = Location(self.source.file, path, key)
        edits = (TextEdit(location, self._written(path, key=key), fix),) if fix else ()
        self.diagnostics.append(Diagnostic(location, message, hint, fix=edits, rule=rule))

    def _written(self, path: FieldPath, *, key: bool = False) -> str:
        """What the file has at a path."""
        offsets = self.source_map.keys if key else self.source_map.values
        return self.source.text[slice(*offsets.get(path, (0, 0)))]

    def _unknown_field(self, path: FieldPath, fields: Schema) -> None:
        name = str(path[-1])
        where = f" in `{dotted(path[:-1])}`" if len(path) > 1 else ""
        message, fix = f"there is no field `{name}`{where}", ""
        if match := _NO_COLON.fullmatch(name):
            is_field, is_empty = match[1] in fields, not self._at(path)
            if is_field and is_empty and match[1] not in self._at(path[:-1]):
                fix = f"{match[1]}: {match[3]}"
                lacks = (
                    "no space after the colon"
                    if match[2] == ":"
                    else f"no colon after `{match[1]}`"
                )
                self._report(
                    "unknown-field",
                    path,
                    f"`{name}` has {lacks}",
                    f"write `{fix}`",
                    key=True,
                    fix=fix,
                )
                return
        beside = self._at(path[:-1])
        whole, edits = text_cut_by_comma(path, beside, self.source, self.source_map)
        if whole:
            if edits and edits in (each.fix for each in self.diagnostics[-1:]):
                return  # reported for the first of its keys
            location = Location(self.source.file, path, key=True)
            hint = f"a comma ends a text; quote the whole text: `{whole}`"
            diagnostic = Diagnostic(location, message, hint, fix=edits, rule="unknown-field")
            self.diagnostics.append(diagnostic)
            return
        hint = self._misplaced_hint(path, fields)
        if not hint and (guess := self._meant(path, fields)):
            hint, fix = f"did you mean `{guess}`?", guess if is_typo(name, guess) else ""
        hint = hint or f"the fields are {code_list(fields)}"
        self._report("unknown-field", path, message, hint, key=True, fix=fix)

    def _meant(self, path: FieldPath, fields: Schema) -> str:
        """The field that an unknown one is a misspelling of; empty if it is none, or is there."""
        if path not in self._closest:
            guess = closest(str(path[-1]), fields)
            self._closest[path] = "" if guess in self._at(path[:-1]) else guess
        return self._closest[path]

    def _misplaced_hint(self, path: FieldPath, fields: Schema) -> str:
        """How to indent a field that a map above has, or one of the maps beside it."""
        name, beside = str(path[-1]), self._at(path[:-1])
        owners = [
            field for field in fields if field in beside and name in self._fields_of(fields[field])
        ]
        if owners and not isinstance(beside[owners[-1]], list):
            return f"indent it to make it a field of `{owners[-1]}`"
        above = [self._fields_of(self.schema)]
        if path[0] == "claims" and "claims" in above[0]:
            above.append(self._fields_of(above[0]["claims"]["items"]))
        if len(path) > 1 and any(name in outer for outer in above if outer is not fields):
            return f"indent it like `{path[-2]}`, to take it out of `{dotted(path[:-1])}`"
        return ""

    def _fields_of(self, schema: Schema) -> Schema:
        """The fields of what a schema describes; none if that is no map."""
        if "$ref" in schema:
            schema = self.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        fields: Schema = schema.get("properties", {})
        return fields

    def _missing_field(
        self, path: FieldPath, name: str, fields: Schema, alternatives: Sequence[str] = ()
    ) -> None:
        whole = (*path, name)
        if whole in self.unread:
            return
        names = {name, *alternatives}
        unknown = islice((key for key in self._at(path) if key not in fields), _MAX_SUGGESTIONS)
        if any(
            re.match(f"{name}[: ]", key) or self._meant((*path, key), fields) in names
            for key in unknown
        ):  # reported as an unknown field
            return
        about = self._description(fields[name])
        where = f"`{dotted(path)}` has no `{name}`" if path else f"`{name}` is missing"
        hint = f"add `{name}:` ({about}){_in_place(alternatives)}"
        self._report("missing-field", path, where, hint, key=True)

    def _missing_alternative(self, path: FieldPath, names: Sequence[str], fields: Schema) -> None:
        """One of some fields is missing; the first is the usual one."""
        written = [name for name in names if name in self._at(path)]
        if any((*path, name) in self.unread for name in written):
            return
        if not written:
            self._missing_field(path, names[0], fields, names[1:])
            return
        about = self._description(fields[names[0]])
        hint = f"fill in `{names[0]}:` ({about}){_in_place(names[1:])}"
        message = f"`{written[0]}` is empty"
        self._report("missing-field", (*path, written[0]), message, hint, key=True)

    def _excluded_field(self, path: FieldPath, both: Schema) -> FieldPath:
        """Two fields exclude each other; returns the path of the one that comes second."""
        names = [each["required"][0] for each in both["allOf"]]
        first, second = (name for name in self._at(path) if name in names)
        message = f"`{dotted(path)}` can't have both `{first}` and `{second}`"
        self._report("exclusive-fields", (*path, second), message, both["description"], key=True)
        return (*path, second)

    def _empty_value(self, path: FieldPath, schema: Schema) -> None:
        keys = list(self._at(path[:-1]))
        below = keys[keys.index(path[-1]) + 1 :][:1]
        if below and below[0] in self._fields_of(schema):  # reported as not indented
            return
        about = self._description(schema)
        if not about:
            about = f"the values are {code_list(schema['enum'])}"
        name = str(path[-1])
        self._report("missing-field", path, f"`{name}` is empty", f"fill it in ({about})", key=True)

    def _description(self, schema: Schema) -> str:
        if "description" not in schema and "$ref" in schema:
            schema = self.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        text = str(schema.get("description", "")).split(". ")[0].rstrip(".")
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def _at(self, path: FieldPath) -> Any:
        data: Any = self.source.data
        for step in path:
            data = data[step]
        return data

    def _wrong_kind(self, path: FieldPath, value: object, schema: Schema) -> None:
        wanted = _kind_of(schema)
        name = f"`{dotted(path)}`" if path else "the file"
        hint, fix = self._shape_hint(path, value, schema, wanted), ""
        if wanted == "object" and isinstance(value, str) and (match := _NO_SPACE.fullmatch(value)):
            fix = f"{match[1]}: {match[2]}"
            hint = f"put a space after the colon: `{fix}`"
        message = f"{name} must be {_KINDS_OF_VALUE[wanted]}, not {_shown(value)}"
        self._report("wrong-shape", path, message, hint, fix=fix)

    def _shape_hint(self, path: FieldPath, value: object, schema: Schema, wanted: str) -> str:
        """What to write in place of a value of another kind."""
        field = str(path[-1]) if path and isinstance(path[-1], str) else ""
        fields = self._fields_of(schema)
        if field in {"dates", "date"}:
            return ONE_TEXT
        if field == "agenda" or (path[-2:-1] == ("agenda",) and field in fields):
            return "give each item a key on its own line, as in `energy: {status: expected}`"
        if field == "meets":
            return "give each person a key on its own line, as in `xi-jinping: {status: expected}`"
        if field and isinstance(value, str) and len(value) <= _MAX_SHOWN:
            if wanted == "array":
                return f"write `{field}: [{value}]`"
            if inner := self._fields_for(value, schema):
                return f"write `{field}: {{{inner}}}`"
        if wanted == "array" and isinstance(value, dict) and value:
            first = next(iter(self._at(path)))
            return f"put `- ` before the first field of each item, as in `- {first}:`"
        if field and fields and isinstance(value, list):
            return f"remove the `- ` before each field: {code_list(list(fields)[:4])}"
        if fields:
            names = _needed(schema) or list(fields)
            return f"put each field on its own line, indented: {code_list(names[:4])}"
        return _KIND_HINTS[wanted]

    def _fields_for(self, value: str, schema: Schema) -> str:
        """The map that a text stands for: it is one of a field's values, or the first of all."""
        lists = {
            key: (field.get("anyOf") or [field])[0].get("enum", ())
            for key, field in self._fields_of(schema).items()
        }
        if listed := next((key for key, values in lists.items() if value in values), ""):
            return f"{listed}: {value}"
        required = _needed(schema)
        if not required or lists.get(required[0]):
            return ""
        return ", ".join((f"{required[0]}: {value}", *(f"{key}: …" for key in required[1:])))

    def _not_in_list(self, path: FieldPath, value: str, options: list[str]) -> None:
        field = str(path[-1])
        if options == list(COUNTRY_CODES):
            self._unknown_country_or_zone("bad-country", path, value, Country.parse)
        elif field == "timezone":
            self._unknown_country_or_zone("bad-timezone", path, value, Zone.parse)
        else:
            known, plain = Suggestions(options), value.strip(CURLY_QUOTES)
            guess = known.closest(plain)
            hint = f"did you mean `{guess}`? " if guess else ""
            self._report(
                "not-in-list",
                path,
                f"`{dotted(path)}` can't be `{value}`",
                f"{hint}the values are {code_list(options)}",
                fix=known.typo_of(plain),
            )

    def _unknown_country_or_zone(
        self, rule: str, path: FieldPath, value: str, parse: Callable[[str], object]
    ) -> None:
        try:
            parse(value)
        except UnknownCountryOrZone as why:
            self._unknown_places += 1
            has_few = self._unknown_places <= _MAX_SUGGESTIONS
            hint = why.hint if has_few else why.general_hint
            plain = value.strip(CURLY_QUOTES)
            if plain != value:
                hint = f"write `{plain}`: curly quotes are a part of the text"
            if rule == "bad-timezone" and (zones := self._zones_beside(path)):
                hint = f"{zones[0]} has {code_list(zones[1:])}"
            meant = Country.meant if rule == "bad-country" else Zone.meant
            code = meant(plain) if has_few else ""
            fix = yaml_scalar(code) if code else ""
            self._report(rule, path, str(why), hint, fix=fix)

    def _zones_beside(self, path: FieldPath) -> tuple[str, ...]:
        """The name of the country next to a zone, then its zones, if they are few."""
        code = self._at(path[:-1]).get("country")
        country = Country(code) if isinstance(code, str) else Country()
        return (country.name, *country.zones) if 0 < len(country.zones) <= 3 else ()

    def _bad_date(self, path: FieldPath, value: str) -> None:
        why = why_no_day(value) if path[-1] == "published" else why_no_dates(value)
        if why is None:
            return
        rule = "dates-reversed" if isinstance(why, ReversedDates) else "bad-date"
        location = Location(self.source.file, path)
        written = self._written(path)
        hint = why.hint or f"write {FORMS}"
        if path[-1] == "published":
            hint = hint.replace(f"write {FORMS}", ONE_DAY)
        self.diagnostics.append(Diagnostic(location, str(why), hint, date_text=written, rule=rule))

    def _bad_pattern(self, path: FieldPath, value: str) -> None:
        if path[-1] == "grade":
            hint = "write a letter A-F for the source and a digit 1-6 for the claim, as in `B2`"
            joined = _BETWEEN.sub("", value).upper()
            grades = (joined, joined[::-1])
            fix = next((grade for grade in grades if re.fullmatch("[A-F][1-6]", grade)), "")
            hint = f"write `{fix}`: the source's letter, then the claim's digit" if fix else hint
            self._report(
                "grade-invalid", path, f"`{value}` is not an Admiralty grade", hint, fix=fix
            )
            return
        if path[-1] == "url":
            hint = "write the whole address, as in `https://example.org/visits/`"
            self._report("wrong-shape", path, f"`{value}` is not the address of a site", hint)
            return
        hint = f"use one of {code_list(RETRACTABLE)}, or one item, as in `agenda.energy`"
        self._report("not-in-list", path, f"`{value}` is not a fact that can be retracted", hint)


def _in_place(names: Sequence[str]) -> str:
    """What may be written in place of a field."""
    return f", or {' or '.join(f'`{name}:`' for name in names)} in place of it" if names else ""


def _needed(schema: Schema) -> list[str]:
    """The fields that a map needs, with the usual one of those of which it needs one."""
    alternatives = [of["required"][0] for of in schema.get("anyOf", ()) if "required" in of]
    fields = {*schema.get("required", ()), *alternatives[:1]}
    return [name for name in schema.get("properties", ()) if name in fields]


def _kind_of(schema: Schema) -> str:
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    return "array" if "items" in schema else "string"


_NO_COLON = re.compile(r"([a-z_]++)(:| ++)([^: ][^:]*+)")
_NO_SPACE = re.compile(r"([a-z_]+):([^\s:/][^:]{0,60})")
_KINDS_OF_VALUE = {"object": "a map", "array": "a list", "string": "text"}
_KIND_HINTS = {
    "object": "put each key on its own line, indented",
    "array": "put each item on its own line, after `- `",
    "string": "write plain text after the colon",
}
_BETWEEN = re.compile(rf"[-_ /.,{CURLY_QUOTES}]")
"""What may be written between, or around, the letter and the digit of a grade."""

_MAX_SHOWN = 40
_MAX_SUGGESTIONS = 50
"""How many unknown countries, zones or fields are compared with all that there are."""


def _shown(value: object) -> str:
    if isinstance(value, str):
        short = value if len(value) <= _MAX_SHOWN else value[: _MAX_SHOWN - 1] + "…"
        return f"the text `{short}`"
    return "a list" if isinstance(value, list) else "a map"
