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
from tests.strategies import texts

WHOLE = {
    "visitor": {"name": "A", "country": "RU"},
    "host": {"country": "VN"},
    "confirmation": {"state": "tentative"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_current(kind: Any) -> None:
    assert path_of(kind).read_text(encoding="utf-8") == render(kind), "run `make generate`"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: Any) -> None:
    assert jsonschema_rs.meta.is_valid(build(kind))


@pytest.mark.parametrize("dates", [2024, "2024-06-19", "[2024-06-10..2024-07-07]", None])
def test_an_editor_accepts_dates_as_its_yaml_reads_them(dates: object) -> None:
    assert jsonschema_rs.is_valid(build("visit"), WHOLE | {"dates": dates})


@pytest.mark.parametrize(
    "wrong",
    [{"dates": "soon"}, {"dates": ["2024"]}, {"kind": ""}, {"satelites": {}}, {"host": {}}],
)
def test_an_editor_marks_what_is_wrong(wrong: dict[str, object]) -> None:
    assert not jsonschema_rs.is_valid(build("visit"), WHOLE | wrong)


@given(texts())
def test_the_pattern_lets_every_date_pass(text: str) -> None:
    assert re.fullmatch(PATTERN, text)


def test_each_field_has_a_description_to_hover_over() -> None:
    for kind in KINDS:
        schema = json.loads(render(kind))
        for name, definition in schema["$defs"].items():
            for field, about in definition.get("properties", {}).items():
                whole = about if "$ref" not in about else schema["$defs"][about["$ref"][8:]]
                assert whole.get("description"), f"{kind}: {name}.{field}"


def closed_lists(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "enum" in schema:
            yield schema
        schema = list(schema.values())
    for inner in schema if isinstance(schema, list) else ():
        yield from closed_lists(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_each_value_of_a_closed_list_has_its_meaning(kind: Any) -> None:
    for found in closed_lists(build(kind)):
        assert "" not in found["enum"]
        if "Asia/Tokyo" not in found["enum"]:
            assert len(found["enumDescriptions"]) == len(found["enum"]), found["enum"]


def test_whatever_an_editor_offers_is_accepted() -> None:
    claim = build("report")["$defs"]["Claim"]["properties"]
    for field in (claim["dates"], claim["grade"], claim["retracts"]["items"]):
        for snippet in field["defaultSnippets"]:
            assert jsonschema_rs.is_valid(field, snippet["label"]), snippet["label"]


def test_an_editor_completes_topics_states_and_countries() -> None:
    definitions = build("visit")["$defs"]
    assert "satellites" in definitions["Visit"]["properties"]["agenda"]["properties"]
    assert definitions["Confirmation"]["properties"]["state"]["enum"][:2] == [
        "rumoured",
        "tentative",
    ]
    assert "XK" in definitions["Host"]["properties"]["country"]["enum"]
