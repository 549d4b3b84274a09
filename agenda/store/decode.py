"""Plain data into the model, or into all that keeps it from being one.

The quick way is one conversion, which stops at the first fault. Only a file that has one is held
against its JSON Schema, which finds them all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from agenda.model.country import COUNTRY_CODES, Country, UnknownPlace, Zone
from agenda.model.diagnostic import Fault, Place, Route, dotted
from agenda.model.edtf import FORMS, UNDATED, BadDate, ReversedDates, When
from agenda.model.report import Claim, Report
from agenda.model.settings import Settings
from agenda.model.topics import Topic
from agenda.model.visit import PartialVisit, Visit
from agenda.schemas import path_of
from agenda.text.suggest import did_you_mean
from agenda.yamlio.reader import MOST_FOUND, TOO_MUCH_WRONG, Data, Found, Source

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

Schema = dict[str, Any]
FileKind = Literal["visit", "report", "book"]
Model = TypeVar("Model")


class DecodedVisit(msgspec.Struct, frozen=True):
    """A visit's file: the visit if it is whole, and in any case as much of it as can be read."""

    visit: Visit | None
    readable: PartialVisit
    found: tuple[Found, ...] = ()


class DecodedReport(msgspec.Struct, frozen=True):
    """A report's file: the report if it is whole; its readable claims, each with its index."""

    report: Report | None
    claims: tuple[tuple[int, Claim], ...]
    found: tuple[Found, ...] = ()


def decode_visit(source: Source) -> DecodedVisit:
    """The visit that a file describes."""
    visit = _convert(source.data, Visit)
    if visit is not None:
        return DecodedVisit(visit, visit)
    rest, found = _examine(source, "visit")
    readable = _convert(rest, PartialVisit) or PartialVisit()
    if found or rest is None:
        return DecodedVisit(None, readable, found)
    visit = _convert(rest, Visit)
    return DecodedVisit(visit, readable, () if visit else _unexplained(source))


def decode_report(source: Source) -> DecodedReport:
    """The report that a file describes."""
    report = _convert(source.data, Report)
    if report is None:
        rest, found = _examine(source, "report")
        if found or source.data is None:
            return DecodedReport(None, tuple(_readable_claims(rest)), found)
        report = _convert(rest, Report)
        if report is None:
            return DecodedReport(None, tuple(_readable_claims(rest)), _unexplained(source))
    return DecodedReport(report, tuple(enumerate(report.claims)))


def decode_settings(source: Source) -> tuple[Settings, tuple[Found, ...]]:
    """A book's settings; what can't be read of them is as if it were not there."""
    settings = _convert(source.data, Settings)
    if settings is not None:
        return settings, ()
    rest, found = _examine(source, "book")
    if source.data == "":  # nothing but comments sets nothing
        return Settings(), ()
    settings = _convert(_without_broken_topics(rest), Settings)
    return settings or Settings(), found


def _without_broken_topics(data: Data | None) -> Data | None:
    if not (isinstance(data, dict) and isinstance(topics := data.get("topics"), dict)):
        return data
    whole = {key: topic for key, topic in topics.items() if _convert(topic, Topic)}
    return {**data, "topics": whole}


def _convert(data: Data | None, model: type[Model]) -> Model | None:
    try:
        return msgspec.convert(data, model, dec_hook=_custom)
    except msgspec.ValidationError:
        return None


def _custom(kind: type, text: object) -> object:
    if not isinstance(text, str):
        raise TypeError(f"Expected text, got {type(text).__name__}")
    if kind is When:
        return When.parse(text) if text else UNDATED
    if kind is Country:
        return Country.parse(text)
    if kind is Zone:
        return Zone.parse(text)
    raise NotImplementedError(kind)


def _readable_claims(data: Data | None) -> Iterator[tuple[int, Claim]]:
    claims = data.get("claims") if isinstance(data, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else ()):
        readable = _convert(claim, Claim)
        if readable is not None:
            yield index, readable


def _examine(source: Source, kind: FileKind) -> tuple[Data | None, tuple[Found, ...]]:
    """The data without all that is empty or at fault, and each fault."""
    if source.data is None:
        return None, ()
    if source.data == "":
        return None, (_empty_file(source.file),)
    from agenda.yamlio.source_map import survey

    sight = survey(source.file, source.text)
    rest = _without_empty(source.data)
    examination = _Examination(source, kind, sight.unread)
    for error in list(_validator(kind).iter_errors(rest)):
        for route in examination.take(error):
            _remove(rest, route)
        if len(examination.found) > MOST_FOUND:
            return rest, examination.first_found()
    return rest, tuple(examination.found)


@cache
def _schema(kind: FileKind) -> Schema:
    import json

    schema: Schema = json.loads(path_of(kind).read_text(encoding="utf-8"))
    return schema


