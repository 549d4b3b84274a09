"""Completion, hover texts and diagnostics that the schemas give in an editor."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import get_args

import pytest

from agenda.model.topics import TOPICS
from agenda.model.visit import KnownState, Status
from agenda.schemas import path_of
from tests.editor.server import Document, Server
from tests.npm import npm

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\n"
CONFIRMATION = "confirmation: {state: tentative}\n"
CLAIM = "published: 2024-06-10\npublisher: R\nclaims:\n  - visit: a\n    according_to: b\n"

Open = Callable[[str, str], Document]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("editor")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    npm(folder, "ci", wanted="the language server")
    server = Server(folder)
    yield server
    server.close()


@pytest.fixture(scope="module")
def open_as(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Opens a text with the schema of a visit, a report or a book."""
    folder, numbers = tmp_path_factory.mktemp("book"), count()

    def open_document(kind: str, text: str) -> Document:
        head = f"# yaml-language-server: $schema={path_of(kind).as_uri()}\n"
        return Document(server, folder / f"{kind}-{next(numbers)}.yaml", head + text)

    return open_document


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("visit", VISIT + CONFIRMATION + "agenda:\n  |\n"),
        ("visit", VISIT + CONFIRMATION + "agenda:\n  lunch:\n    topic: |\n"),
        ("report", CLAIM + "    agenda:\n      |\n"),
    ],
)
def test_topics_are_completed_with_their_labels(open_as: Open, kind: str, text: str) -> None:
    completions = open_as(kind, text).completions()
    assert completions == {key: topic.label for key, topic in TOPICS.items()}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("visit", VISIT + "confirmation: {state: |}\n"),
        ("visit", VISIT + "confirmation:\n  state: |\n"),
        ("report", CLAIM + "    confirmation: {state: |}\n"),
    ],
)
def test_states_are_completed_with_their_descriptions(open_as: Open, kind: str, text: str) -> None:
    completions = open_as(kind, text).completions()
    assert list(completions) == list(get_args(KnownState))
    assert completions["tentative"] == "Officials mention it, but neither side has announced it."


def test_statuses_are_completed(open_as: Open) -> None:
    completions = open_as(
        "visit", VISIT + CONFIRMATION + "agenda:\n  lunch:\n    status: |\n"
    ).completions()
    assert list(completions) == [value for value in get_args(Status) if value]
    assert completions["signed"] == "A document was signed."


@pytest.mark.parametrize("kind", ["visit", "report"])
def test_countries_are_completed_with_their_names(open_as: Open, kind: str) -> None:
    text = {"visit": "host: {country: |}\n", "report": CLAIM + "    host: {country: |}\n"}[kind]
    completions = open_as(kind, text).completions()
    assert completions["VN"] == "Vietnam"
    assert completions['"NO"'] == "Norway"  # quoted, because some programs read it as false
    assert completions["XK"] == "Kosovo"
    assert "" not in completions


def test_dates_are_completed_with_their_descriptions(open_as: Open) -> None:
    document = open_as("visit", VISIT + CONFIRMATION + "dates: |\n")
    completions = document.completions()
    assert completions["2024-06-19/2024-06-20"] == "lasts from the first day to the second"
    assert '"[2024-06-10..2024-07-07]"' in document.insertions()


def test_grades_and_facts_to_retract_are_completed(open_as: Open) -> None:
    grades = open_as("report", CLAIM + "    grade: |\n").completions()
    assert len(grades) == 36
    assert grades["B2"] == "The source is usually reliable, the claim is probably true."
    assert "confirmation.host" in open_as("report", CLAIM + "    retracts: [|]\n").completions()


def test_severities_of_a_rule_and_fields_of_a_topic_are_completed(open_as: Open) -> None:
    severities = open_as("book", "rules:\n  drift: |\n").completions()
    assert severities["error"] == "Reported; `agenda validate` exits with 1."
    assert {label.strip('"') for label in severities} == {"error", "warning", "notice", "off"}
    assert "keywords" in open_as("book", "topics:\n  fish:\n    label: F\n    |\n").completions()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("visit", VISIT + "confirmation:\n  sta|te: tentative\n", "How certain the visit is"),
        ("visit", VISIT + "confirmation:\n  sta|te: tentative\n", "`postponed`: It is delayed"),
        ("visit", VISIT + CONFIRMATION + "da|tes: 2024-06\n", "When: a day"),
        ("visit", VISIT + CONFIRMATION + "agenda:\n  satel|lites: {}\n", "Satellites and space"),
        ("report", CLAIM + "    word|ing: soon\n", "The report's own words"),
        ("report", "publi|shed: 2024-06-10\n", "The day of publication"),
        ("book", "top|ics: {}\n", "The desk's own topics"),
    ],
)
def test_hovering_shows_the_description(open_as: Open, kind: str, text: str, expected: str) -> None:
    assert expected in open_as(kind, text).hover()


WINDOW = 'Write a single text; a window needs quotes: "[2024-06-10..2024-07-07]"'


@pytest.mark.parametrize(
    ("kind", "text", "line", "message"),
    [
        ("visit", VISIT + "confirmation: {state: sure}\n", 4, "Value is not accepted. Valid val"),
        ("visit", VISIT + CONFIRMATION + "satelites: x\n", 5, "Property satelites is not allowed."),
        ("visit", VISIT + CONFIRMATION + "dates: [2024-06..2024-07]\n", 5, WINDOW),
        (
            "visit",
            VISIT + CONFIRMATION + "dates: soon\n",
            5,
            "These are not valid dates; write a day",
        ),
        ("report", CLAIM + "    kind: odd\n", 7, "Value is not accepted. Valid values: "),
        ("report", CLAIM + "    dates: [2024-06..2024-07]\n", 7, WINDOW),
        ("report", CLAIM + "    sort: x\n", 7, "Property sort is not allowed."),
        ("book", "rules: {drift: loud}\n", 2, "Value is not accepted. Valid values: "),
        ("book", "rule: {}\n", 2, "Property rule is not allowed."),
    ],
)
def test_errors_are_reported_at_their_lines(
    open_as: Open, kind: str, text: str, line: int, message: str
) -> None:
    (diagnostic,) = open_as(kind, text).diagnostics()
    assert diagnostic[0] == line
    assert diagnostic[1].startswith(message)


@pytest.mark.parametrize("file", ["agendas/ru-vn-2024.yaml", "seeds/2024-06-10-reuters.yaml"])
def test_a_shipped_file_has_no_diagnostics(server: Server, file: str) -> None:
    path = HERE.parent.parent / file
    assert Document(server, path, path.read_text(encoding="utf-8")).diagnostics() == []
