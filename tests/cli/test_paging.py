"""Long answers on a terminal, with real pagers."""

import os
import shutil
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.builders import MakeBook
from tests.run import ROOT, imported_by, run
from tests.terminal import Terminal

pytestmark = pytest.mark.slow  # real pagers wait for keys, and progress for a second

AGENDA = (sys.executable, "-m", "agenda")
LONG = ("show", "ru-kp-2024", "--as-of", "2024-06-19")
PROMPT = "\n:|\r:|\x1b\\[K:"
"""What less shows while it waits for a key."""

END = "rejected by this desk"


def shown(*command: str, **options: Any) -> tuple[int, str]:
    """The exit code of a program, and all that its terminal has shown."""
    with Terminal.running(*command, **{"lines": 20} | options) as terminal:
        return terminal.end(), terminal.shown


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that keeps what it is given in a file beside itself."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged"\n')
    script.chmod(0o755)
    return script


def paged(pager: Path) -> str:
    """What the pager was given; nothing if it was not run."""
    kept = pager.with_name("paged")
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def with_less(*arguments: str, **options: Any) -> AbstractContextManager[Terminal]:
    """A run with the pager that is used where nobody says which."""
    if not shutil.which("less"):
        pytest.skip("less is not installed")
    command = ("env", "--unset=AGENDA_PAGER", *AGENDA, *arguments)
    return Terminal.running(*command, **{"lines": 20} | options)


def test_a_long_answer_is_shown_by_less_in_colour() -> None:
    with with_less(*LONG) as terminal:
        first = terminal.until(PROMPT)
        assert "\x1b[1mVladimir Putin → Pyongyang, North Korea" in first
        assert END not in first
        terminal.press("G")
        terminal.until(END)
        terminal.press("q")
        assert terminal.end() == 0


def test_leaving_early_and_ctrl_c_are_silent() -> None:
    with with_less("log") as terminal:
        terminal.until(PROMPT)
        terminal.press("\x03")
        time.sleep(0.3)
        assert terminal.process.poll() is None
        for _ in range(2):  # after ctrl-C, less takes the first key for a part of it
            terminal.press("q")
            time.sleep(0.3)
        assert terminal.end() == 0
        assert "Traceback" not in terminal.shown
        assert "Aborted" not in terminal.shown
    code, text = shown(*AGENDA, "log", AGENDA_PAGER="head -n 1")
    assert (code, text.count("\n")) == (0, 1)


def test_a_short_answer_is_not_paged(pager: Path) -> None:
    code, text = shown(*AGENDA, *LONG, lines=200, AGENDA_PAGER=str(pager))
    assert (code, paged(pager)) == (0, "")
    assert END in text


@pytest.mark.parametrize(
    "arguments",
    [
        LONG,
        ("log",),
        ("status", "--all", "--as-of", "2024-06-12"),
        ("diff", "--since", "2024-05-01"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_is_paged_is_what_would_be_shown(arguments: tuple[str, ...], pager: Path) -> None:
    code, text = shown(*AGENDA, *arguments, AGENDA_PAGER=str(pager), lines=4)
    assert (code, text) == (0, "")
    plain = shown(*AGENDA, *arguments)[1]
    assert paged(pager).splitlines() == plain.splitlines()
    assert "\x1b[" in plain


@pytest.mark.parametrize("none", ["", "cat", "no-such-pager", "'unclosed"])
def test_without_a_pager_all_is_printed(none: str) -> None:
    code, text = shown(*AGENDA, *LONG, AGENDA_PAGER=none, PAGER="false")
    assert code == 0
    assert END in text


def test_a_dumb_terminal_has_no_pager(pager: Path) -> None:
    assert END in shown(*AGENDA, *LONG, AGENDA_PAGER=str(pager), TERM="dumb")[1]
    assert paged(pager) == ""


def test_pager_is_asked_where_agenda_pager_is_not(pager: Path) -> None:
    command = ("env", "--unset=AGENDA_PAGER", *AGENDA, *LONG)
    assert shown(*command, PAGER=str(pager)) == (0, "")
    assert END in paged(pager)


def test_a_pipe_has_no_pager(pager: Path) -> None:
    assert END in run(*LONG, AGENDA_PAGER=str(pager)).out
    assert paged(pager) == ""


def test_the_exit_code_is_kept_and_errors_are_not_hidden(make_book: MakeBook, pager: Path) -> None:
    root = make_book({f"agendas/{name}.yaml": "[" for name in range(30)})
    assert shown(*AGENDA, "validate", cwd=root, AGENDA_PAGER=str(pager))[0] == 1
    assert paged(pager).count("yaml-syntax") == 30
    code, text = shown(*AGENDA, "show", "zzz", cwd=root, AGENDA_PAGER=str(pager))
    assert code == 2
    assert "no visit `zzz`" in text


def test_warnings_come_after_what_they_are_about(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": "["})
    code, text = shown(*AGENDA, "status", cwd=root)
    assert code == 1
    assert text.index("Nothing to show: no visit file can be read (1 in this book).") < text.index(
        "skipped because of problems"
    )


def test_a_pipe_imports_nothing_for_pages_or_progress() -> None:
    for command in ("status", "validate"):
        assert imported_by(command).isdisjoint({"select", "shlex", "signal", "subprocess"})


@pytest.fixture
def slow_book(make_book: MakeBook) -> Path:
    """A book with a file that does not come before somebody writes into `slow`."""
    visit = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}"
    root = make_book({"agendas/a.yaml": visit})
    os.mkfifo(root / "slow")
    (root / "agendas/b.yaml").symlink_to(root / "slow")
    return root


def test_what_takes_long_shows_that_it_is_at_work_and_leaves_no_trace(slow_book: Path) -> None:
    with Terminal.running(*AGENDA, "status", "--all", cwd=slow_book) as terminal:
        terminal.until("\r\x1b\\[Kreading the book, 1 s")
        (slow_book / "slow").write_bytes((slow_book / "agendas/a.yaml").read_bytes())
        assert terminal.end() == 0
        rest = terminal.shown.rpartition("reading the book, ")[2]
        assert rest.partition(" s")[2].startswith("\r\x1b[K")
        assert "A → Vietnam" in rest


@pytest.mark.parametrize("extra", [{"TERM": "dumb"}, {"PIPED": "1"}])
def test_progress_is_for_terminals_that_can_clear_it(
    slow_book: Path, extra: dict[str, Any]
) -> None:
    program = " ".join(f"'{word}'" for word in AGENDA) + " status --all"
    pipe = "| cat" if "PIPED" in extra else ""
    script = f"(sleep 1.3; cat agendas/a.yaml > slow) & {program} {pipe}"
    code, text = shown("sh", "-c", script, cwd=slow_book, **extra)
    assert code == 0
    assert "A → Vietnam" in text
    assert "reading" not in text


def test_a_quick_answer_shows_no_progress() -> None:
    assert "reading" not in shown(*AGENDA, "status", cwd=ROOT)[1]
