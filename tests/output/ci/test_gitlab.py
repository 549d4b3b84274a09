"""No package includes GitLab's schema, so the types here define what GitLab requires."""

from typing import Literal

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
    single,
    text_in_columns,
)


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
    text = gitlab.render(sample.diagnostics, sample.book, base, 3)
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


def test_a_name_that_is_not_text_can_be_printed() -> None:
    (entry,) = render(single("agendas/\udcff.yaml", "odd"))
    assert entry.location.path == r"agendas/\udcff.yaml"
