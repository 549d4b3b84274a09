"""`agenda new` asks on a real terminal: a visit, a report, wrong answers, and ctrl-C."""

import re
import sys
from pathlib import Path

import pytest

from agenda.store.book import load
from tests.builders import MakeBook
from tests.run import ROOT, run
from tests.terminal import Terminal

VISIT = """\
visitor: {name: Vladimir Putin, role: President, country: RU}
host: {country: VN, city: Hanoi}
trip: asia-2024
dates: 2024-06
confirmation: {state: tentative}
agenda: {energy: {}}
"""

Answers = tuple[tuple[str, str], ...]
"""The beginning of each question, and the answer to it."""

IN_CHINA: Answers = (
    ("Visitor's name", "1"),
    ("Host country", "China"),
    ("City", "Beijing"),
    ("Dates", "16-17 May 2024"),
    ("State [rumoured]", "announced"),
    ("Kind of visit", "state"),
    ("Occasion", ""),
    ("Trip", "1"),
    ("Event", ""),
    ("What the visitor's side has said", "5"),
    ("What the host's side has said", ""),
    ("Reason", ""),
    ("What the visit depends on", ""),
    ("Person to meet", "Li Qiang, Premier, China"),
    ("Status of Li Qiang", "agreed"),
    ("Another person to meet", ""),
    ("Topics", "1, trade"),
    ("Status of energy", "expected"),
    ("Day of energy", "16 May 2024"),
    ("Place of energy", "Harbin"),
    ("Status of trade", ""),
    ("Day of trade", ""),
    ("Visit that it takes the place of", ""),
    ("Notes", ""),
)

REPORT: Answers = (
    ("Day of publication [2024-06-12]", "10 June 2024"),
    ("Publisher", "The Example Courier"),
    ("Title", ""),
    ("Address", "https://courier.example.org/a"),
)


def start(kind: str, root: Path, *arguments: str) -> Terminal:
    command = (sys.executable, "-m", "agenda", "new", kind, *arguments, "--as-of", "2024-06-12")
    return Terminal(*command, cwd=root, columns=100, NO_COLOR="1")


def respond(terminal: Terminal, answers: Answers) -> str:
    """Answer questions; returns what is shown until the last one."""
    shown = ""
    for question, answer in answers:
        shown += terminal.until(re.escape(question) + r"[^\n]*: $")
        terminal.press(f"{answer}\n")
    return shown


def close(terminal: Terminal) -> int:
    code = terminal.end()
    terminal.process.wait()
    return code


@pytest.fixture
def root(make_book: MakeBook) -> Path:
    return make_book({"agendas/ru-vn-2024.yaml": VISIT})


def test_a_visit_is_entered_field_by_field(root: Path) -> None:
    terminal = start("visit", root)
    shown = respond(terminal, (*IN_CHINA, ("Write agendas/ru-cn-2024.yaml? [Y/n]", "")))
    assert close(terminal) == 0
    assert "  1 Vladimir Putin, President, Russia\r\n" in shown
    assert "  = China (CN)\r\n" in shown
    assert "  = 16–17 May 2024 (2024-05-16/2024-05-17)\r\n" in shown
    text = (root / "agendas/ru-cn-2024.yaml").read_text()
    assert text == (
        "visitor:\n  name: Vladimir Putin\n  role: President\n  country: RU\n"
        "host:\n  country: CN\n  city: Beijing\n"
        "kind: state\ntrip: asia-2024\ndates: 2024-05-16/2024-05-17\n"
        "confirmation:\n  state: announced\n  visitor: announced\n"
        "meets:\n  li-qiang:\n    name: Li Qiang\n    role: Premier\n    country: CN\n"
        "    status: agreed\n"
        'agenda:\n  energy:\n    status: expected\n    date: "2024-05-16"\n    place: Harbin\n'
        "  trade: {}\n"
    )
    assert "".join(f"  {line}\r\n" for line in text.splitlines()) in shown


