import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from agenda.model.edtf import PATTERN
from agenda.schemas import path_of
from agenda.store.schema import KINDS, build, render
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
    [{"dates": "soon"}, {"dates": ["2024"]}, {"kind": ""}, {"satelites": {}}, {"host": {}}],
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
    assert "XK" in definitions["Host"]["properties"]["country"]["enum"]