@cache
def _validator(kind: FileKind) -> "Validator":
    import jsonschema_rs

    formats: dict[str, Callable[[str], bool]] = {
        "edtf-dates": lambda text: _why_no_dates(text) is None,
        "date": lambda text: _why_no_day(text) is None,
    }
    return jsonschema_rs.validator_for(_schema(kind), validate_formats=True, formats=formats)


def _why_no_dates(text: str) -> BadDate | None:
    try:
        When.parse(text)
    except BadDate as why:
        return why
    return None


def _why_no_day(text: str) -> BadDate | None:
    why = _why_no_dates(text)
    if why is None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return BadDate(f"`{text}` is not one day", "write the day of publication: `2024-06-10`")
    return why


class _Examination:
    """Turns the faults that a schema finds into words, and says which values they spoil."""

    def __init__(self, source: Source, kind: FileKind, unread: frozenset[Route]) -> None:
        self.source, self.schema, self.unread = source, _schema(kind), unread
        self.found: list[Found] = []

    def take(self, error: "ValidationError") -> Sequence[Route]:
        """Tell one fault; the routes that can't be used because of it."""
        route: Route = tuple(error.instance_path)
        kind: Any = error.kind  # each kind has fields of its own, which its name tells
        keyword = kind.name
        if route in self.unread:
            return [route]
        if keyword == "additionalProperties":
            names = kind.unexpected
            for name in names[: MOST_FOUND + 1]:
                self._unknown_field((*route, name), self._above(error)["properties"])
            return [(*route, name) for name in names]
        if keyword == "required":
            self._missing_field(route, kind.property, self._above(error)["properties"])
            return []
        if keyword == "type":
            self._wrong_shape(route, error.instance, self._above(error))
        elif keyword == "enum" and isinstance(error.instance, str):
            self._not_in_list(route, error.instance, list(kind.options))
        elif keyword == "enum":
            self._wrong_shape(route, error.instance, {"type": "string"})
        elif keyword == "format":
            self._bad_date(route, str(error.instance))
        elif keyword == "pattern" and route[-1] != "dates":  # its format says it better
            self._bad_pattern(route, str(error.instance))
        return [route]

    def first_found(self) -> tuple[Found, ...]:
        """As many faults as are told of one file; the last says that there are more."""
        *told, (rule, last) = self.found[:MOST_FOUND]
        more = msgspec.structs.replace(last, message=f"{last.message}; {TOO_MUCH_WRONG}")
        return (*told, (rule, more))

    def _above(self, error: "ValidationError") -> Schema:
        schema: Any = self.schema
        for step in error.schema_path[:-1]:
            schema = schema[step]
        return dict(schema)

    def _tell(self, rule: str, route: Route, message: str, hint: str, *, key: bool = False) -> None:
        self.found.append((rule, Fault(Place(self.source.file, route, key), message, hint)))

    def _unknown_field(self, route: Route, fields: Schema) -> None:
        name = str(route[-1])
        where = f" in `{dotted(route[:-1])}`" if len(route) > 1 else ""
        hint = did_you_mean(name, fields) or f"the fields are {_listed(fields)}"
        self._tell("unknown-field", route, f"there is no field `{name}`{where}", hint, key=True)

    def _missing_field(self, route: Route, name: str, fields: Schema) -> None:
        whole = (*route, name)
        if whole in self.unread:
            return
        about = self._description(fields[name])
        if self._is_written(whole):
            self._tell(
                "missing-field", whole, f"`{name}` is empty", f"fill it in ({about})", key=True
            )
            return
        if slip := self._without_blank(route, name):
            hint = f"put a blank after the colon: `{name}: {slip.partition(':')[2]}`"
            self._tell("missing-field", (*route, slip), f"`{slip}` is no `{name}`", hint, key=True)
            return
        where = f"`{dotted(route)}` has no `{name}`" if route else f"`{name}` is missing"
        self._tell("missing-field", route, where, f"add `{name}:` ({about})", key=True)

    def _description(self, schema: Schema) -> str:
        if "description" not in schema and "$ref" in schema:
            schema = self.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        text = str(schema.get("description", "")).split(". ")[0].rstrip(".")
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def _is_written(self, route: Route) -> bool:
        *above, last = route
        data: Any = self._at(tuple(above))
        return not isinstance(data, dict) or last in data

    def _without_blank(self, route: Route, name: str) -> str:
        """What is written for a field with no blank after its colon: `name:Vladimir Putin`."""
        data: Any = self._at(route)
        return next((key for key in data if re.match(f"{name}:[^:]", key)), "")

    def _at(self, route: Route) -> Any:
        data: Any = self.source.data
        for step in route:
            data = data[step]
        return data

    def _wrong_shape(self, route: Route, value: object, schema: Schema) -> None:
        wanted = schema["type"] if isinstance(schema["type"], str) else "string"
        name = f"`{dotted(route)}`" if route else "the file"
        hint = _SHAPE_HINTS[wanted]
        if route and route[-1] == "dates":
            hint = 'write one text, as in `2024-06-19/2024-06-20` or `"[2024-06-10..2024-07-07]"`'
        elif wanted == "object" and "properties" in schema:
            fields = schema.get("required") or list(schema["properties"])
            hint = f"put its fields on lines of their own, indented: {_listed(fields[:4])}"
        if wanted == "object" and isinstance(value, str) and (slip := _NO_BLANK.fullmatch(value)):
            hint = f"put a blank after the colon: `{slip[1]}: {slip[2]}`"
        elif route and route[-1] == "agenda":
            hint = "give each item a key on a line of its own, as in `energy: {status: expected}`"
        self._tell(
            "wrong-shape", route, f"{name} must be {_SHAPES[wanted]}, not {_shown(value)}", hint
        )

    def _not_in_list(self, route: Route, value: str, options: list[str]) -> None:
        field = str(route[-1])
        if options == list(COUNTRY_CODES):
            self._unknown_place("bad-country", route, value, Country.parse)
        elif field == "timezone":
            self._unknown_place("bad-timezone", route, value, Zone.parse)
        else:
            guess = did_you_mean(value, options)
            self._tell(
                "not-in-list",
                route,
                f"`{dotted(route)}` can't be `{value}`",
                (f"{guess} " if guess else "") + f"it is one of {_listed(options)}",
            )

    def _unknown_place(
        self, rule: str, route: Route, value: str, parse: Callable[[str], object]
    ) -> None:
        try:
            parse(value)
        except UnknownPlace as why:
            hint = why.hint
            if rule == "bad-timezone" and (zones := self._zones_beside(route)):
                hint = f"{zones[0]} has {_listed(zones[1:])}"
            self._tell(rule, route, str(why), hint)

    def _zones_beside(self, route: Route) -> tuple[str, ...]:
        """The country that stands beside a zone, and its zones, if they are few."""
        code = self._at(route[:-1]).get("country")
        country = Country(code) if isinstance(code, str) else Country()
        return (country.name, *country.zones) if 0 < len(country.zones) <= 3 else ()

    def _bad_date(self, route: Route, value: str) -> None:
        why = _why_no_day(value) if route[-1] == "published" else _why_no_dates(value)
        if why is None:
            return
        rule = "dates-reversed" if isinstance(why, ReversedDates) else "bad-date"
        self._tell(rule, route, str(why), why.hint or f"write {FORMS}")

    def _bad_pattern(self, route: Route, value: str) -> None:
        if route[-1] == "grade":
            hint = "write a letter A-F for the source and a digit 1-6 for the claim, as in `B2`"
            self._tell("grade-invalid", route, f"`{value}` is not an Admiralty grade", hint)
            return
        hint = "it is one of `dates`, `confirmation`, `confirmation.visitor`, `confirmation.host`, "
        hint += "`agenda`, `agenda.ITEM`, `kind`, `occasion`, `notes`"
        self._tell("not-in-list", route, f"`{value}` is no fact that can be taken back", hint)


