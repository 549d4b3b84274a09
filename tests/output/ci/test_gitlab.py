"""The format, held to a JSON Schema of what GitLab's documentation asks for.

No package includes the schema with which GitLab checks a report, an entry at a time. It is laxer:
of `location` it requires nothing.
"""

import json
from typing import Literal

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.output.ci import gitlab
from agenda.text.printable import escape_controls
from tests.output.ci.samples import (
    DIAGNOSTICS,
    ERROR_SENTENCE,
    ODD_NAME,
    RELATED_LINE,
    Sample,
    result_of,
    single,
    text_in_columns,
)
from tests.run import ROOT


class Lines(msgspec.Struct, frozen=True):
    begin: int
    end: int


class Point(msgspec.Struct, frozen=True):
    line: int
    column: int


class Positions(msgspec.Struct, frozen=True):
    begin: Point
    end: Point


class Location(msgspec.Struct, frozen=True):
    path: str
    lines: Lines
    positions: Positions


class Entry(msgspec.Struct, frozen=True):
    description: str
    check_name: str
    fingerprint: str
    severity: Literal["info", "minor", "major", "critical", "blocker"]
    location: Location


def render(sample: Sample, base: str = "") -> list[Entry]:
    text = gitlab.render(result_of(sample), base)
    return msgspec.json.decode(text.encode(), type=list[Entry])


@pytest.fixture
def entries(sample: Sample) -> list[Entry]:
    return render(sample, "sub/")


def test_each_diagnostic_is_an_entry_with_its_severity(entries: list[Entry]) -> None:
    assert [(entry.check_name, entry.severity) for entry in entries] == [
        ("bad-country", "major"),
        ("topic-unknown", "minor"),
        ("unsourced", "info"),
    ]
    assert {entry.location.path for entry in entries} == {f"sub/{ODD_NAME}"}


def test_no_diagnostics_result_in_an_empty_list(sample: Sample) -> None:
    assert render(Sample(sample.book, ())) == []


def test_fingerprints_are_unique(sample: Sample) -> None:
    entries = render(Sample(sample.book, DIAGNOSTICS * 2))
    assert len({entry.fingerprint for entry in entries}) == len(entries)


def test_the_description_has_the_hint_and_the_related_locations(entries: list[Entry]) -> None:
    assert entries[0].description == f"{ERROR_SENTENCE}; sub/{RELATED_LINE}"


def test_columns_count_code_points_and_the_end_is_exclusive(
    sample: Sample, entries: list[Entry]
) -> None:
    positions = entries[0].location.positions
    columns = positions.begin.column, positions.end.column
    assert text_in_columns(sample.book, ODD_NAME, positions.begin.line, *columns) == "RUS"


def test_a_span_of_several_lines_has_its_first_and_last_line(entries: list[Entry]) -> None:
    assert entries[1].location.lines == Lines(1, 2)


@given(st.text(), st.text())
def test_any_name_and_message_are_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    (entry,) = render(single(file, message))
    assert (entry.location.path, entry.description) == (file, escape_controls(message))


POSITIVE = {"type": "integer", "minimum": 1}
POINT = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": POSITIVE, "column": POSITIVE},
}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POSITIVE, "end": POSITIVE},
                    },
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POINT, "end": POINT},
                    },
                },
            },
        },
    },
}


def test_output_conforms_to_the_schema(sample: Sample) -> None:
    schema = jsonschema_rs.validator_for(SCHEMA)
    bad_book = (ROOT / "tests/cases/bad-book/gitlab.out").read_text(encoding="utf-8")
    texts = [gitlab.render(result_of(each), "sub/") for each in (sample, Sample(sample.book, ()))]
    for text in (bad_book, *texts):
        assert [error.message for error in schema.iter_errors(json.loads(text))] == []
    assert not schema.is_valid([json.loads(bad_book)[0] | {"severity": "warning"}])


def test_a_name_that_is_not_text_can_be_printed() -> None:
    (entry,) = render(single("agendas/\udcff.yaml", "odd"))
    assert entry.location.path == r"agendas/\udcff.yaml"