def test_a_report_opens_a_visit_of_an_organization_whose_place_is_not_decided(root: Path) -> None:
    terminal = start("report", root)
    respond(
        terminal,
        (
            *REPORT,
            ("Visit, by number or id", "2"),
            ("Visitor's name", "Ursula"),
            ("Visitor's office", "President"),
            ("Visitor's country", ""),
            ("Visitor's organization", "European Commission"),
            ("Host country", ""),
            ("Place that is named", "Geneva"),
            ("Place that is named", "Geneva, Switzerland"),
            ("Another place that is named", "Hungary"),
            ("Another place that is named", ""),
            ("Who says so", "1"),
            ("Fields that it speaks of", "event, meets"),
            ("Event", "talks"),
            ("Person to meet", "1"),
            ("Status of Vladimir Putin", "proposed"),
            ("Another person to meet", ""),
            ("Grade", ""),
            ("Another claim? [y/N]", ""),
            ("Write seeds/2024-06-10-the-example-courier.yaml? [Y/n]", ""),
            ("Apply it to the visits? [Y/n]", ""),
        ),
    )
    assert close(terminal) == 0
    assert "as in `Geneva, Switzerland`" in terminal.shown
    visit = load(root).visits["european-commission-undecided-2024"]
    assert visit.visitor.organization == "European Commission"
    assert (str(visit.host.candidates), visit.event) == ("Geneva or Hungary", "talks")
    person = visit.meets["vladimir-putin"]
    assert (person.role, person.country, person.status) == ("President", "RU", "proposed")
    assert run("validate", "--as-of", "2024-06-12", cwd=root).code == 0


def test_a_wrong_answer_is_asked_again(root: Path) -> None:
    wrong = (
        ("Visitor's name", "", "an answer is needed"),
        ("Visitor's name", "7", "there is no number 7 in the list"),
        ("Host country", "Chinna", "did you mean `CN` (China)?"),
        ("Host country", "RU", "Russia can't visit itself"),
        ("Dates", "8/7/2024", "write `2024-07-08` for 8 July 2024 or `2024-08-07`"),
        ("State", "sure", "`sure` is none of rumoured, tentative,"),
        ("Kind of visit", "stat", "did you mean `state`?"),
        ("What the visitor's side has said", "yes", "`yes` is none of no-comment,"),
        ("Topics", "energy, oil", "there is no topic `oil`; did you mean `energy`?"),
        ("Status of energy", "done", "`done` is none of proposed,"),
    )
    terminal = start("visit", root)
    for question, answer in IN_CHINA:
        mistakes = [(label, bad) for label, bad, _ in wrong if question.startswith(label)]
        respond(terminal, (*mistakes, (question, answer)))
    respond(terminal, (("Write agendas/ru-cn-2024.yaml? [Y/n]", "n"),))
    assert close(terminal) == 0
    for _, _, message in wrong:
        assert message in terminal.shown
    assert "\r\nnothing is written\r\n" in terminal.shown
    assert [path.name for path in root.rglob("*.yaml")] == ["ru-vn-2024.yaml"]


def test_a_question_mark_explains_a_question(root: Path) -> None:
    questions = ("State", "Kind of visit", "Topics", "Status of energy")
    terminal = start("visit", root)
    for question, answer in IN_CHINA:
        asked = [(label, "?") for label in questions if question.startswith(label)]
        respond(terminal, (*asked, (question, answer)))
    respond(terminal, (("Write agendas/ru-cn-2024.yaml? [Y/n]", "n"),))
    assert close(terminal) == 0
    shown = " ".join(terminal.shown.split())
    assert "A visit is `tentative` once officials mention it, `announced` once one side" in shown
    assert "`margins` for a meeting on the sidelines of another event" in shown
    assert "After it: `discussed` or `signed`." in shown
    assert "trade Trade" in shown


def test_enter_takes_what_a_wrong_answer_seems_to_mean(root: Path) -> None:
    terminal = start("visit", root)
    for question, answer in IN_CHINA:
        if question == "Dates":
            respond(terminal, (("Dates", "second half of July"),))
            shown = terminal.until(r"Dates[^\n]* \[\[2024-07-16\.\.2024-07-31\]\]: $")
            assert "no year is given" in shown
            terminal.press("\n")
        else:
            respond(terminal, ((question, answer),))
    respond(terminal, (("Write agendas/ru-cn-2024.yaml? [Y/n]", ""),))
    assert close(terminal) == 0
    assert 'dates: "[2024-07-16..2024-07-31]"\n' in (root / "agendas/ru-cn-2024.yaml").read_text()


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_who_stops_in_the_middle_writes_nothing(root: Path, key: str) -> None:
    terminal = start("visit", root)
    respond(terminal, IN_CHINA)
    terminal.until(r"Write agendas/ru-cn-2024.yaml\? \[Y/n\]: $")
    terminal.until_quiet(0.2)  # a signal just before the program waits for a key is lost
    terminal.press(key)
    assert close(terminal) == 130
    assert "agenda: stopped; nothing is written" in terminal.shown
    assert [path.name for path in root.rglob("*.yaml")] == ["ru-vn-2024.yaml"]


