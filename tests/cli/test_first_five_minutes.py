"""From an empty folder to an applied report on a real terminal, without an editor."""

import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.run import run
from tests.terminal import Terminal

pytestmark = pytest.mark.slow  # some sixty programs are started on terminals

DAY = "2026-11-24"

Answers = Mapping[str, str]
"""What to answer to the questions that begin with some words; Enter to all others."""

VISIT: Answers = {
    "Visitor's name": "Lee Jae-myung",
    "Visitor's office": "President",
    "Visitor's country": "South Korea",
    "Host country": "Japan",
    "City": "Tokyo",
    "Dates": "January 2027",
    "State": "tentative",
    "Topics": "trade",
    "Notes": "Shuttle diplomacy",
}

REPORT: Answers = {
    "Day of publication": "yesterday",
    "Publisher": "The Example Courier",
    "Title": "Both capitals name the day",
    "Address": "https://courier.example.org/a",
    "Visit, by number": "1",
    "Who says so": "A spokesman in Tokyo",
    "Fields that it speaks of": "dates, state, host's side",
    "Dates": "13-14 January 2027",
    "State": "announced",
    "What the host's side has said": "announced",
    "The report's own words": "in mid-January",
    "Grade": "B2",
}

FILES = {
    "agendas/kr-jp-2027.yaml": """\
visitor:
  name: Lee Jae-myung
  role: President
  country: KR
host:
  country: JP
  city: Tokyo
  timezone: Asia/Tokyo
dates: 2027-01-13/2027-01-14
confirmation:
  state: announced
  host: announced
agenda:
  trade: {}
notes: Shuttle diplomacy
""",
    "seeds/2026-11-23-the-example-courier.yaml": """\
published: "2026-11-23"
publisher: The Example Courier
title: Both capitals name the day
url: https://courier.example.org/a
claims:
  - visit: kr-jp-2027
    according_to: A spokesman in Tokyo
    wording: in mid-January
    grade: B2
    dates: 2027-01-13/2027-01-14
    confirmation:
      state: announced
      host: announced
""",
}

WRONG: Answers = {
    "Visitor's country": "Korea",
    "Host country": "South Korea",
    "Dates": "in spring",
    "State": "sure",
    "Kind of visit": "big",
    "What the visitor's side": "yes",
    "What the host's side": "yes",
    "Topics": "weather",
    "Status of": "done",
    "Day of publication": "soon",
    "Address": "courier",
    "Visit, by number": "99",
    "Fields that it speaks of": "weather",
    "Grade": "G9",
    "Write": "perhaps",
    "Apply": "perhaps",
    "Another claim": "perhaps",
}
"""What is refused; where nothing is listed, a character that no file may contain is typed."""

FORBIDDEN = "a\u2028b"


def answer_to(question: str, answers: Answers, other: str = "") -> str:
    return next((answers[start] for start in answers if question.startswith(start)), other)


def start(folder: Path, *arguments: str) -> Terminal:
    command = (sys.executable, "-m", "agenda", *arguments)
    return Terminal(*command, cwd=folder, columns=100, NO_COLOR="1", LC_ALL="C.UTF-8")


def next_question(terminal: Terminal) -> str:
    """The question that the program asks next; empty if it ends instead."""
    while terminal.process.poll() is None:
        try:
            shown = terminal.until(r"(^|\n)[^\n]*: $", seconds=0.1)
        except AssertionError:
            continue
        return shown.rpartition("\n")[2]
    return ""


def without_default(question: str) -> str:
    return question.rstrip(": ").partition(" [")[0]


def converse(terminal: Terminal, answers: Answers, wrong: Answers | None = None) -> list[str]:
    """Answer all questions, first wrongly if ``wrong`` answers are given; returns the questions."""
    questions = []
    while question := next_question(terminal):
        if wrong is not None and question not in questions:
            terminal.press(f"{answer_to(question, wrong, FORBIDDEN)}\n")
            assert without_default(next_question(terminal)) == without_default(question)
        terminal.press(f"{answer_to(question, answers)}\n")
        questions.append(question)
    assert terminal.end() == 0, terminal.shown
    return questions


def content(book: Path) -> dict[str, str]:
    files = (file for file in book.rglob("*") if file.is_file())
    return {file.relative_to(book).as_posix(): file.read_text() for file in files}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "book", "--ci", "none").code == 0
    return tmp_path / "book"


@pytest.mark.parametrize("wrong", [None, WRONG], ids=["at once", "every answer wrong at first"])
def test_a_first_report_is_applied_within_two_minutes(
    tmp_path: Path, wrong: Answers | None
) -> None:
    began = time.monotonic()
    converse(start(tmp_path, "init", "book"), {})
    book = tmp_path / "book"
    at_first = content(book)
    converse(start(book, "new", "visit", "--as-of", DAY), VISIT, wrong)
    terminal = start(book, "new", "report", "--as-of", DAY)
    converse(terminal, REPORT, wrong)
    assert re.search(r"firmed +dates  2027-01 → 2027-01-13/2027-01-14 ", terminal.shown)
    assert content(book) == at_first | FILES
    assert run("validate", "--strict", "--as-of", DAY, cwd=book).code == 0
    assert "13–14 January 2027" in run("status", "--as-of", DAY, cwd=book).out
    assert time.monotonic() - began < 120


@pytest.mark.parametrize("kind", ["visit", "report"])
def test_a_user_can_stop_at_each_question(book: Path, kind: str) -> None:
    command = ("new", kind, "--as-of", DAY)
    answers = VISIT if kind == "visit" else REPORT
    if kind == "report":
        converse(start(book, "new", "visit", "--as-of", DAY), VISIT)
    before = content(book)
    number = 0
    while True:
        terminal = start(book, *command)
        for _ in range(number):
            terminal.press(f"{answer_to(next_question(terminal), answers)}\n")
        question = next_question(terminal)
        if not question:
            break
        terminal.until_quiet(0.1)  # a signal just before the program waits for a key is lost
        terminal.press("\x03")
        assert terminal.end() == 130
        if question.startswith("Apply"):
            assert "is not applied" in terminal.shown
            assert run("validate", "--as-of", DAY, cwd=book).code == 0
            (file,) = content(book).keys() - before.keys()
            (book / file).unlink()
        else:
            assert "agenda: stopped; nothing is written" in terminal.shown
        assert content(book) == before
        number += 1
    assert terminal.end() == 0
    assert number > 15 if kind == "visit" else number > 10