_NO_BLANK = re.compile(r"([a-z_]+):([^\s:/][^:]{0,60})")
_SHAPES = {"object": "a map", "array": "a list", "string": "text"}
_SHAPE_HINTS = {
    "object": "put its keys on lines of their own, indented",
    "array": "put each item on a line of its own, after `- `",
    "string": "write plain text after the colon",
}
_MOST_SHOWN = 40


def _listed(names: Sequence[str] | Schema) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shown(value: object) -> str:
    if isinstance(value, str):
        short = value if len(value) <= _MOST_SHOWN else value[: _MOST_SHOWN - 1] + "…"
        return f"the text `{short}`"
    return "a list" if isinstance(value, list) else "a map"


def _empty_file(file: str) -> Found:
    place = Place(file, (), key=True)
    return "empty-file", Fault(place, "the file says nothing", "fill it in, or delete it")


def _unexplained(source: Source) -> tuple[Found, ...]:
    """For data that the model refuses and the schema does not: no file is lost without a word."""
    if source.found:  # a value that was refused is missing, and that is told already
        return ()
    place = Place(source.file, (), key=True)
    hint = "compare it with a file that works, and report this: the two should agree"
    return (("wrong-shape", Fault(place, "the file can't be read as what it should be", hint)),)


def _without_empty(data: Data) -> Data:
    """The data without the keys that have no value, which say as little as if not there."""
    if isinstance(data, dict):
        return {key: _without_empty(value) for key, value in data.items() if value != ""}
    if isinstance(data, list):
        return [_without_empty(value) for value in data]
    return data


def _remove(data: Data, route: Route) -> None:
    """Take the value at a route out; an item of a list leaves an empty text, to keep the count."""
    node: Any = data
    for step in route[:-1]:
        if isinstance(node, dict) and step not in node:
            return
        node = node[step]
    if isinstance(node, dict):
        node.pop(route[-1], None)
    elif route:
        node[route[-1]] = ""
