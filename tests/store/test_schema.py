import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import example, given

from agenda.model.edtf import PATTERN
from agenda.schemas import path_of
from agenda.store.decode import decode_report, decode_settings, decode_visit
from agenda.store.schema import KINDS, FileKind, build, render
from agenda.yamlio.reader import read
from tests.plain_data import REPORTS, SETTINGS, VALID_REPORTS, VALID_VISITS, VISITS
from tests.strategies import date_texts

VISIT = {
    "visitor": {"name": "A", "country": "RU"},
    "host": {"country": "VN"},
    "confirmation": {"state": "tentative"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_current(kind: Any) -> None:
    assert path_of(kind).read_text(encoding="utf-8") == render(kind), "run `make generate`"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_json_schema(kind: Any) -> None:
    assert jsonschema_rs.meta.is_valid(build(kind))


@pytest.mark.parametrize("dates", [2024, "2024-06-19", "[2024-06-10..2024-07-07]", None])
def test_dates_are_valid_as_an_editor_reads_them(dates: object) -> None:
    assert jsonschema_rs.is_valid(build("visit"), VISIT | {"dates": dates})


@pytest.mark.parametrize(
    "fields",
    [{"dates": "soon"}, {"dates": ["2024"]}, {"kind": "odd"}, {"satelites": {}}, {"host": {}}],
)
def test_invalid_data_is_refused(fields: dict[str, object]) -> None:
    assert not jsonschema_rs.is_valid(build("visit"), VISIT | fields)


@given(date_texts())
def test_the_pattern_matches_every_date(text: str) -> None:
    assert re.fullmatch(PATTERN, text)


def test_each_field_has_a_description() -> None:
    for kind in KINDS:
        schema = json.loads(render(kind))
        for name, definition in schema["$defs"].items():
            for field, schema_of_field in definition.get("properties", {}).items():
                reference = schema_of_field.get("$ref", "").removeprefix("#/$defs/")
                described = schema["$defs"][reference] if reference else schema_of_field
                assert described.get("description"), f"{kind}: {name}.{field}"


def closed_lists(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "enum" in schema:
            yield schema
        schema = list(schema.values())
    for inner in schema if isinstance(schema, list) else ():
        yield from closed_lists(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_each_value_of_a_closed_list_has_a_description(kind: Any) -> None:
    for closed_list in closed_lists(build(kind)):
        values = closed_list["enum"]
        assert "" not in values
        if "Asia/Tokyo" not in values:
            assert len(closed_list["enumDescriptions"]) == len(values), values


def test_each_snippet_is_valid() -> None:
    claim = build("report")["$defs"]["Claim"]["properties"]
    for field in (claim["dates"], claim["grade"], claim["retracts"]["items"]):
        for snippet in field["defaultSnippets"]:
            assert jsonschema_rs.is_valid(field, snippet["label"]), snippet["label"]


def test_a_schema_lists_topics_states_and_countries() -> None:
    definitions = build("visit")["$defs"]
    assert "satellites" in definitions["Visit"]["properties"]["agenda"]["properties"]
    assert definitions["Confirmation"]["properties"]["state"]["enum"][:2] == [
        "rumoured",
        "tentative",
    ]
    assert "XK" in definitions["Host"]["properties"]["country"]["anyOf"][0]["enum"]


DECODERS: dict[FileKind, Any] = {
    "visit": lambda source: decode_visit(source).diagnostics,
    "report": lambda source: decode_report(source).diagnostics,
    "book": lambda source: decode_settings(source)[1],
}


def as_other_programs_read(data: Any) -> Any:
    """Plain data with the types of YAML 1.2: nothing is null, and `2024` a number."""
    if isinstance(data, dict):
        return {key: as_other_programs_read(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_other_programs_read(value) for value in data]
    return {"": None, "2024": 2024, "true": True}.get(data, data)


@cache
def published_schema(kind: FileKind) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(path_of(kind).read_text(encoding="utf-8")))


def assert_schema_agrees(kind: FileKind, data: Any) -> None:
    source = read("x.yaml", json.dumps(data).encode())
    if source.diagnostics or not data:  # refused before any schema, or an empty file
        return
    refused = bool(DECODERS[kind](source))
    for form in (data, as_other_programs_read(data)):
        assert published_schema(kind).is_valid(form) is not refused, form


@given(VISITS | VALID_VISITS)
@example({"visitor": {"name": "A", "country": "RU"}, "host": {"country": "VN"}, "agenda": ""})
def test_the_published_schema_of_a_visit_accepts_what_the_program_accepts(data: Any) -> None:
    assert_schema_agrees("visit", data)


CITIES = [{"country": "CH"}]


@pytest.mark.parametrize(
    ("part", "given", "is_refused"),
    [
        ("host", {"country": "CH", "candidates": CITIES}, True),
        ("host", {"country": "CH", "candidates": []}, True),
        ("host", {"country": "CH", "candidates": ""}, False),
        ("host", {"country": "", "candidates": CITIES}, False),
        ("host", {"candidates": CITIES, "timezone": "Europe/Zurich"}, False),
        ("visitor", {"name": "A", "country": "RU", "organization": "NATO"}, True),
        ("visitor", {"name": "A", "country": "RU", "organization": ""}, False),
        ("visitor", {"name": "A", "country": "", "organization": "NATO"}, False),
    ],
)
def test_fields_that_exclude_each_other_are_refused_in_visits_and_claims(
    part: str, given: dict[str, Any], is_refused: bool
) -> None:
    visit = VISIT | {part: given}
    claim = {"visit": "a", "according_to": "A", part: given}
    report = {"published": "2024-06-10", "publisher": "P", "claims": [claim]}
    kinds: dict[FileKind, Any] = {"visit": visit, "report": report}
    for kind, data in kinds.items():
        assert_schema_agrees(kind, data)
        assert bool(DECODERS[kind](read("x.yaml", json.dumps(data).encode()))) == is_refused


@given(REPORTS | VALID_REPORTS)
def test_the_published_schema_of_a_report_accepts_what_the_program_accepts(data: Any) -> None:
    assert_schema_agrees("report", data)


@given(SETTINGS)
def test_the_published_schema_of_settings_accepts_what_the_program_accepts(data: Any) -> None:
    assert_schema_agrees("book", data)


OPTIONAL = (
    *("kind", "occasion", "trip", "dates", "agenda", "notes"),
    *("visitor.role", "host.city", "host.timezone", "confirmation.visitor", "confirmation.host"),
)


@pytest.mark.parametrize("field", OPTIONAL)
@pytest.mark.parametrize("empty", ["", None])
def test_an_optional_field_may_be_empty(field: str, empty: object) -> None:
    data = copy.deepcopy(VISIT)
    node: Any = data
    *parents, last = field.split(".")
    for name in parents:
        node = node[name]
    node[last] = empty
    assert published_schema("visit").is_valid(data)


@pytest.mark.parametrize("field", ["visitor", "host", "confirmation", "visitor.name"])
@pytest.mark.parametrize("empty", ["", None])
def test_a_required_field_may_not_be_empty(field: str, empty: object) -> None:
    data: Any = copy.deepcopy(VISIT)
    name, _, inner = field.partition(".")
    data[name] = data[name] | {inner: empty} if inner else empty
    assert not published_schema("visit").is_valid(data)


def texts_in(data: Any) -> set[str]:
    """All keys and texts in plain data."""
    if isinstance(data, dict):
        return set(data).union(*map(texts_in, data.values())) if data else set()
    if isinstance(data, list):
        return set[str]().union(*map(texts_in, data))
    return {str(data)} if data not in {"", None} else set()


@given(VISITS | VALID_VISITS)
def test_whatever_is_in_a_visit_is_used_or_reported(data: Any) -> None:
    source = read("x.yaml", json.dumps(data).encode())
    decoded = decode_visit(source)
    if decoded.visit is not None:
        used = json.loads(msgspec.json.encode(decoded.visit, enc_hook=str))
        assert texts_in(source.data) <= texts_in(used)
    else:
        assert source.diagnostics or decoded.diagnostics


@given(REPORTS | VALID_REPORTS)
def test_whatever_is_in_a_report_is_used_or_reported(data: Any) -> None:
    source = read("x.yaml", json.dumps(data).encode())
    decoded = decode_report(source)
    if decoded.report is not None:
        used = json.loads(msgspec.json.encode(decoded.report, enc_hook=str))
        assert texts_in(source.data) <= texts_in(used)
    else:
        assert source.diagnostics or decoded.diagnostics