def test_a_report_on_two_visits_is_entered_and_applied(root: Path) -> None:
    terminal = start("report", root)
    shown = respond(
        terminal,
        (
            *REPORT,
            ("Visit, by number or id", "1"),
            ("Who says so", "An official in Hanoi"),
            ("Fields that it speaks of", "dates, state, host's side"),
            ("Dates", "19-20 June 2024"),
            ("State", "announced"),
            ("What the host's side has said", "announced"),
            ("The report's own words for the dates", "on 19 and 20 June"),
            ("Grade", "b2"),
            ("Another claim? [y/N]", "y"),
        ),
    )
    assert re.search(r"firmed +dates  2024-06 → 2024-06-19/2024-06-20 ", shown)
    shown = respond(
        terminal,
        (
            ("Visit, by number or id", "2"),
            ("Visitor's name", "Lee Jae-myung"),
            ("Visitor's office", "President"),
            ("Visitor's country", "South Korea"),
            ("Host country", "Japan"),
            ("City", "Tokyo"),
            ("Who says so", "1"),
            ("Fields that it speaks of", "agenda"),
            ("Topics", "trade"),
            ("Status of trade", "proposed"),
            ("Day of trade", ""),
            ("Grade", ""),
            ("Another claim? [y/N]", ""),
            ("Write seeds/2024-06-10-the-example-courier.yaml? [Y/n]", ""),
            ("Apply it to the visits? [Y/n]", ""),
        ),
    )
    assert close(terminal) == 0
    assert re.search(r"firmed +dates  2024-06 → 2024-06-19/2024-06-20 ", shown)
    assert "kr-jp-2024  opened: Lee Jae-myung → Tokyo, Japan" in shown
    assert "\nwrote agendas/ru-vn-2024.yaml, agendas/kr-jp-2024.yaml" in terminal.shown
    assert run("validate", "--as-of", "2024-06-12", cwd=root).code == 0
    book = load(root)
    report = book.reports["2024-06-10-the-example-courier"]
    first, second = report.claims
    assert (first.visit, first.according_to, first.grade) == (
        "ru-vn-2024",
        "An official in Hanoi",
        "B2",
    )
    assert (second.visit, second.according_to) == ("kr-jp-2024", "The Example Courier")
    assert str(book.visits["ru-vn-2024"].dates) == "2024-06-19/2024-06-20"


def test_a_report_on_a_visit_that_the_book_lacks_opens_it(root: Path) -> None:
    terminal = start("report", root, "--visit", "fr-br-2025")
    respond(
        terminal,
        (
            *REPORT,
            ("Visitor's name", "Emmanuel Macron"),
            ("Visitor's office", "President"),
            ("Visitor's country", "France"),
            ("Host country", "Brazil"),
            ("City", ""),
        ),
    )
    terminal.until(r"Time zone[^\n]*: $")
    terminal.press("\n")
    respond(
        terminal,
        (
            ("Who says so", "1"),
            ("Fields that it speaks of", "state"),
            ("State", "tentative"),
            ("Grade", ""),
            ("Another claim? [y/N]", ""),
            ("Write seeds/2024-06-10-the-example-courier.yaml? [Y/n]", ""),
            ("Apply it to the visits? [Y/n]", ""),
        ),
    )
    assert close(terminal) == 0
    assert load(root).visits["fr-br-2025"].visitor.name == "Emmanuel Macron"


def test_a_report_that_is_written_and_not_applied(root: Path) -> None:
    page = ROOT / "tests/cases/pages/paper.html"
    terminal = start("report", root, "--from", str(page), "--visit", "ru-vn-2024")
    shown = respond(
        terminal,
        (
            ("Day of publication [2024-06-10]", ""),
            ("Publisher [The Example Courier]", ""),
            ("Title", "-"),
            ("Address", ""),
            ("Who says so", "1"),
            ("Fields that it speaks of", "1"),
            ("Visitor's office", "Head of state"),
            ("Grade", ""),
            ("Another claim?", ""),
            ("Write seeds/2024-06-10-the-example-courier.yaml?", ""),
        ),
    )
    assert "  url: https://courier.example.org/world/hanoi-visit\r\n" in shown
    assert "title:" not in shown
    terminal.until(r"Apply it to the visits\? \[Y/n\]: $")
    terminal.until_quiet(0.2)
    terminal.press("\x03")
    assert close(terminal) == 130
    assert "agenda: seeds/2024-06-10-the-example-courier.yaml is not applied" in terminal.shown
    assert (root / "agendas/ru-vn-2024.yaml").read_text() == VISIT
