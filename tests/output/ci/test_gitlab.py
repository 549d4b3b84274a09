"""GitLab's schema is in no package; the types here ask for what it and GitLab's manual ask for."""

from typing import Literal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from agenda.output.ci import gitlab
from agenda.output.wording import literal
from tests.output.ci.books import ODD_NAME, Held, marked, one_problem


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


def read(text: str) -> list[Entry]:
    return msgspec.json.decode(text.encode(), type=list[Entry])


def told(bad: Held, rule: str) -> Entry:
    entries = read(gitlab.text(bad.book, bad.found, ""))
    (entry,) = (entry for entry in entries if entry.check_name == rule)
    return entry


def test_an_entry_for_each_problem(bad: Held) -> None:
    entries = read(gitlab.text(bad.book, bad.found, "sub/"))
    assert [entry.check_name for entry in entries] == [problem.rule for problem in bad.found]
    assert {entry.location.path for entry in entries} == {
        f"sub/{name}" for name in (ODD_NAME, "agendas/bell.yaml")
    }


def test_no_problem_is_an_empty_list(bad: Held) -> None:
    assert read(gitlab.text(bad.book, [], "")) == []


def test_severities_are_in_gitlabs_words(bad: Held) -> None:
    assert told(bad, "bad-country").severity == "major"
    assert told(bad, "topic-unknown").severity == "minor"
    assert told(bad, "unsourced").severity == "info"


def test_fingerprints_are_unique(bad: Held) -> None:
    entries = read(gitlab.text(bad.book, [*bad.found, *bad.found], ""))
    assert len({entry.fingerprint for entry in entries}) == len(entries)


def test_the_description_has_the_hint_and_the_related_places(bad: Held) -> None:
    assert told(bad, "duplicate-key").description == (
        "`dates` is here twice, and the first is on line 3; keep one of the two"
        f"; {ODD_NAME}:3:1: the first `dates`"
    )


def test_columns_count_code_points_and_end_after_the_last(bad: Held) -> None:
    positions = told(bad, "bad-country").location.positions
    columns = positions.begin.column, positions.end.column
    assert marked(bad.book, ODD_NAME, positions.begin.line, *columns) == "RUS"


def test_a_stretch_of_several_lines(bad: Held) -> None:
    assert told(bad, "wrong-shape").location.lines == Lines(10, 11)


@given(st.text(), st.text())
def test_any_name_and_message_are_read_back(name: str, message: str) -> None:
    file = f"agendas/{name}.yaml"
    (entry,) = read(gitlab.text(*one_problem(file, message), ""))
    assert (entry.location.path, entry.description) == (file, literal(message))


def test_a_name_that_is_no_text_can_be_printed() -> None:
    (entry,) = read(gitlab.text(*one_problem("agendas/\udcff.yaml", "odd"), ""))
    assert entry.location.path == r"agendas/\udcff.yaml"
